//! MinHash signatures by one permutation: a set's shingles are strewn over 120 places, and each place keeps the least.
//! Two sets agree in a place with a probability of their Jaccard similarity. Empty places borrow from others in an order
//! that is the same for all sets (optimal densification), which keeps that probability for short texts too. It costs one
//! mixing a shingle, where 120 permutations would cost 120.
//!
//! Signatures are cut into bands of rows; documents that agree in a whole band become candidates. A pair of similarity s
//! is one with probability 1 − (1 − sʳ)ᵇ for b bands of r rows:
//!
//! | threshold | r | b | at the threshold | s = 0.3 | s = 0.1 |
//! |---|---|---|---|---|---|
//! | from 0.8 | 5 | 24 | 0.9999 | 0.057 | 0.0002 |
//! | from 0.7 | 4 | 30 | 0.9997 | 0.217 | 0.003 |
//! | from 0.6 | 3 | 40 | 0.9999 | 0.665 | 0.039 |

/// Places of a signature: divisible by 3, 4 and 5.
pub const PLACES: usize = 120;

/// The least of each place, in 16 bits, where two differ by chance in all but one of 65,536 cases.
pub type Signature = [u16; PLACES];

/// The signature of a set that is not empty.
pub fn signature(set: &[u32]) -> Signature {
    let mut least = [u32::MAX; PLACES];
    let mut taken = 0_u128;
    for hash in set {
        let mixed = mix(u64::from(*hash));
        let place = below(mixed, PLACES);
        least[place] = least[place].min(mixed as u32);
        taken |= 1 << place;
    }
    let mut signature = [0; PLACES];
    if taken == 0 {
        return signature;
    }
    for (place, value) in signature.iter_mut().enumerate() {
        let mut from = place;
        let mut tries = 0;
        while taken >> from & 1 == 0 {
            tries += 1;
            from = below(mix(place as u64 + PLACES as u64 * tries), PLACES);
        }
        *value = least[from] as u16;
    }
    signature
}

/// Rows of a band for a threshold.
pub fn rows_of_band(threshold: f64) -> usize {
    match threshold {
        _ if threshold >= 0.8 => 5,
        _ if threshold >= 0.7 => 4,
        _ => 3,
    }
}

/// A key for each band; those of different bands are different.
pub fn band_keys(signature: &Signature, rows: usize) -> impl Iterator<Item = u64> + '_ {
    signature.chunks_exact(rows).zip(1_u64..).map(|(band, number)| {
        mix(band.iter().fold(number, |key, value| {
            (key ^ u64::from(*value)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(25)
        }))
    })
}

/// The high half of a well mixed number, as one below `end`.
fn below(mixed: u64, end: usize) -> usize {
    (((mixed >> 32) * end as u64) >> 32) as usize
}

/// The finish of SplitMix64.
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two random sets of `size` with `shared` in common.
    fn pair(seed: u64, size: usize, shared: usize) -> [Vec<u32>; 2] {
        let draw = |n: usize| mix(seed << 32 | n as u64) as u32;
        let common: Vec<u32> = (0..shared).map(draw).collect();
        [0, 1].map(|which| {
            let own = (0..size - shared).map(|n| draw(1_000_000 + 10_000 * which + n));
            common.iter().copied().chain(own).collect()
        })
    }

    fn agreement(sets: &[Vec<u32>; 2]) -> f64 {
        let [a, b] = [signature(&sets[0]), signature(&sets[1])];
        a.iter().zip(&b).filter(|(a, b)| a == b).count() as f64 / PLACES as f64
    }

    #[test]
    fn places_agree_as_often_as_sets_do() {
        // Also where sets are so small that most places are borrowed.
        for (size, shared) in [(20, 18), (20, 10), (100, 89), (1_000, 889), (1_000, 500), (60, 0)] {
            let jaccard = shared as f64 / (2 * size - shared) as f64;
            let tries = 2_000;
            let sum: f64 = (0..tries).map(|seed| agreement(&pair(seed, size, shared))).sum();
            let mean = sum / tries as f64;
            assert!((mean - jaccard).abs() < 0.01, "{size} {shared}: {mean} for {jaccard}");
        }
    }

    #[test]
    fn pairs_at_the_threshold_share_a_band() {
        for (threshold, size, shared) in
            [(0.8, 27, 24), (0.8, 90, 80), (0.8, 900, 800), (0.7, 85, 70), (0.6, 80, 60)]
        {
            let rows = rows_of_band(threshold);
            let tries = 3_000;
            let found = (0..tries).filter(|seed| {
                let [a, b] = pair(*seed, size, shared).map(|set| signature(&set));
                band_keys(&a, rows).zip(band_keys(&b, rows)).any(|(a, b)| a == b)
            });
            let recall = found.count() as f64 / tries as f64;
            assert!(recall >= 0.995, "{threshold}, {size}: {recall}");
        }
    }

    #[test]
    fn bands_make_candidates_as_published() {
        // A pair of places agrees with probability s, by itself: what the bands make of it.
        let measured = |s: f64, rows: usize, bands: usize| {
            let mut state = 0;
            let mut draw = || {
                state += 1;
                (mix(state) >> 11) as f64 / (1_u64 << 53) as f64
            };
            let tries = 20_000;
            let found = (0..tries).filter(|_| {
                let mut a = [0; PLACES];
                let b: Signature = std::array::from_fn(|_| u16::from(draw() >= s));
                a[rows * bands..].fill(7);
                band_keys(&a, rows).zip(band_keys(&b, rows)).any(|(a, b)| a == b)
            });
            found.count() as f64 / f64::from(tries)
        };
        // Leskovec, Rajaraman and Ullman, figure 3.8: 20 bands of 5 rows.
        for (s, published) in [(0.3, 0.047), (0.5, 0.470), (0.7, 0.975), (0.8, 0.9996)] {
            let found = measured(s, 5, 20);
            assert!((found - published).abs() < 0.012, "{s}: {found}, but {published}");
        }
        // And all of ours at their thresholds.
        for threshold in [0.6, 0.7, 0.8] {
            let rows = rows_of_band(threshold);
            assert!(measured(threshold, rows, PLACES / rows) > 0.999);
        }
    }

    #[test]
    fn pairs_far_below_seldom_do() {
        let tries = 3_000;
        let found = (0..tries).filter(|seed| {
            let [a, b] = pair(*seed, 300, 55).map(|set| signature(&set));
            band_keys(&a, 5).zip(band_keys(&b, 5)).any(|(a, b)| a == b)
        });
        assert!(found.count() < 12, "0.0002 of all are expected at a similarity of 0.1");
    }

    #[test]
    fn keys_of_bands_differ() {
        let same = [7; PLACES];
        for rows in [3, 4, 5] {
            let keys: std::collections::BTreeSet<u64> = band_keys(&same, rows).collect();
            assert_eq!(keys.len(), PLACES / rows);
        }
    }
}
