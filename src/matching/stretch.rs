//! Which Vietnamese syllables are words of their own.

use std::ops::Range;

use crate::segment::{Segments, vietnamese};

/// The last stretch of syllables that was cut into words: many places that are asked about share one.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    words: Range<usize>,
    /// By syllable of the stretch.
    own: Vec<bool>,
}

impl Stretch {
    /// Whether the longest match over the word list makes the syllable `at` a word of its own. The match begins where
    /// a stretch of syllables of the sentence with only spaces between them does.
    pub(super) fn is_own_word(&mut self, segments: &Segments, sentence: usize, at: usize) -> bool {
        if !self.words.contains(&at) {
            self.cut(segments, segments.words_of_sentence(sentence), at);
        }
        self.own[at - self.words.start]
    }

    fn cut(&mut self, segments: &Segments, sentence: Range<usize>, at: usize) {
        let words = segments.words();
        let normal = segments.normal.as_bytes();
        let joined = |n: usize| {
            let gap = &normal[words[n].end as usize..words[n + 1].start as usize];
            gap.iter().all(|byte| *byte == b' ')
        };
        let (mut start, mut end) = (at, at + 1);
        while start > sentence.start && joined(start - 1) {
            start -= 1;
        }
        while end < sentence.end && joined(end - 1) {
            end += 1;
        }
        let syllables: Vec<&str> = (start..end).map(|n| segments.word(n)).collect();
        self.own.clear();
        self.own.resize(end - start, false);
        for word in vietnamese::longest_match(&syllables) {
            self.own[word.start] = word.len() == 1;
        }
        self.words = start..end;
    }
}
