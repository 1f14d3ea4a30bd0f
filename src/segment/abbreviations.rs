//! Abbreviations, which take a full stop of their own (`docs/counting.md`, "Words and sentences"; the list is
//! `abbreviations.txt`).

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

static ABBREVIATIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("abbreviations.txt").lines().collect());
/// Bytes of the longest token that is looked up.
const LONGEST: usize = 8;

/// Whether the token that `before` ends with takes a full stop of its own: an abbreviation or an initial.
pub(super) fn ends_with_one(before: &str) -> bool {
    may_end_with_one(before.as_bytes()) && token_is_one(before)
}

/// The slow way, and the definition.
fn token_is_one(before: &str) -> bool {
    let mut start = before.len();
    for (at, character) in before.char_indices().rev() {
        if is_boundary(character) {
            break;
        }
        start = at;
        if before.len() - start > LONGEST {
            return false;
        }
    }
    let token = &before[start..];
    let mut characters = token.chars();
    match (characters.next(), characters.next()) {
        (None, _) => false,
        (Some(only), None) if only.is_uppercase() => true,
        _ if token.is_ascii() => {
            // Without making a string, since many full stops ask.
            let mut lower = [0; LONGEST];
            let lower = &mut lower[..token.len()];
            lower.copy_from_slice(token.as_bytes());
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).is_ok_and(|lower| ABBREVIATIONS.contains(lower))
        }
        _ => ABBREVIATIONS.contains(token.to_lowercase().as_str()),
    }
}

/// What a token begins behind.
fn is_boundary(character: char) -> bool {
    character.is_whitespace() || matches!(character, '(' | '[' | '"' | '“' | '‘' | '\'')
}

/// A bit for every three bytes, as `ending` has them, that a token on the list ends with.
static ENDINGS: LazyLock<Box<[u64; 512]>> = LazyLock::new(|| {
    let mut endings = Box::new([0; 512]);
    #[allow(clippy::iter_over_hash_type, reason = "bits have no order")]
    for entry in ABBREVIATIONS.iter() {
        let text = format!("  {entry}");
        if let [.., third, second, last] = *text.as_bytes() {
            let (word, bit) = ending(third, second, last);
            endings[word] |= 1 << bit;
        }
    }
    endings
});

/// The place of the bit of three bytes: letters in either case are the same, and so are all that are none.
#[inline]
fn ending(third: u8, second: u8, last: u8) -> (usize, u32) {
    let letter = |byte: u8| match byte | 0x20 {
        small @ b'a'..=b'z' => usize::from(small - b'`'),
        _ => 0,
    };
    let place = letter(third) << 10 | letter(second) << 5 | letter(last);
    (place / 64, place as u32 % 64)
}

/// False for nearly all plain words, by their last three bytes. All on the list is of ASCII and ends with a letter, so
/// that of letters beyond ASCII only capitals matter: as initials, and as the one that becomes a `k`.
#[inline]
fn may_end_with_one(before: &[u8]) -> bool {
    match *before {
        // Hangul syllables.
        [.., 0xEB..=0xED, _, _] | [.., 0xEA, 0xB0..=0xBF, _] => false,
        [.., third, second, last] if last.is_ascii_alphabetic() && second < 0x80 => {
            let (word, bit) = ending(third, second, last);
            ENDINGS[word] >> bit & 1 != 0 || !second.is_ascii_alphabetic()
        }
        [ref rest @ .., last] if last < 0x80 => {
            let behind = last_character(rest);
            last.is_ascii_alphabetic() && behind.is_none_or(|c| is_boundary(c) || c.is_uppercase())
        }
        _ => last_character(before).is_some_and(char::is_uppercase),
    }
}

/// The last character of UTF-8 text, if that is beyond ASCII.
fn last_character(text: &[u8]) -> Option<char> {
    let length = text.iter().rev().take(4).position(|byte| *byte >= 0xC0 || *byte < 0x80)? + 1;
    let character = std::str::from_utf8(&text[text.len() - length..]).ok()?.chars().next()?;
    (!character.is_ascii()).then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_list_is_as_the_fast_way_needs_it() {
        for entry in include_str!("abbreviations.txt").lines() {
            assert!(entry.len() <= LONGEST, "{entry}");
            assert!(entry.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.'), "{entry}");
            assert!(entry.ends_with(|c: char| c.is_ascii_lowercase()), "{entry}");
        }
    }

    #[test]
    fn tokens() {
        for (before, expected) in [
            ("Mr", true),
            ("met Dr", true),
            ("(cf", true),
            ("the U.S", true),
            ("Nguyễn Đ", true),
            ("“J", true),
            ("\u{A0}TP", true),
            ("\u{212A}s", true),
            ("x\u{212A}s", false),
            ("", false),
            (" ", false),
            ("x", false),
            ("q", true),
            ("words", false),
            ("했다", false),
            ("nước", false),
            ("5", false),
        ] {
            assert_eq!(ends_with_one(before), expected, "{before}");
        }
    }

    fn token() -> impl Strategy<Value = String> {
        let listed: Vec<&str> = include_str!("abbreviations.txt").lines().collect();
        let listed = prop::sample::select(listed);
        let upper = listed.clone().prop_map(str::to_uppercase);
        prop_oneof![
            listed.prop_map(str::to_owned),
            upper,
            "[a-zA-Z.0-9é가Ế\u{212A}-]{0,4}",
            "\\PC{0,3}"
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_fast_way_is_the_slow_one(
            start in "[a-z가ếẾ]{0,3}",
            between in prop::sample::select(vec!["", " ", "\n", "\u{A0}", "\u{3000}", "(", "[", "\"", "“", "‘", "'", "’", "-", "."]),
            token in token(),
        ) {
            let before = format!("{start}{between}{token}");
            prop_assert_eq!(ends_with_one(&before), token_is_one(&before));
        }
    }
}
