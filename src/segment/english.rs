//! English forms: plurals, possessives, verb endings, irregular forms, British and American spellings
//! (`docs/counting.md`, "English"). No stemmer: every form is written out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// What a word of a pattern may be inflected as.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inflect {
    pub plural: bool,
    pub verb: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    nouns: BTreeMap<String, String>,
    verbs: BTreeMap<String, String>,
    spelling: Spelling,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spelling {
    endings: Vec<String>,
    except: Vec<String>,
    words: Vec<String>,
}

struct Tables {
    plurals: BTreeMap<String, Vec<String>>,
    singulars: BTreeMap<String, Vec<String>>,
    verbs: BTreeMap<String, Vec<String>>,
    /// Each pair both ways round.
    endings: Vec<(String, String)>,
    except: BTreeSet<String>,
    words: BTreeMap<String, Vec<String>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("english.toml")).expect("the embedded table");
    let lists = |map: BTreeMap<String, String>| -> BTreeMap<String, Vec<String>> {
        map.into_iter()
            .map(|(word, forms)| (word, forms.split(' ').map(str::to_owned).collect()))
            .collect()
    };
    let plurals = lists(file.nouns);
    let mut singulars: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (singular, forms) in &plurals {
        for form in forms {
            singulars.entry(form.clone()).or_default().push(singular.clone());
        }
    }
    let both_ways = |pairs: Vec<String>| -> Vec<(String, String)> {
        pairs
            .iter()
            .filter_map(|pair| pair.split_once(' '))
            .flat_map(|(a, b)| [(a.to_owned(), b.to_owned()), (b.to_owned(), a.to_owned())])
            .collect()
    };
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (word, other) in both_ways(file.spelling.words) {
        words.entry(word).or_default().push(other);
    }
    Tables {
        plurals,
        singulars,
        verbs: lists(file.verbs),
        endings: both_ways(file.spelling.endings),
        except: file.spelling.except.into_iter().collect(),
        words,
    }
});

/// All forms that `word` of a pattern matches, itself first. The word is in normal form and may hold hyphens, which
/// the forms keep.
pub fn forms(word: &str, inflect: Inflect) -> Vec<String> {
    let mut forms = vec![];
    let mut add = |form: String, possessive: bool| {
        for form in spellings(&form) {
            if possessive {
                forms.push(format!("{form}'s"));
            }
            forms.push(form);
        }
    };
    add(word.to_owned(), true);
    if inflect.plural {
        match TABLES.singulars.get(word) {
            // Already an irregular plural: it matches all of its entry, and has no plural of its own.
            Some(singulars) if !TABLES.plurals.contains_key(word) => {
                for singular in singulars {
                    add(singular.clone(), true);
                    for plural in TABLES.plurals.get(singular).into_iter().flatten() {
                        add(plural.clone(), !plural.ends_with('s'));
                    }
                }
            }
            _ => {
                for plural in plurals(word) {
                    // The possessive of a plural in -s ends in an apostrophe, which is no part of the word.
                    let possessive = !plural.ends_with('s');
                    add(plural, possessive);
                }
            }
        }
    }
    if inflect.verb {
        verb_forms(word).into_iter().for_each(|form| add(form, false));
    }
    let mut seen = BTreeSet::new();
    forms.retain(|form| form != word && seen.insert(form.clone()));
    forms.insert(0, word.to_owned());
    forms
}

/// The word itself and its other spellings, part by part where it holds hyphens.
fn spellings(word: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for (n, part) in word.split('-').enumerate() {
        let hyphen = if n > 0 { "-" } else { "" };
        let variants = part_spellings(part);
        all = all
            .iter()
            .flat_map(|start| {
                variants.iter().map(move |variant| format!("{start}{hyphen}{variant}"))
            })
            .collect();
    }
    all
}

fn part_spellings(word: &str) -> Vec<String> {
    let tables = &*TABLES;
    let mut all = vec![word.to_owned()];
    all.extend(tables.words.get(word).into_iter().flatten().cloned());
    if !tables.except.contains(word) {
        for (ending, other) in &tables.endings {
            if let Some(stem) = word.strip_suffix(ending.as_str())
                && stem.chars().filter(|c| c.is_alphabetic()).count() >= 3
            {
                let variant = format!("{stem}{other}");
                if !tables.except.contains(&variant) && !all.contains(&variant) {
                    all.push(variant);
                }
            }
        }
    }
    all
}

/// The plurals: the irregular ones where there are any, else by rule.
fn plurals(word: &str) -> Vec<String> {
    if let Some(irregular) = TABLES.plurals.get(word) {
        return irregular.clone();
    }
    let (start, last) = split_last(word);
    match TABLES.plurals.get(last) {
        Some(irregular) => irregular.iter().map(|plural| format!("{start}{plural}")).collect(),
        None => add_s(word),
    }
}

fn verb_forms(word: &str) -> Vec<String> {
    let (start, last) = split_last(word);
    let irregular = TABLES.verbs.get(last);
    let mut forms = add_s(word);
    forms.extend(add_ed(word));
    forms.extend(add_ing(word));
    // Irregular forms stand beside the regular ones: some verbs have both (`burnt`, `burned`).
    forms.extend(irregular.into_iter().flatten().map(|form| format!("{start}{form}")));
    forms
}

/// The start with its last hyphen, and the part after it.
fn split_last(word: &str) -> (&str, &str) {
    word.split_at(word.rfind('-').map_or(0, |hyphen| hyphen + 1))
}

fn add_s(word: &str) -> Vec<String> {
    if ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) {
        vec![format!("{word}es")]
    } else if let Some(stem) = consonant_y(word) {
        vec![format!("{stem}ies")]
    } else if word.ends_with('o') {
        vec![format!("{word}s"), format!("{word}es")]
    } else {
        vec![format!("{word}s")]
    }
}

fn add_ed(word: &str) -> Vec<String> {
    if let Some(stem) = consonant_y(word) {
        return vec![format!("{stem}ied")];
    }
    let mut forms = vec![match word.strip_suffix('e') {
        Some(stem) => format!("{stem}ed"),
        None => format!("{word}ed"),
    }];
    forms.extend(doubled(word).map(|double| format!("{double}ed")));
    forms
}

fn add_ing(word: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix("ie") {
        return vec![format!("{stem}ying")];
    }
    let keeps = ["ee", "oe", "ye"].iter().any(|ending| word.ends_with(ending));
    let mut forms = vec![match word.strip_suffix('e') {
        Some(stem) if !keeps => format!("{stem}ing"),
        _ => format!("{word}ing"),
    }];
    forms.extend(doubled(word).map(|double| format!("{double}ing")));
    forms
}

/// `carr` of `carry`.
fn consonant_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    stem.ends_with(|c| !is_vowel(c)).then_some(stem)
}

/// `committ` of `commit`: one vowel and one final consonant other than w x y.
fn doubled(word: &str) -> Option<String> {
    let mut last = word.chars().rev();
    let (end, vowel) = (last.next()?, last.next()?);
    let single = last.next().is_none_or(|c| !is_vowel(c));
    (single && is_vowel(vowel) && end.is_alphabetic() && !is_vowel(end) && !"wxy".contains(end))
        .then(|| format!("{word}{end}"))
}

fn is_vowel(character: char) -> bool {
    "aeiou".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_words() {
        let noun = Inflect { plural: true, verb: false };
        let verb = Inflect { plural: false, verb: true };
        let sorted = |word, inflect| {
            let mut all = forms(word, inflect);
            all.sort();
            all.join(" ")
        };
        assert_eq!(sorted("agreement", noun), "agreement agreement's agreements");
        assert_eq!(sorted("woman", noun), "woman woman's women women's");
        assert_eq!(sorted("women", noun), "woman woman's women women's");
        assert_eq!(sorted("country", noun), "countries country country's");
        assert_eq!(
            sorted("visit", verb),
            "visit visit's visited visiting visits visitted visitting"
        );
        assert_eq!(sorted("tie", verb), "tie tie's tied ties tying");
        assert_eq!(
            sorted("organise", verb),
            "organise organise's organised organises organising organize organize's organized organizes organizing"
        );
        assert_eq!(sorted("labour", Inflect::default()), "labor labor's labour labour's");
        assert_eq!(
            sorted("mother-in-law", noun),
            "mother-in-law mother-in-law's mother-in-laws mothers-in-law mothers-in-law's"
        );
        assert!(!forms("supervise", verb).contains(&"supervize".to_owned()));
        assert_eq!(sorted("build", verb), "build build's builded building builds built");
    }
}
