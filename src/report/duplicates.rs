//! Exact copies: documents with the same normal form of title and text count once.

use std::collections::HashSet;

use crate::count::Tally;
use crate::count::accumulate::{Accumulator, Terms};
use crate::error::Result;
use crate::report::spool::{RowAt, Spool};

/// The copies of a corpus.
#[derive(Debug, Default)]
pub struct Copies {
    /// Rows that do not count.
    pub left_out: HashSet<RowAt>,
    /// In the order of the corpus.
    pub pairs: Vec<Copy>,
}

/// A document that was left out, and the one that it repeats.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copy {
    /// Position of the input it was read from, its date and its id.
    pub place: (u32, u32),
    pub id: String,
    pub date: String,
    /// Id of the document that counts: the earliest, then the one with the smallest id.
    pub repeats: String,
}

/// Finds the copies of a corpus and takes their counts out of `tally`.
///
/// # Errors
/// The spool cannot be read back.
pub fn leave_out(spool: &mut Spool, terms: &Terms, tally: &mut Tally) -> Result<Copies> {
    let mut copies = Copies::default();
    let mut counts = Accumulator::new(terms);
    for group in spool.equal_rows()? {
        let mut rows = vec![];
        for at in group {
            rows.push(spool.row(at, |place, row| (row.date, row.id.to_string(), place, at))?);
        }
        rows.sort();
        let repeats = rows[0].1.clone();
        for (date, id, place, at) in rows.drain(1..) {
            spool.row(at, |_, row| counts.observe(row))?;
            copies.left_out.insert(at);
            copies.pairs.push(Copy { place, id, date: date.to_string(), repeats: repeats.clone() });
        }
    }
    tally.subtract(&counts.into_tally());
    copies.pairs.sort();
    Ok(copies)
}
