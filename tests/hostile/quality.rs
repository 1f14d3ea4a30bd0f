//! What the readers make of real files, where they are at hand. The figures stand in `docs/formats.md` and are
//! computed anew here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use keytrend::error::Problem;
use keytrend::read::walk::{Input, walk};

use crate::reading::{Outcome, read_input};

/// The folder of real texts: `KEYTREND_DATA`, else beside the repository.
fn data() -> Option<PathBuf> {
    let named = std::env::var_os("KEYTREND_DATA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    named.into_iter().chain([beside]).find(|folder| folder.is_dir())
}

/// Reads one file as the program does.
fn read_file(path: &Path) -> Outcome {
    let (inputs, problems) =
        walk(&[path.to_owned()], &Default::default(), None).expect("a readable path");
    assert!(problems.is_empty(), "{problems:?}");
    let inputs: Vec<Arc<Input>> = inputs.into_iter().map(Arc::new).collect();
    read_input(&inputs.try_into().expect("one file"))
}

#[allow(clippy::print_stderr, reason = "a test that is not run says so")]
fn skipped() {
    eprintln!("skipped: no folder of real texts (KEYTREND_DATA)");
}

/// Files, and how many documents each holds. Web pages are read where there is a reader for them.
const FILES: &[(&str, u64)] = &[
    ("minutes_ko/368회_10차_cp949.txt", 1),
    ("nkny_ko/nkny_ko_1946-2019_txt.zip", 73),
    ("unesco_ko/unesco_ko_txt.zip", 0),
    ("unc_vi/unc_vi_world_txt.zip", 268),
    ("ungdc_en/ungdc_kor_vnm_prk_txt_1978-2021.zip", 106),
    ("warc/example-iana.org-chunked.warc", 1),
    ("warc/example-trunc.warc", 0),
    ("warc/example.warc", 1),
    ("warc/example.warc.gz", 1),
];

fn row(name: &str, outcome: &Outcome) -> String {
    let years = match (outcome.years.keys().next(), outcome.years.keys().last()) {
        (Some(first), Some(last)) => format!("{first}–{last} ({})", outcome.years.len()),
        _ => "none".to_owned(),
    };
    let from: Vec<String> =
        outcome.dates_from.iter().map(|(from, count)| format!("{} {count}", from.code())).collect();
    let mut reasons: Vec<&str> = outcome.problems.iter().map(|p| p.reason).collect();
    reasons.sort_unstable();
    let problems: Vec<String> = reasons
        .chunk_by(|a, b| a == b)
        .map(|group| format!("`{}` {}", group[0], group.len()))
        .collect();
    let or_none = |list: Vec<String>| match list.is_empty() {
        true => "none".to_owned(),
        false => list.join(", "),
    };
    format!(
        "| {name} | {} | {years} | {} | {} |\n",
        outcome.documents,
        or_none(from),
        or_none(problems)
    )
}

/// The table of `docs/formats.md`, with what each row must be.
fn table(data: &Path) -> String {
    let mut table = "| file | documents | years | dates from | problems |\n\
                     | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (name, documents) in FILES {
        let outcome = read_file(&data.join(name));
        let web = name.ends_with(".warc") || name.ends_with(".warc.gz");
        let pages = keytrend::read::reader_of("x.html").is_some();
        if !web || pages {
            assert_eq!(outcome.documents, *documents, "{name}: {:?}", outcome.problems);
        }
        let undated = name.starts_with("unesco");
        let telling = |p: &Problem| p.is_notice() || web || undated && p.reason == "no-year";
        assert!(outcome.problems.iter().all(telling), "{name}: {:?}", outcome.problems);
        let shown = name.rsplit('/').next().unwrap_or_default();
        table += &row(&format!("`{shown}`"), &outcome);
    }
    table
}

#[test]
#[allow(clippy::disallowed_methods, reason = "it writes a page of the documentation")]
fn the_table_of_real_files_is_generated() {
    let Some(data) = data() else { return skipped() };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md");
    let old = std::fs::read_to_string(path).expect("the page");
    let from = old.find("<!-- quality-streams: ").expect("the mark before the table");
    let from = from + old[from..].find('\n').expect("a line end") + 1;
    let to = from + old[from..].find("<!-- end -->").expect("the mark behind the table");
    let mut new = old.clone();
    new.replace_range(from..to, &format!("\n{}\n", table(&data)));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(path, new).expect("the page");
    }
    assert!(new == old, "docs/formats.md is old: run with UPDATE_GOLDEN=1");
}

#[test]
fn years_are_those_of_the_speeches() {
    let Some(data) = data() else { return skipped() };
    let speeches = read_file(&data.join("ungdc_en/ungdc_kor_vnm_prk_txt_1978-2021.zip"));
    let years: Vec<i32> = speeches.years.keys().copied().collect();
    assert_eq!(years, (1978..=2021).collect::<Vec<i32>>());
    // Vietnam alone until 1990, then the three.
    let three = |(year, count): (&i32, &u64)| *count == if *year < 1991 { 1 } else { 3 };
    assert!(speeches.years.iter().all(three), "{:?}", speeches.years);
}

#[test]
fn minutes_in_cp949_are_decoded_to_the_letter() {
    let Some(data) = data() else { return skipped() };
    let path = data.join("minutes_ko/368회_10차_cp949.txt");
    let bytes = std::fs::read(&path).expect("a readable file");
    let (expected, lost) = encoding_rs::EUC_KR.decode_without_bom_handling(&bytes);
    assert!(!lost);
    // Its references are of two kinds only.
    let expected = expected.replace("&#9711;", "◯").replace("&#8228;", "․");
    let mut given = read_file(&path).texts.concat();
    assert!(given == expected, "{} and {} characters", given.len(), expected.len());
    given.retain(char::is_alphabetic);
    let hangul = given.chars().filter(|c| ('가'..='힣').contains(c)).count();
    assert!(hangul * 100 > given.chars().count() * 98, "{hangul}");
}
