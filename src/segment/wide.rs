//! What scans of 32 and 64 bytes at once share.

use std::arch::is_x86_feature_detected;
use std::arch::x86_64::*;
use std::sync::LazyLock;

use super::bits::below;

/// Whether all instructions are there that scans of 32 bytes are compiled with.
#[inline(always)]
pub(crate) fn has_avx2() -> bool {
    static THERE: LazyLock<bool> =
        LazyLock::new(|| is_x86_feature_detected!("avx2") && counts_bits());
    *THERE
}

/// Whether all instructions are there that scans of 64 bytes are compiled with: AVX-512 as it has been since Ice Lake and
/// Zen 4.
#[inline(always)]
pub(crate) fn has_avx512() -> bool {
    static THERE: LazyLock<bool> = LazyLock::new(|| {
        is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("avx512vbmi2")
            && counts_bits()
    });
    *THERE
}

/// Whether the instructions for single bits are there.
fn counts_bits() -> bool {
    is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

// Signed comparisons order the bytes 80..FF below ASCII, and rightly among themselves.

/// Bytes that begin a character beyond ASCII: C0..FF.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn lead_bytes(block: __m256i) -> __m256i {
    _mm256_and_si256(
        _mm256_cmpgt_epi8(block, _mm256_set1_epi8(0xBFu8 as i8)),
        _mm256_cmpgt_epi8(_mm256_setzero_si256(), block),
    )
}

/// Bytes that begin a Hangul syllable, EA B0.. to ED 9D.., where `next` is what follows each byte of `block`.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn hangul_leads(block: __m256i, next: __m256i) -> __m256i {
    let all = |byte: u8| _mm256_set1_epi8(byte as i8);
    let leads =
        _mm256_and_si256(_mm256_cmpgt_epi8(block, all(0xE9)), _mm256_cmpgt_epi8(all(0xEE), block));
    let too_low =
        _mm256_and_si256(_mm256_cmpeq_epi8(block, all(0xEA)), _mm256_cmpgt_epi8(all(0xB0), next));
    let too_high =
        _mm256_and_si256(_mm256_cmpeq_epi8(block, all(0xED)), _mm256_cmpgt_epi8(next, all(0x9D)));
    _mm256_andnot_si256(_mm256_or_si256(too_low, too_high), leads)
}

/// 64 bytes from `at` on, 0 behind the last.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
pub(super) fn load_from(bytes: &[u8], at: usize) -> __m512i {
    // SAFETY: only bytes that are there are read.
    unsafe {
        match bytes.len().checked_sub(at) {
            Some(64..) => _mm512_loadu_epi8(bytes.as_ptr().add(at).cast()),
            Some(rest) => _mm512_maskz_loadu_epi8(below(rest), bytes.as_ptr().add(at).cast()),
            None => _mm512_setzero_si512(),
        }
    }
}

/// Appends places to a list, block by block.
pub(crate) struct PlaceWriter<'l> {
    list: &'l mut Vec<u32>,
    out: *mut u32,
}

impl<'l> PlaceWriter<'l> {
    /// For how many places there is room.
    pub(crate) const PLACES: usize = 4096;

    #[inline(always)]
    pub(crate) fn new(list: &'l mut Vec<u32>) -> Self {
        list.reserve(Self::PLACES + ROOM);
        let out = list.spare_capacity_mut().as_mut_ptr().cast();
        Self { list, out }
    }

    /// Appends `block` + the place of each bit of `bits`, rising.
    ///
    /// # Safety
    /// With all that were appended before, there must be no more than [`PLACES`](Self::PLACES); the instructions must be
    /// there.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
    pub(crate) unsafe fn write(&mut self, bits: u64, block: u32) {
        // SAFETY: the caller's promise.
        unsafe {
            write_places(bits, block, self.out);
            self.out = self.out.add(bits.count_ones() as usize);
        }
    }

    /// The list takes what was appended.
    #[inline(always)]
    pub(crate) fn finish(self) {
        // SAFETY: `out` goes on from the end of the list, and all before it was written.
        unsafe {
            let end = self.list.as_ptr().add(self.list.len());
            let count = self.out.cast_const().offset_from_unsigned(end);
            self.list.set_len(self.list.len() + count);
        }
    }
}

/// How many numbers [`write_places`] may write behind those that are asked for.
pub(crate) const ROOM: usize = 16;

/// Writes `block` + the place of each bit of `bits` to `out`, rising.
///
/// # Safety
/// There must be room for [`ROOM`] numbers more than `bits` has bits, and the instructions must be there.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2")]
pub(crate) unsafe fn write_places(bits: u64, block: u32, out: *mut u32) {
    static NUMBERS: [u8; 64] = {
        let mut numbers = [0; 64];
        let mut n = 0;
        while n < 64 {
            numbers[n] = n as u8;
            n += 1;
        }
        numbers
    };
    // SAFETY: 64 numbers are read; 16 are written at a time, into the room that the caller promises.
    unsafe {
        let numbers = _mm512_loadu_epi8(NUMBERS.as_ptr().cast());
        let mut places = _mm512_maskz_compress_epi8(bits, numbers);
        let block = _mm512_set1_epi32(block as i32);
        let (mut out, end) = (out, out.add(bits.count_ones() as usize));
        while out < end {
            let some = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places));
            _mm512_storeu_epi32(out.cast(), _mm512_add_epi32(some, block));
            places = _mm512_alignr_epi64::<2>(places, places);
            out = out.add(16);
        }
    }
}
