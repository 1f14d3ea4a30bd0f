//! Adding documents to counts fast: hash tables and numbers while counting, a [`Tally`] in order at the end.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::pairs::{Pairs, Unit};
use super::row::Row;
use super::{ArticleKey, Cell, CellCounts, Group, Tally, TermCounts, groups_of};
use crate::document::{Kind, Language};
use crate::lexicon::{Lexicon, Sector, Stance, TermId};

/// Year, month, language, source and kind in one number.
type CellKey = u64;
/// The number of a group: all, the sectors, the themes.
type GroupKey = u16;

/// What the lexicon says of its terms, as far as counting needs it. Shared by all threads.
#[derive(Debug)]
pub struct Terms {
    stances: Vec<Option<Stance>>,
    groups: Vec<Vec<GroupKey>>,
    n_groups: usize,
}

impl Terms {
    pub fn new(lexicon: &Lexicon) -> Self {
        let terms = 0..lexicon.terms.len() as TermId;
        Self {
            stances: lexicon.terms.iter().map(|term| term.stance).collect(),
            groups: terms.map(|term| groups_of(lexicon, term).map(group_key).collect()).collect(),
            n_groups: 1 + Sector::ALL.len() + lexicon.themes.len(),
        }
    }
}

fn group_key(group: Group) -> GroupKey {
    match group {
        Group::All => 0,
        Group::Sector(sector) => 1 + sector as GroupKey,
        Group::Theme(theme) => 1 + Sector::ALL.len() as GroupKey + theme,
    }
}

fn group_of(key: GroupKey) -> Group {
    match usize::from(key) {
        0 => Group::All,
        n if n <= Sector::ALL.len() => Group::Sector(Sector::ALL[n - 1]),
        n => Group::Theme((n - 1 - Sector::ALL.len()) as u16),
    }
}

/// Counts of the documents that one thread has seen.
#[derive(Debug)]
pub struct Accumulator<'t> {
    terms_of: &'t Terms,
    sources: FxHashMap<Arc<str>, u32>,
    cells: FxHashMap<CellKey, CellCounts>,
    terms: FxHashMap<(CellKey, TermId), TermCounts>,
    articles: FxHashMap<(CellKey, GroupKey, u32, u32), u64>,
    pairs: Pairs,
    scratch: Scratch,
}

/// Buffers of one document.
#[derive(Debug, Default)]
struct Scratch {
    /// Counts by language and term, and where a term's are; 0 is nowhere.
    counts: Vec<(Language, TermId, TermCounts, u32)>,
    slots: Vec<u32>,
    sentence: Vec<TermId>,
    document: Vec<TermId>,
    /// Hits of cooperation and conflict by group.
    groups: Vec<[u32; 2]>,
}

impl<'t> Accumulator<'t> {
    pub fn new(terms_of: &'t Terms) -> Self {
        let slots = vec![0; 4 * terms_of.stances.len()];
        let groups = vec![[0; 2]; terms_of.n_groups];
        Self {
            terms_of,
            sources: FxHashMap::default(),
            cells: FxHashMap::default(),
            terms: FxHashMap::default(),
            articles: FxHashMap::default(),
            pairs: Pairs::new(terms_of.stances.len()),
            scratch: Scratch { slots, groups, ..Scratch::default() },
        }
    }

    /// Adds one document.
    pub fn observe(&mut self, row: &Row) {
        let source = match self.sources.get(&*row.source) {
            Some(source) => *source,
            None => {
                let source = self.sources.len() as u32;
                self.sources.insert(Arc::from(&*row.source), source);
                source
            }
        };
        let cell = |language: Language| -> CellKey {
            let year = (row.date.year as u16) as u64;
            let month_and_rest =
                u64::from(row.date.month) << 4 | (language as u64) << 1 | row.kind as u64;
            year << 48 | month_and_rest << 32 | u64::from(source)
        };
        let home = cell(row.language);
        for (language, counts) in Language::ALL.into_iter().zip(&row.languages) {
            if counts.sentences + counts.words > 0 {
                let cell = self.cells.entry(cell(language)).or_default();
                cell.sentences += u64::from(counts.sentences);
                cell.words += u64::from(counts.words);
                cell.words_in_scope += u64::from(counts.words_in_scope);
            }
        }
        self.gather(row);
        let Scratch { counts, document, groups, slots, .. } = &mut self.scratch;
        document.clear();
        let mut abroad = false;
        for (language, term, counts, _) in counts.iter() {
            let at_home = *language == row.language;
            abroad |= !at_home;
            let sum = self.terms.entry((cell(*language), *term)).or_default();
            *sum += *counts;
            if counts.hits > 0 {
                sum.documents += u64::from(at_home);
                document.push(*term);
            }
        }
        document.sort_unstable();
        document.dedup();
        // The document counts at home also for terms that it has only in another language.
        for term in document.iter().filter(|_| abroad) {
            let slot = slots[4 * usize::from(*term) + row.language as usize];
            let counted = slot.checked_sub(1).is_some_and(|at| counts[at as usize].2.hits > 0);
            if !counted {
                self.terms.entry((home, *term)).or_default().documents += 1;
            }
        }
        self.pairs.add(row.language, document, Unit::Document);
        let counts = self.cells.entry(home).or_default();
        counts.documents += 1;
        counts.documents_in_scope += u64::from(row.in_scope);
        let [cooperation, conflict] = groups[0];
        counts.documents_with_cooperation += u64::from(cooperation > 0);
        counts.documents_with_conflict += u64::from(conflict > 0);
        counts.documents_with_both += u64::from(cooperation > 0 && conflict > 0);
        for (group, hits) in groups.iter_mut().enumerate() {
            let [cooperation, conflict] = std::mem::take(hits);
            if cooperation + conflict > 0 {
                let key = (home, group as GroupKey, cooperation, conflict);
                *self.articles.entry(key).or_default() += 1;
            }
        }
    }

    /// Sums the hits of one document into the scratch, and counts the pairs of its sentences.
    fn gather(&mut self, row: &Row) {
        let Scratch { counts, slots, sentence, groups, .. } = &mut self.scratch;
        for (language, term, ..) in counts.drain(..) {
            slots[4 * usize::from(term) + language as usize] = 0;
        }
        let mut add_pairs = |terms: &mut Vec<TermId>, language: Language| {
            if terms.len() > 1 {
                terms.sort_unstable();
                terms.dedup();
            }
            self.pairs.add(language, terms, Unit::Sentence);
            terms.clear();
        };
        sentence.clear();
        let mut last = (0, Language::Und);
        for hit in &row.hits {
            if (hit.sentence, hit.language) != last {
                add_pairs(sentence, last.1);
                last = (hit.sentence, hit.language);
            }
            let slot = &mut slots[4 * usize::from(hit.term) + hit.language as usize];
            if *slot == 0 {
                counts.push((hit.language, hit.term, TermCounts::default(), u32::MAX));
                *slot = counts.len() as u32;
            }
            let (_, _, counts, last_sentence) = &mut counts[*slot as usize - 1];
            if !hit.in_scope {
                counts.hits_outside += 1;
                continue;
            }
            counts.hits += 1;
            counts.hits_negated += u64::from(hit.negated);
            counts.hits_compound += u64::from(hit.class == crate::matching::Class::Compound);
            counts.hits_ambiguous += u64::from(hit.ambiguous);
            if *last_sentence != hit.sentence {
                *last_sentence = hit.sentence;
                counts.sentences += 1;
                sentence.push(hit.term);
            }
            if let Some(stance) = self.terms_of.stances[usize::from(hit.term)] {
                for group in &self.terms_of.groups[usize::from(hit.term)] {
                    groups[usize::from(*group)][stance as usize] += 1;
                }
            }
        }
        add_pairs(sentence, last.1);
    }

    /// The counts in order.
    pub fn into_tally(self) -> Tally {
        let mut names: Vec<Arc<str>> = vec![Arc::from(""); self.sources.len()];
        for (name, number) in in_order(self.sources) {
            names[number as usize] = name;
        }
        let cell = |key: CellKey| Cell {
            year: i32::from((key >> 48) as u16 as i16),
            month: (key >> 36 & 0xF) as u8,
            language: Language::ALL[(key >> 33 & 3) as usize],
            kind: Kind::ALL[(key >> 32 & 1) as usize],
            source: names[key as u32 as usize].clone(),
        };
        Tally {
            cells: in_order(self.cells).map(|(key, counts)| (cell(key), counts)).collect(),
            terms: in_order(self.terms)
                .map(|((key, term), counts)| ((cell(key), term), counts))
                .collect(),
            articles: in_order(self.articles)
                .map(|((key, group, cooperation, conflict), documents)| {
                    let group = group_of(group);
                    (ArticleKey { cell: cell(key), group, cooperation, conflict }, documents)
                })
                .collect(),
            pairs: self.pairs.in_order(),
        }
    }
}

/// The entries of a hash table, to be put in order by whoever takes them.
#[allow(clippy::iter_over_hash_type, reason = "every caller sorts by the full key")]
fn in_order<K: Hash + Eq + Ord, V>(map: FxHashMap<K, V>) -> impl Iterator<Item = (K, V)> {
    let mut entries: Vec<(K, V)> = map.into_iter().collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries.into_iter()
}
