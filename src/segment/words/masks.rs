//! What the fast way asks of 64 bytes at once, with what the processor has.

#[cfg(target_arch = "x86_64")]
use crate::segment::wide;

/// Bit masks over 64 bytes.
pub(super) struct Masks {
    /// ASCII letters, and all bytes beyond ASCII.
    pub(super) letters: u64,
    pub(super) digits: u64,
    pub(super) apostrophes: u64,
    /// `.` and `,`
    pub(super) points: u64,
    /// Bytes that begin a character which may not be a letter.
    pub(super) doubtful: u64,
}

impl Masks {
    /// Keeps the words within the bytes that `valid` has bits for.
    #[inline(always)]
    pub(super) fn keep(&mut self, valid: u64) {
        self.letters &= valid;
        self.digits &= valid;
        self.doubtful &= valid;
    }
}

/// How many numbers [`Classify::places`] may write behind those that are asked for.
pub(super) const ROOM: usize = 16;

pub(super) trait Classify {
    /// # Safety
    /// 65 bytes from `at` on must be readable, and the instructions that the implementer uses must be there.
    unsafe fn masks(at: *const u8) -> Masks;

    /// Writes `block` + the place of each bit of `bits` to `out`, rising.
    ///
    /// # Safety
    /// There must be room for [`ROOM`] numbers more than `bits` has bits, and the instructions must be there.
    #[inline(always)]
    unsafe fn places(mut bits: u64, block: u32, mut out: *mut u32) {
        // SAFETY: eight are written at a time, into the room that the caller promises.
        unsafe {
            let end = out.add(bits.count_ones() as usize);
            while out < end {
                for n in 0..8 {
                    *out.add(n) = block + bits.trailing_zeros();
                    bits &= bits.wrapping_sub(1);
                }
                out = out.add(8);
            }
        }
    }
}

/// Any processor.
pub(super) struct Narrow;

impl Classify for Narrow {
    #[inline]
    unsafe fn masks(at: *const u8) -> Masks {
        // SAFETY: the caller says that the bytes are readable.
        let bytes = unsafe { std::slice::from_raw_parts(at, 65) };
        let mut masks = Masks { letters: 0, digits: 0, apostrophes: 0, points: 0, doubtful: 0 };
        for (n, pair) in bytes.windows(2).enumerate() {
            let (byte, next) = (pair[0], pair[1]);
            let bit = 1 << n;
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => masks.letters |= bit,
                b'0'..=b'9' => masks.digits |= bit,
                b'\'' => masks.apostrophes |= bit,
                b'.' | b',' => masks.points |= bit,
                0x80.. => {
                    masks.letters |= bit;
                    let letter = match byte {
                        0xC3 => next != 0x97 && next != 0xB7,
                        0xC4..=0xC8 => true,
                        0xE1 => matches!(next, 0xB8..=0xBB),
                        0xEA => next >= 0xB0,
                        0xEB | 0xEC => true,
                        0xED => next < 0x9E,
                        _ => byte < 0xC0,
                    };
                    if !letter {
                        masks.doubtful |= bit;
                    }
                }
                _ => {}
            }
        }
        masks
    }
}

/// AVX2.
#[cfg(target_arch = "x86_64")]
pub(super) struct Wide;

#[cfg(target_arch = "x86_64")]
impl Classify for Wide {
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn masks(at: *const u8) -> Masks {
        use std::arch::x86_64::*;
        use wide::{hangul_leads, lead_bytes};
        let mut masks = Masks { letters: 0, digits: 0, apostrophes: 0, points: 0, doubtful: 0 };
        let all = |byte: u8| _mm256_set1_epi8(byte as i8);
        let bits = |vector: __m256i, half: usize| {
            u64::from(_mm256_movemask_epi8(vector) as u32) << (32 * half)
        };
        for half in 0..2 {
            // SAFETY: the caller says that the bytes are readable.
            let (block, next) = unsafe {
                (
                    _mm256_loadu_si256(at.add(32 * half).cast()),
                    _mm256_loadu_si256(at.add(32 * half + 1).cast()),
                )
            };
            let folded = _mm256_or_si256(block, all(0x20));
            let letter = _mm256_and_si256(
                _mm256_cmpgt_epi8(folded, all(b'a' - 1)),
                _mm256_cmpgt_epi8(all(b'z' + 1), folded),
            );
            let digit = _mm256_and_si256(
                _mm256_cmpgt_epi8(block, all(b'0' - 1)),
                _mm256_cmpgt_epi8(all(b'9' + 1), block),
            );
            let high = _mm256_movemask_epi8(block) as u32;
            masks.letters |= bits(letter, half) | u64::from(high) << (32 * half);
            masks.digits |= bits(digit, half);
            masks.apostrophes |= bits(_mm256_cmpeq_epi8(block, all(b'\'')), half);
            let point = _mm256_or_si256(
                _mm256_cmpeq_epi8(block, all(b'.')),
                _mm256_cmpeq_epi8(block, all(b',')),
            );
            masks.points |= bits(point, half);
            if high != 0 {
                let is = |byte: u8| _mm256_cmpeq_epi8(block, all(byte));
                let next_is = |byte: u8| _mm256_cmpeq_epi8(next, all(byte));
                // Signed comparisons order 80..FF rightly among themselves.
                let latin = _mm256_and_si256(
                    _mm256_cmpgt_epi8(block, all(0xC2)),
                    _mm256_cmpgt_epi8(all(0xC9), block),
                );
                let times =
                    _mm256_and_si256(is(0xC3), _mm256_or_si256(next_is(0x97), next_is(0xB7)));
                let vietnamese = _mm256_and_si256(
                    is(0xE1),
                    _mm256_and_si256(
                        _mm256_cmpgt_epi8(next, all(0xB7)),
                        _mm256_cmpgt_epi8(all(0xBC), next),
                    ),
                );
                let good = _mm256_or_si256(
                    _mm256_andnot_si256(times, latin),
                    _mm256_or_si256(vietnamese, hangul_leads(block, next)),
                );
                masks.doubtful |= bits(_mm256_andnot_si256(good, lead_bytes(block)), half);
            }
        }
        masks
    }
}

/// AVX-512, with what presses bytes together.
#[cfg(target_arch = "x86_64")]
pub(super) struct Widest;

#[cfg(target_arch = "x86_64")]
impl Classify for Widest {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn masks(at: *const u8) -> Masks {
        use std::arch::x86_64::*;
        let all = |byte: u8| _mm512_set1_epi8(byte as i8);
        // SAFETY: the caller says that the bytes are readable.
        let (block, next) =
            unsafe { (_mm512_loadu_epi8(at.cast()), _mm512_loadu_epi8(at.add(1).cast())) };
        let is = |bytes, byte: u8| _mm512_cmpeq_epi8_mask(bytes, all(byte));
        // Whether bytes are among the `count` from `first` on.
        let among = |bytes, first: u8, count: u8| {
            _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, all(first)), all(count))
        };
        let high = _mm512_movepi8_mask(block);
        let mut masks = Masks {
            letters: among(_mm512_or_si512(block, all(0x20)), b'a', 26) | high,
            digits: among(block, b'0', 10),
            apostrophes: is(block, b'\''),
            points: is(block, b'.') | is(block, b','),
            doubtful: 0,
        };
        if high != 0 {
            let lead = _mm512_cmpge_epu8_mask(block, all(0xC0));
            let times = is(block, 0xC3) & (is(next, 0x97) | is(next, 0xB7));
            let latin = among(block, 0xC3, 6) & !times;
            let vietnamese = is(block, 0xE1) & among(next, 0xB8, 4);
            let low = is(block, 0xEA) & _mm512_cmplt_epu8_mask(next, all(0xB0));
            let late = is(block, 0xED) & _mm512_cmpgt_epu8_mask(next, all(0x9D));
            let hangul = among(block, 0xEA, 4) & !(low | late);
            masks.doubtful = lead & !(latin | vietnamese | hangul);
        }
        masks
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2")]
    unsafe fn places(bits: u64, block: u32, out: *mut u32) {
        const { assert!(wide::ROOM <= ROOM) };
        // SAFETY: as the caller promises.
        unsafe { wide::write_places(bits, block, out) }
    }
}
