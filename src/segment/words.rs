//! Words: tailored UAX #29 (`docs/counting.md`, "Words and sentences"). An English word is a word, a Korean word an
//! eojeol with its particles, a Vietnamese word a syllable.
//!
//! The definition is [`reference()`]: `unicode_words`, each split at every character that is no word character. Text of
//! ASCII, Latin letters and Hangul is done 64 bytes at a time; a stretch between two spaces that holds anything else
//! falls back to the definition.

mod masks;

use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use super::normal::Normal;
use masks::{Classify, Masks, Narrow, ROOM};
#[cfg(target_arch = "x86_64")]
use masks::{Wide, Widest};

/// Byte range of a word in the normal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Word {
    pub start: u32,
    pub end: u32,
}

/// The definition of a word, and the slow way for rare scripts.
pub fn reference(text: &str) -> Vec<Word> {
    let mut words = vec![];
    for (at, word) in text.unicode_word_indices() {
        let mut start = 0;
        let mut push = |start: usize, end: usize| {
            if word[start..end].contains(is_alphanumeric) {
                let (start, end) = ((at + start) as u32, (at + end) as u32);
                words.push(Word { start, end });
            }
        };
        let mut before = None;
        for (offset, character) in word.char_indices() {
            let after = word[offset + character.len_utf8()..].chars().next();
            let belongs = match character {
                '\'' => {
                    before.is_some_and(char::is_alphabetic)
                        && after.is_some_and(char::is_alphabetic)
                }
                '.' | ',' => before.is_some_and(is_digit) && after.is_some_and(is_digit),
                _ => is_alphanumeric(character) || is_mark(character),
            };
            if !belongs {
                push(start, offset);
                start = offset + character.len_utf8();
            }
            before = Some(character);
        }
        push(start, word.len());
    }
    words
}

/// Letter or number; Hangul, which stretches with anything else in them are mostly of, is not looked up.
fn is_alphanumeric(character: char) -> bool {
    ('가'..='힣').contains(&character) || character.is_alphanumeric()
}

/// General category M.
fn is_mark(character: char) -> bool {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\p{M}$").expect("a valid pattern"));
    !character.is_ascii() && MARK.is_match(character.encode_utf8(&mut [0; 4]))
}

/// General category Nd.
fn is_digit(character: char) -> bool {
    static DIGIT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\p{Nd}$").expect("a valid pattern"));
    character.is_ascii_digit()
        || !character.is_ascii() && DIGIT.is_match(character.encode_utf8(&mut [0; 4]))
}

/// What a character beyond ASCII is to the fast way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Boundary,
    /// The definition must look at it.
    Other,
}

fn class(character: char) -> Class {
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

/// The words of one text. Reused from text to text.
#[derive(Debug, Default)]
pub struct Words {
    /// Start and end in turn.
    bounds: Vec<u32>,
}

impl Words {
    pub fn fill(&mut self, normal: &Normal) {
        let (padded, to) = (normal.padded(), normal.as_bytes().len());
        self.bounds.clear();
        #[cfg(target_arch = "x86_64")]
        {
            if Widest::is_there() {
                // SAFETY: the instructions are there, and `padded` has readable bytes behind the text.
                return unsafe { scan_widest(padded, to, &mut self.bounds) };
            }
            if Wide::is_there() {
                // SAFETY: likewise.
                return unsafe { scan_wide(padded, to, &mut self.bounds) };
            }
        }
        // SAFETY: `padded` has readable bytes behind the text.
        unsafe { scan::<Narrow>(padded, 0, to, &mut self.bounds) }
    }

    pub fn as_slice(&self) -> &[Word] {
        // SAFETY: a Word is two u32 in a row, start and end; `scan` leaves an even number of bounds.
        unsafe { std::slice::from_raw_parts(self.bounds.as_ptr().cast(), self.bounds.len() / 2) }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
unsafe fn scan_widest(padded: &[u8], to: usize, bounds: &mut Vec<u32>) {
    // SAFETY: as the caller promises.
    unsafe { scan::<Widest>(padded, 0, to, bounds) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
unsafe fn scan_wide(padded: &[u8], to: usize, bounds: &mut Vec<u32>) {
    // SAFETY: as the caller promises.
    unsafe { scan::<Wide>(padded, 0, to, bounds) }
}

/// Pushes the bounds of words, start and end in turn, onto `bounds`.
///
/// # Safety
/// `PADDING` bytes behind `to` must be readable, and `C`'s instructions must be there.
#[inline(always)]
unsafe fn scan<C: Classify>(padded: &[u8], from: usize, to: usize, bounds: &mut Vec<u32>) {
    let mut edge = Edge::default();
    let mut block = from;
    'blocks: while block < to {
        // SAFETY: the caller's promise; `block < to`, and PADDING is more than 64.
        let mut masks = unsafe { C::masks(padded.as_ptr().add(block)) };
        if to - block < 64 {
            let valid = (1 << (to - block)) - 1;
            masks.letters &= valid;
            masks.digits &= valid;
            masks.doubtful &= valid;
        }
        masks.letters &= !edge.cut;
        edge.cut = 0;
        while masks.doubtful != 0 {
            let n = masks.doubtful.trailing_zeros() as usize;
            masks.doubtful &= masks.doubtful - 1;
            let at = block + n;
            let (character, length) = decode(&padded[at..to]);
            match class(character) {
                Class::Letter => {}
                Class::Boundary => {
                    let cut = ((1u128 << length) - 1) << n;
                    masks.letters &= !(cut as u64);
                    edge.cut |= (cut >> 64) as u64;
                }
                Class::Other => {
                    let space = padded[from..at].iter().rposition(|byte| *byte == b' ');
                    let start = space.map_or(from, |space| from + space + 1);
                    let end = memchr::memchr(b' ', &padded[at..to]).map_or(to, |n| at + n);
                    if start > block {
                        let before = (1 << (start - block)) - 1;
                        let words = edge.words(&masks, padded, block, to) & before;
                        // SAFETY: the caller's promise.
                        unsafe { push::<C>(words, &edge, block, bounds) };
                    } else {
                        let open = bounds.len() / 2 * 2;
                        bounds.truncate(open);
                        while bounds.len() >= 2 && bounds[bounds.len() - 2] as usize >= start {
                            bounds.truncate(bounds.len() - 2);
                        }
                    }
                    // SAFETY: the normal form is UTF-8; both ends are next to a space or at its ends.
                    let stretch = unsafe { std::str::from_utf8_unchecked(&padded[start..end]) };
                    for word in reference(stretch) {
                        bounds.extend([start as u32 + word.start, start as u32 + word.end]);
                    }
                    edge = Edge::default();
                    block = end;
                    continue 'blocks;
                }
            }
        }
        let words = edge.words(&masks, padded, block, to);
        // SAFETY: the caller's promise.
        unsafe { push::<C>(words, &edge, block, bounds) };
        edge.inside = words >> 63;
        edge.letter = masks.letters >> 63;
        edge.digit = masks.digits >> 63;
        block += 64;
    }
    if bounds.len() % 2 == 1 {
        bounds.push(to as u32);
    }
}

/// What a block must know of the block before it.
#[derive(Default)]
struct Edge {
    /// 1 if the last byte was in a word, was a letter, was a digit.
    inside: u64,
    letter: u64,
    digit: u64,
    /// Bytes at the block's start that end a boundary character.
    cut: u64,
}

impl Edge {
    /// Which bytes of the block are in words.
    #[inline(always)]
    fn words(&self, masks: &Masks, padded: &[u8], block: usize, to: usize) -> u64 {
        let Masks { letters, digits, mut apostrophes, mut points, .. } = *masks;
        if apostrophes | points != 0 {
            let last = block + 63;
            let (mut letter_after, mut digit_after) = (0, 0);
            if last + 1 < to {
                let next = padded[last + 1];
                digit_after = u64::from(next.is_ascii_digit());
                letter_after = u64::from(next.is_ascii_alphabetic());
                if apostrophes >> 63 != 0 && next >= 0x80 {
                    letter_after =
                        u64::from(class(decode(&padded[last + 1..to]).0) == Class::Letter);
                }
            }
            apostrophes &= (letters << 1 | self.letter) & (letters >> 1 | letter_after << 63);
            points &= (digits << 1 | self.digit) & (digits >> 1 | digit_after << 63);
        }
        letters | digits | apostrophes | points
    }
}

/// Writes out where `words` begin and end.
///
/// # Safety
/// `C`'s instructions must be there.
#[inline(always)]
unsafe fn push<C: Classify>(words: u64, edge: &Edge, block: usize, bounds: &mut Vec<u32>) {
    let turns = words ^ (words << 1 | edge.inside);
    let count = turns.count_ones() as usize;
    bounds.reserve(count + ROOM);
    let length = bounds.len();
    // SAFETY: there is the room that `places` asks for; the length takes those that are bounds.
    unsafe {
        C::places(turns, block as u32, bounds.as_mut_ptr().add(length));
        bounds.set_len(length + count);
    }
}

/// The first character, and its bytes. Half a character at the end is U+FFFD.
fn decode(bytes: &[u8]) -> (char, usize) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::normal::{Normal, Rules};
    use proptest::prelude::*;

    type Scan<'a> = &'a dyn Fn(&[u8], usize, &mut Vec<u32>);

    fn check(text: &str) {
        let mut normal = Normal::default();
        normal.fill(text, Rules::Full);
        let expected = reference(normal.as_str());
        let mut words = Words::default();
        words.fill(&normal);
        assert_eq!(words.as_slice(), expected, "{:?}", normal.as_str());
        let same = |way: &str, scan: Scan| {
            let mut bounds = vec![];
            scan(normal.padded(), normal.as_bytes().len(), &mut bounds);
            let words: Vec<Word> =
                bounds.chunks(2).map(|pair| Word { start: pair[0], end: pair[1] }).collect();
            assert_eq!(words, expected, "{way}, {:?}", normal.as_str());
        };
        // SAFETY: `padded` has the room, and ways are gone where their instructions are.
        same("narrow", &|padded, to, bounds| unsafe { scan::<Narrow>(padded, 0, to, bounds) });
        #[cfg(target_arch = "x86_64")]
        if Wide::is_there() {
            // SAFETY: likewise.
            same("wide", &|padded, to, bounds| unsafe { scan_wide(padded, to, bounds) });
        }
    }

    #[test]
    fn no_letter_or_number_is_a_boundary() {
        for character in '\0'..=char::MAX {
            let mut bytes = [0; 8];
            let length = character.encode_utf8(&mut bytes).len();
            assert_eq!(decode(&bytes), (character, length));
            if class(character) == Class::Boundary {
                assert!(!character.is_alphanumeric(), "{character}");
            }
        }
    }

    #[test]
    fn the_rules() {
        let list = |text| {
            reference(text)
                .iter()
                .map(|w| &text[w.start as usize..w.end as usize])
                .collect::<Vec<_>>()
        };
        assert_eq!(
            list("지원했다.베트남은 don't 3,000.5% u.s. '90 rock'n'roll"),
            ["지원했다", "베트남은", "don't", "3,000.5", "u", "s", "90", "rock'n'roll"]
        );
        assert_eq!(
            list("co-operation 韓國 a:b 1:2 ①미래"),
            ["co", "operation", "韓", "國", "a", "b", "1", "2", "①", "미래"]
        );
        for text in ["", "'", "a'", "x".repeat(200).as_str(), &"a'b 1.2 — 협력".repeat(30)] {
            check(text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn any_text(text in "[ a-c0-2'.,:;_·“”×À-ỹ가-나힘힣ㄱ①²韓か\u{300}\u{200E}\u{FE0F}٣ﬁ🇰❤-]{0,200}") {
            check(&text);
        }
        #[test]
        fn mostly_easy(text in "([a-z]{1,9}|[가-힣]{1,4}|[à-ỹ]{1,3}|[0-9]{1,3}|'|\\.|,|“|×| | |韓|①){0,120}") {
            check(&text);
        }
        #[test]
        fn any_unicode(text in "\\PC{0,100}") {
            check(&text);
        }
    }
}
