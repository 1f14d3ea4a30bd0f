//! Tallies: integers that add. A tally has an empty value, and merging is associative and commutative, so that
//! threads, files, shards and machines are the same operation and give the same numbers.

pub mod accumulate;
mod pairs;
pub mod row;
pub mod tally_file;

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::Arc;

use crate::document::{Kind, Language};
use crate::lexicon::{Lexicon, Sector, TermId};

/// What documents are counted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    pub year: i32,
    /// 0 where the month is not known.
    pub month: u8,
    /// Of the document where documents are counted (`documents*`), of the paragraph for hits, words and sentences.
    pub language: Language,
    pub source: Arc<str>,
    pub kind: Kind,
}

/// Everything about a cell that is not about a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellCounts {
    pub documents: u64,
    pub documents_in_scope: u64,
    /// In scope, with at least one hit of a cooperation term.
    pub documents_with_cooperation: u64,
    pub documents_with_conflict: u64,
    pub documents_with_both: u64,
    pub sentences: u64,
    pub words: u64,
    pub words_in_scope: u64,
}

/// One term in one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TermCounts {
    /// In scope.
    pub hits: u64,
    /// Of `hits`, those with a negator near by.
    pub hits_negated: u64,
    /// Of `hits`, those at the head or tail of a longer noun, or inside one.
    pub hits_compound: u64,
    /// Of `hits`, those of a pattern marked ambiguous.
    pub hits_ambiguous: u64,
    /// Beside `hits`: those outside the scope.
    pub hits_outside: u64,
    /// Documents with at least one hit in scope, in the cell of the document's own language.
    pub documents: u64,
    /// Sentences with at least one hit in scope.
    pub sentences: u64,
}

/// What the hits of one document are summed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// All terms with a stance.
    All,
    Sector(Sector),
    /// Position in `Lexicon::themes`.
    Theme(u16),
}

/// Documents in scope with just these numbers of hits in scope of the group's terms; at least one is not zero.
/// From it come documents with a stance, and resampling by article, for any group of cells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleKey {
    pub cell: Cell,
    pub group: Group,
    pub cooperation: u32,
    pub conflict: u32,
}

/// Two terms together, in scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairCounts {
    pub documents: u64,
    pub sentences: u64,
}

/// Counts of any part of a corpus. See the module text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub cells: BTreeMap<Cell, CellCounts>,
    pub terms: BTreeMap<(Cell, TermId), TermCounts>,
    /// Documents by their hits.
    pub articles: BTreeMap<ArticleKey, u64>,
    /// Terms `a < b` together, by language.
    pub pairs: BTreeMap<(Language, TermId, TermId), PairCounts>,
}

/// The groups that a term's hits are summed in.
pub fn groups_of(lexicon: &Lexicon, term: TermId) -> impl Iterator<Item = Group> + '_ {
    let term = &lexicon.terms[usize::from(term)];
    let sector = term.sector.map(Group::Sector);
    let themes = term.themes.iter().map(|theme| Group::Theme(*theme as u16));
    [Group::All].into_iter().chain(sector).chain(themes)
}

macro_rules! add_fields {
    ($type:ty: $($field:ident),+) => {
        impl AddAssign for $type {
            fn add_assign(&mut self, other: Self) {
                $(self.$field += other.$field;)+
            }
        }
        impl std::ops::SubAssign for $type {
            fn sub_assign(&mut self, other: Self) {
                $(self.$field -= other.$field;)+
            }
        }
    };
}
add_fields!(CellCounts: documents, documents_in_scope, documents_with_cooperation,
    documents_with_conflict, documents_with_both, sentences, words, words_in_scope);
add_fields!(TermCounts: hits, hits_negated, hits_compound, hits_ambiguous, hits_outside, documents, sentences);
add_fields!(PairCounts: documents, sentences);

impl Tally {
    /// Adds `other`. Associative and commutative; `Tally::default()` changes nothing.
    pub fn merge(self, other: Self) -> Self {
        Self {
            cells: sum(self.cells, other.cells),
            terms: sum(self.terms, other.terms),
            articles: sum(self.articles, other.articles),
            pairs: sum(self.pairs, other.pairs),
        }
    }

    /// Takes `other` away again, which must be part of `self`: documents that turn out to be copies.
    pub fn subtract(&mut self, other: &Self) {
        take_away(&mut self.cells, &other.cells, |counts, other| *counts -= *other);
        take_away(&mut self.terms, &other.terms, |counts, other| *counts -= *other);
        take_away(&mut self.articles, &other.articles, |documents, other| *documents -= other);
        take_away(&mut self.pairs, &other.pairs, |counts, other| *counts -= *other);
    }
}

/// Adds the map with fewer keys to the other one, which mostly has them.
fn sum<K: Ord, V: Default + AddAssign>(a: BTreeMap<K, V>, b: BTreeMap<K, V>) -> BTreeMap<K, V> {
    let (fewer, mut sum) = if a.len() < b.len() { (a, b) } else { (b, a) };
    for (key, counts) in fewer {
        *sum.entry(key).or_default() += counts;
    }
    sum
}

fn take_away<K: Ord, V: Default + PartialEq>(
    from: &mut BTreeMap<K, V>,
    other: &BTreeMap<K, V>,
    subtract: impl Fn(&mut V, &V),
) {
    for (key, value) in other {
        if let Some(counts) = from.get_mut(key) {
            subtract(counts, value);
            if *counts == V::default() {
                from.remove(key);
            }
        }
    }
}
