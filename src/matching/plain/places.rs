//! Where a pattern may begin: a look at the first bytes of every place, without branches, so that the processor need
//! not guess; nearly all places are turned away.

use std::ops::Range;

use crate::matching::filter::{
    Filter, ascii_letters, below, character_starts, key_of, load, low_bytes,
};
use crate::matching::prefixes::{Pairs, Prefixes};
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
    /// The first two bytes of patterns of less than three.
    tiny: Pairs,
    /// The first bytes of all.
    prefixes: Prefixes,
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
        let tiny = firsts.clone().filter(|first| first.len() < KEY_LENGTHS[2]);
        Self {
            filters: [0, 1, 2].map(|kind| Filter::new(&of_kind(kind).collect::<Vec<u64>>())),
            tiny: Pairs::new(tiny),
            prefixes: Prefixes::new(firsts.clone()),
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
        let mut after_letter = step.start > start && padded[step.start - 1].is_ascii_alphabetic();
        let mut starts = |block: usize| {
            // SAFETY: `padded` has 64 readable bytes behind the text.
            let mut starts = unsafe { character_starts(padded, block) };
            if self.at_words {
                // SAFETY: the same.
                let letters = unsafe { ascii_letters(padded, block) };
                starts &= !(letters << 1 | u64::from(after_letter));
                after_letter = letters >> 63 != 0;
            }
            starts
        };
        if self.every_place {
            for block in step.clone().step_by(64) {
                let mut starts = starts(block) & below(step.end - block);
                while starts != 0 {
                    places.push(block as u32 + starts.trailing_zeros());
                    starts &= starts - 1;
                }
            }
        } else {
            // SAFETY: `padded` is padded.
            unsafe { self.prefixes.places(padded, step, starts, places) };
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
}
