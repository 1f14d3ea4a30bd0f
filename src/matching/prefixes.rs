//! Where one of many texts may begin: a look at the first six bytes of every place, without branches, so that the
//! processor need not guess; nearly all places are turned away.
//!
//! Six bytes are four pairs, each mixed into one byte, and a table says of each mixed byte which of eight groups of
//! texts have it there. A text may begin where one group has all four. With AVX-512 that is asked of 64 places at
//! once; elsewhere a filter is asked of each.

use std::collections::BTreeSet;
use std::ops::Range;

use super::filter::{Filter, key_of, load, low_bytes};
use super::push_if;
use super::starts::Starts;
use crate::segment::bits::below;
#[cfg(target_arch = "x86_64")]
use crate::segment::wide::has_avx512;

/// How many bytes of a text are looked at.
pub(super) const LENGTH: usize = 6;
/// Which of them are mixed.
const PAIRS: [(usize, usize); 4] = [(0, 1), (1, 2), (2, 3), (4, 5)];
const GROUPS: usize = 8;

/// The first bytes of many texts.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    tables: Tables,
    /// Of texts that are long enough.
    long: Filter,
    /// The first two bytes of the others.
    short: Pairs,
}

impl Prefixes {
    /// No text is empty.
    pub(super) fn new<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Self {
        let texts: BTreeSet<&[u8]> = texts.map(|text| &text[..text.len().min(LENGTH)]).collect();
        let (long, short): (Vec<&[u8]>, Vec<&[u8]>) =
            texts.iter().partition(|text| text.len() == LENGTH);
        let keys: Vec<u64> = long.iter().map(|text| key_of(text, LENGTH)).collect();
        Self {
            tables: Tables::new(&long, &short),
            long: Filter::new(&keys),
            short: Pairs::new(short.into_iter()),
        }
    }

    /// Pushes the places of `range` where a text may begin, of those that `starts` has a bit for.
    ///
    /// # Safety
    /// [`PADDING`](crate::segment::normal::PADDING) bytes behind `range` must be readable.
    #[inline(always)]
    pub(super) unsafe fn places(
        &self,
        padded: &[u8],
        range: Range<usize>,
        starts: Starts,
        places: &mut Vec<u32>,
    ) {
        #[cfg(target_arch = "x86_64")]
        if has_avx512() {
            let from = places.len();
            // SAFETY: the instructions are there; the rest is the caller's promise.
            unsafe { wide::places(&self.tables, padded, range, starts, places) };
            let mut kept = from;
            for n in from..places.len() {
                let at = places[n];
                places[kept] = at;
                // SAFETY: the caller's promise; PADDING is more than eight.
                kept += usize::from(self.may_be(unsafe { load(padded, at as usize) }));
            }
            places.truncate(kept);
            return;
        }
        // SAFETY: the caller's promise.
        unsafe { self.places_one_by_one(padded, range, starts, places) };
    }

    /// # Safety
    /// As for `places`.
    unsafe fn places_one_by_one(
        &self,
        padded: &[u8],
        range: Range<usize>,
        mut starts: Starts,
        places: &mut Vec<u32>,
    ) {
        for block in range.clone().step_by(64) {
            // SAFETY: the caller's promise; PADDING is more than 64.
            let mut starts = unsafe { starts.next(padded, block) } & below(range.end - block);
            places.reserve(64);
            while starts != 0 {
                let at = block + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                // SAFETY: the caller's promise; PADDING is more than eight.
                let key = unsafe { load(padded, at) };
                push_if(places, at as u32, self.may_be(key));
            }
        }
    }

    /// Whether a text may begin with `key`, the first eight bytes of a place.
    #[inline(always)]
    fn may_be(&self, key: u64) -> bool {
        self.long.may_hold(low_bytes(key, LENGTH)) | self.short.hold(key)
    }
}

/// For each of [`PAIRS`] a bit for each group that has a mixed byte there.
#[derive(Debug)]
#[repr(C, align(64))]
struct Tables([[u8; 256]; PAIRS.len()]);

impl Default for Tables {
    fn default() -> Self {
        Self([[0; 256]; PAIRS.len()])
    }
}

fn mixed(first: u8, second: u8) -> u8 {
    first ^ second << 3
}

impl Tables {
    /// Texts in order are alike, so that groups of neighbours have few bytes at a place. Short ones, which leave some
    /// of their pairs open, keep to a group for those with two bytes and one for the others.
    fn new(long: &[&[u8]], short: &[&[u8]]) -> Self {
        let mut tables = Self::default();
        for text in short {
            tables.add(text, usize::from(text.len() > 3));
        }
        let groups = GROUPS - 2;
        for (n, text) in long.iter().enumerate() {
            tables.add(text, 2 + n * groups / long.len());
        }
        tables
    }

    fn add(&mut self, text: &[u8], group: usize) {
        for (table, (first, second)) in self.0.iter_mut().zip(PAIRS) {
            let every = || 0..=u8::MAX;
            let is = |byte: u8| byte..=byte;
            let firsts = text.get(first).map_or_else(every, |byte| is(*byte));
            for first in firsts {
                let seconds = text.get(second).map_or_else(every, |byte| is(*byte));
                for second in seconds {
                    table[usize::from(mixed(first, second))] |= 1 << group;
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::*;
    use std::ops::Range;

    use super::{PAIRS, Starts, Tables};
    use crate::segment::bits::below;
    use crate::segment::wide::PlaceWriter;

    /// # Safety
    /// As for [`super::Prefixes::places`], and the instructions must be there.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
    pub(super) unsafe fn places(
        tables: &Tables,
        padded: &[u8],
        range: Range<usize>,
        mut starts: Starts,
        places: &mut Vec<u32>,
    ) {
        let tables = tables.0.each_ref().map(|table| {
            // SAFETY: each table has 256 bytes.
            let part = |from: usize| unsafe { _mm512_loadu_epi8(table.as_ptr().add(from).cast()) };
            [part(0), part(64), part(128), part(192)]
        });
        for step in range.clone().step_by(PlaceWriter::PLACES) {
            let mut writer = PlaceWriter::new(places);
            for block in (step..range.end.min(step + PlaceWriter::PLACES)).step_by(64) {
                // SAFETY: `block` is in the range, and PADDING is more than 64 and the bytes of a prefix. There is room for
                // as many places as a step has.
                unsafe {
                    let starts = starts.next_wide(padded, block) & below(range.end - block);
                    let found = starts & may_begin(&tables, padded.as_ptr().add(block));
                    writer.write(found, block as u32);
                }
            }
            writer.finish();
        }
    }

    /// A bit for each of 64 places.
    ///
    /// # Safety
    /// 69 bytes from `at` on must be readable.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn may_begin(tables: &[[__m512i; 4]; PAIRS.len()], at: *const u8) -> u64 {
        // SAFETY: the caller's promise.
        let bytes = |from: usize| unsafe { _mm512_loadu_epi8(at.add(from).cast()) };
        let high = _mm512_set1_epi8(0xF8u8 as i8);
        let groups = |n: usize| {
            let (first, second) = PAIRS[n];
            // first ^ second << 3
            let moved = _mm512_slli_epi16::<3>(bytes(second));
            let mixed = _mm512_ternarylogic_epi32::<0x78>(bytes(first), moved, high);
            let [a, b, c, d] = tables[n];
            let low = _mm512_permutex2var_epi8(a, mixed, b);
            let above = _mm512_permutex2var_epi8(c, mixed, d);
            _mm512_mask_blend_epi8(_mm512_movepi8_mask(mixed), low, above)
        };
        let some = _mm512_and_si512(groups(0), groups(1));
        let others = _mm512_and_si512(groups(2), groups(3));
        _mm512_test_epi8_mask(some, others)
    }
}

/// A bit for each pair of bytes.
#[derive(Debug)]
pub(super) struct Pairs(Box<[u64]>);

impl Default for Pairs {
    fn default() -> Self {
        Self(vec![0; (1 << 16) / 64].into())
    }
}

impl Pairs {
    /// The pairs that texts begin with; a single byte may be followed by any.
    pub(super) fn new<'f>(firsts: impl Iterator<Item = &'f [u8]>) -> Self {
        let mut pairs = Self::default();
        for first in firsts {
            let seconds = first.get(1).map_or(0..=u8::MAX, |second| *second..=*second);
            for second in seconds {
                let pair = usize::from(u16::from_le_bytes([first[0], second]));
                pairs.0[pair / 64] |= 1 << (pair % 64);
            }
        }
        pairs
    }

    /// Whether the lowest two bytes of `key` are one of the pairs.
    #[inline(always)]
    pub(super) fn hold(&self, key: u64) -> bool {
        let pair = usize::from(key as u16);
        // SAFETY: there is a bit for every pair.
        let word = unsafe { *self.0.get_unchecked(pair / 64) };
        word >> (pair % 64) & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::normal::PADDING;
    use proptest::prelude::*;

    /// The same as the wide way, from the definition.
    fn may_begin(tables: &Tables, bytes: &[u8]) -> bool {
        let groups = tables.0.iter().zip(PAIRS);
        let groups = groups.map(|(table, (a, b))| table[usize::from(mixed(bytes[a], bytes[b]))]);
        groups.fold(u8::MAX, |all, own| all & own) != 0
    }

    fn is_wide() -> bool {
        #[cfg(target_arch = "x86_64")]
        return has_avx512();
        #[cfg(not(target_arch = "x86_64"))]
        false
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_text_is_missed(
            texts in prop::collection::vec("[a-e가-깋 ]{1,4}", 0..40),
            text in "[a-e가-깋 ]{0,200}",
            from in 0usize..70,
        ) {
            let prefixes = Prefixes::new(texts.iter().map(String::as_bytes));
            let mut padded = text.clone().into_bytes();
            padded.resize(text.len() + PADDING, 0);
            let range = from.min(text.len())..text.len();
            let mut places = vec![];
            // SAFETY: there is the padding.
            unsafe { prefixes.places(&padded, range.clone(), Starts::CHARACTERS, &mut places) };
            let mut filtered = vec![];
            // SAFETY: likewise.
            unsafe {
                prefixes.places_one_by_one(&padded, range.clone(), Starts::CHARACTERS, &mut filtered);
            }
            for at in range {
                let found = places.binary_search(&(at as u32)).is_ok();
                let begins = texts.iter().any(|text| padded[at..].starts_with(text.as_bytes()));
                prop_assert!(found || !begins, "{at} of {text:?}");
                let filtered = filtered.binary_search(&(at as u32)).is_ok();
                let expected = match is_wide() {
                    true => filtered && may_begin(&prefixes.tables, &padded[at..]),
                    false => filtered,
                };
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn few_places_are_left() {
        let texts = ["협력", "갈등", "교류", "베트남", "oda"].map(str::as_bytes);
        let prefixes = Prefixes::new(texts.into_iter());
        let text = "대한민국과 베트남의 경제 협력은 국민의 삶을 더 낫게 한다. ".repeat(20);
        let mut padded = text.clone().into_bytes();
        padded.resize(text.len() + PADDING, 0);
        let mut places = vec![];
        // SAFETY: there is the padding.
        unsafe { prefixes.places(&padded, 0..text.len(), Starts::CHARACTERS, &mut places) };
        assert!((40..80).contains(&places.len()), "{}", places.len());
    }
}
