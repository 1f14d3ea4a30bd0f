//! Which terms and actors occur where in a text (`docs/counting.md`, "Terms"). One scan over the words of a text:
//! a filter turns nearly all words away, the rest are looked up, the longest match at each place wins.

mod beginnings;
mod edges;
mod filter;
mod keys;
mod negation;
mod pattern;
mod plain;
mod prefixes;
mod regexes;
mod runs;
pub mod scope;
mod sequences;
mod stretch;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::document::Language;
use crate::error::Result;
use crate::lexicon::{Lexicon, TermId};
use crate::segment::Segments;
use crate::segment::korean;
use crate::segment::normal::Rules;
use beginnings::Places;
use pattern::{Form, Owner, Pattern, WordForm};

/// How a hit stands in its text: the Korean classes, or a match of whole words, or of plain mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Class {
    Word,
    Exact,
    Josa,
    Copula,
    Plural,
    Light,
    Verbal,
    Derived,
    Compound,
    Plain,
}

impl Class {
    pub const ALL: [Class; 10] = [
        Self::Word,
        Self::Exact,
        Self::Josa,
        Self::Copula,
        Self::Plural,
        Self::Light,
        Self::Verbal,
        Self::Derived,
        Self::Compound,
        Self::Plain,
    ];

    pub fn code(self) -> &'static str {
        [
            "word", "exact", "josa", "copula", "plural", "light", "verbal", "derived", "compound",
            "plain",
        ][self as usize]
    }
}

impl From<korean::Class> for Class {
    fn from(class: korean::Class) -> Self {
        Self::ALL[class as usize + 1]
    }
}

/// One place where a term counts. Offsets are in the normal form of the title or text, in plain mode in its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub term: TermId,
    pub language: Language,
    pub start: u32,
    pub end: u32,
    /// Number of the sentence within the title or text.
    pub sentence: u32,
    pub class: Class,
    pub negated: bool,
    pub ambiguous: bool,
}

/// An actor in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorSeen {
    pub actor: u8,
    pub sentence: u32,
}

/// What a scan found. Reused from text to text.
#[derive(Debug, Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub actors: Vec<ActorSeen>,
}

/// The lexicon, compiled.
#[derive(Debug)]
pub struct Matcher {
    languages: [Compiled; 3],
    overlap_all: bool,
    actors_once: bool,
    plain: Option<plain::Plain>,
}

/// One language's patterns.
#[derive(Debug, Default)]
struct Compiled {
    patterns: Vec<Pattern>,
    /// What every match asks of its pattern, beside `patterns`: these fit into the nearest cache.
    marks: Vec<Mark>,
    sequences: sequences::Sequences,
    /// Texts inside which patterns of `sequences` do not count.
    excepts: sequences::Sequences,
    runs: runs::Runs,
    regexes: Vec<u32>,
}

/// What is asked first of a pattern that matched.
#[derive(Clone, Copy, Debug)]
struct Mark {
    owner: Owner,
    ambiguous: bool,
    /// There are texts inside which it does not count.
    excepts: bool,
}

/// A form that matches at some place, before the longest is chosen.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    start: u32,
    end: u32,
    first_word: u32,
    last_word: u32,
    pattern: u32,
    literal: bool,
    /// `None` is a Korean match at the start of a run: what follows it decides.
    class: Option<Class>,
}

impl Matcher {
    /// Compiles all terms and the actors named in `actors`, in that order: an actor's number is its position there.
    ///
    /// # Errors
    /// A pattern without a word, or a broken regular expression, with its place.
    pub fn new(
        lexicon: &Lexicon,
        actors: &[usize],
        overlap_all: bool,
        plain: bool,
    ) -> Result<Self> {
        let mut languages: [Compiled; 3] = Default::default();
        let terms = lexicon.terms.iter().enumerate();
        let terms = terms.map(|(n, term)| (Owner::Term(n as TermId), &term.patterns));
        let actors = actors.iter().enumerate();
        let actors = actors.map(|(n, at)| (Owner::Actor(n as u8), &lexicon.actors[*at].patterns));
        let owners: Vec<_> = terms.chain(actors).collect();
        for language in Language::COUNTED {
            let compiled = &mut languages[language as usize];
            let (mut forms, mut excepts): (Vec<Form>, Vec<Form>) = (vec![], vec![]);
            for (owner, patterns) in &owners {
                for pattern in &patterns[language as usize] {
                    let number = compiled.patterns.len() as u32;
                    let taken = pattern::compile(pattern, language, number)?;
                    let pattern = taken.pattern;
                    if pattern.regex.is_some() {
                        compiled.regexes.push(number);
                    }
                    compiled.marks.push(Mark {
                        owner: *owner,
                        ambiguous: pattern.ambiguous,
                        excepts: !pattern.except.is_empty() || pattern.except_words > 0,
                    });
                    compiled.patterns.push(pattern);
                    forms.extend(taken.forms);
                    excepts.extend(taken.excepts);
                }
            }
            match language {
                Language::Korean => compiled.runs = runs::Runs::new(forms, &compiled.patterns),
                _ => {
                    let Compiled { patterns, sequences, excepts: texts, .. } = compiled;
                    *sequences = sequences::Sequences::new(forms, language, patterns);
                    *texts = sequences::Sequences::new(excepts, language, &[]);
                }
            }
        }
        let plain = plain.then(|| plain::Plain::new(&owners));
        Ok(Self { languages, overlap_all, actors_once: false, plain })
    }

    /// Of each actor, says only the first sentence of a title or text: enough where the scope is the document.
    pub fn with_actors_once(mut self) -> Self {
        self.actors_once = true;
        self
    }

    /// Finds all hits and actors of one title or text, in order of place; `segments` were made from `text`.
    pub fn find(&self, text: &str, segments: &Segments, scratch: &mut Scratch, found: &mut Found) {
        if let Some(plain) = &self.plain {
            return plain.find(segments, scratch, found);
        }
        let mut from = 0;
        for (end, language) in &segments.parts {
            let to = segments.words().partition_point(|word| word.start < *end);
            if *language != Language::Und && from < to {
                let compiled = &self.languages[*language as usize];
                let mut scan = Scan {
                    text,
                    segments,
                    compiled,
                    language: *language,
                    overlap_all: self.overlap_all,
                    actors_once: self.actors_once,
                    covered: 0,
                    sentence: segments.sentence_of(segments.words()[from].start),
                    stretch: stretch::Stretch::default(),
                    found,
                };
                let matches = regexes::matches(compiled, segments, from..to);
                match language {
                    Language::Korean => compiled.runs.scan(from..to, &mut scan, scratch, &matches),
                    _ => compiled.sequences.scan(from..to, &mut scan, scratch, &matches),
                }
            }
            from = from.max(to);
        }
        if self.overlap_all {
            found.hits.sort_by_key(|hit| (hit.start, hit.end, hit.term));
        }
    }
}

/// Buffers of a scan, kept from text to text.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Words that may begin a form, and the node behind each.
    likely: Vec<(u32, u32)>,
    /// The same of bytes, where forms may begin inside of words.
    places: Places,
    /// Plain mode: where the last occurrence of patterns ended.
    ended: Vec<u32>,
    candidates: Vec<Candidate>,
}

/// Where a scan is, and what it has found.
struct Scan<'a> {
    /// The original.
    text: &'a str,
    segments: &'a Segments,
    compiled: &'a Compiled,
    language: Language,
    overlap_all: bool,
    actors_once: bool,
    /// The end of the last hit: what it covers is used up.
    covered: u32,
    /// The sentence of the last place looked at.
    sentence: usize,
    stretch: stretch::Stretch,
    found: &'a mut Found,
}

impl Scan<'_> {
    /// Goes to the sentence that holds `at`; places only grow.
    fn go_to(&mut self, at: u32) {
        let ends = &self.segments.sentence_ends;
        while ends.get(self.sentence).is_some_and(|end| *end <= at) {
            self.sentence += 1;
        }
    }

    /// Where the sentence that `go_to` went to begins and ends.
    fn sentence_bounds(&self) -> (u32, u32) {
        let ends = &self.segments.sentence_ends;
        let start = self.sentence.checked_sub(1).map_or(0, |before| ends[before]);
        (start, ends.get(self.sentence).copied().unwrap_or(u32::MAX))
    }

    /// Takes what matches at one place: each actor, and the best term that stands (or all, as asked for).
    fn settle(&mut self, candidates: &mut [Candidate]) {
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
    fn case_fits(&self, form: &Form, pattern: &Pattern, start: u32, end: u32) -> bool {
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

/// Appends `value` if `hit`, without a branch: which words pass a filter is no pattern that a processor could guess.
/// There must be room for it.
#[inline(always)]
fn push_if<T: Copy>(values: &mut Vec<T>, value: T, hit: bool) {
    let length = values.len();
    debug_assert!(length < values.capacity());
    // SAFETY: the callers reserve room for all that they may push before they do.
    unsafe {
        values.as_mut_ptr().add(length).write(value);
        values.set_len(length + usize::from(hit));
    }
}

/// Whether the text between two words is one that patterns do not mind: spaces and hyphens only.
fn is_open_gap(gap: &[u8]) -> bool {
    gap.iter().all(|byte| matches!(byte, b' ' | b'-'))
}

/// Whether a form's word is the text's word.
fn word_fits(form: &WordForm, word: &str, language: Language) -> bool {
    match (form, language) {
        (WordForm::Exact(key), Language::Vietnamese) => {
            crate::segment::vietnamese::has_key(word, key)
        }
        (WordForm::Exact(exact), _) => **exact == *word,
        (WordForm::Glob(glob), _) => pattern::glob_prefix(glob, word) == Some(word.len()),
    }
}
