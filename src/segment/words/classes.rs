//! What single characters are to words.

/// What a character beyond ASCII is to the fast way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Letter,
    Boundary,
    /// The definition must look at it.
    Other,
}

pub(super) fn class(character: char) -> Class {
    match character {
        '×' | '÷' | '\u{A1}'..='\u{A9}' | '\u{AB}'..='\u{B1}' | '\u{B4}' | '\u{BB}' => {
            Class::Boundary
        }
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Class::Letter,
        '\u{AC00}'..='\u{D7A3}' | '\u{3131}'..='\u{318E}' => Class::Letter,
        '\u{2010}'..='\u{2029}' | '\u{2030}'..='\u{203E}' | '\u{3001}'..='\u{3004}' => {
            Class::Boundary
        }
        '\u{3008}'..='\u{3020}' | '\u{2190}'..='\u{2426}' | '\u{25A0}'..='\u{2775}' => {
            // Symbols; the numbers among them stand outside of these ranges.
            Class::Boundary
        }
        _ => Class::Other,
    }
}

/// 1 if the character that `bytes` begin with is a letter, is a digit.
#[cold]
pub(super) fn class_after(bytes: &[u8]) -> (u64, u64) {
    let (character, _) = decode(bytes);
    let letter = match character.is_ascii() {
        true => character.is_ascii_alphabetic(),
        false => class(character) == Class::Letter,
    };
    (u64::from(letter), u64::from(character.is_ascii_digit()))
}

/// The first character, and its bytes. Half a character at the end is U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> (char, usize) {
    let low = |byte: u8| u32::from(byte & 0x3F);
    let (code, length) = match *bytes {
        [a @ ..0x80, ..] => (u32::from(a), 1),
        [a @ ..0xE0, b, ..] => (u32::from(a & 0x1F) << 6 | low(b), 2),
        [a @ 0xE0..0xF0, b, c, ..] => (u32::from(a & 0xF) << 12 | low(b) << 6 | low(c), 3),
        [a @ 0xF0..=0xFF, b, c, d, ..] => {
            (u32::from(a & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d), 4)
        }
        [a, ..] => (0xFFFD, if a < 0xE0 { 2 } else { 3 + usize::from(a >= 0xF0) }),
        [] => (0xFFFD, 1),
    };
    (char::from_u32(code).unwrap_or('\u{FFFD}'), length)
}
