//! Negators near a hit (`docs/counting.md`, "Negation"). A negated hit is counted, and marked.

use std::ops::Range;

use crate::document::Language;
use crate::segment::{Segments, vietnamese};

const ENGLISH: [&[&str]; 6] =
    [&["no"], &["not"], &["without"], &["never"], &["lack", "of"], &["failed", "to"]];
/// `không`, `chưa`, `thiếu`, `chẳng`, `chẳng hề`, as keys.
const VIETNAMESE: [&[&str]; 5] =
    [&["không"], &["chưa"], &["thiêu2"], &["chăng4"], &["chăng4", "hê1"]];
/// Begin one of the two words after a Korean hit.
const KOREAN: [&str; 4] = ["없", "않", "못", "아니"];
const WORDS_BEFORE: usize = 3;
const WORDS_AFTER: usize = 2;

/// Whether the hit at `words` is negated within its sentence.
pub(super) fn negated(
    segments: &Segments,
    language: Language,
    sentence: usize,
    words: Range<usize>,
) -> bool {
    let bounds = segments.words_of_sentence(sentence);
    let before = words.start.saturating_sub(WORDS_BEFORE).max(bounds.start)..words.start;
    match language {
        Language::English => {
            before.clone().any(|at| stands_at(segments, &ENGLISH, at..before.end, str::eq))
        }
        Language::Vietnamese => {
            let same = vietnamese::has_key;
            before.clone().any(|at| stands_at(segments, &VIETNAMESE, at..before.end, same))
        }
        Language::Korean => {
            let after = words.end..(words.end + WORDS_AFTER).min(bounds.end);
            after
                .into_iter()
                .any(|at| KOREAN.iter().any(|negator| segments.word(at).starts_with(negator)))
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
