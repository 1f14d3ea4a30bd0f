//! Plain mode: every pattern as written, each for itself, for comparing counts with other tools
//! (`docs/counting.md`, "Plain mode").

use rustc_hash::FxHashMap;

use super::filter::{Filter, character_length, key_of, load, low_bytes};
use super::pattern::{self, Owner};
use super::{ActorSeen, Class, Found, Hit};
use crate::document::Language;
use crate::lexicon;
use crate::segment::Segments;
use crate::segment::normal::Rules;

/// How many bytes of a pattern the keys hold, longest first.
const KEY_LENGTHS: [usize; 3] = [6, 3, 1];

#[derive(Debug)]
pub(super) struct Plain {
    languages: [Patterns; 3],
}

#[derive(Debug, Default)]
struct Patterns {
    patterns: Vec<Written>,
    filters: [Filter; 3],
    by_first: [FxHashMap<u64, Vec<u32>>; 3],
    /// English: patterns that begin with `*`.
    stars: Vec<u32>,
}

#[derive(Debug)]
struct Written {
    owner: Owner,
    ambiguous: bool,
    /// What stands between the `*` of an English pattern; one part in other languages.
    parts: Vec<String>,
}

impl Plain {
    pub(super) fn new(owners: &[(Owner, &[Vec<lexicon::Pattern>; 3])]) -> Self {
        let languages = Language::COUNTED.map(|language| {
            let mut compiled = Patterns::default();
            let all = owners.iter().flat_map(|(owner, patterns)| {
                patterns[language as usize].iter().map(move |pattern| (*owner, pattern))
            });
            for (owner, pattern) in all {
                // `+` and `=` are marks of the pattern language, no text.
                let written = pattern.text.replace(['+', '='], "");
                let text = pattern::normal(&written, Rules::Plain);
                let parts: Vec<String> = match language {
                    Language::English => text.split('*').map(str::to_owned).collect(),
                    _ => vec![text],
                };
                compiled.add(Written { owner, ambiguous: pattern.ambiguous, parts });
            }
            #[allow(clippy::iter_over_hash_type, reason = "a filter has no order")]
            let filter = |entries: &FxHashMap<u64, Vec<u32>>| {
                Filter::new(&entries.keys().copied().collect::<Vec<u64>>())
            };
            compiled.filters = compiled.by_first.each_ref().map(filter);
            compiled
        });
        Self { languages }
    }

    pub(super) fn find(&self, segments: &Segments, found: &mut Found) {
        let hits_before = found.hits.len();
        let mut from = 0;
        for (end, language) in &segments.parts {
            // Parts are known in the full normal form; both forms come from one original.
            let original = segments.normal.original(0, *end as usize).end;
            let to = match *end as usize == segments.normal.as_bytes().len() {
                true => segments.plain.as_bytes().len(),
                false => segments.plain.from_original(original, &mut 0),
            };
            if *language != Language::Und {
                self.languages[*language as usize].find(segments, *language, from..to, found);
            }
            from = to;
        }
        found.hits[hits_before..].sort_by_key(|hit| (hit.start, hit.end, hit.term));
    }
}

impl Patterns {
    fn add(&mut self, written: Written) {
        let number = self.patterns.len() as u32;
        let first = written.parts[0].as_bytes();
        if first.is_empty() {
            self.stars.push(number);
        } else {
            let kind = KEY_LENGTHS.iter().position(|length| first.len() >= *length).unwrap_or(2);
            let key = key_of(first, KEY_LENGTHS[kind]);
            self.by_first[kind].entry(key).or_default().push(number);
        }
        self.patterns.push(written);
    }

    fn find(
        &self,
        segments: &Segments,
        language: Language,
        range: std::ops::Range<usize>,
        found: &mut Found,
    ) {
        let text = segments.plain.as_str();
        let bytes = text.as_bytes();
        let padded = segments.plain.padded();
        // Where the last occurrence of each pattern ended: occurrences of one pattern do not overlap.
        let mut ended: FxHashMap<u32, usize> = FxHashMap::default();
        let [long, short, tiny] = &self.filters;
        let (any_short, any_tiny) = (!short.is_empty, !tiny.is_empty);
        let english = language == Language::English;
        let mut after_letter = false;
        let mut at = range.start;
        while at < range.end {
            let lead = bytes[at];
            let length = character_length(lead);
            if !after_letter {
                // SAFETY: `padded` has more than eight bytes behind the text.
                let key = unsafe { load(padded, at) };
                let mut likely = long.may_hold(low_bytes(key, 6)) | !self.stars.is_empty();
                likely |= any_short && short.may_hold(low_bytes(key, 3));
                likely |= any_tiny && tiny.may_hold(low_bytes(key, 1));
                if likely {
                    self.at(key, segments, language, at..range.end, &mut ended, found);
                }
            }
            if english {
                after_letter = match lead {
                    ..0x80 => lead.is_ascii_alphabetic(),
                    _ => text[at..].chars().next().is_some_and(char::is_alphabetic),
                };
            }
            at += length;
        }
    }

    /// Looks for every pattern that may begin at the start of `range`.
    #[inline(never)]
    fn at(
        &self,
        key: u64,
        segments: &Segments,
        language: Language,
        range: std::ops::Range<usize>,
        ended: &mut FxHashMap<u32, usize>,
        found: &mut Found,
    ) {
        for (kind, length) in KEY_LENGTHS.into_iter().enumerate() {
            if !self.filters[kind].is_empty
                && let Some(numbers) = self.by_first[kind].get(&low_bytes(key, length))
            {
                for number in numbers {
                    self.occurrence(*number, segments, language, range.clone(), ended, found);
                }
            }
        }
        for number in &self.stars {
            self.occurrence(*number, segments, language, range.clone(), ended, found);
        }
    }

    fn occurrence(
        &self,
        number: u32,
        segments: &Segments,
        language: Language,
        range: std::ops::Range<usize>,
        ended: &mut FxHashMap<u32, usize>,
        found: &mut Found,
    ) {
        let written = &self.patterns[number as usize];
        let text = &segments.plain.as_str()[range.clone()];
        let Some(length) = match_parts(&written.parts, text).filter(|length| *length > 0) else {
            return;
        };
        let last = ended.entry(number).or_insert(0);
        if range.start < *last {
            return;
        }
        *last = range.start + length;
        // Sentences are known in the full normal form.
        let original = segments.plain.original(range.start, range.start + length);
        let sentence = segments
            .sentence_of(segments.normal.from_original(original.start, &mut 0) as u32)
            as u32;
        let (start, end) = (range.start as u32, (range.start + length) as u32);
        match written.owner {
            Owner::Actor(actor) => found.actors.push(ActorSeen { actor, sentence }),
            Owner::Term(term) => found.hits.push(Hit {
                term,
                language,
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
    for end in ends.collect::<Vec<_>>() {
        if let Some(length) = match_parts(rest, &after[end..]) {
            return Some(first.len() + end + length);
        }
    }
    None
}
