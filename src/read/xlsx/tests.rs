//! Workbooks made part by part, as spreadsheet programs and exports write them, and as they do not.

use std::io::Write;

use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::testing::{read, read_with, reasons, settings};
use super::super::{Settings, columns::Columns};
use super::*;
use crate::document::{DateFrom, Document};
use crate::error::Problem;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of these sheets (name, rows as XML); cells of style 1 are dates.
fn workbook(sheets: &[(&str, &str)], shared: &str, comment: &str) -> Vec<u8> {
    let mut names = String::new();
    let mut relations = String::new();
    let mut parts = vec![];
    for (number, (name, rows)) in sheets.iter().enumerate() {
        let number = number + 1;
        names += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        relations += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        parts.push((
            format!("xl/worksheets/sheet{number}.xml"),
            // As exports have it: the extent is wrong.
            format!("<worksheet xmlns=\"{MAIN}\"><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></worksheet>"),
        ));
    }
    let list = "http://schemas.openxmlformats.org/package/2006/relationships";
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{names}</sheets></workbook>"
        ),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"{list}\">{relations}</Relationships>"),
    ));
    parts.push(("_rels/.rels".to_owned(), format!("<Relationships xmlns=\"{list}\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")));
    parts.push((
        "[Content_Types].xml".to_owned(),
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
            .to_owned(),
    ));
    parts.push(("xl/styles.xml".to_owned(), format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>")));
    if !shared.is_empty() {
        parts.push((
            "xl/sharedStrings.xml".to_owned(),
            format!("<sst xmlns=\"{MAIN}\" {shared}</sst>"),
        ));
    }
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.set_comment(comment).unwrap();
    zip.finish().unwrap().into_inner()
}

/// `A1 text` cells of a row; every character that is not ASCII as a numeric reference, as exports have them.
fn row(number: usize, cells: &[(&str, &str)]) -> String {
    let mut xml = format!("<row r=\"{number}\">");
    for (column, text) in cells {
        let text: String = text
            .chars()
            .map(|c| match c {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                c if c.is_ascii() => c.to_string(),
                c => format!("&#{};", u32::from(c)),
            })
            .collect();
        xml += &match text.strip_prefix('#').filter(|number| number.parse::<f64>().is_ok()) {
            Some(number) => format!("<c r=\"{column}{{row}}\"><v>{number}</v></c>"),
            None => format!("<c r=\"{column}{{row}}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        };
    }
    (xml + "</row>").replace("{row}", &number.to_string())
}

fn sheet(rows: &[&[(&str, &str)]]) -> String {
    rows.iter().enumerate().map(|(number, cells)| row(number + 1, cells)).collect()
}

fn one_sheet(rows: &str) -> (Vec<Document<'static>>, Vec<Problem>) {
    read(&Xlsx, "x.xlsx", &workbook(&[("sheet", rows)], "", ""))
}

/// Title above the table, an empty row, a column without a name, a date as a number.
fn good() -> Vec<u8> {
    let first = sheet(&[
        &[("B", "A study of news")],
        &[],
        &[("B", "Date"), ("C", "Language"), ("D", "Text"), ("E", "Outlet")],
        &[
            ("A", "#1"),
            ("B", "#20150301"),
            ("C", "en"),
            ("D", "Korea and Vietnam signed an agreement."),
        ],
    ]);
    let second = sheet(&[&[("A", "year"), ("B", "lang"), ("C", "text")]])
        + "<row r=\"2\"/><row r=\"3\"><c r=\"A3\" s=\"1\"><v>42430</v></c><c r=\"B3\" t=\"s\"><v>0</v></c>\
           <c r=\"C3\" t=\"s\"><v>1</v></c></row>";
    let shared = "uniqueCount=\"2\"><si><t>en</t></si><si><r><t xml:space=\"preserve\">An agreement, </t></r><r><t>and a dispute.</t></r></si>";
    let comment = "documents 2, cooperation 2, conflict 1, problems 0";
    workbook(&[("news", &first), ("more", &second), ("empty", "")], shared, comment)
}

/// A row without a date, and a sheet without a header.
fn bad() -> Vec<u8> {
    let first = sheet(&[
        &[("A", "date"), ("B", "lang"), ("C", "text")],
        &[("A", "2015-03-01"), ("B", "en"), ("C", "Korea and Vietnam signed an agreement.")],
        &[("B", "en"), ("C", "Korea and Vietnam had a dispute.")],
    ]);
    let second = sheet(&[&[("A", "one"), ("B", "two")], &[("A", "1"), ("B", "2")]]);
    workbook(
        &[("news", &first), ("notes", &second)],
        "",
        "documents 1, cooperation 1, conflict 0, problems 2",
    )
}

const HEADERS: [&str; 19] = [
    "뉴스 식별자",
    "일자",
    "언론사",
    "기고자",
    "제목",
    "통합 분류1",
    "통합 분류2",
    "통합 분류3",
    "사건/사고 분류1",
    "사건/사고 분류2",
    "사건/사고 분류3",
    "인물",
    "위치",
    "기관",
    "키워드",
    "특성추출(가중치순 상위 50개)",
    "본문",
    "URL",
    "분석제외 여부",
];
const LETTERS: [&str; 19] =
    ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S"];

/// An export of three articles, two of which its source leaves out.
fn bigkinds(headers: &[&str]) -> Vec<u8> {
    let header: Vec<(&str, &str)> = LETTERS.iter().copied().zip(headers.iter().copied()).collect();
    let article = |id: &'static str, mark: &'static str| -> Vec<(&'static str, &'static str)> {
        let mut cells = vec![
            ("A", id),
            ("B", "20230531"),
            ("C", "조선일보"),
            ("D", "홍길동 기자 hong@example.com"),
            ("E", "한국·베트남 업무협약 <체결>"),
            ("L", "홍길동,응우옌"),
            ("M", "베트남,하노이"),
            ("N", "외교부"),
            ("O", "한국,베트남,업무,협약,체결,협력,갈등,협력"),
            ("P", "협력,업무협약"),
            ("Q", "두 나라가 협력을 약속했다. 베트남은.."),
            ("R", "https://example.com/1"),
        ];
        if !mark.is_empty() {
            cells.push(("S", mark));
        }
        cells
    };
    let (one, two, three) = (
        article("01100801.20230531232402001", ""),
        article("01100801.20230531232402002", "중복, 예외"),
        article("01100801.20230531232402003", "예외"),
    );
    workbook(
        &[("sheet", &sheet(&[&header, &one, &two, &three]))],
        "",
        "documents 1, cooperation 3, conflict 1, problems 2",
    )
}

#[test]
#[allow(clippy::disallowed_methods, reason = "it writes fixtures")]
fn fixtures_are_what_this_file_makes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/readers/xlsx");
    let cut = good()[..good().len() / 2].to_vec();
    for (name, bytes) in [
        ("good.xlsx", good()),
        ("good-bigkinds.xlsx", bigkinds(&HEADERS)),
        ("bad.xlsx", bad()),
        ("bad-cut.xlsx", cut),
    ] {
        let path = format!("{folder}/{name}");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{name} is old: run with UPDATE_GOLDEN=1");
    }
}

#[test]
fn headers_are_found_and_numbers_stay_text() {
    let (documents, problems) = read(&Xlsx, "x.xlsx", &good());
    assert!(problems.is_empty(), "{problems:?}");
    let told: Vec<(&str, String, &str)> = documents
        .iter()
        .map(|document| (&*document.id, document.date.to_string(), &*document.text))
        .collect();
    assert_eq!(
        told,
        [
            ("x.xlsx#4", "2015-03-01".to_owned(), "Korea and Vietnam signed an agreement."),
            ("x.xlsx#more!3", "2016-03-01".to_owned(), "An agreement, and a dispute."),
        ]
    );
    let (documents, problems) = read(&Xlsx, "x.xlsx", &bad());
    assert_eq!(documents.len(), 1);
    assert_eq!(reasons(&problems), [(3, "no-year"), (1, "no-text-column")]);
    assert!(problems[1].detail.contains("sheet `notes` begins with: one, two"), "{problems:?}");
}

#[test]
fn cells_become_the_text_that_is_seen() {
    for (xml, expected) in [
        ("<c r=\"A2\"><v>20230531</v></c>", "20230531"),
        ("<c r=\"A2\"><v>9007199254740991</v></c>", "9007199254740991"),
        ("<c r=\"A2\"><v>2.5</v></c>", "2.5"),
        ("<c r=\"A2\" s=\"1\"><v>45077</v></c>", "2023-05-31"),
        ("<c r=\"A2\" s=\"1\"><v>45077.5</v></c>", "2023-05-31 12:00:00"),
        ("<c r=\"A2\" t=\"d\"><v>2023-05-31T10:00:00</v></c>", "2023-05-31T10:00:00"),
        ("<c r=\"A2\" t=\"str\"><f>A1&amp;\"x\"</f><v>a &amp; b</v></c>", "a & b"),
        ("<c r=\"A2\" t=\"b\"><v>1</v></c>", "true"),
        ("<c r=\"A2\" t=\"e\"><v>#N/A</v></c>", ""),
        ("<c r=\"A2\" t=\"inlineStr\"><is><t>&#54620;&#x0a;&#44397;</t></is></c>", "한\n국"),
    ] {
        let rows = format!(
            "{}<row r=\"2\">{xml}<c r=\"B2\"><v>2020</v></c><c r=\"C2\"><v>1</v></c></row>",
            sheet(&[&[("A", "source"), ("B", "year"), ("C", "text")],])
        );
        let (documents, problems) = one_sheet(&rows);
        assert!(problems.is_empty(), "{xml}: {problems:?}");
        assert_eq!(documents[0].source, expected, "{xml}");
    }
    // A date that lost its format, and what is only a number.
    assert_eq!(of_serial("45077").as_deref(), Some("2023-05-31"));
    assert_eq!(of_serial("2023"), None);
    assert_eq!(of_serial("20230531"), None);
}

#[test]
fn exports_of_bigkinds_need_no_options() {
    let older = HEADERS.map(|header| match header {
        "뉴스 식별자" => "뉴스식별자",
        "분석제외 여부" => "분석제외여부",
        "특성추출(가중치순 상위 50개)" => "특성추출",
        "일자" => "날짜",
        "언론사" => "매체명",
        same => same,
    });
    for headers in [HEADERS, older] {
        let (documents, problems) = read(&Xlsx, "x.xlsx", &bigkinds(&headers));
        assert_eq!(documents.len(), 1);
        let document = &documents[0];
        assert_eq!(document.id, "01100801.20230531232402001");
        assert_eq!(
            (document.date.to_string(), document.date_from),
            ("2023-05-31".to_owned(), DateFrom::Row)
        );
        assert_eq!(document.source, "조선일보");
        assert_eq!(document.title, "한국·베트남 업무협약 <체결>");
        assert_eq!(document.text, "한국 베트남 업무 협약 체결 협력 갈등 협력");
        assert_eq!(document.shown.as_deref(), Some("두 나라가 협력을 약속했다. 베트남은.."));
        assert_eq!(document.url, "https://example.com/1");
        assert_eq!(document.persons, "홍길동,응우옌");
        assert_eq!(document.places, "베트남,하노이");
        assert_eq!(document.institutions, "외교부");
        let told: Vec<&str> = problems.iter().map(|problem| &*problem.detail).collect();
        assert_eq!(told, ["marked 중복, 예외", "marked 예외"]);
        assert!(problems.iter().all(Problem::is_wanted));
    }
    // Without the date's column the identifier has it; a study that names the text's column has that counted.
    let undated = HEADERS.map(|header| if header == "일자" { "다른 것" } else { header });
    let (documents, _) = read(&Xlsx, "x.xlsx", &bigkinds(&undated));
    assert_eq!(
        (documents[0].date.to_string(), documents[0].date_from),
        ("2023-05-31".to_owned(), DateFrom::Identifier)
    );
    let columns = Columns::new([("본문".to_owned(), Field::Text)]);
    let own = Settings { columns, ..settings() };
    let (documents, _) = read_with(&Xlsx, "x.xlsx", &bigkinds(&HEADERS), &own);
    assert_eq!(documents.len(), 3);
    assert!(documents[0].shown.is_none() && documents[0].text.starts_with("두 나라가"));
}

#[test]
fn emptiness_costs_nothing() {
    let mut rows = sheet(&[&[("A", "year"), ("B", "text")]]);
    for number in 2..=1_000_000 {
        rows += &format!("<row r=\"{number}\"></row>");
    }
    rows += &row(1_000_001, &[("A", "#2020"), ("B", "협력")]);
    // The last cell that there can be: a table of all that lies before it would take the memory of ten machines.
    rows += "<row r=\"1048576\"><c r=\"A1048576\"><v>2021</v></c><c r=\"B1048576\"><v>1</v></c>\
             <c r=\"XFD1048576\"><v>1</v></c></row>";
    let started = std::time::Instant::now();
    let (documents, problems) = one_sheet(&rows);
    assert!(problems.is_empty(), "{problems:?}");
    let ids: Vec<&str> = documents.iter().map(|document| &*document.id).collect();
    assert_eq!(ids, ["x.xlsx#1000001", "x.xlsx#1048576"]);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn what_cannot_be_read_is_said() {
    let says = |bytes: &[u8]| {
        let (documents, problems) = read(&Xlsx, "x.xlsx", bytes);
        assert!(documents.is_empty());
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].reason, "unreadable");
        problems[0].detail.clone()
    };
    assert!(says(b"<html>").contains("damaged"));
    assert!(says(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").contains("password"));
    assert!(says(&good()[..good().len() / 2]).contains("damaged"));
    let mut flipped = good();
    flipped[200] ^= 1;
    assert!(says(&flipped).contains("damaged"));
    let promise = "uniqueCount=\"99999999999999\"><si><t>a</t></si>";
    assert!(says(&workbook(&[("a", "")], promise, "")).contains("promises more entries"));
    let bomb = format!(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>",
        " ".repeat(80 << 20)
    );
    assert!(says(&workbook(&[("a", &bomb)], "", "")).contains("unpacks to more than 64 MiB"));
    // What comes before a break is used.
    let rows = sheet(&[&[("A", "year"), ("B", "text")], &[("A", "#2020"), ("B", "협력")]])
        + "<row r=\"3\"><c r=\"A3\"><v>20</row>";
    let (documents, problems) = one_sheet(&rows);
    assert_eq!(documents.len(), 1);
    assert_eq!(problems[0].reason, "broken-off", "{problems:?}");
}

#[test]
fn a_cell_at_a_place_that_no_sheet_has_loses_no_row_before_it() {
    for place in ["A99999999999", "ZZZZZZZZ3"] {
        let rows = sheet(&[&[("A", "year"), ("B", "text")], &[("A", "#2020"), ("B", "협력")]])
            + &format!("<row r=\"3\"><c r=\"{place}\"><v>20</v></c></row>");
        let (documents, problems) = one_sheet(&rows);
        assert_eq!((documents.len(), problems.len()), (1, 1), "{place}: {problems:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// Checksums keep damage away from the parser; this is what it does with parts that are wrong but whole.
    #[test]
    fn wrong_parts_never_panic(changes in prop::collection::vec((0..4000usize, any::<u8>()), 0..8), end in 0..4000usize) {
        let mut rows = sheet(&[
            &[("A", "year"), ("B", "text"), ("C", "id")],
            &[("A", "#2020"), ("B", "협력"), ("C", "x")],
        ]) + "<row><c><v>2021</v></c><c t=\"s\"><v>0</v></c></row><row r=\"9\"><c r=\"XFD9\" t=\"str\"><v>1</v></c></row>";
        let mut bytes = std::mem::take(&mut rows).into_bytes();
        for (at, byte) in changes {
            if let Some(old) = bytes.get_mut(at) {
                *old = byte;
            }
        }
        bytes.truncate(end.max(40));
        let rows = String::from_utf8_lossy(&bytes).into_owned();
        let shared = "uniqueCount=\"1\"><si><t>a</t></si>";
        let (documents, _) = read(&Xlsx, "x.xlsx", &workbook(&[("a", &rows)], shared, ""));
        prop_assert!(documents.len() < 10);
    }
}
