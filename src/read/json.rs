//! JSON files that hold one list of objects, one document an object: the list itself, or an object with a list in it.
//! Objects are cut out where they lie, so that a long list is read in pieces like any file of records.

use memchr::memchr2;

use super::columns::KnownKeys;
use super::jsonl;
use super::{Chunk, Cut, Reader, Record, Settings};

pub struct Json;

impl Reader for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "JSON: a list of objects, or an object that holds one; one document an object"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn cut(&self) -> Cut {
        Cut::Records(last_object_end)
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        let bytes = &*chunk.bytes;
        let mut counted = 0;
        let mut line = chunk.first_line;
        let mut keys = KnownKeys::default();
        let mut objects = Objects::new(bytes);
        for piece in objects.by_ref() {
            let (start, end, reason) = match piece {
                Piece::Object(start, end) => (start, end, None),
                Piece::Other(at) => (at, at + 1, Some("an entry of the list is no object")),
                Piece::Second(at) => (at, at, Some("a second list of objects was not read")),
                Piece::Cut(start) => {
                    (start, bytes.len(), Some("the file ends before its object does"))
                }
            };
            line += lines(&bytes[counted..start]);
            counted = start;
            if let Some(detail) = reason {
                // A chunk before a break ends between objects; what breaks is said of the file.
                if chunk.failure.is_none() {
                    take(chunk.problem(line, "broken-record", detail, HINT));
                }
                continue;
            }
            match simdutf8::compat::from_utf8(&bytes[start..end]) {
                Ok(text) => take(jsonl::record(text, chunk, settings, &mut keys, line, HINT)),
                Err(error) => take(super::text::not_utf8_at(
                    chunk,
                    &bytes[start..end],
                    error.valid_up_to(),
                    line,
                )),
            }
        }
        if chunk.place.1 == 0 && !objects.listed && chunk.failure.is_none() {
            let detail = "no list of objects";
            take(chunk.problem(
                line,
                "broken-record",
                detail,
                "keep one object a document, in a list",
            ));
        }
    }
}

const HINT: &str = "each entry of the list must be one whole object; the other entries were read";

fn lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Where the last object of the list ends that ends within `bytes`.
fn last_object_end(bytes: &[u8]) -> Option<usize> {
    let mut end = None;
    for piece in Objects::new(bytes) {
        if let Piece::Object(_, to) = piece {
            end = Some(to);
        }
    }
    end
}

enum Piece {
    /// From its `{` to behind its `}`.
    Object(usize, usize),
    /// Something else in the list.
    Other(usize),
    /// An object that does not end.
    Cut(usize),
    /// Another list of objects behind the first.
    Second(usize),
}

/// The objects of the list in bytes that begin with the file, or with the comma behind an object.
struct Objects<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the list is, or was, found.
    listed: bool,
}

impl<'a> Objects<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let first = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
        let first = first.unwrap_or(bytes.len());
        let byte_order_mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { first };
        match bytes.get(byte_order_mark..).map(<[u8]>::trim_ascii_start) {
            Some([b'[', ..]) => Self { bytes, at: first_of(bytes, b'[') + 1, listed: true },
            Some([b'{', ..]) => match list_within(bytes, first_of(bytes, b'{')) {
                Within::List(at) => Self { bytes, at, listed: true },
                // One object, which is one document.
                Within::None(start) => Self { bytes, at: start, listed: true },
                Within::Unknown => Self { bytes, at: bytes.len(), listed: false },
            },
            Some([b',' | b']', ..]) => Self { bytes, at: first, listed: true },
            _ => Self { bytes, at: bytes.len(), listed: false },
        }
    }
}

fn first_of(bytes: &[u8], wanted: u8) -> usize {
    memchr::memchr(wanted, bytes).unwrap_or(bytes.len())
}

impl Iterator for Objects<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' => self.at += 1,
                b'{' => {
                    let start = self.at;
                    let Some(end) = value_end(self.bytes, start) else {
                        self.at = self.bytes.len();
                        return Some(Piece::Cut(start));
                    };
                    self.at = end;
                    return Some(Piece::Object(start, end));
                }
                b']' => {
                    let behind = list_within(self.bytes, self.at);
                    self.at = self.bytes.len();
                    if let Within::List(at) = behind {
                        return Some(Piece::Second(at));
                    }
                }
                _ => {
                    let start = self.at;
                    self.at = value_end(self.bytes, start).unwrap_or(self.bytes.len());
                    return Some(Piece::Other(start));
                }
            }
        }
        None
    }
}

enum Within {
    /// Behind the `[` of the list.
    List(usize),
    /// There is none: where the object begins.
    None(usize),
    /// The object ends before it can be told.
    Unknown,
}

/// The first list of objects among the values of the object that begins at `start`.
fn list_within(bytes: &[u8], start: usize) -> Within {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None => return Within::Unknown,
            Some(b'}') => return Within::None(start),
            Some(b'[') => {
                let inside = bytes[at + 1..].trim_ascii_start();
                match inside.first() {
                    None => return Within::Unknown,
                    Some(b'{') => return Within::List(at + 1),
                    Some(_) => match value_end(bytes, at) {
                        Some(end) => at = end,
                        None => return Within::Unknown,
                    },
                }
            }
            Some(b'"' | b'{') => match value_end(bytes, at) {
                Some(end) => at = end,
                None => return Within::Unknown,
            },
            Some(_) => at += 1,
        }
    }
}

/// Where the string, object, list or word that begins at `start` ends: brackets outside strings are counted, what
/// stands between them is looked at later.
fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0usize);
    loop {
        match bytes.get(at)? {
            b'"' => at = string_end(bytes, at + 1)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' if depth == 0 => return Some(at.max(start + 1)),
            b'}' | b']' => {
                depth -= 1;
                at += 1;
            }
            b',' if depth == 0 => return Some(at.max(start + 1)),
            _ => at += 1,
        }
        if depth == 0 && matches!(bytes[start], b'"' | b'{' | b'[') {
            return Some(at);
        }
    }
}

/// Behind the closing quote of the string whose content begins at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(text: &str) -> Vec<String> {
        Objects::new(text.as_bytes())
            .map(|piece| match piece {
                Piece::Object(start, end) => text[start..end].to_owned(),
                Piece::Other(at) => format!("other {at}"),
                Piece::Cut(at) => format!("cut {at}"),
                Piece::Second(at) => format!("second, from {}", &text[at..at + 6]),
            })
            .collect()
    }

    #[test]
    fn lists_are_found_where_they_are() {
        for (text, expected) in [
            (r#"[{"a":1}, {"b":"}]"}]"#, vec![r#"{"a":1}"#, r#"{"b":"}]"}"#]),
            ("\u{FEFF} [\n{}\n]\n", vec!["{}"]),
            (
                r#"{"n":2,"tags":["x"],"items":[{"a":[{}]},{"b":2}],"more":[{"c":3}]}"#,
                vec![r#"{"a":[{}]}"#, r#"{"b":2}"#, "second, from {\"c\":3"],
            ),
            (r#"{"title":"a","text":"[{"}"#, vec![r#"{"title":"a","text":"[{"}"#]),
            (
                r#", {"a":1} ,{"b":2}], "n": [{"c":1}]}"#,
                vec![r#"{"a":1}"#, r#"{"b":2}"#, "second, from {\"c\":1"],
            ),
            (r#"[1, "x,]", [2], {"a":1}"#, vec!["other 1", "other 4", "other 11", r#"{"a":1}"#]),
            (r#"[{"a":1}, {"b":"#, vec![r#"{"a":1}"#, "cut 10"]),
            ("", vec![]),
            ("text", vec![]),
            ("[", vec![]),
        ] {
            assert_eq!(objects(text), expected, "{text}");
        }
    }

    #[test]
    fn cutting_a_list_anywhere_loses_nothing() {
        let text =
            r#"{"head":{"n":[1]},"items":[{"a":"x\"}"},{"b":{"c":[1,{}]}} , {"d":"[{"}],"n":1}"#;
        let whole = objects(text);
        assert_eq!(whole.len(), 3);
        for at in 0..text.len() {
            let Some(end) = last_object_end(&text.as_bytes()[..at]) else { continue };
            let mut parts = objects(&text[..end]);
            parts.extend(objects(&text[end..]));
            assert_eq!(parts, whole, "cut at {at}");
        }
    }
}
