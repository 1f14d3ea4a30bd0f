//! Korean: a match is a noun at the beginning, at the end or (for names) inside of a run, with what may follow it.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;

use super::edges::Edges;
use super::filter::{
    Filter, ascii_words, character_length, character_starts, key_of, load, low_bytes,
};
use super::pattern::{Form, Pattern, WordForm, glob_prefix};
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
    /// The first bytes of the first piece, and which bytes those are.
    start: u64,
    mask: u64,
    form: u32,
    pattern: u32,
    /// Bytes of the first piece.
    length: u32,
    /// Where the bytes beyond the eighth stand in `tails`.
    tail: u32,
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
    /// The first two syllables of both kinds of long keys.
    long: Filter,
    /// From the length of the key, over the key, to one more than a place in `lists`.
    firsts: Edges,
    lists: Vec<Range<u32>>,
    entries: Vec<Entry>,
    tails: Vec<u8>,
    /// By the first byte, in rows: whether a piece of less than a syllable begins with it.
    tiny: [[bool; 32]; 8],
    /// There is a piece shorter than two syllables.
    any_short: bool,
    /// And one that does not begin with ASCII.
    short_hangul: bool,
    /// A Hangul piece shorter than two syllables may stand inside a run.
    short_inside: bool,
    /// Or be its last syllable, with more pieces behind it.
    short_at_end: bool,
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
                    let entry = Entry {
                        start: key_of(piece.as_bytes(), 8),
                        mask: low_bytes(u64::MAX, piece.len()),
                        form: number as u32,
                        pattern: form.pattern,
                        length: piece.len() as u32,
                        tail: runs.tails.len() as u32,
                        scope: pattern.scope,
                        literal: form.literal,
                        more: form.words.len() > 1,
                        next: next.map_or(0, |next| key_of(next.as_bytes(), 8)),
                        next_mask: next.map_or(0, |next| low_bytes(u64::MAX, next.len())),
                        case: pattern.case,
                    };
                    runs.tails.extend(piece.as_bytes().get(8..).unwrap_or_default());
                    lists.entry((kind as u32, key)).or_default().push(entry);
                    // Where runs begin, and where ASCII is, all are looked for.
                    let ascii = piece.as_bytes()[0].is_ascii();
                    let only_at_start = pattern.scope == Scope::Word || ascii;
                    let at_end = form.words.len() > 1 && piece.len() == SYLLABLE as usize;
                    runs.short_hangul |= kind >= LONG_KINDS && !ascii;
                    runs.short_at_end |= kind >= LONG_KINDS && !only_at_start && at_end;
                    runs.short_inside |= kind >= LONG_KINDS && !only_at_start && !at_end;
                }
            }
        }
        let keys = |kind| lists.keys().filter(move |(own, _)| *own == kind).map(|(_, key)| *key);
        runs.filters = [0, 1, 2, 3].map(|kind| Filter::new(&keys(kind).collect::<Vec<u64>>()));
        let long = keys(0).chain(keys(1)).map(|key| low_bytes(key, KEY_LENGTHS[1]));
        for key in keys(3) {
            runs.tiny.as_flattened_mut()[usize::from(key as u8)] = true;
        }
        runs.any_short = keys(2).chain(keys(3)).next().is_some();
        runs.long = Filter::new(&long.collect::<Vec<u64>>());
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
        let list = &segments.words()[words.clone()];
        for (n, step) in list.chunks(STEP).enumerate() {
            scratch.places.clear();
            match every_place || self.short_inside {
                true => self.all_places(segments, step, every_place, &mut scratch.places),
                false => self.places(segments, step, &mut scratch.places),
            }
            self.visit(words.start + n * STEP, step, scan, scratch, &mut regexes);
        }
    }

    /// Where in the words of a step a form may begin, when pieces of less than two syllables begin or end runs, or
    /// begin with ASCII.
    #[inline(never)]
    fn places(&self, segments: &Segments, step: &[Word], places: &mut Vec<u32>) {
        let [longer, two, short, _] = &self.filters;
        let padded = segments.normal.padded();
        let (from, to) = (step[0].start as usize, step[step.len() - 1].end as usize);
        // SAFETY: `padded` has 64 readable bytes behind every word.
        let key_at = |at: usize| unsafe { load(padded, at) };
        if self.any_short {
            let hit = |at: u32| {
                let key = key_at(at as usize);
                let tiny = self.tiny.as_flattened()[usize::from(key as u8)];
                short.may_hold(low_bytes(key, KEY_LENGTHS[2])) | tiny
            };
            places.reserve(2 * step.len());
            // Pieces that begin with ASCII are looked for below, wherever they stand.
            for word in step.iter().filter(|_| self.short_hangul) {
                push_if(places, word.start, hit(word.start));
                if self.short_at_end {
                    // Of a run of one syllable the end is the start.
                    let at = word.end.saturating_sub(SYLLABLE).max(word.start);
                    let hangul = matches!(padded[at as usize], 0xEA..=0xED);
                    push_if(places, at, hangul & (at != word.start) & hit(at));
                }
            }
            let mut block = from;
            while block < to {
                // SAFETY: `padded` has 64 readable bytes behind every word.
                let mut ascii = unsafe { ascii_words(padded, block) };
                if to - block < 64 {
                    ascii &= (1 << (to - block)) - 1;
                }
                places.reserve(64);
                while ascii != 0 {
                    let at = block as u32 + ascii.trailing_zeros();
                    push_if(places, at, hit(at));
                    ascii &= ascii - 1;
                }
                block += 64;
            }
        }
        let shorts = places.len();
        let mut block = from;
        while block < to {
            // SAFETY: `padded` has 64 readable bytes behind every word.
            let mut starts = unsafe { character_starts(padded, block) };
            if to - block < 64 {
                starts &= (1 << (to - block)) - 1;
            }
            places.reserve(64);
            while starts != 0 {
                let at = block + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let key = key_at(at);
                push_if(places, at as u32, self.long.may_hold(low_bytes(key, KEY_LENGTHS[1])));
            }
            block += 64;
        }
        // Most forms are longer than two syllables, and share those with many others.
        let mut kept = shorts;
        for n in shorts..places.len() {
            let at = places[n];
            let key = key_at(at as usize);
            places[kept] = at;
            kept +=
                usize::from(longer.may_hold(key) | two.may_hold(low_bytes(key, KEY_LENGTHS[1])));
        }
        places.truncate(kept);
        if shorts > 0 {
            places.sort_unstable();
            places.dedup();
        }
    }

    /// The same, when any piece may begin anywhere, or every place must be looked at.
    fn all_places(
        &self,
        segments: &Segments,
        step: &[Word],
        every_place: bool,
        places: &mut Vec<u32>,
    ) {
        let padded = segments.normal.padded();
        for word in step {
            let mut at = word.start as usize;
            while at < word.end as usize {
                // SAFETY: `padded` has more than eight bytes behind every word.
                let key = unsafe { load(padded, at) };
                let hit = self.filters.iter().zip(KEY_LENGTHS);
                let hit = hit.fold(every_place, |hit, (filter, length)| {
                    hit | filter.may_hold(low_bytes(key, length))
                });
                if hit {
                    places.push(at as u32);
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
        let padded = scan.segments.normal.padded();
        let Scratch { places, likely, two, candidates, .. } = scratch;
        let key_at = |at: u32| {
            // SAFETY: `padded` has more than eight bytes behind every word.
            unsafe { load(padded, at as usize) }
        };
        // The lists of long keys first: the processor can wait for many at once.
        let list_of = |kind: usize, key: u64| {
            self.firsts.get(kind as u32, low_bytes(key, KEY_LENGTHS[kind])).unwrap_or(0)
        };
        likely.clear();
        likely.extend(places.iter().map(|at| (*at, list_of(0, key_at(*at)))));
        two.clear();
        two.extend(places.iter().map(|at| list_of(1, key_at(*at))));
        let mut word = 0;
        for ((at, longer), two) in likely.iter().zip(two.iter()) {
            // The word that holds the place, or the next one; places only grow.
            while step[word].end <= *at {
                word += 1;
            }
            let run = step[word];
            if run.start > *at {
                continue;
            }
            candidates.clear();
            take_regexes(regexes, *at, candidates);
            scan.go_to(*at);
            let fits_sentence = run.end <= scan.sentence_bounds().1;
            let key = key_at(*at);
            let begins = run.start == *at;
            let at_end = self.short_at_end && *at + SYLLABLE == run.end;
            let short = begins || self.short_inside || at_end || key as u8 <= 0x7F;
            for (kind, length) in KEY_LENGTHS.into_iter().enumerate() {
                let list = match kind {
                    0 => *longer,
                    1 => *two,
                    _ if short && self.filters[kind].may_hold(low_bytes(key, length)) => {
                        list_of(kind, key)
                    }
                    _ => 0,
                };
                if list == 0 {
                    continue;
                }
                let Range { start, end } = self.lists[list as usize - 1];
                for entry in &self.entries[start as usize..end as usize] {
                    if (key ^ entry.start) & entry.mask != 0 {
                        continue;
                    }
                    let end = *at + entry.length;
                    let outside = if entry.more { end != run.end } else { end > run.end };
                    if outside || !fits_sentence || !self.tail_fits(entry, padded, *at) {
                        continue;
                    }
                    if entry.more {
                        let next = step.get(word + 1).map_or(entry.next, |run| key_at(run.start));
                        if (next ^ entry.next) & entry.next_mask != 0 {
                            continue;
                        }
                    }
                    if entry.more || entry.case {
                        candidates.extend(self.candidate(entry.form, scan, first + word, *at));
                        continue;
                    }
                    let listed = || class_of(scan.segments, end, run.end).is_listed();
                    if !allowed(begins, entry.scope, listed) {
                        continue;
                    }
                    candidates.push(Candidate {
                        start: *at,
                        end,
                        first_word: (first + word) as u32,
                        last_word: (first + word) as u32,
                        pattern: entry.pattern,
                        literal: entry.literal,
                        class: if begins { None } else { Some(Class::Compound) },
                    });
                }
            }
            for number in &self.globs {
                candidates.extend(self.candidate(*number, scan, first + word, *at));
            }
            if !candidates.is_empty() {
                scan.settle(candidates);
            }
        }
    }

    /// Whether the bytes beyond the eighth are those of the form.
    #[inline]
    fn tail_fits(&self, entry: &Entry, padded: &[u8], at: u32) -> bool {
        let Some(beyond) = (entry.length as usize).checked_sub(8) else { return true };
        let (at, tail) = (at as usize + 8, entry.tail as usize);
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
