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
