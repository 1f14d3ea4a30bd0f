//! A title that stands apart and again above the text is one title: it is counted once.

/// `text` without its first line, if that is `title`.
pub fn without_title(title: &str, text: String) -> String {
    let start = text.trim_start();
    let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
    let same = first.split_whitespace().eq(title.split_whitespace());
    if same && !title.trim().is_empty() { rest.trim_start().to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::without_title;

    #[test]
    fn a_title_is_counted_once() {
        let text = |title: &str, text: &str| without_title(title, text.to_owned());
        assert_eq!(text("A pact", "\n A  pact \n\nIt was signed."), "It was signed.");
        assert_eq!(text("A pact", "A pact was signed."), "A pact was signed.");
        assert_eq!(text("A pact", "A pact"), "");
        assert_eq!(text("", "\nIt was signed."), "\nIt was signed.");
    }
}
