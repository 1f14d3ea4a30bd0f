//! What people hand on: workbook, Parquet, Markdown, data package; and that all of a run is listed and explained.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use crate::determinism::contents;
use crate::env::{Project, rows};

fn json(project: &Project, name: &str) -> Value {
    serde_json::from_str(&project.read(name)).expect("JSON")
}

fn written(project: &Project) -> BTreeSet<String> {
    let run = json(project, "out/run.json");
    let list = run["written"].as_array().expect("a list");
    list.iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

fn run() -> Project {
    let project = Project::new();
    let words = ["run", "-q", "--tables", "csv,xlsx,parquet", "--theme", "both", "-o", "out"];
    project.keytrend(words).run().code(0);
    project
}

/// One run for all that is asked of it, for drawing takes its time.
#[test]
fn everything_that_is_written_is_listed_described_and_linked() {
    let project = run();
    let written = written(&project);
    let there: BTreeSet<String> = contents(&project.path("out")).into_keys().collect();
    assert_eq!(written, there);
    the_package_describes_the_tables(&project, &written);
    the_report_links_to_what_is_there(&project, &written);
    the_page_of_the_docs_names_all(&written);
}

fn the_package_describes_the_tables(project: &Project, written: &BTreeSet<String>) {
    let package = json(project, "out/datapackage.json");
    let resources = package["resources"].as_array().expect("a list");
    let mut described = BTreeSet::new();
    for resource in resources {
        let path = resource["path"].as_str().expect("a path");
        described.insert(path.to_owned());
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        let text = project.read(&format!("out/{path}"));
        let text = text.trim_start_matches('\u{FEFF}');
        assert_eq!(text.lines().next().expect("a heading"), names.join(","), "{path}");
        for row in rows(text) {
            for field in fields {
                let value = &row[field["name"].as_str().expect("a name")];
                let fits = value.is_empty()
                    || match field["type"].as_str() {
                        Some("integer") => value.parse::<u64>().is_ok(),
                        Some("number") => value.parse::<f64>().is_ok(),
                        Some("string") => true,
                        _ => false,
                    };
                assert!(fits, "{path}: `{value}` for {field}");
            }
        }
    }
    let tables: BTreeSet<String> =
        written.iter().filter(|name| name.ends_with(".csv")).cloned().collect();
    assert_eq!(described, tables);
}

fn the_report_links_to_what_is_there(project: &Project, written: &BTreeSet<String>) {
    let report = project.read("out/report.md");
    let link = Regex::new(r"\]\(([^)]+)\)").expect("a pattern");
    let links: Vec<String> = link.captures_iter(&report).map(|link| link[1].to_owned()).collect();
    assert!(links.len() > 6, "{report}");
    for link in links {
        assert!(written.contains(&link), "report.md links to {link}");
    }
}

/// `docs/output.md` has a line for every file, with `NAME` for the charts and tables that have a list of their own.
fn the_page_of_the_docs_names_all(written: &BTreeSet<String>) {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/output.md"));
    let page = page.expect("docs/output.md");
    for name in written {
        let (folder, file) = name.split_once('/').unwrap_or(("", name));
        let (stem, end) = file.split_once('.').expect("an ending");
        let generic = match folder {
            "charts" if stem.ends_with("-dark") => format!("`charts/NAME-dark.{end}`"),
            "charts" | "tables" if end != "csv" => format!("`{folder}/NAME.{end}`"),
            _ => format!("`{name}`"),
        };
        assert!(page.contains(&generic), "docs/output.md does not speak of {generic}");
        if folder == "charts" {
            let chart = stem.trim_end_matches("-dark");
            assert!(page.contains(&format!("`{chart}`")), "docs/output.md lacks the chart {chart}");
        }
    }
}

#[test]
fn only_what_is_asked_for() {
    let project = Project::new();
    project
        .keytrend(["run", "-q", "--tables", "csv", "--format", "svg", "-o", "out"])
        .run()
        .code(0);
    let written = written(&project);
    assert!(!written.contains("tables.xlsx") && written.contains("tables/trend.csv"));
    assert!(written.contains("report.md") && !written.iter().any(|name| name.ends_with(".png")));
    assert!(project.read("out/report.md").contains("](charts/trend.svg)"));
    project
        .keytrend(["run", "--tables", "excel"])
        .run()
        .code(2)
        .stderr_has("possible values: csv, xlsx, parquet");
}

#[test]
fn completions_and_manual() {
    let project = Project::new();
    project.keytrend(["completions", "bash"]).run().code(0).stdout_has("complete -F _keytrend");
    project.keytrend(["completions", "basch"]).run().code(2).stderr_has("'bash'");
    project.keytrend(["man"]).run().code(0).stdout_has(".TH keytrend 1");
    project.keytrend(["man", "pages"]).run().code(0);
    assert!(project.read("pages/keytrend-render.1").contains("Draw the charts again"));
}
