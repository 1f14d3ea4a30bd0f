//! How many words end by a place of a text, asked without a search: a bit for each place at which a word ends, and sums.

use crate::segment::bits::below;

/// What is known of 64 places.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// At which of them words end.
    bits: u64,
    /// How many words end before.
    before: u64,
}

/// Where the words of one text end. Reused from text to text.
#[derive(Debug, Default)]
pub(super) struct Ends {
    blocks: Vec<Block>,
}

impl Ends {
    /// Begins with no words, for a text of `length` bytes.
    pub(super) fn clear(&mut self, length: usize) {
        self.blocks.clear();
        self.blocks.resize(length / 64 + 1, Block::default());
    }

    /// Words end at `block`, which is a multiple of 64, + the place of each bit of `bits`.
    #[inline(always)]
    pub(super) fn add(&mut self, block: usize, bits: u64) {
        self.blocks[block / 64].bits |= bits;
    }

    pub(super) fn insert(&mut self, at: usize) {
        self.blocks[at / 64].bits |= 1 << (at % 64);
    }

    /// Takes back the ends from `from` to `to`, places of the text.
    pub(super) fn remove(&mut self, from: usize, to: usize) {
        let (first, last) = (from / 64, to / 64);
        self.blocks[first].bits &= below(from % 64);
        self.blocks[first + 1..=last.max(first)].fill(Block::default());
    }

    /// Adds up what [`up_to`](Self::up_to) needs, once all are there.
    pub(super) fn sum(&mut self) {
        let mut before = 0;
        for block in &mut self.blocks {
            block.before = before;
            before += u64::from(block.bits.count_ones());
        }
    }

    /// How many words end at `at` or before, a place of the text or its end.
    #[inline]
    pub(super) fn up_to(&self, at: usize) -> usize {
        let Some(block) = self.blocks.get(at / 64) else { return 0 };
        block.before as usize + (block.bits << (63 - at % 64)).count_ones() as usize
    }
}
