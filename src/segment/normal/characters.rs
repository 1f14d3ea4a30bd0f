//! What the rules of the normal form make of single characters.

use std::sync::LazyLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::Rules;

/// What the rules do to one character that stands for itself.
pub(super) enum Change {
    Keep,
    Remove,
    To(char),
    /// Its neighbours matter.
    Hard,
}

pub(super) fn map_ascii(byte: u8, rules: Rules) -> u8 {
    match byte {
        b'\t'..=b'\r' | b'_' if rules != Rules::Plain => b' ',
        _ if rules != Rules::Cased => byte.to_ascii_lowercase(),
        _ => byte,
    }
}

/// Step 2 of the normal form for one character: `None` is removed.
pub(super) fn map(character: char) -> Option<char> {
    Some(match character {
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => return None,
        '\u{FF3F}' | '_' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{B7}' | '\u{318D}' | '\u{30FB}' | '\u{2027}' | '\u{2022}' => ' ',
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{3000}' => ' ',
        _ => character,
    })
}

pub(super) fn change(character: char, rules: Rules) -> Change {
    // The leads that are frequent in the three languages come first.
    match character {
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => return lower(character, rules),
        '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FFF}' => return Change::Keep,
        '\u{2002}'..='\u{205F}' | '\u{3001}'..='\u{3029}' | '\u{3131}'..='\u{318E}' => {}
        _ if !stands_alone(character) => return Change::Hard,
        _ => {}
    }
    match rules {
        Rules::Plain => lower(character, rules),
        _ => match map(character) {
            None => Change::Remove,
            Some(mapped) => match lower(mapped, rules) {
                Change::Keep if mapped != character => Change::To(mapped),
                other => other,
            },
        },
    }
}

fn lower(character: char, rules: Rules) -> Change {
    if rules == Rules::Cased {
        return Change::Keep;
    }
    if let Some(known) = SMALL.get(character as usize) {
        return match char::from_u32(u32::from(*known)) {
            Some('\0') => Change::Hard,
            Some(lower) if lower != character => Change::To(lower),
            _ => Change::Keep,
        };
    }
    if matches!(character, '\u{2000}'..='\u{2125}' | '\u{2190}'..='\u{24B5}' | '\u{2500}'..='\u{2BFF}' | '\u{2E80}'..='\u{A63F}')
    {
        // Punctuation, symbols and scripts without case.
        return Change::Keep;
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some('σ'), None) if character == 'Σ' => Change::Hard,
        (Some(same), None) if same == character => Change::Keep,
        (Some(lower), None) => Change::To(lower),
        _ => Change::Hard,
    }
}

/// Lower case of the first characters of Unicode, Vietnamese among them; 0 where it is no single character, or looks
/// at its neighbours.
pub(super) static SMALL: LazyLock<[u16; 0x1F00]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let Some(character) = char::from_u32(code as u32) else { return 0 };
        let mut lower = character.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(lower), None) if character != 'Σ' => lower as u32 as u16,
            _ => 0,
        }
    })
});

/// Whether NFC leaves the character alone whatever stands around it.
fn stands_alone(character: char) -> bool {
    canonical_combining_class(character) == 0
        && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes
}

/// The shortest pieces of `text` that NFC treats apart from each other.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut starts = text.char_indices().filter(|(_, c)| stands_alone(*c)).map(|(at, _)| at);
    let mut start = 0;
    let mut done = text.is_empty();
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let end = starts.by_ref().find(|at| *at > start);
        let range = start..end.unwrap_or(text.len());
        start = range.end;
        done = end.is_none();
        Some(range)
    })
}
