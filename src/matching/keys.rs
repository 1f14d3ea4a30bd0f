//! Words as numbers, which a filter and a trie are asked about.

use super::filter::{key_of, load, low_bytes};
use super::pattern::WordForm;
use crate::document::Language;
use crate::segment::vietnamese;
use crate::segment::words::Word;

/// A word's key. English: its first eight bytes. Vietnamese: the same, and the last eight of a longer one. Words that
/// share one are told apart when a form is found.
pub(super) type Key = u64;

/// The keys of a pattern's word, one for each way to spell it, the first the same for words that are the same; globs
/// have none.
pub(super) fn keys(word: &WordForm, language: Language) -> Vec<Key> {
    match (word, language) {
        (WordForm::Glob(_), _) => vec![],
        (WordForm::Exact(key), Language::Vietnamese) => {
            vietnamese::spellings(key).iter().map(|text| text_syllable_key(text)).collect()
        }
        (WordForm::Exact(word), _) => vec![key_of(word.as_bytes(), 8)],
    }
}

/// The key of a text's word.
pub(super) fn text_key(word: &str, language: Language) -> Key {
    match language {
        Language::Vietnamese => syllable_key_slowly(word),
        _ => key_of(word.as_bytes(), 8),
    }
}

/// The keys of the words of one part.
pub(super) trait Keys {
    fn len(&self) -> usize;

    fn at(&self, n: usize) -> Key;
}

/// Those of words that stand as they are: of Vietnamese syllables without marks that are no part of a letter, or of words
/// of other languages.
pub(super) struct Written<'s, const SYLLABLES: bool> {
    pub(super) padded: &'s [u8],
    pub(super) list: &'s [Word],
}

impl<const SYLLABLES: bool> Keys for Written<'_, SYLLABLES> {
    fn len(&self) -> usize {
        self.list.len()
    }

    #[inline(always)]
    fn at(&self, n: usize) -> Key {
        match SYLLABLES {
            true => syllable_key(self.padded, self.list[n]),
            false => word_key(self.padded, self.list[n]),
        }
    }
}

/// Those of syllables whatever their marks are.
pub(super) struct Spelled(Vec<Key>);

impl Spelled {
    pub(super) fn new<'s>(words: impl Iterator<Item = &'s str>) -> Self {
        Self(words.map(syllable_key_slowly).collect())
    }
}

impl Keys for Spelled {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn at(&self, n: usize) -> Key {
        self.0[n]
    }
}

#[inline(always)]
pub(super) fn word_key(padded: &[u8], Word { start, end }: Word) -> Key {
    // SAFETY: `padded` has more than eight bytes behind every word.
    low_bytes(unsafe { load(padded, start as usize) }, (end - start) as usize)
}

const LAST_BYTES: u64 = 0xA076_1D64_78BD_642F;

/// Syllables may share their first eight bytes: trườn, trường.
#[inline(always)]
pub(super) fn syllable_key(padded: &[u8], word: Word) -> Key {
    let beyond = (word.end - word.start).saturating_sub(8);
    // SAFETY: `padded` has more than eight bytes behind every word.
    let last = unsafe { load(padded, (word.start + beyond) as usize) };
    let last = if beyond > 0 { last } else { 0 };
    word_key(padded, word) ^ last.wrapping_mul(LAST_BYTES)
}

fn text_syllable_key(word: &str) -> Key {
    let bytes = word.as_bytes();
    let beyond = bytes.len().saturating_sub(8);
    let last = if beyond > 0 { key_of(&bytes[beyond..], 8) } else { 0 };
    key_of(bytes, 8) ^ last.wrapping_mul(LAST_BYTES)
}

/// The same, whatever marks stand in the syllable: one of its spellings is its key.
pub(super) fn syllable_key_slowly(word: &str) -> Key {
    match memchr::memchr2(0xCC, 0xCD, word.as_bytes()) {
        Some(_) => text_syllable_key(&vietnamese::key(word)),
        None => text_syllable_key(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::normal::{Normal, Rules};
    use crate::segment::words::Words;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn every_spelling_of_a_syllable_is_known(
            text in "[a-zđăâêôơư]{0,5}[àáãảạòỏöïńǹǜ]{0,2}[a-zơ1-5\u{300}\u{323}]{0,3}",
        ) {
            let mut normal = Normal::default();
            normal.fill(&text, Rules::Full);
            let mut words = Words::default();
            words.fill(&normal);
            for word in words.as_slice() {
                let spelled = &normal.as_str()[word.start as usize..word.end as usize];
                let form = WordForm::Exact(vietnamese::key(spelled).into());
                let known = keys(&form, Language::Vietnamese);
                let plain = !spelled.bytes().any(|byte| matches!(byte, 0xCC | 0xCD));
                prop_assert!(known.contains(&syllable_key_slowly(spelled)), "{spelled}");
                if plain {
                    prop_assert!(known.contains(&syllable_key(normal.padded(), *word)), "{spelled}");
                }
            }
        }
    }
}
