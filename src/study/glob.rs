//! Which files of a folder are read: glob patterns over paths relative to the folder, written with `/`.

use regex::{Regex, RegexSet};

/// Compiled `include` and `exclude` patterns. `Default` lets everything through.
#[derive(Clone, Debug, Default)]
pub struct PathFilter {
    include: RegexSet,
    exclude: RegexSet,
}

impl PathFilter {
    /// Patterns that [`check`] let through.
    pub(super) fn new(include: &[String], exclude: &[String]) -> Self {
        let compile = |globs: &[String]| {
            RegexSet::new(globs.iter().map(|glob| to_regex(glob))).unwrap_or_default()
        };
        Self { include: compile(include), exclude: compile(exclude) }
    }

    /// Whether a file is read. `relative` is its path from the folder that was given, with `/`.
    pub fn accepts(&self, relative: &str) -> bool {
        (self.include.is_empty() || self.include.is_match(relative))
            && !self.exclude.is_match(relative)
    }
}

/// What is wrong with a glob, if anything.
pub(super) fn check(glob: &str) -> Option<&'static str> {
    if glob.is_empty() {
        return Some("a path pattern is empty");
    }
    if glob.starts_with('/') || glob.starts_with("./") || glob.split('/').any(|part| part == "..") {
        return Some("path patterns start inside the folder that is read");
    }
    let mut open = false;
    for character in glob.chars() {
        match character {
            '{' if open => return Some("`{` inside `{` in a path pattern"),
            '{' => open = true,
            '}' if !open => return Some("`}` without `{` in a path pattern"),
            '}' => open = false,
            _ => {}
        }
    }
    if open {
        return Some("`{` without `}` in a path pattern");
    }
    Regex::new(&to_regex(glob)).err().map(|_| "a path pattern is too long")
}

/// `*` and `?` stay within a name, `**` crosses folders, `{a,b}` is either. A pattern without `/` is about names in
/// any folder; one that ends in `/` is about all that is in the folder.
fn to_regex(glob: &str) -> String {
    let mut regex = String::from("^");
    let whole = match glob.strip_suffix('/') {
        Some(folder) => format!("{folder}/**"),
        None => glob.to_owned(),
    };
    if !glob.trim_end_matches('/').contains('/') {
        regex.push_str("(?:.*/)?");
    }
    let mut rest = whole.as_str();
    let mut within = false;
    while let Some(character) = rest.chars().next() {
        let (piece, length) = match character {
            _ if rest.starts_with("**/") => ("(?:.*/)?".to_owned(), 3),
            _ if rest.starts_with("**") => (".*".to_owned(), 2),
            '*' => ("[^/]*".to_owned(), 1),
            '?' => ("[^/]".to_owned(), 1),
            '{' => ("(?:".to_owned(), 1),
            '}' => (")".to_owned(), 1),
            ',' if within => ("|".to_owned(), 1),
            other => (regex::escape(&other.to_string()), other.len_utf8()),
        };
        within = (within || character == '{') && character != '}';
        regex.push_str(&piece);
        rest = &rest[length..];
    }
    regex.push('$');
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(glob: &str, path: &str) -> bool {
        assert_eq!(check(glob), None);
        PathFilter::new(&[glob.to_owned()], &[]).accepts(path)
    }

    #[test]
    fn globs_match_names_folders_and_alternatives() {
        assert!(matches("*.csv", "a.csv"));
        assert!(matches("*.csv", "news/2017/a.csv"));
        assert!(!matches("*.csv", "a.csv.bak"));
        assert!(matches("news/*.csv", "news/a.csv"));
        assert!(!matches("news/*.csv", "news/2017/a.csv"));
        assert!(matches("news/**/*.csv", "news/a.csv"));
        assert!(matches("news/**/*.csv", "news/2017/05/a.csv"));
        assert!(matches("news/", "news/2017/a.csv"));
        assert!(matches("drafts/", "news/drafts/a.csv"));
        assert!(!matches("drafts/", "drafts.csv"));
        assert!(matches("*.{csv,jsonl}", "a.jsonl"));
        assert!(matches("20??/*", "2017/a.csv"));
        assert!(matches("기사 (1).csv", "기사 (1).csv"));
        assert!(!matches("a+b", "aab"));
    }

    #[test]
    fn exclude_wins() {
        let filter = PathFilter::new(&["*.csv".to_owned()], &["old/".to_owned()]);
        assert!(
            filter.accepts("a.csv") && !filter.accepts("old/a.csv") && !filter.accepts("a.txt")
        );
        assert!(PathFilter::default().accepts("anything"));
    }

    #[test]
    fn broken_globs_are_refused() {
        for glob in ["", "/news", "../news", "a{b", "a}b", "{a{b}}"] {
            assert!(check(glob).is_some(), "{glob}");
        }
    }
}
