//! English forms (counting.md, section 4) from `src/segment/english.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

struct Data {
    /// Singular and its plurals.
    nouns: Vec<(String, Vec<String>)>,
    verbs: BTreeMap<String, Vec<String>>,
    endings: Vec<(String, String)>,
    except: BTreeSet<String>,
    pairs: Vec<(String, String)>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    let table: toml::Table =
        toml::from_str(include_str!("../../src/segment/english.toml")).expect("english.toml");
    let forms = |section: &str| -> BTreeMap<String, Vec<String>> {
        let entries = table[section].as_table().expect("a table");
        let split = |text: &toml::Value| -> Vec<String> {
            text.as_str().expect("a string").split(' ').map(str::to_owned).collect()
        };
        entries.iter().map(|(base, forms)| (base.clone(), split(forms))).collect()
    };
    let strings = |key: &str| -> Vec<String> {
        let list = table["spelling"][key].as_array().expect("a list");
        list.iter().map(|item| item.as_str().expect("a string").to_owned()).collect()
    };
    let pairs = |key: &str| -> Vec<(String, String)> {
        let halves = |pair: &String| {
            let (a, b) = pair.split_once(' ').expect("two");
            (a.to_owned(), b.to_owned())
        };
        strings(key).iter().map(halves).collect()
    };
    Data {
        nouns: forms("nouns").into_iter().collect(),
        verbs: forms("verbs"),
        endings: pairs("endings"),
        except: strings("except").into_iter().collect(),
        pairs: pairs("words"),
    }
});

fn is_vowel(c: char) -> bool {
    "aeiou".contains(c)
}

fn is_consonant(c: char) -> bool {
    c.is_alphabetic() && !is_vowel(c)
}

fn ends_consonant_y(word: &str) -> bool {
    word.strip_suffix('y').and_then(|stem| stem.chars().next_back()).is_some_and(is_consonant)
}

/// The regular `-s` form or forms.
pub fn s_forms(word: &str) -> Vec<String> {
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        vec![format!("{word}es")]
    } else if ends_consonant_y(word) {
        vec![format!("{}ies", &word[..word.len() - 1])]
    } else if word.ends_with('o') {
        vec![format!("{word}s"), format!("{word}es")]
    } else {
        vec![format!("{word}s")]
    }
}

/// The regular `-ed` and `-ing` forms.
pub fn ed_ing_forms(word: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix('e') {
        let ing = if let Some(stem) = word.strip_suffix("ie") {
            format!("{stem}ying")
        } else if ["ee", "oe", "ye"].iter().any(|end| word.ends_with(end)) {
            format!("{word}ing")
        } else {
            format!("{stem}ing")
        };
        return vec![format!("{stem}ed"), ing];
    }
    if ends_consonant_y(word) {
        return vec![format!("{}ied", &word[..word.len() - 1]), format!("{word}ing")];
    }
    let mut forms = vec![format!("{word}ed"), format!("{word}ing")];
    let last: Vec<char> = word.chars().rev().take(3).collect();
    if last.len() >= 2
        && is_consonant(last[0])
        && !"wxy".contains(last[0])
        && is_vowel(last[1])
        && last.get(2).is_none_or(|c| !is_vowel(*c))
    {
        forms.push(format!("{word}{}ed", last[0]));
        forms.push(format!("{word}{}ing", last[0]));
    }
    forms
}

/// The part of a hyphenated word that forms are made of, after the part that stays.
fn head_and_last(word: &str) -> (&str, &str) {
    word.split_at(word.rfind('-').map_or(0, |hyphen| hyphen + 1))
}

/// The plurals of a word with their possessives; of an irregular plural, the singular too.
pub fn plural_forms(word: &str) -> Vec<String> {
    let entries: Vec<&(String, Vec<String>)> = DATA
        .nouns
        .iter()
        .filter(|(singular, plurals)| singular == word || plurals.iter().any(|p| p == word))
        .collect();
    let (head, last) = head_and_last(word);
    if entries.is_empty() && !head.is_empty() {
        return plural_forms(last).into_iter().map(|form| format!("{head}{form}")).collect();
    }
    let mut forms = vec![];
    for (singular, _) in &entries {
        forms.extend([singular.clone(), format!("{singular}'s")]);
    }
    let mut plurals: Vec<String> =
        entries.into_iter().flat_map(|(_, plurals)| plurals.clone()).collect();
    if plurals.is_empty() {
        plurals = s_forms(word);
    }
    for plural in plurals {
        if !plural.ends_with('s') {
            forms.push(format!("{plural}'s"));
        }
        forms.push(plural);
    }
    forms
}

/// The forms of a verb other than itself. Irregular forms stand beside the regular ones.
pub fn verb_forms(word: &str) -> Vec<String> {
    let irregular = DATA.verbs.get(word);
    let (head, last) = head_and_last(word);
    if irregular.is_none() && !head.is_empty() {
        return verb_forms(last).into_iter().map(|form| format!("{head}{form}")).collect();
    }
    let mut forms = s_forms(word);
    forms.extend(ed_ing_forms(word));
    forms.extend(irregular.into_iter().flatten().cloned());
    forms
}

/// A form with its other spellings; of a possessive, those of the word before the `'s`.
pub fn spellings(form: &str) -> BTreeSet<String> {
    let (word, possessive) = match form.strip_suffix("'s") {
        Some(word) => (word, "'s"),
        None => (form, ""),
    };
    let mut spellings = BTreeSet::from([word.to_owned()]);
    for (a, b) in &DATA.pairs {
        if word == a {
            spellings.insert(b.clone());
        }
        if word == b {
            spellings.insert(a.clone());
        }
    }
    for (a, b) in &DATA.endings {
        for (from, to) in [(a, b), (b, a)] {
            let Some(stem) = word.strip_suffix(from.as_str()) else { continue };
            let other = format!("{stem}{to}");
            if stem.chars().count() >= 3
                && stem.chars().all(char::is_alphabetic)
                && !DATA.except.contains(word)
                && !DATA.except.contains(&other)
            {
                spellings.insert(other);
            }
        }
    }
    spellings.into_iter().map(|spelling| spelling + possessive).collect()
}
