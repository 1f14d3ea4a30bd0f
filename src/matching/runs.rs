//! Korean: a match is a noun at the beginning, at the end or (for names) inside of a run, with what may follow it.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;

use super::edges::Edges;
use super::filter::{Filter, Starts, below, character_length, key_of, load, low_bytes};
use super::pattern::{Form, Pattern, WordForm, glob_prefix};
use super::prefixes::Prefixes;
use super::sequences::take_regexes;
use super::{Candidate, Class, Scan, Scratch, is_open_gap, push_if};
use crate::lexicon::Scope;
use crate::segment::words::Word;
use crate::segment::{Segments, korean};

/// How many bytes of a piece the keys hold: into the third syllable, two syllables, one, or less than one.
const KEY_LENGTHS: [usize; 4] = [8, 6, 3, 1];
/// Kinds of keys that hold two syllables; the others are short.
const LONG_KINDS: usize = 2;
const SYLLABLE: u32 = 3;
/// How many words are filtered before those that are left are looked at.
const STEP: usize = 64;

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
    /// The first bytes of the second piece, and which bytes those are; none where it is a glob.
    next: u64,
    next_mask: u64,
    case: bool,
}

/// Forms by the first bytes of their first piece.
#[derive(Debug, Default)]
pub(super) struct Runs {
    forms: Vec<Form>,
    filters: [Filter; 4],
    /// The first two syllables of longer pieces.
    long: Prefixes,
    /// From the length of the key, over the key, to one more than a place in `lists`.
    firsts: Edges,
    lists: Vec<Range<u32>>,
    entries: Vec<Entry>,
    tails: Vec<u8>,
    /// By the first byte, in rows: whether a piece of less than a syllable begins with it.
    tiny: [[bool; 32]; 8],
    /// A piece shorter than two syllables begins with ASCII.
    short_ascii: bool,
    /// Another may stand inside a run.
    short_inside: bool,
    /// Or begin one with something behind it.
    short_first: bool,
    /// Or is a syllable that ends its run, with more pieces behind it.
    short_last: bool,
    /// And may do so in longer runs.
    short_at_end: bool,
    /// A longer piece begins with ASCII.
    long_ascii: bool,
    /// One has an ASCII character fourth, behind something else: the first syllable is the last of its kind.
    long_apart: bool,
    /// Forms that begin with a glob.
    globs: Vec<u32>,
}

impl Runs {
    pub(super) fn new(forms: Vec<Form>, patterns: &[Pattern]) -> Self {
        let mut runs = Self::default();
        let mut lists: BTreeMap<(u32, u64), Vec<Entry>> = BTreeMap::new();
        for (number, form) in forms.iter().enumerate() {
            match &form.words[0] {
                WordForm::Glob(_) => runs.globs.push(number as u32),
                WordForm::Exact(piece) => {
                    let kind = KEY_LENGTHS.iter().position(|length| piece.len() >= *length);
                    let kind = kind.unwrap_or(KEY_LENGTHS.len() - 1);
                    let key = key_of(piece.as_bytes(), KEY_LENGTHS[kind]);
                    let pattern = &patterns[form.pattern as usize];
                    let next = match form.words.get(1) {
                        Some(WordForm::Exact(next)) => Some(next),
                        _ => None,
                    };
                    let from = KEY_LENGTHS[kind].min(piece.len());
                    let rest = &piece.as_bytes()[from..];
                    let entry = Entry {
                        rest: key_of(rest, 8),
                        mask: low_bytes(u64::MAX, rest.len()),
                        from: from as u32,
                        length: piece.len() as u32,
                        tail: runs.tails.len() as u32,
                        form: number as u32,
                        pattern: form.pattern,
                        scope: pattern.scope,
                        literal: form.literal,
                        more: form.words.len() > 1,
                        next: next.map_or(0, |next| key_of(next.as_bytes(), 8)),
                        next_mask: next.map_or(0, |next| low_bytes(u64::MAX, next.len())),
                        case: pattern.case,
                    };
                    runs.tails.extend(rest.get(8..).unwrap_or_default());
                    lists.entry((kind as u32, key)).or_default().push(entry);
                    let ascii = piece.as_bytes()[0].is_ascii();
                    if kind < LONG_KINDS {
                        runs.long_ascii |= ascii;
                        runs.long_apart |= !ascii && piece.as_bytes()[3].is_ascii();
                    } else if ascii {
                        runs.short_ascii = true;
                    } else {
                        let last = form.words.len() > 1 && piece.len() == SYLLABLE as usize;
                        let only_first = pattern.scope == Scope::Word;
                        runs.short_last |= last;
                        runs.short_first |= !last;
                        runs.short_at_end |= last && !only_first;
                        runs.short_inside |= !last && !only_first;
                    }
                }
            }
        }
        let keys = |kind| lists.keys().filter(move |(own, _)| *own == kind).map(|(_, key)| *key);
        runs.filters = [0, 1, 2, 3].map(|kind| Filter::new(&keys(kind).collect::<Vec<u64>>()));
        let long = keys(0).chain(keys(1)).map(u64::to_le_bytes).collect::<Vec<[u8; 8]>>();
        for key in keys(3) {
            runs.tiny.as_flattened_mut()[usize::from(key as u8)] = true;
        }
        runs.long = Prefixes::new(long.iter().map(|key| &key[..KEY_LENGTHS[1]]));
        let numbered = lists.keys().zip(1..).map(|(key, number)| (*key, number));
        runs.firsts = Edges::new(&numbered.collect());
        for entries in lists.into_values() {
            let from = runs.entries.len() as u32;
            runs.entries.extend(entries);
            runs.lists.push(from..runs.entries.len() as u32);
        }
        runs.forms = forms;
        runs
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
            scratch.likely.clear();
            if every_place || self.short_inside {
                self.all_places(padded, step, every_place, &mut scratch.likely);
            } else {
                self.places(padded, step, scratch);
                self.short_places(padded, step, scratch);
                scratch.likely.sort_unstable();
            }
            self.visit(words.start + n * STEP, step, scan, scratch, &mut regexes);
        }
    }

    /// The list of a kind of key; 0 where there is none.
    #[inline(always)]
    fn list_of(&self, kind: usize, key: u64) -> u32 {
        self.firsts.get(kind as u32, low_bytes(key, KEY_LENGTHS[kind])).unwrap_or(0)
    }

    /// Where in the words of a step a piece of less than two syllables may begin, with its list: such pieces begin or
    /// end runs. Those that begin with ASCII stand anywhere: `places` has found them.
    #[inline(never)]
    fn short_places(&self, padded: &[u8], step: &[Word], scratch: &mut Scratch) {
        let Scratch { places, ascii, likely, .. } = scratch;
        places.clear();
        places.reserve(2 * step.len());
        if self.short_first {
            for word in step {
                let hit =
                    !padded[word.start as usize].is_ascii() & self.may_be_short(padded, word.start);
                push_if(places, word.start, hit);
            }
        }
        if self.short_last {
            for word in step {
                // Of a run of one syllable the end is the start.
                let at = word.end.saturating_sub(SYLLABLE).max(word.start);
                let begins = padded[at as usize] >= 0xC0;
                let asked = if at == word.start { !self.short_first } else { self.short_at_end };
                push_if(places, at, begins & asked & self.may_be_short(padded, at));
            }
        }
        for places in [places, ascii] {
            likely.reserve(2 * places.len());
            for at in places.iter() {
                for kind in LONG_KINDS..KEY_LENGTHS.len() {
                    // SAFETY: `padded` has 64 readable bytes behind every word.
                    let list = self.list_of(kind, unsafe { load(padded, *at as usize) });
                    push_if(likely, (*at, list), list != 0);
                }
            }
        }
    }

    /// Whether a piece of less than two syllables may begin at the byte `at` of a run.
    #[inline(always)]
    fn may_be_short(&self, padded: &[u8], at: u32) -> bool {
        // SAFETY: `padded` has 64 readable bytes behind every word.
        let key = unsafe { load(padded, at as usize) };
        let tiny = self.tiny.as_flattened()[usize::from(key as u8)];
        self.filters[2].may_hold(low_bytes(key, KEY_LENGTHS[2])) | tiny
    }

    /// Where in the words of a step a form may begin, with its list. Longer pieces may begin anywhere in a run but in
    /// its last syllable. Three times over fewer and fewer places, without branches, so that the processor need not
    /// guess and can wait for many answers at once.
    #[inline(never)]
    fn places(&self, padded: &[u8], step: &[Word], scratch: &mut Scratch) {
        let Scratch { places, two, ascii, likely, .. } = scratch;
        places.clear();
        ascii.clear();
        // SAFETY: `padded` has 64 readable bytes behind every word.
        let key_at = |at: u32| unsafe { load(padded, at as usize) };
        let range = step[0].start as usize..step[step.len() - 1].end as usize;
        let to = range.end;
        let (long_ascii, apart) = (full(self.long_ascii), full(self.long_apart));
        let starts = |block: usize| {
            // SAFETY: `padded` has 64 readable bytes behind every word.
            let found = unsafe { Starts::of(padded, block) };
            let mut starts = found.ascii & full(self.short_ascii) & below(to - block);
            ascii.reserve(64);
            while starts != 0 {
                let at = block as u32 + starts.trailing_zeros();
                starts &= starts - 1;
                push_if(ascii, at, self.may_be_short(padded, at));
            }
            found.ascii & long_ascii | found.beyond & (found.followed() | apart)
        };
        // SAFETY: `padded` is padded.
        unsafe { self.long.places(padded, range, starts, places) };
        // Most forms are longer than two syllables, and share those with many others.
        let [longer, exact, ..] = &self.filters;
        two.clear();
        two.reserve(places.len());
        let mut kept = 0;
        for n in 0..places.len() {
            let at = places[n];
            let key = key_at(at);
            push_if(two, at, exact.may_hold(low_bytes(key, KEY_LENGTHS[1])));
            places[kept] = at;
            kept += usize::from(longer.may_hold(key));
        }
        places.truncate(kept);
        likely.reserve(places.len() + two.len());
        for (kind, places) in [places, two].into_iter().enumerate() {
            for at in places.iter() {
                let list = self.list_of(kind, key_at(*at));
                push_if(likely, (*at, list), list != 0);
            }
        }
    }

    /// The same for all pieces, when any may begin anywhere, or every place must be looked at: such as have no list
    /// are there with 0.
    fn all_places(
        &self,
        padded: &[u8],
        step: &[Word],
        every_place: bool,
        likely: &mut Vec<(u32, u32)>,
    ) {
        for word in step {
            let mut at = word.start as usize;
            while at < word.end as usize {
                if every_place {
                    likely.push((at as u32, 0));
                }
                // SAFETY: `padded` has more than eight bytes behind every word.
                let key = unsafe { load(padded, at) };
                for (kind, filter) in self.filters.iter().enumerate() {
                    if filter.may_hold(low_bytes(key, KEY_LENGTHS[kind])) {
                        let list = self.list_of(kind, key);
                        likely.extend((list != 0).then_some((at as u32, list)));
                    }
                }
                at += character_length(padded[at]);
            }
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
        let Scratch { likely, candidates, .. } = scratch;
        let mut word = 0;
        for lists in likely.chunk_by(|one, next| one.0 == next.0) {
            let at = lists[0].0;
            // The word that holds the place, or the next one; places only grow.
            while step[word].end <= at {
                word += 1;
            }
            if step[word].start > at {
                continue;
            }
            candidates.clear();
            take_regexes(regexes, at, candidates);
            scan.go_to(at);
            for (_, list) in lists.iter().filter(|(_, list)| *list != 0) {
                let Range { start, end } = self.lists[*list as usize - 1];
                let entries = &self.entries[start as usize..end as usize];
                self.take_entries(entries, at, (first + word, &step[word..]), scan, candidates);
            }
            for number in &self.globs {
                candidates.extend(self.candidate(*number, scan, first + word, at));
            }
            if !candidates.is_empty() {
                scan.settle(candidates);
            }
        }
    }

    /// Gathers which of the forms match at the byte `at` of a run; `runs` are its number, it and those behind it.
    #[inline]
    fn take_entries(
        &self,
        entries: &[Entry],
        at: u32,
        (number, runs): (usize, &[Word]),
        scan: &Scan,
        candidates: &mut Vec<Candidate>,
    ) {
        let padded = scan.segments.normal.padded();
        // SAFETY: `padded` has more than eight bytes behind every word.
        let key_at = |at: u32| unsafe { load(padded, at as usize) };
        let run = runs[0];
        let begins = run.start == at;
        if run.end > scan.sentence_bounds().1 {
            return;
        }
        for entry in entries {
            if (key_at(at + entry.from) ^ entry.rest) & entry.mask != 0 {
                continue;
            }
            let end = at + entry.length;
            let outside = if entry.more { end != run.end } else { end > run.end };
            if outside || !self.tail_fits(entry, padded, at) {
                continue;
            }
            if entry.more {
                let next = runs.get(1).map_or(entry.next, |run| key_at(run.start));
                if (next ^ entry.next) & entry.next_mask != 0 {
                    continue;
                }
            }
            if entry.more || entry.case {
                candidates.extend(self.candidate(entry.form, scan, number, at));
                continue;
            }
            let listed = || class_of(scan.segments, end, run.end).is_listed();
            if !allowed(begins, entry.scope, listed) {
                continue;
            }
            candidates.push(Candidate {
                start: at,
                end,
                first_word: number as u32,
                last_word: number as u32,
                pattern: entry.pattern,
                literal: entry.literal,
                class: if begins { None } else { Some(Class::Compound) },
            });
        }
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

/// All bits, or none.
fn full(yes: bool) -> u64 {
    if yes { u64::MAX } else { 0 }
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
