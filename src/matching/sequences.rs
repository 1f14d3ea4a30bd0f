//! English and Vietnamese: a match is a run of whole words. Forms are a trie over words; a filter before it turns
//! nearly all words away.

use std::iter::Peekable;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::filter::{Filter, key_of, load, low_bytes};
use super::pattern::{Form, WordForm};
use super::{Candidate, Class, Scan, Scratch, is_open_gap, word_fits};
use crate::document::Language;
use crate::segment::words::Word;
use crate::segment::{Segments, vietnamese};

/// A word's key. English: its first eight bytes. Vietnamese: the hash of its syllable's key. Words that share one
/// are told apart when a form is found.
type Key = u64;

/// Forms by their words.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    forms: Vec<Form>,
    /// Keys of first words.
    filter: Filter,
    nodes: Vec<Node>,
    /// From a node, over a word, to the next; first words go from node 0.
    edges: FxHashMap<(u32, Key), u32>,
    /// Forms that begin with a glob.
    globs: Vec<u32>,
}

/// What is known after some words.
#[derive(Debug, Default)]
struct Node {
    /// Forms that end here.
    ends: Vec<u32>,
    /// Forms that begin like this and go on with a glob, or over a gap of their own: looked at one by one.
    others: Vec<u32>,
    /// A bit for each key that goes on.
    next: u64,
}

/// Which bit of `Node::next` a key has.
fn bit(key: Key) -> u64 {
    1 << (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
}

impl Sequences {
    pub(super) fn new(forms: Vec<Form>, language: Language) -> Self {
        let mut sequences = Self { nodes: vec![Node::default()], ..Self::default() };
        for (number, form) in forms.iter().enumerate() {
            let keys: Vec<Option<Key>> =
                form.words.iter().map(|word| key(word, language)).collect();
            let Some(first) = keys[0] else {
                sequences.globs.push(number as u32);
                continue;
            };
            let simple = form.gaps.iter().all(|gap| is_open_gap(gap.as_bytes()));
            let known = keys.iter().flatten().copied();
            if simple && keys.iter().all(Option::is_some) {
                let end = known.fold(0, |node, key| sequences.child(node, key));
                sequences.nodes[end as usize].ends.push(number as u32);
            } else {
                let node = sequences.child(0, first);
                sequences.nodes[node as usize].others.push(number as u32);
            }
        }
        #[allow(clippy::iter_over_hash_type, reason = "a filter has no order")]
        let firsts: Vec<Key> =
            sequences.edges.keys().filter(|(node, _)| *node == 0).map(|(_, key)| *key).collect();
        sequences.filter = Filter::new(&firsts);
        sequences.forms = forms;
        sequences
    }

    fn child(&mut self, node: u32, key: Key) -> u32 {
        self.nodes[node as usize].next |= bit(key);
        *self.edges.entry((node, key)).or_insert_with(|| {
            self.nodes.push(Node::default());
            self.nodes.len() as u32 - 1
        })
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
        let Scratch { hashes, candidates } = scratch;
        hashes.clear();
        if vietnamese {
            let syllables = words.clone().map(|at| scan.segments.word(at));
            hashes.extend(syllables.map(vietnamese::key_hash));
        }
        let mut regexes = regexes.iter().peekable();
        let every_word = !self.globs.is_empty() || regexes.peek().is_some();
        let padded = scan.segments.normal.padded();
        let list = &scan.segments.words()[words.clone()];
        let key_at = |n: usize| match vietnamese {
            true => hashes[n],
            false => {
                let Word { start, end } = list[n];
                // SAFETY: `padded` has more than eight bytes behind every word.
                low_bytes(unsafe { load(padded, start as usize) }, (end - start) as usize)
            }
        };
        // Two steps, so that the first has no branch: which words may begin a match; then each of those.
        const STEP: usize = 256;
        let mut likely = [(0u32, 0); STEP];
        let mut from = 0;
        while from < list.len() {
            let to = (from + STEP).min(list.len());
            let mut count = 0;
            for n in from..to {
                let key = key_at(n);
                likely[count] = (n as u32, key);
                count += usize::from(self.filter.may_hold(key) | every_word);
            }
            for (n, key) in &likely[..count] {
                let n = *n as usize;
                scan.go_to(list[n].start);
                candidates.clear();
                take_regexes(&mut regexes, list[n].start, candidates);
                self.walk(scan, list, words.start, n, *key, &key_at, candidates);
                if !candidates.is_empty() {
                    scan.settle(candidates);
                }
            }
            from = to;
        }
    }

    /// Follows the words from the `n`th of the part on, and gathers the forms that match.
    #[allow(
        clippy::too_many_arguments,
        reason = "the state of one loop, kept out of it for its length"
    )]
    #[inline]
    fn walk(
        &self,
        scan: &Scan,
        list: &[Word],
        first: usize,
        n: usize,
        key: Key,
        key_at: &impl Fn(usize) -> Key,
        candidates: &mut Vec<Candidate>,
    ) {
        for number in &self.globs {
            candidates.extend(self.candidate(*number, scan, first + n));
        }
        let Some(&(mut number)) = self.edges.get(&(0, key)) else { return };
        let mut node = &self.nodes[number as usize];
        for other in &node.others {
            candidates.extend(self.candidate(*other, scan, first + n));
        }
        let normal = scan.segments.normal.as_bytes();
        let mut last = n;
        loop {
            for form in &node.ends {
                candidates.extend(self.candidate(*form, scan, first + n));
            }
            let Some(next) = list.get(last + 1).filter(|_| node.next != 0) else { return };
            if !is_open_gap(&normal[list[last].end as usize..next.start as usize]) {
                return;
            }
            last += 1;
            let key = key_at(last);
            if node.next & bit(key) == 0 {
                return;
            }
            let Some(child) = self.edges.get(&(number, key)) else { return };
            number = *child;
            node = &self.nodes[number as usize];
        }
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
        let normal = segments.normal.as_bytes();
        let words = segments.words();
        ((last + 1).saturating_sub(longest)..=first).any(|at| {
            if self.globs.iter().any(|number| covers(number, at)) {
                return true;
            }
            let (mut number, mut next) = (0, at);
            while let Some(word) = words.get(next) {
                let joined = next == at
                    || is_open_gap(&normal[words[next - 1].end as usize..word.start as usize]);
                let key = text_key(segments.word(next), language);
                let Some(child) = self.edges.get(&(number, key)).filter(|_| joined) else { break };
                number = *child;
                next += 1;
                let node = &self.nodes[number as usize];
                if node.ends.iter().chain(&node.others).any(|number| covers(number, at)) {
                    return true;
                }
            }
            false
        })
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

/// The key of a pattern's word; globs have none.
fn key(word: &WordForm, language: Language) -> Option<Key> {
    match (word, language) {
        (WordForm::Glob(_), _) => None,
        (WordForm::Exact(_, hash), Language::Vietnamese) => Some(*hash),
        (WordForm::Exact(word, _), _) => Some(key_of(word.as_bytes(), 8)),
    }
}

/// The key of a text's word.
fn text_key(word: &str, language: Language) -> Key {
    match language {
        Language::Vietnamese => vietnamese::key_hash(word),
        _ => key_of(word.as_bytes(), 8),
    }
}

/// Moves the matches at `start` over, past those before it.
pub(super) fn take_regexes<'r>(
    regexes: &mut Peekable<impl Iterator<Item = &'r Candidate>>,
    start: u32,
    candidates: &mut Vec<Candidate>,
) {
    while let Some(candidate) = regexes.next_if(|candidate| candidate.start <= start) {
        if candidate.start == start {
            candidates.push(*candidate);
        }
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
