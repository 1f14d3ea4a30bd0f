//! A title or a text, cut and searched.

use super::worker::Instructions;
use crate::document::Language;
use crate::matching::{Found, Scratch};
use crate::segment::Segments;

/// Places are those of its normal form, in plain mode of its own.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) segments: Segments,
    pub(super) found: Found,
    pub(super) parts: Vec<(usize, Language)>,
}

impl Piece {
    pub(super) fn fill(&mut self, text: &str, instructions: &Instructions, scratch: &mut Scratch) {
        self.segments.fill(text, &self.parts, instructions.plain);
        self.found.hits.clear();
        self.found.actors.clear();
        instructions.matcher.find(text, &self.segments, scratch, &mut self.found);
    }

    /// Where something found stands in the original.
    pub(super) fn original(&self, start: u32, end: u32, plain: bool) -> std::ops::Range<usize> {
        let form = if plain { &self.segments.plain } else { &self.segments.normal };
        form.original(start as usize, end as usize)
    }

    /// A sentence as the original `text` has it, without the space around it, and where it begins.
    pub(super) fn sentence<'t>(&self, number: u32, text: &'t str) -> (usize, &'t str) {
        let segments = &self.segments;
        let start = match number.checked_sub(1) {
            Some(before) => segments.sentence_ends[before as usize] as usize,
            None => 0,
        };
        let end = segments.sentence_ends.get(number as usize);
        let end = end.map_or(segments.normal.as_bytes().len(), |end| *end as usize);
        let range = segments.normal.original(start, end);
        let whole = &text[range.clone()];
        let trimmed = whole.trim_start();
        (range.start + whole.len() - trimmed.len(), trimmed.trim_end())
    }

    /// Appends the language of each sentence.
    pub(super) fn languages(&self, languages: &mut Vec<Language>) {
        let segments = &self.segments;
        let sentences = segments.sentence_ends.len();
        match self.parts.as_slice() {
            [(_, only)] => languages.resize(languages.len() + sentences, *only),
            _ => languages.extend((0..sentences).map(|sentence| {
                let first = segments.words_of_sentence(sentence).start;
                segments.language_at(segments.words()[first].start)
            })),
        }
    }
}
