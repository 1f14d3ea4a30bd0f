use super::*;
use proptest::prelude::*;

const KOREAN: &str = "제368회 국회 사법개혁특별위원회 회의록. 한국과 베트남은 협력을 약속했다.\n";
const VIETNAMESE: &str =
    "Hà Nội, ngày 29 tháng 6 năm 2024. Việt Nam và Hàn Quốc ký thỏa thuận hợp tác về đường sắt.\n";

/// What `text` is in `encoding`, which must have all its characters.
fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    if encoding == UTF_16LE {
        return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    if encoding == UTF_16BE {
        return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{} lacks a character", encoding.name());
    bytes.into_owned()
}

/// Vietnamese as windows-1258 has it: vowels with their hats, tones behind them.
fn with_tones_apart(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in text.nfc() {
        let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
        let (mut apart, mut tone) = (String::new(), None);
        for part in std::iter::once(c).nfd() {
            if tones.contains(&part) { tone = Some(part) } else { apart.push(part) }
        }
        out.extend(apart.nfc());
        out.extend(tone);
    }
    out
}

#[track_caller]
fn check(bytes: &[u8], expected: &str, encoding: &'static Encoding) {
    let (text, decoded) = decode(bytes, None, None);
    let decoded = decoded.map(|decoded| (decoded.encoding.name(), decoded.replaced));
    let said = (encoding != UTF_8).then_some((encoding.name(), 0));
    assert_eq!((&*text, decoded), (expected, said));
}

#[test]
fn encodings_are_told_apart() {
    check(KOREAN.as_bytes(), KOREAN, UTF_8);
    check(format!("\u{FEFF}{KOREAN}").as_bytes(), KOREAN, UTF_8);
    check(b"plain", "plain", UTF_8);
    check(b"", "", UTF_8);
    check(b"NUL \0 in a text", "NUL \0 in a text", UTF_8);
    check(b"NUL \0 in a text.", "NUL \0 in a text.", UTF_8);
    for encoding in [UTF_16LE, UTF_16BE] {
        check(&encoded(KOREAN, encoding), KOREAN, encoding);
        check(&encoded("Plain text.\n", encoding), "Plain text.\n", encoding);
        check(&encoded(&format!("\u{FEFF}{VIETNAMESE}"), encoding), VIETNAMESE, encoding);
    }
    check(&encoded(KOREAN, EUC_KR), KOREAN, EUC_KR);
    check(&encoded("한국", EUC_KR), "한국", EUC_KR);
    check(&encoded("똠방각하와 펲시콜라", EUC_KR), "똠방각하와 펲시콜라", EUC_KR);
    let json = format!("{{\"date\":\"2016-01-01\",\"language\":\"ko\",\"text\":\"{}\"}}", "협력");
    check(&encoded(&json, EUC_KR), &json, EUC_KR);
    let vietnamese = with_tones_apart(VIETNAMESE);
    check(&encoded(&vietnamese, WINDOWS_1258), &vietnamese, WINDOWS_1258);
    let french = "Le café d’été a été fermé à Genève.";
    check(&encoded(french, encoding_rs::WINDOWS_1252), french, encoding_rs::WINDOWS_1252);
}

#[test]
fn damaged_korean_stays_korean() {
    let text = KOREAN.repeat(20);
    let mut bytes = encoded(&text, EUC_KR);
    for at in [101, 502, 900] {
        bytes[at] = 0xFF;
    }
    let (read, decoded) = decode(&bytes, None, None);
    let decoded = decoded.expect("not UTF-8");
    assert_eq!(decoded.encoding, EUC_KR);
    assert!((1..=6).contains(&decoded.replaced) && !decoded.is_hopeless(), "{decoded:?}");
    assert_eq!(decoded.characters, read.chars().count() as u64);
    assert!(read.matches("협력").count() >= 19);
    assert!(!read.chars().any(|c| ('\u{4E00}'..'가').contains(&c)), "no Chinese");
}

#[test]
fn damaged_utf8_stays_utf8() {
    let mut bytes = KOREAN.repeat(20).into_bytes();
    bytes[10] = 0xFF;
    let (_, decoded) = decode(&bytes, None, None);
    let decoded = decoded.expect("not quite UTF-8");
    assert_eq!(decoded.encoding, UTF_8);
    assert!(decoded.replaced > 0 && !decoded.is_hopeless());
    let noise: Vec<u8> = (0..2000u32).map(|n| (n * n % 251) as u8 | 0x80).collect();
    assert!(decode(&noise, Some(UTF_8), None).1.is_some_and(|decoded| decoded.is_hopeless()));
}

#[test]
fn what_is_asked_for_is_done_but_for_marks() {
    let bytes = encoded(KOREAN, EUC_KR);
    let (_, decoded) = decode(&bytes, Some(WINDOWS_1258), None);
    assert_eq!(decoded.map(|decoded| decoded.encoding), Some(WINDOWS_1258));
    let marked = format!("\u{FEFF}{KOREAN}");
    assert_eq!(decode(marked.as_bytes(), Some(EUC_KR), None).0, KOREAN);
}

#[test]
fn references_are_characters() {
    for (text, expected) in [
        ("&#9711;위원장", "◯위원장"),
        ("&#x25EF;위원장 &#8228;", "◯위원장 ․"),
        (
            "a &# b &#; &#x; &#zz; &#0; &#55296; &#99999999999;",
            "a &# b &#; &#x; &#zz; &#0; &#55296; &#99999999999;",
        ),
        ("&amp; &lt;", "&amp; &lt;"),
        ("&#+65;", "&#+65;"),
        ("끝 &#9711", "끝 &#9711"),
    ] {
        assert_eq!(without_references(text), expected);
    }
}

proptest! {
    /// A stream cut anywhere is the same text.
    #[test]
    fn pieces_make_the_whole(cuts in prop::collection::vec(1usize..40, 0..20), number in 0usize..4) {
        let encoding = [EUC_KR, UTF_16LE, WINDOWS_1258, UTF_8][number];
        let text = if number == 2 { with_tones_apart(VIETNAMESE) } else { KOREAN.repeat(3) };
        let mut bytes = encoded(&text, encoding);
        bytes.push(0x81);
        let mut whole = Transcoder::new(encoding);
        let mut expected = vec![];
        whole.push(&bytes, true, &mut expected);
        let mut pieces = Transcoder::new(encoding);
        let (mut out, mut rest) = (vec![], bytes.as_slice());
        for cut in cuts {
            let (piece, after) = rest.split_at(cut.min(rest.len()));
            pieces.push(piece, false, &mut out);
            rest = after;
        }
        pieces.push(rest, false, &mut out);
        pieces.push(&[], true, &mut out);
        prop_assert_eq!(out, expected);
        prop_assert_eq!(pieces.decoded, whole.decoded);
    }

    #[test]
    fn any_bytes_are_some_text(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (text, decoded) = decode(&bytes, None, None);
        if let Some(decoded) = decoded {
            prop_assert_eq!(decoded.characters, text.chars().count() as u64);
            prop_assert!(decoded.replaced <= decoded.characters);
        }
        let _ = without_references(&text);
    }
}
