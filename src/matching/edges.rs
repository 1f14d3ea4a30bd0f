//! The edges of a trie, in one table that a walk reads one cache line of.

use rustc_hash::FxHashMap;

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const SPREAD: u64 = 0xD1B5_4A32_D192_ED03;

/// From a node, over a key, to the next node, which is never 0.
#[derive(Clone, Copy, Debug, Default)]
struct Edge {
    key: u64,
    from: u32,
    /// 0 where no edge is.
    to: u32,
}

/// Open addressing, at most half full.
#[derive(Debug)]
pub(super) struct Edges {
    slots: Box<[Edge]>,
    shift: u32,
}

impl Default for Edges {
    fn default() -> Self {
        Self::new(&FxHashMap::default())
    }
}

impl Edges {
    pub(super) fn new(edges: &FxHashMap<(u32, u64), u32>) -> Self {
        let size = (2 * edges.len()).next_power_of_two().max(16);
        let mut table =
            Self { slots: vec![Edge::default(); size].into(), shift: 64 - size.trailing_zeros() };
        #[allow(clippy::iter_over_hash_type, reason = "where an edge lies changes no answer")]
        for ((from, key), to) in edges {
            let mut slot = table.slot(*from, *key);
            while table.slots[slot].to != 0 {
                slot = (slot + 1) & (size - 1);
            }
            table.slots[slot] = Edge { key: *key, from: *from, to: *to };
        }
        table
    }

    #[inline(always)]
    fn slot(&self, from: u32, key: u64) -> usize {
        let mixed = key ^ u64::from(from).wrapping_mul(SPREAD);
        (mixed.wrapping_mul(MULTIPLIER) >> self.shift) as usize
    }

    /// Where the edge leads, if there is one.
    #[inline(always)]
    pub(super) fn get(&self, from: u32, key: u64) -> Option<u32> {
        let mut slot = self.slot(from, key);
        loop {
            let edge = self.slots[slot & (self.slots.len() - 1)];
            if edge.to == 0 {
                return None;
            }
            if edge.key == key && edge.from == from {
                return Some(edge.to);
            }
            slot += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edge_is_found_and_no_other() {
        let known = (0..5_000u32).map(|n| ((n % 7, u64::from(n) * 0x1_0001), n + 1));
        let known: FxHashMap<(u32, u64), u32> = known.collect();
        let edges = Edges::new(&known);
        for from in 0..8 {
            for n in 0..6_000u64 {
                let key = (from, n * 0x1_0001);
                assert_eq!(edges.get(key.0, key.1), known.get(&key).copied());
            }
        }
        assert_eq!(Edges::default().get(0, 0), None);
    }
}
