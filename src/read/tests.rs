//! What the page of formats says is what is in this folder.

use super::*;

/// The tables of `docs/formats.md` that say what is in this folder.
fn generated() -> [(&'static str, String); 2] {
    let mut readers = "| name | extensions | what it reads |\n| --- | --- | --- |\n".to_owned();
    for reader in READERS {
        let extensions: Vec<String> =
            reader.extensions().iter().map(|extension| format!("`.{extension}`")).collect();
        let (name, about) = (reader.name(), reader.about());
        readers += &format!("| `{name}` | {} | {about} |\n", extensions.join(" "));
    }
    [("readers", readers), ("columns", columns::markdown())]
}

#[test]
#[allow(clippy::disallowed_methods, reason = "it writes a page of the documentation")]
fn the_documentation_is_generated() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md");
    let old = std::fs::read_to_string(path).unwrap();
    let mut new = old.clone();
    for (name, table) in generated() {
        let from = new.find(&format!("<!-- {name}: ")).expect("the mark before a table");
        let from = from + new[from..].find('\n').expect("a line end") + 1;
        let to = from + new[from..].find("<!-- end -->").expect("the mark behind a table");
        new.replace_range(from..to, &format!("\n{table}\n"));
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(path, new).unwrap();
    }
    assert!(new == old, "docs/formats.md is old: run with UPDATE_GOLDEN=1");
}

#[test]
fn every_problem_is_documented() {
    let page = include_str!("../../docs/formats.md");
    let sources = [
        include_str!("mod.rs"),
        include_str!("bigkinds.rs"),
        include_str!("chunks.rs"),
        include_str!("csv.rs"),
        include_str!("json.rs"),
        include_str!("jsonl.rs"),
        include_str!("parquet.rs"),
        include_str!("table.rs"),
        include_str!("text.rs"),
        include_str!("walk.rs"),
        include_str!("cutting.rs"),
        include_str!("encoding.rs"),
        include_str!("nested.rs"),
        include_str!("tar.rs"),
        include_str!("warc.rs"),
        include_str!("zip.rs"),
        include_str!("docx.rs"),
        include_str!("html/mod.rs"),
        include_str!("hwp/five.rs"),
        include_str!("hwp/mod.rs"),
        include_str!("package.rs"),
        include_str!("pdf/mod.rs"),
        include_str!("pdf/poppler.rs"),
        include_str!("xlsx.rs"),
    ];
    // Every place where a reason is named: after the line (or 0), or by its field.
    let reason = regex::Regex::new(
        r#"(?:problem\(\s*[\w.]+,\s*|(?:Refused|Self)::new\(\s*|reason: |^\s+false => \(|let hint.*\n\s*\()"([a-z0-9-]+)""#,
    )
    .unwrap();
    let mut reasons: Vec<&str> = sources
        .iter()
        .flat_map(|source| reason.captures_iter(source))
        .map(|found| found.get(1).unwrap().as_str())
        .collect();
    reasons.sort_unstable();
    reasons.dedup();
    assert!(reasons.len() >= 10, "{reasons:?}");
    for reason in reasons {
        assert!(page.contains(&format!("| `{reason}` |")), "docs/formats.md lacks {reason}");
    }
}

#[test]
fn readers_are_named_and_told_apart() {
    let mut names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
    let mut extensions: Vec<&str> =
        READERS.iter().flat_map(|reader| reader.extensions()).copied().collect();
    for list in [&mut names, &mut extensions] {
        let count = list.len();
        list.sort_unstable();
        list.dedup();
        assert_eq!(list.len(), count, "{list:?}");
        assert!(list.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }
    assert!(READERS.iter().all(|reader| !reader.about().is_empty()));
    assert_eq!(
        reader_of("a/b.JSONL.gz").map(|(r, c)| (r.name(), c)),
        Some(("jsonl", Compression::Gzip))
    );
    assert!(reader_of("a/b.odt").is_none());
}
