//! Same input, same bytes: whatever the threads, the order, the parts. And an output folder is whole or as it was.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use keytrend::document::Language;

use crate::corpus::{self, Generator, Wish};
use crate::env::Project;

/// Every file below a folder, without what `run.json` says of the one run alone.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        if !entry.file_type().is_file() {
            continue;
        }
        let within = entry.path().strip_prefix(folder).expect("below the folder");
        let name = within.to_string_lossy().replace('\\', "/");
        let mut bytes = std::fs::read(entry.path()).expect("a file");
        if name == "run.json" {
            let mut run: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
            let this_run = run.as_object_mut().and_then(|run| run.remove("this_run"));
            assert!(this_run.is_some(), "run.json says nothing of this run");
            bytes = serde_json::to_vec_pretty(&run).expect("JSON");
        }
        files.insert(name, bytes);
    }
    files
}

#[track_caller]
fn same(project: &Project, one: &str, other: &str) {
    let (a, b) = (contents(&project.path(one)), contents(&project.path(other)));
    let names: Vec<&String> = a.keys().collect();
    assert_eq!(names, b.keys().collect::<Vec<_>>(), "{one} and {other} hold other files");
    let differ: Vec<&&String> = names.iter().filter(|name| a[**name] != b[**name]).collect();
    assert!(differ.is_empty(), "{one} and {other} differ in {differ:?}");
    assert!(names.iter().any(|name| *name == "report.html"), "{names:?}");
}

/// Texts with planted words as `texts/0.jsonl` …, about `bytes` together.
fn plant(project: &Project, files: u64, bytes: u64) {
    let lexicon = corpus::built_in().expect("the built-in lexicon");
    for file in 0..files {
        let languages = Language::COUNTED.to_vec();
        let wish =
            Wish { bytes: bytes / files, languages, years: 1995..=2010, seed: file, rate: 20.0 };
        let mut generator = Generator::new(&lexicon, wish).expect("a generator");
        let mut lines = String::new();
        while generator.write_next(&mut lines) {}
        project.write(&format!("texts/{file}.jsonl"), lines);
    }
}

/// Folders that a run left behind.
fn hidden(project: &Project) -> Vec<String> {
    let entries = std::fs::read_dir(project.path("")).expect("the project");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    names.map(|n| n.to_string_lossy().into_owned()).filter(|n| n.starts_with('.')).collect()
}

#[test]
fn any_number_of_threads() {
    let project = Project::new();
    plant(&project, 3, 3_000_000);
    for threads in ["1", "2", "8"] {
        project
            .keytrend(["run", "texts", "--threads", threads, "-o"])
            .arg(format!("out-{threads}"))
            .run()
            .code(0);
    }
    same(&project, "out-1", "out-2");
    same(&project, "out-1", "out-8");
}

#[test]
fn any_order_of_the_files() {
    let project = Project::new();
    plant(&project, 3, 150_000);
    project.write(
        "texts/copy.jsonl",
        project.read("texts/0.jsonl").replace("\"id\":\"", "\"id\":\"c"),
    );
    let names: Vec<&str> =
        vec!["texts/0.jsonl", "texts/1.jsonl", "texts/2.jsonl", "texts/copy.jsonl"];
    let run = |names: &[&str], out: &str| {
        let call = names.iter().fold(project.keytrend(["run"]), |call, name| call.arg(*name));
        call.arg("-o").arg(out).run().code(0);
    };
    run(&names, "forward");
    let reversed: Vec<&str> = names.iter().copied().rev().collect();
    run(&reversed, "reversed");
    same(&project, "forward", "reversed");
    assert!(project.rows("forward/tables/duplicates.csv").len() > 10, "copies are left out");
}

#[test]
fn parts_add_to_the_whole() {
    let project = Project::new();
    plant(&project, 3, 300_000);
    let count = |path: &str, out: &str| {
        project.keytrend(["count", path, "--duplicates", "keep", "-o", out]).run().code(0);
    };
    // A report is called after its tally, so that each has the same name in a folder of its own.
    for folder in ["parts", "whole", "forward", "nested"] {
        std::fs::create_dir(project.path(folder)).expect("a folder");
    }
    count("texts", "whole/all.parquet");
    for part in ["0", "1", "2"] {
        count(&format!("texts/{part}.jsonl"), &format!("parts/{part}.parquet"));
    }
    let merge = |tallies: [&str; 2], out: &str| {
        project.keytrend(["merge", tallies[0], tallies[1], "-o", out]).run().code(0);
    };
    let [zero, one, two] = ["parts/0.parquet", "parts/1.parquet", "parts/2.parquet"];
    project.keytrend(["merge", zero, one, two, "-o", "forward/all.parquet"]).run().code(0);
    merge([two, one], "parts/some.parquet");
    merge(["parts/some.parquet", zero], "nested/all.parquet");
    for folder in ["whole", "forward", "nested"] {
        let (tally, out) = (format!("{folder}/all.parquet"), format!("{folder}/out"));
        project.keytrend(["report", &tally, "-o", &out]).run().code(0);
    }
    same(&project, "whole/out", "forward/out");
    same(&project, "whole/out", "nested/out");
}

#[test]
fn a_folder_is_replaced_as_a_whole_or_not_at_all() {
    let project = Project::new();
    plant(&project, 1, 30_000);
    project.keytrend(["run", "texts", "-o", "out"]).run().code(0);
    project.write("out/tables/stray.csv", "of an older version\n");
    project.keytrend(["run", "texts", "-o", "out"]).run().code(0);
    assert!(!project.path("out/tables/stray.csv").exists(), "files of the older run are left");
    let before = project.hash("out");
    project.write("bad.toml", "[[term]]\nid = \"a\"\nstance = \"sideways\"\nen = [\"a\"]\n");
    let failing = [
        ["--lexicon", "bad.toml"],
        ["--actors", "atlantis"],
        ["--years", "1700-1710"],
        ["--study", "none.toml"],
    ];
    for [option, value] in failing {
        project.keytrend(["run", "texts", "-o", "out", option, value]).run().code(2);
        assert_eq!(project.hash("out"), before, "{option} {value} changed the folder");
    }
    assert_eq!(hidden(&project), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_what_was_there() {
    let project = Project::new();
    plant(&project, 1, 30_000);
    project.keytrend(["run", "texts", "-o", "out"]).run().code(0);
    let before = project.hash("out");
    plant(&project, 4, 24_000_000);
    let mut child = Command::new(env!("CARGO_BIN_EXE_keytrend"))
        .args(["run", "texts", "-o", "out", "--threads", "1"])
        .current_dir(project.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the built program");
    let since = Instant::now();
    while hidden(&project).is_empty() {
        assert!(since.elapsed() < Duration::from_secs(30), "the run does not begin");
        assert!(child.try_wait().expect("a child").is_none(), "the run ended by itself");
        std::thread::sleep(Duration::from_millis(2));
    }
    let kill = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status();
    assert!(kill.expect("sh").success());
    let output = child.wait_with_output().expect("a child");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted"), "{said}");
    assert_eq!(project.hash("out"), before, "the output of the run before is changed");
    assert_eq!(hidden(&project), Vec::<String>::new());
}
