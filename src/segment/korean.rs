//! What may follow a Korean noun inside one eojeol: a closed list of particles, copulas, light nouns and verbs
//! (`docs/counting.md`, "Korean"; the list is `korean.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// How a match stands in its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    Exact,
    Josa,
    Copula,
    Plural,
    Light,
    Verbal,
    Derived,
    /// Head, tail or inside of a longer noun.
    Compound,
}

impl Class {
    /// Whether what follows the match is on the list of what may follow a noun.
    pub fn is_listed(self) -> bool {
        self != Self::Compound
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    josa: Josa,
    copula: Copula,
    plural: Plural,
    light: Light,
    verbal: BTreeMap<String, String>,
    derived: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Josa {
    any: String,
    consonant: String,
    vowel: String,
    second: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Copula {
    consonant: String,
    vowel: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plural {
    form: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Light {
    forms: String,
}

/// The final sound of a syllable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Final {
    None,
    Rieul,
    Other,
}

/// The plural or a light noun.
struct Form {
    form: String,
    class: Class,
    /// Its own final sound.
    sound: Final,
}

const FINALS: [Final; 3] = [Final::None, Final::Rieul, Final::Other];

/// The final sound of a Hangul syllable; nothing is known of other characters.
fn final_sound(character: char) -> Option<Final> {
    let index = (character as u32).checked_sub(0xAC00).filter(|index| *index < 11_172)?;
    Some(match index % 28 {
        0 => Final::None,
        8 => Final::Rieul,
        _ => Final::Other,
    })
}

/// Which syllables may come after a light verb or a derivation.
enum Next {
    Anything,
    /// Nothing, or one of these.
    Optional(String),
    /// One of these.
    Needed(String),
}

struct Tables {
    /// Particles, one or two, and copulas, by the final sound before them.
    endings: [FxHashMap<String, Class>; 3],
    /// What may stand before them, by its first character.
    forms: FxHashMap<char, Vec<Form>>,
    verbal: FxHashMap<char, Next>,
    derived: FxHashMap<char, Next>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("korean.toml")).expect("the embedded table");
    let josa = &Layer {
        consonant: file.josa.consonant.split_whitespace().collect(),
        vowel: file.josa.vowel.split_whitespace().collect(),
        all: [&file.josa.any, &file.josa.consonant, &file.josa.vowel]
            .into_iter()
            .flat_map(|list| list.split_whitespace())
            .collect(),
    };
    // The josa that fit each final sound, alone and with a second one.
    let chains = FINALS.map(|sound| {
        let mut chains = vec![];
        for first in fitting(josa, sound) {
            let last = first.chars().next_back().and_then(final_sound);
            for second in file.josa.second.split_whitespace() {
                if last.is_none_or(|last| fits(josa, second, last)) {
                    chains.push(format!("{first}{second}"));
                }
            }
            chains.push(first.to_owned());
        }
        chains
    });
    let copulas = |sound: Final| match sound {
        Final::None => file.copula.vowel.split_whitespace(),
        _ => file.copula.consonant.split_whitespace(),
    };
    let endings = FINALS.map(|sound| {
        let mut endings = FxHashMap::default();
        for chain in &chains[sound as usize] {
            endings.entry(chain.clone()).or_insert(Class::Josa);
        }
        for copula in copulas(sound) {
            endings.entry(copula.to_owned()).or_insert(Class::Copula);
        }
        endings
    });
    let mut forms: FxHashMap<char, Vec<Form>> = FxHashMap::default();
    let plural = (file.plural.form.as_str(), Class::Plural);
    let light = file.light.forms.split_whitespace().map(|form| (form, Class::Light));
    for (form, class) in [plural].into_iter().chain(light) {
        let sound = form.chars().next_back().and_then(final_sound).unwrap_or(Final::Other);
        let first = form.chars().next().unwrap_or_default();
        forms.entry(first).or_default().push(Form { form: form.to_owned(), class, sound });
    }
    let (verbal, derived) = (next_syllables(file.verbal), next_syllables(file.derived));
    Tables { endings, forms, verbal, derived }
});

impl Tables {
    /// The class of `following`, whole, behind a final sound: an ending, or the first form that it begins with and
    /// that has nothing or an ending behind it.
    fn suffix(&self, sound: Final, following: &str) -> Option<Class> {
        if let Some(class) = self.endings[sound as usize].get(following) {
            return Some(*class);
        }
        let mut forms = self.forms.get(&following.chars().next()?)?.iter();
        let stands = |form: &&Form| {
            following.strip_prefix(&*form.form).is_some_and(|rest| {
                rest.is_empty() || self.endings[form.sound as usize].contains_key(rest)
            })
        };
        forms.find(stands).map(|form| form.class)
    }
}

/// The josa of the first layer, and which of them follow a consonant or a vowel.
struct Layer<'a> {
    all: Vec<&'a str>,
    consonant: FxHashSet<&'a str>,
    vowel: FxHashSet<&'a str>,
}

/// The josa of the first layer that fit a final sound.
fn fitting<'a>(josa: &Layer<'a>, sound: Final) -> impl Iterator<Item = &'a str> {
    josa.all.iter().copied().filter(move |word| fits(josa, word, sound))
}

/// Whether a josa fits after a final sound: 이 은 을 … after a consonant, 가 는 를 … after a vowel; 으로… not after
/// rieul, 로… also after it.
fn fits(josa: &Layer, word: &str, sound: Final) -> bool {
    if josa.consonant.contains(word) {
        return sound == Final::Other || sound == Final::Rieul && !word.starts_with("으로");
    }
    if josa.vowel.contains(word) {
        return sound == Final::None || sound == Final::Rieul && word.starts_with('로');
    }
    true
}

fn next_syllables(table: BTreeMap<String, String>) -> FxHashMap<char, Next> {
    table
        .into_iter()
        .filter_map(|(first, next)| {
            let next = match next.strip_prefix('+') {
                Some(needed) => Next::Needed(needed.to_owned()),
                None if next == "*" => Next::Anything,
                None => Next::Optional(next),
            };
            Some((first.chars().next()?, next))
        })
        .collect()
}

/// The class of what follows a noun that ends with `last`: `Compound` where it is not on the list. After a character
/// that is no Hangul syllable every form fits.
pub fn class_of(last: char, following: &str) -> Class {
    if following.is_empty() {
        return Class::Exact;
    }
    let tables = &*TABLES;
    let known = match final_sound(last) {
        Some(sound) => tables.suffix(sound, following),
        None => FINALS.into_iter().filter_map(|sound| tables.suffix(sound, following)).min(),
    };
    if let Some(class) = known {
        return class;
    }
    let mut syllables = following.chars();
    let (first, next) = (syllables.next().unwrap_or_default(), syllables.next());
    for (table, class) in [(&tables.verbal, Class::Verbal), (&tables.derived, Class::Derived)] {
        let on_list = match (table.get(&first), next) {
            (None, _) => false,
            (Some(Next::Anything), _) => true,
            (Some(Next::Optional(_)), None) => true,
            (Some(Next::Needed(_)), None) => false,
            (Some(Next::Optional(list) | Next::Needed(list)), Some(next)) => list.contains(next),
        };
        if on_list {
            return class;
        }
    }
    Class::Compound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows() {
        for (noun, following, class) in [
            ("협력", "", Class::Exact),
            ("협력", "을", Class::Josa),
            ("협력", "를", Class::Compound),
            ("협력", "으로부터는", Class::Josa),
            ("교류", "로", Class::Josa),
            ("교류", "으로", Class::Compound),
            ("결혼", "이었다", Class::Copula),
            ("갈등", "이다", Class::Copula),
            ("여성", "들에게", Class::Plural),
            ("협정", "등을", Class::Light),
            ("지원", "하기로", Class::Verbal),
            ("지원", "합니다", Class::Verbal),
            ("지원", "합", Class::Compound),
            ("지원", "받는다", Class::Verbal),
            ("협력", "적", Class::Derived),
            ("협력", "적인", Class::Derived),
            ("결혼", "식", Class::Compound),
            ("ODA", "를", Class::Josa),
            ("ODA", "을", Class::Josa),
            ("서울", "로", Class::Josa),
        ] {
            let last = noun.chars().next_back().unwrap();
            assert_eq!(class_of(last, following), class, "{noun}+{following}");
        }
    }
}
