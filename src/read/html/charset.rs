//! From the bytes of a page to text. Pages say their encoding, and some of them are wrong: what is whole UTF-8 is UTF-8.

use std::borrow::Cow;

use encoding_rs::{EUC_KR, Encoding, UTF_8};
use memchr::memmem;

/// Browsers look for the charset in the first kilobyte; some pages have it later.
const HEAD: usize = 4096;

/// The text, the name of its encoding, and how many places were no text in it. In this order: a byte order mark, whole
/// UTF-8, what the page says, what the server said, a guess.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> (Cow<'a, str>, &'static str, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return by(encoding, &bytes[mark..]);
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return (Cow::Borrowed(text), UTF_8.name(), 0);
    }
    let named =
        said(bytes).or_else(|| declared.and_then(|label| Encoding::for_label(label.as_bytes())));
    // A page that could be read as far as its charset is not UTF-16, whatever it says.
    match named.filter(|encoding| encoding.is_ascii_compatible()) {
        Some(encoding) => by(encoding, bytes),
        None => by(guess(bytes), bytes),
    }
}

fn by<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, str>, &'static str, usize) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let replaced = if had_errors { text.matches('\u{FFFD}').count() } else { 0 };
    (text, encoding.name(), replaced)
}

/// What stands behind `charset=` in the head of the page, or `encoding=` of XHTML.
fn said(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let behind = |name: &[u8]| {
        let at = memmem::find(&head, name)? + name.len();
        let rest = head[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end =
            rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte));
        Encoding::for_label(&rest[..end.unwrap_or(rest.len())])
    };
    behind(b"charset").or_else(|| behind(b"encoding"))
}

/// Korean, where that makes Hangul of at least a third of the letters; else by the frequencies of a detector.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let korean = EUC_KR.decode_without_bom_handling(bytes).0;
    let (mut letters, mut hangul) = (0usize, 0usize);
    for letter in korean.chars().filter(|c| !c.is_ascii() && c.is_alphanumeric()) {
        letters += 1;
        hangul += usize::from(('가'..='힣').contains(&letter));
    }
    if hangul > 0 && hangul * 3 >= letters * 2 {
        return EUC_KR;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KOREAN: &str = "<p>한국과 베트남은 1992년에 수교하고 협력을 넓혀 왔다.</p>";

    fn name(bytes: &[u8], declared: Option<&str>) -> &'static str {
        decode(bytes, declared).1
    }

    #[test]
    fn encodings_of_pages() {
        let cp949 = EUC_KR.encode(KOREAN).0.into_owned();
        assert_eq!(decode(&cp949, None), (KOREAN.into(), "EUC-KR", 0));
        assert_eq!(name(KOREAN.as_bytes(), Some("euc-kr")), "UTF-8");
        // A page that says what it is not.
        let wrong = format!("<meta charset=\"euc-kr\">{KOREAN}");
        assert_eq!(decode(wrong.as_bytes(), None).1, "UTF-8");
        let mut page =
            b"<META HTTP-EQUIV=Content-Type content=\"text/html; charset=ks_c_5601-1987\">"
                .to_vec();
        page.extend(&cp949);
        assert_eq!(name(&page, Some("windows-1252")), "EUC-KR");
        assert!(decode(&page, None).0.ends_with(KOREAN));
        let latin = b"<p>caf\xE9 au lait et th\xE9</p>";
        assert_eq!(name(latin, Some("iso-8859-1")), "windows-1252");
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(KOREAN.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decode(&utf16, None), (KOREAN.into(), "UTF-16LE", 0));
        let mut bom = b"\xEF\xBB\xBF".to_vec();
        bom.extend(KOREAN.as_bytes());
        assert_eq!(decode(&bom, Some("euc-kr")), (KOREAN.into(), "UTF-8", 0));
    }

    #[test]
    fn places_that_are_no_text_are_counted() {
        let mut page = b"<meta charset=utf-8><p>a ".to_vec();
        page.extend(b"\xFF b \xFF c</p>");
        let (text, name, replaced) = decode(&page, None);
        assert_eq!((name, replaced), ("UTF-8", 2));
        assert!(text.contains("a \u{FFFD} b"));
    }
}
