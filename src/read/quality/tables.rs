//! How well tables are read: real files against another way to the same values, for `docs/formats.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use regex::Regex;

use super::super::testing::{read, real_texts};
use super::super::{Reader, csv, jsonl};
use crate::document::Document;
use crate::error::Problem;

/// Documents by what they should have in common.
type Texts = BTreeSet<(String, String, String)>;

fn read_file(reader: &'static dyn Reader, path: &Path) -> (Vec<Document<'static>>, Vec<Problem>) {
    let bytes = std::fs::read(path).unwrap();
    let bytes = match path.extension().is_some_and(|extension| extension == "zst") {
        true => zstd::decode_all(bytes.as_slice()).unwrap(),
        false => bytes,
    };
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    read(reader, &name, &bytes)
}

fn texts(documents: &[Document]) -> Texts {
    let of = |document: &Document| {
        (document.date.to_string(), document.title.to_string(), document.text.to_string())
    };
    documents.iter().map(of).collect()
}

/// The cells of a sheet by row and column, by patterns over its XML: another way than a parser's.
fn cells(path: &Path) -> Vec<BTreeMap<String, String>> {
    let file = std::fs::File::open(path).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        match archive.by_name(name) {
            Ok(mut part) => drop(part.read_to_string(&mut text).unwrap()),
            Err(_) => return text,
        }
        text
    };
    let runs = Regex::new(r"(?s)<t(?: [^>]*)?>(.*?)</t>").unwrap();
    let plain =
        |xml: &str| -> String { runs.captures_iter(xml).map(|run| unescaped(&run[1])).collect() };
    let item = Regex::new(r"(?s)<si>(.*?)</si>").unwrap();
    let shared = part("xl/sharedStrings.xml");
    let shared: Vec<String> = item.captures_iter(&shared).map(|item| plain(&item[1])).collect();
    let row = Regex::new(r"(?s)<row [^>]*[^/]>(.*?)</row>").unwrap();
    let cell = Regex::new(r#"(?s)<c r="([A-Z]+)[0-9]+"([^>]*[^/])?>(.*?)</c>"#).unwrap();
    let sheet = part("xl/worksheets/sheet1.xml");
    row.captures_iter(&sheet)
        .map(|row| {
            cell.captures_iter(&row[1])
                .map(|cell| {
                    let value = plain(&cell[3]);
                    let number = cell[3].replace("<v>", "").replace("</v>", "");
                    let value = match cell.get(2).map_or("", |kind| kind.as_str()) {
                        kind if kind.contains("inlineStr") => value,
                        kind if kind.contains("t=\"s\"") => {
                            shared[number.parse::<usize>().unwrap()].clone()
                        }
                        _ => number,
                    };
                    (cell[1].to_owned(), value)
                })
                .collect()
        })
        .collect()
}

fn unescaped(xml: &str) -> String {
    let reference = Regex::new(r"&(#x?[0-9a-fA-F]+|[a-z]+);").unwrap();
    let character = |found: &regex::Captures| -> String {
        let code = match &found[1] {
            "amp" => return "&".to_owned(),
            "lt" => return "<".to_owned(),
            "gt" => return ">".to_owned(),
            "quot" => return "\"".to_owned(),
            "apos" => return "'".to_owned(),
            code => code,
        };
        let code = match code.strip_prefix("#x") {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => code[1..].parse(),
        };
        char::from_u32(code.unwrap()).unwrap().to_string()
    };
    // Line ends are one character in XML, unless they are written as references.
    reference.replace_all(&xml.replace("\r\n", "\n"), character).into_owned()
}

fn bigkinds(folder: &Path) -> String {
    let path = folder.join("bigkinds/NewsResult_20090101-20231231_twin.xlsx");
    let (documents, problems) = read_file(&super::super::xlsx::Xlsx, &path);
    let rows = cells(&path);
    let of =
        |row: &BTreeMap<String, String>, column: &str| row.get(column).cloned().unwrap_or_default();
    let columns: Vec<String> = ('A'..='S').map(String::from).collect();
    let cells = super::super::xlsx::all_cells(&std::fs::read(&path).unwrap());
    assert_eq!(cells.len(), rows.len());
    for (cells, row) in cells.iter().zip(&rows) {
        let found: Vec<(&str, &str)> =
            cells.iter().map(|(at, text)| (&*columns[*at], &**text)).collect();
        let full = row.iter().filter(|(_, text)| !text.trim().is_empty());
        assert_eq!(found, full.map(|(at, text)| (&**at, &**text)).collect::<Vec<_>>());
    }
    let (excluded, counted): (Vec<_>, Vec<_>) =
        rows[1..].iter().partition(|row| !of(row, "S").trim().is_empty());
    assert_eq!((documents.len(), problems.len()), (counted.len(), excluded.len()));
    for (document, row) in documents.iter().zip(&counted) {
        let date = document.date.to_string().replace('-', "");
        let shown = document.shown.as_deref().unwrap_or_default();
        let found = [
            &document.id,
            &*date,
            &document.source,
            &document.title,
            &document.persons,
            &document.places,
            &document.institutions,
            &document.text,
            shown,
            &document.url,
        ];
        let expected =
            ["A", "B", "C", "E", "L", "M", "N", "O", "Q", "R"].map(|column| match column {
                "O" => of(row, column).replace(',', " "),
                _ => of(row, column),
            });
        assert_eq!(found, expected.each_ref().map(String::as_str));
    }
    let marks: BTreeSet<String> = excluded.iter().map(|row| of(row, "S")).collect();
    for mark in &marks {
        let marked = excluded.iter().filter(|row| of(row, "S") == *mark).count();
        let said = problems.iter().filter(|problem| problem.detail == format!("marked {mark}"));
        assert_eq!(said.count(), marked, "{mark}");
    }
    let all = rows.len() - 1;
    let exact = documents.len() + problems.len();
    format!(
        "{exact} of {all} rows of a file of the export's form equal to the XML in each of {} columns; {} counted, {} left out by their marks",
        columns.len(),
        documents.len(),
        problems.len()
    )
}

fn spreadsheets(folder: &Path) -> String {
    let reference = texts(
        &read_file(&jsonl::JsonLines, &folder.join("epic_ko/epic_ko_2022-2023H1.jsonl.zst")).0,
    );
    let (mut all, mut exact, mut rows) = (0, 0, 0);
    for name in ["epic_metadata_2210.xlsx", "epic_metadata_2301.xlsx"] {
        let path = folder.join("epic_ko").join(name);
        let (documents, problems) = read_file(&super::super::xlsx::Xlsx, &path);
        assert!(problems.is_empty(), "{problems:?}");
        let cells = cells(&path);
        rows += cells.len() - 1;
        all += documents.len();
        let of_cells: Texts = cells[1..]
            .iter()
            .map(|row| {
                (
                    row["C"].replace('.', "-"),
                    row["B"].clone(),
                    row.get("E").cloned().unwrap_or_default(),
                )
            })
            .collect();
        exact += documents
            .iter()
            .filter(|document| texts(std::slice::from_ref(document)).is_subset(&of_cells))
            .count();
        assert!(texts(&documents).intersection(&reference).count() * 10 > documents.len() * 9);
    }
    assert_eq!(all, rows);
    let (cut, problems) =
        read_file(&super::super::xlsx::Xlsx, &folder.join("bigkinds/pybigkinds_test_4cols.xlsx"));
    assert!(problems.is_empty() && cut.iter().all(|document| document.shown.is_some()));
    assert!(cut.iter().all(|document| (2020..=2023).contains(&document.date.year)), "{:?}", cut[0]);
    format!(
        "{exact} of {rows} rows with date, title and text equal to the XML's; {} of 31 rows of an export cut to four columns",
        cut.len()
    )
}

fn comma_separated(folder: &Path) -> String {
    let reference =
        read_file(&jsonl::JsonLines, &folder.join("wikinews_ko/wikinews_ko_2009-2023.jsonl.zst")).0;
    let (documents, problems) = read_file(&csv::Csv, &folder.join("wikinews_ko/wikinews.csv"));
    assert!(problems.is_empty(), "{problems:?}");
    let equal = documents.iter().zip(&reference).filter(|(a, b)| {
        (a.date, &a.title, &a.text, &a.url) == (b.date, &b.title, &b.text, &b.url)
    });
    format!(
        "{} of {} rows with quoted line breaks equal to the same in JSON Lines",
        equal.count(),
        reference.len()
    )
}

fn parquet(folder: &Path) -> String {
    let folder = folder.join("ungdc_en");
    let mut reference =
        read_file(&jsonl::JsonLines, &folder.join("ungdc_en_1970-2021_50countries.jsonl.zst")).0;
    reference
        .extend(read_file(&jsonl::JsonLines, &folder.join("ungdc_en_1970-2021_rest.jsonl.zst")).0);
    let by_id: BTreeMap<&str, &Document> =
        reference.iter().map(|document| (&*document.id, document)).collect();
    let (documents, problems) =
        read_file(&super::super::parquet::Parquet, &folder.join("ungdc_asean5_1970-2021.parquet"));
    assert!(problems.is_empty(), "{problems:?}");
    let equal = documents.iter().filter(|document| {
        by_id
            .get(&*document.id)
            .is_some_and(|same| same.text == document.text && same.date == document.date)
    });
    format!("{} of {} rows equal to the same in JSON Lines", equal.count(), documents.len())
}

/// What is in a JSON file of one list, when each line of JSON Lines is an entry of it.
fn json(folder: &Path) -> String {
    let path = folder.join("unc_vi/unc_vi_2019-2021.jsonl.zst");
    let lines = zstd::decode_all(std::fs::File::open(&path).unwrap()).unwrap();
    let reference = read(&jsonl::JsonLines, "x.jsonl", &lines).0;
    let text = String::from_utf8(lines).unwrap();
    let list = format!("{{\"status\": \"ok\", \"items\": [{}]}}", text.trim().replace('\n', ",\n"));
    let (documents, problems) = read(&super::super::json::Json, "x.json", list.as_bytes());
    assert!(problems.is_empty(), "{problems:?}");
    let equal = documents
        .iter()
        .zip(&reference)
        .filter(|(a, b)| (a.date, &a.id, &a.title, &a.text) == (b.date, &b.id, &b.title, &b.text));
    format!(
        "{} of {} objects in one list equal to the same in JSON Lines",
        equal.count(),
        reference.len()
    )
}

#[test]
#[allow(clippy::disallowed_methods, reason = "it writes a page of the documentation")]
fn measured_on_real_files() {
    let Some(folder) = real_texts() else { return };
    let rows = [
        (
            "`xlsx`, BIGKinds",
            "`calamine`",
            "64 MiB packed; unpacked 64 MiB, more only up to 200 times its size, never over 1 GiB",
            bigkinds(&folder),
        ),
        (
            "`xlsx`, others",
            "`calamine`",
            "the same; numbers of more than 15 digits are as exact as the program that wrote them",
            spreadsheets(&folder),
        ),
        ("`csv`", "`csv`", "none but 64 MiB a row", comma_separated(&folder)),
        ("`json`", "none", "none but 64 MiB an object", json(&folder)),
        (
            "`parquet`",
            "`parquet`",
            "64 MiB packed; nested columns are passed over",
            parquet(&folder),
        ),
    ];
    let mut table =
        "| format | crate | limits | measured |\n| --- | --- | --- | --- |\n".to_owned();
    for (format, name, limits, measured) in rows {
        table += &format!("| {format} | {name} | {limits} | {measured} |\n");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md");
    let old = std::fs::read_to_string(path).unwrap();
    let mut new = old.clone();
    let from = new.find("<!-- quality-tables: ").expect("the mark before the table");
    let from = from + new[from..].find('\n').expect("a line end") + 1;
    let to = from + new[from..].find("<!-- end -->").expect("the mark behind the table");
    new.replace_range(from..to, &format!("\n{table}\n"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(path, new).unwrap();
    }
    assert!(new == old, "docs/formats.md is old: run with UPDATE_GOLDEN=1");
}
