//! Terms: each over the whole study and by period, and those that charts and tables show.

use super::{Estimate, Findings, HEATMAP_ROWS_DRAWN, KEYWORDS_DRAWN, interval};
use crate::lexicon::{Labels, Sector, Stance};

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
    /// With near copies; `None` where that is not known.
    pub hits_without_near_copies: Option<u64>,
    pub documents_without_near_copies: Option<u64>,
    /// One a period, in order.
    pub periods: Vec<KeywordPeriod>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeywordPeriod {
    pub hits: u64,
    pub documents: u64,
    /// Documents in scope in the period: the denominator.
    pub documents_in_scope: u64,
    /// With near copies; `None` where that is not known.
    pub hits_without_near_copies: Option<u64>,
    pub documents_without_near_copies: Option<u64>,
}

impl std::iter::Sum for KeywordPeriod {
    fn sum<I: Iterator<Item = Self>>(periods: I) -> Self {
        let add = |a: Option<u64>, b: Option<u64>| Some(a? + b?);
        let nothing = Self {
            hits_without_near_copies: Some(0),
            documents_without_near_copies: Some(0),
            ..Self::default()
        };
        periods.fold(nothing, |sum, period| Self {
            hits: sum.hits + period.hits,
            documents: sum.documents + period.documents,
            documents_in_scope: sum.documents_in_scope + period.documents_in_scope,
            hits_without_near_copies: add(
                sum.hits_without_near_copies,
                period.hits_without_near_copies,
            ),
            documents_without_near_copies: add(
                sum.documents_without_near_copies,
                period.documents_without_near_copies,
            ),
        })
    }
}

impl KeywordPeriod {
    /// 1,000 × hits ÷ documents in scope.
    pub fn mentions_per_thousand(&self) -> Option<f64> {
        (self.documents_in_scope > 0)
            .then(|| 1_000.0 * self.hits as f64 / self.documents_in_scope as f64)
    }
}

/// A keyword as the keyword charts rank it.
#[derive(Clone, Copy, Debug)]
pub struct RankedKeyword<'a> {
    pub keyword: &'a Keyword,
    /// By documents within its stance, from 1; ties go by hits, then by id.
    pub rank: usize,
    /// By hits within its stance, from 1; equal hits have the same rank.
    pub mention_rank: usize,
    /// `documents` ÷ documents in scope over the whole study, Wilson interval.
    pub share: Option<Estimate>,
}

impl Findings {
    fn of_stance(&self, stance: Stance) -> impl Iterator<Item = &Keyword> {
        self.keywords.iter().filter(move |keyword| keyword.stance == Some(stance))
    }

    /// Keywords of one stance that documents in scope use, most documents first: what a keyword chart draws, and in
    /// which order.
    pub fn keywords_drawn(&self, stance: Stance) -> Vec<RankedKeyword<'_>> {
        let in_scope = self.documents_in_scope();
        let mut keywords: Vec<&Keyword> =
            self.of_stance(stance).filter(|keyword| keyword.documents > 0).collect();
        // Stable: ties keep the order by hits and id.
        keywords.sort_by_key(|keyword| std::cmp::Reverse(keyword.documents));
        keywords.truncate(KEYWORDS_DRAWN);
        let more_hits =
            |than: u64| self.of_stance(stance).filter(|other| other.hits > than).count();
        let ranked = (1..).zip(keywords).map(|(rank, keyword)| RankedKeyword {
            keyword,
            rank,
            mention_rank: 1 + more_hits(keyword.hits),
            share: interval::wilson(keyword.documents, in_scope),
        });
        ranked.collect()
    }

    /// The rows of the heat map: of each stance the keywords with the most hits.
    pub fn heatmap_rows(&self) -> Vec<&Keyword> {
        let first = |stance| self.of_stance(stance).take(HEATMAP_ROWS_DRAWN);
        Stance::ALL.into_iter().flat_map(first).collect()
    }
}
