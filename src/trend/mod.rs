//! Years, shares and changes: what the counts say over time. Pure functions over a tally; nothing here can fail.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use crate::count::Tally;
use crate::document::Language;
use crate::lexicon::{Labels, Stance};
use crate::study::{NamedPeriod, SeriesName};

pub mod chosen;
mod communities;
pub mod cube;
mod cut;
pub mod interval;
mod keyword;
pub mod monotone;
pub mod network;
pub mod ranks;
pub mod series;

pub use keyword::{Keyword, KeywordPeriod, RankedKeyword};
pub use series::{findings, findings_beside};

/// Keywords that a keyword chart shows of its stance, and the table of the same name holds.
pub const KEYWORDS_DRAWN: usize = 15;

/// Keywords that the heat map shows of each stance, and its table holds.
pub const HEATMAP_ROWS_DRAWN: usize = 14;

/// Where rows are months and more than this, the heat map and its table show years.
pub const HEATMAP_MOST_MONTHS: usize = 60;

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

impl fmt::Display for Period {
    /// ISO 8601: `1992`, `1992-12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))
    }
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

impl Facet {
    pub const ALL: [Facet; 6] =
        [Self::All, Self::Language, Self::Source, Self::Kind, Self::Sector, Self::Theme];

    pub fn code(self) -> &'static str {
        ["all", "language", "source", "kind", "sector", "theme"][self as usize]
    }
}

/// What a study asks for, as far as the findings depend on it.
#[derive(Clone, Debug)]
pub struct Frame {
    pub title: String,
    pub subject: String,
    /// Both ends are counted; every year between has its row.
    pub years: RangeInclusive<i32>,
    /// Rows are months and not years.
    pub by_month: bool,
    pub events: Vec<Event>,
    /// What ranks are shown by; none is five years each.
    pub periods: Vec<NamedPeriod>,
    /// Compared in a chart of their own.
    pub series: Vec<SeriesName>,
    pub source_note: String,
    /// Of the bootstrap.
    pub seed: u64,
    /// Languages that have a series even without a document; those found in the tally have one anyway.
    pub languages: Vec<Language>,
    /// Of the words around the numbers.
    pub lang: Language,
}

impl Frame {
    /// Of these years, with nothing else said.
    pub fn over(years: RangeInclusive<i32>) -> Self {
        Self {
            title: String::new(),
            subject: String::new(),
            years,
            by_month: false,
            events: vec![],
            periods: vec![],
            series: vec![],
            source_note: String::new(),
            seed: 1,
            languages: vec![],
            lang: Language::English,
        }
    }
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

/// Documents that are near copies of others.
#[derive(Clone, Debug)]
pub struct NearCopies<'a> {
    pub documents: u64,
    /// What they add to the tally.
    pub tally: Cow<'a, Tally>,
}

impl Default for NearCopies<'_> {
    /// There are none.
    fn default() -> Self {
        Self { documents: 0, tally: Cow::Owned(Tally::default()) }
    }
}

/// The counts of a period without its near copies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WithoutNearCopies {
    pub documents: u64,
    pub documents_in_scope: u64,
    /// By `Stance`.
    pub stance_documents: [u64; 2],
    pub hits: [u64; 2],
}

impl WithoutNearCopies {
    /// As `Row::balance_documents`, without an interval.
    pub fn balance_documents(&self) -> Option<f64> {
        part_of_both(self.stance_documents)
    }

    /// As `Row::balance_hits`, without an interval.
    pub fn balance_hits(&self) -> Option<f64> {
        part_of_both(self.hits)
    }
}

/// The first ÷ both.
fn part_of_both([one, other]: [u64; 2]) -> Option<f64> {
    (one + other > 0).then(|| one as f64 / (one + other) as f64)
}

impl std::iter::Sum for WithoutNearCopies {
    fn sum<I: Iterator<Item = Self>>(rows: I) -> Self {
        let both = |a: [u64; 2], b: [u64; 2]| [a[0] + b[0], a[1] + b[1]];
        rows.fold(Self::default(), |sum, row| Self {
            documents: sum.documents + row.documents,
            documents_in_scope: sum.documents_in_scope + row.documents_in_scope,
            stance_documents: both(sum.stance_documents, row.stance_documents),
            hits: both(sum.hits, row.hits),
        })
    }
}

/// One period of a series. Every period of the study has its row, zeros written.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub period: Period,
    pub documents: u64,
    pub documents_in_scope: u64,
    pub documents_with_both: u64,
    pub sentences: u64,
    /// In the one language of the series; `None` where it adds languages, whose words are not comparable. Words of
    /// undetermined text stand in the language series `und` only.
    pub words: Option<u64>,
    pub words_in_scope: Option<u64>,
    /// By `Stance`.
    pub stances: [StanceRow; 2],
    /// cooperation ÷ (cooperation + conflict) of hits, bootstrap by article.
    pub balance_hits: Option<Estimate>,
    /// Documents with cooperation ÷ (documents with cooperation + documents with conflict), Wilson interval; a
    /// document with both counts on both sides.
    pub balance_documents: Option<Estimate>,
    /// `None` where nobody looked for near copies.
    pub without_near_copies: Option<WithoutNearCopies>,
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

impl TooFew {
    /// `too few years (5)`.
    pub fn note(self, by_month: bool) -> String {
        format!("too few {} ({})", if by_month { "months" } else { "years" }, self.periods)
    }
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
    /// Of the words around the numbers.
    pub lang: Language,
    /// What the documents are about: "Korea–Vietnam relations"; used in subtitles.
    pub subject: String,
    pub years: RangeInclusive<i32>,
    pub by_month: bool,
    /// Documents of the years that are in no row because their month is not known; 0 where rows are years.
    pub documents_without_month: u64,
    /// Documents left out as near copies; `None` where that is not known.
    pub near_copies: Option<u64>,
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
    /// Terms in the same sentences.
    pub network: network::Network,
    /// Those that the study names; empty where the ranks are by five years.
    pub periods: Vec<NamedPeriod>,
    /// The first keywords of each period, in order of the periods.
    pub ranks: Vec<ranks::RankPeriod>,
    /// The series that the study compares in one chart.
    pub chosen: Vec<chosen::Chosen>,
    /// The same counts by all that the page filters by.
    pub cube: cube::Cube,
    /// Terms in the lexicon by stance.
    pub terms: [usize; 2],
}

impl Findings {
    pub fn documents_in_scope(&self) -> u64 {
        self.overall.rows.iter().map(|row| row.documents_in_scope).sum()
    }

    /// The overall series, then those of every facet in the order of [`Facet::ALL`].
    pub fn all_series(&self) -> impl Iterator<Item = &Series> {
        let facets = [&self.languages, &self.sources, &self.kinds, &self.sectors, &self.themes];
        std::iter::once(&self.overall).chain(facets.into_iter().flatten())
    }

    /// The columns of the heat map, each with the periods that it sums: itself, or the months of a year where there
    /// are more than [`HEATMAP_MOST_MONTHS`].
    pub fn heatmap_columns(&self) -> Vec<(Period, std::ops::Range<usize>)> {
        let rows = &self.overall.rows;
        let by_year = self.by_month && rows.len() > HEATMAP_MOST_MONTHS;
        let mut columns: Vec<(Period, std::ops::Range<usize>)> = vec![];
        for (at, Row { period, .. }) in rows.iter().enumerate() {
            match columns.last_mut() {
                Some((last, months)) if by_year && last.year == period.year => months.end = at + 1,
                _ if by_year => columns.push((Period { month: None, ..*period }, at..at + 1)),
                _ => columns.push((*period, at..at + 1)),
            }
        }
        columns
    }
}
