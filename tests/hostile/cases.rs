//! What a case is: a number and a good file make the same bytes for ever.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub struct Case {
    pub bytes: Vec<u8>,
}

impl Case {
    /// In turn: random bytes, a good file cut short, with flipped bits, and with pieces moved about.
    pub fn new(good: &[u8], number: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(number);
        let mut below = |limit: usize| (random.next_u64() % limit.max(1) as u64) as usize;
        let mut bytes = good.to_vec();
        match number % 4 {
            0 => bytes = (0..below(600)).map(|_| below(256) as u8).collect(),
            1 => bytes.truncate(below(good.len())),
            2 => {
                for _ in 0..=below(8) {
                    let bit = below(bytes.len() * 8);
                    bytes[bit / 8] ^= 1 << (bit % 8);
                }
            }
            _ => {
                for _ in 0..=below(4) {
                    let (from, to, length) = (below(good.len()), below(good.len()), below(64));
                    let piece = good[from..(from + length).min(good.len())].to_vec();
                    let end = (to + piece.len()).min(bytes.len());
                    match below(3) {
                        0 => bytes[to.min(end)..end].copy_from_slice(&piece[..end - to.min(end)]),
                        1 => drop(bytes.splice(to.min(end)..to.min(end), piece)),
                        _ => drop(bytes.drain(to.min(end)..end)),
                    }
                }
                // Numbers at their ends are what lengths go wrong with.
                if let (true, false) = (below(2) == 0, bytes.is_empty()) {
                    let at = below(bytes.len());
                    bytes[at] = [0, 0xFF, 0x7F, 0x80][below(4)];
                }
            }
        }
        Self { bytes }
    }
}

#[test]
fn cases_are_the_same_and_differ_from_each_other() {
    let good: Vec<u8> = (0..=255).collect();
    let case = |number| Case::new(&good, number).bytes;
    assert!((0..200).all(|number| case(number) == case(number)));
    let mut all: Vec<Vec<u8>> = (0..200).map(case).collect();
    all.sort();
    all.dedup();
    assert!(all.len() > 150, "{}", all.len());
    assert!(all.iter().all(|bytes| *bytes != good));
}
