//! The quick way of the normal form with AVX-512: 64 bytes at a time, and by tables which characters no rule changes.

use std::arch::x86_64::*;

use super::{Normal, Rules};
use crate::segment::wide::load_from;

/// A bit for each group of characters, by the lowest six bits of a byte: of bytes that begin a character beyond ASCII,
/// and of those that go on with one, no two share them.
type Groups = [u8; 64];

/// Adds the bytes from `first` to `last` to a group.
const fn with(mut groups: Groups, group: u8, first: u8, last: u8) -> Groups {
    let mut byte = first;
    while byte <= last {
        groups[(byte & 0x3F) as usize] |= 1 << group;
        byte += 1;
    }
    groups
}

const NONE: Groups = [0; 64];

// Characters that two bytes are enough to know: Hangul syllables, à–ÿ, ă đ ĩ ũ ơ ư, and Han characters.

const FIRST_OF_TWO: Groups = {
    let groups = with(with(with(NONE, 0, 0xEA, 0xEA), 1, 0xEB, 0xEC), 2, 0xED, 0xED);
    let groups = with(with(with(groups, 3, 0xC3, 0xC3), 4, 0xC4, 0xC4), 5, 0xC4, 0xC5);
    with(with(with(groups, 6, 0xC6, 0xC6), 7, 0xE4, 0xE4), 1, 0xE5, 0xE9)
};
const SECOND_OF_TWO: Groups = {
    let groups = with(with(with(NONE, 0, 0xB0, 0xBF), 1, 0x80, 0xBF), 2, 0x80, 0x9D);
    let groups = with(with(with(groups, 3, 0xA0, 0xBF), 4, 0x83, 0x83), 4, 0x91, 0x91);
    let groups = with(with(with(groups, 5, 0xA9, 0xA9), 6, 0xA1, 0xA1), 6, 0xB0, 0xB0);
    with(groups, 7, 0xB8, 0xBF)
};

// Others, by three bytes: the small letters of Vietnamese with two marks (groups 0 and 1), numbers in circles, squares
// and triangles (2), “ ” … (3), 〈 to 】 (4), and single Korean letters (5).

const FIRST_OF_THREE: Groups = {
    let groups = with(with(NONE, 0, 0xE1, 0xE1), 1, 0xE1, 0xE1);
    let groups = with(with(groups, 2, 0xE2, 0xE2), 3, 0xE2, 0xE2);
    with(with(groups, 4, 0xE3, 0xE3), 5, 0xE3, 0xE3)
};
const SECOND_OF_THREE: Groups = {
    let groups = with(with(NONE, 0, 0xBA, 0xBA), 1, 0xBB, 0xBB);
    let groups = with(with(groups, 2, 0x91, 0x91), 2, 0x96, 0x97);
    with(with(with(groups, 3, 0x80, 0x80), 4, 0x80, 0x80), 5, 0x85, 0x85)
};
const THIRD_OF_THREE: Groups = {
    let mut groups = with(with(NONE, 2, 0x80, 0xBF), 5, 0x80, 0xBF);
    let mut odd = 0x81;
    while odd <= 0xBF {
        groups = with(groups, 1, odd, odd);
        if odd >= 0xA0 {
            groups = with(groups, 0, odd, odd);
        }
        odd += 2;
    }
    with(with(with(groups, 3, 0x9C, 0x9D), 3, 0xA6, 0xA6), 4, 0x88, 0x91)
};

impl Normal {
    /// Copies up to the first character that a rule may change and that is not ASCII; returns how many bytes that are.
    ///
    /// # Safety
    /// There must be room for `original` and `PADDING` bytes more, and the instructions must be there.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) unsafe fn copy_blocks_widest(&mut self, original: &[u8], rules: Rules) -> usize {
        let start = self.bytes.len();
        let all = |byte: u8| _mm512_set1_epi8(byte as i8);
        let among = |bytes, first: u8, count: u8| {
            _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, all(first)), all(count))
        };
        // Whether bytes have a group in common.
        let groups = |groups: &Groups, bytes| {
            // SAFETY: there are 64 groups.
            let groups = unsafe { _mm512_loadu_epi8(groups.as_ptr().cast()) };
            _mm512_permutexvar_epi8(bytes, groups)
        };
        let mut at = 0;
        while at < original.len() {
            let is_whole = at + 66 <= original.len();
            // SAFETY: 64 bytes from there on are readable.
            let load = |n: usize| unsafe {
                match is_whole {
                    true => _mm512_loadu_epi8(original.as_ptr().add(at + n).cast()),
                    false => load_from(original, at + n),
                }
            };
            let block = load(0);
            let mut mapped = block;
            if rules != Rules::Cased {
                let upper = among(block, b'A', 26);
                mapped = _mm512_mask_add_epi8(mapped, upper, block, all(0x20));
            }
            if rules != Rules::Plain {
                let blank = among(block, b'\t', 5) | _mm512_cmpeq_epi8_mask(block, all(b'_'));
                mapped = _mm512_mask_mov_epi8(mapped, blank, all(b' '));
            }
            // SAFETY: the caller's promise; PADDING is more than 64.
            unsafe { _mm512_storeu_epi8(self.bytes.as_mut_ptr().add(start + at).cast(), mapped) };
            let leads = _mm512_cmpge_epu8_mask(block, all(0xC0));
            if leads != 0 {
                let next = load(1);
                let two = _mm512_test_epi8_mask(
                    groups(&FIRST_OF_TWO, block),
                    groups(&SECOND_OF_TWO, next),
                );
                let mut unknown = leads & !two;
                if unknown != 0 {
                    let first = groups(&FIRST_OF_THREE, block);
                    let both = _mm512_and_si512(first, groups(&SECOND_OF_THREE, next));
                    let third = groups(&THIRD_OF_THREE, load(2));
                    unknown &= !_mm512_test_epi8_mask(both, third);
                }
                if unknown != 0 {
                    at += unknown.trailing_zeros() as usize;
                    break;
                }
            }
            at += 64;
        }
        let copied = at.min(original.len());
        // SAFETY: so many bytes were written.
        unsafe { self.bytes.set_len(start + copied) };
        copied
    }

    /// Appends `own`, and where that is a space the byte of `original`, which is as long.
    ///
    /// # Safety
    /// There must be room for `own` and `PADDING` bytes more, and the instructions must be there.
    #[target_feature(enable = "avx512f,avx512bw")]
    pub(super) unsafe fn copy_spaces_widest(&mut self, own: &[u8], original: &[u8]) {
        let start = self.bytes.len();
        for at in (0..own.len()).step_by(64) {
            let block = load_from(own, at);
            let space = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(b' ' as i8));
            let both = _mm512_mask_mov_epi8(block, space, load_from(original, at));
            // SAFETY: the caller's promise; PADDING is more than 64.
            unsafe { _mm512_storeu_epi8(self.bytes.as_mut_ptr().add(start + at).cast(), both) };
        }
        // SAFETY: so many bytes were written.
        unsafe { self.bytes.set_len(start + own.len()) };
    }
}
