//! Archives and other hostile things as ordinary input, by the program itself.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use crate::env::{Project, Row};

/// One document with one hit of each stance.
fn text(year: &str) -> String {
    format!(
        "# date = {year}\n# lang = en\n\nKorea and Vietnam signed an agreement in {year}; one dispute remained.\n"
    )
}

fn zipped<B: AsRef<[u8]>>(members: &[(&str, B)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes.as_ref()).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn tarred<B: AsRef<[u8]>>(members: &[(&str, B)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(vec![]);
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.as_ref().len() as u64);
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, bytes.as_ref()).expect("memory");
    }
    builder.into_inner().expect("memory")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// Runs; gives path and reason of each problem, and the rows of documents.
#[track_caller]
fn run(project: &Project, code: i32) -> (Vec<(String, String)>, Vec<Row>) {
    let words = ["run", "in", "--no-scope", "--format", "svg", "--duplicates", "keep", "-o", "out"];
    project.keytrend(words).run().code(code);
    let problems = project.rows("out/problems.csv");
    let problems = problems.iter().map(|p| (p["path"].clone(), p["reason"].clone())).collect();
    (problems, project.rows("out/tables/documents.csv"))
}

fn told(path: &str, reason: &str) -> (String, String) {
    (path.to_owned(), reason.to_owned())
}

#[test]
fn everything_readable_inside_is_read_three_levels_deep() {
    let project = Project::new();
    let lines = "{\"date\":\"2016-02-03\",\"lang\":\"en\",\"text\":\"an agreement\"}\n".repeat(3);
    let third = zipped(&[("2019.txt", text("2019"))]);
    let fourth = zipped(&[("deep.zip", zipped(&[("x.zip", third.clone())]))]);
    let second = tarred(&[
        ("2018.txt.gz", gzip(text("2018").as_bytes())),
        ("third.zip", third),
        ("fourth.zip", fourth),
    ]);
    let first = zipped(&[
        ("2017/a.txt", text("2017").into_bytes()),
        ("lines.jsonl.gz", gzip(lines.as_bytes())),
        ("second.tgz", gzip(&second)),
        ("picture.png", b"png".to_vec()),
        (".hidden.txt", b"hidden".to_vec()),
        ("__MACOSX/._a.txt", b"shadow".to_vec()),
    ]);
    project.write("in/all.zip", first);
    let (problems, documents) = run(&project, 1);
    let expected = [
        told("in/all.zip/picture.png", "unknown-format"),
        told("in/all.zip/second.tgz/fourth.zip/deep.zip", "nested-too-deep"),
    ];
    assert_eq!(problems, expected);
    let mut ids: Vec<&str> = documents.iter().map(|row| row["document"].as_str()).collect();
    ids.sort_unstable();
    let expected = [
        "in/all.zip/2017/a.txt#1",
        "in/all.zip/lines.jsonl.gz#1",
        "in/all.zip/lines.jsonl.gz#2",
        "in/all.zip/lines.jsonl.gz#3",
        "in/all.zip/second.tgz/2018.txt.gz#1",
        "in/all.zip/second.tgz/third.zip/2019.txt#1",
    ];
    assert_eq!(ids, expected);
    assert!(
        documents.iter().all(|row| row["file"] == "in/all.zip" && row["cooperation_hits"] == "1")
    );
}

#[test]
fn a_zip_counts_like_its_files() {
    let (packed, loose) = (Project::new(), Project::new());
    let names: Vec<String> = (0..40).map(|n| format!("{}/{n}.txt", 1992 + n % 30)).collect();
    let texts: Vec<String> = (0..40).map(|n| text(&(1992 + n % 30).to_string())).collect();
    let members: Vec<(&str, &String)> = names.iter().map(String::as_str).zip(&texts).collect();
    packed.write("in/a.zip", zipped(&members));
    for (name, text) in &members {
        loose.write(&format!("in/a.zip/{name}"), text);
    }
    let rows = |project: &Project| {
        let (problems, documents) = run(project, 0);
        assert_eq!(problems, []);
        let mut rows: Vec<[String; 3]> = documents
            .iter()
            .map(|row| ["document", "date", "cooperation_hits"].map(|name| row[name].clone()))
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(rows(&packed), rows(&loose));
    assert_eq!(
        packed.read("out/tables/keyword-year.csv"),
        loose.read("out/tables/keyword-year.csv")
    );
}

#[test]
fn names_that_lead_out_are_cleaned_and_told() {
    let project = Project::new();
    project.write("in/a.tar", tarred(&[("../../2016.txt", text("2016"))]));
    project.write("in/b.zip", zipped(&[("/etc/2017.txt", text("2017"))]));
    let (problems, documents) = run(&project, 0);
    let expected =
        [told("in/a.tar/2016.txt", "unsafe-name"), told("in/b.zip/etc/2017.txt", "unsafe-name")];
    assert_eq!(problems, expected);
    assert_eq!(documents.len(), 2);
}

#[test]
fn bombs_are_stopped_and_the_rest_is_read() {
    let project = Project::new();
    let blank = " ".repeat(1 << 16);
    let line = format!("{{\"date\":\"2016\",\"lang\":\"en\",\"text\":\"an agreement{blank}\"}}\n");
    let bomb = line.repeat((80 << 20) / line.len());
    project.write("in/bomb.zip", zipped(&[("a.jsonl", &bomb), ("b.jsonl", &line)]));
    project.write("in/good.txt", text("2017"));
    let (problems, documents) = run(&project, 1);
    assert_eq!(problems, [told("in/bomb.zip/a.jsonl", "too-large")]);
    assert!(documents.iter().any(|row| row["file"] == "in/good.txt"));
    let most = (64 << 20) / line.len();
    assert!((most - 40..=most + 1).contains(&documents.len()), "{}", documents.len());
}

#[test]
fn what_came_before_a_break_is_used() {
    let project = Project::new();
    let many: Vec<(String, String)> =
        (0..200).map(|n| (format!("{n}/2016.txt"), text("2016") + &n.to_string())).collect();
    let members: Vec<(&str, &String)> = many.iter().map(|(name, t)| (name.as_str(), t)).collect();
    let packed = tarred(&members);
    project.write("in/cut.tar", &packed[..packed.len() / 2]);
    let (problems, documents) = run(&project, 1);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].1, "broken-off");
    assert!((95..=105).contains(&documents.len()), "{}", documents.len());
    let hash = |project: &Project| {
        let record: serde_json::Value =
            serde_json::from_str(&project.read("out/run.json")).expect("JSON");
        record["inputs"][0]["sha256"].as_str().map(str::to_owned)
    };
    assert!(hash(&project).is_some_and(|hash| hash.len() == 64));
}

#[test]
fn a_record_that_is_too_long_costs_itself_alone() {
    let project = Project::new();
    let line =
        |year: u32| format!("{{\"date\":\"{year}\",\"lang\":\"en\",\"text\":\"an agreement\"}}\n");
    let long = format!("{{\"date\":\"2016\",\"text\":\"{}\"}}\n", "long ".repeat((70 << 20) / 5));
    project.write("in/long.jsonl", line(2015) + &long + &line(2017) + &line(2018));
    let (problems, documents) = run(&project, 1);
    assert_eq!(problems, [told("in/long.jsonl", "record-too-long")]);
    let dates: Vec<&str> = documents.iter().map(|row| row["date"].as_str()).collect();
    assert_eq!(dates, ["2015", "2017", "2018"]);
    assert_eq!(documents[1]["document"], "in/long.jsonl#3");
    assert_eq!(project.rows("out/problems.csv")[0]["line"], "2");
}

#[test]
fn where_dates_come_from_is_told() {
    let project = Project::new();
    let body = "Korea and Vietnam signed an agreement";
    project
        .write("in/head.txt", format!("Seoul, June 5, 2009\n\n{body} a."))
        .write("in/2010.txt", format!("{body} b."))
        .write("in/2011/x.txt", format!("{body} c."))
        .write("in/front.txt", format!("# date = 2012-01-01\n\n{body} d."))
        .write("in/a.csv", format!("date,text\n2013-01-01,{body} e.\n"))
        .write("in/b.csv", format!("url,text\nhttps://a.kr/2014/02/03/x,{body} f.\n"))
        .write("in/c.csv", format!("id,text\n01100801.20150531232402001,{body} g.\n"));
    let (problems, documents) = run(&project, 0);
    assert_eq!(problems, []);
    let mut from: Vec<(&str, &str)> =
        documents.iter().map(|row| (row["date"].as_str(), row["date_from"].as_str())).collect();
    from.sort_unstable();
    let expected = [
        ("2009-06-05", "head"),
        ("2010", "file-name"),
        ("2011", "folder"),
        ("2012-01-01", "front-matter"),
        ("2013-01-01", "row"),
        ("2014-02-03", "url"),
        ("2015-05-31", "identifier"),
    ];
    assert_eq!(from, expected);
    let record: serde_json::Value =
        serde_json::from_str(&project.read("out/run.json")).expect("JSON");
    assert_eq!(record["counts"]["dates_from"]["identifier"], 1);
    assert_eq!(record["counts"]["dates_from"].as_object().map(serde_json::Map::len), Some(7));
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_named_is_not_opened() {
    let project = Project::new();
    let made = std::process::Command::new("mkfifo").arg(project.path("pipe.txt")).status();
    if made.is_ok_and(|status| status.success()) {
        project.keytrend(["run", "pipe.txt"]).run().code(2).stderr_has("neither file nor folder");
    }
}
