//! Forms as a trie over words, with the filters before it.

use rustc_hash::FxHashMap;

use super::{Check, End, Node, Sequences, bit, pair};
use crate::document::Language;
use crate::matching::edges::Edges;
use crate::matching::filter::Filter;
use crate::matching::is_open_gap;
use crate::matching::keys::{Key, keys};
use crate::matching::pattern::{Form, Pattern, WordForm};

impl Sequences {
    pub(in crate::matching) fn new(
        forms: Vec<Form>,
        language: Language,
        patterns: &[Pattern],
    ) -> Self {
        let mut trie = Trie::default();
        let mut sequences = Self::default();
        for (number, form) in forms.iter().enumerate() {
            let keys: Vec<Vec<Key>> = form.words.iter().map(|word| keys(word, language)).collect();
            if keys[0].is_empty() {
                sequences.globs.push(number as u32);
                continue;
            }
            let simple = form.gaps.iter().all(|gap| is_open_gap(gap.as_bytes()));
            if simple && keys.iter().all(|keys| !keys.is_empty()) {
                let end = keys.iter().fold(0, |node, keys| trie.child(node, keys));
                trie.nodes[end as usize].ends.push(number as u32);
            } else {
                let node = trie.child(0, &keys[0]);
                trie.nodes[node as usize].others.push(number as u32);
            }
        }
        sequences.filter_firsts(&trie);
        let (firsts, rest) = trie.edges.iter().partition(|((node, _), _)| *node == 0);
        (sequences.firsts, sequences.edges) = (Edges::new(&firsts), Edges::new(&rest));
        for node in trie.nodes {
            let (ends, others) = (sequences.ends.len() as u32, sequences.others.len() as u32);
            for number in node.ends {
                let form = &forms[number as usize];
                let end = sequences.end(number, form, language, patterns);
                sequences.ends.push(end);
            }
            sequences.others.extend(node.others);
            sequences.nodes.push(Node {
                next: node.next,
                ends: (ends, sequences.ends.len() as u32),
                others: (others, sequences.others.len() as u32),
            });
        }
        sequences.forms = forms;
        sequences
    }

    #[allow(clippy::iter_over_hash_type, reason = "a filter has no order")]
    fn filter_firsts(&mut self, trie: &Trie) {
        let firsts = || trie.edges.iter().filter(|((node, _), _)| *node == 0);
        let suffices = |node: u32| {
            let node = &trie.nodes[node as usize];
            !node.ends.is_empty() || !node.others.is_empty()
        };
        let alone = firsts().filter(|(_, node)| suffices(**node)).map(|((_, key), _)| *key);
        self.alone = Filter::new(&alone.collect::<Vec<Key>>());
        let mut spelled: FxHashMap<u32, Vec<Key>> = FxHashMap::default();
        for ((_, key), node) in firsts().filter(|(_, node)| !suffices(**node)) {
            spelled.entry(*node).or_default().push(*key);
        }
        let seconds = trie.edges.keys().flat_map(|(node, second)| {
            let firsts = spelled.get(node).into_iter().flatten();
            firsts.map(|first| pair(*first, *second))
        });
        self.pairs = Filter::new(&seconds.collect::<Vec<Key>>());
        self.filter = Filter::new(&firsts().map(|((_, key), _)| *key).collect::<Vec<Key>>());
    }

    fn end(&mut self, number: u32, form: &Form, language: Language, patterns: &[Pattern]) -> End {
        let tail = self.tails.len();
        let case = patterns.get(form.pattern as usize).is_some_and(|pattern| pattern.case);
        let mut check = Check::Nothing;
        for word in &form.words {
            let WordForm::Exact(word) = word else { continue };
            if let Some(rest) = word.as_bytes().get(8..) {
                check = Check::Tails;
                self.tails.extend((word.len() as u32).to_le_bytes());
                self.tails.extend(rest);
            }
        }
        if case || language != Language::English {
            check = Check::All;
            self.tails.truncate(tail);
        }
        End { form: number, pattern: form.pattern, tail: tail as u32, literal: form.literal, check }
    }
}

/// The trie while it grows.
#[derive(Debug)]
struct Trie {
    nodes: Vec<TrieNode>,
    edges: FxHashMap<(u32, Key), u32>,
}

#[derive(Debug, Default)]
struct TrieNode {
    next: u64,
    ends: Vec<u32>,
    others: Vec<u32>,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![TrieNode::default()], edges: FxHashMap::default() }
    }
}

impl Trie {
    /// The node behind `node` over a word that may be spelled in the ways that `keys` are of.
    fn child(&mut self, node: u32, keys: &[Key]) -> u32 {
        let next = self.nodes.len() as u32;
        let child = *self.edges.entry((node, keys[0])).or_insert(next);
        if child == next {
            self.nodes.push(TrieNode::default());
        }
        for key in keys {
            self.edges.insert((node, *key), child);
            self.nodes[node as usize].next |= bit(*key);
        }
        child
    }
}
