//! Imports go downward only (`ARCHITECTURE.md`, "The floors").

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;

/// From the ground up. A module may import those of the floors below it.
const FLOORS: &[&[&str]] = &[
    &["document", "error", "mail", "toml_text"],
    &["lexicon", "study", "builtin"],
    &["read", "segment"],
    &["matching"],
    &["count", "duplicates"],
    &["weigh"],
    &["trend"],
    &["chart"],
    &["report"],
    &["pipeline"],
    &["cli"],
    &["main"],
];

/// Imports within a floor, each from the first to the second.
const BESIDE: &[(&str, &str)] = &[
    ("toml_text", "error"),
    ("study", "lexicon"),
    ("builtin", "study"),
    // A test alone: the built-in files are whole.
    ("builtin", "lexicon"),
];

/// Modules that touch no disk and start no thread: the same values in, the same values out.
const PURE: &[&str] =
    &["document", "error", "mail", "toml_text", "lexicon", "segment", "matching", "weigh", "trend"];

struct Source {
    name: String,
    module: String,
    /// How far its module is from the crate: 2 for `crate::read::csv`.
    depth: usize,
    /// Without comments.
    code: String,
}

fn sources() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let comment = Regex::new(r"(?m)^\s*//.*$").expect("a pattern");
    let mut sources = vec![];
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.expect("a readable folder");
        let path = entry.path().strip_prefix(&folder).expect("a path below src");
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let name = path.to_string_lossy().replace('\\', "/");
        let parts: Vec<&str> = name.trim_end_matches(".rs").split('/').collect();
        let code = std::fs::read_to_string(entry.path()).expect("a source file");
        sources.push(Source {
            module: parts[0].to_owned(),
            depth: parts.len() - usize::from(parts.last() == Some(&"mod")),
            code: comment.replace_all(&code, "").into_owned(),
            name,
        });
    }
    sources
}

/// The modules of the crate that a source names, by `crate::`, by `keytrend::` (in `main.rs`), or by climbing.
fn imports(source: &Source) -> BTreeSet<String> {
    let path = Regex::new(r"\b(?:crate|keytrend)::(\w+)").expect("a pattern");
    let group = Regex::new(r"\b(?:crate|keytrend)::\{([^;]*)\}").expect("a pattern");
    let climb = Regex::new(r"\b((?:super::)+)(\w+)").expect("a pattern");
    let mut found: BTreeSet<String> =
        path.captures_iter(&source.code).map(|found| found[1].to_owned()).collect();
    for list in group.captures_iter(&source.code) {
        let mut depth = 0;
        let mut word = String::new();
        for c in list[1].chars().chain([',']) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    let word = std::mem::take(&mut word);
                    found.extend(word.trim().split("::").next().map(str::to_owned));
                }
                c if depth == 0 => word.push(c),
                _ => {}
            }
        }
    }
    for found_climb in climb.captures_iter(&source.code) {
        if found_climb[1].matches("super").count() >= source.depth
            && floor(&found_climb[2]).is_some()
        {
            found.insert(found_climb[2].to_owned());
        }
    }
    found.remove("");
    found
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn may_import(from: &str, to: &str) -> bool {
    match (floor(from), floor(to)) {
        _ if from == to => true,
        (Some(above), Some(below)) => above > below || BESIDE.contains(&(from, to)),
        _ => false,
    }
}

#[test]
fn imports_go_downward() {
    let mut upward = vec![];
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        if source.module == "lib" {
            for module in imports(&source) {
                assert!(floor(&module).is_some(), "{module} has no floor in tests/it/floors.rs");
            }
            continue;
        }
        assert!(
            floor(&source.module).is_some(),
            "src/{} stands on no floor: give {} one in tests/it/floors.rs",
            source.name,
            source.module
        );
        for import in imports(&source) {
            if !may_import(&source.module, &import) {
                upward.push(format!("src/{} imports {import}", source.name));
            }
            seen.entry(source.module.clone()).or_default().insert(import);
        }
    }
    assert!(
        upward.is_empty(),
        "imports go downward only (ARCHITECTURE.md):\n{}",
        upward.join("\n")
    );
    // The test sees what there is to see.
    assert!(seen["matching"].contains("segment") && seen["main"].contains("cli"), "{seen:#?}");
    assert!(seen["cli"].len() > 4, "{seen:#?}");
}

#[test]
fn middle_floors_touch_no_disk() {
    let disk = Regex::new(r"\bstd::(?:fs|net|process|thread)\b|\bFile::open\b|\brayon::")
        .expect("a pattern");
    for source in sources() {
        if !PURE.contains(&source.module.as_str()) || source.name.ends_with("tests.rs") {
            continue;
        }
        let code = source.code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let found = disk.find(code).map(|found| found.as_str());
        assert_eq!(found, None, "src/{}", source.name);
    }
}

#[test]
fn upward_imports_would_be_seen() {
    let source = |name: &str, module: &str, depth, code: &str| Source {
        name: name.to_owned(),
        module: module.to_owned(),
        depth,
        code: code.to_owned(),
    };
    let found = |code: &str| {
        imports(&source("read/csv.rs", "read", 2, code)).into_iter().collect::<Vec<String>>()
    };
    assert_eq!(found("use crate::error::{Error, Result};"), ["error"]);
    assert_eq!(found("use crate::{count::{Cell, Tally}, trend};"), ["count", "trend"]);
    assert_eq!(found("let x = super::super::trend::y();"), ["trend"]);
    assert!(found("use super::super::Fields; use super::count;").is_empty());
    assert!(!may_import("read", "segment") && !may_import("segment", "read"));
    assert!(!may_import("count", "trend") && !may_import("lexicon", "study"));
    assert!(!may_import("trend", "unheard_of"));
}
