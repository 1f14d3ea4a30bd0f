use crate::document::DateFrom;
use crate::read::trial::{fixture, read, read_fixture};
use crate::study::PdfReader;

#[test]
fn paragraphs_tables_and_notes() {
    let five = read_fixture("hwp/good.hwp");
    assert_eq!(
        five.text(),
        "한국과 베트남은 경제 협력을 넓히기로\t하였다.\n장관이 만났다.\n\n어장을 둘러싼 갈등이 끝났다.\n"
    );
    let x = read_fixture("hwp/good.hwpx");
    assert_eq!(
        x.text(),
        "한국과 베트남은 경제 협력을 넓히기로 하였다 & 합의하였다.\n장관이 만났다.\n앞 문장은 이어진다.\n각주의 협력.\n\n\
         어장을 둘러싼 갈등이 끝났다.\n"
    );
    for read in [five, x] {
        assert_eq!(read.date(), "2015-03-04");
        assert_eq!(read.document().date_from, DateFrom::FileMetadata);
        // Neither counts as text: it stands on every page.
        assert!(!read.text().contains("머리글"));
    }
    let plain = read_fixture("hwp/good-plain.hwp");
    assert!(plain.text().starts_with("Korea and Vietnam agreed on cooperation"));
    assert!(plain.text().contains("The conflict over"));
}

#[test]
fn files_that_are_refused() {
    for (name, reason, says) in [
        ("bad.hwp", "locked", "배포용"),
        ("bad-password.hwp", "locked", "password"),
        ("bad-locked.hwpx", "locked", "enciphered"),
        ("bad-empty.hwp", "empty", "no text"),
        ("bad-cut.hwp", "broken-file", "breaks off"),
    ] {
        let read = read_fixture(&format!("hwp/{name}"));
        assert_eq!(read.reasons(), [reason], "{name}");
        assert!(read.problems[0].detail.contains(says), "{:?}", read.problems);
        assert!(read.documents.is_empty(), "{name}");
    }
    let refused =
        |bytes: &[u8]| read("x/2015.hwp", bytes.to_vec(), PdfReader::Auto).problems[0].reason;
    assert_eq!(refused(b"HWP Document File V3.00 \x1A"), "old-format");
    assert_eq!(refused(b"hello"), "broken-file");
    assert_eq!(refused(b"PK\x03\x04"), "broken-file");
}

#[test]
fn the_name_does_not_matter() {
    let read = read("x/2015.hwp", fixture("hwp/good.hwpx"), PdfReader::Auto);
    assert!(read.text().contains("각주의 협력."));
}

#[test]
fn broken_bytes() {
    for name in ["hwp/good.hwp", "hwp/good-plain.hwp", "hwp/good.hwpx", "docx/good.docx"] {
        let bytes = fixture(name);
        for cut in (0..bytes.len()).step_by(97) {
            read(name, bytes[..cut].to_vec(), PdfReader::Auto);
        }
        for at in (0..bytes.len()).step_by(13) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            read(name, flipped, PdfReader::Auto);
        }
    }
}
