//! JSON lines: one object a line, one document an object. The fields are found where they lie; only strings with
//! escapes are copied.

use std::borrow::Cow;

use memchr::{memchr, memrchr};

use super::columns::{Columns, KnownKeys};
use super::json_string::string;
use super::{Chunk, Cut, Fields, Reader, Record, Settings};

pub struct JsonLines;

impl Reader for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "JSON lines, one object a line, one document an object; keys by name in three languages"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn cut(&self) -> Cut {
        Cut::Records(|bytes| memrchr(b'\n', bytes).map(|at| at + 1))
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        let valid = simdutf8::basic::from_utf8(&chunk.bytes).is_ok();
        let mut rest = &*chunk.bytes;
        let mut line = chunk.first_line;
        let mut keys = KnownKeys::default();
        while !rest.is_empty() {
            let (bytes, after) = match memchr(b'\n', rest) {
                Some(end) => (&rest[..end], &rest[end + 1..]),
                None => (rest, &rest[rest.len()..]),
            };
            if !bytes.trim_ascii().is_empty() {
                let text = match valid {
                    // SAFETY: the chunk is UTF-8, and line ends are ASCII.
                    true => Ok(unsafe { std::str::from_utf8_unchecked(bytes) }),
                    false => simdutf8::compat::from_utf8(bytes),
                };
                match text {
                    Ok(text) => take(record(text, chunk, settings, &mut keys, line, HINT)),
                    Err(error) => {
                        take(super::text::not_utf8_at(chunk, bytes, error.valid_up_to(), line));
                    }
                }
            }
            rest = after;
            line += 1;
        }
    }
}

const HINT: &str = "each line must be one whole JSON object; the other lines were read";

/// The document of one object; `hint` is what to do where it is none.
pub(super) fn record<'a>(
    text: &'a str,
    chunk: &Chunk,
    settings: &Settings,
    keys: &mut KnownKeys<'a>,
    line: u64,
    hint: &str,
) -> Record<'a> {
    let mut fields = Fields::default();
    keys.begin();
    match object(text, &settings.columns, keys, &mut fields) {
        Some(()) => fields.document(chunk, settings, line, line),
        None => {
            // A full parser says best what is wrong.
            let detail =
                match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text) {
                    Err(error) if error.is_eof() => {
                        format!("it ends before its object does, at column {}", error.column())
                    }
                    Err(error) => error.to_string().replace("line 1 ", ""),
                    Ok(_) => "not an object".to_owned(),
                };
            chunk.problem(line, "broken-record", detail, hint)
        }
    }
}

/// Finds the known fields of one object; `None` if it is no JSON object.
fn object<'a>(
    text: &'a str,
    columns: &Columns,
    keys: &mut KnownKeys<'a>,
    fields: &mut Fields<'a>,
) -> Option<()> {
    let bytes = text.as_bytes();
    let mut at = blank(bytes, 0);
    if *bytes.get(at)? != b'{' {
        return None;
    }
    at = blank(bytes, at + 1);
    if *bytes.get(at)? == b'}' {
        return (blank(bytes, at + 1) == bytes.len()).then_some(());
    }
    loop {
        if *bytes.get(at)? != b'"' {
            return None;
        }
        let (key, after) = string(text, at + 1)?;
        at = blank(bytes, after);
        if *bytes.get(at)? != b':' {
            return None;
        }
        at = blank(bytes, at + 1);
        let field = keys.field(columns, key);
        match (*bytes.get(at)?, field) {
            (b'"', _) => {
                let (value, after) = string(text, at + 1)?;
                if let Some(field) = field {
                    fields.set(field, value);
                }
                at = after;
            }
            (_, field) => {
                let start = at;
                at = skip(text, at)?;
                let value = &text[start..at];
                if let Some(field) = field
                    && value.starts_with(|c: char| c.is_ascii_digit())
                {
                    fields.set(field, Cow::Borrowed(value));
                }
            }
        }
        at = blank(bytes, at);
        match bytes.get(at)? {
            b',' => at = blank(bytes, at + 1),
            b'}' => return (blank(bytes, at + 1) == bytes.len()).then_some(()),
            _ => return None,
        }
    }
}

fn blank(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
        at += 1;
    }
    at
}

/// Where the value at `at`, which is no string, ends: left to the full parser, since it is short.
fn skip(text: &str, at: usize) -> Option<usize> {
    let mut values =
        serde_json::Deserializer::from_str(&text[at..]).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    Some(at + values.byte_offset())
}

#[cfg(test)]
mod tests {
    use super::super::columns::Field;
    use super::*;
    use proptest::prelude::*;

    /// The same by the full parser.
    fn expected(text: &str) -> Option<(String, String)> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
        // Of a key that stands twice serde_json keeps the last, we the first that is not blank.
        let get = |key: &str| match object.get(key) {
            Some(serde_json::Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        Some((get("title"), get("text")))
    }

    fn ours(text: &str) -> Option<(String, String)> {
        let mut fields = Fields::default();
        object(text, &Columns::default(), &mut KnownKeys::default(), &mut fields)?;
        Some((fields.take(Field::Title).into_owned(), fields.take(Field::Text).into_owned()))
    }

    #[test]
    fn objects() {
        for text in [
            r#"{"title":"a","text":"b\n\"c\" \ud55c\uD83D\uDE00 \\ \/ é"}"#,
            r#" { "x" : [1, {"text": "no"}, "]}"] , "text" : "yes" } "#,
            r#"{}"#,
            r#"{"text":"cut"#,
            r#"{"text":"bad \x"}"#,
            r#"{"text":"lone \ud800"}"#,
            r#"{"text":"a"} trailing"#,
            r#"[1]"#,
            r#"{"text" "a"}"#,
            r#"{"other":"\q","text":"a"}"#,
            "{\"text\":\"tab\there\"}",
            r#"{"te\u0078t":"key"}"#,
        ] {
            assert_eq!(ours(text), expected(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn like_the_full_parser(title in "\\PC{0,20}", text in "[\\x00-\\x7F가-각À-ỹ😀]{0,40}") {
            let line = serde_json::json!({"n": [1, {"a": title}], "title": title, "text": text}).to_string();
            prop_assert_eq!(ours(&line), expected(&line));
            let ascii: String = line.chars().flat_map(|c| {
                let mut units = [0; 2];
                match c.is_ascii() {
                    true => vec![c.to_string()],
                    false => c.encode_utf16(&mut units).iter().map(|u| format!("\\u{u:04x}")).collect(),
                }
            }).collect();
            prop_assert_eq!(ours(&ascii), expected(&ascii));
        }
        #[test]
        fn never_panics(text in "[{}\\[\\]\",:\\\\a-dun0-9 text]{0,60}") {
            let _ = ours(&text);
            prop_assert!(ours(&text).is_none() || expected(&text).is_some(), "{}", text);
        }
    }
}
