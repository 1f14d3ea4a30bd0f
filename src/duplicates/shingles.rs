//! Shingles: every three words in a row, as a sorted set of 32-bit hashes.
//!
//! Three, because a Korean word is as much as two of English, and because one changed word then costs three shingles: at
//! five, a text with every 40th word changed would fall below 0.8. Hashes of 32 bits may meet by chance: of two texts
//! of 5,000 words, one shingle in 170 pairs, which moves their similarity by 0.0001.

use crate::segment::Segments;

/// Words of a shingle.
pub const WORDS: usize = 3;

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const OTHER_FACTOR: u64 = 0xD6E8_FEB8_6659_FD93;

/// The shingles of one document. Reused from document to document.
#[derive(Debug, Default)]
pub struct Shingles {
    hashes: Vec<u32>,
}

impl Shingles {
    pub fn clear(&mut self) {
        self.hashes.clear();
    }

    /// Adds those of a title or a text; none crosses from one to the other.
    pub fn add(&mut self, segments: &Segments) {
        let text = segments.normal.as_bytes();
        let (mut first, mut second) = (0, 0);
        for (number, word) in segments.words().iter().enumerate() {
            let third = hash_of_word(&text[word.start as usize..word.end as usize]);
            if number + 1 >= WORDS {
                self.hashes.push(join(first, second, third));
            }
            (first, second) = (second, third);
        }
    }

    /// Each shingle once, rising.
    pub fn set(&mut self) -> &[u32] {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        &self.hashes
    }
}

fn hash_of_word(word: &[u8]) -> u64 {
    let mut hash = word.len() as u64;
    let mut eights = word.chunks_exact(8);
    for eight in &mut eights {
        let eight = eight.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
        hash = (hash ^ eight).wrapping_mul(FACTOR);
        hash ^= hash >> 32;
    }
    let rest = eights.remainder().iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    hash = (hash ^ rest).wrapping_mul(FACTOR);
    hash ^ hash >> 32
}

/// The order of the words counts.
fn join(first: u64, second: u64, third: u64) -> u32 {
    let mut hash = first.wrapping_mul(FACTOR).wrapping_add(second);
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(OTHER_FACTOR).wrapping_add(third);
    hash ^= hash >> 32;
    (hash.wrapping_mul(FACTOR) >> 32) as u32
}

/// How much two sets of shingles have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Similarity {
    /// Shingles in both.
    pub shared: u64,
    /// Shingles in either.
    pub all: u64,
}

impl Similarity {
    /// That of equal texts.
    pub const EQUAL: Self = Self { shared: 1, all: 1 };

    /// Of two sorted sets.
    pub fn of(a: &[u32], b: &[u32]) -> Self {
        let shared = shared(a, b, usize::MAX).unwrap_or_default() as u64;
        Self { shared, all: (a.len() + b.len()) as u64 - shared }
    }

    /// Jaccard's index, 0 to 1; 0 of empty sets.
    pub fn jaccard(self) -> f64 {
        if self.all == 0 { 0.0 } else { self.shared as f64 / self.all as f64 }
    }
}

/// Whether two sorted sets are at least so similar; given up as soon as they cannot be.
pub fn alike(a: &[u32], b: &[u32], threshold: f64) -> bool {
    let both = a.len() + b.len();
    // J = s ÷ (n − s) ≥ t, so s ≥ n × t ÷ (1 + t). One less, so that rounding gives no true pair up.
    let least = ((both as f64 * threshold / (1.0 + threshold)) as usize).saturating_sub(1);
    if a.len().min(b.len()) < least {
        return false;
    }
    shared(a, b, both - 2 * least).is_some_and(|shared| {
        let shared = shared as u64;
        Similarity { shared, all: both as u64 - shared }.jaccard() >= threshold
    })
}

/// How many elements two sorted sets share; `None` as soon as more than `misses` are in one of them alone.
fn shared(a: &[u32], b: &[u32], misses: usize) -> Option<usize> {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        shared += usize::from(x == y);
        if i + j - 2 * shared > misses {
            return None;
        }
    }
    Some(shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Language;

    fn set(title: &str, text: &str) -> Vec<u32> {
        let mut shingles = Shingles::default();
        let mut segments = Segments::default();
        for part in [title, text] {
            segments.fill(part, &[(part.len(), Language::English)], false);
            shingles.add(&segments);
        }
        shingles.set().to_vec()
    }

    #[test]
    fn shingles_are_words_in_order() {
        assert_eq!(set("", "one two three four").len(), 2);
        assert_eq!(set("", "one two").len(), 0);
        assert_eq!(set("one two", "three four").len(), 0, "none crosses from title to text");
        assert_eq!(set("", "a a a a a a"), set("", "A, a; a"), "a set, of words alone");
        assert_ne!(set("", "one two three"), set("", "three two one"));
        assert_ne!(set("", "ab c d"), set("", "a bc d"));
        assert_ne!(set("", "oneword1234567 b c"), set("", "oneword7654321 b c"));
        assert_eq!(set("", "Đại sứ quán"), set("Đại sứ quán", ""));
    }

    #[test]
    fn hashes_seldom_meet() {
        let text: String = (0..20_000).map(|n| format!("{n} ")).collect();
        // Some 0.05 meetings are expected of 20,000 hashes.
        assert!(set("", &text).len() >= 19_996);
    }

    #[test]
    fn jaccard_is_exact() {
        let a: Vec<u32> = (0..90).collect();
        let b: Vec<u32> = (10..100).collect();
        assert_eq!(Similarity::of(&a, &b), Similarity { shared: 80, all: 100 });
        // At the threshold, and on either side of it.
        assert!(alike(&a, &b, 0.8) && !alike(&a, &b[1..], 0.8) && !alike(&a, &b, 0.800_001));
        assert!(alike(&a, &a, 1.0) && !alike(&a, &a[1..], 1.0));
        assert_eq!(Similarity::of(&[], &[]).jaccard(), 0.0);
        // Leskovec, Rajaraman and Ullman, figure 3.1: three elements in both sets, eight in either.
        assert_eq!(Similarity::of(&[1, 2, 3, 4, 5], &[3, 4, 5, 6, 7, 8]).jaccard(), 0.375);
        assert_eq!(Similarity::EQUAL.jaccard(), 1.0);
    }

    #[test]
    fn giving_up_early_changes_nothing() {
        let mut state = 1_u64;
        let mut draw = || {
            state = state.wrapping_mul(FACTOR).wrapping_add(OTHER_FACTOR);
            (state >> 33) as usize
        };
        let mut seen = [0; 2];
        for _ in 0..20_000 {
            let (size, every) = (20 + draw() % 80, 3 + draw() % 40);
            let a: Vec<u32> = (0..size as u32).map(|n| 7 * n).collect();
            let b: Vec<u32> =
                a.iter().map(|n| n + u32::from(draw().is_multiple_of(every))).collect();
            let threshold = [0.6, 0.7, 0.8, 0.9, 1.0][draw() % 5];
            let truth = Similarity::of(&a, &b).jaccard() >= threshold;
            assert_eq!(alike(&a, &b, threshold), truth, "{a:?} {b:?} {threshold}");
            seen[usize::from(truth)] += 1;
        }
        assert!(seen.iter().all(|seen| *seen > 2_000), "{seen:?}");
    }
}
