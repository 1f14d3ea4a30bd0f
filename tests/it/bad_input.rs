//! What is wrong with an input is said once, with its place and what to do; everything else is counted.

use std::io::Write as _;
use std::path::PathBuf;

use keytrend::read::{READERS, Reader};
use regex::bytes::Regex;

use crate::env::{Project, Row};

/// One document of 2015 with one hit of each stance, in every project.
const GOOD: &str = "{\"date\":\"2015-03-01\",\"lang\":\"en\",\"text\":\"Korea and Vietnam signed an agreement; one dispute \
                    remained.\"}\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A project with a good document beside the file to be looked at.
fn project(name: &str, content: impl AsRef<[u8]>) -> Project {
    let project = Project::new();
    project.write("in/good.jsonl", GOOD).write(&format!("in/{name}"), content);
    project
}

/// Runs, and gives the problems and the documents, cooperation and conflict hits that were counted.
#[track_caller]
fn run(project: &Project) -> (Vec<Row>, [u64; 3]) {
    let outcome = project
        .keytrend(["run", "in", "--no-scope", "--format", "svg", "--duplicates", "keep"])
        .arg("-o")
        .arg("out")
        .run();
    let problems = project.rows("out/problems.csv");
    outcome.code(i32::from(!problems.is_empty()));
    let mut counted = [0; 3];
    for row in project.rows("out/tables/documents.csv") {
        let number = |name: &str| row[name].parse::<u64>().expect("a number");
        let numbers = [1, number("cooperation_hits"), number("conflict_hits")];
        counted.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
    }
    (problems, counted)
}

/// One file with one problem; the good document beside it is counted, and `more` documents of the file itself.
#[track_caller]
fn one_problem(
    name: &str,
    content: impl AsRef<[u8]>,
    line: u64,
    reason: &str,
    says: &str,
    more: u64,
) {
    let project = project(name, content);
    let (problems, [documents, cooperation, _]) = run(&project);
    assert_eq!(problems.len(), 1, "{name}: {problems:?}");
    let problem = &problems[0];
    let place = if line == 0 { String::new() } else { line.to_string() };
    assert_eq!(problem["path"], format!("in/{name}"));
    assert_eq!(problem["line"], place, "{name}: {problem:?}");
    assert_eq!(problem["reason"], reason, "{name}: {problem:?}");
    let told = format!("{} ({})", problem["detail"], problem["hint"]);
    assert!(told.contains(says), "{name}: `{says}` is not in: {told}");
    assert!(!problem["hint"].is_empty(), "{name}: {problem:?}");
    assert_eq!((documents, cooperation), (1 + more, 1 + more), "{name}: the rest is read");
}

fn json(year: &str) -> String {
    GOOD.replace("2015-03-01", year)
}

/// Problems of which nothing is missing do not make the exit code 1.
#[track_caller]
fn one_notice(name: &str, content: impl AsRef<[u8]>, says: &str) {
    let project = project(name, content);
    let run = ["run", "in", "--no-scope", "--format", "svg", "-o", "out"];
    project.keytrend(run).run().code(0);
    let problems = project.rows("out/problems.csv");
    assert_eq!(problems.len(), 1, "{name}: {problems:?}");
    let problem = &problems[0];
    assert_eq!([&problem["severity"], &problem["reason"]], ["notice", "decoded"], "{name}");
    assert!(problem["detail"].contains(says), "{name}: {problem:?}");
    let documents = project.rows("out/tables/documents.csv");
    assert_eq!(documents.len(), 2, "{name}: {documents:?}");
    let hits = documents.iter().find(|row| !row["file"].ends_with("good.jsonl")).expect("a row");
    assert_eq!(hits["cooperation_hits"], "1", "{name}: {documents:?}");
}

#[test]
fn encodings() {
    // "Korea and Vietnam's cooperation".
    let korean = b"\xC7\xD1\xB1\xB9\xB0\xFA \xBA\xA3\xC6\xAE\xB3\xB2\xC0\xC7 \xC7\xF9\xB7\xC2";
    one_notice("2016-cp949.txt", korean, "read as CP949 (EUC-KR); 0 of 11 characters replaced");
    let utf16 = |mark: &str| -> Vec<u8> {
        let text = format!("{mark}한국과 베트남의 협력\n");
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    one_notice("2016-utf16.txt", utf16("\u{FEFF}"), "read as UTF-16LE");
    one_notice("2016-bare-utf16.txt", utf16(""), "read as UTF-16LE");
    let line = [b"{\"date\":\"2016\",\"text\":\"".as_slice(), korean, b"\"}\n"].concat();
    one_notice("lines.jsonl", &line, "read as CP949");
    let table = [b"date,text\n2016,".as_slice(), korean, b"\n"].concat();
    one_notice("table.csv", &table, "read as CP949");
    // One bad record in a file that is UTF-8 is one bad record.
    let (before, after) = (json("2016"), json("2017").replace("one dispute", "협력, 한국, 베트남"));
    let bad = b"{\"date\":\"2016\",\"text\":\"\xC7\xD1\"}\n";
    let lines = [before.as_bytes(), bad, after.as_bytes()];
    one_problem("lines.jsonl", lines.concat(), 2, "not-utf8", "UTF-8", 2);
    let table = [
        "date,lang,text\n2016,en,an agreement of 한국과 베트남\n".as_bytes(),
        b"2016,ko,\xC7\xD1\n2017,en,an agreement\n",
    ];
    one_problem("table.csv", table.concat(), 3, "not-utf8", "UTF-8", 2);
}

#[test]
fn an_encoding_can_be_asked_for() {
    let project = project("2016.txt", b"\xC7\xD1\xB1\xB9 \xC7\xF9\xB7\xC2");
    let run = |name: &str| {
        let words = ["run", "in", "--no-scope", "-o", "out", "--encoding", name];
        project.keytrend(words).run().code(if name == "utf-8" { 1 } else { 0 });
        project.rows("out/problems.csv")[0]["reason"].clone()
    };
    assert_eq!(run("cp949"), "decoded");
    assert_eq!(run("utf-8"), "undecodable");
    project.keytrend(["run", "in", "--encoding", "cp94"]).run().code(2).stderr_has("cp949");
}

#[test]
fn day_and_month_that_cannot_be_told_apart() {
    let table = "date,lang,text\n04/05/2016,en,an agreement\n05/06/2016,en,an agreement\n\
                 13/05/2016,en,an agreement\n";
    one_problem("table.csv", table, 2, "ambiguous-date", "(and 1 more rows of this file)", 1);
    let project = project("table.csv", table);
    project
        .keytrend(["run", "in", "--no-scope", "--duplicates", "keep", "-o", "out"])
        .arg("--date-order")
        .arg("dmy")
        .run()
        .code(0);
    let dates: Vec<String> =
        project.rows("out/tables/documents.csv").iter().map(|row| row["date"].clone()).collect();
    assert_eq!(dates, ["2015-03-01", "2016-05-04", "2016-06-05", "2016-05-13"]);
}

#[test]
fn broken_records() {
    let cut = json("2016") + "{\"date\":\"2016\",\"text\":\"Kor\n" + &json("2017");
    one_problem("cut.jsonl", cut, 2, "broken-record", "one whole JSON object", 2);
    let fields = "date,lang,text\n2016,en,an agreement\n2016,en\n2017,en,an agreement\n";
    one_problem("fields.csv", fields, 3, "broken-record", "2 fields, where the header has 3", 2);
    let quote = "date,lang,text\n2016,en,an agreement\n2016,en,\"a dispute\n2017,en,an agreement\n";
    one_problem("quote.csv", quote, 3, "broken-record", "quote is never closed", 1);
}

#[test]
fn documents_without_what_they_need() {
    one_problem(
        "undated.txt",
        "An agreement.",
        0,
        "no-year",
        "a year in the file or folder name",
        0,
    );
    one_problem("2016.txt", "", 0, "empty", "no text", 0);
    one_problem("2016.txt", " \n\n", 0, "empty", "no text", 0);
    let undated = json("2016") + "{\"text\":\"An agreement.\"}\n";
    one_problem("some.jsonl", undated, 2, "no-year", "date", 1);
    one_problem("names.csv", "a,b\n1,2\n", 1, "no-text-column", "a, b", 0);
    one_problem("2016.odt", "%PDF", 0, "unknown-format", "readable are txt", 0);
}

#[test]
fn empty_files_of_records_hold_nothing() {
    for name in ["empty.jsonl", "header.csv"] {
        let project = project(name, if name == "header.csv" { "date,text\n" } else { "" });
        assert_eq!(run(&project), (vec![], [1, 1, 1]), "{name}");
    }
}

#[test]
fn compressed_files_that_break_off() {
    let lines: String =
        (0..3000).map(|n| json("2016").replace("one dispute", &format!("{n} and"))).collect();
    let packed = gzip(lines.as_bytes());
    let zstd = zstd::encode_all(lines.as_bytes(), 3).expect("memory");
    for (name, packed) in [("cut.jsonl.gz", packed), ("cut.jsonl.zst", zstd)] {
        let project = project(name, &packed[..packed.len() / 2]);
        let (problems, _) = run(&project);
        assert_eq!(problems.len(), 1, "{name}: {problems:?}");
        assert_eq!(problems[0]["reason"], "broken-off");
        assert!(problems[0]["detail"].contains("ends too early"), "{name}: {problems:?}");
    }
    let text = gzip("Korea and Vietnam signed an agreement. ".repeat(9).as_bytes());
    one_problem("2016.txt.gz", &text[..text.len() / 2], 0, "unreadable", "whole", 0);
    one_problem("2016.jsonl.gz", "no gzip at all", 1, "broken-off", "get the file again", 0);
}

#[cfg(unix)]
#[test]
fn links_folders_and_pipes() {
    let project = project("2016.txt/deeper/2016.txt", "# lang = en\n\nAn agreement.");
    std::os::unix::fs::symlink("nowhere.txt", project.path("in/dangling.txt")).expect("a link");
    let pipe = project.path("in/pipe.txt");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    let (problems, [documents, cooperation, conflict]) = run(&project);
    let told: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| (problem["path"].as_str(), problem["reason"].as_str()))
        .collect();
    assert!(
        told.iter().any(|(path, reason)| path.ends_with("dangling.txt") && *reason == "unreadable"),
        "{told:?}"
    );
    if made.is_ok_and(|status| status.success()) {
        assert!(told.contains(&("in/pipe.txt", "not-a-file")), "{told:?}");
    }
    // A folder is a folder, whatever its name.
    assert_eq!((documents, cooperation, conflict), (2, 2, 1));
}

#[test]
fn skipped_input_may_be_allowed() {
    let project = project("undated.txt", "An agreement.");
    project.keytrend(["run", "in", "-o", "out"]).run().code(1);
    project.keytrend(["run", "in", "-o", "out", "--allow-skipped"]).run().code(0);
    project.keytrend(["count", "in", "-o", "t.parquet"]).run().code(1).stderr_has("in/undated.txt");
}

#[test]
fn nothing_to_count() {
    let project = project("2016.odt", "%PDF");
    std::fs::create_dir(project.path("hollow")).expect("a folder");
    let run = |words: [&str; 2]| project.keytrend(["run"]).arg(words[0]).arg(words[1]).run();
    run(["hollow", "-q"])
        .code(2)
        .stderr_has("nothing to read in hollow")
        .stderr_has("tip: readable are txt");
    run(["in/2016.odt", "-q"]).code(2).stderr_has("no reader for this kind of file");
    project.write("reports/2016.jsonl", GOOD);
    run(["reprots", "-q"])
        .code(2)
        .stderr_has("cannot read reprots")
        .stderr_has("similar folder exists: reports/");
    run(["in/godd.jsonl", "-q"]).code(2).stderr_has("similar file exists: in/good.jsonl");
    run(["in/good.jsonl", "--years=1700-1710"])
        .code(2)
        .stderr_has("1 document is of 2015")
        .stderr_has("--years");
    assert!(!project.path("output/sample").exists() && !project.path("output/in").exists());
}

#[test]
fn mistakes_in_keyword_lists_and_studies() {
    let project = project("more.jsonl", GOOD);
    let twice = "[[term]]\nid = \"a\"\nstance = \"cooperation\"\nen = [\"agreement\"]\n\n\
                 [[term]]\nid = \"b\"\nstance = \"conflict\"\nen = [\"agreement\"]\n";
    project.write("twice.toml", twice);
    project
        .keytrend(["run", "in", "--lexicon", "builtin:actors", "--lexicon", "twice.toml"])
        .run()
        .code(2)
        .stderr_has("twice.toml:9:")
        .stderr_has("twice.toml:4:")
        .stderr_has("stands twice");
    let study =
        "[study]\nid = \"a\"\ntitle = \"A\"\nyears = [2010, 2019]\n\n[input]\npath = [\"in\"]\n";
    project.write("study.toml", study);
    project
        .keytrend(["run", "study.toml"])
        .run()
        .code(2)
        .stderr_has("study.toml:7:")
        .stderr_has("similar key exists: `paths`");
    project.write(
        "study.toml",
        study.replace("path =", "paths =") + "[scope]\nactors = [\"vietnan\"]\n",
    );
    project
        .keytrend(["run", "study.toml"])
        .run()
        .code(2)
        .stderr_has("vietnan")
        .stderr_has("`vietnam`");
}

#[test]
fn folders_of_others_are_left_alone() {
    let project = project("more.jsonl", GOOD);
    project.write("mine/notes.txt", "mine");
    let run = |out: &str| project.keytrend(["run", "in", "-o", out]).run().code(2).stderr.clone();
    assert!(run("mine").contains("it holds other files"));
    assert!(run("in/good.jsonl").contains("it is a file"));
    assert_eq!(project.read("mine/notes.txt"), "mine");
}

/// A file of `tests/fixtures` for a reader; formats that people do not write by hand have theirs in `readers`.
fn fixture(reader: &dyn Reader, name: &str) -> PathBuf {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let [own, shared] =
        ["readers", "."].map(|part| fixtures.join(part).join(reader.name()).join(name));
    if own.exists() { own } else { shared }
}

#[test]
fn every_reader_has_a_good_and_a_bad_file() {
    let pattern = Regex::new(r"documents (\d+), cooperation (\d+), conflict (\d+), problems (\d+)")
        .expect("a pattern");
    let mut seen = 0;
    for reader in READERS {
        for quality in ["good", "bad"] {
            let name = format!("{quality}.{}", reader.extensions()[0]);
            let path = fixture(*reader, &name);
            let bytes =
                std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            // Formats that hold no plain text are looked at by the tests in `tests/hostile/`.
            let Some(found) = pattern.captures(&bytes) else { continue };
            seen += 1;
            let said = [1, 2, 3, 4]
                .map(|at| String::from_utf8_lossy(&found[at]).parse::<u64>().expect("a number"));
            let (problems, [documents, cooperation, conflict]) =
                run(&project(&format!("x{name}"), &bytes));
            let counted = [documents - 1, cooperation - 1, conflict - 1, problems.len() as u64];
            assert_eq!(counted, said, "{}: {problems:?}", path.display());
            assert_eq!(quality == "bad", said[3] > 0, "{}", path.display());
        }
    }
    assert!(seen >= 6, "{seen}");
}
