//! Many texts by their first bytes: which of them may begin at the places of a text that is searched.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edges::Edges;
use super::filter::{Filter, key_of, load, low_bytes};
use super::prefixes::{Pairs, Prefixes};
use super::push_if;
use super::starts::Starts;

/// How many bytes of a text the keys hold, longest first.
const KEY_LENGTHS: [usize; 4] = [8, 6, 3, 1];

/// Which of [`KEY_LENGTHS`] the key of `text` has.
fn kind_of(text: &[u8]) -> usize {
    KEY_LENGTHS.iter().position(|length| text.len() >= *length).unwrap_or(3)
}

/// How many bytes of `text` its key holds.
pub(super) fn key_length(text: &[u8]) -> usize {
    KEY_LENGTHS[kind_of(text)]
}

/// The number of no entry.
pub(super) const NONE: u32 = u32::MAX;

/// Texts, with an entry for each.
#[derive(Debug)]
pub(super) struct Beginnings<E> {
    prefixes: Prefixes,
    /// By kind of key, but for the shortest.
    filters: [Filter; 3],
    /// The first two bytes of texts of less than three.
    tiny: Pairs,
    /// From the kind of a key, over the key, to one more than a place in `lists`.
    keys: Edges,
    lists: Vec<Range<u32>>,
    entries: Vec<E>,
}

/// Buffers of a search, kept from text to text.
#[derive(Debug, Default)]
pub(super) struct Places {
    places: Vec<u32>,
    kinds: Vec<(u32, u32)>,
    /// Places in order, and the number of an entry whose text may stand there; [`NONE`] for the place itself.
    pub(super) likely: Vec<(u32, u32)>,
}

impl<E> Default for Beginnings<E> {
    fn default() -> Self {
        Self::new(vec![], std::iter::empty())
    }
}

impl<E> Beginnings<E> {
    /// `prefixes` are what a place begins with where one of `texts` counts; none of either is empty.
    pub(super) fn new<'p>(
        texts: Vec<(&[u8], E)>,
        prefixes: impl Iterator<Item = &'p [u8]>,
    ) -> Self {
        let tiny =
            Pairs::new(texts.iter().map(|(text, _)| *text).filter(|text| kind_of(text) == 3));
        let mut by_key: BTreeMap<(usize, u64), Vec<E>> = BTreeMap::new();
        for (text, entry) in texts {
            let key = (kind_of(text), key_of(text, key_length(text)));
            by_key.entry(key).or_default().push(entry);
        }
        let of_kind = |kind: usize| {
            let keys = by_key.keys().filter(move |(own, _)| *own == kind);
            Filter::new(&keys.map(|(_, key)| *key).collect::<Vec<u64>>())
        };
        let filters = [0, 1, 2].map(of_kind);
        let numbered = by_key.keys().zip(1..);
        let numbered = numbered.map(|((kind, key), number)| ((*kind as u32, *key), number));
        let keys = Edges::new(&numbered.collect());
        let (mut lists, mut entries) = (vec![], vec![]);
        for list in by_key.into_values() {
            let from = entries.len() as u32;
            entries.extend(list);
            lists.push(from..entries.len() as u32);
        }
        Self { prefixes: Prefixes::new(prefixes), filters, tiny, keys, lists, entries }
    }

    pub(super) fn entry(&self, number: u32) -> &E {
        &self.entries[number as usize]
    }

    /// A bit for each kind of key that a text may have which begins with `key`, the first eight bytes of a place.
    #[inline(always)]
    fn kinds(&self, key: u64) -> u32 {
        let [eight, six, three] = &self.filters;
        u32::from(eight.may_hold(key))
            | u32::from(six.may_hold(low_bytes(key, KEY_LENGTHS[1]))) << 1
            | u32::from(three.may_hold(low_bytes(key, KEY_LENGTHS[2]))) << 2
            | u32::from(self.tiny.hold(key)) << 3
    }

    /// Finds the places of `range` where a text may begin, of those that `starts` has a bit for, as for
    /// [`Prefixes::places`]; with `every_place` these are there too. `fits` is asked of entries whose keys are those of
    /// a place, and the place. Step by step over fewer and fewer places, without branches, so that the processor can
    /// wait for many answers at once.
    ///
    /// # Safety
    /// [`PADDING`](crate::segment::normal::PADDING) bytes behind `range` must be readable.
    #[inline(always)]
    pub(super) unsafe fn find(
        &self,
        padded: &[u8],
        range: Range<usize>,
        mut starts: Starts,
        every_place: bool,
        fits: impl Fn(&E, u32) -> bool,
        buffers: &mut Places,
    ) {
        let Places { places, kinds, likely } = buffers;
        places.clear();
        if every_place {
            places.extend(range.clone().step_by(64).flat_map(|block| {
                // SAFETY: the caller's promise; PADDING is more than 64.
                let starts = unsafe { starts.next(padded, block) };
                let bits = (0..64.min(range.end - block)).filter(move |n| starts >> n & 1 != 0);
                bits.map(move |n| (block + n) as u32)
            }));
        } else {
            // SAFETY: the caller's promise.
            unsafe { self.prefixes.places(padded, range, starts, places) };
        }
        kinds.clear();
        kinds.reserve(places.len());
        for at in places {
            // SAFETY: `at` is in the range, and PADDING is more than eight.
            let own = self.kinds(unsafe { load(padded, *at as usize) });
            push_if(kinds, (*at, own), (own != 0) | every_place);
        }
        likely.clear();
        for (at, kinds) in kinds {
            if every_place {
                likely.push((*at, NONE));
            }
            // SAFETY: as before.
            let key = unsafe { load(padded, *at as usize) };
            while *kinds != 0 {
                let kind = kinds.trailing_zeros();
                *kinds &= *kinds - 1;
                let list = self.keys.get(kind, low_bytes(key, KEY_LENGTHS[kind as usize]));
                let Some(list) = list else { continue };
                let Range { start, end } = self.lists[list as usize - 1];
                likely.reserve((end - start) as usize);
                for number in start..end {
                    let fits = fits(&self.entries[number as usize], *at);
                    push_if(likely, (*at, number), fits);
                }
            }
        }
    }
}
