//! Where sentences may end: line ends and terminators, but for full stops inside of numbers and names.

#[cfg(target_arch = "x86_64")]
use crate::segment::wide::{has_avx2, has_avx512};

/// Replaces `places` by every byte that begins a terminator or a line end, in order. Full stops before a letter or digit
/// of ASCII, which end no sentence, are left out.
pub(super) fn candidates(bytes: &[u8], places: &mut Vec<u32>) {
    places.clear();
    let mut from = 0;
    #[cfg(target_arch = "x86_64")]
    {
        if has_avx512() {
            // SAFETY: the instructions are there.
            return unsafe { widest::candidates(bytes, places) };
        }
        if has_avx2() {
            // SAFETY: AVX2 is there.
            from = unsafe { wide::candidates(bytes, places) };
        }
    }
    places.extend((from..bytes.len()).filter(|n| is_candidate(&bytes[*n..])).map(|n| n as u32));
}

fn is_candidate(bytes: &[u8]) -> bool {
    match *bytes {
        [b'.', next, ..] => !next.is_ascii_alphanumeric(),
        [b'.' | b'!' | b'?' | b'\n' | b'\r', ..] => true,
        [0xE2, ..] => bytes.starts_with("…".as_bytes()),
        [0xE3, ..] => bytes.starts_with("。".as_bytes()),
        _ => false,
    }
}

/// Line ends and terminators of ASCII by the lower half of a byte, which no two of them share; elsewhere what no byte
/// of ASCII is. Bytes beyond ASCII find 0 in it.
#[cfg(target_arch = "x86_64")]
static MARKS: [u8; 16] = {
    let mut marks = [0xFF; 16];
    let list = *b".!?\n\r";
    let mut n = 0;
    while n < list.len() {
        marks[list[n] as usize & 0xF] = list[n];
        n += 1;
    }
    marks
};

/// 32 bytes at a time.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::*;

    use super::MARKS;

    /// Returns where the bytes begin that fill no block.
    #[target_feature(enable = "avx2")]
    pub(super) fn candidates(bytes: &[u8], places: &mut Vec<u32>) -> usize {
        let mut at = 0;
        while at + 34 <= bytes.len() {
            // SAFETY: 34 bytes from `at` on are readable.
            let mut found = unsafe { mask(bytes.as_ptr().add(at)) };
            while found != 0 {
                places.push((at + found.trailing_zeros() as usize) as u32);
                found &= found - 1;
            }
            at += 32;
        }
        at
    }

    /// # Safety
    /// 34 bytes from `at` on must be readable.
    #[target_feature(enable = "avx2")]
    #[inline]
    unsafe fn mask(at: *const u8) -> u32 {
        // SAFETY: the caller says that the bytes are readable.
        let load = |n| unsafe { _mm256_loadu_si256(at.add(n).cast()) };
        let all = |byte: u8| _mm256_set1_epi8(byte as i8);
        let is = |block, byte: u8| _mm256_cmpeq_epi8(block, all(byte));
        let or = |a, b| _mm256_or_si256(a, b);
        let and = |a, b| _mm256_and_si256(a, b);
        let bits = |vector| _mm256_movemask_epi8(vector) as u32;
        let (block, next) = (load(0), load(1));
        // SAFETY: 16 bytes are read from an array of as many.
        let marks = unsafe { _mm_loadu_si128(MARKS.as_ptr().cast()) };
        let marks = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(marks), block);
        let within = |bytes, first: u8, last: u8| {
            and(_mm256_cmpgt_epi8(bytes, all(first - 1)), _mm256_cmpgt_epi8(all(last + 1), bytes))
        };
        let goes_on = or(within(or(next, all(0x20)), b'a', b'z'), within(next, b'0', b'9'));
        let inside = and(is(block, b'.'), goes_on);
        let found = _mm256_andnot_si256(inside, _mm256_cmpeq_epi8(marks, block));
        if bits(is(and(block, all(0xFE)), 0xE2)) == 0 {
            return bits(found);
        }
        let ellipsis = and(is(block, 0xE2), is(load(2), 0xA6));
        let full_stop = and(is(block, 0xE3), is(load(2), 0x82));
        bits(or(found, and(is(next, 0x80), or(ellipsis, full_stop))))
    }
}

/// 64 bytes at a time.
#[cfg(target_arch = "x86_64")]
mod widest {
    use std::arch::x86_64::*;

    use super::MARKS;
    use crate::segment::wide::{PlaceWriter, load_from};

    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) fn candidates(bytes: &[u8], places: &mut Vec<u32>) {
        // SAFETY: 16 bytes are read from an array of as many.
        let marks = unsafe { _mm_loadu_si128(MARKS.as_ptr().cast()) };
        let marks = _mm512_broadcast_i32x4(marks);
        let all = |byte: u8| _mm512_set1_epi8(byte as i8);
        let is = |block, byte: u8| _mm512_cmpeq_epi8_mask(block, all(byte));
        let among = |bytes, first: u8, count: u8| {
            _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, all(first)), all(count))
        };
        let mut writer = PlaceWriter::new(places);
        for at in (0..bytes.len()).step_by(64) {
            if at % PlaceWriter::PLACES == 0 {
                writer.finish();
                writer = PlaceWriter::new(places);
            }
            let is_whole = at + 66 <= bytes.len();
            // SAFETY: 64 bytes from there on are readable.
            let load = |n: usize| unsafe {
                match is_whole {
                    true => _mm512_loadu_epi8(bytes.as_ptr().add(at + n).cast()),
                    false => load_from(bytes, at + n),
                }
            };
            let (block, next) = (load(0), load(1));
            // Behind the end are bytes of 0, which no mark is.
            let mut found = _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(marks, block), block);
            let goes_on = among(_mm512_or_si512(next, all(0x20)), b'a', 26) | among(next, b'0', 10);
            found &= !(is(block, b'.') & goes_on);
            if is(_mm512_and_si512(block, all(0xFE)), 0xE2) != 0 {
                let third = load(2);
                let ellipsis = is(block, 0xE2) & is(third, 0xA6);
                let full_stop = is(block, 0xE3) & is(third, 0x82);
                found |= is(next, 0x80) & (ellipsis | full_stop);
            }
            // SAFETY: a new writer is made before there is no room.
            unsafe { writer.write(found, at as u32) };
        }
        writer.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn wide_ways_find_what_single_bytes_say(
            text in "([a-c0-2A-Z .!?\n\r@`{:/]|…|。|—|、|가|é|\u{26}){0,150}",
        ) {
            let bytes = text.as_bytes();
            let expected = (0..bytes.len()).filter(|at| is_candidate(&bytes[*at..]));
            let expected: Vec<u32> = expected.map(|at| at as u32).collect();
            let mut found = vec![7];
            candidates(bytes, &mut found);
            prop_assert_eq!(&found, &expected);
            #[cfg(target_arch = "x86_64")]
            if has_avx2() {
                found.clear();
                // SAFETY: AVX2 is there.
                let to = unsafe { wide::candidates(bytes, &mut found) } as u32;
                let within: Vec<u32> = expected.into_iter().filter(|at| *at < to).collect();
                prop_assert_eq!(found, within);
            }
        }
    }
}
