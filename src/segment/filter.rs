//! A bit for every key of a set: nearly all that is not in it is turned away by one multiplication and one bit.

/// Bits a key: few enough false alarms, and small enough to stay in the nearest cache.
const BITS_PER_KEY: usize = 64;
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Keys that may be in a set.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    bits: Box<[u64]>,
    /// What is left of a product is a slot.
    shift: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Filter {
    pub(crate) fn new(keys: &[u64]) -> Self {
        let bits = (keys.len() * BITS_PER_KEY).next_power_of_two().clamp(1 << 10, 1 << 20);
        let shift = 64 - bits.trailing_zeros();
        let mut filter = Self { bits: vec![0; bits / 64].into(), shift };
        for key in keys {
            let slot = filter.slot(*key);
            filter.bits[slot / 64] |= 1 << (slot % 64);
        }
        filter
    }

    #[inline(always)]
    fn slot(&self, key: u64) -> usize {
        (key.wrapping_mul(MULTIPLIER) >> self.shift) as usize
    }

    #[inline(always)]
    pub(crate) fn may_hold(&self, key: u64) -> bool {
        let slot = self.slot(key);
        // SAFETY: a slot is below 2^(64 - shift), and there are as many bits.
        let word = unsafe { *self.bits.get_unchecked(slot / 64) };
        word >> (slot % 64) & 1 != 0
    }
}
