//! Words: tailored UAX #29 (`docs/counting.md`, "Words and sentences"). An English word is a word, a Korean word an
//! eojeol with its particles, a Vietnamese word a syllable.
//!
//! The definition is [`reference()`]: `unicode_words`, each split at every character that is no word character. Text of
//! ASCII, Latin letters and Hangul is done 64 bytes at a time; a stretch between two spaces that holds anything else
//! falls back to the definition.

mod classes;
mod ends;
mod masks;

use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use super::bits::below;
use super::normal::Normal;
#[cfg(target_arch = "x86_64")]
use super::wide::{has_avx2, has_avx512};
use classes::{Class, class, class_after, decode};
use ends::Ends;
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

/// The words of one text. Reused from text to text.
#[derive(Debug, Default)]
pub struct Words {
    /// Start and end in turn.
    bounds: Vec<u32>,
    ends: Ends,
    listed: bool,
}

impl Words {
    /// Finds the words of a normal form.
    pub fn fill(&mut self, normal: &Normal) {
        self.listed = true;
        scan_any::<true>(normal, self);
    }

    /// The same without a list of them.
    pub fn count(&mut self, normal: &Normal) {
        self.listed = false;
        scan_any::<false>(normal, self);
    }

    /// Whether there is a list.
    pub fn are_listed(&self) -> bool {
        self.listed
    }

    pub fn as_slice(&self) -> &[Word] {
        debug_assert!(self.listed, "the words were only counted");
        // SAFETY: a Word is two u32 in a row, start and end; `scan` leaves an even number of bounds.
        unsafe { std::slice::from_raw_parts(self.bounds.as_ptr().cast(), self.bounds.len() / 2) }
    }

    /// How many words end at `at` or before, a place of the text or its end.
    #[inline]
    pub fn up_to(&self, at: usize) -> usize {
        self.ends.up_to(at)
    }

    fn clear(&mut self, length: usize) {
        self.bounds.clear();
        self.ends.clear(length);
    }

    /// Ends the last word if it has no end, at the end of the text.
    fn finish(&mut self, length: usize, open: bool) {
        if open {
            self.ends.insert(length);
            if self.listed {
                self.bounds.push(length as u32);
            }
        }
        self.ends.sum();
    }
}

fn scan_any<const LIST: bool>(normal: &Normal, words: &mut Words) {
    let (padded, to) = (normal.padded(), normal.as_bytes().len());
    #[cfg(target_arch = "x86_64")]
    {
        if has_avx512() {
            // SAFETY: the instructions are there, and `padded` has readable bytes behind the text.
            return unsafe { scan_widest::<LIST>(padded, to, words) };
        }
        if has_avx2() {
            // SAFETY: likewise.
            return unsafe { scan_wide::<LIST>(padded, to, words) };
        }
    }
    // SAFETY: `padded` has readable bytes behind the text.
    unsafe { scan::<Narrow, LIST>(padded, to, words) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
unsafe fn scan_widest<const LIST: bool>(padded: &[u8], to: usize, words: &mut Words) {
    // SAFETY: as the caller promises.
    unsafe { scan::<Widest, LIST>(padded, to, words) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
unsafe fn scan_wide<const LIST: bool>(padded: &[u8], to: usize, words: &mut Words) {
    // SAFETY: as the caller promises.
    unsafe { scan::<Wide, LIST>(padded, to, words) }
}

/// Replaces `words` by those of a text of `to` bytes.
///
/// # Safety
/// `PADDING` bytes behind `to` must be readable, and `C`'s instructions must be there.
#[inline(always)]
unsafe fn scan<C: Classify, const LIST: bool>(padded: &[u8], to: usize, words: &mut Words) {
    words.clear(to);
    let mut edge = Edge::default();
    let mut block = 0;
    'blocks: while block < to {
        // SAFETY: the caller's promise; `block < to`, and PADDING is more than 64.
        let mut masks = unsafe { C::masks(padded.as_ptr().add(block)) };
        if edge.cut != 0 || to - block < 64 {
            masks.keep(!edge.cut & below(to - block));
            edge.cut = 0;
        }
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
                    let space = padded[..at].iter().rposition(|byte| *byte == b' ');
                    let start = space.map_or(0, |space| space + 1);
                    let end = memchr::memchr(b' ', &padded[at..to]).map_or(to, |n| at + n);
                    if start > block {
                        let before = below(start - block);
                        let inside = edge.words(&masks, padded, block, to) & before;
                        // SAFETY: the caller's promise.
                        unsafe { push::<C, LIST>(inside, &edge, block, words) };
                    } else {
                        truncate::<LIST>(words, start, block);
                    }
                    // SAFETY: the normal form is UTF-8; both ends are next to a space or at its ends.
                    let stretch = unsafe { std::str::from_utf8_unchecked(&padded[start..end]) };
                    for word in reference(stretch) {
                        let (from, to) = (start as u32 + word.start, start as u32 + word.end);
                        words.ends.insert(to as usize);
                        if LIST {
                            words.bounds.extend([from, to]);
                        }
                    }
                    block = end / 64 * 64;
                    edge = Edge { cut: below(end % 64), ..Edge::default() };
                    continue 'blocks;
                }
            }
        }
        let inside = edge.words(&masks, padded, block, to);
        // SAFETY: the caller's promise.
        unsafe { push::<C, LIST>(inside, &edge, block, words) };
        edge.inside = inside >> 63;
        edge.letter = masks.letters >> 63;
        edge.digit = masks.digits >> 63;
        block += 64;
    }
    words.finish(to, to.is_multiple_of(64) && edge.inside == 1);
}

/// What a block must know of the block before it.
#[derive(Default)]
struct Edge {
    /// 1 if the last byte was in a word, was a letter, was a digit.
    inside: u64,
    letter: u64,
    digit: u64,
    /// Bytes at the block's start that end a boundary character, or that are done already.
    cut: u64,
}

impl Edge {
    /// Which bytes of the block are in words.
    #[inline(always)]
    fn words(&self, masks: &Masks, padded: &[u8], block: usize, to: usize) -> u64 {
        let Masks { letters, digits, apostrophes, points, .. } = *masks;
        let last = (apostrophes | points) >> 63 != 0 && block + 64 < to;
        let (letter_after, digit_after) =
            if last { class_after(&padded[block + 64..to]) } else { (0, 0) };
        let letters_around = (letters << 1 | self.letter) & (letters >> 1 | letter_after << 63);
        let digits_around = (digits << 1 | self.digit) & (digits >> 1 | digit_after << 63);
        letters | digits | apostrophes & letters_around | points & digits_around
    }
}

/// Takes back the words that begin at `start` or behind, in blocks before `block`.
fn truncate<const LIST: bool>(words: &mut Words, start: usize, block: usize) {
    words.ends.remove(start, block);
    if LIST {
        // The last may have no end yet.
        let bounds = &mut words.bounds;
        bounds.truncate(bounds.len() / 2 * 2);
        while bounds.len() >= 2 && bounds[bounds.len() - 2] as usize >= start {
            bounds.truncate(bounds.len() - 2);
        }
    }
}

/// Writes out where words begin and end, of which `inside` are the bytes.
///
/// # Safety
/// `C`'s instructions must be there.
#[inline(always)]
unsafe fn push<C: Classify, const LIST: bool>(
    inside: u64,
    edge: &Edge,
    block: usize,
    words: &mut Words,
) {
    let turns = inside ^ (inside << 1 | edge.inside);
    words.ends.add(block, turns & !inside);
    if LIST {
        let bounds = &mut words.bounds;
        let count = turns.count_ones() as usize;
        bounds.reserve(count + ROOM);
        let length = bounds.len();
        // SAFETY: there is the room that `places` asks for; the length takes those that are bounds.
        unsafe {
            C::places(turns, block as u32, bounds.as_mut_ptr().add(length));
            bounds.set_len(length + count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::normal::{Normal, Rules};
    use proptest::prelude::*;

    type Scan<'a> = &'a dyn Fn(&[u8], usize, &mut Words);

    fn check(text: &str) {
        let mut normal = Normal::default();
        normal.fill(text, Rules::Full);
        let expected = reference(normal.as_str());
        let mut words = Words::default();
        let mut same = |way: &str, listed: bool, scan: Scan| {
            words.listed = listed;
            scan(normal.padded(), normal.as_bytes().len(), &mut words);
            if listed {
                assert_eq!(words.as_slice(), expected, "{way}, {:?}", normal.as_str());
            }
            for at in 0..=normal.as_bytes().len() {
                let ended = expected.iter().filter(|word| word.end as usize <= at).count();
                assert_eq!(words.up_to(at), ended, "{way}, at {at} of {:?}", normal.as_str());
            }
        };
        same("widest", true, &|_, _, words| words.fill(&normal));
        same("widest, counted", false, &|_, _, words| words.count(&normal));
        // SAFETY: `padded` has the room, and ways are gone where their instructions are.
        unsafe {
            same("narrow", true, &|text, to, words| scan::<Narrow, true>(text, to, words));
            same("narrow, counted", false, &|text, to, words| {
                scan::<Narrow, false>(text, to, words);
            });
        }
        #[cfg(target_arch = "x86_64")]
        if has_avx2() {
            // SAFETY: likewise.
            same("wide", true, &|text, to, words| unsafe { scan_wide::<true>(text, to, words) });
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
