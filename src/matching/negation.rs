//! Negators near a hit (`docs/counting.md`, "Negation"). A negated hit is counted, and marked.

use std::ops::Range;

use super::keys::word_key;
use crate::document::Language;
use crate::segment::{Segments, vietnamese};

/// English negators as keys of words: alone, and the first of two.
const ENGLISH: [u64; 4] = [key(b"no"), key(b"not"), key(b"without"), key(b"never")];
const ENGLISH_PAIRS: [[u64; 2]; 2] = [[key(b"lack"), key(b"of")], [key(b"failed"), key(b"to")]];
/// `không`, `chưa`, `thiếu`, `chẳng`, `chẳng hề`, as keys.
const VIETNAMESE: [&[&str]; 5] =
    [&["không"], &["chưa"], &["thiêu2"], &["chăng4"], &["chăng4", "hê1"]];
/// Begin one of the two words after a Korean hit.
const KOREAN: [(u64, u64); 4] = [
    (key("없".as_bytes()), mask(3)),
    (key("않".as_bytes()), mask(3)),
    (key("못".as_bytes()), mask(3)),
    (key("아니".as_bytes()), mask(6)),
];
const WORDS_BEFORE: usize = 3;
const WORDS_AFTER: usize = 2;

/// The key of a word of less than eight bytes, as [`word_key`] gives it.
const fn key(word: &[u8]) -> u64 {
    assert!(word.len() < 8);
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key |= (word[at] as u64) << (8 * at);
        at += 1;
    }
    key
}

const fn mask(bytes: usize) -> u64 {
    (1 << (8 * bytes)) - 1
}

/// Whether the hit at `words` is negated within its sentence.
pub(super) fn negated(
    segments: &Segments,
    language: Language,
    sentence: usize,
    words: Range<usize>,
) -> bool {
    let bounds = segments.words_of_sentence(sentence);
    let padded = segments.normal.padded();
    let before = words.start.saturating_sub(WORDS_BEFORE).max(bounds.start)..words.start;
    match language {
        Language::English => {
            let key_at = |at: usize| word_key(padded, segments.words()[at]);
            before.clone().any(|at| {
                let first = key_at(at);
                // Nearly all words begin like none of these negators.
                if !matches!(first as u8, b'n' | b'w' | b'l' | b'f') {
                    return false;
                }
                ENGLISH.contains(&first)
                    || at + 1 < before.end
                        && ENGLISH_PAIRS
                            .iter()
                            .any(|pair| pair[0] == first && pair[1] == key_at(at + 1))
            })
        }
        Language::Vietnamese => {
            let same = vietnamese::has_key;
            before.clone().any(|at| {
                let first = padded[segments.words()[at].start as usize];
                matches!(first, b'k' | b'c' | b't')
                    && stands_at(segments, &VIETNAMESE, at..before.end, same)
            })
        }
        Language::Korean => {
            let after = words.end..(words.end + WORDS_AFTER).min(bounds.end);
            after.into_iter().any(|at| {
                let key = word_key(padded, segments.words()[at]);
                KOREAN.iter().any(|(start, mask)| key & mask == *start)
            })
        }
        Language::Und => false,
    }
}

/// Whether one of the negators begins at `words.start` and ends within `words`.
fn stands_at(
    segments: &Segments,
    negators: &[&[&str]],
    words: Range<usize>,
    same: impl Fn(&str, &str) -> bool,
) -> bool {
    negators.iter().any(|negator| {
        negator.len() <= words.len()
            && negator
                .iter()
                .enumerate()
                .all(|(n, word)| same(segments.word(words.start + n), word))
    })
}
