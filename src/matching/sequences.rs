//! English and Vietnamese: a match is a run of whole words. Forms are a trie over words; a filter before it turns
//! nearly all words away.

mod building;
mod likely;

use std::iter::Peekable;
use std::ops::Range;

use super::edges::Edges;
use super::filter::Filter;
use super::keys::{Key, Keys, Spelled, Written, text_key};
use super::pattern::Form;
use super::{Candidate, Class, Scan, Scratch, is_open_gap, regexes, word_fits};
use crate::document::Language;
use crate::segment::Segments;
use crate::segment::vietnamese::is_own_word;
use crate::segment::words::Word;

/// Forms by their words.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    forms: Vec<Form>,
    /// Keys of first words.
    filter: Filter,
    /// Keys of first words that may be all that is needed.
    alone: Filter,
    /// Of the others with their second words, as [`pair`] has them.
    pairs: Filter,
    nodes: Vec<Node>,
    /// From node 0, over first words: by themselves, since these are asked for most.
    firsts: Edges,
    /// From other nodes, over a word, to the next.
    edges: Edges,
    /// The forms that end at the nodes, node by node.
    ends: Vec<End>,
    /// What the words of eight bytes and more have beside their first eight: length, then the rest, form by form.
    tails: Vec<u8>,
    /// Forms that go on with a glob, or over a gap of their own: looked at one by one.
    others: Vec<u32>,
    /// Forms that begin with a glob.
    globs: Vec<u32>,
}

/// What is known after some words.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// A bit for each key that goes on.
    next: u64,
    /// Forms that end here.
    ends: (u32, u32),
    /// Those of `others` that begin like this.
    others: (u32, u32),
}

/// A form that ends at a node, and what must be looked at beside the walk to it.
#[derive(Clone, Copy, Debug)]
struct End {
    form: u32,
    pattern: u32,
    /// Where its tails begin.
    tail: u32,
    literal: bool,
    check: Check,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    /// The keys say it all.
    Nothing,
    /// Words of eight bytes and more.
    Tails,
    /// Syllables, case, words of one syllable: as for `others`.
    All,
}

/// How many words are filtered before those that are left are looked at.
const STEP: usize = 256;

/// Two words in a row as one key.
#[inline(always)]
fn pair(first: Key, second: Key) -> Key {
    first.rotate_left(29).wrapping_mul(0xD1B5_4A32_D192_ED03) ^ second
}

/// Which bit of `Node::next` a key has.
#[inline(always)]
fn bit(key: Key) -> u64 {
    1 << (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
}

impl Sequences {
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
        let mut regexes = regexes.iter().peekable();
        let every_word = !self.globs.is_empty() || regexes.peek().is_some();
        let segments = scan.segments;
        let padded = segments.normal.padded();
        let list = &segments.words()[words.clone()];
        let (first, regexes) = (words.start, &mut regexes);
        if scan.language == Language::Vietnamese {
            let (from, to) = (list[0].start as usize, list[list.len() - 1].end as usize);
            // Marks that are no part of a letter are rare: only then syllables are spelled out.
            if memchr::memchr2(0xCC, 0xCD, &padded[from..to]).is_none() {
                let keys = Written::<true> { padded, list };
                self.scan_keys(first, list, &keys, every_word, scan, scratch, regexes);
            } else {
                let keys = Spelled::new(words.map(|word| segments.word(word)));
                self.scan_keys(first, list, &keys, every_word, scan, scratch, regexes);
            }
        } else {
            let keys = Written::<false> { padded, list };
            self.scan_keys(first, list, &keys, every_word, scan, scratch, regexes);
        }
    }

    /// Step by step: which words may begin a match, then each of those.
    #[allow(
        clippy::too_many_arguments,
        reason = "the state of one loop, compiled once for each kind of key"
    )]
    #[inline]
    fn scan_keys<'r>(
        &self,
        first: usize,
        list: &[Word],
        keys: &impl Keys,
        every_word: bool,
        scan: &mut Scan,
        scratch: &mut Scratch,
        regexes: &mut Peekable<impl Iterator<Item = &'r Candidate>>,
    ) {
        for from in (0..list.len()).step_by(STEP) {
            let step = from..(from + STEP).min(list.len());
            self.find_likely(step, keys, every_word, scratch);
            let Scratch { candidates, likely, .. } = scratch;
            for (n, number) in likely.iter() {
                let n = *n as usize;
                candidates.clear();
                regexes::take(regexes, list[n].start, candidates);
                self.walk(scan, list, first, (n, *number), keys, candidates);
                if !candidates.is_empty() {
                    scan.settle(candidates);
                }
            }
        }
    }

    /// Follows the words from the `n`th of the part on, from the node behind it, and gathers the forms that match.
    #[inline]
    fn walk(
        &self,
        scan: &mut Scan,
        list: &[Word],
        first: usize,
        (n, number): (usize, u32),
        keys: &impl Keys,
        candidates: &mut Vec<Candidate>,
    ) {
        scan.go_to(list[n].start);
        for number in &self.globs {
            candidates.extend(self.candidate(*number, scan, first + n));
        }
        if number == 0 {
            return;
        }
        let mut number = number;
        let mut node = self.nodes[number as usize];
        for other in &self.others[node.others.0 as usize..node.others.1 as usize] {
            candidates.extend(self.candidate(*other, scan, first + n));
        }
        let normal = scan.segments.normal.as_bytes();
        let sentence_end = scan.sentence_bounds().1;
        let mut last = n;
        loop {
            if list[last].end > sentence_end {
                return;
            }
            for end in &self.ends[node.ends.0 as usize..node.ends.1 as usize] {
                let matches = match end.check {
                    Check::Nothing => true,
                    Check::Tails => self.tails_match(end, normal, &list[n..=last]),
                    Check::All => {
                        candidates.extend(self.candidate(end.form, scan, first + n));
                        false
                    }
                };
                if matches {
                    candidates.push(Candidate {
                        start: list[n].start,
                        end: list[last].end,
                        first_word: (first + n) as u32,
                        last_word: (first + last) as u32,
                        pattern: end.pattern,
                        literal: end.literal,
                        class: Some(Class::Word),
                    });
                }
            }
            let Some(next) = list.get(last + 1).filter(|_| node.next != 0) else { return };
            let key = keys.at(last + 1);
            if node.next & bit(key) == 0
                || !is_open_gap(&normal[list[last].end as usize..next.start as usize])
            {
                return;
            }
            last += 1;
            let Some(child) = self.edges.get(number, key) else { return };
            number = child;
            node = self.nodes[number as usize];
        }
    }

    /// Whether the words of eight bytes and more are those of the form beyond their first eight.
    fn tails_match(&self, end: &End, normal: &[u8], words: &[Word]) -> bool {
        let mut tail = end.tail as usize;
        words.iter().all(|word| {
            let length = (word.end - word.start) as usize;
            if length < 8 {
                return true;
            }
            let (known, rest) = self.tails[tail..].split_at(4);
            tail += length - 4;
            known == (length as u32).to_le_bytes()
                && rest[..length - 8] == normal[word.start as usize + 8..word.end as usize]
        })
    }

    /// Whether a form of `pattern` covers the words `first` to `last`; none has more than `longest` words.
    pub(super) fn cover(
        &self,
        scan: &Scan,
        (first, last): (usize, usize),
        pattern: u32,
        longest: usize,
    ) -> bool {
        let (segments, language) = (scan.segments, scan.language);
        let covers = |number: &u32, at: usize| {
            let form = &self.forms[*number as usize];
            form.pattern == pattern
                && at + form.words.len() > last
                && matches_at(form, segments, language, at, scan.sentence_bounds())
        };
        // Forms stand in the order of their patterns.
        let pattern_of = |number: &u32| self.forms[*number as usize].pattern;
        let globs =
            &self.globs[self.globs.partition_point(|number| pattern_of(number) < pattern)..];
        let globs = &globs[..globs.partition_point(|number| pattern_of(number) == pattern)];
        let normal = segments.normal.as_bytes();
        let words = segments.words();
        let start =
            (last + 1).saturating_sub(longest).max(segments.words_of_sentence(scan.sentence).start);
        (start..=first).any(|at| {
            if globs.iter().any(|number| covers(number, at)) {
                return true;
            }
            let (mut number, mut next) = (0, at);
            if !self.filter.may_hold(text_key(segments.word(at), language)) {
                return false;
            }
            while let Some(word) = words.get(next) {
                let joined = next == at
                    || is_open_gap(&normal[words[next - 1].end as usize..word.start as usize]);
                let key = text_key(segments.word(next), language);
                let edges = if number == 0 { &self.firsts } else { &self.edges };
                let Some(child) = edges.get(number, key).filter(|_| joined) else { break };
                number = child;
                next += 1;
                let node = &self.nodes[number as usize];
                let ends = &self.ends[node.ends.0 as usize..node.ends.1 as usize];
                let others = &self.others[node.others.0 as usize..node.others.1 as usize];
                if ends.iter().map(|end| &end.form).chain(others).any(|form| covers(form, at)) {
                    return true;
                }
            }
            false
        })
    }

    /// The form as a candidate at the word `at`, if it matches there.
    fn candidate(&self, number: u32, scan: &mut Scan, at: usize) -> Option<Candidate> {
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
            && !is_own_word(segments, scan.sentence, at)
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
            class: Some(Class::Word),
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
    form.words.iter().enumerate().all(|(n, word)| word_fits(word, segments.word(at + n), language))
        && matched.windows(2).zip(&form.gaps).all(|(pair, own)| {
            let gap = &normal[pair[0].end as usize..pair[1].start as usize];
            is_open_gap(gap) || gap == own.as_bytes()
        })
}
