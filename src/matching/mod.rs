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
mod scan;
pub mod scope;
mod sequences;
mod starts;

use serde::{Deserialize, Serialize};

use crate::document::Language;
use crate::error::Result;
use crate::lexicon::{Lexicon, TermId};
use crate::segment::Segments;
use crate::segment::korean;
use beginnings::Places;
use pattern::{Form, Owner, Pattern, WordForm};
use scan::{Candidate, Scan};

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
    /// Words whose keys some form begins with.
    held: Vec<u32>,
    /// The same of bytes, where forms may begin inside of words.
    places: Places,
    /// Plain mode: where the last occurrence of patterns ended.
    ended: Vec<u32>,
    candidates: Vec<Candidate>,
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
