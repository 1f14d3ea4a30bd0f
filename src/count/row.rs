//! One document after counting: all that a tally, the evidence and resampling need of it, without its text.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::document::{Date, DateFrom, Kind, Language};
use crate::lexicon::TermId;
use crate::matching::Class;

/// What one document has of one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageCounts {
    pub sentences: u32,
    pub words: u32,
    pub words_in_scope: u32,
}

/// One hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PackedHit", into = "PackedHit")]
pub struct RowHit {
    pub term: TermId,
    pub language: Language,
    pub class: Class,
    pub negated: bool,
    pub ambiguous: bool,
    pub in_scope: bool,
    pub in_title: bool,
    /// Number in the document, from 0; those of the title come first.
    pub sentence: u32,
    /// Byte range in the original title or text; empty where no evidence is kept.
    pub start: u32,
    pub end: u32,
}

/// A hit as it is written: there are more of these than of anything else.
#[derive(Serialize, Deserialize)]
struct PackedHit {
    term: TermId,
    /// From the lowest bit: language (2 bits), class (4), negated, ambiguous, in scope, in the title.
    marks: u16,
    sentence: u32,
    start: u32,
    length: u32,
}

impl From<RowHit> for PackedHit {
    fn from(hit: RowHit) -> Self {
        let marks = hit.language as u16
            | (hit.class as u16) << 2
            | u16::from(hit.negated) << 6
            | u16::from(hit.ambiguous) << 7
            | u16::from(hit.in_scope) << 8
            | u16::from(hit.in_title) << 9;
        let RowHit { term, sentence, start, end, .. } = hit;
        Self { term, marks, sentence, start, length: end.wrapping_sub(start) }
    }
}

impl TryFrom<PackedHit> for RowHit {
    type Error = &'static str;

    fn try_from(packed: PackedHit) -> Result<Self, &'static str> {
        let PackedHit { term, marks, sentence, start, length } = packed;
        let is = |bit: u32| marks >> bit & 1 != 0;
        let class = Class::ALL.get(usize::from(marks >> 2 & 15));
        Ok(Self {
            term,
            language: Language::ALL[usize::from(marks & 3)],
            class: *class.ok_or("a hit of no class")?,
            negated: is(6),
            ambiguous: is(7),
            in_scope: is(8),
            in_title: is(9),
            sentence,
            start,
            end: start.wrapping_add(length),
        })
    }
}

/// A sentence that holds hits, kept where the evidence is to show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSentence<'a> {
    pub number: u32,
    /// Where it begins in the original title or text.
    pub start: u32,
    #[serde(borrow)]
    pub text: Cow<'a, str>,
}

/// What shows a hit of a text that is only a list of nouns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote<'a> {
    /// Nothing that may be quoted holds the hit: `text` is the noun alone, as the list has it.
    pub article: bool,
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    /// Bytes of the hit in `text`.
    pub start: u32,
    pub end: u32,
}

/// One document, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row<'a> {
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    pub date: Date,
    pub date_from: DateFrom,
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    pub kind: Kind,
    /// The language of most of its letters.
    pub language: Language,
    pub in_scope: bool,
    /// By `Language`.
    pub languages: [LanguageCounts; 4],
    /// In order of place: title, then text.
    pub hits: Vec<RowHit>,
    #[serde(borrow)]
    pub sentences: Vec<RowSentence<'a>>,
    /// One a hit, in their order, where the text is a list of nouns; else none.
    #[serde(borrow)]
    pub quotes: Vec<Quote<'a>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    proptest! {
        #[test]
        fn a_hit_is_read_as_it_was_written(
            (term, language, class) in (any::<TermId>(), select(&Language::ALL[..]), select(&Class::ALL[..])),
            marks in any::<[bool; 4]>(),
            (sentence, start, end) in any::<(u32, u32, u32)>(),
        ) {
            let [negated, ambiguous, in_scope, in_title] = marks;
            let hit = RowHit { term, language, class, negated, ambiguous, in_scope, in_title, sentence, start, end };
            let bytes = postcard::to_allocvec(&hit).unwrap();
            prop_assert_eq!(postcard::from_bytes::<RowHit>(&bytes).unwrap(), hit);
        }
    }
}
