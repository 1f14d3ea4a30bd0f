//! Years, shares and changes: what the counts say over time. Pure functions over a tally; nothing here can fail.

use std::ops::RangeInclusive;

use crate::lexicon::{Labels, Sector, Stance};

/// A number with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// A year, or a month of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    pub year: i32,
    pub month: Option<u8>,
}

/// What a series is cut by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    All,
    Language,
    Source,
    Kind,
    Sector,
    Theme,
}

/// One stance in one period. Hits are in scope but for `hits_outside`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StanceRow {
    pub hits: u64,
    pub hits_negated: u64,
    pub hits_compound: u64,
    pub hits_ambiguous: u64,
    pub hits_outside: u64,
    /// Documents in scope with at least one hit.
    pub documents: u64,
    /// `documents` ÷ documents in scope (0 to 1), Wilson interval; `None` without documents in scope.
    pub share: Option<Estimate>,
    /// 1,000 × `documents` ÷ documents in scope.
    pub documents_per_thousand: Option<f64>,
    /// 1,000,000 × `hits` ÷ words in scope; only for series of one language, whose words are comparable.
    pub hits_per_million_words: Option<f64>,
}

/// One period of a series. Every period of the study has its row, zeros written.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub period: Period,
    pub documents: u64,
    pub documents_in_scope: u64,
    pub documents_with_both: u64,
    pub sentences: u64,
    /// `None` where the series adds languages: words of two languages are not comparable.
    pub words: Option<u64>,
    pub words_in_scope: Option<u64>,
    /// By `Stance`.
    pub stances: [StanceRow; 2],
    /// cooperation ÷ (cooperation + conflict) of hits, bootstrap by article.
    pub balance_hits: Option<Estimate>,
    /// The same of documents (each with its stance's hits), Wilson interval.
    pub balance_documents: Option<Estimate>,
}

/// Mann-Kendall and Theil-Sen of one measure of a series, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendTest {
    /// The column that was tested: `cooperation_share`, `balance_hits` …
    pub measure: &'static str,
    pub outcome: Result<monotone::MannKendall, TooFew>,
}

/// Too few periods with a value for a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFew {
    pub periods: usize,
}

/// Counts by period for one value of one facet.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub facet: Facet,
    /// The language code, source, kind, sector or theme id; empty for `Facet::All`.
    pub value: String,
    pub labels: Labels,
    pub rows: Vec<Row>,
    pub tests: Vec<TrendTest>,
}

impl Series {
    pub fn hits(&self, stance: Stance) -> u64 {
        self.rows.iter().map(|row| row.stances[stance as usize].hits).sum()
    }
}

/// One term over the whole study, and by period. Hits are in scope but for `hits_outside`.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    pub id: String,
    pub labels: Labels,
    pub stance: Option<Stance>,
    pub sector: Option<Sector>,
    /// Theme ids.
    pub themes: Vec<String>,
    pub ambiguous: bool,
    pub hits: u64,
    pub hits_negated: u64,
    pub hits_compound: u64,
    pub hits_outside: u64,
    pub documents: u64,
    pub sentences: u64,
    /// One a period, in order.
    pub periods: Vec<KeywordPeriod>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeywordPeriod {
    pub hits: u64,
    pub documents: u64,
    /// Documents in scope in the period: the denominator.
    pub documents_in_scope: u64,
}

/// Something that happened in a year; charts mark it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub year: i32,
    pub labels: Labels,
}

/// All that the charts, the tables and the page show.
#[derive(Clone, Debug)]
pub struct Findings {
    pub title: String,
    /// What the documents are about: "Korea–Vietnam relations"; used in subtitles.
    pub subject: String,
    pub years: RangeInclusive<i32>,
    pub by_month: bool,
    pub events: Vec<Event>,
    /// One line under every chart that says what the texts are.
    pub source_note: String,
    pub overall: Series,
    pub languages: Vec<Series>,
    pub sources: Vec<Series>,
    pub kinds: Vec<Series>,
    pub sectors: Vec<Series>,
    pub themes: Vec<Series>,
    /// All terms with a stance, most hits first, then by id.
    pub keywords: Vec<Keyword>,
    /// Terms in the lexicon by stance.
    pub terms: [usize; 2],
}

pub mod interval;
pub mod monotone;
