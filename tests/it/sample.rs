//! The built-in sample: its hand-checked numbers, and the output of a run that lies in the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::determinism::contents;
use crate::env::{self, Project};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// File and document; of a text file, the file alone.
type Key = (String, Option<String>);
/// Hits of cooperation and of conflict.
type Numbers = (u64, u64);

fn numbers(text: &str) -> Option<Numbers> {
    let pattern = Regex::new(r"cooperation (\d+), conflict (\d+)").expect("a pattern");
    let found = pattern.captures(text)?;
    Some((found[1].parse().ok()?, found[2].parse().ok()?))
}

/// What every document of the sample says of itself.
fn expected() -> BTreeMap<Key, Numbers> {
    let mut expected = BTreeMap::new();
    let folder = root().join("corpus/sample");
    for entry in walkdir::WalkDir::new(&folder) {
        let entry = entry.expect("an entry");
        if !entry.file_type().is_file() {
            continue;
        }
        let within = entry.path().strip_prefix(&folder).expect("below the folder");
        let file = format!("sample/{}", within.to_string_lossy().replace('\\', "/"));
        let text = fs::read_to_string(entry.path()).expect("a text");
        let mut add = |id: Option<String>, said: &str| {
            let numbers = numbers(said).unwrap_or_else(|| panic!("{file}: {id:?}: {said}"));
            assert_eq!(expected.insert((file.clone(), id), numbers), None, "{file} twice");
        };
        match entry.path().extension().and_then(|extension| extension.to_str()) {
            Some("jsonl") => text.lines().for_each(|line| {
                let object: serde_json::Value = serde_json::from_str(line).expect("an object");
                let id = object["id"].as_str().expect("an id").to_owned();
                add(Some(id), object["expected"].as_str().expect("numbers"));
            }),
            Some("csv") => env::rows(text.trim_start_matches('\u{FEFF}')).iter().for_each(|row| {
                let id = row.get("id").or(row.get("식별자")).expect("an id").clone();
                add(Some(id), &row["expected"]);
            }),
            _ => {
                let line = text.lines().find(|line| line.contains("expected"));
                add(None, line.expect("a line of metadata"));
            }
        }
    }
    expected
}

#[test]
fn every_document_has_the_hits_that_it_says() {
    let project = Project::new();
    let sample = root().join("corpus/sample").display().to_string();
    // All hits, in or outside the scope, of all documents, the duplicate too.
    project
        .keytrend(["run", &sample, "--no-scope", "--duplicates", "keep", "--format", "svg"])
        .arg("-o")
        .arg("out")
        .run()
        .code(0);
    let mut counted = BTreeMap::new();
    for row in project.rows("out/tables/documents.csv") {
        let file = row["file"].clone();
        let records = [".jsonl", ".csv"].iter().any(|extension| file.ends_with(extension));
        let id = records.then(|| row["document"].clone());
        let number = |name: &str| row[name].parse::<u64>().expect("a number");
        counted.insert((file, id), (number("cooperation_hits"), number("conflict_hits")));
    }
    let expected = expected();
    assert_eq!(expected.len(), 223);
    let wrong: Vec<String> = expected
        .iter()
        .filter(|(key, numbers)| counted.get(key) != Some(numbers))
        .map(|(key, numbers)| format!("{key:?} says {numbers:?}, counted {:?}", counted.get(key)))
        .collect();
    assert!(wrong.is_empty(), "one of the two is wrong; look at the words:\n{}", wrong.join("\n"));
    assert_eq!(counted.len(), expected.len());
}

#[test]
fn the_table_of_the_sample_adds_up() {
    let page = fs::read_to_string(root().join("corpus/README.md")).expect("the page");
    let line = Regex::new(r"(?m)^\| `(sample/[^`]+)` \| (\d+) \| (\d+) \| (\d+) \|$");
    let said: BTreeMap<String, [u64; 3]> = line
        .expect("a pattern")
        .captures_iter(&page)
        .map(|row| {
            let number = |at: usize| row[at].parse().expect("a number");
            (row[1].to_owned(), [number(2), number(3), number(4)])
        })
        .collect();
    let mut sums: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    let mut all = [0; 3];
    for ((file, _), (cooperation, conflict)) in expected() {
        let sum = sums.entry(file).or_default();
        for (at, number) in [1, cooperation, conflict].into_iter().enumerate() {
            sum[at] += number;
            all[at] += number;
        }
    }
    assert_eq!(said, sums);
    let [documents, cooperation, conflict] = all;
    assert!(page.contains(&format!("| all | {documents} | {cooperation} | {conflict} |")));
}

/// `UPDATE_GOLDEN=1` writes `output/sample` anew; then read the difference.
#[test]
fn the_committed_output_is_what_a_run_writes() {
    let committed = root().join("output/sample");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let project = Project::new();
        let target = committed.display().to_string();
        project.keytrend(["run", "-q", "-o", &target]).run().code(0);
        return;
    }
    let project = Project::new();
    project.keytrend(["run", "-q"]).run().code(0);
    compare(&contents(&committed), &contents(&project.path("output/sample")));
}

#[track_caller]
fn compare(committed: &BTreeMap<String, Vec<u8>>, fresh: &BTreeMap<String, Vec<u8>>) {
    let names: Vec<&String> = fresh.keys().collect();
    assert_eq!(committed.keys().collect::<Vec<_>>(), names, "other files");
    for (name, bytes) in fresh {
        if &committed[name] == bytes {
            continue;
        }
        let lines = |bytes: &[u8]| -> Vec<String> {
            String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
        };
        let (old, new) = (lines(&committed[name]), lines(bytes));
        let at = old.iter().zip(&new).position(|(old, new)| old != new);
        let at = at.unwrap_or(old.len().min(new.len()));
        let show = |lines: &[String]| -> String {
            lines.get(at).map_or(String::new(), |line| line.chars().take(300).collect())
        };
        panic!(
            "output/sample/{name} is old from line {} on (UPDATE_GOLDEN=1 writes it anew):\n- {}\n+ {}",
            at + 1,
            show(&old),
            show(&new)
        );
    }
}

#[test]
fn the_committed_output_is_small_enough_to_keep() {
    let folder: &Path = &root().join("output/sample");
    let bytes: usize = contents(folder).values().map(Vec::len).sum();
    assert!((1..6_000_000).contains(&bytes), "{bytes} bytes in output/sample");
}
