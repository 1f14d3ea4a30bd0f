//! What is there, before anything is looked for in it: documents by year, language, source and format, copies, and what
//! dates were read from. Reading and cutting are those of a count, with no keyword to match.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;

use super::Watch;
use super::count::{Counted, Order, count};
use crate::document::{DateFrom, Language};
use crate::error::{Problem, Result};
use crate::lexicon::Lexicon;
use crate::report::duplicates::{Copy, CopyKind};

/// All years that a date may have.
const YEARS: RangeInclusive<i32> = 1000..=2999;

/// Documents of one year, language, source or format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Copies too.
    pub documents: u64,
    pub exact_copies: u64,
    pub near_copies: u64,
    pub words: u64,
    /// First and last.
    pub years: Option<(i32, i32)>,
}

impl Share {
    /// The sum of two.
    pub fn and(self, other: &Self) -> Self {
        let years = match (self.years, other.years) {
            (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
            (one, other) => one.or(other),
        };
        Self {
            documents: self.documents + other.documents,
            exact_copies: self.exact_copies + other.exact_copies,
            near_copies: self.near_copies + other.near_copies,
            words: self.words + other.words,
            years,
        }
    }

    fn add(&mut self, year: i32, words: u64, copy: Option<CopyKind>) {
        self.documents += 1;
        self.exact_copies += u64::from(copy == Some(CopyKind::Exact));
        self.near_copies += u64::from(copy == Some(CopyKind::Near));
        self.words += words;
        let (first, last) = self.years.unwrap_or((year, year));
        self.years = Some((first.min(year), last.max(year)));
    }
}

/// What a corpus is made of.
#[derive(Debug)]
pub struct Survey {
    pub all: Share,
    /// Those with documents.
    pub years: BTreeMap<i32, Share>,
    /// By the language of most of a document's letters.
    pub languages: BTreeMap<Language, Share>,
    /// Documents by language and year.
    pub by_language: BTreeMap<(Language, i32), u64>,
    pub sources: BTreeMap<String, Share>,
    /// By the name of the reader.
    pub formats: BTreeMap<&'static str, Share>,
    pub dates: BTreeMap<DateFrom, u64>,
    pub copies: Vec<Copy>,
    pub problems: Vec<Problem>,
    pub files: u64,
    pub bytes: u64,
    pub seconds: f64,
}

/// Reads all inputs; files without a name are made in `scratch`. Of `order`, what is about keywords, scope and years
/// does not matter.
///
/// # Errors
/// As for `count`.
pub fn survey(order: &Order, scratch: &Path, watch: &Watch) -> Result<Survey> {
    let nothing = Lexicon::default();
    let order = Order {
        lexicon: &nothing,
        actors: &[],
        years: YEARS,
        keep_duplicates: false,
        evidence: false,
        list_copies: true,
        hash: false,
        ..*order
    };
    let counted = count(&order, scratch, watch)?;
    let Counted { inputs, problems, dates_from: dates, copies, mut spool, bytes, seconds, .. } =
        counted;
    let mut survey = Survey {
        all: Share::default(),
        years: BTreeMap::new(),
        languages: BTreeMap::new(),
        by_language: BTreeMap::new(),
        sources: BTreeMap::new(),
        formats: BTreeMap::new(),
        dates,
        copies: copies.pairs,
        problems,
        files: inputs.len() as u64,
        bytes,
        seconds,
    };
    spool.rows(|place, at, row| {
        let year = row.date.year;
        let words = row.languages.iter().map(|counts| u64::from(counts.words)).sum();
        let copy = copies.left_out.get(&at).copied();
        let format = inputs.get(place.0 as usize).map_or("", |input| input.reader.name());
        if !survey.sources.contains_key(&*row.source) {
            survey.sources.insert(row.source.to_string(), Share::default());
        }
        let shares = [
            Some(&mut survey.all),
            Some(survey.years.entry(year).or_default()),
            Some(survey.languages.entry(row.language).or_default()),
            survey.sources.get_mut(&*row.source),
            Some(survey.formats.entry(format).or_default()),
        ];
        shares.into_iter().flatten().for_each(|share| share.add(year, words, copy));
        *survey.by_language.entry((row.language, year)).or_default() += 1;
        Ok(())
    })?;
    Ok(survey)
}
