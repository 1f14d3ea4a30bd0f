//! The bytes of a chunk, laid so that a file is copied fast from the page cache into them.

use std::ops::Deref;

/// Bytes of a page of memory, and of one of the page cache.
const PAGE: usize = 4096;

/// Bytes that may begin anywhere in their memory.
#[derive(Debug, Default)]
pub struct Buffer {
    memory: Vec<u8>,
    start: usize,
}

impl Buffer {
    /// Holds `first`, so that what is then read from place `position` of a file comes to lie as far behind the
    /// beginning of a page of memory as it does behind one of the page cache: processors copy between equal places at
    /// least as fast as between others. Has room for `wanted` bytes more.
    pub fn begin(&mut self, first: &[u8], position: u64, wanted: usize) {
        self.clear();
        self.memory.reserve(PAGE + first.len() + wanted);
        let read_to = self.memory.as_ptr().addr() + first.len();
        self.start = (position as usize).wrapping_sub(read_to) % PAGE;
        self.memory.resize(self.start, 0);
        self.memory.extend_from_slice(first);
    }

    pub fn clear(&mut self) {
        self.memory.clear();
        self.start = 0;
    }

    /// Leaves the first `length` bytes.
    pub fn truncate(&mut self, length: usize) {
        self.memory.truncate(self.start + length);
    }

    /// Leaves out the first `count` bytes, of which there must be as many.
    pub fn skip(&mut self, count: usize) {
        debug_assert!(count <= self.len());
        self.start += count;
    }

    /// Where more bytes are to be appended. Nothing of what is there may be taken away.
    pub fn end(&mut self) -> &mut Vec<u8> {
        &mut self.memory
    }

    /// What it takes of memory, in use or not.
    pub fn capacity(&self) -> usize {
        self.memory.capacity()
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(memory: Vec<u8>) -> Self {
        Self { memory, start: 0 }
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.memory[self.start..]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn holds_what_is_put_in_and_is_laid_as_the_file_is(
            first in proptest::collection::vec(any::<u8>(), 0..9000),
            more in proptest::collection::vec(any::<u8>(), 0..9000),
            position in 0_u64..1 << 40,
            (skipped, length) in (0_usize..9000, 0_usize..18000),
        ) {
            let mut buffer = Buffer::default();
            for _ in 0..2 {
                buffer.begin(&first, position, more.len());
                prop_assert_eq!(&*buffer, &first[..]);
                let at = buffer.as_ptr().addr() + first.len();
                prop_assert_eq!(at % PAGE, position as usize % PAGE);
                buffer.end().extend_from_slice(&more);
                prop_assert_eq!(buffer.as_ptr().addr() + first.len(), at);
                let mut whole = [&first[..], &more[..]].concat();
                prop_assert_eq!(&*buffer, &whole[..]);
                whole.truncate(length);
                buffer.truncate(length);
                prop_assert_eq!(&*buffer, &whole[..]);
                let skipped = skipped.min(whole.len());
                buffer.skip(skipped);
                prop_assert_eq!(&*buffer, &whole[skipped..]);
            }
        }
    }
}
