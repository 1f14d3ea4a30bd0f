//! What may follow a Korean noun in its word, from `src/segment/korean.toml`.

use std::sync::LazyLock;

use super::text::is_hangul_syllable;

/// What a list asks of the syllable before it.
#[derive(Clone, Copy, PartialEq)]
enum Final {
    Vowel,
    Rieul,
    Other,
    /// Not a Hangul syllable: every allomorph fits.
    Unknown,
}

fn final_of(c: char) -> Final {
    if !is_hangul_syllable(c) {
        return Final::Unknown;
    }
    match (c as u32 - 0xAC00) % 28 {
        0 => Final::Vowel,
        8 => Final::Rieul,
        _ => Final::Other,
    }
}

struct Data {
    any: Vec<String>,
    consonant: Vec<String>,
    vowel: Vec<String>,
    second: Vec<String>,
    copula_consonant: Vec<String>,
    copula_vowel: Vec<String>,
    plural: String,
    light: Vec<String>,
    verbal: Vec<(String, String)>,
    derived: Vec<(String, String)>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    let table: toml::Table =
        toml::from_str(include_str!("../../src/segment/korean.toml")).expect("korean.toml");
    let list = |section: &str, key: &str| -> Vec<String> {
        let text = table[section][key].as_str().expect("a string");
        text.split_whitespace().map(str::to_owned).collect()
    };
    let rules = |section: &str| -> Vec<(String, String)> {
        let entries = table[section].as_table().expect("a table").iter();
        entries.map(|(k, v)| (k.clone(), v.as_str().expect("a string").to_owned())).collect()
    };
    Data {
        any: list("josa", "any"),
        consonant: list("josa", "consonant"),
        vowel: list("josa", "vowel"),
        second: list("josa", "second"),
        copula_consonant: list("copula", "consonant"),
        copula_vowel: list("copula", "vowel"),
        plural: table["plural"]["form"].as_str().expect("a string").to_owned(),
        light: list("light", "forms"),
        verbal: rules("verbal"),
        derived: rules("derived"),
    }
});

/// Whether a josa stands in its right shape after `before`.
fn fits(before: char, josa: &str) -> bool {
    let has = |list: &[String]| list.iter().any(|item| item == josa);
    let sound = final_of(before);
    let (consonant, vowel) = (has(&DATA.consonant), has(&DATA.vowel));
    if sound == Final::Unknown || has(&DATA.any) || (!consonant && !vowel) {
        return true;
    }
    let after_consonant = match sound {
        Final::Rieul => !josa.starts_with("으로"),
        other => other == Final::Other,
    };
    let after_vowel = match sound {
        Final::Rieul => josa.starts_with('로'),
        other => other == Final::Vowel,
    };
    (consonant && after_consonant) || (vowel && after_vowel)
}

/// One josa, or one and a second that fits it.
fn is_josa(before: char, rest: &str) -> bool {
    [&DATA.any, &DATA.consonant, &DATA.vowel].into_iter().flatten().any(|josa| {
        let Some(more) = rest.strip_prefix(josa.as_str()) else { return false };
        let last = josa.chars().next_back().expect("not empty");
        fits(before, josa)
            && (more.is_empty()
                || DATA.second.iter().any(|second| second == more && fits(last, second)))
    })
}

fn is_copula(before: char, rest: &str) -> bool {
    let has = |list: &[String]| list.iter().any(|item| item == rest);
    match final_of(before) {
        Final::Vowel => has(&DATA.copula_vowel),
        Final::Unknown => has(&DATA.copula_vowel) || has(&DATA.copula_consonant),
        Final::Rieul | Final::Other => has(&DATA.copula_consonant),
    }
}

/// `form` alone, or with a josa chain or a copula that fits it.
fn is_noun(form: &str, rest: &str) -> bool {
    let Some(more) = rest.strip_prefix(form) else { return false };
    let last = form.chars().next_back().expect("not empty");
    more.is_empty() || is_josa(last, more) || is_copula(last, more)
}

/// The first syllable, then: `*` anything, `+…` one of these, otherwise nothing or one of these; then anything.
fn follows(rules: &[(String, String)], rest: &str) -> bool {
    rules.iter().any(|(first, next)| {
        let Some(more) = rest.strip_prefix(first.as_str()) else { return false };
        let (must, next) = match next.strip_prefix('+') {
            Some(next) => (true, next),
            None => (false, next.as_str()),
        };
        match more.chars().next() {
            _ if next == "*" => true,
            None => !must,
            Some(c) => next.contains(c),
        }
    })
}

/// The class of what follows a noun in its word; `None` where it is on no list. `before` is the noun's last character.
pub fn class(before: char, rest: &str) -> Option<&'static str> {
    if rest.is_empty() {
        Some("exact")
    } else if is_josa(before, rest) {
        Some("josa")
    } else if is_copula(before, rest) {
        Some("copula")
    } else if is_noun(&DATA.plural, rest) {
        Some("plural")
    } else if DATA.light.iter().any(|form| is_noun(form, rest)) {
        Some("light")
    } else if follows(&DATA.verbal, rest) {
        Some("verbal")
    } else if follows(&DATA.derived, rest) {
        Some("derived")
    } else {
        None
    }
}
