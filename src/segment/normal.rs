//! The normal form that matching and word counting see, and the way back to the original bytes
//! (`docs/counting.md`, "Normal form"): NFC, some characters removed or mapped, lower case.
//!
//! Nearly all text changes only in ASCII case and in single characters that `characters` knows. Those are done in
//! blocks; a stretch between two spaces that holds anything else (conjoining jamo, combining marks, final
//! sigma, …) goes through the Unicode libraries.

mod blocks;
mod characters;
mod hard;
#[cfg(target_arch = "x86_64")]
mod widest;

use characters::{Change, change, map_ascii};

/// Readable bytes behind the normal form, for wide loads.
pub const PADDING: usize = 80;

/// Which rules apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// NFC, removals and mappings, lower case.
    Full,
    /// NFC and lower case only: plain mode.
    Plain,
    /// NFC, removals and mappings, original case: for patterns with `case`.
    Cased,
}

/// A stretch of the normal form and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    normal: u32,
    original: u32,
    /// 0: byte for byte the same length as the original, up to the next stretch. Else all its bytes stand for
    /// `original..original_end`.
    original_end: u32,
}

/// The normal form of one text. Reused from text to text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Normal {
    bytes: Vec<u8>,
    stretches: Vec<Stretch>,
    /// A stretch went through the Unicode libraries.
    hard: bool,
}

impl Normal {
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The normal form and the zero bytes behind it: `PADDING` bytes past the end may be read.
    pub fn padded(&self) -> &[u8] {
        // SAFETY: `fill` writes PADDING zero bytes behind the text, within the vector's capacity.
        unsafe { std::slice::from_raw_parts(self.bytes.as_ptr(), self.bytes.len() + PADDING) }
    }

    pub fn as_str(&self) -> &str {
        // SAFETY: `fill` takes a `str` and writes whole characters only.
        unsafe { std::str::from_utf8_unchecked(&self.bytes) }
    }

    /// The original's byte range that `start..end` of the normal form stands for.
    pub fn original(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let from = self.stretch(start);
        let from = match from.original_end {
            0 => start - from.normal as usize + from.original as usize,
            _ => from.original as usize,
        };
        if end <= start {
            return from..from;
        }
        let last = self.stretch(end - 1);
        let to = match last.original_end {
            0 => end - last.normal as usize + last.original as usize,
            to => to as usize,
        };
        from..to
    }

    fn stretch(&self, at: usize) -> Stretch {
        let next = self.stretches.partition_point(|stretch| stretch.normal as usize <= at);
        match next {
            0 => Stretch { normal: 0, original: 0, original_end: 0 },
            _ => self.stretches[next - 1],
        }
    }

    /// Where in the normal form the byte `at` of the original is, for offsets that only grow from call to call;
    /// `hint` is kept between the calls (0 at first).
    pub fn from_original(&self, at: usize, hint: &mut usize) -> usize {
        while self.stretches.get(*hint).is_some_and(|stretch| stretch.original as usize <= at) {
            *hint += 1;
        }
        let limit = self.stretches.get(*hint).map_or(self.bytes.len(), |next| next.normal as usize);
        let (normal, original, original_end) = match hint.checked_sub(1) {
            None => (0, 0, 0),
            Some(index) => {
                let Stretch { normal, original, original_end } = self.stretches[index];
                (normal as usize, original as usize, original_end as usize)
            }
        };
        match original_end {
            0 => (normal + (at - original)).min(limit),
            end if at >= end => limit,
            _ if at == original => normal,
            _ => limit,
        }
    }

    /// The same as [`Rules::Plain`] makes of `text`, of which `full` is the full normal form: nearly everywhere both
    /// forms are the same.
    pub fn fill_plain(&mut self, text: &str, full: &Self) {
        if full.hard || !self.copy_plain(text, full) {
            self.fill(text, Rules::Plain);
        }
    }

    /// Says whether it could.
    fn copy_plain(&mut self, text: &str, full: &Self) -> bool {
        self.clear();
        self.bytes.reserve(text.len() + PADDING);
        let whole = [Stretch { normal: 0, original: 0, original_end: 0 }];
        let all = whole.iter().chain(&full.stretches);
        let ends = full.stretches.iter().map(|next| (next.normal as usize, next.original as usize));
        let ends = ends.chain([(full.bytes.len(), text.len())]);
        for (stretch, (normal_end, original_end)) in all.zip(ends) {
            let (normal, mut from) = (stretch.normal as usize, stretch.original as usize);
            if stretch.original_end == 0 {
                // Full rules make spaces of some characters; nothing else is another than in plain mode.
                let alike = &full.bytes[normal..normal_end];
                let original = &text.as_bytes()[from..from + alike.len()];
                self.copy_spaces(alike, original);
                from += alike.len();
            }
            if from < original_end
                && self.copy_easy(&text[..original_end], from, Rules::Plain).is_some()
            {
                return false;
            }
        }
        self.pad();
        true
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.stretches.clear();
        self.hard = false;
    }

    /// Writes the zero bytes behind the text.
    fn pad(&mut self) {
        self.bytes.reserve(PADDING);
        let spare = &mut self.bytes.spare_capacity_mut()[..PADDING];
        spare.fill(std::mem::MaybeUninit::new(0));
    }

    /// Replaces what is held by the normal form of `text`.
    pub fn fill(&mut self, text: &str, rules: Rules) {
        self.clear();
        let original = text.as_bytes();
        let mut at = 0;
        while at < original.len() {
            self.bytes.reserve(original.len() - at + PADDING);
            at = match self.copy_easy(text, at, rules) {
                None => original.len(),
                Some(hard) => self.hard_stretch(text, hard, rules),
            };
        }
        self.pad();
    }

    /// Copies from `at` on as long as single characters decide; returns where the first hard character stands.
    /// There is room for the rest of the text and `PADDING`, and no easy character grows.
    fn copy_easy(&mut self, text: &str, mut at: usize, rules: Rules) -> Option<usize> {
        let original = text.as_bytes();
        while at < original.len() {
            let copied = self.copy_blocks(&original[at..], rules);
            at += copied;
            // What is left of the text may be too short for a block.
            while let Some(byte) = original.get(at).filter(|byte| byte.is_ascii()) {
                self.bytes.push(map_ascii(*byte, rules));
                at += 1;
            }
            if at == original.len() {
                break;
            }
            let quick = self.copy_latin(&original[at..], rules);
            if let Some(length) = quick.or_else(|| self.copy_mark(original, at, rules)) {
                at += length;
                continue;
            }
            let character = text[at..].chars().next().unwrap_or('\u{FFFD}');
            let length = character.len_utf8();
            match change(character, rules) {
                Change::Keep => self.bytes.extend_from_slice(&original[at..at + length]),
                Change::Remove => self.jump(at, at + length, 0),
                Change::To(mapped) => {
                    let mut buffer = [0; 4];
                    let mapped = mapped.encode_utf8(&mut buffer).as_bytes();
                    if mapped.len() > length {
                        return Some(at);
                    }
                    if mapped.len() < length {
                        self.jump(at, at + length, mapped.len());
                    }
                    self.bytes.extend_from_slice(mapped);
                }
                Change::Hard => return Some(at),
            }
            at += length;
        }
        None
    }

    /// Notes that `length` bytes to come stand for `from..to`, and what follows goes on at `to`.
    fn jump(&mut self, from: usize, to: usize, length: usize) {
        let normal = self.bytes.len();
        if length > 0 {
            self.note(normal, from, to);
        }
        self.note(normal + length, to, 0);
    }

    fn note(&mut self, normal: usize, original: usize, original_end: usize) {
        let stretch = Stretch {
            normal: normal as u32,
            original: original as u32,
            original_end: original_end as u32,
        };
        match self.stretches.last_mut() {
            Some(last) if last.normal == stretch.normal => *last = stretch,
            _ => self.stretches.push(stretch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::characters::map;
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    /// The definition, on the whole text at once.
    fn plain(text: &str, rules: Rules) -> String {
        let nfc: String = text.nfc().collect();
        match rules {
            Rules::Plain => nfc.to_lowercase(),
            Rules::Cased => nfc.chars().filter_map(map).collect(),
            Rules::Full => nfc.chars().filter_map(map).collect::<String>().to_lowercase(),
        }
    }

    fn check(text: &str) {
        let mut normal = Normal::default();
        for rules in [Rules::Full, Rules::Plain, Rules::Cased] {
            normal.fill(text, rules);
            assert_eq!(normal.as_str(), plain(text, rules), "{rules:?} of {text:?}");
            // The way back: each character of the normal form comes from the characters it says.
            for (at, character) in normal.as_str().char_indices() {
                let range = normal.original(at, at + character.len_utf8());
                let again = plain(&text[range.clone()], rules);
                let sigma = |c: char| if c == 'ς' { 'σ' } else { c };
                assert!(
                    again.chars().map(sigma).any(|c| c == sigma(character)),
                    "{character:?} at {at} of {text:?} is said to come from {range:?}, {again:?}"
                );
            }
            let mut hint = 0;
            for (at, _) in text.char_indices() {
                let there = normal.from_original(at, &mut hint);
                assert!(
                    normal.as_str().is_char_boundary(there),
                    "{at} of {text:?} leads to {there}"
                );
            }
            assert!(normal.padded()[normal.as_bytes().len()..].iter().all(|byte| *byte == 0));
        }
        let mut full = Normal::default();
        full.fill(text, Rules::Full);
        let mut derived = Normal::default();
        derived.fill_plain(text, &full);
        normal.fill(text, Rules::Plain);
        assert_eq!(derived, normal, "of {text:?}");
        assert_eq!(derived.padded(), normal.padded());
    }

    #[test]
    fn the_rules() {
        let mut normal = Normal::default();
        for (text, expected) in [
            ("Co\u{AD}operation’s ＦＴＡ＿１", "cooperation's fta 1"),
            ("한국·베트남\tHỢP\u{A0}TÁC — x−y", "한국 베트남 hợp tác - x-y"),
            ("\u{1112}\u{1161}\u{11AB}국 hòa ΟΔΟΣ", "한국 hòa οδος"),
            ("a\u{200B}b\u{FEFF}c\r\nd", "abc  d"),
        ] {
            normal.fill(text, Rules::Full);
            assert_eq!(normal.as_str(), expected);
            check(text);
        }
        normal.fill("x hoa\u{300} y", Rules::Full);
        assert_eq!(normal.as_str(), "x hoà y");
        assert_eq!(normal.original(2, 6), 2..7);
        assert_eq!(normal.original(7, 8), 8..9);
    }

    #[test]
    fn every_character() {
        let all: Vec<char> = ('\0'..=char::MAX).collect();
        for some in all.chunks(60) {
            check(&some.iter().flat_map(|character| [*character, 'x']).collect::<String>());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn any_text(text in "[ \\n_a-zA-ZÀ-ỹĐđ가-힣가-힣가-힣\u{300}\u{301}\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11A8}\u{AD}\u{2000}-\u{2060}·＿Ａ０ΣσİȺK韓か\u{3099}ㄱ.,'’]{0,90}") {
            check(&text);
        }
        #[test]
        fn mostly_hangul(text in "([가-힣]{1,5} |[a-zA-Z ]{1,9}|[À-ỹ]|\u{300}|·|\n){0,60}") {
            check(&text);
        }
        #[test]
        fn any_unicode(text in "\\PC{0,60}") {
            check(&text);
        }
    }
}
