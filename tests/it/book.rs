//! The documentation as a book: every page is in its list, every link leads somewhere, every worked study is a study.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::env::Project;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Markdown files below a folder, as paths from it.
fn pages(folder: &Path) -> BTreeSet<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    files
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"))
        .map(|entry| {
            let within = entry.path().strip_prefix(folder).expect("below the folder");
            within.to_string_lossy().replace('\\', "/")
        })
        .collect()
}

/// Links of a page without those that leave the repository.
fn links(text: &str) -> Vec<String> {
    let link = Regex::new(r"\]\(([^)\s]+)\)").expect("a pattern");
    let outward = ["http://", "https://", "mailto:"];
    link.captures_iter(text)
        .map(|link| link[1].to_owned())
        .filter(|link| !outward.iter().any(|start| link.starts_with(start)))
        .collect()
}

/// Headings as the anchors that they get.
fn anchors(text: &str) -> BTreeSet<String> {
    let plain = |heading: &str| -> String {
        heading
            .trim_start_matches('#')
            .trim()
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    };
    text.lines().filter(|line| line.starts_with('#')).map(plain).collect()
}

#[test]
fn every_page_is_in_the_book() {
    let docs = root().join("docs");
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).expect("docs/SUMMARY.md");
    let listed: Vec<String> = links(&summary);
    let once: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), once.len(), "docs/SUMMARY.md names a page twice");
    let mut there = pages(&docs);
    assert!(there.remove("SUMMARY.md"));
    assert_eq!(once, there);
    let book: toml::Table =
        toml::from_str(&fs::read_to_string(docs.join("book.toml")).expect("docs/book.toml"))
            .expect("TOML");
    assert_eq!(book["book"]["src"].as_str(), Some("."));
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = vec![];
    let tops =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "corpus/README.md"];
    let docs = pages(&root().join("docs")).into_iter().map(|page| format!("docs/{page}"));
    let mut seen = 0;
    for page in tops.into_iter().map(str::to_owned).chain(docs) {
        let text = fs::read_to_string(root().join(&page)).unwrap_or_else(|e| panic!("{page}: {e}"));
        for link in links(&text) {
            seen += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let folder = root().join(&page);
            let target = match file {
                "" => root().join(&page),
                file => folder.parent().expect("a folder").join(file),
            };
            let there = match (fs::read_to_string(&target), anchor) {
                (_, "") => target.exists(),
                (Ok(text), anchor) => anchors(&text).contains(anchor),
                (Err(_), _) => false,
            };
            if !there {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
    assert!(seen > 60, "only {seen} links were found");
}

#[test]
fn every_worked_study_is_a_study() {
    let folder = root().join("docs/studies");
    let project = Project::new();
    let mut checked = 0;
    for entry in fs::read_dir(&folder).expect("docs/studies") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let size = fs::metadata(&path).expect("a size").len();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("toml") => {
                checked += 1;
                let file = path.display().to_string();
                project.keytrend(["check", &file]).run().code(0).stdout_has(&stem);
                let page = fs::read_to_string(folder.join(format!("{stem}.md"))).expect("its page");
                assert!(
                    page.contains(&format!("{stem}.toml")),
                    "{stem}.md does not name its study"
                );
                assert!(page.contains("## What cannot be said"), "{stem}.md has no limits");
            }
            Some("png") => assert!(size <= 150_000, "{} is {size} bytes", path.display()),
            _ => {}
        }
    }
    assert!(checked >= 3, "{checked} studies");
}
