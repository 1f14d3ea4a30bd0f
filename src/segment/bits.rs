//! Bits of a number, one for each of 64 places.

/// The lowest `length` bits; all of them from 64 on.
#[inline(always)]
pub(crate) fn below(length: usize) -> u64 {
    if length < 64 { (1 << length) - 1 } else { u64::MAX }
}
