//! Korean: a match is a noun at the beginning, at the end or (for names) inside of a run, with what may follow it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::filter::{Filter, character_starts, key_of, load, low_bytes};
use super::pattern::{Form, Pattern, WordForm, glob_prefix};
use super::sequences::take_regexes;
use super::{Candidate, Class, Scan, Scratch, is_open_gap};
use crate::lexicon::Scope;
use crate::segment::korean;

/// How many bytes of a piece the keys hold: two syllables, one, or less than one.
const KEY_LENGTHS: [usize; 3] = [6, 3, 1];

/// A form in a list: what it begins with, so that most are turned away without a look at them.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The first bytes of the first piece, and which bytes those are.
    start: u64,
    mask: u64,
    form: u32,
}

/// Forms by the first bytes of their first piece.
#[derive(Debug, Default)]
pub(super) struct Runs {
    forms: Vec<Form>,
    filters: [Filter; 3],
    by_first: [FxHashMap<u64, Vec<Entry>>; 3],
    /// A Hangul piece shorter than two syllables may stand inside a run.
    short_inside: bool,
    /// Forms that begin with a glob.
    globs: Vec<u32>,
}

impl Runs {
    pub(super) fn new(forms: Vec<Form>, patterns: &[Pattern]) -> Self {
        let mut runs = Self::default();
        for (number, form) in forms.iter().enumerate() {
            match &form.words[0] {
                WordForm::Glob(_) => runs.globs.push(number as u32),
                WordForm::Exact(piece, _) => {
                    let kind = KEY_LENGTHS.iter().position(|length| piece.len() >= *length);
                    let kind = kind.unwrap_or(KEY_LENGTHS.len() - 1);
                    let key = key_of(piece.as_bytes(), KEY_LENGTHS[kind]);
                    let entry = Entry {
                        start: key_of(piece.as_bytes(), 8),
                        mask: low_bytes(u64::MAX, piece.len()),
                        form: number as u32,
                    };
                    runs.by_first[kind].entry(key).or_default().push(entry);
                    let pattern = &patterns[form.pattern as usize];
                    let only_at_start = pattern.scope == Scope::Word || piece.is_ascii();
                    runs.short_inside |= kind > 0 && !only_at_start;
                }
            }
        }
        #[allow(clippy::iter_over_hash_type, reason = "a filter has no order")]
        let filter = |entries: &FxHashMap<u64, Vec<Entry>>| {
            Filter::new(&entries.keys().copied().collect::<Vec<u64>>())
        };
        runs.filters = runs.by_first.each_ref().map(filter);
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
        let [long, short, tiny] = &self.filters;
        let any_short = !short.is_empty || !tiny.is_empty;
        let short_anywhere = every_place || self.short_inside;
        let padded = scan.segments.normal.padded();
        let mut regexes = regexes.iter().peekable();
        let list = &scan.segments.words()[words.clone()];
        const STEP: usize = 256;
        let mut likely = [(0u32, 0u32); STEP];
        let mut count = 0;
        let (Some(first), Some(last)) = (list.first(), list.last()) else { return };
        let (from, to) = (first.start as usize, last.end as usize);
        // The word that holds the place, or the next one; places only grow.
        let mut word = 0;
        let mut block = from;
        while block < to {
            // SAFETY: `padded` has 64 readable bytes behind every word.
            let mut starts = unsafe { character_starts(padded, block) };
            if to - block < 64 {
                starts &= (1 << (to - block)) - 1;
            }
            // No branch but the last: where characters begin and which may begin a match is no pattern either.
            while starts != 0 {
                let at = block + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                // SAFETY: as above.
                let key = unsafe { load(padded, at) };
                let is_long = long.may_hold(low_bytes(key, KEY_LENGTHS[0]));
                let mut hit = is_long;
                // Shorter pieces are rare: ODA and FTA, which begin with a letter of ASCII, and single syllables,
                // which most patterns want at the start of a run.
                if any_short {
                    hit |= short.may_hold(low_bytes(key, KEY_LENGTHS[1]))
                        | tiny.may_hold(low_bytes(key, KEY_LENGTHS[2]));
                }
                if hit | every_place {
                    while list[word].end as usize <= at {
                        word += 1;
                    }
                    let begins = list[word].start as usize;
                    let inside = !is_long && at > begins && key as u8 > 0x7F && !short_anywhere;
                    if begins <= at && !inside {
                        likely[count] = ((words.start + word) as u32, at as u32);
                        count += 1;
                        if count == STEP {
                            self.visit(&likely[..count], scan, scratch, &mut regexes);
                            count = 0;
                        }
                    }
                }
            }
            block += 64;
        }
        self.visit(&likely[..count], scan, scratch, &mut regexes);
    }

    fn visit<'r>(
        &self,
        likely: &[(u32, u32)],
        scan: &mut Scan,
        scratch: &mut Scratch,
        regexes: &mut std::iter::Peekable<impl Iterator<Item = &'r Candidate>>,
    ) {
        let padded = scan.segments.normal.padded();
        let candidates = &mut scratch.candidates;
        for (word, at) in likely {
            candidates.clear();
            take_regexes(regexes, *at, candidates);
            scan.go_to(*at);
            // SAFETY: `padded` has more than eight bytes behind every word.
            let key = unsafe { load(padded, *at as usize) };
            for (kind, length) in KEY_LENGTHS.into_iter().enumerate() {
                if !self.filters[kind].is_empty
                    && let Some(numbers) = self.by_first[kind].get(&low_bytes(key, length))
                {
                    for entry in
                        numbers.iter().filter(|entry| (key ^ entry.start) & entry.mask == 0)
                    {
                        candidates.extend(self.candidate(entry.form, scan, *word as usize, *at));
                    }
                }
            }
            for number in &self.globs {
                candidates.extend(self.candidate(*number, scan, *word as usize, *at));
            }
            if !candidates.is_empty() {
                scan.settle(candidates);
            }
        }
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
                    WordForm::Exact(piece, _) => {
                        rest.starts_with(&**piece).then_some(piece.len())?
                    }
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
        let class = class(&normal[..end], &normal[end..last.end as usize], begins, pattern)?;
        scan.case_fits(form, pattern, at, end as u32).then_some(Candidate {
            start: at,
            end: end as u32,
            first_word: word as u32,
            last_word: (word + count - 1) as u32,
            pattern: form.pattern,
            literal: form.literal,
            class,
        })
    }
}

/// How a match stands in its run, or `None` where the pattern's scope does not allow it.
fn class(before_end: &str, following: &str, begins: bool, pattern: &Pattern) -> Option<Class> {
    let last = before_end.chars().next_back()?;
    let class = korean::class_of(last, following);
    let listed = class != korean::Class::Compound;
    let allowed = match (begins, listed) {
        (true, true) => true,
        (true, false) | (false, true) => pattern.scope != Scope::Word,
        (false, false) => pattern.scope == Scope::Any,
    };
    allowed.then_some(if begins { class.into() } else { Class::Compound })
}
