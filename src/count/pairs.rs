//! Counts of pairs of terms while counting: every two terms of a sentence and of a document are a pair, so that this
//! is asked far more often than anything else of a count.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::PairCounts;
use crate::document::Language;
use crate::lexicon::TermId;

/// With more terms than this, pairs that never meet would take too much memory.
const MOST_IN_TRIANGLE: usize = 1_000;

type Key = (Language, TermId, TermId);

/// Documents and sentences; four bytes each, since most of the memory of a count is here.
type Counts = [u32; 2];

#[derive(Debug)]
pub(super) struct Pairs {
    terms: usize,
    /// By language: all pairs of the terms, by the larger, then by the smaller. Empty until a pair is seen.
    triangles: [Vec<Counts>; 4],
    /// What has no place there.
    others: FxHashMap<Key, PairCounts>,
}

/// What a pair has in common.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Document,
    Sentence,
}

impl Pairs {
    pub(super) fn new(terms: usize) -> Self {
        Self { terms, triangles: Default::default(), others: FxHashMap::default() }
    }

    /// Counts every pair of `terms` once; they rise, and each is there once.
    pub(super) fn add(&mut self, language: Language, terms: &[TermId], unit: Unit) {
        if terms.len() < 2 {
            return;
        }
        if self.terms > MOST_IN_TRIANGLE {
            return self.add_to_others(language, terms, unit);
        }
        let triangle = &mut self.triangles[language as usize];
        if triangle.is_empty() {
            triangle.resize(self.terms * (self.terms - 1) / 2, [0; 2]);
        }
        for (n, larger) in terms.iter().enumerate() {
            let larger = usize::from(*larger);
            let row = larger * larger.saturating_sub(1) / 2;
            let row = &mut triangle[row..row + larger];
            for smaller in &terms[..n] {
                let count = &mut row[usize::from(*smaller)][unit as usize];
                match count.checked_add(1) {
                    Some(more) => *count = more,
                    None => {
                        let key = (language, *smaller, larger as TermId);
                        let other = self.others.entry(key).or_default();
                        *other += counts(unit, u64::from(*count) + 1);
                        *count = 0;
                    }
                }
            }
        }
    }

    #[cold]
    fn add_to_others(&mut self, language: Language, terms: &[TermId], unit: Unit) {
        for (n, a) in terms.iter().enumerate() {
            for b in &terms[n + 1..] {
                *self.others.entry((language, *a, *b)).or_default() += counts(unit, 1);
            }
        }
    }

    /// The pairs that were seen, in order.
    pub(super) fn in_order(self) -> BTreeMap<Key, PairCounts> {
        #[allow(clippy::iter_over_hash_type, reason = "the map sorts")]
        let mut pairs: BTreeMap<Key, PairCounts> = self.others.into_iter().collect();
        for (language, triangle) in Language::ALL.into_iter().zip(self.triangles) {
            let (mut smaller, mut larger) = (0, 1);
            for [documents, sentences] in triangle {
                if documents | sentences != 0 {
                    let counts = PairCounts {
                        documents: u64::from(documents),
                        sentences: u64::from(sentences),
                    };
                    *pairs.entry((language, smaller, larger)).or_default() += counts;
                }
                smaller += 1;
                if smaller == larger {
                    (smaller, larger) = (0, larger + 1);
                }
            }
        }
        pairs
    }
}

fn counts(unit: Unit, number: u64) -> PairCounts {
    match unit {
        Unit::Document => PairCounts { documents: number, sentences: 0 },
        Unit::Sentence => PairCounts { documents: 0, sentences: number },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn few_terms_are_counted_as_many_are(
            groups in prop::collection::vec((prop::collection::btree_set(0u16..40, 0..9), 0usize..4, prop::bool::ANY), 0..40),
        ) {
            let (mut few, mut many) = (Pairs::new(40), Pairs::new(MOST_IN_TRIANGLE + 1));
            let mut expected: BTreeMap<Key, PairCounts> = BTreeMap::new();
            for (terms, language, document) in &groups {
                let terms: Vec<TermId> = terms.iter().copied().collect();
                let language = Language::ALL[*language];
                let unit = if *document { Unit::Document } else { Unit::Sentence };
                few.add(language, &terms, unit);
                many.add(language, &terms, unit);
                for (n, a) in terms.iter().enumerate() {
                    for b in &terms[n + 1..] {
                        *expected.entry((language, *a, *b)).or_default() += counts(unit, 1);
                    }
                }
            }
            assert_eq!(few.in_order(), expected);
            assert_eq!(many.in_order(), expected);
        }
    }

    #[test]
    fn a_number_beyond_four_bytes_goes_elsewhere() {
        let mut pairs = Pairs::new(2);
        pairs.add(Language::Korean, &[0, 1], Unit::Sentence);
        pairs.triangles[Language::Korean as usize][0][1] = u32::MAX;
        pairs.add(Language::Korean, &[0, 1], Unit::Sentence);
        pairs.add(Language::Korean, &[0, 1], Unit::Document);
        pairs.add(Language::Korean, &[0, 1], Unit::Sentence);
        let counts = PairCounts { documents: 1, sentences: u64::from(u32::MAX) + 2 };
        assert_eq!(pairs.in_order(), BTreeMap::from([((Language::Korean, 0, 1), counts)]));
    }
}
