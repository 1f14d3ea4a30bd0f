//! Where a pattern may begin: a look at the first bytes of every place, without branches, so that the processor need
//! not guess; nearly all places are turned away.

use std::ops::Range;

use crate::matching::filter::{Filter, ascii_letters, character_starts, key_of, load, low_bytes};
use crate::matching::push_if;

/// How many bytes of a pattern the keys hold, longest first.
pub(super) const KEY_LENGTHS: [usize; 4] = [8, 6, 3, 1];

/// Which of [`KEY_LENGTHS`] the key of a pattern has that begins with `first`, and the key.
pub(super) fn key_of_first(first: &[u8]) -> (usize, u64) {
    let kind = KEY_LENGTHS.iter().position(|length| first.len() >= *length).unwrap_or(3);
    (kind, key_of(first, KEY_LENGTHS[kind]))
}

/// What is known of the beginnings of patterns.
#[derive(Debug)]
pub(super) struct Beginnings {
    /// By kind of key, but for the shortest.
    filters: [Filter; 3],
    /// The first six bytes of both kinds of long keys.
    long: Filter,
    /// The first two bytes of patterns of less than six bytes.
    short: Pairs,
    /// And of less than three bytes.
    tiny: Pairs,
    /// Patterns begin at the start of a word.
    at_words: bool,
    /// Some pattern may begin anywhere.
    every_place: bool,
}

impl Beginnings {
    /// `firsts` are what patterns begin with.
    pub(super) fn new<'f>(
        firsts: impl Iterator<Item = &'f [u8]> + Clone,
        at_words: bool,
        every_place: bool,
    ) -> Self {
        let of_kind = |kind: usize| {
            firsts
                .clone()
                .map(key_of_first)
                .filter(move |(own, _)| *own == kind)
                .map(|(_, key)| key)
        };
        let long = of_kind(0).chain(of_kind(1)).map(|key| low_bytes(key, KEY_LENGTHS[1]));
        let shorter_than = |length: usize| firsts.clone().filter(move |first| first.len() < length);
        Self {
            filters: [0, 1, 2].map(|kind| Filter::new(&of_kind(kind).collect::<Vec<u64>>())),
            long: Filter::new(&long.collect::<Vec<u64>>()),
            short: Pairs::new(shorter_than(KEY_LENGTHS[1])),
            tiny: Pairs::new(shorter_than(KEY_LENGTHS[2])),
            at_words,
            every_place,
        }
    }

    /// A bit for each kind of key that a pattern may have which begins with `key`, the first eight bytes of a place.
    #[inline(always)]
    fn kinds(&self, key: u64) -> u32 {
        let [eight, six, three] = &self.filters;
        u32::from(eight.may_hold(key))
            | u32::from(six.may_hold(low_bytes(key, KEY_LENGTHS[1]))) << 1
            | u32::from(three.may_hold(low_bytes(key, KEY_LENGTHS[2]))) << 2
            | u32::from(self.tiny.hold(key)) << 3
    }

    /// The places in `step` where a pattern may begin, and a bit for each kind of key that it may have; `start` is
    /// where the part begins that holds them. Behind a letter that is not ASCII a word may yet go on.
    #[inline(never)]
    pub(super) fn places(
        &self,
        padded: &[u8],
        start: usize,
        step: Range<usize>,
        places: &mut Vec<u32>,
        likely: &mut Vec<(u32, u32)>,
    ) {
        places.clear();
        match self.every_place {
            true => self.filtered(padded, start, step, places, |_| true),
            false => self.filtered(padded, start, step, places, |key| {
                self.long.may_hold(low_bytes(key, KEY_LENGTHS[1])) | self.short.hold(key)
            }),
        }
        // Most patterns are longer than six bytes, and share those with many others.
        likely.clear();
        likely.reserve(places.len());
        for at in places {
            // SAFETY: `padded` has more than eight bytes behind the text.
            let kinds = self.kinds(unsafe { load(padded, *at as usize) });
            push_if(likely, (*at, kinds), (kinds != 0) | self.every_place);
        }
    }

    #[inline(always)]
    fn filtered(
        &self,
        padded: &[u8],
        start: usize,
        step: Range<usize>,
        places: &mut Vec<u32>,
        hit: impl Fn(u64) -> bool,
    ) {
        let mut after_letter = step.start > start && padded[step.start - 1].is_ascii_alphabetic();
        for block in step.clone().step_by(64) {
            // SAFETY: `padded` has 64 readable bytes behind the text.
            let mut starts = unsafe { character_starts(padded, block) };
            if self.at_words {
                // SAFETY: the same.
                let letters = unsafe { ascii_letters(padded, block) };
                starts &= !(letters << 1 | u64::from(after_letter));
                after_letter = letters >> 63 != 0;
            }
            if step.end - block < 64 {
                starts &= (1 << (step.end - block)) - 1;
            }
            places.reserve(64);
            while starts != 0 {
                let at = block + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                // SAFETY: `padded` has more than eight bytes behind the text.
                let key = unsafe { load(padded, at) };
                push_if(places, at as u32, hit(key));
            }
        }
    }
}

/// A bit for each pair of bytes.
#[derive(Debug)]
struct Pairs(Box<[u64]>);

impl Pairs {
    /// The pairs that texts begin with; a single byte may be followed by any.
    fn new<'f>(firsts: impl Iterator<Item = &'f [u8]>) -> Self {
        let mut bits = vec![0; (1 << 16) / 64].into_boxed_slice();
        for first in firsts {
            let seconds = first.get(1).map_or(0..=u8::MAX, |second| *second..=*second);
            for second in seconds {
                let pair = usize::from(u16::from_le_bytes([first[0], second]));
                bits[pair / 64] |= 1 << (pair % 64);
            }
        }
        Self(bits)
    }

    /// Whether the lowest two bytes of `key` are one of the pairs.
    #[inline(always)]
    fn hold(&self, key: u64) -> bool {
        let pair = usize::from(key as u16);
        // SAFETY: there is a bit for every pair.
        let word = unsafe { *self.0.get_unchecked(pair / 64) };
        word >> (pair % 64) & 1 != 0
    }
}
