//! Exports of BIGKinds, the news archive of the Korea Press Foundation, in whatever kind of table. It withholds the
//! articles: a row has the first 200 characters, and the nouns of the whole article in text order, those of the title
//! first. The nouns are counted, with what only the title has; title and beginning are shown.

use std::borrow::Cow;

use super::columns::{Columns, Field};
use super::{Chunk, Fields, Record, Settings};

/// Whether a header row is that of an export: its keywords stand beside columns that no other table has, or there is
/// no text to count in their place. A study that names the column of the text wants that one counted.
pub(super) fn is_export(names: &[String], columns: &Columns) -> bool {
    let names: Vec<String> = names
        .iter()
        .map(|name| name.trim_start_matches('\u{FEFF}').split_whitespace().collect())
        .collect();
    let has = |known: &[&str]| names.iter().any(|name| known.contains(&name.as_str()));
    has(&["키워드"])
        && has(&["제목"])
        && has(&["언론사", "매체명"])
        && has(&["일자", "날짜", "뉴스식별자", "뉴스ID"])
        && (has(&["뉴스식별자", "뉴스ID", "분석제외여부"])
            || names.iter().any(|name| name.starts_with("특성추출"))
            || !names.iter().any(|name| columns.field(name) == Some(Field::Text)))
        && !columns.is_own(Field::Text)
}

/// The document of one row, or why it is none.
pub(super) fn record<'a>(
    mut fields: Fields<'a>,
    chunk: &Chunk,
    settings: &Settings,
    line: u64,
) -> Record<'a> {
    let marks = marks(fields.get(Field::Excluded));
    if !marks.is_empty() {
        // The same words for every such row: they become one line a file.
        let detail = format!("marked {marks}");
        return chunk.problem(line, "excluded", detail, "empty this column to count such rows");
    }
    let nouns = fields.take(Field::Keywords);
    if nouns.trim().is_empty() {
        return fields.document(chunk, settings, line, line);
    }
    let beginning = fields.take(Field::Text);
    fields.values[Field::Text as usize] = Some(Cow::Owned(listed(&nouns)));
    match fields.document(chunk, settings, line, line) {
        Record::Document(mut document) => {
            document.shown = Some(beginning);
            Record::Document(document)
        }
        problem => problem,
    }
}

/// The marks of a row that the archive leaves out of its analyses (`중복` a repetition, `예외` such as a caption), in
/// one spelling; empty for most rows.
fn marks(value: &str) -> String {
    let marks: Vec<&str> =
        value.split(',').map(str::trim).filter(|mark| !mark.is_empty()).collect();
    marks.join(", ")
}

/// Spaces for the commas between nouns, byte for byte. The archive takes compounds apart and leaves particles out, so
/// that nouns beside each other here are nouns beside each other there, and a term of several words is found.
fn listed(nouns: &str) -> String {
    nouns.replace(',', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(header: &str) -> Vec<String> {
        header.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn exports_are_told_by_their_headers() {
        let known = Columns::default();
        for header in [
            "뉴스 식별자,일자,언론사,기고자,제목,인물,위치,기관,키워드,본문,URL,분석제외 여부",
            "뉴스식별자,일자,언론사,제목,키워드,본문,분석제외여부",
            "\u{FEFF}뉴스ID,날짜,매체명,제목,키워드,특성추출,본문",
            "일자,언론사,제목,키워드",
        ] {
            assert!(is_export(&names(header), &known), "{header}");
        }
        // Somebody else's keywords beside a whole text.
        assert!(!is_export(&names("일자,언론사,제목,키워드,본문"), &known));
        assert!(!is_export(&names("date,source,title,keywords"), &known));
        let own = Columns::new([("본문".to_owned(), Field::Text)]);
        assert!(!is_export(&names("뉴스 식별자,일자,언론사,제목,키워드,본문"), &own));
    }

    #[test]
    fn marks_have_one_spelling() {
        assert_eq!(marks(" 중복 ,예외 "), "중복, 예외");
        assert_eq!(marks(" , "), "");
        assert_eq!(listed("업무,협약, 체결"), "업무 협약  체결");
    }
}
