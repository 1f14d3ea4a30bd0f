//! What people hand on, beside tables and page: a workbook, Parquet, a report in Markdown, a data package.

use std::io::Write;

use crate::error::Result;
use crate::report::about::About;
use crate::report::output::Output;
use crate::report::page::Figure;
use crate::report::tables::{self, columnar};
use crate::report::{datapackage, summary, workbook};
use crate::study::TableFormat;

/// A table that does not fit into a sheet: its name, and the rows that are left out there.
pub type Cut = (&'static str, usize);

/// Writes them, and adds their names to `written`, which has all other files but `run.json`.
///
/// # Errors
/// What the disk says.
pub fn write(
    output: &Output,
    about: &About,
    figures: &[Figure],
    formats: &[TableFormat],
    written: &mut Vec<String>,
) -> Result<Vec<Cut>> {
    let mut cut = vec![];
    if formats.contains(&TableFormat::Xlsx) {
        let workbook = workbook::write(about, output.folder(), workbook::MOST_ROWS)?;
        output.write("tables.xlsx", &workbook.bytes)?;
        written.push("tables.xlsx".to_owned());
        cut = workbook.cut;
    }
    if formats.contains(&TableFormat::Parquet) {
        for table in tables::written(about.findings) {
            let name = format!("tables/{}.parquet", table.name);
            let mut file = output.create(&name)?;
            columnar::write(table, about.findings, &mut file)?;
            // What a buffer still holds may not fit on the disk either.
            file.flush().map_err(|error| {
                crate::error::Error::new(format!("cannot write {name}")).cause(error)
            })?;
            written.push(name);
        }
    }
    output.write("report.md", summary::render(about, figures, written).as_bytes())?;
    written.push("report.md".to_owned());
    output.write(datapackage::NAME, datapackage::render(about, written).as_bytes())?;
    written.push(datapackage::NAME.to_owned());
    Ok(cut)
}
