//! The keywords that most documents use, by the periods of a study or by five years.

use std::ops::RangeInclusive;

use super::{Keyword, Row};
use crate::lexicon::{Labels, Stance};
use crate::study::{NamedPeriod, span};

/// Ranks of a period that are shown.
pub const RANKS_DRAWN: usize = 10;

/// Years of a period where the study names none; a multiple of it where there would be more than
/// [`MOST_PERIODS`].
const YEARS_OF_A_PERIOD: i32 = 5;
const MOST_PERIODS: i32 = 12;

/// The first keywords of one period.
#[derive(Clone, Debug, PartialEq)]
pub struct RankPeriod {
    /// `1992–1996`, or what the study calls it.
    pub name: String,
    pub years: RangeInclusive<i32>,
    /// Documents in scope: the denominator.
    pub documents_in_scope: u64,
    /// At most [`RANKS_DRAWN`], first to last.
    pub ranked: Vec<Ranked>,
}

/// A keyword at its place in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// From 1: by documents, then by hits, then by id.
    pub rank: usize,
    pub id: String,
    pub labels: Labels,
    pub stance: Stance,
    /// Documents in scope with at least one hit.
    pub documents: u64,
    pub hits: u64,
}

/// `named`, or years in fives from the first on: the last period may be shorter.
fn periods_of(years: &RangeInclusive<i32>, named: &[NamedPeriod]) -> Vec<NamedPeriod> {
    if !named.is_empty() {
        return named.to_vec();
    }
    let (first, last) = (*years.start(), *years.end());
    let all = last.saturating_sub(first).saturating_add(1).max(0);
    let fives = (all - 1).max(0) / (YEARS_OF_A_PERIOD * MOST_PERIODS) + 1;
    let length = YEARS_OF_A_PERIOD * fives;
    let starts = (0..=(all - 1) / length).map(|at| first + at * length).filter(|_| all > 0);
    let period = |from: i32| {
        let to = (from + length - 1).min(last);
        NamedPeriod { from, to, name: span(from, to) }
    };
    starts.map(period).collect()
}

/// The ranks of the keywords in each period; `rows` are those of `Keyword::periods`.
pub fn ranks(
    keywords: &[Keyword],
    rows: &[Row],
    years: &RangeInclusive<i32>,
    named: &[NamedPeriod],
) -> Vec<RankPeriod> {
    let ranked = |NamedPeriod { from, to, name }| {
        let years = from..=to;
        let inside = |(_, row): &(usize, &Row)| years.contains(&row.period.year);
        let places: Vec<usize> = rows.iter().enumerate().filter(inside).map(|(at, _)| at).collect();
        let documents_in_scope = places.iter().map(|at| rows[*at].documents_in_scope).sum();
        let mut ranked: Vec<Ranked> = keywords
            .iter()
            .filter_map(|keyword| {
                let sum = |of: fn(&super::KeywordPeriod) -> u64| {
                    places.iter().filter_map(|at| keyword.periods.get(*at)).map(of).sum()
                };
                let (id, labels) = (keyword.id.clone(), keyword.labels.clone());
                let [documents, hits] = [sum(|p| p.documents), sum(|p| p.hits)];
                Some(Ranked { rank: 0, id, labels, stance: keyword.stance?, documents, hits })
            })
            .filter(|keyword| keyword.documents > 0)
            .collect();
        ranked.sort_by(|a, b| {
            let by_counts = (b.documents, b.hits).cmp(&(a.documents, a.hits));
            by_counts.then_with(|| a.id.cmp(&b.id))
        });
        ranked.truncate(RANKS_DRAWN);
        (1..).zip(&mut ranked).for_each(|(rank, keyword)| keyword.rank = rank);
        RankPeriod { name, years, documents_in_scope, ranked }
    };
    periods_of(years, named).into_iter().map(ranked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(years: RangeInclusive<i32>) -> Vec<String> {
        periods_of(&years, &[]).into_iter().map(|period| period.name).collect()
    }

    #[test]
    fn periods_are_five_years_from_the_first_on() {
        assert_eq!(names(1992..=2003), ["1992–1996", "1997–2001", "2002–2003"]);
        assert_eq!(names(1992..=1992), ["1992"]);
        assert_eq!(names(1992..=1997), ["1992–1996", "1997"]);
        assert_eq!(names(1900..=1959).len(), 12);
        assert_eq!(names(1900..=1960)[0], "1900–1909", "else there were thirteen");
        assert!(names(RangeInclusive::new(2000, 1999)).is_empty());
    }

    #[test]
    fn the_periods_of_a_study_come_first() {
        let named = NamedPeriod { from: 1992, to: 2008, name: "Opening".to_owned() };
        assert_eq!(periods_of(&(1992..=2021), std::slice::from_ref(&named)), [named]);
    }
}
