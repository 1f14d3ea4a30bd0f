//! Plain mode: every pattern as written, each for itself, for comparing counts with other tools
//! (`docs/counting.md`, "Plain mode").

use std::ops::Range;

use super::beginnings::{Beginnings, NONE, Places};
use super::filter::{key_of, load, low_bytes};
use super::pattern::{self, Owner};
use super::starts::Starts;
use super::{ActorSeen, Class, Found, Hit, Scratch};
use crate::document::Language;
use crate::lexicon;
use crate::segment::Segments;
use crate::segment::normal::Rules;

/// How many bytes are filtered before the places that are left are looked at.
const STEP: usize = 4096;

#[derive(Debug)]
pub(super) struct Plain {
    languages: [Patterns; 3],
}

#[derive(Debug)]
struct Patterns {
    patterns: Vec<Written>,
    beginnings: Beginnings<Entry>,
    /// English: patterns that begin with `*`.
    stars: Vec<u32>,
    /// How many patterns may overlap themselves.
    overlapping: usize,
}

#[derive(Debug)]
struct Written {
    owner: Owner,
    ambiguous: bool,
    /// What stands between the `*` of an English pattern; one part in other languages.
    parts: Vec<String>,
    /// Its number among those that may overlap themselves.
    overlapping: Option<usize>,
}

/// A pattern in a list: enough of it that most are turned away without a look at the pattern.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The first bytes of the first part, those behind them, and which bytes those are.
    keys: [u64; 2],
    masks: [u64; 2],
    pattern: u32,
    /// Bytes of the pattern, where that is all that must be known.
    length: Option<u32>,
}

/// Where a scan is, and what it has found.
struct Scan<'a> {
    segments: &'a Segments,
    language: Language,
    /// The part that is looked at.
    part: Range<usize>,
    way: &'a mut Way,
    /// Where the last occurrence of each pattern ended that may overlap itself.
    ended: &'a mut Vec<u32>,
    found: &'a mut Found,
}

/// The way from places to sentences, which both only grow.
#[derive(Debug, Default)]
struct Way {
    hint: usize,
    sentence: usize,
}

impl Way {
    /// The sentence of the place `at`. Sentences are known in the full normal form.
    fn sentence_of(&mut self, segments: &Segments, at: usize) -> u32 {
        let original = segments.plain.original(at, at).start;
        let normal = segments.normal.from_original(original, &mut self.hint) as u32;
        while segments.sentence_ends.get(self.sentence).is_some_and(|end| *end <= normal) {
            self.sentence += 1;
        }
        self.sentence as u32
    }
}

impl Plain {
    pub(super) fn new(owners: &[(Owner, &[Vec<lexicon::Pattern>; 3])]) -> Self {
        let languages = Language::COUNTED.map(|language| {
            let all = owners.iter().flat_map(|(owner, patterns)| {
                patterns[language as usize].iter().map(move |pattern| (*owner, pattern))
            });
            let written = all.map(|(owner, pattern)| {
                // `+` and `=` are marks of the pattern language, no text.
                let written = pattern.text.replace(['+', '='], "");
                let text = pattern::normal(&written, Rules::Plain);
                let parts: Vec<String> = match language {
                    Language::English => text.split('*').map(str::to_owned).collect(),
                    _ => vec![text],
                };
                Written { owner, ambiguous: pattern.ambiguous, parts, overlapping: None }
            });
            Patterns::new(written.collect())
        });
        Self { languages }
    }

    pub(super) fn find(&self, segments: &Segments, scratch: &mut Scratch, found: &mut Found) {
        let hits_before = found.hits.len();
        let (mut from, mut hint) = (0, 0);
        let mut way = Way::default();
        for (end, language) in &segments.parts {
            // Parts are known in the full normal form; both forms come from one original.
            let original = segments.normal.original(0, *end as usize).end;
            let to = match *end as usize == segments.normal.as_bytes().len() {
                true => segments.plain.as_bytes().len(),
                false => segments.plain.from_original(original, &mut hint),
            };
            if *language != Language::Und {
                let (part, language, way) = (from..to, *language, &mut way);
                let Scratch { places, ended, .. } = scratch;
                let scan = Scan { segments, language, part, way, ended, found };
                self.languages[language as usize].find(scan, places);
            }
            from = to;
        }
        found.hits[hits_before..].sort_by_key(|hit| (hit.start, hit.end, hit.term));
    }
}

impl Patterns {
    fn new(mut patterns: Vec<Written>) -> Self {
        let (mut stars, mut overlapping) = (vec![], 0);
        for written in patterns.iter_mut().filter(|written| may_overlap(&written.parts)) {
            written.overlapping = Some(overlapping);
            overlapping += 1;
        }
        let mut texts = vec![];
        for (number, written) in patterns.iter().enumerate() {
            let first = written.parts[0].as_bytes();
            if first.is_empty() {
                stars.push(number as u32);
                continue;
            }
            let beyond = first.get(8..).unwrap_or_default();
            let whole = written.parts.len() == 1 && first.len() <= 16;
            let entry = Entry {
                keys: [key_of(first, 8), key_of(beyond, 8)],
                masks: [first.len(), beyond.len()].map(|length| low_bytes(u64::MAX, length)),
                pattern: number as u32,
                length: whole.then_some(first.len() as u32),
            };
            texts.push((first, entry));
        }
        let firsts: Vec<&[u8]> = texts.iter().map(|(first, _)| *first).collect();
        let beginnings = Beginnings::new(texts, firsts.into_iter());
        Self { beginnings, stars, overlapping, patterns }
    }

    /// Step by step: where patterns may begin, then each of those places.
    fn find(&self, mut scan: Scan, places: &mut Places) {
        if self.patterns.is_empty() {
            return;
        }
        scan.ended.clear();
        scan.ended.resize(self.overlapping, 0);
        let padded = scan.segments.plain.padded();
        let at_words = scan.language == Language::English;
        let Range { start, end } = scan.part;
        for from in (start..end).step_by(STEP) {
            let step = from..end.min(from + STEP);
            let starts = match at_words {
                true => {
                    Starts::behind_no_letter(from > start && padded[from - 1].is_ascii_alphabetic())
                }
                false => Starts::CHARACTERS,
            };
            let fits = |entry: &Entry, at: u32| {
                // SAFETY: `padded` has more than sixteen bytes behind the text.
                let [first, beyond] = [0, 8].map(|n| unsafe { load(padded, at as usize + n) });
                let others = (first ^ entry.keys[0]) & entry.masks[0];
                others | (beyond ^ entry.keys[1]) & entry.masks[1] == 0
            };
            let every_place = !self.stars.is_empty();
            // SAFETY: `padded` has its padding behind the text.
            unsafe { self.beginnings.find(padded, step, starts, every_place, fits, places) };
            for (at, number) in &places.likely {
                self.visit(*at, *number, &mut scan);
            }
        }
    }

    /// Looks for the pattern of an entry at a place, or for those that may begin anywhere.
    #[inline]
    fn visit(&self, at: u32, number: u32, scan: &mut Scan) {
        if scan.language == Language::English && scan.follows_letter(at as usize) {
            return;
        }
        if number == NONE {
            for number in &self.stars {
                scan.take_parts(&self.patterns[*number as usize], at);
            }
            return;
        }
        let entry = self.beginnings.entry(number);
        let written = &self.patterns[entry.pattern as usize];
        match entry.length {
            Some(length) => scan.take(written, at, length),
            None => scan.take_parts(written, at),
        }
    }
}

impl Scan<'_> {
    /// Whether the character before `at` is a letter that is not ASCII: those that are were seen before.
    fn follows_letter(&self, at: usize) -> bool {
        let text = &self.segments.plain.as_str()[self.part.start..];
        let before = at - self.part.start;
        before > 0
            && text.as_bytes()[before - 1] >= 0x80
            && text[..before].chars().next_back().is_some_and(char::is_alphabetic)
    }

    /// Takes the pattern if its parts match at `at`.
    fn take_parts(&mut self, written: &Written, at: u32) {
        let text = &self.segments.plain.as_str()[at as usize..self.part.end];
        if let Some(length) = match_parts(&written.parts, text).filter(|length| *length > 0) {
            self.take(written, at, length as u32);
        }
    }

    /// Takes an occurrence of a pattern, if it ends within the part and overlaps none before it.
    fn take(&mut self, written: &Written, start: u32, length: u32) {
        let end = start + length;
        if end as usize > self.part.end {
            return;
        }
        if let Some(number) = written.overlapping {
            let last = &mut self.ended[number];
            if start < *last {
                return;
            }
            *last = end;
        }
        let sentence = self.way.sentence_of(self.segments, start as usize);
        match written.owner {
            Owner::Actor(actor) => self.found.actors.push(ActorSeen { actor, sentence }),
            Owner::Term(term) => self.found.hits.push(Hit {
                term,
                language: self.language,
                start,
                end,
                sentence,
                class: Class::Plain,
                negated: false,
                ambiguous: written.ambiguous,
            }),
        }
    }
}

/// Whether two occurrences of a pattern may overlap: it ends with what it begins with.
fn may_overlap(parts: &[String]) -> bool {
    let [only] = parts else { return true };
    let bytes = only.as_bytes();
    (1..bytes.len()).any(|shift| bytes.starts_with(&bytes[shift..]))
}

/// Length of the match of `parts`, with a run of letters between each two, at the beginning of `text`.
fn match_parts(parts: &[String], text: &str) -> Option<usize> {
    let (first, rest) = parts.split_first()?;
    let after = text.strip_prefix(first.as_str())?;
    if rest.is_empty() {
        return Some(first.len());
    }
    let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    // The longest run first, as regular expressions do.
    let ends = after[..letters].char_indices().map(|(at, _)| at).chain([letters]).rev();
    for end in ends {
        if let Some(length) = match_parts(rest, &after[end..]) {
            return Some(first.len() + end + length);
        }
    }
    None
}
