//! Rows of a tally on their way into its file, some thousands at a time.

use std::io::Write;

use super::sealed::{Cell as Field, Column, Writer};
use super::stamp::{LEDGER, Stamp};
use super::{COLUMNS, Counts, FORMAT, KEYS, Key};
use crate::error::{Error, Result};

/// Rows that are packed together.
const GROUP_ROWS: usize = 8 << 10;

/// Takes rows in their order and writes them.
pub(super) struct Packed<W: Write + Send> {
    writer: Writer<W>,
    columns: Vec<Column>,
    /// How many rows the columns hold.
    rows: usize,
}

impl<W: Write + Send> Packed<W> {
    pub(super) fn new(out: W) -> Result<Self> {
        let columns = COLUMNS.iter().map(|(_, shape)| Column::new(*shape)).collect();
        Ok(Self { writer: Writer::new(out, &FORMAT, &[])?, columns, rows: 0 })
    }

    pub(super) fn push<T: AsRef<str>>(&mut self, key: &Key<T>, counts: &Counts) -> Result<()> {
        if self.rows == GROUP_ROWS {
            self.write_group()?;
        }
        let fields: [Field<'_>; KEYS] = [
            Field::Text(key.stat),
            Field::Int(key.year),
            Field::Int(key.month),
            Field::Text(key.language),
            Field::Text(key.source.as_ref()),
            Field::Text(key.kind),
            Field::Text(key.a.as_ref()),
            Field::Text(key.b.as_ref()),
            Field::Int(key.cooperation),
            Field::Int(key.conflict),
        ];
        let counts = counts.iter().map(|count| Field::Long(*count));
        for (column, field) in self.columns.iter_mut().zip(fields.into_iter().chain(counts)) {
            column.push(field);
        }
        self.rows += 1;
        Ok(())
    }

    fn write_group(&mut self) -> Result<()> {
        self.writer.group(&FORMAT, &self.columns)?;
        self.columns.iter_mut().for_each(Column::clear);
        self.rows = 0;
        Ok(())
    }

    /// Writes what is left, the metadata and the seal.
    pub(super) fn finish(mut self, stamp: &Stamp) -> Result<()> {
        if self.rows > 0 {
            self.write_group()?;
        }
        let ledger = serde_json::to_string(&stamp.ledger)
            .map_err(|error| Error::new("cannot write the tally").cause(error))?;
        let mut metadata = stamp.metadata();
        metadata.push((LEDGER, ledger));
        self.writer.finish(&FORMAT, &metadata)?;
        Ok(())
    }
}
