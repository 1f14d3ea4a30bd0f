//! The program from outside, each command on small texts whose numbers are known.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::determinism::contents;
use crate::env::Project;

const STUDY: &str = "\
[study]
id = \"small\"
title = \"Small texts\"
years = [2015, 2017]

[input]
paths = [\"texts\"]

[scope]
actors = [\"korea\", \"vietnam\"]
";

const ENGLISH: &str = r#"{"id":"en-1","date":"2015-03-01","source":"Times","lang":"en","title":"Korea and Vietnam sign an agreement","text":"One dispute remains."}
{"id":"en-2","date":"2016-05-02","source":"Times","lang":"en","text":"It rains in Korea. Another agreement is in the drawer, and two disagreements."}
"#;
const KOREAN: &str = "일자,언어,제목,본문\n2016-01-05,ko,소식,한국과 베트남은 협력을 넓힌다.\n2016-09-05,ko,소식,한국과 베트남의 협력업체 사이에 분쟁은 없다.\n";
const VIETNAMESE: &str =
    "# id = vi-1\n# date = 2017-02-03\n# lang = vi\n\nHàn Quốc và Việt Nam hợp tác.\n";

fn small() -> Project {
    let project = Project::new();
    project
        .write("study.toml", STUDY)
        .write("texts/en.jsonl", ENGLISH)
        .write("texts/ko.csv", KOREAN)
        .write("texts/vi.txt", VIETNAMESE);
    project
}

/// By year: documents, those in scope, hits of cooperation, of conflict.
fn years(project: &Project, out: &str) -> Vec<(String, [u64; 4])> {
    let columns = ["documents", "documents_in_scope", "cooperation_hits", "conflict_hits"];
    let rows = project.rows(&format!("{out}/tables/trend.csv"));
    let row = |row: &crate::env::Row| {
        (row["period"].clone(), columns.map(|name| row[name].parse().expect("a number")))
    };
    rows.iter().map(row).collect()
}

fn expected() -> Vec<(String, [u64; 4])> {
    [("2015", [1, 1, 1, 1]), ("2016", [3, 2, 1, 1]), ("2017", [1, 1, 1, 0])]
        .map(|(year, numbers)| (year.to_owned(), numbers))
        .to_vec()
}

#[test]
fn a_study() {
    let project = small();
    project
        .keytrend(["run", "study.toml"])
        .run()
        .code(0)
        .stdout_has("Read 5 documents (4 in scope)")
        .stdout_has("output/small/report.html");
    assert_eq!(years(&project, "output/small"), expected());
    let page = project.read("output/small/report.html");
    assert!(page.contains("Small texts"));
    let run: Value = serde_json::from_str(&project.read("output/small/run.json")).expect("JSON");
    let written: Vec<&str> =
        run["written"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let files = contents(&project.path("output/small"));
    assert_eq!(written, files.keys().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn json_is_one_object_and_quiet_is_quiet() {
    let project = small();
    let outcome = project.keytrend(["run", "study.toml", "--json", "-q"]).run();
    let object: Value = serde_json::from_str(&outcome.code(0).stdout).expect("one object");
    assert_eq!(object["counts"]["documents_read"], 5);
    assert_eq!(outcome.stderr, "");
    for words in [["run", "study.toml"], ["check", "study.toml"]] {
        let json = project.keytrend(words).arg("--json").run();
        serde_json::from_str::<Value>(&json.code(0).stdout).expect("one object");
    }
    for [command, option] in [["kwic", "agreement"], ["verify", "output/small"]] {
        let json = project.keytrend([command, option, "--json"]).run();
        serde_json::from_str::<Value>(&json.code(0).stdout).expect("one object");
    }
    let quiet = project.keytrend(["run", "study.toml", "-q"]).run();
    quiet.code(0).check(quiet.stdout.is_empty() && quiet.stderr.is_empty(), "quiet is not quiet");
    let error = project.keytrend(["run", "nowhere", "-qq"]).run();
    error.code(2).check(error.stdout.is_empty() && error.stderr.is_empty(), "not quiet");
}

#[test]
fn verbose_says_files_and_twice_the_rules() {
    let project = Project::new();
    let run = |more: &str| project.keytrend(["run", "--format", "svg", "-o", "out", more]).run();
    let files = run("-v");
    files.code(0).stderr_has("Read sample/news/en-1992-2021.jsonl (jsonl, ");
    files.check(!files.stderr.contains("Rule"), "one -v says rules");
    let rules = run("-vv");
    rules.code(0).stderr_has("Rule in scope: korea and vietnam in one document");
    rules.stderr_has("Rule the longest keyword counts").stderr_has("documents by file-name");
    let plain = run("--no-progress");
    plain.code(0).check(plain.stderr.is_empty(), "it says more than it was asked");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let project = small();
    project.keytrend(["run", "study.toml"]).run().code(0);
    for words in
        [&["run", "study.toml"][..], &["kwic", "cooperation"], &["check", "--json"], &["--help"]]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_keytrend"))
            .args(words)
            .current_dir(project.path(""))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the built program");
        // Nobody reads, as after `| head -1`.
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("a child");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {said}");
        assert!(!said.contains("error") && !said.contains("panicked"), "{words:?}: {said}");
    }
}

#[test]
fn verify_finds_a_changed_cell() {
    let project = small();
    project.keytrend(["run", "study.toml"]).run().code(0);
    project.keytrend(["verify"]).run().code(0).stdout_has("6 hits recounted");
    let name = "output/small/tables/keyword-year.csv";
    let table = project.read(name);
    let row = table.lines().find(|line| line.starts_with("agreement,") && line.contains(",2015,"));
    let row = row.expect("a row");
    let mut cells: Vec<&str> = row.split(',').collect();
    let at = project.rows(name)[0].len();
    assert_eq!(cells.len(), at, "a row without quotes");
    let header = table.lines().next().expect("a header");
    let hits = header.split(',').position(|name| name == "hits").expect("the column");
    assert_eq!(cells[hits], "1");
    cells[hits] = "2";
    project.write(name, table.replace(row, &cells.join(",")));
    project.keytrend(["verify"]).run().code(2).stderr_has("agreement").stderr_has("2015");
}

#[test]
fn kwic_in_three_languages() {
    let project = small();
    project.keytrend(["run", "study.toml"]).run().code(0);
    let kwic = |term: &str, language: &str| {
        project.keytrend(["kwic", term, "output/small", "--language", language, "--json"]).run()
    };
    for (term, language, keyword) in [
        ("agreement", "en", "agreement"),
        ("cooperation", "ko", "협력"),
        ("협력", "ko", "협력"),
        ("hợp tác", "vi", "hợp tác"),
        ("dispute", "ko", "분쟁"),
    ] {
        let outcome = kwic(term, language);
        let found: Value = serde_json::from_str(&outcome.code(0).stdout).expect("JSON");
        let lines = found["lines"].as_array().expect("lines");
        let said = lines[0]["keyword"].as_str().expect("a keyword");
        outcome.check(said.starts_with(keyword), "another keyword");
    }
    project.keytrend(["kwic", "cooperation", "--year", "2017"]).run().code(0).stdout_has("hợp tác");
    project
        .keytrend(["kwic", "cooperatoin"])
        .run()
        .code(2)
        .stderr_has("did you mean `cooperation`?");
}

#[test]
fn tallies_of_parts() {
    let project = small();
    for part in ["en.jsonl", "ko.csv", "vi.txt"] {
        let (text, tally) = (format!("texts/{part}"), format!("{part}.parquet"));
        project.keytrend(["count", "study.toml", &text, "-o", &tally]).run().code(0);
    }
    let merge = project.keytrend(["merge", "en.jsonl.parquet", "ko.csv.parquet", "vi.txt.parquet"]);
    merge.arg("-o").arg("all.parquet").run().code(0);
    project.keytrend(["report", "all.parquet", "--study", "study.toml"]).run().code(0);
    assert_eq!(years(&project, "output/small"), expected());
    project
        .keytrend(["merge", "all.parquet", "all.parquet", "-o", "twice.parquet"])
        .run()
        .code(2)
        .stderr_has("stands twice");
    project.keytrend(["count", "texts", "--no-scope", "-o", "other.parquet"]).run().code(0);
    let other =
        project.keytrend(["merge", "all.parquet", "other.parquet", "-o", "no.parquet"]).run();
    other.code(2).stderr_has("other.parquet");
}

#[test]
fn check_says_what_is_in_a_study() {
    let project = small();
    let outcome = project.keytrend(["check", "study.toml"]).run();
    outcome.code(0).stdout_has("cooperation");
    assert!(
        (outcome.stdout.clone() + &outcome.stderr).contains("Small texts"),
        "{}",
        outcome.story()
    );
    assert_eq!(project.list().len(), 4, "checking writes nothing");
}

#[test]
fn a_first_study_file_can_be_run() {
    let project = Project::new();
    project.write("news/en.jsonl", ENGLISH);
    project.keytrend(["init"]).run().code(0);
    project.keytrend(["init"]).run().code(2).stderr_has("--force");
    project.keytrend(["run", "keytrend.toml", "--allow-skipped"]).run().code(0);
    assert!(project.path("output/my-study/report.html").exists());
    // A second run does not read what the first one wrote.
    project.keytrend(["run", "keytrend.toml", "--allow-skipped"]).run().code(0);
    assert_eq!(project.rows("output/my-study/tables/documents.csv").len(), 2);
}

#[test]
fn months() {
    let project = small();
    project.keytrend(["run", "study.toml", "--by", "month"]).run().code(0);
    let rows = years(&project, "output/small");
    assert_eq!(rows.len(), 36, "every month of the years");
    let filled: Vec<&(String, [u64; 4])> =
        rows.iter().filter(|(_, counts)| counts[0] > 0).collect();
    let named: Vec<&str> = filled.iter().map(|(period, _)| period.as_str()).collect();
    assert_eq!(named, ["2015-03", "2016-01", "2016-05", "2016-09", "2017-02"]);
}

#[test]
fn plain_strings() {
    let project = small();
    let hits = |out: &str| -> u64 {
        let rows = project.rows(&format!("{out}/tables/keywords.csv"));
        let row = rows.iter().find(|row| row["id"] == "cooperation").expect("a row");
        row["hits"].parse().expect("a number")
    };
    project.keytrend(["run", "study.toml", "--no-scope", "-o", "words"]).run().code(0);
    project.keytrend(["run", "study.toml", "--no-scope", "--plain", "-o", "plain"]).run().code(0);
    // 협력업체, a supplier, holds the string 협력, and is no hit.
    assert_eq!((hits("words"), hits("plain")), (2, 3));
}

#[test]
fn compressed_texts_are_the_same_texts() {
    let project = small();
    project.keytrend(["run", "study.toml", "-o", "bare"]).run().code(0);
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    packed.write_all(ENGLISH.as_bytes()).expect("memory");
    let zstd = |text: &str| zstd::encode_all(text.as_bytes(), 3).expect("memory");
    project
        .write("packed/en.jsonl.gz", packed.finish().expect("memory"))
        .write("packed/ko.csv.zst", zstd(KOREAN))
        .write("packed/vi.txt.zst", zstd(VIETNAMESE));
    project.keytrend(["run", "study.toml", "packed", "-o", "packed-out"]).run().code(0);
    let (bare, packed) = (contents(&project.path("bare")), contents(&project.path("packed-out")));
    for (name, bytes) in
        bare.iter().filter(|(name, _)| name.starts_with("tables/") || name.starts_with("charts/"))
    {
        // These two name the files, and documents without an id by their file.
        if !matches!(name.as_str(), "tables/documents.csv" | "tables/variants.csv") {
            assert!(packed.get(name) == Some(bytes), "{name} differs");
        }
    }
    assert_eq!(project.rows("packed-out/tables/documents.csv").len(), 5);
}

#[test]
fn the_readme_shows_the_help() {
    let project = Project::new();
    let help = project.keytrend(["--help"]).run().code(0).stdout.clone();
    let from = help.find("Usage:").expect("usage");
    let to = help.find("\nOptions:").expect("options");
    let page = std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let usage = help[from..to].trim_end();
    assert!(page.expect("README.md").contains(usage), "README.md does not show:\n{usage}");
}
