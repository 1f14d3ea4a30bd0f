//! The documents speak of what is there.

use std::path::{Path, PathBuf};

use regex::Regex;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Markdown files at the top and in `docs/`, by their names.
fn documents() -> Vec<(String, String)> {
    let mut documents = vec![];
    for folder in ["", "docs/", "docs/studies/"] {
        for entry in std::fs::read_dir(root().join(folder)).expect("a folder") {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            if name.ends_with(".md") {
                let text =
                    std::fs::read_to_string(root().join(folder).join(&name)).expect("a file");
                documents.push((format!("{folder}{name}"), text));
            }
        }
    }
    documents.sort_unstable();
    assert!(documents.iter().any(|(name, _)| name == "ARCHITECTURE.md"));
    documents
}

#[test]
fn links_and_paths_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#\s]+)(?:#[^)]*)?\)").expect("a pattern");
    let path =
        Regex::new(r"`((?:src|docs|tests|corpus|benches|examples)/[\w./-]*)`").expect("a pattern");
    let mut dead = vec![];
    for (name, text) in documents() {
        let folder = Path::new(&name).parent().map(Path::to_path_buf).unwrap_or_default();
        for found in link.captures_iter(&text) {
            if !found[1].contains("://") && !root().join(&folder).join(&found[1]).exists() {
                dead.push(format!("{name}: link to {}", &found[1]));
            }
        }
        for found in path.captures_iter(&text) {
            if !root().join(&found[1]).exists() {
                dead.push(format!("{name}: {}", &found[1]));
            }
        }
    }
    assert!(dead.is_empty(), "what these speak of is not there:\n{}", dead.join("\n"));
}

#[test]
fn documents_are_for_everyone() {
    // Folders of somebody's own machine.
    let own = Regex::new(r"(?:^|[\s`(])(?:/home/|/root/|/work/|/tmp/|/Users/|[A-Z]:\\)")
        .expect("a pattern");
    for (name, text) in documents() {
        let line = text.lines().find(|line| own.is_match(line));
        assert_eq!(line, None, "{name} names a folder of one machine");
    }
}

#[test]
fn every_module_is_on_the_map() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for entry in std::fs::read_dir(root().join("src")).expect("src") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if entry.path().is_dir() { format!("{name}/") } else { name };
        assert!(
            map.contains(&format!("`{name}`")),
            "ARCHITECTURE.md does not say what `{name}` is for"
        );
    }
}
