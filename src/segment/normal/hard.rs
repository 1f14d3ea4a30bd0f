//! The slow way of the normal form, through the Unicode libraries: for characters whose neighbours matter.

use unicode_normalization::UnicodeNormalization;

use super::characters::{clusters, map};
use super::{Normal, Rules};

impl Normal {
    /// Does the stretch between spaces around the hard character at `hard` again with the Unicode libraries, and
    /// returns where it ends.
    #[cold]
    pub(super) fn hard_stretch(&mut self, text: &str, hard: usize, rules: Rules) -> usize {
        self.hard = true;
        let kept = match rules {
            // In plain mode white space other than the space stays as it is; any of it will do.
            Rules::Plain => self.bytes.iter().rposition(u8::is_ascii_whitespace),
            _ => self.bytes.iter().rposition(|byte| *byte == b' '),
        };
        let (kept, from) = match kept {
            Some(space) => (space + 1, self.original(space, space + 1).end),
            None => (0, 0),
        };
        self.bytes.truncate(kept);
        while self.stretches.last().is_some_and(|last| last.normal as usize > kept) {
            self.stretches.pop();
        }
        let to =
            text[hard..].find(|c: char| c.is_ascii_whitespace()).map_or(text.len(), |n| hard + n);
        let mut mapped = String::new();
        // The characters of `mapped`, each with the original range it came from.
        let mut origins = vec![];
        for cluster in clusters(&text[from..to]) {
            let range = from + cluster.start..from + cluster.end;
            let cluster = &text[range.clone()];
            let unchanged = cluster.chars().eq(cluster.nfc());
            let mut at = range.start;
            for character in cluster.nfc() {
                let origin = if unchanged { at..at + character.len_utf8() } else { range.clone() };
                at += character.len_utf8();
                let character = match rules {
                    Rules::Plain => Some(character),
                    _ => map(character),
                };
                if let Some(character) = character {
                    mapped.push(character);
                    origins.push((character, origin));
                }
            }
        }
        let done = match rules {
            Rules::Cased => mapped,
            // Only the final sigma looks at its neighbours, and both its forms are as long.
            _ => mapped.to_lowercase(),
        };
        let mut rest = done.as_str();
        for (character, range) in origins {
            let length = match rules {
                Rules::Cased => character.len_utf8(),
                _ => character.to_lowercase().map(char::len_utf8).sum(),
            };
            self.note(self.bytes.len(), range.start, range.end);
            self.bytes.extend_from_slice(&rest.as_bytes()[..length]);
            rest = &rest[length..];
        }
        self.note(self.bytes.len(), to, 0);
        to
    }
}
