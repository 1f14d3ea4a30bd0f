//! Spreadsheets: every sheet with a header row, wherever it stands. Cells are read one after the other, so that
//! neither empty rows nor a wrong extent cost memory; identifiers and dates stay text.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType, Reader as _, SheetType, XlsxError};

use super::columns::Field;
use super::guard::guarded;
use super::table::{Layout, shown};
use super::zipped::{self, Limits};
use super::{Chunk, Cut, Fields, Reader, Record, Settings};

/// The header is among the first rows that are not empty.
const HEADER_WITHIN: usize = 30;
/// What a workbook may unpack to, and how much more that may be than its size on disk: texts pack to a tenth.
const LIMITS: Limits = Limits { free: 64 << 20, ratio: 200, most: 1 << 30 };

/// What is said where the library panics: it does, if it checks, where the place of a cell is no number of 32 bits.
const OVERFLOW: XlsxError = XlsxError::Unexpected("a cell at a place that no sheet has");

pub struct Xlsx;

type Book<'a> = calamine::Xlsx<Cursor<&'a [u8]>>;
/// The number of a row from 1, and its cells by column.
type Row<'a> = (u64, Vec<(usize, Cow<'a, str>)>);

impl Reader for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn about(&self) -> &'static str {
        "Excel workbooks, BIGKinds exports among them; every sheet with a header row, one document a row"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        let bytes = &*chunk.bytes;
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            let detail = "the workbook is locked by a password, or of the old .xls format";
            return take(chunk.problem(0, "unreadable", detail, "save it as .xlsx without one"));
        }
        let checked =
            zipped::check(bytes, LIMITS, |part| part.ends_with(".xml") || part.ends_with(".rels"))
                .and_then(|()| Book::new(Cursor::new(bytes)).map_err(|error| error.to_string()));
        let mut book = match checked {
            Ok(book) => book,
            Err(detail) => {
                let hint = "open it in a spreadsheet program and save it anew as .xlsx";
                return take(chunk.problem(0, "unreadable", detail, hint));
            }
        };
        let sheets: Vec<String> = book
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect();
        for (number, name) in sheets.iter().enumerate() {
            let sheet = Sheet { chunk, settings, name, first: number == 0 };
            sheet.read(&mut book, take);
        }
    }
}

/// One sheet being read.
struct Sheet<'a> {
    chunk: &'a Chunk,
    settings: &'a Settings,
    name: &'a str,
    /// The first one's rows are called by their number alone, as those of other tables are.
    first: bool,
}

impl Sheet<'_> {
    fn read(&self, book: &mut Book, take: &mut dyn FnMut(Record)) {
        let opened = guarded(|| book.worksheet_cells_reader(self.name));
        let mut cells = match opened.unwrap_or(Err(OVERFLOW)) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => return,
            Err(error) => return take(self.broken_off(0, &error)),
        };
        let cell = move || guarded(|| cells.next_cell()).unwrap_or(Err(OVERFLOW));
        let mut rows = Rows { next: None, cell, failure: None, done: false };
        let mut early: Vec<Row> = vec![];
        while early.len() < HEADER_WITHIN {
            match rows.next_row() {
                Ok(Some(row)) => early.push(row),
                Ok(None) => break,
                Err(error) => {
                    take(self.broken_off(rows.line(), &error));
                    break;
                }
            }
        }
        if early.is_empty() {
            return;
        }
        let Some((at, layout)) = self.header(&early) else {
            let names: Vec<String> =
                early[0].1.iter().map(|(_, text)| text.trim().to_owned()).collect();
            let line = early[0].0;
            return take(self.chunk.problem(
                line,
                "no-text-column",
                format!("sheet `{}` begins with: {}", self.name, shown(&names)),
                "name the text's column under [input.columns] in the study",
            ));
        };
        for row in early.drain(..).skip(at + 1) {
            take(self.record(row, &layout));
        }
        loop {
            match rows.next_row() {
                Ok(Some(row)) => take(self.record(row, &layout)),
                Ok(None) => break,
                Err(error) => break take(self.broken_off(rows.line(), &error)),
            }
        }
    }

    /// The header row: of those with a column to count, the one that names most fields.
    fn header(&self, rows: &[Row]) -> Option<(usize, Layout)> {
        let mut best: Option<(usize, Layout)> = None;
        for (at, (_, cells)) in rows.iter().enumerate() {
            let width = cells.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
            let mut names = vec![String::new(); width];
            for (column, text) in cells {
                names[*column] = text.trim().to_owned();
            }
            let layout = Layout::new(&names, self.settings);
            let better = best.as_ref().is_none_or(|(_, known)| layout.fields() > known.fields());
            if layout.is_usable() && better {
                best = Some((at, layout));
            }
        }
        best
    }

    fn record<'a>(&self, (line, cells): Row<'a>, layout: &Layout) -> Record<'a> {
        let mut fields = Fields::default();
        for (column, text) in cells {
            if let Some(Some(field)) = layout.columns.get(column) {
                let text = match field {
                    Field::Date => of_serial(&text).map_or(text, Cow::Owned),
                    _ => text,
                };
                fields.set(*field, text);
            }
        }
        if !self.first && fields.get(Field::Id).is_empty() {
            let id = format!("{}#{}!{line}", self.chunk.input.relative, self.name);
            fields.set(Field::Id, Cow::Owned(id));
        }
        layout.record(fields, self.chunk, self.settings, line)
    }

    fn broken_off(&self, line: u64, error: &XlsxError) -> Record<'static> {
        let detail = format!("sheet `{}`: {error}", self.name);
        let hint = "what came before was used; save the workbook anew";
        self.chunk.problem(line, "broken-off", detail, hint)
    }
}

/// Cells in file order, gathered into rows that hold something.
struct Rows<'a, F> {
    cell: F,
    next: Option<((u32, u32), Cow<'a, str>)>,
    /// Why there is no more, to be said behind the last row.
    failure: Option<XlsxError>,
    done: bool,
}

impl<'a, F> Rows<'a, F>
where
    F: FnMut() -> Result<Option<calamine::Cell<DataRef<'a>>>, XlsxError>,
{
    fn next_row(&mut self) -> Result<Option<Row<'a>>, XlsxError> {
        if let Some(error) = self.failure.take() {
            return Err(error);
        }
        let mut row: Option<Row> = None;
        while !self.done {
            let found = match self.next.take() {
                Some(found) => found,
                None => match (self.cell)() {
                    Ok(Some(cell)) => (cell.get_position(), text(cell.get_value())),
                    Ok(None) => {
                        self.done = true;
                        break;
                    }
                    Err(error) => {
                        self.done = true;
                        if row.is_none() {
                            return Err(error);
                        }
                        self.failure = Some(error);
                        break;
                    }
                },
            };
            if found.1.trim().is_empty() {
                continue;
            }
            let line = u64::from(found.0.0) + 1;
            match &mut row {
                Some((at, _)) if *at != line => {
                    self.next = Some(found);
                    break;
                }
                Some((_, cells)) => cells.push((found.0.1 as usize, found.1)),
                None => row = Some((line, vec![(found.0.1 as usize, found.1)])),
            }
        }
        Ok(row)
    }

    /// The row that comes next, as far as it is known.
    fn line(&self) -> u64 {
        self.next.as_ref().map_or(0, |((row, _), _)| u64::from(*row) + 1)
    }
}

/// A cell as the text that its author sees, but for dates, which are ISO 8601.
fn text<'a>(value: &DataRef<'a>) -> Cow<'a, str> {
    match value {
        DataRef::String(text) => Cow::Owned(text.clone()),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number_text(*number)),
        DataRef::Bool(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
        DataRef::DateTime(date) if date.is_datetime() => Cow::Owned(date_text(date)),
        DataRef::DateTime(date) => Cow::Owned(number_text(date.as_f64())),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Owned(text.clone()),
        DataRef::Error(_) | DataRef::Empty => Cow::Borrowed(""),
    }
}

/// `20230531` for 20230531.0: whole numbers are identifiers, years, dates.
fn number_text(number: f64) -> String {
    match number.fract() == 0.0 && number.abs() < 1e19 {
        true => format!("{number:.0}"),
        false => number.to_string(),
    }
}

fn date_text(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// The date of a cell that holds days since 1900 and lost the format that says so: five digits, 1927 to 2119.
fn of_serial(text: &str) -> Option<String> {
    let days: u32 = text.parse().ok().filter(|days| (10_000..80_000).contains(days))?;
    let date = ExcelDateTime::new(f64::from(days), ExcelDateTimeType::DateTime, false);
    Some(date_text(&date))
}

/// Every cell that holds something in the first sheet, by row and column, as records are made of them.
#[cfg(test)]
pub(super) fn all_cells(bytes: &[u8]) -> Vec<Vec<(usize, String)>> {
    let mut book = Book::new(Cursor::new(bytes)).unwrap();
    let sheet = book.sheets_metadata()[0].name.clone();
    let mut cells = book.worksheet_cells_reader(&sheet).unwrap();
    let mut rows = Rows { next: None, cell: move || cells.next_cell(), failure: None, done: false };
    std::iter::from_fn(move || rows.next_row().unwrap())
        .map(|(_, cells)| cells.into_iter().map(|(at, text)| (at, text.into_owned())).collect())
        .collect()
}

#[cfg(test)]
mod tests;
