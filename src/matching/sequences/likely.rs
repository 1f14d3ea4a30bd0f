//! Which words may begin a match: several looks over fewer and fewer words, without branches, so that the processor need
//! not guess and can wait for many answers at once.

use std::ops::Range;

use super::{Sequences, bit, pair};
use crate::matching::keys::Keys;
use crate::matching::{Scratch, push_if};

impl Sequences {
    /// Replaces `likely` by the words of a step that may begin a match, and the node behind each; 0 where there is none.
    /// Many forms begin with words that are everywhere, so that the second look is at the next word too.
    #[inline(never)]
    pub(super) fn find_likely(
        &self,
        step: Range<usize>,
        keys: &impl Keys,
        every_word: bool,
        scratch: &mut Scratch,
    ) {
        let Scratch { likely, held, .. } = scratch;
        likely.clear();
        let node = |n: usize| self.firsts.get(0, keys.at(n)).unwrap_or(0);
        if every_word {
            likely.extend(step.map(|n| (n as u32, node(n))));
            return;
        }
        let next = |n: u32| keys.at((n as usize + 1).min(keys.len() - 1));
        held.clear();
        held.reserve(step.len());
        for n in step {
            push_if(held, n as u32, self.filter.may_hold(keys.at(n)));
        }
        likely.reserve(held.len());
        for n in held.iter() {
            let key = keys.at(*n as usize);
            let may_match = self.alone.may_hold(key) | self.pairs.may_hold(pair(key, next(*n)));
            push_if(likely, (*n, 0), may_match);
        }
        for (n, number) in likely.iter_mut() {
            *number = node(*n as usize);
        }
        let mut kept = 0;
        for at in 0..likely.len() {
            let (n, number) = likely[at];
            let node = &self.nodes[number as usize];
            // Where no form ends after one word, the next word must go on.
            let alone = node.ends.0 < node.ends.1 || node.others.0 < node.others.1;
            likely[kept] = (n, number);
            kept += usize::from((number != 0) & (alone | (node.next & bit(next(n)) != 0)));
        }
        likely.truncate(kept);
    }
}
