//! The places of a text where a pattern may begin whatever it is, 64 bytes at a time: where characters begin, and for
//! some languages no letter stands before.

/// Goes through a text from its beginning on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Starts {
    /// Not behind letters of ASCII.
    behind_no_letter: bool,
    after_letter: bool,
}

impl Starts {
    /// Every character.
    pub(super) const CHARACTERS: Self = Self { behind_no_letter: false, after_letter: false };

    /// Characters that no letter of ASCII stands before, from a place on that `after_letter` says it of.
    pub(super) fn behind_no_letter(after_letter: bool) -> Self {
        Self { behind_no_letter: true, after_letter }
    }

    /// A bit for each of 64 bytes from `at` on; 64 bytes on it is asked for the next.
    ///
    /// # Safety
    /// The bytes must be readable.
    #[inline(always)]
    pub(super) unsafe fn next(&mut self, bytes: &[u8], at: usize) -> u64 {
        // SAFETY: the caller's promise.
        let starts = unsafe { character_starts(bytes, at) };
        match self.behind_no_letter {
            false => starts,
            // SAFETY: the same.
            true => self.behind(starts, unsafe { ascii_letters(bytes, at) }),
        }
    }

    /// The same with wider instructions.
    ///
    /// # Safety
    /// The bytes must be readable.
    #[cfg(target_arch = "x86_64")]
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    pub(super) unsafe fn next_wide(&mut self, bytes: &[u8], at: usize) -> u64 {
        use std::arch::x86_64::*;
        let all = |byte: u8| _mm512_set1_epi8(byte as i8);
        // SAFETY: the caller's promise.
        let block = unsafe { _mm512_loadu_epi8(bytes.as_ptr().add(at).cast()) };
        // Continuation bytes are those below -64.
        let starts = _mm512_cmpge_epi8_mask(block, _mm512_set1_epi8(-64));
        if !self.behind_no_letter {
            return starts;
        }
        let small = _mm512_or_si512(block, all(0x20));
        let letters = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(small, all(b'a')), all(26));
        self.behind(starts, letters)
    }

    #[inline(always)]
    fn behind(&mut self, starts: u64, letters: u64) -> u64 {
        let before = letters << 1 | u64::from(self.after_letter);
        self.after_letter = letters >> 63 != 0;
        starts & !before
    }
}

/// A bit for each of 64 bytes from `at` on that begins a character.
///
/// # Safety
/// The bytes must be readable.
#[inline(always)]
unsafe fn character_starts(bytes: &[u8], at: usize) -> u64 {
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
unsafe fn ascii_letters(bytes: &[u8], at: usize) -> u64 {
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
    fn every_byte_is_known_and_what_stands_before_it() {
        let bytes: Vec<u8> = (0..=255).chain("a1bé가 ".bytes().cycle().take(256)).collect();
        let begins = |at: usize| !(0x80..0xC0).contains(&bytes[at]);
        for behind_no_letter in [false, true] {
            let first = match behind_no_letter {
                true => Starts::behind_no_letter(true),
                false => Starts::CHARACTERS,
            };
            let (mut narrow, mut wide) = (first, first);
            for block in (0..bytes.len()).step_by(64) {
                // SAFETY: there are 64 bytes from there on.
                let starts = unsafe { narrow.next(&bytes, block) };
                for at in block..block + 64 {
                    let after = match at.checked_sub(1) {
                        None => true,
                        Some(before) => bytes[before].is_ascii_alphabetic(),
                    };
                    let expected = begins(at) && !(behind_no_letter && after);
                    assert_eq!(starts >> (at - block) & 1 != 0, expected, "at {at}");
                }
                #[cfg(target_arch = "x86_64")]
                if crate::segment::wide::has_avx512() {
                    // SAFETY: likewise, and the instructions are there.
                    assert_eq!(unsafe { wide.next_wide(&bytes, block) }, starts);
                }
            }
        }
    }
}
