//! The normal form that matching and word counting see, and the way back to the original bytes
//! (`docs/counting.md`, "Normal form"): NFC, some characters removed or mapped, lower case.
//!
//! Nearly all text changes only in ASCII case and in single characters that the tables below know. Those are done 32
//! bytes at a time; a stretch between two spaces that holds anything else (conjoining jamo, combining marks, final
//! sigma, …) goes through the Unicode libraries.

use std::sync::LazyLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

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
                let both = alike.iter().zip(original);
                self.bytes.extend(both.map(|(own, byte)| if *own == b' ' { *byte } else { *own }));
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
            let Some(&lead) = original.get(at) else { break };
            if lead < 0x80 {
                self.bytes.push(map_ascii(lead, rules));
                at += 1;
                continue;
            }
            if let Some(length) = self.copy_latin(&original[at..], rules) {
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

    /// Copies a Latin letter beyond ASCII whose lower case is as long, which most are; says how long it is.
    #[inline]
    fn copy_latin(&mut self, original: &[u8], rules: Rules) -> Option<usize> {
        let (code, length) = match *original.get(..4)? {
            [first @ 0xC3..=0xC8, second, ..] => {
                (u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F), 2)
            }
            [0xE1, second @ 0xB8..=0xBB, third, _] => {
                (0x1000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F), 3)
            }
            _ => return None,
        };
        let lower = match rules {
            Rules::Cased => code,
            _ => u32::from(SMALL[code as usize]),
        };
        if lower < 0x80 || (lower >= 0x800) != (length == 3) {
            return None;
        }
        match length {
            2 => self
                .bytes
                .extend_from_slice(&[0xC0 | (lower >> 6) as u8, 0x80 | (lower & 0x3F) as u8]),
            _ => self.bytes.extend_from_slice(&[
                0xE0 | (lower >> 12) as u8,
                0x80 | (lower >> 6 & 0x3F) as u8,
                0x80 | (lower & 0x3F) as u8,
            ]),
        }
        Some(length)
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

    /// Copies blocks of 32 bytes that hold only ASCII, Hangul syllables, small Vietnamese letters and curly quotes;
    /// returns how many bytes were copied, up to the first character that must be looked at.
    #[inline]
    fn copy_blocks(&mut self, original: &[u8], rules: Rules) -> usize {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: AVX2 is there; `fill` reserved room for all that is left of the text and PADDING.
            return unsafe { self.copy_blocks_avx2(original, rules) };
        }
        let mut at = 0;
        while at < original.len() && original[at] < 0x80 {
            self.bytes.push(map_ascii(original[at], rules));
            at += 1;
        }
        at
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn copy_blocks_avx2(&mut self, original: &[u8], rules: Rules) -> usize {
        use super::wide::{hangul_leads, lead_bytes};
        use std::arch::x86_64::*;
        let mut at = 0;
        let start = self.bytes.len();
        // SAFETY: every load reads within 34 bytes of `original`; every store writes 32 bytes into room that `fill`
        // reserved; the length is set to bytes that were written.
        unsafe {
            let out = self.bytes.as_mut_ptr().add(start);
            let all = |byte: u8| _mm256_set1_epi8(byte as i8);
            while at + 34 <= original.len() {
                let block = _mm256_loadu_si256(original.as_ptr().add(at).cast());
                let next = _mm256_loadu_si256(original.as_ptr().add(at + 1).cast());
                let mut mapped = block;
                if rules != Rules::Cased {
                    let upper = _mm256_and_si256(
                        _mm256_cmpgt_epi8(block, all(b'A' - 1)),
                        _mm256_cmpgt_epi8(all(b'Z' + 1), block),
                    );
                    mapped = _mm256_or_si256(mapped, _mm256_and_si256(upper, all(0x20)));
                }
                if rules != Rules::Plain {
                    let control = _mm256_and_si256(
                        _mm256_cmpgt_epi8(block, all(8)),
                        _mm256_cmpgt_epi8(all(14), block),
                    );
                    let blank = _mm256_or_si256(control, _mm256_cmpeq_epi8(block, all(b'_')));
                    mapped = _mm256_blendv_epi8(mapped, all(b' '), blank);
                }
                _mm256_storeu_si256(out.add(at).cast(), mapped);
                let high = _mm256_movemask_epi8(block) as u32;
                if high != 0 {
                    // A lead byte is bad unless it begins a Hangul syllable.
                    let bad = _mm256_andnot_si256(hangul_leads(block, next), lead_bytes(block));
                    let mut bad = _mm256_movemask_epi8(bad) as u32;
                    if bad != 0 {
                        let third = _mm256_loadu_si256(original.as_ptr().add(at + 2).cast());
                        bad &= !small_letters(block, next, third);
                    }
                    if bad != 0 {
                        at += bad.trailing_zeros() as usize;
                        break;
                    }
                }
                at += 32;
            }
            // The last block may have ended inside a syllable.
            while original.get(at).is_some_and(|byte| byte & 0xC0 == 0x80) {
                at -= 1;
            }
            self.bytes.set_len(start + at);
        }
        at
    }

    /// Does the stretch between spaces around the hard character at `hard` again with the Unicode libraries, and
    /// returns where it ends.
    #[cold]
    fn hard_stretch(&mut self, text: &str, hard: usize, rules: Rules) -> usize {
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

/// Which bytes begin a character that no rule changes: à–ÿ, ă đ ĩ ũ ơ ư, the small letters of Vietnamese with two
/// marks, and “ ” …. `next` and `third` are the bytes behind those of `block`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn small_letters(
    block: std::arch::x86_64::__m256i,
    next: std::arch::x86_64::__m256i,
    third: std::arch::x86_64::__m256i,
) -> u32 {
    use std::arch::x86_64::*;
    let all = |byte: u8| _mm256_set1_epi8(byte as i8);
    let is = |bytes, byte: u8| _mm256_cmpeq_epi8(bytes, all(byte));
    let and = |a, b| _mm256_and_si256(a, b);
    let or = |a, b| _mm256_or_si256(a, b);
    // As signed bytes, those of a continuation keep their order.
    let second_half = |bytes| _mm256_cmpgt_epi8(bytes, all(0x9F));
    let odd = is(and(third, all(1)), 1);
    let latin = and(is(block, 0xC3), second_half(next));
    let breve = and(is(block, 0xC4), or(or(is(next, 0x83), is(next, 0x91)), is(next, 0xA9)));
    let tilde = and(is(block, 0xC5), is(next, 0xA9));
    let horn = and(is(block, 0xC6), or(is(next, 0xA1), is(next, 0xB0)));
    let marked = or(and(is(next, 0xBA), second_half(third)), is(next, 0xBB));
    let marked = and(is(block, 0xE1), and(marked, odd));
    let quotes = or(or(is(third, 0x9C), is(third, 0x9D)), is(third, 0xA6));
    let quotes = and(is(block, 0xE2), and(is(next, 0x80), quotes));
    let letters = or(or(latin, breve), or(tilde, horn));
    _mm256_movemask_epi8(or(letters, or(marked, quotes))) as u32
}

/// What the rules do to one character that stands for itself.
enum Change {
    Keep,
    Remove,
    To(char),
    /// Its neighbours matter.
    Hard,
}

fn map_ascii(byte: u8, rules: Rules) -> u8 {
    match byte {
        b'\t'..=b'\r' | b'_' if rules != Rules::Plain => b' ',
        _ if rules != Rules::Cased => byte.to_ascii_lowercase(),
        _ => byte,
    }
}

/// Step 2 of the normal form for one character: `None` is removed.
fn map(character: char) -> Option<char> {
    Some(match character {
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => return None,
        '\u{FF3F}' | '_' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{B7}' | '\u{318D}' | '\u{30FB}' | '\u{2027}' | '\u{2022}' => ' ',
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{3000}' => ' ',
        _ => character,
    })
}

fn change(character: char, rules: Rules) -> Change {
    // The leads that are frequent in the three languages come first.
    match character {
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => return lower(character, rules),
        '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FFF}' => return Change::Keep,
        '\u{2002}'..='\u{205F}' | '\u{3001}'..='\u{3029}' | '\u{3131}'..='\u{318E}' => {}
        _ if !stands_alone(character) => return Change::Hard,
        _ => {}
    }
    match rules {
        Rules::Plain => lower(character, rules),
        _ => match map(character) {
            None => Change::Remove,
            Some(mapped) => match lower(mapped, rules) {
                Change::Keep if mapped != character => Change::To(mapped),
                other => other,
            },
        },
    }
}

fn lower(character: char, rules: Rules) -> Change {
    if rules == Rules::Cased {
        return Change::Keep;
    }
    if let Some(known) = SMALL.get(character as usize) {
        return match char::from_u32(u32::from(*known)) {
            Some('\0') => Change::Hard,
            Some(lower) if lower != character => Change::To(lower),
            _ => Change::Keep,
        };
    }
    if matches!(character, '\u{2000}'..='\u{2125}' | '\u{2190}'..='\u{24B5}' | '\u{2500}'..='\u{2BFF}' | '\u{2E80}'..='\u{A63F}')
    {
        // Punctuation, symbols and scripts without case.
        return Change::Keep;
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some('σ'), None) if character == 'Σ' => Change::Hard,
        (Some(same), None) if same == character => Change::Keep,
        (Some(lower), None) => Change::To(lower),
        _ => Change::Hard,
    }
}

/// Lower case of the first characters of Unicode, Vietnamese among them; 0 where it is no single character, or looks
/// at its neighbours.
static SMALL: LazyLock<[u16; 0x1F00]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let Some(character) = char::from_u32(code as u32) else { return 0 };
        let mut lower = character.to_lowercase();
        match (lower.next(), lower.next()) {
            (Some(lower), None) if character != 'Σ' => lower as u32 as u16,
            _ => 0,
        }
    })
});

/// Whether NFC leaves the character alone whatever stands around it.
fn stands_alone(character: char) -> bool {
    canonical_combining_class(character) == 0
        && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes
}

/// The shortest pieces of `text` that NFC treats apart from each other.
fn clusters(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut starts = text.char_indices().filter(|(_, c)| stands_alone(*c)).map(|(at, _)| at);
    let mut start = 0;
    let mut done = text.is_empty();
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let end = starts.by_ref().find(|at| *at > start);
        let range = start..end.unwrap_or(text.len());
        start = range.end;
        done = end.is_none();
        Some(range)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
