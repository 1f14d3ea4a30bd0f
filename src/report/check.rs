//! Recounting a finished folder from its evidence: every cell of the tables has as many rows of evidence behind it
//! as it says (`docs/counting.md`, "Evidence").

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use super::evidence::EvidenceReader;
use crate::count::tally_file::TallyTable;
use crate::error::{Error, Result};

/// Hits, negated, compound, ambiguous (all in scope) and outside.
type Hits = [i64; 5];
/// Year, month, language, source, kind, term.
type Cell = (i32, i32, String, String, String, String);

/// What was compared, and what differs.
#[derive(Debug, Default)]
pub struct Verified {
    pub evidence_rows: u64,
    pub tally_cells: u64,
    pub table_cells: u64,
    /// What a cell says and what the evidence holds, in words.
    pub differences: Vec<String>,
}

/// Recounts the folder `dir`.
///
/// # Errors
/// The folder has no evidence, or a file of it cannot be read.
pub fn verify(dir: &Path) -> Result<Verified> {
    let name = dir.join("evidence/evidence.parquet");
    let file = File::open(&name).map_err(|error| {
        Error::new(format!("no evidence in {}", dir.display()))
            .cause(error)
            .tip("run the study with `evidence = true` under [output]; plain tallies have none")
    })?;
    let mut verified = Verified::default();
    let mut cells: BTreeMap<Cell, Hits> = BTreeMap::new();
    let columns = [
        "year",
        "month",
        "language",
        "source",
        "kind",
        "term",
        "class",
        "negated",
        "ambiguous",
        "in_scope",
    ];
    for row in EvidenceReader::new(&name.display().to_string(), file)?.only(&columns)? {
        let row = row?;
        verified.evidence_rows += 1;
        let key = (
            row.year,
            row.month,
            row.language.into_owned(),
            row.source.into_owned(),
            row.kind.into_owned(),
            row.term.into_owned(),
        );
        let hits = cells.entry(key).or_default();
        match row.in_scope {
            true => {
                hits[0] += 1;
                hits[1] += i64::from(row.negated);
                hits[2] += i64::from(row.class == "compound");
                hits[3] += i64::from(row.ambiguous);
            }
            false => hits[4] += 1,
        }
    }
    compare_tally(dir, &cells, &mut verified)?;
    compare_table(dir, &cells, &mut verified)?;
    Ok(verified)
}

fn compare_tally(dir: &Path, cells: &BTreeMap<Cell, Hits>, verified: &mut Verified) -> Result<()> {
    let name = dir.join("tally.parquet");
    let file = File::open(&name).map_err(|error| {
        Error::new(format!("cannot read {}", name.display()))
            .cause(error)
            .tip("run the study again")
    })?;
    let table = TallyTable::read(&name.display().to_string(), file)?;
    let mut seen = 0;
    for (key, counts) in table.rows().filter(|(key, _)| key.stat == "term") {
        let hits: Hits = [counts[8], counts[9], counts[10], counts[11], counts[12]];
        if hits == Hits::default() {
            // Documents of another language than their paragraphs'.
            continue;
        }
        verified.tally_cells += 1;
        seen += 1;
        let cell = (
            key.year,
            key.month,
            key.language.to_owned(),
            key.source.to_string(),
            key.kind.to_owned(),
            key.a.to_string(),
        );
        let found = cells.get(&cell).copied().unwrap_or_default();
        if found != hits {
            let (year, _, language, source, _, term) = cell;
            verified.differences.push(format!(
                "tally.parquet, {term} {year} {language} {source}: {hits:?} hits, {found:?} in the evidence"
            ));
        }
    }
    if seen < cells.len() {
        let missing = cells.len() - seen;
        verified
            .differences
            .push(format!("{missing} cells of the evidence are not in tally.parquet"));
    }
    Ok(())
}

fn compare_table(dir: &Path, cells: &BTreeMap<Cell, Hits>, verified: &mut Verified) -> Result<()> {
    let name = dir.join("tables/keyword-year.csv");
    let failed = |error: &dyn std::fmt::Display| {
        Error::new(format!("cannot read {}", name.display()))
            .cause(error)
            .tip("run the study again")
    };
    let mut periods: BTreeMap<(String, String), i64> = BTreeMap::new();
    for ((year, month, _, _, _, term), hits) in cells {
        for period in [format!("{year}"), format!("{year}-{month:02}")] {
            *periods.entry((term.clone(), period)).or_default() += hits[0];
        }
    }
    let mut reader = csv::Reader::from_path(&name).map_err(|error| failed(&error))?;
    let header = reader.headers().map_err(|error| failed(&error))?.clone();
    let column = |wanted: &str| {
        let found = header.iter().position(|name| name.trim_start_matches('\u{FEFF}') == wanted);
        found.ok_or_else(|| failed(&format!("no column `{wanted}`")))
    };
    let (id, period, hits) = (column("id")?, column("period")?, column("hits")?);
    for row in reader.records() {
        let row = row.map_err(|error| failed(&error))?;
        verified.table_cells += 1;
        let key = (row[id].to_owned(), row[period].to_owned());
        let found = periods.get(&key).copied().unwrap_or_default();
        if row[hits].parse() != Ok(found) {
            verified.differences.push(format!(
                "tables/keyword-year.csv, {} {}: {} hits, {found} in the evidence",
                key.0, key.1, &row[hits]
            ));
        }
    }
    Ok(())
}
