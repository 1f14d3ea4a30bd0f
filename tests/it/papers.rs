//! Documents that are not text files, through the whole program.

use std::path::Path;

use serde_json::Value;

use crate::env::Project;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/readers");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_record_says_what_read_a_file() {
    let project = Project::new();
    project.write("in/a.pdf", fixture("pdf/good.pdf"));
    project.write("in/b.html", fixture("html/good.html"));
    project.write("in/c.docx", fixture("docx/good.docx"));
    project.write("in/d.pdf", fixture("pdf/bad.pdf"));
    project
        .keytrend(["run", "in", "--no-scope", "--pdf", "builtin", "--format", "svg", "-o", "out"])
        .run()
        .code(1);
    let run: Value = serde_json::from_str(&project.read("out/run.json")).expect("JSON");
    let readers: Vec<(&str, Option<&str>)> = run["inputs"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|input| (input["format"].as_str().expect("a name"), input["reader"].as_str()))
        .collect();
    let expected = [
        ("pdf", Some("builtin")),
        ("html", Some("main text")),
        ("docx", None),
        ("pdf", Some("builtin")),
    ];
    assert_eq!(readers, expected);
    let documents = project.rows("out/tables/documents.csv");
    let years: Vec<&str> = documents.iter().map(|row| &row["date"][..4]).collect();
    assert_eq!(years, ["2015"; 3]);
    let problems = project.rows("out/problems.csv");
    assert_eq!((problems.len(), problems[0]["reason"].as_str()), (1, "scanned"));
}

#[test]
fn a_reader_that_is_none() {
    let project = Project::new();
    project.write("in/a.pdf", fixture("pdf/good.pdf"));
    project.keytrend(["run", "in", "--pdf", "acrobat"]).run().code(2).stderr_has("pdftotext");
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let project = Project::new();
    for n in 0..6 {
        project.write(&format!("in/a{n}.pdf"), fixture("pdf/good-pages.pdf"));
        project.write(&format!("in/b{n}.hwp"), fixture("hwp/good.hwp"));
        project.write(&format!("in/c{n}.html"), fixture("html/good-cp949.html"));
    }
    let tables = |threads: &str| {
        let out = format!("out{threads}");
        project
            .keytrend(["run", "in", "--no-scope", "--duplicates", "keep", "--format", "svg"])
            .arg("--threads")
            .arg(threads)
            .arg("-o")
            .arg(&out)
            .run()
            .code(0);
        ["tables/documents.csv", "problems.csv"].map(|file| project.read(&format!("{out}/{file}")))
    };
    assert_eq!(tables("1"), tables("4"));
}
