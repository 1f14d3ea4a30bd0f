//! `tables.xlsx`: the tables in one workbook, a sheet each, for those who work in a spreadsheet. What can be taken for a
//! formula is written as text, so that nothing of the corpus is ever computed.

use std::path::Path;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::about::About;
use super::tables::{self, Column, Kind, TableSpec, Value};
use crate::chart::style::thousands;
use crate::error::{Error, Result};

/// Rows of a sheet, its heading among them.
pub const MOST_ROWS: usize = 1_048_576;
/// Characters of a cell, in UTF-16.
const MOST_CHARACTERS: usize = 32_767;
/// Rows that are measured for the widths of columns.
const MEASURED: usize = 200;

/// The workbook, and the tables that do not fit into it whole.
pub struct Written {
    pub bytes: Vec<u8>,
    /// Name of the table, and the rows that are left out.
    pub cut: Vec<(&'static str, usize)>,
}

/// Writes all tables. `scratch` has room for files without a name; `most_rows` is [`MOST_ROWS`].
///
/// # Errors
/// What the disk says.
pub fn write(about: &About, scratch: &Path, most_rows: usize) -> Result<Written> {
    build(about, scratch, most_rows.max(3)).map_err(|error| {
        Error::new("cannot write tables.xlsx").cause(error).tip("leave it out with --tables csv")
    })
}

fn build(
    about: &About,
    scratch: &Path,
    most_rows: usize,
) -> std::result::Result<Written, XlsxError> {
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    workbook.set_tempdir(scratch)?;
    let properties = DocProperties::new()
        .set_title(text(&about.findings.title))
        .set_subject(text(&about.findings.subject))
        .set_author(About::program())
        // No clock: the same tables are the same bytes.
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&properties);
    let tables: Vec<(&TableSpec, Vec<Vec<Value>>)> = tables::written(about.findings)
        .map(|table| (table, (table.rows)(about.findings)))
        .collect();
    let cut: Vec<(&'static str, usize)> = tables
        .iter()
        .filter(|(_, rows)| rows.len() + 1 > most_rows)
        // One line says that there is more.
        .map(|(table, rows)| (table.name, rows.len() + 2 - most_rows))
        .collect();
    about_sheet(&mut workbook, about, &tables, &cut, &looks)?;
    columns_sheet(&mut workbook, about, &looks)?;
    for (table, rows) in &tables {
        let left_out =
            cut.iter().find(|(name, _)| *name == table.name).map_or(0, |(_, rows)| *rows);
        table_sheet(&mut workbook, table, rows, left_out, &looks)?;
    }
    Ok(Written { bytes: workbook.save_to_buffer()?, cut })
}

/// Cell formats.
struct Looks {
    heading: Format,
    title: Format,
    name: Format,
    prose: Format,
    year: Format,
    integer: Format,
    decimal: Format,
    precise: Format,
    share: Format,
}

impl Looks {
    fn new() -> Self {
        let number = |pattern: &str| Format::new().set_num_format(pattern);
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(Color::RGB(0x00E4_E8EC)),
            title: Format::new().set_bold().set_font_size(14),
            name: top().set_bold(),
            prose: top().set_text_wrap(),
            year: number("0"),
            integer: number("#,##0"),
            decimal: number("#,##0.000"),
            precise: number("General"),
            share: number("0.0%"),
        }
    }
}

fn about_sheet(
    workbook: &mut Workbook,
    about: &About,
    tables: &[(&TableSpec, Vec<Vec<Value>>)],
    cut: &[(&'static str, usize)],
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    let findings = about.findings;
    let sheet = workbook.add_worksheet().set_name("About")?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 110)?;
    sheet.write_string_with_format(0, 0, text(&findings.title), &looks.title)?;
    let count = |number: u64| thousands(number);
    let [cooperation, conflict] = findings.terms.map(|terms| thousands(terms as u64));
    let facts = [
        ("Subject", findings.subject.clone()),
        ("Years", about.span()),
        ("Texts", findings.source_note.clone()),
        (
            "Documents",
            format!("{} read, {} in scope", count(about.documents()), count(findings.documents_in_scope())),
        ),
        ("Scope", about.scope_note.to_owned()),
        ("Keywords", format!("{cooperation} terms of cooperation, {conflict} of conflict")),
        (
            "How it was made",
            format!(
                "{} counted the terms, study {}. Keyword lists SHA-256 {}; options SHA-256 {}. run.json beside this \
                 file has everything else.",
                About::program(),
                about.study_id,
                about.lexicon_hash,
                about.options_hash
            ),
        ),
        (
            "Numbers",
            "The same as in tables/*.csv. An empty cell is a number that does not exist, such as a share of no \
             documents; a zero is a zero. Shares are shown as per cent, with their 95 % intervals in the columns \
             …_low and …_high. The sheet Columns explains every column."
                .to_owned(),
        ),
        (
            "Not in here",
            "documents.csv, duplicates.csv, variants.csv and problems.csv, which have a row for each document or \
             place and may be longer than a sheet; those that were written lie beside this file."
                .to_owned(),
        ),
    ];
    let mut row = 2;
    for (name, what) in facts.iter().filter(|(_, what)| !what.is_empty()) {
        sheet.write_string_with_format(row, 0, *name, &looks.name)?;
        sheet.write_string_with_format(row, 1, text(what), &looks.prose)?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "Sheet", &looks.heading)?;
    sheet.write_string_with_format(row, 1, "What a row is", &looks.heading)?;
    for (table, rows) in tables {
        row += 1;
        let left_out = cut.iter().find(|(name, _)| *name == table.name);
        let more =
            left_out.map_or(String::new(), |(name, rows)| format!(" {}", missing(name, *rows)));
        let what = format!("{} {} rows.{more}", table.about, count(rows.len() as u64));
        sheet.write_string_with_format(row, 0, table.name, &looks.name)?;
        sheet.write_string_with_format(row, 1, what, &looks.prose)?;
    }
    Ok(())
}

fn columns_sheet(
    workbook: &mut Workbook,
    about: &About,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    let sheet = workbook.add_worksheet().set_name("Columns")?;
    for (at, (heading, width)) in
        [("table", 22), ("column", 42), ("unit", 22), ("meaning", 100)].into_iter().enumerate()
    {
        sheet.set_column_width(at as u16, width)?;
        sheet.write_string_with_format(0, at as u16, heading, &looks.heading)?;
    }
    let mut row = 0;
    for table in tables::written(about.findings) {
        for Column { name, unit, meaning } in (table.columns)() {
            row += 1;
            for (at, field) in [table.name, name, unit].into_iter().enumerate() {
                sheet.write_string(row, at as u16, field)?;
            }
            sheet.write_string_with_format(row, 3, meaning, &looks.prose)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?.autofilter(0, 0, row, 3)?;
    Ok(())
}

fn table_sheet(
    workbook: &mut Workbook,
    table: &TableSpec,
    rows: &[Vec<Value>],
    left_out: usize,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    let columns = (table.columns)();
    // Rows go to disk as they come, so that a table of a million rows takes no memory.
    let sheet = workbook.add_worksheet_with_constant_memory()?.set_name(table.name)?;
    for (at, column) in columns.iter().enumerate() {
        sheet.set_column_width(at as u16, width(column, at, rows))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let shown = rows.len() - left_out;
    sheet.autofilter(0, 0, shown.max(1) as u32, columns.len().saturating_sub(1) as u16)?;
    for (at, column) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, at as u16, column.name, &looks.heading)?;
    }
    for (row, values) in (1_u32..).zip(&rows[..shown]) {
        for ((at, value), column) in (0_u16..).zip(values).zip(&columns) {
            cell(sheet, row, at, value, column, looks)?;
        }
    }
    if left_out > 0 {
        let line = missing(table.name, left_out);
        sheet.write_string_with_format(shown as u32 + 1, 0, line, &looks.name)?;
    }
    Ok(())
}

fn missing(table: &str, rows: usize) -> String {
    format!("A sheet ends here: {} more rows are in tables/{table}.csv.", thousands(rows as u64))
}

fn cell(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    value: &Value,
    column: &Column,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    match value {
        Value::Empty => {}
        Value::Text(year) if column.name == "period" && year.parse::<u32>().is_ok() => {
            // Years are numbers in a spreadsheet, so that they sort and stand on an axis.
            let year: u32 = year.parse().unwrap_or_default();
            sheet.write_number_with_format(row, at, year, &looks.year)?;
        }
        Value::Text(words) if words.is_empty() => {}
        Value::Text(words) => {
            sheet.write_string(row, at, text(words))?;
        }
        Value::Integer(count) => {
            sheet.write_number_with_format(row, at, *count as f64, &looks.integer)?;
        }
        Value::Decimal(number) => {
            let look = if column.kind() == Kind::Share { &looks.share } else { &looks.decimal };
            sheet.write_number_with_format(row, at, *number, look)?;
        }
        Value::Precise(number) => {
            sheet.write_number_with_format(row, at, *number, &looks.precise)?;
        }
    }
    Ok(())
}

/// In characters of the sheet's font: the longest of the first rows, and the longest word of the heading.
fn width(column: &Column, at: usize, rows: &[Vec<Value>]) -> f64 {
    use unicode_width::UnicodeWidthStr;
    let heading = column.name.len() as f64 / 2.0 + 4.0;
    let longest = rows.iter().take(MEASURED).filter_map(|row| match row.get(at)? {
        Value::Text(text) => Some(text.width()),
        Value::Integer(count) => Some(thousands(*count).len()),
        _ => None,
    });
    (longest.max().unwrap_or(0) as f64 + 2.0).max(heading).clamp(8.0, 44.0)
}

/// Text as a cell can hold it: as long as may be, and without the two characters that no XML may have.
fn text(text: &str) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= MOST_CHARACTERS
    };
    let safe = |c: char| if matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c };
    text.chars().take_while(fits).map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tables::tests::small;
    use crate::trend::Findings;

    fn about(findings: &Findings) -> About<'_> {
        About {
            findings,
            study_id: "small",
            lexicon_hash: "abc",
            options_hash: "def",
            scope_note: "All text counts.",
        }
    }

    fn written(findings: &Findings, most_rows: usize) -> Written {
        write(&about(findings), &std::env::temp_dir(), most_rows).unwrap()
    }

    /// The fields of a sheet as a spreadsheet shows them.
    #[cfg(feature = "xlsx")]
    fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<calamine::Data>> {
        use calamine::Reader;
        let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let formulas = book.worksheet_formula(name).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(<[calamine::Data]>::to_vec).collect()
    }

    #[test]
    fn the_same_tables_are_the_same_bytes() {
        let findings = small();
        let one = written(&findings, MOST_ROWS);
        assert!(one.cut.is_empty() && one.bytes == written(&findings, MOST_ROWS).bytes);
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn every_table_is_a_sheet_with_its_numbers() {
        use calamine::{Data, Reader};
        let mut findings = small();
        findings.title = "+1\u{1} \u{FFFF}".to_owned();
        let bytes = written(&findings, MOST_ROWS).bytes;
        let book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(&bytes)).unwrap();
        let names: Vec<String> = book.sheet_names().clone();
        let wanted: Vec<&str> = ["About", "Columns"]
            .into_iter()
            .chain(tables::TABLES.iter().map(|table| table.name))
            .collect();
        assert_eq!(names, wanted);
        for table in tables::TABLES {
            let (rows, columns) = ((table.rows)(&findings), (table.columns)());
            let read = sheet(&bytes, table.name);
            assert_eq!(read.len(), rows.len() + 1, "{}", table.name);
            for (read, row) in read[1..].iter().zip(&rows) {
                for ((cell, value), column) in read.iter().zip(row).zip(&columns) {
                    let same = match (cell, value) {
                        (Data::Empty, Value::Empty) => true,
                        (Data::Empty, Value::Text(text)) => text.is_empty(),
                        (Data::String(read), Value::Text(text)) => read == text,
                        (Data::Float(year), Value::Text(text)) => year.to_string() == *text,
                        (Data::Float(read), Value::Integer(count)) => *read == *count as f64,
                        (Data::Float(read), Value::Decimal(number) | Value::Precise(number)) => {
                            (read - number).abs() < 1e-12
                        }
                        _ => false,
                    };
                    assert!(same, "{}.{}: {cell:?} for {value:?}", table.name, column.name);
                }
            }
        }
        // A name that wants to be a formula stays a name.
        let sources = sheet(&bytes, "sources");
        assert_eq!(sources[1][0], Data::String("=SUM(\"a\",1)".to_owned()));
        let columns: usize = tables::TABLES.iter().map(|table| (table.columns)().len()).sum();
        assert_eq!(sheet(&bytes, "Columns").len(), columns + 1);
        assert!(sheet(&bytes, "About")[0][0].to_string().starts_with("+1"));
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn a_table_that_does_not_fit_says_so() {
        let findings = small();
        let written = written(&findings, 4);
        let rows = (super::super::tables::table("sectors").unwrap().rows)(&findings).len();
        assert!(written.cut.contains(&("sectors", rows - 2)), "{:?}", written.cut);
        let read = sheet(&written.bytes, "sectors");
        assert_eq!(read.len(), 4);
        let said = format!("A sheet ends here: {} more rows are in tables/sectors.csv.", rows - 2);
        assert_eq!(read[3][0].to_string(), said);
        assert!(
            sheet(&written.bytes, "About").iter().any(|row| row[1].to_string().contains(&said))
        );
    }
}
