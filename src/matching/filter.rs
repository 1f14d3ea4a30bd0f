//! The keys that the beginnings of words are looked up by in a [`Filter`]. Nearly all words of a text are turned away
//! there, before any hash table is asked.

pub(super) use crate::segment::filter::Filter;

/// The first eight bytes from `at` on, the first lowest.
///
/// # Safety
/// Eight bytes from `at` on must be readable.
#[inline(always)]
pub(super) unsafe fn load(bytes: &[u8], at: usize) -> u64 {
    // SAFETY: the caller's promise.
    u64::from_le(unsafe { bytes.as_ptr().add(at).cast::<u64>().read_unaligned() })
}

/// The lowest `length` bytes of `key`. By table: word lengths are no pattern that a processor could guess.
#[inline(always)]
pub(super) fn low_bytes(key: u64, length: usize) -> u64 {
    static MASKS: [u64; 9] = {
        let mut masks = [u64::MAX; 9];
        let mut length = 0;
        while length < 8 {
            masks[length] = (1 << (8 * length)) - 1;
            length += 1;
        }
        masks
    };
    key & MASKS[length.min(8)]
}

/// The key of a word's first bytes, as [`load`] and [`low_bytes`] give it.
pub(super) fn key_of(bytes: &[u8], length: usize) -> u64 {
    let mut first = [0; 8];
    let length = length.min(8).min(bytes.len());
    first[..length].copy_from_slice(&bytes[..length]);
    u64::from_le_bytes(first)
}
