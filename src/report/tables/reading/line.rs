//! One table as CSV, and the fields of a line of it by the names of their columns, with what is wrong told in one way.

use std::collections::BTreeMap;
use std::path::Path;

use csv::StringRecord;

use crate::error::{Error, Result};
use crate::trend::Period;

/// A table that was read.
pub(super) struct Table {
    /// As it was named.
    path: String,
    columns: BTreeMap<String, usize>,
    /// With their line numbers.
    rows: Vec<(u64, StringRecord)>,
}

/// A line of a table.
pub(super) struct Line<'a> {
    table: &'a Table,
    number: u64,
    record: &'a StringRecord,
}

const TIP: &str = "undo the change, or run the study again";

impl Table {
    pub(super) fn read(dir: &Path, name: &str) -> Result<Self> {
        let path = dir.join("tables").join(format!("{name}.csv"));
        let failed = |error: csv::Error| {
            Error::new(format!("cannot read {}", path.display())).cause(error).tip(TIP)
        };
        let bytes = std::fs::read(&path).map_err(|error| failed(error.into()))?;
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let header = reader.headers().map_err(failed)?.clone();
        let columns = header.iter().enumerate();
        let columns = columns
            .map(|(at, name)| (name.trim_start_matches('\u{FEFF}').to_owned(), at))
            .collect();
        let mut rows = vec![];
        let (mut line, mut seen) = (1, 0);
        for record in reader.records() {
            let record = record.map_err(failed)?;
            // A record is said to begin before the line feed that ends the one above.
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let start = start + usize::from(bytes.get(start) == Some(&b'\n'));
            line += bytes[seen..start].iter().filter(|byte| **byte == b'\n').count() as u64;
            seen = start;
            rows.push((line, record));
        }
        Ok(Self { path: path.display().to_string(), columns, rows })
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|(number, record)| Line { table: self, number: *number, record })
    }

    /// What is wrong with the table as a whole.
    pub(super) fn wrong(&self, what: String) -> Error {
        Error::new(format!("cannot use {}", self.path)).cause(what).tip(TIP)
    }
}

impl<'a> Line<'a> {
    fn wrong(&self, what: String) -> Error {
        let Self { table, number, .. } = self;
        Error::new(format!("cannot use {}:{number}", table.path)).cause(what).tip(TIP)
    }

    pub(super) fn text(&self, column: &str) -> Result<&'a str> {
        match self.table.columns.get(column).and_then(|at| self.record.get(*at)) {
            Some(text) => Ok(text),
            None => Err(Error::new(format!("cannot use {}", self.table.path))
                .cause(format!("there is no column `{column}`"))
                .tip("docs/columns.md lists the columns; if another version of keytrend wrote the table, run the study again")),
        }
    }

    /// Names in the three languages.
    pub(super) fn labels(&self) -> Result<[String; 3]> {
        let label = |column| Ok(self.text(column)?.to_owned());
        Ok([label("label_en")?, label("label_ko")?, label("label_vi")?])
    }

    pub(super) fn count_or_none(&self, column: &str) -> Result<Option<u64>> {
        match self.text(column)?.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| {
                self.wrong(format!("`{text}` in the column {column} is not a whole number"))
            }),
        }
    }

    pub(super) fn count(&self, column: &str) -> Result<u64> {
        self.count_or_none(column)?
            .ok_or_else(|| self.wrong(format!("the column {column} is empty")))
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self, column: &str) -> Result<Option<f64>> {
        match self.text(column)?.trim() {
            "" => Ok(None),
            text => match text.parse::<f64>() {
                Ok(number) if (0.0..=1.0).contains(&number) => Ok(Some(number)),
                _ => Err(self
                    .wrong(format!("`{text}` in the column {column} is not a number from 0 to 1"))),
            },
        }
    }

    /// `whole` less the column `part`.
    pub(super) fn rest_of(&self, name: &str, whole: u64, part: &str) -> Result<u64> {
        let count = self.count(part)?;
        self.check_part(part, count, name, whole)?;
        Ok(whole - count)
    }

    /// Whether `part` is no more than `whole`.
    pub(super) fn check_part(&self, part: &str, count: u64, name: &str, whole: u64) -> Result<()> {
        match count <= whole {
            true => Ok(()),
            false => {
                Err(self.wrong(format!("{part} is {count}, more than {name}, which is {whole}")))
            }
        }
    }

    /// The value of a code; `None` of an empty field.
    pub(super) fn one_of<T: Copy>(&self, column: &str, known: &[(&str, T)]) -> Result<Option<T>> {
        let text = self.text(column)?;
        match known.iter().find(|(code, _)| *code == text) {
            Some((_, value)) => Ok(Some(*value)),
            None if text.is_empty() => Ok(None),
            None => {
                let codes: Vec<&str> = known.iter().map(|(code, _)| *code).collect();
                let known = codes.join(", ");
                Err(self.wrong(format!("`{text}` in the column {column} is none of {known}")))
            }
        }
    }

    /// `1992`, `1992-12`.
    pub(super) fn period(&self) -> Result<Period> {
        let text = self.text("period")?;
        let period = || {
            let (year, month) = match text.split_once('-') {
                Some((year, month)) => (year, Some(month.parse().ok()?)),
                None => (text, None),
            };
            Some(Period { year: year.parse().ok()?, month })
        };
        period().ok_or_else(|| self.wrong(format!("`{text}` is no period; write 1992 or 1992-12")))
    }
}
