//! The files of a lexicon: what they hold, and what is refused in them.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;
use toml::Spanned;

use super::{Actor, Labels, Lexicon, Pattern, Scope, Sector, Stance, Term, TermId, Theme};
use crate::document::Language;
use crate::error::{Error, Lines, Place, Result};
use crate::toml_text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LexiconFile {
    #[serde(default)]
    term: Vec<TermEntry>,
    #[serde(default)]
    theme: Vec<ThemeEntry>,
    #[serde(default)]
    actor: Vec<ActorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermEntry {
    id: Spanned<String>,
    stance: Option<Stance>,
    sector: Option<Sector>,
    #[serde(default)]
    themes: Vec<Spanned<String>>,
    #[serde(default)]
    label: LabelEntry,
    #[serde(default)]
    en: Vec<Spanned<PatternEntry>>,
    #[serde(default)]
    ko: Vec<Spanned<PatternEntry>>,
    #[serde(default)]
    vi: Vec<Spanned<PatternEntry>>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeEntry {
    id: Spanned<String>,
    en: String,
    ko: String,
    vi: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorEntry {
    id: Spanned<String>,
    home: Option<String>,
    #[serde(default)]
    label: LabelEntry,
    #[serde(default)]
    en: Vec<Spanned<PatternEntry>>,
    #[serde(default)]
    ko: Vec<Spanned<PatternEntry>>,
    #[serde(default)]
    vi: Vec<Spanned<PatternEntry>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelEntry {
    #[serde(default)]
    en: String,
    #[serde(default)]
    ko: String,
    #[serde(default)]
    vi: String,
}

/// `"text"` or `{ p = "text", … }`. Read by hand, since an untagged enum would hide which key is wrong.
#[derive(Deserialize)]
#[serde(try_from = "toml::Value")]
struct PatternEntry(PatternTable);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternTable {
    p: String,
    #[serde(default)]
    v: bool,
    #[serde(default)]
    case: bool,
    #[serde(default)]
    ambiguous: bool,
    #[serde(default)]
    scope: Scope,
    #[serde(default)]
    except: Vec<String>,
}

impl TryFrom<toml::Value> for PatternEntry {
    type Error = toml::de::Error;

    fn try_from(value: toml::Value) -> std::result::Result<Self, Self::Error> {
        let table = match value {
            toml::Value::String(text) => {
                toml::Table::from_iter([("p".to_owned(), text.into())]).into()
            }
            other => other,
        };
        PatternTable::deserialize(table).map(Self)
    }
}

impl Lexicon {
    /// Reads and joins lexicon files, each given as `(name, text)`; the name is what errors show.
    ///
    /// # Errors
    /// Broken TOML, an unknown key or theme, an id given twice, an empty pattern, or the same pattern twice in one
    /// language: each with file, line and column.
    pub fn parse(files: &[(String, String)]) -> Result<Self> {
        let mut lexicon = Self::default();
        let mut entries = vec![];
        for (name, text) in files {
            let file: LexiconFile = toml_text::parse(name, text)?;
            let lines = Rc::new(Lines::new(name, text));
            for theme in file.theme {
                let place = lines.place(theme.id.span().start);
                let theme =
                    Theme { id: theme.id.into_inner(), labels: [theme.en, theme.ko, theme.vi] };
                if lexicon.themes.iter().any(|known| known.id == theme.id) {
                    return Err(twice("theme", &theme.id, place));
                }
                lexicon.themes.push(theme);
            }
            for actor in file.actor {
                let place = lines.place(actor.id.span().start);
                let home = actor.home.as_deref().map(|code| {
                    Language::from_code(code).filter(|language| *language != Language::Und)
                });
                if home == Some(None) {
                    return Err(Error::new("`home` is none of en, ko, vi").at(place));
                }
                let patterns = [
                    patterns(&lines, actor.en)?,
                    patterns(&lines, actor.ko)?,
                    patterns(&lines, actor.vi)?,
                ];
                if lexicon.actors.iter().any(|known| known.id == *actor.id.as_ref()) {
                    return Err(twice("actor", actor.id.as_ref(), place));
                }
                lexicon.actors.push(Actor {
                    labels: labels(actor.label, &patterns, actor.id.as_ref()),
                    id: actor.id.into_inner(),
                    home: home.flatten(),
                    patterns,
                });
            }
            entries.extend(file.term.into_iter().map(|entry| (Rc::clone(&lines), entry)));
        }
        for (lines, entry) in entries {
            lexicon.add_term(&lines, entry)?;
        }
        lexicon.terms.sort_by(|a, b| a.id.cmp(&b.id));
        lexicon.actors.sort_by(|a, b| a.id.cmp(&b.id));
        if lexicon.terms.len() >= usize::from(TermId::MAX) {
            return Err(Error::new(format!("{} terms are too many", lexicon.terms.len()))
                .tip(format!("a lexicon holds at most {} terms", TermId::MAX - 1)));
        }
        lexicon.refuse_equal_patterns()?;
        Ok(lexicon)
    }

    fn add_term(&mut self, lines: &Lines, entry: TermEntry) -> Result<()> {
        let place = lines.place(entry.id.span().start);
        if self.terms.iter().any(|known| known.id == *entry.id.as_ref()) {
            return Err(twice("term", entry.id.as_ref(), place));
        }
        let mut themes = vec![];
        for theme in entry.themes {
            let place = lines.place(theme.span().start);
            let Some(at) = self.themes.iter().position(|known| known.id == *theme.as_ref()) else {
                let nearest = toml_text::nearest(
                    theme.as_ref(),
                    self.themes.iter().map(|theme| theme.id.as_str()),
                );
                let error =
                    Error::new(format!("no theme is called `{}`", theme.as_ref())).at(place);
                return Err(match nearest {
                    Some(nearest) => error.tip(format!("a similar theme exists: `{nearest}`")),
                    None => error.tip("add it with [[theme]]: id, en, ko, vi"),
                });
            };
            themes.push(at);
        }
        themes.sort_unstable();
        themes.dedup();
        let patterns =
            [patterns(lines, entry.en)?, patterns(lines, entry.ko)?, patterns(lines, entry.vi)?];
        if patterns.iter().all(Vec::is_empty) {
            return Err(Error::new(format!("term `{}` has no pattern", entry.id.as_ref()))
                .at(place)
                .tip("give it at least one of en, ko, vi"));
        }
        self.terms.push(Term {
            labels: labels(entry.label, &patterns, entry.id.as_ref()),
            id: entry.id.into_inner(),
            stance: entry.stance,
            sector: entry.sector,
            themes,
            patterns,
            note: entry.note,
        });
        Ok(())
    }

    fn refuse_equal_patterns(&self) -> Result<()> {
        for language in Language::COUNTED {
            let mut seen: BTreeMap<String, (&str, &Pattern)> = BTreeMap::new();
            for term in &self.terms {
                for pattern in &term.patterns[language as usize] {
                    // With `case`, `US` and `us` are two patterns.
                    let key = match pattern.case {
                        true => pattern.text.clone(),
                        false => pattern.text.to_lowercase(),
                    };
                    if let Some((owner, first)) = seen.insert(key, (&term.id, pattern)) {
                        return Err(Error::new(format!(
                            "the {} pattern `{}` stands twice: in `{owner}` and in `{}`",
                            language.code(),
                            pattern.text,
                            term.id
                        ))
                        .at(pattern.place.clone())
                        .cause(format!("first at {}", first.place))
                        .tip("one place in a text counts for one term: keep one of the two"));
                    }
                }
            }
        }
        Ok(())
    }
}

fn twice(what: &str, id: &str, place: Place) -> Error {
    Error::new(format!("the {what} `{id}` stands twice")).at(place).tip("rename or remove one")
}

fn patterns(lines: &Lines, entries: Vec<Spanned<PatternEntry>>) -> Result<Vec<Pattern>> {
    let mut patterns = vec![];
    for entry in entries {
        let place = lines.place(entry.span().start);
        let PatternTable { p, v, case, ambiguous, scope, except } = entry.into_inner().0;
        if !p.chars().any(char::is_alphanumeric) {
            return Err(
                Error::new(format!("the pattern `{p}` holds no letter and no digit")).at(place)
            );
        }
        patterns.push(Pattern { text: p, verb: v, case, ambiguous, scope, except, place });
    }
    Ok(patterns)
}

/// The given labels, else the first pattern of each language without its marks.
fn labels(given: LabelEntry, patterns: &[Vec<Pattern>; 3], id: &str) -> Labels {
    let mut labels = [given.en, given.ko, given.vi];
    for (label, patterns) in labels.iter_mut().zip(patterns) {
        if label.is_empty()
            && let Some(first) = patterns.first()
        {
            *label = first.text.replace('+', "").trim_start_matches('=').replace(" =", " ");
        }
    }
    if labels.iter().all(String::is_empty) {
        labels[0] = id.to_owned();
    }
    labels
}
