//! The quick ways of the normal form: blocks of bytes, Latin letters by a table, and the marks that are most frequent.

use super::characters::{SMALL, map_ascii};
use super::{Normal, Rules};
#[cfg(target_arch = "x86_64")]
use crate::segment::wide::{has_avx2, has_avx512};

impl Normal {
    /// Copies blocks of bytes that hold only ASCII, Hangul syllables, small Vietnamese letters, curly quotes, and what
    /// else no rule changes; returns how many bytes were copied, up to the first character that must be looked at.
    #[inline]
    pub(super) fn copy_blocks(&mut self, original: &[u8], rules: Rules) -> usize {
        #[cfg(target_arch = "x86_64")]
        {
            if has_avx512() {
                // SAFETY: the instructions are there; `fill` reserved room for all that is left of the text and PADDING.
                return unsafe { self.copy_blocks_widest(original, rules) };
            }
            if has_avx2() {
                // SAFETY: likewise.
                return unsafe { self.copy_blocks_avx2(original, rules) };
            }
        }
        let mut at = 0;
        while at < original.len() && original[at] < 0x80 {
            self.bytes.push(map_ascii(original[at], rules));
            at += 1;
        }
        at
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn copy_blocks_avx2(&mut self, original: &[u8], rules: Rules) -> usize {
        use crate::segment::wide::{hangul_leads, lead_bytes};
        use std::arch::x86_64::*;
        let mut at = 0;
        let start = self.bytes.len();
        // SAFETY: every load reads within 34 bytes of `original`; every store writes 32 bytes into room that `fill`
        // reserved; the length is set to bytes that were written.
        unsafe {
            let out = self.bytes.as_mut_ptr().add(start);
            let all = |byte: u8| _mm256_set1_epi8(byte as i8);
            while at + 34 <= original.len() {
                let block = _mm256_loadu_si256(original.as_ptr().add(at).cast());
                let next = _mm256_loadu_si256(original.as_ptr().add(at + 1).cast());
                let mut mapped = block;
                if rules != Rules::Cased {
                    let upper = _mm256_and_si256(
                        _mm256_cmpgt_epi8(block, all(b'A' - 1)),
                        _mm256_cmpgt_epi8(all(b'Z' + 1), block),
                    );
                    mapped = _mm256_or_si256(mapped, _mm256_and_si256(upper, all(0x20)));
                }
                if rules != Rules::Plain {
                    let control = _mm256_and_si256(
                        _mm256_cmpgt_epi8(block, all(8)),
                        _mm256_cmpgt_epi8(all(14), block),
                    );
                    let blank = _mm256_or_si256(control, _mm256_cmpeq_epi8(block, all(b'_')));
                    mapped = _mm256_blendv_epi8(mapped, all(b' '), blank);
                }
                _mm256_storeu_si256(out.add(at).cast(), mapped);
                let high = _mm256_movemask_epi8(block) as u32;
                if high != 0 {
                    // A lead byte is bad unless it begins a Hangul syllable.
                    let bad = _mm256_andnot_si256(hangul_leads(block, next), lead_bytes(block));
                    let mut bad = _mm256_movemask_epi8(bad) as u32;
                    if bad != 0 {
                        let third = _mm256_loadu_si256(original.as_ptr().add(at + 2).cast());
                        bad &= !small_letters(block, next, third);
                    }
                    if bad != 0 {
                        at += bad.trailing_zeros() as usize;
                        break;
                    }
                }
                at += 32;
            }
            // The last block may have ended inside a syllable.
            while original.get(at).is_some_and(|byte| byte & 0xC0 == 0x80) {
                at -= 1;
            }
            self.bytes.set_len(start + at);
        }
        at
    }

    /// Appends `own`, and where that is a space the byte of `original`, which is as long. There is room.
    pub(super) fn copy_spaces(&mut self, own: &[u8], original: &[u8]) {
        #[cfg(target_arch = "x86_64")]
        if has_avx512() {
            // SAFETY: the instructions are there; `copy_plain` reserved room for all of the text and PADDING.
            return unsafe { self.copy_spaces_widest(own, original) };
        }
        let both = own.iter().zip(original);
        self.bytes.extend(both.map(|(own, byte)| if *own == b' ' { *byte } else { *own }));
    }

    /// Copies a Latin letter beyond ASCII whose lower case is as long, which most are; says how long it is.
    #[inline]
    pub(super) fn copy_latin(&mut self, original: &[u8], rules: Rules) -> Option<usize> {
        let (code, length) = match *original.get(..4)? {
            [first @ 0xC3..=0xC8, second, ..] => {
                (u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F), 2)
            }
            [0xE1, second @ 0xB8..=0xBB, third, _] => {
                (0x1000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F), 3)
            }
            _ => return None,
        };
        let lower = match rules {
            Rules::Cased => code,
            _ => u32::from(SMALL[code as usize]),
        };
        if lower < 0x80 || (lower >= 0x800) != (length == 3) {
            return None;
        }
        match length {
            2 => self
                .bytes
                .extend_from_slice(&[0xC0 | (lower >> 6) as u8, 0x80 | (lower & 0x3F) as u8]),
            _ => self.bytes.extend_from_slice(&[
                0xE0 | (lower >> 12) as u8,
                0x80 | (lower >> 6 & 0x3F) as u8,
                0x80 | (lower & 0x3F) as u8,
            ]),
        }
        Some(length)
    }

    /// Copies one of the marks at `at` that are most frequent; says how long it is.
    #[inline]
    pub(super) fn copy_mark(&mut self, original: &[u8], at: usize, rules: Rules) -> Option<usize> {
        let (mapped, length) = match original[at..] {
            [0xC2, 0xB7, ..] => (b' ', 2),
            [0xE2, 0x80, 0x90..=0x95, ..] => (b'-', 3),
            [0xE2, 0x80, 0x98..=0x99, ..] => (b'\'', 3),
            _ => return None,
        };
        if rules == Rules::Plain {
            self.bytes.extend_from_slice(&original[at..at + length]);
        } else {
            self.jump(at, at + length, 1);
            self.bytes.push(mapped);
        }
        Some(length)
    }
}

/// Which bytes begin a character that no rule changes: à–ÿ, ă đ ĩ ũ ơ ư, the small letters of Vietnamese with two
/// marks, and “ ” …. `next` and `third` are the bytes behind those of `block`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn small_letters(
    block: std::arch::x86_64::__m256i,
    next: std::arch::x86_64::__m256i,
    third: std::arch::x86_64::__m256i,
) -> u32 {
    use std::arch::x86_64::*;
    let all = |byte: u8| _mm256_set1_epi8(byte as i8);
    let is = |bytes, byte: u8| _mm256_cmpeq_epi8(bytes, all(byte));
    let and = |a, b| _mm256_and_si256(a, b);
    let or = |a, b| _mm256_or_si256(a, b);
    // As signed bytes, those of a continuation keep their order.
    let second_half = |bytes| _mm256_cmpgt_epi8(bytes, all(0x9F));
    let odd = is(and(third, all(1)), 1);
    let latin = and(is(block, 0xC3), second_half(next));
    let breve = and(is(block, 0xC4), or(or(is(next, 0x83), is(next, 0x91)), is(next, 0xA9)));
    let tilde = and(is(block, 0xC5), is(next, 0xA9));
    let horn = and(is(block, 0xC6), or(is(next, 0xA1), is(next, 0xB0)));
    let marked = or(and(is(next, 0xBA), second_half(third)), is(next, 0xBB));
    let marked = and(is(block, 0xE1), and(marked, odd));
    let quotes = or(or(is(third, 0x9C), is(third, 0x9D)), is(third, 0xA6));
    let quotes = and(is(block, 0xE2), and(is(next, 0x80), quotes));
    let letters = or(or(latin, breve), or(tilde, horn));
    _mm256_movemask_epi8(or(letters, or(marked, quotes))) as u32
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;
    use crate::segment::normal::PADDING;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn blocks_hold_what_the_rules_make_of_them(
            text in "([A-Za-z _\\t]{0,40}|[가-힣]{0,20}|[à-ỹ]{0,20}|[À-ỸĐ“”…·’▲「①美ㅋ\u{300}]){0,12}",
        ) {
            for rules in [Rules::Full, Rules::Plain, Rules::Cased] {
                let copy = |wide: bool| {
                    let mut normal = Normal::default();
                    normal.bytes.reserve(text.len() + PADDING);
                    // SAFETY: there is the room, and ways are gone where their instructions are.
                    let copied = unsafe {
                        match wide {
                            true => normal.copy_blocks_widest(text.as_bytes(), rules),
                            false => normal.copy_blocks_avx2(text.as_bytes(), rules),
                        }
                    };
                    (normal.bytes, copied)
                };
                let ways = [(false, has_avx2()), (true, has_avx512())];
                for (wide, _) in ways.into_iter().filter(|(_, is_there)| *is_there) {
                    let (bytes, copied) = copy(wide);
                    prop_assert!(text.is_char_boundary(copied));
                    let mut expected = Normal::default();
                    expected.fill(&text[..copied], rules);
                    prop_assert_eq!(&bytes, &expected.bytes, "{:?}, wide: {}", rules, wide);
                    prop_assert!(expected.stretches.is_empty());
                }
            }
        }
    }
}
