//! Korean: a match is a noun at the beginning, at the end or (for names) inside of a run, with what may follow it.

use std::iter::Peekable;
use std::ops::Range;

use super::beginnings::{Beginnings, NONE, key_length};
use super::filter::{key_of, load, low_bytes};
use super::pattern::{Form, Pattern, WordForm, glob_prefix};
use super::regexes;
use super::starts::Starts;
use super::{Candidate, Class, Scan, Scratch, is_open_gap};
use crate::lexicon::Scope;
use crate::segment::normal::PADDING;
use crate::segment::words::Word;
use crate::segment::{Segments, korean};

/// How many words are filtered before those that are left are looked at.
const STEP: usize = 256;

/// A form in a list: enough of it that most are turned away without a look at the form.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Bytes of the first piece behind those of its key, and which of them are the piece's.
    rest: u64,
    mask: u64,
    /// Where they begin, and how many bytes the piece has.
    from: u32,
    length: u32,
    /// Where the bytes beyond those stand in `tails`.
    tail: u32,
    form: u32,
    pattern: u32,
    scope: Scope,
    literal: bool,
    /// There are more pieces, each a run: the first ends its own.
    more: bool,
    /// Between it and the second, which is no glob, stand only spaces and hyphens.
    open: bool,
    /// The first bytes of the second piece, and which bytes those are; none where it is a glob.
    next: u64,
    next_mask: u64,
    case: bool,
}

/// How many bytes a first piece may have for a look at what stands behind it before anything else is known.
const MOST_BYTES: usize = 48;
const _: () = assert!(MOST_BYTES + 1 + 8 <= PADDING);

impl Entry {
    /// Whether the form may stand at the byte `at`: all that need not know the runs, without branches.
    ///
    /// # Safety
    /// `PADDING` bytes from `at` on must be readable.
    #[inline(always)]
    unsafe fn may_stand(&self, padded: &[u8], at: usize) -> bool {
        // SAFETY: the caller's promise; a key has eight bytes at most.
        let rest = unsafe { load(padded, at + self.from as usize) };
        let rest = (rest ^ self.rest) & self.mask == 0;
        // Beyond a gap of one byte or none stands the second piece.
        let end = at + if self.open { self.length as usize } else { 0 };
        // SAFETY: an open entry has MOST_BYTES at most.
        let behind = unsafe { load(padded, end) };
        let [gap, wide_gap] = [behind as u8, (behind >> 8) as u8].map(is_open);
        // SAFETY: the same.
        let next = unsafe { load(padded, end + usize::from(gap)) };
        let next = (next ^ self.next) & self.next_mask == 0;
        rest & (!self.open | next | gap & wide_gap)
    }
}

/// Whether a byte may stand between two pieces.
#[inline(always)]
fn is_open(byte: u8) -> bool {
    is_open_gap(&[byte])
}

/// Forms by the first bytes of their first piece.
#[derive(Debug, Default)]
pub(super) struct Runs {
    forms: Vec<Form>,
    beginnings: Beginnings<Entry>,
    tails: Vec<u8>,
    /// Forms that begin with a glob.
    globs: Vec<u32>,
}

impl Runs {
    pub(super) fn new(forms: Vec<Form>, patterns: &[Pattern]) -> Self {
        let (mut tails, mut globs) = (vec![], vec![]);
        let (mut texts, mut prefixes) = (vec![], vec![]);
        for (number, form) in forms.iter().enumerate() {
            let WordForm::Exact(piece) = &form.words[0] else {
                globs.push(number as u32);
                continue;
            };
            let piece = piece.as_bytes();
            let pattern = &patterns[form.pattern as usize];
            let next = match form.words.get(1) {
                Some(WordForm::Exact(next)) => Some(next.as_bytes()),
                _ => None,
            };
            let from = key_length(piece).min(piece.len());
            let rest = &piece[from..];
            let entry = Entry {
                rest: key_of(rest, 8),
                mask: low_bytes(u64::MAX, rest.len()),
                from: from as u32,
                length: piece.len() as u32,
                tail: tails.len() as u32,
                form: number as u32,
                pattern: form.pattern,
                scope: pattern.scope,
                literal: form.literal,
                more: form.words.len() > 1,
                open: next.is_some()
                    && piece.len() <= MOST_BYTES
                    && form.gaps.first().is_some_and(|gap| is_open_gap(gap.as_bytes())),
                next: next.map_or(0, |next| key_of(next, 8)),
                next_mask: next.map_or(0, |next| low_bytes(u64::MAX, next.len())),
                case: pattern.case,
            };
            tails.extend(rest.get(8..).unwrap_or_default());
            texts.push((piece, entry));
            if form.words.len() == 1 {
                prefixes.push(piece.to_vec());
                continue;
            }
            // What stands behind a piece of one syllable says more than the syllable.
            let own = form.gaps.first().filter(|gap| !gap.is_empty());
            let own = own.map_or(&b" "[..], |gap| gap.as_bytes());
            for behind in [b" ", b"-", own, next.unwrap_or_default()] {
                prefixes.push([piece, behind].concat());
            }
        }
        let beginnings = Beginnings::new(texts, prefixes.iter().map(Vec::as_slice));
        Self { beginnings, tails, globs, forms }
    }

    /// Looks at every syllable of the runs of one part. `regexes` are matches found beforehand, by place.
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
        let every_place = !self.globs.is_empty() || !regexes.is_empty();
        let mut regexes = regexes.iter().peekable();
        let segments = scan.segments;
        let padded = segments.normal.padded();
        let list = &segments.words()[words.clone()];
        for (n, step) in list.chunks(STEP).enumerate() {
            let range = step[0].start as usize..step[step.len() - 1].end as usize;
            let starts = Starts::CHARACTERS;
            // SAFETY: `padded` has its padding behind every word; `entry` is of this lexicon.
            let fits = |entry: &Entry, at: u32| unsafe { entry.may_stand(padded, at as usize) };
            let places = &mut scratch.places;
            // SAFETY: as before.
            unsafe { self.beginnings.find(padded, range, starts, every_place, fits, places) };
            self.visit(words.start + n * STEP, step, scan, scratch, &mut regexes);
        }
    }

    /// Looks at the places of a step, whose first word is `first`.
    fn visit<'r>(
        &self,
        first: usize,
        step: &[Word],
        scan: &mut Scan,
        scratch: &mut Scratch,
        regexes: &mut Peekable<impl Iterator<Item = &'r Candidate>>,
    ) {
        let Scratch { places, candidates, .. } = scratch;
        let mut word = 0;
        for entries in places.likely.chunk_by(|one, next| one.0 == next.0) {
            let at = entries[0].0;
            // The word that holds the place, or the next one; places only grow.
            while step[word].end <= at {
                word += 1;
            }
            if step[word].start > at {
                continue;
            }
            candidates.clear();
            regexes::take(regexes, at, candidates);
            scan.go_to(at);
            let runs = (first + word, &step[word..]);
            if step[word].end <= scan.sentence_bounds().1 {
                for (_, number) in entries.iter().filter(|(_, number)| *number != NONE) {
                    let entry = self.beginnings.entry(*number);
                    candidates.extend(self.taken(entry, at, runs, scan));
                }
            }
            for number in &self.globs {
                candidates.extend(self.candidate(*number, scan, first + word, at));
            }
            if !candidates.is_empty() {
                scan.settle(candidates);
            }
        }
    }

    /// The form of an entry as a candidate at the byte `at` of a run, if it matches there; `runs` are the run's number,
    /// it and those behind it.
    #[inline]
    fn taken(
        &self,
        entry: &Entry,
        at: u32,
        (number, runs): (usize, &[Word]),
        scan: &Scan,
    ) -> Option<Candidate> {
        let padded = scan.segments.normal.padded();
        let run = runs[0];
        let begins = run.start == at;
        let end = at + entry.length;
        let outside = if entry.more { end != run.end } else { end > run.end };
        if outside || !self.tail_fits(entry, padded, at) {
            return None;
        }
        if entry.more {
            // SAFETY: `padded` has more than eight bytes behind every word.
            let key_of = |run: &Word| unsafe { load(padded, run.start as usize) };
            let next = runs.get(1).map_or(entry.next, key_of);
            if (next ^ entry.next) & entry.next_mask != 0 {
                return None;
            }
        }
        if entry.more || entry.case {
            return self.candidate(entry.form, scan, number, at);
        }
        let listed = || class_of(scan.segments, end, run.end).is_listed();
        allowed(begins, entry.scope, listed).then_some(Candidate {
            start: at,
            end,
            first_word: number as u32,
            last_word: number as u32,
            pattern: entry.pattern,
            literal: entry.literal,
            class: if begins { None } else { Some(Class::Compound) },
        })
    }

    /// Whether the bytes beyond those that the entry has are those of the form.
    #[inline]
    fn tail_fits(&self, entry: &Entry, padded: &[u8], at: u32) -> bool {
        let known = entry.from as usize + 8;
        let Some(beyond) = (entry.length as usize).checked_sub(known) else { return true };
        let (at, tail) = (at as usize + known, entry.tail as usize);
        padded[at..at + beyond] == self.tails[tail..tail + beyond]
    }

    /// The form as a candidate at the byte `at` of the run `word`, if it matches there.
    fn candidate(&self, number: u32, scan: &Scan, word: usize, at: u32) -> Option<Candidate> {
        let form = &self.forms[number as usize];
        let segments = scan.segments;
        let words = segments.words();
        let count = form.words.len();
        let matched = words.get(word..word + count)?;
        let last = matched[count - 1];
        if last.end > scan.sentence_bounds().1 {
            return None;
        }
        let normal = segments.normal.as_str();
        let mut end = at as usize;
        for (n, piece) in form.words.iter().enumerate() {
            let run = matched[n];
            let from = if n == 0 { at } else { run.start } as usize;
            let rest = &normal[from..run.end as usize];
            end = from
                + match piece {
                    WordForm::Exact(piece) => rest.starts_with(&**piece).then_some(piece.len())?,
                    WordForm::Glob(glob) => glob_prefix(glob, rest)?,
                };
            // Only the last piece may have something behind it.
            if n + 1 < count && end != run.end as usize {
                return None;
            }
        }
        let gaps_fit = matched.windows(2).zip(&form.gaps).all(|(pair, own)| {
            let gap = &normal[pair[0].end as usize..pair[1].start as usize];
            is_open_gap(gap.as_bytes()) || *gap == **own
        });
        if !gaps_fit || end <= at as usize {
            return None;
        }
        let pattern = &scan.compiled.patterns[form.pattern as usize];
        let begins = at == matched[0].start;
        let listed = || class_of(segments, end as u32, last.end).is_listed();
        if !allowed(begins, pattern.scope, listed) {
            return None;
        }
        scan.case_fits(form, pattern, at, end as u32).then_some(Candidate {
            start: at,
            end: end as u32,
            first_word: word as u32,
            last_word: (word + count - 1) as u32,
            pattern: form.pattern,
            literal: form.literal,
            class: if begins { None } else { Some(Class::Compound) },
        })
    }
}

/// The class of what stands between `end` and the end of the run, behind a match.
pub(super) fn class_of(segments: &Segments, end: u32, run_end: u32) -> korean::Class {
    let normal = segments.normal.as_str();
    let last = normal[..end as usize].chars().next_back().unwrap_or_default();
    korean::class_of(last, &normal[end as usize..run_end as usize])
}

/// Whether a pattern's scope allows a match that begins its run, or does not, and is followed by what may follow a
/// noun, or is not.
#[inline]
fn allowed(begins: bool, scope: Scope, listed: impl Fn() -> bool) -> bool {
    match (begins, scope) {
        (true, Scope::Word) => listed(),
        (true, _) | (false, Scope::Any) => true,
        (false, Scope::Word) => false,
        (false, _) => listed(),
    }
}
