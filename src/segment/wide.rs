//! What 32 bytes of text begin, told with AVX2.
//!
//! Signed comparisons order the bytes 80..FF below ASCII, and rightly among themselves.

use std::arch::x86_64::*;

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
