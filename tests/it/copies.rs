//! Near copies from outside: found, listed, and left out beside.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::altered::Altered;
use super::env::{Project, Row};

const OUT: &str = "out/tables";

/// A run over originals and altered copies of them.
fn run(project: &Project, seed: u64, more: &[&str]) -> Altered {
    let altered = Altered::new(1_500_000, seed).expect("a corpus");
    project.write("texts/all.jsonl", altered.lines());
    let call =
        project.keytrend(["run", "texts", "--years", "1992-2001", "--no-scope", "-o", "out"]);
    more.iter().fold(call, |call, word| call.arg(*word)).arg("--format").arg("svg").run().code(0);
    altered
}

fn sum(rows: &[Row], column: &str) -> u64 {
    rows.iter().map(|row| row[column].parse::<u64>().expect("a number")).sum()
}

#[test]
fn altered_copies_are_found_and_no_other_text() {
    for (seed, threshold, least) in [(1, "0.8", 0.8), (2, "0.6", 0.6)] {
        let project = Project::new();
        let altered = run(&project, seed, &["--near-duplicates", threshold]);
        let rows = project.rows(&format!("{OUT}/duplicates.csv"));
        let truth: BTreeMap<(&str, &str), f64> =
            altered.pairs.iter().map(|(copy, of, s)| ((copy.as_str(), of.as_str()), *s)).collect();
        let mut listed = BTreeSet::new();
        for row in &rows {
            let pair = (row["document"].as_str(), row["repeats"].as_str());
            let similarity: f64 = row["similarity"].parse().expect("a number");
            let plain = truth.get(&pair).copied().unwrap_or_default();
            assert!((plain - similarity).abs() < 0.01, "{pair:?}: {similarity}, but {plain}");
            assert!(similarity >= least && row["kind"] == "near", "{row:?}");
            assert_eq!((&row["kept"], &row["repeats_source"]), (&row["repeats"], &row["source"]));
            listed.insert(pair);
        }
        let near: Vec<_> = truth.iter().filter(|(_, s)| **s >= least + 0.005).collect();
        let found = near.iter().filter(|(pair, _)| listed.contains(*pair)).count();
        assert!(near.len() > 150, "{}", near.len());
        assert!(found * 100 >= near.len() * 99, "{found} of {}", near.len());
        // A text with every ninth word changed is another text, and none of the above.
        assert!(truth.values().any(|similarity| *similarity < 0.6));
    }
}

#[test]
fn counts_with_and_without_near_copies_stand_side_by_side() {
    let project = Project::new();
    let altered = run(&project, 3, &[]);
    let all = altered.texts.len() as u64;
    let near = project.rows(&format!("{OUT}/duplicates.csv")).len() as u64;
    let trend = project.rows(&format!("{OUT}/trend.csv"));
    assert_eq!(
        (sum(&trend, "documents"), sum(&trend, "documents_without_near_copies")),
        (all, all - near)
    );
    let record: Value = serde_json::from_str(&project.read("out/run.json")).expect("JSON");
    assert_eq!(record["counts"]["near_duplicates"], near);
    assert_eq!(record["counts"]["documents_counted"], all);
    assert_eq!(record["options"]["near_duplicates"], 0.8);
    let note = format!("Among the documents are {near} near-copies (balance by documents: ");
    assert!(project.read("out/report.html").contains(&note));

    // The same texts, but for those that are listed: every column is that of the other run without them.
    let listed: BTreeSet<String> = project
        .rows(&format!("{OUT}/duplicates.csv"))
        .iter()
        .map(|r| r["document"].clone())
        .collect();
    let kept: String = altered
        .lines()
        .lines()
        .filter(|line| {
            let value: Value = serde_json::from_str(line).expect("JSON");
            !listed.contains(value["id"].as_str().expect("an id"))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    project.write("kept/all.jsonl", kept);
    let run = |folder: &str, out: &str, near: &str| {
        let words = [folder, "--years", "1992-2001", "--no-scope", "--near-duplicates", near];
        let call = project.keytrend(["run", "-o", out]);
        words.iter().fold(call, |call, word| call.arg(*word)).run().code(0);
    };
    run("kept", "rest", "off");
    run("texts", "off", "off");
    let columns = |row: &Row, suffix: &str| -> Vec<String> {
        let names = [
            "documents",
            "documents_in_scope",
            "cooperation_documents",
            "conflict_documents",
            "cooperation_hits",
            "conflict_hits",
            "balance_documents",
            "balance_hits",
        ];
        names.iter().map(|name| row[&format!("{name}{suffix}")].clone()).collect()
    };
    for table in ["trend", "languages", "kinds", "sectors", "themes"] {
        let [all, rest, off] =
            ["out", "rest", "off"].map(|out| project.rows(&format!("{out}/tables/{table}.csv")));
        assert_eq!((all.len(), all.len()), (rest.len(), off.len()));
        for ((all, rest), off) in all.iter().zip(&rest).zip(&off) {
            assert_eq!(columns(all, "_without_near_copies"), columns(rest, ""), "{table}");
            assert_eq!(columns(all, ""), columns(off, ""), "{table}");
            assert!(columns(off, "_without_near_copies").iter().all(String::is_empty), "{table}");
        }
    }
    for (table, columns) in
        [("keyword-year", ["hits", "documents"]), ("keywords", ["hits", "documents"])]
    {
        let by_key = |out: &str, suffix: &str| -> BTreeMap<(String, String), Vec<String>> {
            let rows = project.rows(&format!("{out}/tables/{table}.csv"));
            let key =
                |row: &Row| (row["id"].clone(), row.get("period").cloned().unwrap_or_default());
            let counts =
                |row: &Row| columns.map(|name| row[&format!("{name}{suffix}")].clone()).to_vec();
            rows.iter().map(|row| (key(row), counts(row))).collect()
        };
        assert_eq!(by_key("out", "_without_near_copies"), by_key("rest", ""), "{table}");
    }
    project.keytrend(["verify", "out"]).run().code(0);
}

#[test]
fn tallies_hold_near_copies_like_other_documents() {
    let project = Project::new();
    let altered = run(&project, 4, &[]);
    let all = altered.texts.len() as u64;
    let count = |out: &str, more: &[&str]| {
        let call =
            project.keytrend(["count", "texts", "--years", "1992-2001", "--no-scope", "-o", out]);
        more.iter().fold(call, |call, word| call.arg(*word)).run().code(0);
    };
    count("all.parquet", &[]);
    count("near.parquet", &["--near-duplicates", "0.8"]);
    for (tally, out) in [("all.parquet", "of-all"), ("near.parquet", "of-near")] {
        project.keytrend(["report", tally, "-o", out]).run().code(0);
        let trend = project.rows(&format!("{out}/tables/trend.csv"));
        assert_eq!(sum(&trend, "documents"), all);
        assert!(trend.iter().all(|row| row["documents_without_near_copies"].is_empty()));
    }
    project.keytrend(["merge", "all.parquet", "near.parquet", "-o", "both.parquet"]).run().code(0);
}

#[test]
fn threads_do_not_change_what_is_near() {
    let project = Project::new();
    run(&project, 5, &["--threads", "1"]);
    let one = project.read(&format!("{OUT}/duplicates.csv"));
    for file in ["a", "b", "c"] {
        // The same texts in more files, so that threads have something to divide.
        let text =
            project.read("texts/all.jsonl").replace("\"id\":\"", &format!("\"id\":\"{file}"));
        project.write(&format!("texts/{file}.jsonl"), text);
    }
    let table = |threads: &str, out: &str| {
        let words = ["run", "texts", "--no-scope", "--threads", threads, "-o", out];
        project.keytrend(words).run().code(0);
        project.read(&format!("{out}/tables/duplicates.csv"))
    };
    let (alone, together) = (table("1", "alone"), table("4", "together"));
    assert_eq!(alone, together);
    assert!(alone.contains(",exact,") && alone.contains(",near,"));
    assert!(alone.lines().count() > 3 * one.lines().count());
    // What an exact copy repeats may be a near copy itself: what is kept is kept.
    let rows = project.rows("alone/tables/duplicates.csv");
    let left_out: BTreeSet<&String> = rows.iter().map(|row| &row["document"]).collect();
    assert!(rows.iter().all(|row| !left_out.contains(&row["kept"])));
}

#[test]
fn a_corpus_is_shown_before_it_is_counted() {
    let project = Project::new();
    let altered = run(&project, 6, &[]);
    let near = project.rows(&format!("{OUT}/duplicates.csv")).len() as u64;
    project.write("texts/bad.csv", "title,text\nno year,here\n").write("texts/odd.xyz", "?");
    let outcome = project.keytrend(["corpus", "texts", "--json"]).run();
    outcome.code(1);
    let shown: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(shown["all"]["documents"], altered.texts.len());
    assert_eq!(
        (&shown["all"]["near_copies"], &shown["all"]["exact_copies"]),
        (&near.into(), &0.into())
    );
    assert_eq!(shown["copies"].as_array().map_or(0, Vec::len) as u64, near);
    assert_eq!(shown["dates"]["row"], altered.texts.len());
    let of = |list: &str, field: &str| -> u64 {
        let rows = shown[list].as_array().expect("a list");
        rows.iter().map(|row| row[field].as_u64().expect("a number")).sum()
    };
    for list in ["years", "languages", "sources", "formats"] {
        assert_eq!(of(list, "documents"), altered.texts.len() as u64, "{list}");
        assert_eq!(of(list, "near_copies"), near, "{list}");
    }
    let english = altered.texts.iter().filter(|text| text.language.code() == "en").count();
    assert_eq!(shown["languages"][0]["documents"], english);
    assert_eq!(shown["problems"].as_array().map_or(0, Vec::len), 2);
    // For people, with years in a line and all that was skipped.
    project
        .keytrend(["corpus", "texts", "--allow-skipped"])
        .run()
        .code(0)
        .stdout_has("Documents by year   1992")
        .stdout_has("near copies")
        .stdout_has("1 no-year, 1 unknown-format")
        .stderr_has("texts/bad.csv:2");
    project.keytrend(["corpus", "nowhere"]).run().code(2);
    project.keytrend(["corpus", "texts/bad.csv"]).run().code(2).stderr_has("no document");
}
