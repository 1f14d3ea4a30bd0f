//! Plain text and Markdown: one file, one document. Metadata may stand before the text, as `# name = value` lines or
//! as `name: value` lines between `---`.

use std::borrow::Cow;

use super::{Chunk, Cut, Fields, Reader, Record, Settings, encoding};
use crate::document::DateFrom;

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
        let asked = chunk.context.encoding.or(settings.encoding);
        let (text, decoded) = encoding::decode(&chunk.bytes, asked, settings.language);
        if let Some(decoded) = decoded {
            let (reason, detail, hint) = decoded.told();
            take(chunk.problem(0, reason, detail, hint));
            if decoded.is_hopeless() {
                return;
            }
        }
        let text = encoding::without_references(&text);
        let mut fields = Fields::default();
        fields.dates_of_fields_from(DateFrom::FrontMatter);
        let body = metadata(&text, settings, &mut fields);
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

/// What to say of a record with bytes that are no UTF-8, in a file that is UTF-8 otherwise.
pub(super) fn not_utf8(chunk: &Chunk, bytes: &[u8], at: usize) -> Record<'static> {
    let line = chunk.first_line + memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64;
    let detail = format!("byte {} is not UTF-8, though the file is", at + 1);
    let hint = "mend it, or name the file's encoding with --encoding, if it is another";
    chunk.problem(line, "not-utf8", detail, hint)
}

/// The same of a record that begins on `line`.
pub(super) fn not_utf8_at(chunk: &Chunk, bytes: &[u8], at: usize, line: u64) -> Record<'static> {
    match not_utf8(chunk, bytes, at) {
        Record::Problem(problem) => Record::Problem(crate::error::Problem { line, ..problem }),
        document => document,
    }
}
