//! Patterns written as regular expressions: rare, and slower than the rest, so they look at sentences one by one.

use std::iter::Peekable;
use std::ops::Range;

use super::{Candidate, Class, Compiled};
use crate::segment::Segments;

/// All matches that begin and end at word edges within one sentence, by place.
pub(super) fn matches(
    compiled: &Compiled,
    segments: &Segments,
    words: Range<usize>,
) -> Vec<Candidate> {
    let mut found = vec![];
    if compiled.regexes.is_empty() || words.is_empty() {
        return found;
    }
    let list = segments.words();
    let first = segments.sentence_of(list[words.start].start);
    let last = segments.sentence_of(list[words.end - 1].start);
    for sentence in first..=last {
        let range = segments.words_of_sentence(sentence);
        let range = range.start.max(words.start)..range.end.min(words.end);
        if range.is_empty() {
            continue;
        }
        let start = list[range.start].start as usize;
        let text = &segments.normal.as_str()[start..list[range.end - 1].end as usize];
        for number in &compiled.regexes {
            let Some(regex) = &compiled.patterns[*number as usize].regex else { continue };
            for at in range.clone() {
                let offset = list[at].start as usize - start;
                // The longest first.
                let last = (at..range.end).rev().find(|last| {
                    let end = list[*last].end as usize - start;
                    let matched = regex.find_at(&text[..end], offset);
                    matched.is_some_and(|m| m.start() == offset && m.end() == end)
                });
                if let Some(last) = last {
                    found.push(Candidate {
                        start: list[at].start,
                        end: list[last].end,
                        first_word: at as u32,
                        last_word: last as u32,
                        pattern: *number,
                        literal: false,
                        class: Some(Class::Word),
                    });
                }
            }
        }
    }
    found.sort_by_key(|candidate| candidate.start);
    found
}

/// Moves the matches at `start` over, past those before it.
pub(super) fn take<'r>(
    regexes: &mut Peekable<impl Iterator<Item = &'r Candidate>>,
    start: u32,
    candidates: &mut Vec<Candidate>,
) {
    while let Some(candidate) = regexes.next_if(|candidate| candidate.start <= start) {
        if candidate.start == start {
            candidates.push(*candidate);
        }
    }
}
