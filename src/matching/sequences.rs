//! English and Vietnamese: a match is a run of whole words.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::filter::{Filter, key_of, load, low_bytes};
use super::pattern::{Form, WordForm};
use super::{Candidate, Class, Scan, Scratch, is_open_gap, word_fits};
use crate::document::Language;
use crate::segment::words::Word;
use crate::segment::{Segments, vietnamese};

/// Forms by their first word.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    forms: Vec<Form>,
    /// English: the first eight bytes of the first word. Vietnamese: the hash of its key.
    filter: Filter,
    /// Numbers of forms, by the same key as the filter's.
    by_first: FxHashMap<u64, Vec<u32>>,
    /// Forms that begin with a glob.
    globs: Vec<u32>,
}

impl Sequences {
    pub(super) fn new(forms: Vec<Form>, language: Language) -> Self {
        let mut sequences = Self::default();
        for (number, form) in forms.iter().enumerate() {
            match &form.words[0] {
                WordForm::Glob(_) => sequences.globs.push(number as u32),
                WordForm::Exact(word, hash) => {
                    let key = match language {
                        Language::Vietnamese => *hash,
                        _ => key_of(word.as_bytes(), 8),
                    };
                    sequences.filter.insert(key);
                    sequences.by_first.entry(key).or_default().push(number as u32);
                }
            }
        }
        sequences.forms = forms;
        sequences
    }

    /// Looks at the words of one part. `regexes` are matches found beforehand, by place.
    pub(super) fn scan(
        &self,
        words: Range<usize>,
        scan: &mut Scan,
        scratch: &mut Scratch,
        regexes: &[Candidate],
    ) {
        if self.forms.is_empty() && regexes.is_empty() {
            return;
        }
        let vietnamese = scan.language == Language::Vietnamese;
        if vietnamese {
            let segments = scan.segments;
            scratch.hashes.clear();
            scratch.hashes.extend(words.clone().map(|at| vietnamese::key_hash(segments.word(at))));
        }
        let mut regexes = regexes.iter().peekable();
        let every_word = !self.globs.is_empty() || regexes.peek().is_some();
        let Scratch { hashes, candidates } = scratch;
        let padded = scan.segments.normal.padded();
        let list = &scan.segments.words()[words.clone()];
        // Two steps, so that the first has no branch: which words may begin a match; then each of those.
        const STEP: usize = 256;
        let mut likely = [(0u32, 0u64); STEP];
        for (step, chunk) in list.chunks(STEP).enumerate() {
            let base = words.start + step * STEP;
            let mut count = 0;
            for (n, Word { start, end }) in chunk.iter().enumerate() {
                let key = match vietnamese {
                    true => hashes[step * STEP + n],
                    false => {
                        // SAFETY: `padded` has more than eight bytes behind every word.
                        let eight = unsafe { load(padded, *start as usize) };
                        low_bytes(eight, (end - start) as usize)
                    }
                };
                likely[count] = ((base + n) as u32, key);
                count += usize::from(self.filter.may_hold(key) | every_word);
            }
            for (at, key) in &likely[..count] {
                let at = *at as usize;
                let start = scan.segments.words()[at].start;
                candidates.clear();
                while let Some(candidate) = regexes.next_if(|candidate| candidate.start <= start) {
                    if candidate.start == start {
                        candidates.push(*candidate);
                    }
                }
                scan.go_to(start);
                let keyed = self.by_first.get(key).map_or(&[][..], Vec::as_slice);
                for number in keyed.iter().chain(&self.globs) {
                    candidates.extend(self.candidate(*number, scan, at));
                }
                if !candidates.is_empty() {
                    scan.settle(candidates);
                }
            }
        }
    }

    /// The form as a candidate at the word `at`, if it matches there.
    fn candidate(&self, number: u32, scan: &Scan, at: usize) -> Option<Candidate> {
        let form = &self.forms[number as usize];
        let (segments, language) = (scan.segments, scan.language);
        if !matches_at(form, segments, language, at, scan.sentence_bounds()) {
            return None;
        }
        let words = segments.words();
        let last = at + form.words.len() - 1;
        let (start, end) = (words[at].start, words[last].end);
        let pattern = &scan.compiled.patterns[form.pattern as usize];
        if !scan.case_fits(form, pattern, start, end) {
            return None;
        }
        if language == Language::Vietnamese
            && form.words.len() == 1
            && !is_own_word(segments, scan, at)
        {
            return None;
        }
        Some(Candidate {
            start,
            end,
            first_word: at as u32,
            last_word: last as u32,
            pattern: form.pattern,
            literal: form.literal,
            class: Class::Word,
        })
    }
}

/// Whether the words from `at` on are those of `form`, within a sentence.
pub(super) fn matches_at(
    form: &Form,
    segments: &Segments,
    language: Language,
    at: usize,
    (sentence_start, sentence_end): (u32, u32),
) -> bool {
    let words = segments.words();
    let Some(matched) = words.get(at..at + form.words.len()) else { return false };
    if matched[0].start < sentence_start
        || matched.last().is_none_or(|last| last.end > sentence_end)
    {
        return false;
    }
    let normal = segments.normal.as_bytes();
    // The second word first: the first is nearly always known to fit, by its key.
    let mut order = (1..form.words.len()).chain([0]);
    order.all(|n| word_fits(&form.words[n], segments.word(at + n), language))
        && matched.windows(2).zip(&form.gaps).all(|(pair, own)| {
            let gap = &normal[pair[0].end as usize..pair[1].start as usize];
            is_open_gap(gap) || gap == own.as_bytes()
        })
}

/// Whether the longest match over the Vietnamese word list makes the syllable `at` a word of its own. The match
/// begins where a stretch of syllables with only spaces between them does.
fn is_own_word(segments: &Segments, scan: &Scan, at: usize) -> bool {
    let words = segments.words();
    let normal = segments.normal.as_bytes();
    let sentence = segments.words_of_sentence(scan.sentence);
    let joined = |n: usize| {
        let gap = &normal[words[n].end as usize..words[n + 1].start as usize];
        gap.iter().all(|byte| *byte == b' ')
    };
    let mut start = at;
    while start > sentence.start && joined(start - 1) {
        start -= 1;
    }
    let mut end = at + 1;
    while end < sentence.end && joined(end - 1) {
        end += 1;
    }
    let syllables: Vec<&str> = (start..end).map(|n| segments.word(n)).collect();
    vietnamese::longest_match(&syllables).contains(&(at - start..at - start + 1))
}
