//! The evidence on disk: one row a hit, streamed out and in, in Parquet (`docs/tally-file.md`). Every number of
//! every table is a number of such rows.

use std::borrow::Cow;
use std::io::Write;

use parquet::file::reader::ChunkReader;

use crate::count::tally_file::{Column, Field, Format, Opened, Shape, Stamp, Writer, damaged};
use crate::error::{Error, Result};

/// Rows that are packed together: at most so many, and fewer where their texts are longer than `GROUP_BYTES`.
const GROUP_ROWS: usize = 1 << 15;
const GROUP_BYTES: usize = 1 << 24;

/// One hit, with where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceRow<'a> {
    /// Id of the document.
    pub document: Cow<'a, str>,
    /// The file that the document was read from.
    pub file: Cow<'a, str>,
    /// ISO 8601, as long as it is known: `1992`, `1992-12`, `1992-12-22`.
    pub date: Cow<'a, str>,
    /// What the date was read from.
    pub date_from: Cow<'a, str>,
    pub year: i32,
    /// 0 where the month is not known.
    pub month: i32,
    pub source: Cow<'a, str>,
    pub kind: Cow<'a, str>,
    /// Of the paragraph.
    pub language: Cow<'a, str>,
    pub term: Cow<'a, str>,
    /// Empty where the term has none.
    pub stance: Cow<'a, str>,
    /// Stands in the title; else in the text.
    pub in_title: bool,
    /// Number of the sentence within the title or text, from 0.
    pub sentence: i32,
    /// Bytes in the original title or text.
    pub start: i64,
    pub end: i64,
    pub class: Cow<'a, str>,
    pub negated: bool,
    pub ambiguous: bool,
    pub in_scope: bool,
    /// `sentence`; or `article`, where the source shows none that holds the hit.
    pub evidence: Cow<'a, str>,
    /// The sentence as the original has it; of an `article` the listed noun alone.
    pub sentence_text: Cow<'a, str>,
    /// Bytes in `sentence_text`.
    pub match_start: i32,
    pub match_end: i32,
}

/// The columns, the way there and the way back, from one list.
macro_rules! columns {
    ($($field:ident: $shape:ident),+ $(,)?) => {
        const COLUMNS: [(&str, Shape); COUNT] = [$((stringify!($field), Shape::$shape)),+];
        const COUNT: usize = [$(stringify!($field)),+].len();

        impl EvidenceRow<'_> {
            fn fields(&self) -> [Field<'_>; COUNT] {
                [$(columns!(@field $shape, &self.$field)),+]
            }
        }

        impl<R: ChunkReader + 'static> EvidenceReader<R> {
            /// A row of the columns that are loaded; what is not keeps its default.
            fn row(&self, row: usize) -> Result<EvidenceRow<'static>> {
                let mut columns = self.columns.iter();
                Ok(EvidenceRow {
                    $($field: columns!(@value $shape, self, columns.next(), row)),+
                })
            }
        }
    };
    (@field Text, $value:expr) => { Field::Text($value) };
    (@field Int, $value:expr) => { Field::Int(*$value) };
    (@field Long, $value:expr) => { Field::Long(*$value) };
    (@field Flag, $value:expr) => { Field::Flag(*$value) };
    (@value Text, $self:expr, $column:expr, $row:expr) => {
        match $column {
            Some(Some(Column::Text(values))) => {
                let value = values.get($row).ok_or_else(|| $self.missing())?;
                Cow::Owned($self.file.text(value)?.to_owned())
            }
            _ => Cow::Borrowed(""),
        }
    };
    (@value $shape:ident, $self:expr, $column:expr, $row:expr) => {
        match $column {
            Some(Some(Column::$shape(values))) => {
                *values.get($row).ok_or_else(|| $self.missing())?
            }
            _ => Default::default(),
        }
    };
}
columns! {
    document: Text,
    file: Text,
    date: Text,
    date_from: Text,
    year: Int,
    month: Int,
    source: Text,
    kind: Text,
    language: Text,
    term: Text,
    stance: Text,
    in_title: Flag,
    sentence: Int,
    start: Long,
    end: Long,
    class: Text,
    negated: Flag,
    ambiguous: Flag,
    in_scope: Flag,
    evidence: Text,
    sentence_text: Text,
    match_start: Int,
    match_end: Int,
}

static FORMAT: Format = Format {
    name: "evidence",
    version_key: "keytrend.evidence.version",
    version: 2,
    columns: &COLUMNS,
};

/// Writes evidence row by row; holds at most one row group.
pub struct EvidenceWriter<W: Write + Send> {
    writer: Writer<W>,
    columns: Vec<Column>,
    rows: usize,
    /// Of the texts in `columns`.
    bytes: usize,
    metadata: Vec<(&'static str, String)>,
}

impl<W: Write + Send> EvidenceWriter<W> {
    /// Begins a file; the stamp is that of the tally, whose ledger stays with the tally.
    ///
    /// # Errors
    /// `out` cannot be written to.
    pub fn new(out: W, stamp: &Stamp) -> Result<Self> {
        Ok(Self {
            writer: Writer::new(out, &FORMAT, &["sentence_text"])?,
            columns: COLUMNS.iter().map(|(_, shape)| Column::new(*shape)).collect(),
            rows: 0,
            bytes: 0,
            metadata: stamp.metadata(),
        })
    }

    /// Adds a row. Equal rows in equal order give equal bytes.
    ///
    /// # Errors
    /// The file cannot be written to.
    pub fn push(&mut self, row: &EvidenceRow<'_>) -> Result<()> {
        for (column, field) in self.columns.iter_mut().zip(row.fields()) {
            column.push(field);
            if let Field::Text(text) = field {
                self.bytes += text.len();
            }
        }
        self.rows += 1;
        if self.rows == GROUP_ROWS || self.bytes >= GROUP_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        self.writer.group(&FORMAT, &self.columns)?;
        self.columns.iter_mut().for_each(Column::clear);
        self.rows = 0;
        self.bytes = 0;
        Ok(())
    }

    /// Ends the file, without which it is none, and gives back what was written to.
    ///
    /// # Errors
    /// The file cannot be written to.
    pub fn finish(mut self) -> Result<W> {
        if self.rows > 0 {
            self.flush()?;
        }
        self.writer.finish(&FORMAT, &self.metadata)
    }
}

/// Reads evidence, one row group in memory at a time.
pub struct EvidenceReader<R: ChunkReader + 'static> {
    name: String,
    file: Opened<R>,
    stamp: Stamp,
    wanted: [bool; COUNT],
    term: Option<String>,
    /// The next row group.
    group: usize,
    columns: Vec<Option<Column>>,
    /// Rows of the group that are still to be given, the last first.
    rows: Vec<usize>,
}

impl<R: ChunkReader + 'static> EvidenceReader<R> {
    /// Opens a file, or bytes of `tally_file::in_memory`; `name` is what errors show. All bytes are read once, to
    /// see that they are those that were written.
    ///
    /// # Errors
    /// The input is no evidence, or of another version, cut short or changed since it was written.
    pub fn new(name: &str, input: R) -> Result<Self> {
        let file = Opened::new(name, input, &FORMAT)?;
        Ok(Self {
            name: name.to_owned(),
            stamp: Stamp::of(&file)?,
            file,
            wanted: [true; COUNT],
            term: None,
            group: 0,
            columns: vec![],
            rows: vec![],
        })
    }

    /// What the evidence was found with; its ledger is empty.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The number of rows in the file, whatever is asked for.
    pub fn len(&self) -> usize {
        (0..self.file.groups()).map(|group| self.file.rows(group)).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads these columns only; the other fields of the rows are empty, zero and false.
    ///
    /// # Errors
    /// A column that evidence does not have.
    pub fn only(mut self, columns: &[&str]) -> Result<Self> {
        self.wanted = [false; COUNT];
        for column in columns {
            let at = COLUMNS.iter().position(|(name, _)| name == column);
            let none = || Error::new(format!("evidence has no column `{column}`"));
            self.wanted[at.ok_or_else(none)?] = true;
        }
        Ok(self)
    }

    /// Gives the rows of one term only. Row groups without the term cost the reading of one column.
    pub fn of_term(mut self, id: &str) -> Self {
        self.term = Some(id.to_owned());
        self
    }

    /// Goes to the next row group.
    fn load(&mut self) -> Result<()> {
        let group = self.group;
        self.group += 1;
        self.rows = (0..self.file.rows(group)).rev().collect();
        self.columns.clear();
        if let Some(id) = &self.term {
            let at = COLUMNS.iter().position(|(name, _)| *name == "term").unwrap_or_default();
            if let Column::Text(terms) = self.file.column(group, at, Shape::Text)? {
                self.rows.retain(|row| terms[*row].data() == id.as_bytes());
            }
            if self.rows.is_empty() {
                return Ok(());
            }
        }
        for (at, (_, shape)) in COLUMNS.iter().enumerate() {
            self.columns.push(match self.wanted[at] {
                true => Some(self.file.column(group, at, *shape)?),
                false => None,
            });
        }
        Ok(())
    }

    fn missing(&self) -> Error {
        damaged(&self.name, "a value is missing")
    }
}

/// After an error there are no more rows.
impl<R: ChunkReader + 'static> Iterator for EvidenceReader<R> {
    type Item = Result<EvidenceRow<'static>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = match self.rows.pop() {
                Some(row) => self.row(row),
                None if self.group == self.file.groups() => return None,
                None => match self.load() {
                    Ok(()) => continue,
                    Err(error) => Err(error),
                },
            };
            if row.is_err() {
                self.rows.clear();
                self.group = self.file.groups();
            }
            return Some(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count::tally_file::{TallyTable, in_memory};

    const TERMS: [&str; 3] = ["aid", "dispute", "treaty"];

    fn row(n: usize) -> EvidenceRow<'static> {
        EvidenceRow {
            document: format!("news/{}.csv#{}", n / 9000, n / 3).into(),
            file: format!("news/{}.csv", n / 9000).into(),
            date: "1992-12-22".into(),
            date_from: "row".into(),
            year: 1992,
            month: 12,
            source: "연합뉴스".into(),
            kind: "news".into(),
            language: "ko".into(),
            term: TERMS[n * n % 3].into(),
            stance: if n.is_multiple_of(7) { "" } else { "conflict" }.into(),
            in_title: n.is_multiple_of(5),
            sentence: (n % 40) as i32,
            start: n as i64 * 31,
            end: n as i64 * 31 + 6,
            class: "josa".into(),
            negated: n.is_multiple_of(11),
            ambiguous: n.is_multiple_of(13),
            in_scope: !n.is_multiple_of(17),
            evidence: if n.is_multiple_of(19) { "article" } else { "sentence" }.into(),
            sentence_text: format!("한국과 베트남은 {n}번째 협력을 약속했다.").into(),
            match_start: 30,
            match_end: 36,
        }
    }

    fn written(rows: impl Iterator<Item = EvidenceRow<'static>>) -> Vec<u8> {
        let stamp = Stamp::new("lexicon", "options");
        let mut writer = EvidenceWriter::new(vec![], &stamp).unwrap();
        for row in rows {
            writer.push(&row).unwrap();
        }
        writer.finish().unwrap()
    }

    fn reader(bytes: &[u8]) -> EvidenceReader<impl ChunkReader + 'static> {
        EvidenceReader::new("evidence.parquet", in_memory(bytes.to_vec())).unwrap()
    }

    #[test]
    fn rows_come_back_in_order_from_several_row_groups() {
        let many = GROUP_ROWS + 1000;
        let bytes = written((0..many).map(row));
        let reader = reader(&bytes);
        assert_eq!(reader.len(), many);
        assert_eq!(reader.file.groups(), 2);
        assert_eq!(*reader.stamp(), Stamp::new("lexicon", "options"));
        let mut read = 0;
        for (n, found) in reader.enumerate() {
            assert_eq!(found.unwrap(), row(n));
            read += 1;
        }
        assert_eq!(read, many);
        assert!(bytes == written((0..many).map(row)));
    }

    #[test]
    fn no_rows_are_a_file_too() {
        let bytes = written(std::iter::empty());
        assert!(reader(&bytes).is_empty());
        assert_eq!(reader(&bytes).count(), 0);
    }

    #[test]
    fn long_texts_make_small_row_groups() {
        let long = || EvidenceRow { sentence_text: "가".repeat(1 << 20).into(), ..row(1) };
        let bytes = written((0..12).map(|_| long()));
        let reader = reader(&bytes);
        assert_eq!(reader.file.groups(), 2);
        assert!(reader.into_iter().all(|row| row.unwrap() == long()));
    }

    #[test]
    fn one_term_and_some_columns_can_be_read() {
        let bytes = written((0..100).map(row));
        let rows: Vec<_> = reader(&bytes)
            .of_term("dispute")
            .only(&["document", "in_scope"])
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let expected: Vec<_> = (0..100)
            .map(row)
            .filter(|row| row.term == "dispute")
            .map(|row| EvidenceRow {
                document: row.document,
                in_scope: row.in_scope,
                ..EvidenceRow::default()
            })
            .collect();
        assert!(!expected.is_empty());
        assert_eq!(rows, expected);
        assert_eq!(reader(&bytes).of_term("none").count(), 0);
        let error = reader(&bytes).only(&["terms"]).err().unwrap();
        assert_eq!(error.message, "evidence has no column `terms`");
    }

    #[test]
    fn broken_and_other_files_are_refused() {
        let bytes = written((0..3).map(row));
        let open = |bytes: Vec<u8>| EvidenceReader::new("e", in_memory(bytes)).err();
        for end in 0..bytes.len() {
            assert!(open(bytes[..end].to_vec()).is_some(), "cut at {end}");
        }
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(open(flipped).is_some(), "bit {bit}");
        }
        let mut tally = vec![];
        TallyTable::new(Stamp::new("", "")).write(&mut tally).unwrap();
        let error = open(tally).unwrap();
        assert_eq!(error.message, "e is a file of keytrend, but no evidence");
        let error = TallyTable::read("e", in_memory(bytes)).unwrap_err();
        assert_eq!(error.message, "e is a file of keytrend, but no tally");
    }
}
