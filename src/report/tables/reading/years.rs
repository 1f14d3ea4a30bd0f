//! Findings of fewer years.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use super::sort;
use crate::error::{Error, Result};
use crate::trend::network::Network;
use crate::trend::ranks::ranks;
use crate::trend::series::tests_of;
use crate::trend::{Findings, Keyword, Series};

/// The findings of `years` alone, for drawing: rows, events and keywords as a run over these years would have them.
/// Of a keyword, what no table has by period stays that of all years: `hits_negated`, `hits_compound`,
/// `hits_outside` and `sentences`, which no chart shows; of the network there is nothing.
///
/// # Errors
/// Years that are not all within those of the findings.
pub fn within(mut findings: Findings, years: &RangeInclusive<i32>) -> Result<Findings> {
    let all = findings.years.clone();
    if years.start() < all.start() || years.end() > all.end() {
        return Err(Error::new(format!(
            "cannot draw {}–{}: the tables have {}–{}",
            years.start(),
            years.end(),
            all.start(),
            all.end()
        ))
        .tip("choose years within these with --years, or run the study over more years"));
    }
    let rows = &findings.overall.rows;
    let kept: Vec<bool> = rows.iter().map(|row| years.contains(&row.period.year)).collect();
    let cut = |series: &mut Series| {
        series.rows.retain(|row| years.contains(&row.period.year));
        series.tests = tests_of(&series.rows);
    };
    cut(&mut findings.overall);
    let facets = [
        &mut findings.languages,
        &mut findings.sources,
        &mut findings.kinds,
        &mut findings.sectors,
        &mut findings.themes,
    ];
    facets.into_iter().flatten().for_each(cut);
    findings.sources.sort_by_key(|source| Reverse(documents(source)));
    findings.keywords.iter_mut().for_each(|keyword| cut_keyword(keyword, &kept));
    sort(&mut findings.keywords);
    findings.events.retain(|event| years.contains(&event.year));
    let without = |row: &crate::trend::Row| {
        row.without_near_copies.map(|without| row.documents.saturating_sub(without.documents))
    };
    findings.near_copies = findings
        .near_copies
        .and_then(|_| findings.overall.rows.iter().map(without).sum::<Option<u64>>());
    let periods = findings.periods.iter().filter_map(|period| period.within(years));
    findings.periods = periods.collect();
    let (keywords, rows) = (&findings.keywords, &findings.overall.rows);
    findings.ranks = ranks(keywords, rows, years, &findings.periods);
    // No table has its pairs by year.
    findings.network = Network::default();
    findings.years = years.clone();
    let series: Vec<_> = findings.chosen.iter().map(|chosen| chosen.name.clone()).collect();
    let _ = findings.choose(&series);
    Ok(findings)
}

fn documents(series: &Series) -> u64 {
    series.rows.iter().map(|row| row.documents).sum()
}

fn cut_keyword(keyword: &mut Keyword, kept: &[bool]) {
    let mut kept = kept.iter();
    keyword.periods.retain(|_| kept.next().copied().unwrap_or(false));
    let sum: crate::trend::KeywordPeriod = keyword.periods.iter().copied().sum();
    keyword.hits = sum.hits;
    keyword.documents = sum.documents;
    keyword.hits_without_near_copies = sum.hits_without_near_copies;
    keyword.documents_without_near_copies = sum.documents_without_near_copies;
}
