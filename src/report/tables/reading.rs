//! The way back: the tables of an output folder to the findings that they were written from, so that charts can be drawn
//! again without a count. Counts are believed; shares, rates, Wilson intervals and tests are computed from them anew,
//! and the balance of hits, which needs the documents, is read as it is printed.

mod line;
mod network;
mod years;

use std::collections::BTreeMap;
use std::path::Path;

use crate::document::Language;
use crate::error::{Error, Result};
use crate::lexicon::{Sector, Stance};
use crate::report::datapackage::{self, Frame};
use crate::trend::ranks::ranks;
use crate::trend::series::{fill_shares, tests_of};
use crate::trend::{
    Estimate, Facet, Findings, Keyword, KeywordPeriod, Period, Row, Series, StanceRow,
    WithoutNearCopies,
};
use line::{Line, Table};
pub use years::within;

/// The tables that are read; the others repeat them in part.
pub const READ: [&str; 10] = [
    "trend",
    "languages",
    "sources",
    "kinds",
    "sectors",
    "themes",
    "keywords",
    "keyword-year",
    "network",
    "network-nodes",
];

/// Reads the tables of the output folder `dir`.
///
/// # Errors
/// A file that is missing or broken, a column that is not there, a field that is no number, a period too many or too
/// few: each with file and line.
pub fn findings(dir: &Path) -> Result<Findings> {
    let name = dir.join(datapackage::NAME);
    let text = std::fs::read_to_string(&name).map_err(|error| {
        Error::new(format!("cannot read {}", name.display()))
            .cause(error)
            .tip("it says what the tables belong to: run the study again")
    })?;
    let frame = Frame::parse(&name.display().to_string(), &text)?;
    let periods = periods(&frame);
    let table = |name: &str| Table::read(dir, name);
    let series = |name: &str, facet| series(&table(name)?, facet, &periods);
    let trend = table("trend")?;
    let rows: Vec<Row> = trend.lines().map(|line| row(&line)).collect::<Result<_>>()?;
    check_periods(&trend, rows.iter().map(|row| row.period), &periods, "")?;
    let keywords = keywords(&table("keywords")?, &table("keyword-year")?, &periods)?;
    let years = frame.years[0]..=frame.years[1];
    let periods_of_study = frame.periods();
    let ranks = ranks(&keywords, &rows, &years, &periods_of_study);
    let chosen = frame.chosen();
    let mut findings = Findings {
        lang: frame.language().unwrap_or(Language::English),
        events: frame.events(),
        years,
        title: frame.title,
        subject: frame.subject,
        by_month: frame.by_month,
        documents_without_month: frame.documents_without_month,
        near_copies: frame.near_copies,
        source_note: frame.source_note,
        overall: whole(Facet::All, String::new(), Default::default(), rows),
        languages: series("languages", Facet::Language)?,
        sources: series("sources", Facet::Source)?,
        kinds: series("kinds", Facet::Kind)?,
        sectors: series("sectors", Facet::Sector)?,
        themes: series("themes", Facet::Theme)?,
        keywords,
        network: network::network(&table("network-nodes")?, &table("network")?)?,
        periods: periods_of_study,
        ranks,
        // No chart shows it.
        cube: Default::default(),
        chosen: vec![],
        terms: frame.terms,
    };
    let _ = findings.choose(&chosen);
    Ok(findings)
}

/// Every period that a series must have.
fn periods(frame: &Frame) -> Vec<Period> {
    let years = frame.years[0]..=frame.years[1];
    let months = |year| (1..=12).map(move |month| Period { year, month: Some(month) });
    match frame.by_month {
        true => years.flat_map(months).collect(),
        false => years.map(|year| Period { year, month: None }).collect(),
    }
}

fn whole(facet: Facet, value: String, labels: [String; 3], rows: Vec<Row>) -> Series {
    let tests = tests_of(&rows);
    Series { facet, value, labels, rows, tests }
}

fn series(table: &Table, facet: Facet, periods: &[Period]) -> Result<Vec<Series>> {
    let mut all: Vec<(String, [String; 3], Vec<Row>)> = vec![];
    for line in table.lines() {
        let value = line.text("value")?;
        if all.last().is_none_or(|(last, ..)| last != value) {
            all.push((value.to_owned(), line.labels()?, vec![]));
        }
        if let Some((.., rows)) = all.last_mut() {
            rows.push(row(&line)?);
        }
    }
    let series = all.into_iter().map(|(value, labels, rows)| {
        check_periods(table, rows.iter().map(|row| row.period), periods, &value)?;
        Ok(whole(facet, value, labels, rows))
    });
    series.collect()
}

/// Whether `found` are the periods of the study; `of` names the series.
fn check_periods(
    table: &Table,
    found: impl Iterator<Item = Period>,
    periods: &[Period],
    of: &str,
) -> Result<()> {
    let found: Vec<Period> = found.collect();
    let at = found.iter().zip(periods).position(|(found, wanted)| found != wanted);
    let at = at.unwrap_or(found.len().min(periods.len()));
    let of = if of.is_empty() { String::new() } else { format!(" of `{of}`") };
    match (found.get(at), periods.get(at)) {
        (None, None) => Ok(()),
        (None, Some(wanted)) => Err(table.wrong(format!("the row {wanted}{of} is missing"))),
        (Some(found), None) => Err(table.wrong(format!("the row {found}{of} is one too many"))),
        (Some(found), Some(wanted)) => {
            Err(table.wrong(format!("the row {found}{of} stands where {wanted} should")))
        }
    }
}

fn row(line: &Line) -> Result<Row> {
    let mut row = Row {
        period: line.period()?,
        documents: line.count("documents")?,
        documents_in_scope: line.count("documents_in_scope")?,
        documents_with_both: line.count("documents_with_both")?,
        sentences: line.count("sentences")?,
        words: line.count_or_none("words")?,
        words_in_scope: line.count_or_none("words_in_scope")?,
        stances: [stance(line, "cooperation")?, stance(line, "conflict")?],
        balance_hits: balance(line)?,
        balance_documents: None,
        without_near_copies: without_near_copies(line)?,
    };
    for (stance, counts) in Stance::ALL.into_iter().zip(&row.stances) {
        let column = format!("{}_documents", stance.code());
        line.check_part(&column, counts.documents, "documents_in_scope", row.documents_in_scope)?;
    }
    fill_shares(&mut row);
    Ok(row)
}

fn stance(line: &Line, stance: &str) -> Result<StanceRow> {
    let name = |column: &str| format!("{stance}_{column}");
    let hits = line.count(&name("hits"))?;
    Ok(StanceRow {
        hits,
        hits_negated: line.rest_of(&name("hits"), hits, &name("hits_not_negated"))?,
        hits_compound: line.count(&name("hits_compound"))?,
        hits_ambiguous: line.count(&name("hits_ambiguous"))?,
        hits_outside: line.count(&name("hits_outside"))?,
        documents: line.count(&name("documents"))?,
        ..StanceRow::default()
    })
}

fn balance(line: &Line) -> Result<Option<Estimate>> {
    let value = line.share("balance_hits")?;
    let (low, high) = (line.share("balance_hits_low")?, line.share("balance_hits_high")?);
    Ok(value.zip(low).zip(high).map(|((value, low), high)| Estimate { value, low, high }))
}

fn without_near_copies(line: &Line) -> Result<Option<WithoutNearCopies>> {
    let count = |column: &str| line.count_or_none(&format!("{column}_without_near_copies"));
    let [documents, in_scope, cooperation, conflict, cooperation_hits, conflict_hits] = [
        count("documents")?,
        count("documents_in_scope")?,
        count("cooperation_documents")?,
        count("conflict_documents")?,
        count("cooperation_hits")?,
        count("conflict_hits")?,
    ];
    let all = || {
        Some(WithoutNearCopies {
            documents: documents?,
            documents_in_scope: in_scope?,
            stance_documents: [cooperation?, conflict?],
            hits: [cooperation_hits?, conflict_hits?],
        })
    };
    Ok(all())
}

fn keywords(table: &Table, by_period: &Table, periods: &[Period]) -> Result<Vec<Keyword>> {
    let mut cells: BTreeMap<String, Vec<(Period, KeywordPeriod)>> = BTreeMap::new();
    for line in by_period.lines() {
        let cell = KeywordPeriod {
            hits: line.count("hits")?,
            documents: line.count("documents")?,
            documents_in_scope: line.count("documents_in_scope")?,
            hits_without_near_copies: line.count_or_none("hits_without_near_copies")?,
            documents_without_near_copies: line.count_or_none("documents_without_near_copies")?,
        };
        line.check_part(
            "documents",
            cell.documents,
            "documents_in_scope",
            cell.documents_in_scope,
        )?;
        cells.entry(line.text("id")?.to_owned()).or_default().push((line.period()?, cell));
    }
    let mut keywords = vec![];
    for line in table.lines() {
        let id = line.text("id")?.to_owned();
        let found = cells.remove(&id).unwrap_or_default();
        check_periods(by_period, found.iter().map(|(period, _)| *period), periods, &id)?;
        let hits = line.count("hits")?;
        keywords.push(Keyword {
            labels: line.labels()?,
            stance: line.one_of("stance", &Stance::ALL.map(|stance| (stance.code(), stance)))?,
            sector: line.one_of("sector", &Sector::ALL.map(|sector| (sector.code(), sector)))?,
            themes: line.text("themes")?.split_whitespace().map(str::to_owned).collect(),
            ambiguous: line.one_of("ambiguous", &[("yes", true), ("no", false)])? == Some(true),
            hits,
            hits_negated: line.rest_of("hits", hits, "hits_not_negated")?,
            hits_compound: line.count("hits_compound")?,
            hits_outside: line.count("hits_outside")?,
            documents: line.count("documents")?,
            sentences: line.count("sentences")?,
            hits_without_near_copies: line.count_or_none("hits_without_near_copies")?,
            documents_without_near_copies: line.count_or_none("documents_without_near_copies")?,
            periods: found.into_iter().map(|(_, cell)| cell).collect(),
            id,
        });
    }
    match cells.keys().next() {
        Some(id) => Err(by_period.wrong(format!("`{id}` is not in keywords.csv"))),
        None => {
            sort(&mut keywords);
            Ok(keywords)
        }
    }
}

/// Most hits first, then by id, as a run has them: a changed number may change the order.
fn sort(keywords: &mut [Keyword]) {
    keywords.sort_by(|a, b| b.hits.cmp(&a.hits).then_with(|| a.id.cmp(&b.id)));
}

#[cfg(test)]
mod tests;
