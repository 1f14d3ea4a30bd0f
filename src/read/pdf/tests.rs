use super::*;
use crate::read::trial::{Read, fixture, read, read_fixture};

/// Every reader that is there; the built-in one always is.
fn readers() -> Vec<PdfReader> {
    let mut readers = vec![PdfReader::BuiltIn];
    match poppler::version() {
        Some(_) => readers.push(PdfReader::Pdftotext),
        None => println!("skipped: no pdftotext"),
    }
    #[cfg(feature = "pdfium")]
    match library::version() {
        Some(_) => readers.push(PdfReader::Pdfium),
        None => println!("skipped: no libpdfium"),
    }
    readers
}

fn by(reader: PdfReader, name: &str) -> Read {
    read(name, fixture(name), reader)
}

#[test]
fn all_readers_agree_on_simple_pages() {
    for reader in readers() {
        let one = by(reader, "pdf/good.pdf");
        assert_eq!(
            one.text(),
            "Korea and Vietnam agreed on cooperation in trade and in education.\n\
             The conflict over fishing grounds ended in the spring of that year.\n",
            "{reader:?}"
        );
        assert_eq!(
            (one.date().as_str(), one.document().date_from),
            ("2015-03-04", DateFrom::FileMetadata)
        );
        assert!(one.read_by.unwrap().starts_with(reader.code()), "{reader:?}");
        let pages = by(reader, "pdf/good-pages.pdf");
        assert_eq!(
            pages.text(),
            "The two governments met in the first week of March and spoke of coop-eration in trade, in education and in \
             the protection of the environment, and of a plan for the years to come. Both sides said that the \
             cooperation of the last ten years had been of use to the people of the whole region and would go on.\nA \
             conflict over fishing grounds came to an end when the ministers signed the agreement that their delegates \
             had prepared over the summer of that year.\n"
                .replace("coop-eration", "cooperation"),
            "{reader:?}"
        );
    }
}

#[test]
fn files_that_are_refused() {
    for reader in readers() {
        for (name, reason) in [
            ("bad.pdf", "scanned"),
            ("bad-broken.pdf", "broken-file"),
            ("bad-noise.pdf", "needs-ocr"),
        ] {
            let read = by(reader, &format!("pdf/{name}"));
            assert_eq!(read.reasons(), [reason], "{reader:?} {name} {:?}", read.problems);
            assert!(read.documents.is_empty(), "{reader:?} {name}");
        }
    }
    let refused =
        |bytes: &[u8]| read("x/2015.pdf", bytes.to_vec(), PdfReader::Auto).problems[0].reason;
    assert_eq!(refused(b""), "broken-file");
    assert_eq!(refused(b"<html>"), "broken-file");
}

/// Fonts of older Korean files name no Unicode, only one of the tables that readers must have.
#[test]
fn korean_fonts_by_table() {
    for reader in readers() {
        let bytes = fixture("pdf/korean-cmap.pdf");
        let read = read("x/2015.pdf", bytes, reader);
        match reader {
            // A file that is not read is told, never read wrongly.
            PdfReader::BuiltIn => assert_eq!(read.reasons(), ["broken-file"]),
            _ => assert_eq!(
                read.text(),
                "한국과 베트남은 교역과 교육 분야에서 협력을 넓히기로 하였다. 장관들은 세 번째로 만나 기자들에게 회의에서 나온 말을 \
                 전하였다.\n",
                "{reader:?} {:?}",
                read.problems
            ),
        }
    }
}

#[test]
fn parts_that_contain_themselves() {
    // The page's parent is the page.
    assert_eq!(by(PdfReader::BuiltIn, "pdf/bad-circle.pdf").reasons(), ["broken-file"]);
    // A drawing that draws itself.
    let mut file = String::from_utf8(fixture("pdf/good.pdf")).unwrap();
    let drawing = "10 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 10 0 R >> >> /Length 5 \
                   >>\nstream\n/A Do\nendstream\nendobj\n";
    let at = file.find("xref\n").unwrap();
    file.insert_str(at, drawing);
    file = file
        .replace("/Font <<", "/XObject << /A 10 0 R >> /Font <<")
        .replace("BT /F1", "/A Do BT /F1");
    let read = read("x/2015.pdf", file.into_bytes(), PdfReader::BuiltIn);
    assert_eq!(read.reasons(), ["broken-file"], "{}", read.text());
}

#[test]
fn the_reader_is_noted() {
    let read = read_fixture("pdf/good.pdf");
    let expected = match readers().as_slice() {
        [_, PdfReader::Pdftotext, ..] => "pdftotext",
        [_, PdfReader::Pdfium] => "pdfium",
        _ => "builtin",
    };
    assert!(read.read_by.unwrap().starts_with(expected));
}

#[test]
fn broken_bytes_in_the_built_in_reader() {
    for name in ["pdf/good.pdf", "pdf/good-pages.pdf"] {
        let bytes = fixture(name);
        for at in (9..bytes.len()).step_by(7) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 7);
            read(name, flipped, PdfReader::BuiltIn);
            read(name, bytes[..at].to_vec(), PdfReader::BuiltIn);
        }
    }
}
