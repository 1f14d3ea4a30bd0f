//! What `check` says: what is in the keyword lists, and what looks forgotten.

use serde_json::{Value, json};

use super::plan::Plan;
use super::terminal::number;
use crate::document::Language;
use crate::error::{Error, Result};
use crate::lexicon::{Actor, Lexicon, Pattern, Stance, Term};
use crate::toml_text::nearest;

/// Numbers of terms: a name, all terms, then those with patterns in each language.
pub struct Inventory {
    pub stances: Vec<(String, [usize; 4])>,
    pub themes: Vec<(String, [usize; 4])>,
    pub actors: Vec<(String, [usize; 4])>,
    pub warnings: Vec<Warning>,
}

/// Something that may be meant, and the ids or patterns it is about.
pub struct Warning {
    pub what: &'static str,
    pub about: Vec<String>,
}

impl Inventory {
    pub fn new(lexicon: &Lexicon) -> Self {
        let stance = |stance: Option<Stance>| {
            let terms = lexicon.terms.iter().filter(move |term| term.stance == stance);
            let name = stance.map_or("no stance", Stance::code).to_owned();
            (name, count(terms.map(|term| &term.patterns)))
        };
        let mut stances: Vec<_> =
            Stance::ALL.into_iter().map(Some).chain([None]).map(stance).collect();
        stances.retain(|(name, counts)| counts[0] > 0 || name != "no stance");
        let of_theme = |at: usize| lexicon.terms.iter().filter(move |t| t.themes.contains(&at));
        let themes = lexicon
            .themes
            .iter()
            .enumerate()
            .map(|(at, theme)| (theme.id.clone(), count(of_theme(at).map(|term| &term.patterns))))
            .collect();
        let actor = |actor: &Actor| {
            let [en, ko, vi] = actor.patterns.each_ref().map(Vec::len);
            (actor.id.clone(), [en + ko + vi, en, ko, vi])
        };
        let actors = lexicon.actors.iter().map(actor).collect();
        Self { stances, themes, actors, warnings: warnings(lexicon) }
    }

    /// Headings with their tables, the first row of each naming the columns.
    pub fn tables(&self) -> Vec<(&'static str, Vec<Vec<String>>)> {
        let table = |rows: &[(String, [usize; 4])]| {
            let heading = ["", "all", "en", "ko", "vi"].map(str::to_owned).to_vec();
            let row = |(name, counts): &(String, [usize; 4])| {
                [name.clone()].into_iter().chain(counts.iter().map(|n| number(*n))).collect()
            };
            [heading].into_iter().chain(rows.iter().map(row)).collect()
        };
        [
            ("Terms by stance", &self.stances),
            ("Terms by theme", &self.themes),
            ("Patterns of actors", &self.actors),
        ]
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(heading, rows)| (heading, table(rows)))
        .collect()
    }

    pub fn json(&self, plan: &Plan) -> Value {
        let rows = |rows: &[(String, [usize; 4])]| -> Value {
            rows.iter()
                .map(|(name, [all, en, ko, vi])| {
                    (name.clone(), json!({ "all": all, "en": en, "ko": ko, "vi": vi }))
                })
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        json!({
            "study": plan.study_id,
            "title": plan.title,
            "years": [plan.years.start(), plan.years.end()],
            "actors": plan.actors,
            "terms": plan.lexicon.terms.len(),
            "stances": rows(&self.stances),
            "themes": rows(&self.themes),
            "actor_patterns": rows(&self.actors),
            "lexicon_hash": plan.lexicon.hash(),
            "options_hash": plan.options_hash,
            "warnings": self.warnings.iter().map(|warning| json!({
                "what": warning.what,
                "about": warning.about,
            })).collect::<Vec<_>>(),
        })
    }
}

fn count<'a>(terms: impl Iterator<Item = &'a [Vec<Pattern>; 3]>) -> [usize; 4] {
    terms.fold([0; 4], |mut counts, patterns| {
        counts[0] += 1;
        for (count, patterns) in counts[1..].iter_mut().zip(patterns) {
            *count += usize::from(!patterns.is_empty());
        }
        counts
    })
}

fn warnings(lexicon: &Lexicon) -> Vec<Warning> {
    let ids = |fits: &dyn Fn(&Term) -> bool| -> Vec<String> {
        lexicon.terms.iter().filter(|term| fits(term)).map(|term| term.id.clone()).collect()
    };
    let without = |language: Language| ids(&|term| term.patterns[language as usize].is_empty());
    let one_syllable = |language: Language| -> Vec<String> {
        let short = |text: &str| match language {
            Language::Korean => text.chars().filter(|c| c.is_alphanumeric()).count() == 1,
            // Names and acronyms are written with capitals.
            _ => !text.contains([' ', '-', '/']) && !text.contains(char::is_uppercase),
        };
        let patterns = lexicon.terms.iter().flat_map(|term| {
            term.patterns[language as usize].iter().map(move |pattern| (pattern, &term.id))
        });
        patterns
            .filter(|(pattern, _)| short(&pattern.text))
            .map(|(pattern, id)| format!("{} ({id})", pattern.text))
            .collect()
    };
    let unused = lexicon
        .themes
        .iter()
        .enumerate()
        .filter(|(at, _)| !lexicon.terms.iter().any(|term| term.themes.contains(at)))
        .map(|(_, theme)| theme.id.clone())
        .collect();
    let all = [
        ("themes without terms", unused),
        ("terms without a stance", ids(&|term| term.stance.is_none())),
        ("terms without English patterns", without(Language::English)),
        ("terms without Korean patterns", without(Language::Korean)),
        ("terms without Vietnamese patterns", without(Language::Vietnamese)),
        ("ambiguous terms", ids(&Term::ambiguous)),
        ("Korean patterns of one syllable", one_syllable(Language::Korean)),
        ("Vietnamese patterns of one syllable", one_syllable(Language::Vietnamese)),
    ];
    let warning = |(what, about)| Warning { what, about };
    all.into_iter().map(warning).filter(|warning| !warning.about.is_empty()).collect()
}

/// The position of the term that `name` means: an id, else a label or a pattern in any language.
///
/// # Errors
/// No term is called that; with the nearest name.
pub fn find_term(lexicon: &Lexicon, name: &str) -> Result<usize> {
    let names = |term: &Term| -> Vec<String> {
        let patterns = term.patterns.iter().flatten().map(|pattern| pattern.text.clone());
        [term.id.clone()].into_iter().chain(term.labels.clone()).chain(patterns).collect()
    };
    let wanted = name.to_lowercase();
    let equal = |term: &Term| names(term).iter().any(|known| known.to_lowercase() == wanted);
    let by_id = lexicon.terms.iter().position(|term| term.id == name);
    by_id.or_else(|| lexicon.terms.iter().position(equal)).ok_or_else(|| {
        let known: Vec<String> = lexicon.terms.iter().flat_map(names).collect();
        let error = Error::new(format!("no keyword is called `{name}`"));
        match nearest(name, known.iter().map(String::as_str)) {
            Some(nearest) => error.tip(format!("did you mean `{nearest}`?")),
            None => error.tip("tables/keywords.csv of the run lists all keywords"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let text = r#"
            [[theme]]
            id = "trade"
            en = "Trade"
            ko = "무역"
            vi = "Thương mại"
            [[theme]]
            id = "empty"
            en = "Empty"
            ko = "빈"
            vi = "Trống"
            [[term]]
            id = "cooperation"
            stance = "cooperation"
            themes = ["trade"]
            en = ["co-operation"]
            ko = ["협력", "손"]
            vi = ["hợp tác", "học"]
            [[term]]
            id = "war"
            stance = "conflict"
            en = [{ p = "war", ambiguous = true }]
        "#;
        Lexicon::parse(&[("l.toml".to_owned(), text.to_owned())]).unwrap()
    }

    #[test]
    fn what_is_there_is_counted_and_what_is_missing_is_named() {
        let inventory = Inventory::new(&lexicon());
        let stances = [("cooperation", [1, 1, 1, 1]), ("conflict", [1, 1, 0, 0])];
        assert_eq!(inventory.stances, stances.map(|(name, n)| (name.to_owned(), n)));
        let themes = [("trade", [1, 1, 1, 1]), ("empty", [0, 0, 0, 0])];
        assert_eq!(inventory.themes, themes.map(|(name, n)| (name.to_owned(), n)));
        let warnings: Vec<String> = inventory
            .warnings
            .iter()
            .map(|warning| format!("{}: {}", warning.what, warning.about.join(", ")))
            .collect();
        let expected = [
            "themes without terms: empty",
            "terms without Korean patterns: war",
            "terms without Vietnamese patterns: war",
            "ambiguous terms: war",
            "Korean patterns of one syllable: 손 (cooperation)",
            "Vietnamese patterns of one syllable: học (cooperation)",
        ];
        assert_eq!(warnings, expected);
    }

    #[test]
    fn the_example_of_the_docs_is_a_lexicon() {
        let docs = include_str!("../../docs/lexicon.md");
        let example = docs.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
        let example = example.expect("an example").to_owned();
        let lexicon = Lexicon::parse(&[("docs/lexicon.md".to_owned(), example)]).unwrap();
        assert_eq!((lexicon.terms.len(), lexicon.themes.len(), lexicon.actors.len()), (2, 1, 1));
    }

    #[test]
    fn a_term_has_many_names() {
        let lexicon = lexicon();
        for name in ["cooperation", "협력", "Hợp tác", "co-operation"] {
            assert_eq!(find_term(&lexicon, name).unwrap(), 0, "{name}");
        }
        let error = find_term(&lexicon, "cooporation").unwrap_err();
        assert_eq!(error.tip.as_deref(), Some("did you mean `cooperation`?"));
    }
}
