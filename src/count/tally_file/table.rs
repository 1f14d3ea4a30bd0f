//! A tally as its file has it, to be merged with others without a lexicon.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use parquet::file::reader::ChunkReader;

use super::packed::Packed;
use super::rows::{self, too_large, unknown};
use super::sealed::{Column, Opened, damaged};
use super::stamp::{LEDGER, Stamp, same_kind};
use super::{ARTICLE, CELL, COLUMNS, COUNTS, Counts, FORMAT, KEYS, Key, PAIR, TERM};
use crate::count::Tally;
use crate::document::{Kind, Language};
use crate::error::Result;
use crate::lexicon::Lexicon;

/// A tally as its file has it: by ids, without a lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyTable {
    pub stamp: Stamp,
    /// Sorted, each key once.
    rows: Vec<(Key, Counts)>,
}

impl TallyTable {
    /// The empty table. Merging one with an empty ledger changes nothing.
    pub fn new(stamp: Stamp) -> Self {
        Self { stamp, rows: vec![] }
    }

    /// The rows, sorted.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (&Key, &Counts)> {
        self.rows.iter().map(|(key, counts)| (key, counts))
    }

    /// Appends a row; `sort` must come before anything else is done.
    fn add(&mut self, key: Key, counts: Counts) {
        self.rows.push((key, counts));
    }

    /// Puts added rows in order and adds up those with one key.
    fn sort(&mut self) -> Result<()> {
        self.rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut overflow = false;
        self.rows.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                for (sum, count) in sum.1.iter_mut().zip(next.1) {
                    overflow |= sum.checked_add(count).is_none();
                    *sum = sum.saturating_add(count);
                }
            }
            same
        });
        if overflow { Err(too_large()) } else { Ok(()) }
    }

    /// Adds `other`. Associative and commutative.
    ///
    /// # Errors
    /// The tables are not of one kind (call `same_kind` before for an error with names), or a sum is over 2⁶³.
    pub fn merge(mut self, mut other: Self) -> Result<Self> {
        same_kind("one tally", &self.stamp, "another", &other.stamp)?;
        self.rows.append(&mut other.rows);
        self.sort()?;
        self.stamp.ledger = self.stamp.ledger.merge(other.stamp.ledger);
        Ok(self)
    }

    /// The table of a tally.
    ///
    /// # Errors
    /// A term or theme that is not in the lexicon, or a count that is over 2⁶³ (over 2³¹ in one document).
    pub fn from_tally(tally: &Tally, lexicon: &Lexicon, stamp: Stamp) -> Result<Self> {
        let mut table = Self::new(stamp);
        let mut texts = Texts::default();
        rows::of_tally(tally, lexicon, |key, counts| {
            table.add(key.with(|text| texts.get(text)), counts);
            Ok(())
        })?;
        Ok(table)
    }

    /// The tally of a table; `name` is what errors show.
    ///
    /// # Errors
    /// A term, sector or theme that the lexicon does not have.
    pub fn to_tally(&self, name: &str, lexicon: &Lexicon) -> Result<Tally> {
        rows::to_tally(self.rows(), name, lexicon)
    }

    /// Writes the table. Equal tables give equal bytes.
    ///
    /// # Errors
    /// `out` cannot be written to.
    pub fn write(&self, out: impl Write + Send) -> Result<()> {
        let mut packed = Packed::new(out)?;
        self.rows.iter().try_for_each(|(key, counts)| packed.push(key, counts))?;
        packed.finish(&self.stamp)
    }

    /// Reads a table from a file, or from `in_memory`; `name` is what errors show.
    ///
    /// # Errors
    /// The input is no tally, or of another version, cut short or changed since it was written.
    pub fn read(name: &str, input: impl ChunkReader + 'static) -> Result<Self> {
        let file = Opened::new(name, input, &FORMAT)?;
        let mut stamp = Stamp::of(&file)?;
        stamp.ledger =
            serde_json::from_str(file.value(LEDGER)?).map_err(|error| damaged(name, error))?;
        let mut table = Self::new(stamp);
        let mut texts = Texts::default();
        for group in 0..file.groups() {
            let mut columns = vec![];
            for (at, (_, shape)) in COLUMNS.iter().enumerate() {
                columns.push(file.column(group, at, *shape)?);
            }
            for row in 0..file.rows(group) {
                let (key, counts) = row_of(&file, name, &columns, row, &mut texts)?;
                table.add(key, counts);
            }
        }
        table.sort()?;
        Ok(table)
    }
}

fn row_of<R: ChunkReader + 'static>(
    file: &Opened<R>,
    name: &str,
    columns: &[Column],
    row: usize,
    texts: &mut Texts,
) -> Result<(Key, Counts)> {
    let missing = || damaged(name, "a value is missing");
    let text = |at: usize| match &columns[at] {
        Column::Text(values) => file.text(values.get(row).ok_or_else(missing)?),
        _ => Err(missing()),
    };
    let int = |at: usize| match &columns[at] {
        Column::Int(values) => values.get(row).copied().ok_or_else(missing),
        _ => Err(missing()),
    };
    let code = |at: usize, known: &[&'static str]| {
        let text = text(at)?;
        let code = known.iter().copied().find(|code| *code == text);
        code.ok_or_else(|| unknown(name, COLUMNS[at].0, text))
    };
    let key = Key {
        stat: code(0, &[CELL, TERM, ARTICLE, PAIR])?,
        year: int(1)?,
        month: int(2)?,
        language: code(3, &Language::ALL.map(Language::code))?,
        source: texts.get(text(4)?),
        kind: code(5, &["", Kind::News.code(), Kind::Report.code()])?,
        a: texts.get(text(6)?),
        b: texts.get(text(7)?),
        cooperation: int(8)?,
        conflict: int(9)?,
    };
    let mut counts = [0; COUNTS];
    for (count, column) in counts.iter_mut().zip(&columns[KEYS..]) {
        match column {
            Column::Long(values) => *count = *values.get(row).ok_or_else(missing)?,
            _ => return Err(missing()),
        }
        if *count < 0 {
            return Err(damaged(name, "a count is below 0"));
        }
    }
    Ok((key, counts))
}

/// Each text once.
#[derive(Default)]
struct Texts(BTreeSet<Arc<str>>);

impl Texts {
    fn get(&mut self, text: &str) -> Arc<str> {
        match self.0.get(text) {
            Some(known) => Arc::clone(known),
            None => {
                let text: Arc<str> = text.into();
                self.0.insert(Arc::clone(&text));
                text
            }
        }
    }
}
