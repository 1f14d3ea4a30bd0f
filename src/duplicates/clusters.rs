//! Documents joined by pairs: union-find over the few that have a near copy.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

/// Which documents hang together. The same pairs in any order give the same clusters.
#[derive(Debug, Default)]
pub struct Clusters {
    parents: FxHashMap<u32, u32>,
    /// All that were ever joined.
    joined: Vec<u32>,
}

impl Clusters {
    /// What stands for the cluster of a document: its smallest number.
    pub fn root(&mut self, document: u32) -> u32 {
        let mut root = document;
        while let Some(parent) = self.parents.get(&root).filter(|parent| **parent != root) {
            root = *parent;
        }
        // The next who asks has a short way.
        let mut at = document;
        while at != root {
            at = self.parents.insert(at, root).unwrap_or(root);
        }
        root
    }

    pub fn join(&mut self, a: u32, b: u32) {
        for document in [a, b] {
            if let Entry::Vacant(entry) = self.parents.entry(document) {
                entry.insert(document);
                self.joined.push(document);
            }
        }
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.parents.insert(a.max(b), a.min(b));
        }
    }

    /// The clusters, each rising, in the order of their first.
    pub fn into_groups(mut self) -> Vec<Vec<u32>> {
        let joined = std::mem::take(&mut self.joined);
        let mut rooted: Vec<(u32, u32)> =
            joined.into_iter().map(|document| (self.root(document), document)).collect();
        rooted.sort_unstable();
        let groups = rooted.chunk_by(|a, b| a.0 == b.0);
        groups.map(|group| group.iter().map(|(_, document)| *document).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(pairs: &[(u32, u32)]) -> Vec<Vec<u32>> {
        let mut clusters = Clusters::default();
        pairs.iter().for_each(|(a, b)| clusters.join(*a, *b));
        clusters.into_groups()
    }

    #[test]
    fn pairs_make_clusters_in_any_order() {
        let mut pairs = vec![(5, 9), (1, 2), (9, 3), (7, 8), (2, 1), (3, 5), (8, 4)];
        let expected = vec![vec![1, 2], vec![3, 5, 9], vec![4, 7, 8]];
        for _ in 0..pairs.len() {
            pairs.rotate_left(1);
            assert_eq!(groups(&pairs), expected);
            let swapped: Vec<(u32, u32)> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
            assert_eq!(groups(&swapped), expected);
        }
        assert!(groups(&[]).is_empty());
    }

    #[test]
    fn long_chains_are_one_cluster() {
        let chain: Vec<(u32, u32)> = (0..10_000).map(|n| (n, n + 1)).collect();
        assert_eq!(groups(&chain).len(), 1);
        let mut clusters = Clusters::default();
        chain.iter().rev().for_each(|(a, b)| clusters.join(*a, *b));
        assert_eq!(clusters.root(10_000), 0);
        assert_eq!(clusters.root(10_001), 10_001, "alone");
    }
}
