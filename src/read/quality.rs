//! How well the readers of documents do on real files, which lie beside the project where they are at hand. The figures
//! stand in `docs/formats.md`.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::trial::read;
use crate::study::PdfReader;

/// The folder of real texts, if it is there; says so if not.
fn data(part: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("KEYTREND_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let folder = folder.join(part);
    if !folder.is_dir() {
        println!("skipped: no {part} in the folder of KEYTREND_DATA");
        return None;
    }
    Some(folder)
}

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

#[test]
#[cfg(feature = "pdf")]
fn pdf_speeches() {
    let Some(folder) = data("pdf/unga79_2024") else { return };
    for reader in PDF_READERS {
        let mut scores = vec![];
        for (name, path) in files(&folder, "pdf") {
            let expected = std::fs::read_to_string(path.with_extension("ref.txt")).unwrap();
            let read = read(&format!("2024/{name}"), std::fs::read(&path).unwrap(), reader);
            if name.starts_with("bb_en") {
                println!("{reader:?} {name} {:?}", read.problems);
                continue;
            }
            let score = f1(read.text(), &expected);
            println!("{reader:?} {name} {score:.4} {:?}", read.problems);
            scores.push(score);
        }
        println!("{reader:?} mean {:.4}", scores.iter().sum::<f64>() / scores.len() as f64);
    }
    for reader in PDF_READERS {
        for (name, path) in files(&data("pdf/assembly_ko").unwrap(), "pdf") {
            let read = read(&format!("2024/{name}"), std::fs::read(&path).unwrap(), reader);
            let hangul = read.text().chars().filter(|c| ('가'..='힣').contains(c)).count();
            println!("{reader:?} {name} hangul {hangul} {:?}", read.problems);
            println!("{}", read.text().chars().skip(3000).take(900).collect::<String>());
        }
    }
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

#[test]
#[cfg(feature = "html")]
fn html_pages() {
    let Some(folder) = data("html") else { return };
    let files = unpacked(&folder.join("readability_pages.zip"));
    let mut scores = vec![];
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with("source.html")) {
        let expected = &files[&name.replace("source.html", "expected.html")];
        let expected = dom_query::Document::from(String::from_utf8(expected.clone()).unwrap());
        let read = read(&format!("2024/{name}"), bytes.clone(), PdfReader::Auto);
        let score = f1(read.text(), &expected.formatted_text());
        println!(
            "html {name} {score:.4} {:?} {:?} {}",
            read.problems,
            read.read_by,
            read.documents
                .first()
                .map_or(String::new(), |d| format!("{} {} {:?}", d.date, d.title, d.date_from))
        );
        scores.push(score);
    }
    println!("html mean {:.4}", scores.iter().sum::<f64>() / scores.len() as f64);
    for (name, bytes) in unpacked(&data("vnlaw_vi").unwrap().join("vnlaw_vi_html.zip")) {
        let page = dom_query::Document::from(String::from_utf8(bytes.clone()).unwrap());
        let started = std::time::Instant::now();
        let read = read(&name, bytes, PdfReader::Auto);
        let took = started.elapsed();
        for place in [".content1", "#divContentDoc", "#ctl00_Content_ThongTinVB_divNoiDung"] {
            println!(
                "law {name} {place} {:.4}",
                f1(read.text(), &page.select(place).formatted_text())
            );
        }
        println!(
            "law {name} {took:?} {} {} {:?} {:?}",
            read.text().len(),
            read.document().title,
            read.problems,
            read.read_by
        );
        println!(
            "{} ... {}",
            read.text().chars().take(300).collect::<String>(),
            read.text()
                .chars()
                .rev()
                .take(300)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect::<String>()
        );
    }
}

#[test]
#[cfg(feature = "hwp")]
fn hwp_files() {
    let Some(folder) = data("hwp") else { return };
    for extension in ["hwp", "hwpx"] {
        for (name, path) in files(&folder, extension) {
            let read =
                read(&format!("2024/{name}"), std::fs::read(&path).unwrap(), PdfReader::Auto);
            println!(
                "hwp {name} {:?} {:?}",
                read.text().chars().take(400).collect::<String>(),
                read.problems
            );
        }
    }
    let folder = data("minutes_ko").unwrap();
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    for (name, path) in files(&folder, "hwp") {
        let read = read(&name, std::fs::read(&path).unwrap(), PdfReader::Auto);
        println!("minutes {name} {} {:?} {}", solid(read.text()), read.problems, read.date());
    }
    let cp949 = std::fs::read(folder.join("368회_10차_cp949.txt")).unwrap();
    println!("cp949 {}", solid(&encoding_rs::EUC_KR.decode(&cp949).0));
}
