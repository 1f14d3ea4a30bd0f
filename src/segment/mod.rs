//! From text to words, sentences and languages: what matching sees of one title or one text.

mod abbreviations;
pub(crate) mod bits;
pub mod english;
pub(crate) mod filter;
pub mod korean;
pub mod language;
pub mod normal;
pub mod sentences;
pub mod vietnamese;
#[cfg(target_arch = "x86_64")]
pub(crate) mod wide;
pub mod words;

use crate::document::Language;
use normal::{Normal, Rules};
use words::{Word, Words};

/// A title or a text, cut. All offsets are in the normal form unless said otherwise. Reused from text to text.
#[derive(Debug, Default)]
pub struct Segments {
    pub normal: Normal,
    words: Words,
    /// Where sentences end, rising; only those that hold a word, so that a sentence's number is its index.
    pub sentence_ends: Vec<u32>,
    /// Index of the first word behind each sentence, beside `sentence_ends`.
    pub sentence_words: Vec<u32>,
    /// Stretches of one language: where each ends.
    pub parts: Vec<(u32, Language)>,
    /// The second normal form of plain mode.
    pub plain: Normal,
    original_ends: Vec<u32>,
    candidates: Vec<u32>,
}

impl Segments {
    /// Cuts `text`; `parts` are stretches of one language as byte offsets of their ends in the original. With
    /// `plain`, the normal form of plain mode is made too, and words may have to be [listed](Self::list_words).
    pub fn fill(&mut self, text: &str, parts: &[(usize, Language)], plain: bool) {
        self.normal.fill(text, Rules::Full);
        if plain {
            self.plain.fill_plain(text, &self.normal);
        }
        // In plain mode words are only counted, but for the languages of their sentences.
        match plain && parts.len() == 1 {
            true => self.words.count(&self.normal),
            false => self.words.fill(&self.normal),
        }
        self.parts.clear();
        let mut hint = 0;
        for (end, language) in parts {
            let end = self.normal.from_original(*end, &mut hint) as u32;
            self.parts.push((end, *language));
        }
        sentences::sentence_ends(text, &mut self.original_ends, &mut self.candidates);
        self.sentence_ends.clear();
        self.sentence_words.clear();
        let (mut hint, mut words) = (0, 0);
        for end in &self.original_ends {
            let end = self.normal.from_original(*end as usize, &mut hint);
            let before = std::mem::replace(&mut words, self.words.up_to(end));
            if words > before {
                self.sentence_ends.push(end as u32);
                self.sentence_words.push(words as u32);
            }
        }
    }

    /// Lists the words, where they were only counted.
    pub fn list_words(&mut self) {
        if !self.words.are_listed() {
            self.words.fill(&self.normal);
        }
    }

    /// How many words there are.
    pub fn word_count(&self) -> usize {
        self.words.up_to(self.normal.as_bytes().len())
    }

    pub fn words(&self) -> &[Word] {
        self.words.as_slice()
    }

    pub fn word(&self, index: usize) -> &str {
        let Word { start, end } = self.words()[index];
        &self.normal.as_str()[start as usize..end as usize]
    }

    /// Number of the sentence that holds the byte `at`.
    pub fn sentence_of(&self, at: u32) -> usize {
        self.sentence_ends.partition_point(|end| *end <= at)
    }

    /// Range of words of a sentence.
    pub fn words_of_sentence(&self, sentence: usize) -> std::ops::Range<usize> {
        let first =
            sentence.checked_sub(1).map_or(0, |before| self.sentence_words[before] as usize);
        first..self.sentence_words.get(sentence).map_or(self.word_count(), |end| *end as usize)
    }

    /// The language of the part that holds the byte `at`.
    pub fn language_at(&self, at: u32) -> Language {
        let part = self.parts.partition_point(|(end, _)| *end <= at);
        self.parts.get(part).or(self.parts.last()).map_or(Language::Und, |(_, language)| *language)
    }
}
