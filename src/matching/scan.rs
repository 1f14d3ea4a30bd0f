//! What a scan does with what matches at one place: the actors, and the best term that stands.

use std::cmp::Reverse;

use super::pattern::{self, Form, Owner, Pattern};
use super::{ActorSeen, Class, Compiled, Found, Hit, Mark, filter, negation, runs};
use crate::document::Language;
use crate::lexicon::TermId;
use crate::segment::Segments;
use crate::segment::normal::Rules;

/// A form that matches at some place, before the longest is chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) first_word: u32,
    pub(super) last_word: u32,
    pub(super) pattern: u32,
    pub(super) literal: bool,
    /// `None` is a Korean match at the start of a run: what follows it decides.
    pub(super) class: Option<Class>,
}

/// Where a scan is, and what it has found.
pub(super) struct Scan<'a> {
    /// The original.
    pub(super) text: &'a str,
    pub(super) segments: &'a Segments,
    pub(super) compiled: &'a Compiled,
    pub(super) language: Language,
    pub(super) overlap_all: bool,
    pub(super) actors_once: bool,
    /// The end of the last hit: what it covers is used up.
    pub(super) covered: u32,
    /// The sentence of the last place looked at.
    pub(super) sentence: usize,
    pub(super) found: &'a mut Found,
}

impl Scan<'_> {
    /// Goes to the sentence that holds `at`; places only grow.
    pub(super) fn go_to(&mut self, at: u32) {
        let ends = &self.segments.sentence_ends;
        while ends.get(self.sentence).is_some_and(|end| *end <= at) {
            self.sentence += 1;
        }
    }

    /// Where the sentence that `go_to` went to begins and ends.
    pub(super) fn sentence_bounds(&self) -> (u32, u32) {
        let ends = &self.segments.sentence_ends;
        let start = self.sentence.checked_sub(1).map_or(0, |before| ends[before]);
        (start, ends.get(self.sentence).copied().unwrap_or(u32::MAX))
    }

    /// Takes what matches at one place: each actor, and the best term that stands (or all, as asked for).
    pub(super) fn settle(&mut self, candidates: &mut [Candidate]) {
        let rank = |candidate: &Candidate| {
            let words = candidate.last_word - candidate.first_word;
            let owner = match self.compiled.marks[candidate.pattern as usize].owner {
                Owner::Term(term) => term,
                Owner::Actor(_) => 0,
            };
            (Reverse(words), Reverse(candidate.end), !candidate.literal, owner, candidate.pattern)
        };
        if candidates.len() > 1 {
            candidates.sort_by_key(rank);
        }
        // Only filled where one place may hold many terms.
        let mut taken: Vec<TermId> = vec![];
        let mut done = false;
        for candidate in candidates.iter() {
            let mark = self.compiled.marks[candidate.pattern as usize];
            match mark.owner {
                Owner::Actor(actor) => {
                    let seen = ActorSeen { actor, sentence: self.sentence as u32 };
                    let mut known = self.found.actors.iter().rev();
                    let known = match self.actors_once {
                        true => known.any(|known| known.actor == actor),
                        false => known.take(8).any(|known| *known == seen),
                    };
                    if !known && self.stands(candidate, mark) {
                        self.found.actors.push(seen);
                    }
                }
                Owner::Term(term) => {
                    let used = match self.overlap_all {
                        true => taken.contains(&term),
                        false => done || candidate.start < self.covered,
                    };
                    if !used && self.stands(candidate, mark) {
                        self.take(candidate, term, mark.ambiguous);
                        if self.overlap_all {
                            taken.push(term);
                        }
                        done = true;
                    }
                }
            }
        }
        if done && !self.overlap_all {
            self.covered = self.found.hits.last().map_or(0, |hit| hit.end);
        }
    }

    fn take(&mut self, candidate: &Candidate, term: TermId, ambiguous: bool) {
        let words = candidate.first_word as usize..candidate.last_word as usize + 1;
        self.found.hits.push(Hit {
            term,
            language: self.language,
            start: candidate.start,
            end: candidate.end,
            sentence: self.sentence as u32,
            class: candidate.class.unwrap_or_else(|| self.class(candidate)),
            negated: negation::negated(self.segments, self.language, self.sentence, words),
            ambiguous,
        });
    }

    /// How a Korean match at the start of a run stands in it.
    fn class(&self, candidate: &Candidate) -> Class {
        let end = self.segments.words()[candidate.last_word as usize].end;
        runs::class_of(self.segments, candidate.end, end).into()
    }

    /// Whether a candidate stands inside none of its pattern's `except` texts.
    #[inline]
    fn stands(&self, candidate: &Candidate, mark: Mark) -> bool {
        !mark.excepts
            || self.stands_outside(candidate, &self.compiled.patterns[candidate.pattern as usize])
    }

    fn stands_outside(&self, candidate: &Candidate, pattern: &Pattern) -> bool {
        let (start, end) = (candidate.start as usize, candidate.end as usize);
        let padded = self.segments.normal.padded();
        let inside = |except: &pattern::Except| {
            start.checked_sub(except.before).is_some_and(|at| {
                // SAFETY: `padded` has more than eight bytes behind every word.
                let key = unsafe { filter::load(padded, at) };
                (key ^ except.start) & except.mask == 0
                    && at + except.text.len() >= end
                    && padded[at..].starts_with(except.text.as_bytes())
            })
        };
        if pattern.except.iter().any(inside) {
            return false;
        }
        let matched = (candidate.first_word as usize, candidate.last_word as usize);
        pattern.except_words <= matched.1 - matched.0
            || !self.compiled.excepts.cover(self, matched, candidate.pattern, pattern.except_words)
    }

    /// Whether the original spelling of the words from `first` on is that of `form`, where its pattern asks for it.
    pub(super) fn case_fits(&self, form: &Form, pattern: &Pattern, start: u32, end: u32) -> bool {
        if !pattern.case {
            return true;
        }
        let original = self.segments.normal.original(start as usize, end as usize);
        let cased = pattern::normal(&self.text[original], Rules::Cased);
        let mut rest = cased.as_str();
        form.cased.iter().all(|word| match (rest.find(&**word), self.language) {
            (Some(at), _) => {
                rest = &rest[at + word.len()..];
                true
            }
            // Tone marks may stand elsewhere.
            (None, Language::Vietnamese) => {
                let key = crate::segment::vietnamese::key;
                let next = rest.split(' ').find(|other| key(other) == key(word));
                next.is_some_and(|other| {
                    rest = &rest[other.as_ptr() as usize - rest.as_ptr() as usize + other.len()..];
                    true
                })
            }
            (None, _) => false,
        })
    }
}
