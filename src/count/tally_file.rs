//! The tally on disk: one tall table of integers in Parquet, sorted by key, the same bytes for the same numbers
//! (`docs/tally-file.md`). On disk, terms and themes go by their ids, so that files add without a lexicon.

mod packed;
mod rows;
mod sealed;
mod stamp;
mod table;

use std::cmp::Ordering;
use std::io::Write;
use std::sync::Arc;

use parquet::file::reader::ChunkReader;

use crate::count::Tally;
use crate::error::Result;
use crate::lexicon::Lexicon;
use packed::Packed;
pub use sealed::in_memory;
pub(crate) use sealed::{Cell as Field, Column, Format, Opened, Shape, Writer, damaged};
pub use stamp::{Ledger, Stamp, same_kind};
pub use table::TallyTable;

const CELL: &str = "cell";
const TERM: &str = "term";
const ARTICLE: &str = "article";
const PAIR: &str = "pair";

/// Columns of the key, then those of the counts, in the order of `Counts`.
const COLUMNS: [(&str, Shape); KEYS + COUNTS] = [
    ("stat", Shape::Text),
    ("year", Shape::Int),
    ("month", Shape::Int),
    ("language", Shape::Text),
    ("source", Shape::Text),
    ("kind", Shape::Text),
    ("a", Shape::Text),
    ("b", Shape::Text),
    ("cooperation", Shape::Int),
    ("conflict", Shape::Int),
    ("documents", Shape::Long),
    ("documents_in_scope", Shape::Long),
    ("documents_with_cooperation", Shape::Long),
    ("documents_with_conflict", Shape::Long),
    ("documents_with_both", Shape::Long),
    ("sentences", Shape::Long),
    ("words", Shape::Long),
    ("words_in_scope", Shape::Long),
    ("hits", Shape::Long),
    ("hits_negated", Shape::Long),
    ("hits_compound", Shape::Long),
    ("hits_ambiguous", Shape::Long),
    ("hits_outside", Shape::Long),
];
const KEYS: usize = 10;
const COUNTS: usize = 13;

static FORMAT: Format =
    Format { name: "tally", version_key: "keytrend.tally.version", version: 1, columns: &COLUMNS };

/// What a row counts. The fields are the columns of the file, and sort as they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key<T = Arc<str>> {
    /// `cell`, `term`, `article` or `pair`.
    pub stat: &'static str,
    /// 0 for pairs, as is the month.
    pub year: i32,
    pub month: i32,
    pub language: &'static str,
    pub source: T,
    /// Empty for pairs, as is the source.
    pub kind: &'static str,
    /// A term's id; for articles the group: `all`, `sector:social`, `theme:health`.
    pub a: T,
    /// The second term of a pair.
    pub b: T,
    pub cooperation: i32,
    pub conflict: i32,
}

impl<T> Key<T> {
    /// The same key, its texts held in another way.
    fn with<U>(self, mut text: impl FnMut(T) -> U) -> Key<U> {
        let Self { stat, year, month, language, source, kind, a, b, cooperation, conflict } = self;
        let [source, a, b] = [source, a, b].map(&mut text);
        Key { stat, year, month, language, source, kind, a, b, cooperation, conflict }
    }
}

impl<T: AsRef<str> + Eq> Ord for Key<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        // Nearly all texts that are equal are one and the same, which is cheaper to see.
        let texts = |a: &str, b: &str| if std::ptr::eq(a, b) { Ordering::Equal } else { a.cmp(b) };
        texts(self.stat, other.stat)
            .then_with(|| (self.year, self.month).cmp(&(other.year, other.month)))
            .then_with(|| texts(self.language, other.language))
            .then_with(|| texts(self.source.as_ref(), other.source.as_ref()))
            .then_with(|| texts(self.kind, other.kind))
            .then_with(|| texts(self.a.as_ref(), other.a.as_ref()))
            .then_with(|| texts(self.b.as_ref(), other.b.as_ref()))
            .then_with(|| self.cooperation.cmp(&other.cooperation))
            .then_with(|| self.conflict.cmp(&other.conflict))
    }
}

impl<T: AsRef<str> + Eq> PartialOrd for Key<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The counters of a row, in the order of the file's columns; 0 where one does not apply.
pub type Counts = [i64; COUNTS];

/// Writes `tally` row by row: the same bytes as those of [`TallyTable::write`], without the memory of the table.
///
/// # Errors
/// A term or theme that is not in the lexicon, a count over 2⁶³, or `out` cannot be written to.
pub fn write(
    tally: &Tally,
    lexicon: &Lexicon,
    stamp: &Stamp,
    out: impl Write + Send,
) -> Result<()> {
    let mut packed = Packed::new(out)?;
    rows::of_tally(tally, lexicon, |key, counts| packed.push(&key, &counts))?;
    packed.finish(stamp)
}

/// Reads a tally from a file, or from `in_memory`; `name` is what errors show. Whether the lexicon is the one that
/// was counted with is for `same_kind` to say.
///
/// # Errors
/// Those of [`TallyTable::read`], and a term, sector or theme that the lexicon does not have.
pub fn read(
    name: &str,
    input: impl ChunkReader + 'static,
    lexicon: &Lexicon,
) -> Result<(Tally, Stamp)> {
    let table = TallyTable::read(name, input)?;
    Ok((table.to_tally(name, lexicon)?, table.stamp))
}
