//! How well the readers of documents do on real files, which lie beside the project where they are at hand. The figures
//! stand in `docs/formats.md`.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::super::testing::real_texts;
use super::super::trial::{Read, read};
use crate::study::PdfReader;

fn files(folder: &Path, extension: &str) -> Vec<(String, PathBuf)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    entries
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|known| known == extension))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .collect()
}

/// F1 of the multisets of lower-cased words.
fn f1(ours: &str, expected: &str) -> f64 {
    let word = regex::Regex::new(r"\w+").unwrap();
    let count = |text: &str| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let lower = text.to_lowercase();
        word.find_iter(&lower)
            .for_each(|found| *counts.entry(found.as_str().to_owned()).or_default() += 1);
        counts
    };
    let (ours, expected) = (count(ours), count(expected));
    let common: usize =
        ours.iter().map(|(word, count)| *count.min(expected.get(word).unwrap_or(&0))).sum();
    let total = |counts: &BTreeMap<String, usize>| counts.values().sum::<usize>();
    match total(&ours) + total(&expected) {
        0 => 1.0,
        both => 2.0 * common as f64 / both as f64,
    }
}

const PDF_READERS: [PdfReader; 3] = [PdfReader::Pdftotext, PdfReader::Pdfium, PdfReader::BuiltIn];

const PDF_LIMITS: &str = "64 MiB, 30 s";

/// By a part of what a row names: the crate or program that reads it, and its limits.
static READ_BY: &[(&str, &str, &str)] = &[
    (": pdftotext", "`pdftotext` of poppler", PDF_LIMITS),
    (": pdfium", "`pdfium-render`", PDF_LIMITS),
    (": builtin", "`pdf-extract`", PDF_LIMITS),
    ("HTML", "`dom_smoothie`", "16 MiB, 400,000 elements, 2,000 deep"),
    ("HWP", "`cfb`, `flate2`", "64 MiB, 128 MiB unpacked"),
];

/// Rows of the table: what was read, what was measured, and how much it is.
#[derive(Default)]
struct Table(Vec<[String; 3]>);

impl Table {
    fn row(&mut self, what: impl Into<String>, measure: &str, figure: String) {
        println!("{measure} {figure}");
        self.0.push([what.into(), measure.to_owned(), figure]);
    }

    fn markdown(&self) -> String {
        let row = |[what, measure, figure]: &[String; 3]| {
            let (known, limits) = READ_BY
                .iter()
                .find(|(part, ..)| what.contains(part))
                .map_or(("", ""), |(_, known, limits)| (*known, *limits));
            format!("| {what} | {known} | {limits} | {measure}: {figure} |\n")
        };
        let rows: String = self.0.iter().map(row).collect();
        format!(
            "| format, files | read by | limits | measured |\n| --- | --- | --- | --- |\n{rows}"
        )
    }
}

/// Everything at once, since the table is one. The figures of `pdftotext` may differ in the last place from one version of
/// poppler to the next.
#[test]
#[allow(clippy::disallowed_methods, reason = "it writes a page of the documentation")]
fn real_documents_are_read_well() {
    let Some(folder) = real_texts() else { return };
    let [pdf, html, laws, hwp, minutes] =
        ["pdf", "html", "vnlaw_vi", "hwp", "minutes_ko"].map(|part| folder.join(part));
    let mut table = Table::default();
    let all = [speeches(&pdf, &mut table), assembly(&pdf, &mut table)];
    pages(&html, &mut table);
    law_pages(&laws, &mut table);
    parliament(&minutes, &mut table);
    edge_cases(&hwp);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md");
    let old = std::fs::read_to_string(path).unwrap();
    let from = old.find("<!-- quality-papers: ").expect("the mark before the table");
    let from = from + old[from..].find('\n').expect("a line end") + 1;
    let to = from + old[from..].find("<!-- end -->").expect("the mark behind the table");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        // Only where every reader of PDF is there: none loses its rows.
        if !all.contains(&false) {
            let mut new = old.clone();
            new.replace_range(from..to, &format!("\n{}\n", table.markdown()));
            std::fs::write(path, new).unwrap();
        }
        return;
    }
    for row in table.markdown().lines() {
        assert!(old[from..to].contains(row), "docs/formats.md is old: {row}");
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn lowest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Whether this reader is there: it then reads the file, or says of the file why not.
fn is_there(read: &Read) -> bool {
    let there = read.read_by.is_some();
    if !there {
        println!("skipped: {:?}", read.problems);
    }
    there
}

/// Speeches at the United Nations, with a text that others made of them, by recognition of the pictures of their pages.
fn speeches(folder: &Path, table: &mut Table) -> bool {
    let mut all = true;
    for reader in PDF_READERS {
        let mut scores = vec![];
        for (name, path) in files(&folder.join("unga79_2024"), "pdf") {
            let read = read(&format!("2024/{name}"), std::fs::read(&path).unwrap(), reader);
            if !is_there(&read) {
                all = false;
                break;
            }
            if name.starts_with("bb_en") {
                assert_eq!(read.reasons(), ["scanned"], "{reader:?}");
                continue;
            }
            let expected = std::fs::read_to_string(path.with_extension("ref.txt")).unwrap();
            scores.push(f1(read.text(), &expected));
        }
        if scores.is_empty() {
            continue;
        }
        let (mean, lowest) = (mean(&scores), lowest(&scores));
        let what = format!("PDF, {} speeches, English: {}", scores.len(), reader.code());
        table.row(what, "F1 of words: mean, lowest", format!("{mean:.3}, {lowest:.3}"));
        assert!(mean >= 0.97, "{reader:?} {scores:?}");
    }
    all
}

/// Minutes in two columns, in which lines end within words.
fn assembly(folder: &Path, table: &mut Table) -> bool {
    let mut all = true;
    for reader in PDF_READERS {
        for (name, path) in files(&folder.join("assembly_ko"), "pdf") {
            let read = read(&name, std::fs::read(&path).unwrap(), reader);
            if !is_there(&read) {
                all = false;
                continue;
            }
            let syllables = read.text().chars().filter(|c| ('가'..='힣').contains(c)).count();
            for whole in
                ["정돈해 주시기 바랍니다.", "제4차 공항․발전소․액화천연가스인수기지주변대책특별"]
            {
                assert!(read.text().contains(whole), "{reader:?} {whole}");
            }
            let header = read.text().matches("액화천연가스인수기지주변대책특별제4차").count();
            assert!(header <= 1, "{reader:?}: a header stands {header} times");
            let what = format!("PDF, minutes in two columns, Korean: {}", reader.code());
            table.row(what, "syllables, without page headers", syllables.to_string());
            assert!((24_500..25_300).contains(&syllables), "{reader:?} {syllables}");
        }
    }
    all
}

/// The files of a zip archive by name.
fn unpacked(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let mut bytes = vec![];
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

fn tree(bytes: &[u8]) -> dom_query::Document {
    dom_query::Document::from(String::from_utf8(bytes.to_vec()).unwrap())
}

/// Pages with the main text that the reader of a browser finds in them.
fn pages(folder: &Path, table: &mut Table) {
    let files = unpacked(&folder.join("readability_pages.zip"));
    let (mut scores, mut dates) = (vec![], 0);
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with("source.html")) {
        let expected = tree(&files[&name.replace("source.html", "expected.html")]);
        let read = read(&format!("2024/{name}"), bytes.clone(), PdfReader::Auto);
        scores.push(f1(read.text(), &expected.formatted_text()));
        let said = &files[&name.replace("source.html", "expected-metadata.json")];
        let said: serde_json::Value = serde_json::from_slice(said).unwrap();
        if let Some(time) = said["publishedTime"].as_str().filter(|time| time.starts_with("20")) {
            assert_eq!(read.date(), time[..10], "{name}");
            dates += 1;
        }
    }
    let (mean, lowest) = (mean(&scores), lowest(&scores));
    let what = format!("HTML, {} pages, English", scores.len());
    table.row(what.clone(), "F1 of words: mean, lowest", format!("{mean:.3}, {lowest:.3}"));
    table.row(what, "dates of publication: right", format!("{dates} of {dates}"));
    assert!(mean >= 0.95 && dates >= 4, "{dates} {scores:?}");
}

/// Pages that are mostly menu. The element that holds the law is not the same on all of them.
fn law_pages(folder: &Path, table: &mut Table) {
    let mut scores = vec![];
    for (name, bytes) in unpacked(&folder.join("vnlaw_vi_html.zip")) {
        let page = tree(&bytes);
        let read = read(&format!("2024/{name}"), bytes, PdfReader::Auto);
        let places =
            [".content1", "#divContentDoc"].map(|place| page.select(place).formatted_text());
        scores.push(places.iter().map(|law| f1(read.text(), law)).fold(0.0, f64::max));
    }
    let (mean, lowest) = (mean(&scores), lowest(&scores));
    let what = format!("HTML, {} pages of a law portal, Vietnamese", scores.len());
    table.row(what, "F1 of words: mean, lowest", format!("{mean:.3}, {lowest:.3}"));
    assert!(mean >= 0.95, "{scores:?}");
}

/// Minutes, one with the text that others made of it, in which rare characters are references.
fn parliament(folder: &Path, table: &mut Table) {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let mut found = None;
    for (name, path) in files(folder, "hwp") {
        // No year in the name: the file's own date must be found.
        let read = read(&name, std::fs::read(&path).unwrap(), PdfReader::Auto);
        assert!(["2018", "2019"].contains(&&read.date()[..4]), "{name} {}", read.date());
        assert!(solid(read.text()) > 7000 && read.problems.is_empty(), "{name}");
        if name.contains("368") {
            found = Some(solid(read.text()));
        }
    }
    let expected = std::fs::read(folder.join("368회_10차_cp949.txt")).unwrap();
    let expected = encoding_rs::EUC_KR.decode(&expected).0.into_owned();
    let reference = regex::Regex::new(r"&#\d+;").unwrap();
    let expected = solid(&reference.replace_all(&expected, "○"));
    let found = found.expect("the file that there is a text of");
    table.row(
        "HWP, minutes, Korean",
        "characters, and in the reference",
        format!("{found}, {expected}"),
    );
    assert!(found.abs_diff(expected) * 100 <= expected, "{found} {expected}");
}

/// Small files, each of which another reader stumbles over.
fn edge_cases(folder: &Path) {
    for (name, path) in files(folder, "hwp").into_iter().chain(files(folder, "hwpx")) {
        let read = read(&format!("2021/{name}"), std::fs::read(&path).unwrap(), PdfReader::Auto);
        let says: Result<&str, &str> = match name.as_str() {
            "blank.hwp" => Err("empty"),
            "distribution.hwp" => Err("locked"),
            // Header and footer are all that is in it.
            "HeaderFooter.hwpx" => Err("empty"),
            "머리글꼬리글.hwp" => Ok("55567888"),
            "표.hwp" => Ok("LMN\nOPQ"),
            "ParaHead.hwpx" => Ok("번호-4-1-2-1"),
            "SimpleTable.hwpx" => Ok("5\n4"),
            "Table.hwpx" => Ok("육손이\n66"),
            "no_manifest.hwpx" => Ok("울산광역시 남구 구세 조례 일부개정조례안"),
            other => panic!("what is {other}?"),
        };
        match says {
            Ok(part) => assert!(read.text().contains(part), "{name} {}", read.text()),
            Err(reason) => assert_eq!(read.reasons(), [reason], "{name}"),
        }
    }
}
