//! Copies: documents with the same normal form of title and text, and near copies of those that remain. One of each
//! cluster counts: the earliest, then the one with the smallest id.

use rustc_hash::FxHashMap;

use crate::count::Tally;
use crate::count::accumulate::{Accumulator, Terms};
use crate::document::Date;
use crate::duplicates::search;
use crate::duplicates::shingles::Similarity;
use crate::duplicates::sketches::Sketches;
use crate::error::Result;
use crate::report::spool::{Place, RowAt, Spool};

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub exact: bool,
    /// Near copies from this similarity on.
    pub near: Option<f64>,
    /// Name every copy, for a list of them.
    pub list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CopyKind {
    Exact,
    Near,
}

impl CopyKind {
    pub fn code(self) -> &'static str {
        ["exact", "near"][self as usize]
    }
}

/// The copies of a corpus.
#[derive(Debug, Default)]
pub struct Copies {
    /// Exact copies, which do not count, and near copies, which are told apart.
    pub left_out: FxHashMap<RowAt, CopyKind>,
    /// In the order of the corpus; none where no list is wanted.
    pub pairs: Vec<Copy>,
}

impl Copies {
    /// How many of a kind are left out.
    pub fn of(&self, kind: CopyKind) -> u64 {
        self.left_out.values().filter(|left_out| **left_out == kind).count() as u64
    }
}

/// A document as the list of copies names it. The first in order counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub date: Date,
    pub id: String,
    /// Where the input stands that it was read from.
    pub place: Place,
    pub source: String,
}

/// A document that was left out, and the one that it repeats.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copy {
    pub document: Named,
    pub kind: CopyKind,
    /// To the document that it repeats; at least the threshold.
    pub similarity: Similarity,
    /// The document that counts, where it is similar enough; else the first of the cluster that is.
    pub repeats: Named,
    /// Id of the document that counts.
    pub kept: String,
}

/// Finds the copies of a corpus. `stop` is asked now and then.
///
/// # Errors
/// The spool cannot be read back, or what `stop` says.
pub fn find(spool: &mut Spool, wanted: Wanted, stop: &dyn Fn() -> Result<()>) -> Result<Copies> {
    let mut copies = Copies::default();
    // Of exact copies, the row that each repeats.
    let mut repeated: Vec<RowAt> = vec![];
    if wanted.exact {
        for group in spool.equal_rows()?.groups() {
            let rows = named(spool, group)?;
            let (first, first_at) = &rows[0];
            for (document, at) in &rows[1..] {
                copies.left_out.insert(*at, CopyKind::Exact);
                if !wanted.list {
                    continue;
                }
                repeated.push(*first_at);
                copies.pairs.push(Copy {
                    document: document.clone(),
                    kind: CopyKind::Exact,
                    similarity: Similarity::EQUAL,
                    repeats: first.clone(),
                    kept: first.id.clone(),
                });
            }
        }
    }
    if let (Some(threshold), Some(mut sketches)) = (wanted.near, spool.sketches.take()) {
        let exact = std::mem::take(&mut copies.left_out);
        let passed_over = |at: RowAt| exact.contains_key(&at);
        let clusters = search::clusters(&mut sketches, threshold, &passed_over, stop)?;
        copies.left_out = exact;
        let mut kept: FxHashMap<RowAt, String> = FxHashMap::default();
        for cluster in clusters {
            let rows: Vec<RowAt> =
                cluster.iter().map(|n| sketches.row(*n)).collect::<Result<_>>()?;
            let numbers: FxHashMap<RowAt, u32> = rows.iter().copied().zip(cluster).collect();
            let rows = named(spool, &rows)?;
            copies.left_out.extend(rows[1..].iter().map(|(_, at)| (*at, CopyKind::Near)));
            if wanted.list {
                kept.extend(rows[1..].iter().map(|(_, at)| (*at, rows[0].0.id.clone())));
                list(&rows, &numbers, threshold, &mut sketches, &mut copies.pairs)?;
            }
        }
        // What an exact copy repeats may itself be a near copy.
        for (copy, repeats) in copies.pairs.iter_mut().zip(repeated) {
            if let Some(kept) = kept.get(&repeats) {
                copy.kept.clone_from(kept);
            }
        }
    }
    copies.pairs.sort_by(|a, b| {
        (a.document.place, &a.document.id, a).cmp(&(b.document.place, &b.document.id, b))
    });
    Ok(copies)
}

/// Lists the near copies of a cluster, whose first is kept.
fn list(
    rows: &[(Named, RowAt)],
    numbers: &FxHashMap<RowAt, u32>,
    threshold: f64,
    sketches: &mut Sketches,
    pairs: &mut Vec<Copy>,
) -> Result<()> {
    let kept_set = sketches.set(numbers[&rows[0].1])?;
    for (document, at) in &rows[1..] {
        let set = sketches.set(numbers[at])?;
        let mut repeats = (&rows[0].0, Similarity::of(&kept_set, &set));
        if repeats.1.jaccard() < threshold {
            // Joined by others of the cluster.
            for (other, other_at) in rows[1..].iter().filter(|(_, other)| other != at) {
                let similarity = Similarity::of(&sketches.set(numbers[other_at])?, &set);
                if similarity.jaccard() >= threshold {
                    repeats = (other, similarity);
                    break;
                }
            }
        }
        pairs.push(Copy {
            document: document.clone(),
            kind: CopyKind::Near,
            similarity: repeats.1,
            repeats: repeats.0.clone(),
            kept: rows[0].0.id.clone(),
        });
    }
    Ok(())
}

/// The documents of some rows, the one that counts first.
fn named(spool: &mut Spool, rows: &[RowAt]) -> Result<Vec<(Named, RowAt)>> {
    let mut documents = vec![];
    for at in rows {
        documents.push(spool.row(*at, |place, row| {
            let (id, source) = (row.id.to_string(), row.source.to_string());
            (Named { date: row.date, id, place, source }, *at)
        })?);
    }
    documents.sort();
    Ok(documents)
}

/// Takes the counts of exact copies out of `tally`; returns those of the near ones, which stay in it.
///
/// # Errors
/// The spool cannot be read back.
pub fn leave_out(
    copies: &Copies,
    spool: &mut Spool,
    terms: &Terms,
    tally: &mut Tally,
) -> Result<Tally> {
    let mut counts = [Accumulator::new(terms), Accumulator::new(terms)];
    for (at, kind) in in_order(&copies.left_out) {
        spool.row(at, |_, row| counts[kind as usize].observe(row))?;
    }
    let [exact, near] = counts.map(Accumulator::into_tally);
    tally.subtract(&exact);
    Ok(near)
}

/// The copies by writer and offset.
fn in_order(left_out: &FxHashMap<RowAt, CopyKind>) -> Vec<(RowAt, CopyKind)> {
    let mut rows: Vec<(RowAt, CopyKind)> = left_out.iter().map(|(at, kind)| (*at, *kind)).collect();
    rows.sort_unstable();
    rows
}
