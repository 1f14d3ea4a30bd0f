//! Which encoding a text is in, and how sure that is. UTF-8 costs nothing but the check that it is; everything else
//! is decoded, and what could not be is counted.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};

use crate::document::Language;

/// A text of which more than this share could not be decoded is not used: at one character in twenty, every other
/// sentence has a hole.
const MOST_REPLACED: f64 = 0.05;
/// The share of Hangul among the characters outside ASCII from which a text is taken for Korean.
const ENOUGH_HANGUL: f64 = 0.3;
/// Bytes that tell whether a text is UTF-16.
const HEAD: usize = 1 << 18;

/// How a text was decoded, where it was not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub encoding: &'static Encoding,
    /// Places that are no character of the encoding.
    pub replaced: u64,
    /// Control characters, which no text has: it is none.
    pub controls: u64,
    /// All characters, those replaced among them.
    pub characters: u64,
}

impl Decoded {
    fn new(encoding: &'static Encoding) -> Self {
        Self { encoding, replaced: 0, controls: 0, characters: 0 }
    }

    /// Too much could not be decoded for the rest to be counted.
    pub fn is_hopeless(&self) -> bool {
        (self.replaced + self.controls) as f64 > self.characters as f64 * MOST_REPLACED
    }

    /// What a problem says: reason, detail, hint.
    pub fn told(&self) -> (&'static str, String, &'static str) {
        let Self { replaced, characters, .. } = self;
        let share = *replaced as f64 * 100.0 / (*characters).max(1) as f64;
        let mut detail = format!(
            "read as {}; {replaced} of {characters} characters replaced ({share:.2} %)",
            name(self.encoding)
        );
        if self.controls > 0 {
            detail += &format!(", {} control characters", self.controls);
        }
        match self.is_hopeless() {
            false => (
                "decoded",
                detail,
                "nothing, if that is its encoding; else name it with --encoding",
            ),
            true => {
                let hint =
                    "name its encoding with --encoding or `[input] encoding`, or save it as UTF-8";
                ("undecodable", detail, hint)
            }
        }
    }
}

/// The name that people know: CP949 is what `EUC-KR` means here.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == EUC_KR { "CP949 (EUC-KR)" } else { encoding.name() }
}

/// `bytes` as text. `asked` is what the study or a protocol says; a byte order mark goes before it. The second is
/// there where it was not UTF-8.
pub fn decode<'a>(
    bytes: &'a [u8],
    asked: Option<&'static Encoding>,
    language: Option<Language>,
) -> (Cow<'a, str>, Option<Decoded>) {
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let marked = unmarked.len() < bytes.len();
    // Nearly every text: one look at each byte.
    let may_be = marked || asked.is_none_or(|asked| asked == UTF_8);
    if may_be
        && let Ok(text) = simdutf8::basic::from_utf8(unmarked)
        && (marked || asked.is_some() || utf_16(bytes).is_none())
    {
        return (Cow::Borrowed(text), None);
    }
    let encoding = of(bytes, asked, language);
    let mut transcoder = Transcoder::new(encoding);
    let mut text = vec![];
    transcoder.push(bytes, true, &mut text);
    let text = String::from_utf8(text).expect("a decoder writes UTF-8");
    (Cow::Owned(text), Some(transcoder.decoded))
}

/// The encoding of a text that begins with `head`, where a character may be cut at the end.
pub fn of(
    head: &[u8],
    asked: Option<&'static Encoding>,
    language: Option<Language>,
) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    if let Some(encoding) = asked {
        return encoding;
    }
    if let Some(encoding) = utf_16(head) {
        return encoding;
    }
    match simdutf8::compat::from_utf8(head) {
        Ok(_) => return UTF_8,
        Err(error) if error.error_len().is_none() => return UTF_8,
        Err(_) => {}
    }
    let units = Units::of(head);
    if units.utf8 > units.not_utf8 {
        // Damaged, but nothing else: other encodings have hardly ever whole sequences of UTF-8.
        return UTF_8;
    }
    if units.is_korean() {
        return EUC_KR;
    }
    if units.is_vietnamese() {
        return WINDOWS_1258;
    }
    let domain: Option<&[u8]> = match language {
        Some(Language::Korean) => Some(b"kr"),
        Some(Language::Vietnamese) => Some(b"vn"),
        _ => None,
    };
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, false);
    detector.guess(domain, Utf8Detection::Deny)
}

/// UTF-16 without a mark: spaces, line ends and digits have a NUL in every other place.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(HEAD)];
    memchr::memchr(0, head)?;
    if head.len() % 2 == 1 {
        return None;
    }
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in head.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    // What is UTF-8 as well has no character outside ASCII, and then half of its bytes are NUL.
    let enough = match simdutf8::basic::from_utf8(head) {
        Ok(_) => head.len() / 3,
        Err(_) => (head.len() / 100).max(1),
    };
    let encoding = match () {
        () if odd >= enough && even * 8 < odd => UTF_16LE,
        () if even >= enough && odd * 8 < even => UTF_16BE,
        () => return None,
    };
    // The last character may be half of a pair.
    let whole = &head[..head.len().saturating_sub(2)];
    let valid = encoding.decode_without_bom_handling_and_without_replacement(whole).is_some();
    valid.then_some(encoding)
}

/// What the bytes outside ASCII would be in the encodings that are met here.
#[derive(Default)]
struct Units {
    /// Whole sequences of UTF-8, and bytes that are in none.
    utf8: usize,
    not_utf8: usize,
    /// Of KS X 1001, which nearly all Korean text is written in.
    hangul: usize,
    /// Other pairs of CP949: Hanja, signs, rare syllables.
    pairs: usize,
    /// No pair of CP949.
    no_pair: usize,
    /// Tone marks of windows-1258 that stand behind a vowel, and its own letters `đ`, `ơ`, `ư`.
    tones: usize,
    letters: usize,
    high: usize,
}

impl Units {
    fn of(bytes: &[u8]) -> Self {
        let mut units = Self::default();
        units.count_utf8(bytes);
        units.count_pairs(bytes);
        units.count_tones(bytes);
        units
    }

    fn count_utf8(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            self.utf8 += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
            self.not_utf8 += chunk.invalid().len();
        }
    }

    fn count_pairs(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while let Some(lead) = bytes.get(at).copied() {
            let trail = bytes.get(at + 1).copied().unwrap_or(0);
            at += match (lead, trail) {
                (0..=0x7F, _) => 1,
                (0xB0..=0xC8, 0xA1..=0xFE) => {
                    self.hangul += 1;
                    2
                }
                (0xA1..=0xFE, 0xA1..=0xFE)
                | (0x81..=0xC6, b'A'..=b'Z' | b'a'..=b'z' | 0x81..=0xFE) => {
                    self.pairs += 1;
                    2
                }
                _ => {
                    self.no_pair += 1;
                    1
                }
            };
        }
    }

    fn count_tones(&mut self, bytes: &[u8]) {
        let is_vowel = |byte: u8| {
            matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
                || matches!(
                    byte,
                    0xC2 | 0xC3
                        | 0xCA
                        | 0xD4
                        | 0xD5
                        | 0xDD
                        | 0xE2
                        | 0xE3
                        | 0xEA
                        | 0xF4
                        | 0xF5
                        | 0xFD
                )
        };
        let mut before = 0;
        for byte in bytes.iter().copied() {
            self.high += usize::from(byte >= 0x80);
            match byte {
                0xCC | 0xD2 | 0xDE | 0xEC | 0xF2 if is_vowel(before) => self.tones += 1,
                0xD0 | 0xD5 | 0xDD | 0xF0 | 0xF5 | 0xFD => self.letters += 1,
                _ => {}
            }
            before = byte;
        }
    }

    /// Also a damaged text, which detectors then take for Chinese.
    fn is_korean(&self) -> bool {
        let all = (self.hangul + self.pairs + self.no_pair) as f64;
        self.hangul > 0
            && self.hangul as f64 >= all * ENOUGH_HANGUL
            && self.no_pair as f64 <= all * 0.3
    }

    /// A third of the letters outside ASCII bear a tone in decomposed form, or are of Vietnamese alone.
    fn is_vietnamese(&self) -> bool {
        self.tones * 10 >= self.high && self.letters * 10 >= self.high
    }
}

/// Decodes a stream into UTF-8, piece by piece.
pub struct Transcoder {
    decoder: encoding_rs::Decoder,
    pub decoded: Decoded,
}

impl Transcoder {
    pub fn new(encoding: &'static Encoding) -> Self {
        Self { decoder: encoding.new_decoder_with_bom_removal(), decoded: Decoded::new(encoding) }
    }

    /// Appends `bytes` to `text` as UTF-8; `last` where nothing follows them.
    pub fn push(&mut self, mut bytes: &[u8], last: bool, text: &mut Vec<u8>) {
        let start = text.len();
        loop {
            let room = self
                .decoder
                .max_utf8_buffer_length_without_replacement(bytes.len())
                .unwrap_or(bytes.len())
                .max(16);
            let end = text.len();
            text.resize(end + room, 0);
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut text[end..], last);
            text.truncate(end + written);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    text.extend_from_slice("\u{FFFD}".as_bytes());
                    self.decoded.replaced += 1;
                }
            }
        }
        let control = |byte: &u8| matches!(byte, 0..=8 | 11 | 14..=31 | 127);
        self.decoded.controls += text[start..].iter().filter(|byte| control(byte)).count() as u64;
        let started = text[start..].iter().filter(|byte| (**byte as i8) >= -0x40);
        self.decoded.characters += started.count() as u64;
    }
}

/// `text` with its numeric character references (`&#9711;`, `&#x25EF;`) as the characters that they stand for. What
/// stands for none stays as it is.
pub fn without_references(text: &str) -> Cow<'_, str> {
    let finder = memchr::memmem::Finder::new("&#");
    if finder.find(text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = finder.find(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((character, length)) => {
                out.push(character);
                rest = &rest[length..];
            }
            None => {
                out.push_str("&#");
                rest = &rest[2..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The reference at the start of `text`: its character, and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let digits = text.get(2..end)?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let character =
        char::from_u32(number.ok()?).filter(|c| plain && (!c.is_control() || *c == '\n'))?;
    Some((character, end + 1))
}

#[cfg(test)]
mod tests;
