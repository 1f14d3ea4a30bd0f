//! A bit for the beginning of every word that can begin a match. Nearly all words of a text are turned away here,
//! by one multiplication and one bit, before any hash table is asked.

const BITS: u32 = 17;
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

#[derive(Clone, Debug)]
pub(super) struct Filter {
    bits: Box<[u64]>,
    pub(super) is_empty: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self { bits: vec![0; 1 << (BITS - 6)].into(), is_empty: true }
    }
}

impl Filter {
    pub(super) fn insert(&mut self, key: u64) {
        let slot = slot(key);
        self.bits[slot / 64] |= 1 << (slot % 64);
        self.is_empty = false;
    }

    #[inline(always)]
    pub(super) fn may_hold(&self, key: u64) -> bool {
        let slot = slot(key);
        // SAFETY: a slot has BITS bits, and there are 2^BITS of them.
        let word = unsafe { *self.bits.get_unchecked(slot / 64) };
        word >> (slot % 64) & 1 != 0
    }
}

#[inline(always)]
fn slot(key: u64) -> usize {
    (key.wrapping_mul(MULTIPLIER) >> (64 - BITS)) as usize
}

/// The first eight bytes from `at` on, the first lowest.
///
/// # Safety
/// Eight bytes from `at` on must be readable.
#[inline(always)]
pub(super) unsafe fn load(bytes: &[u8], at: usize) -> u64 {
    // SAFETY: the caller's promise.
    u64::from_le(unsafe { bytes.as_ptr().add(at).cast::<u64>().read_unaligned() })
}

/// The lowest `length` bytes of `key`.
#[inline(always)]
pub(super) fn low_bytes(key: u64, length: usize) -> u64 {
    if length >= 8 { key } else { key & ((1 << (8 * length)) - 1) }
}

/// The key of a word's first bytes, as [`load`] and [`low_bytes`] give it.
pub(super) fn key_of(bytes: &[u8], length: usize) -> u64 {
    let mut first = [0; 8];
    let length = length.min(8).min(bytes.len());
    first[..length].copy_from_slice(&bytes[..length]);
    u64::from_le_bytes(first)
}

/// Bytes of a character, by its first.
static LENGTHS: [u8; 256] = {
    let mut lengths = [1; 256];
    let mut byte = 0xC0;
    while byte < 256 {
        lengths[byte] = if byte < 0xE0 {
            2
        } else if byte < 0xF0 {
            3
        } else {
            4
        };
        byte += 1;
    }
    lengths
};

/// Bytes of the character that begins with `lead`.
#[inline(always)]
pub(super) fn character_length(lead: u8) -> usize {
    usize::from(LENGTHS[usize::from(lead)])
}
