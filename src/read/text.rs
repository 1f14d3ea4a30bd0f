//! Plain text and Markdown: one file, one document. Metadata may stand before the text, as `# name = value` lines or
//! as `name: value` lines between `---`.

use std::borrow::Cow;

use super::{Chunk, Cut, Fields, Reader, Record, Settings};

pub struct Text;

impl Reader for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "plain text and Markdown, one document a file; year from metadata lines, file name or folder"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text", "md", "markdown"]
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        let bytes = chunk.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&chunk.bytes);
        let text = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return take(not_utf8(chunk, bytes, error.valid_up_to())),
        };
        let mut fields = Fields::default();
        let body = metadata(text, settings, &mut fields);
        if body.trim().is_empty() {
            let hint = "put its text there, or leave the file out";
            return take(chunk.problem(0, "empty", "the file holds no text", hint));
        }
        fields.set(super::columns::Field::Text, Cow::Borrowed(body));
        take(fields.document(chunk, settings, 1, 0));
    }
}

/// Reads the metadata at the head of `text` into `fields`; returns what follows it.
fn metadata<'a>(text: &'a str, settings: &Settings, fields: &mut Fields<'a>) -> &'a str {
    let (mut rest, separator, ends) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end() == "---" => (rest, ':', true),
        _ => (text, '=', false),
    };
    let start = rest;
    let mut known = false;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim();
        if ends && matches!(line, "---" | "...") {
            return after;
        }
        let pair = match ends {
            true => line.split_once(separator),
            false => line.strip_prefix('#').and_then(|line| line.split_once(separator)),
        };
        match pair {
            Some((name, value)) => {
                // Names that are no field are the author's own; they are no text.
                if let Some(field) = settings.columns.field(name.trim()) {
                    fields.set(field, Cow::Borrowed(value.trim().trim_matches('"')));
                    known = true;
                }
            }
            None if ends => {}
            None => break,
        }
        rest = after;
    }
    match (ends, known) {
        // No closing line: it was no metadata.
        (true, _) => text,
        // Lines with `#` and `=`, but none that is a field, are the text's own.
        (false, false) => start,
        (false, true) => rest,
    }
}

/// What to say of bytes that are no UTF-8.
pub(super) fn not_utf8(chunk: &Chunk, bytes: &[u8], at: usize) -> Record<'static> {
    let line = chunk.first_line + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
    let (detail, hint) = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            ("the file is UTF-16".to_owned(), "save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
        }
        _ => (
            format!("byte {} is not UTF-8", at + 1),
            "save it as UTF-8 (Korean files are often CP949: iconv -f CP949 -t UTF-8)",
        ),
    };
    chunk.problem(line, "not-utf8", detail, hint)
}

/// The same of a record that begins on `line`.
pub(super) fn not_utf8_at(chunk: &Chunk, bytes: &[u8], at: usize, line: u64) -> Record<'static> {
    match not_utf8(chunk, bytes, at) {
        Record::Problem(problem) => Record::Problem(crate::error::Problem { line, ..problem }),
        document => document,
    }
}
