//! The keys that the beginnings of words are looked up by in a [`Filter`], and bytes of a text that are told apart 64 at
//! once. Nearly all words of a text are turned away here, before any hash table is asked.

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

/// The lowest `length` bits; all of them from 64 on.
#[inline(always)]
pub(super) fn below(length: usize) -> u64 {
    if length < 64 { (1 << length) - 1 } else { u64::MAX }
}

/// A bit for each of 64 bytes from `at` on that begins a character.
///
/// # Safety
/// The bytes must be readable.
#[inline(always)]
pub(super) unsafe fn character_starts(bytes: &[u8], at: usize) -> u64 {
    // Continuation bytes are those below -64.
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{
            _mm_cmpgt_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8,
        };
        let mut starts = 0;
        for quarter in 0..4 {
            // SAFETY: the caller's promise; every x86-64 has these instructions.
            let bits = unsafe {
                let block = _mm_loadu_si128(bytes.as_ptr().add(at + 16 * quarter).cast());
                _mm_movemask_epi8(_mm_cmpgt_epi8(block, _mm_set1_epi8(-65)))
            };
            starts |= u64::from(bits as u32) << (16 * quarter);
        }
        starts
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        // SAFETY: the caller's promise.
        let block = unsafe { &*bytes.as_ptr().add(at).cast::<[i8; 64]>() };
        block.iter().enumerate().fold(0, |starts, (n, byte)| starts | u64::from(*byte >= -64) << n)
    }
}

/// A bit for each of 64 bytes from `at` on that is an ASCII letter.
///
/// # Safety
/// The bytes must be readable.
#[inline(always)]
pub(super) unsafe fn ascii_letters(bytes: &[u8], at: usize) -> u64 {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{
            _mm_add_epi8, _mm_cmpgt_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128,
            _mm_set1_epi8,
        };
        let mut letters = 0;
        for quarter in 0..4 {
            // SAFETY: the caller's promise; every x86-64 has these instructions.
            let bits = unsafe {
                let block = _mm_loadu_si128(bytes.as_ptr().add(at + 16 * quarter).cast());
                let small = _mm_or_si128(block, _mm_set1_epi8(0x20));
                // Moved up so that `z` is the largest number there is, and nothing else is above `a`.
                let moved = _mm_add_epi8(small, _mm_set1_epi8(i8::MAX - b'z' as i8));
                let below = _mm_set1_epi8(i8::MAX - 26);
                _mm_movemask_epi8(_mm_cmpgt_epi8(moved, below))
            };
            letters |= u64::from(bits as u32) << (16 * quarter);
        }
        letters
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        // SAFETY: the caller's promise.
        let block = unsafe { &*bytes.as_ptr().add(at).cast::<[u8; 64]>() };
        let bit = |(n, byte): (usize, &u8)| u64::from(byte.is_ascii_alphabetic()) << n;
        block.iter().enumerate().map(bit).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_starts_of_characters_are_known_for_every_byte() {
        let bytes: Vec<u8> = (0..=255).collect();
        for block in [0, 64, 128, 192] {
            // SAFETY: there are 64 bytes from there on.
            let (letters, starts) =
                unsafe { (ascii_letters(&bytes, block), character_starts(&bytes, block)) };
            for n in 0..64 {
                let byte = bytes[block + n];
                assert_eq!(letters >> n & 1 != 0, byte.is_ascii_alphabetic(), "{byte}");
                assert_eq!(starts >> n & 1 != 0, !(0x80..0xC0).contains(&byte), "{byte}");
            }
        }
    }
}
