//! JSON lines: one object a line, one document an object. The fields are found where they lie; only strings with
//! escapes are copied.

use std::borrow::Cow;

use memchr::{memchr, memrchr};

use super::columns::Columns;
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
                    Ok(text) => take(record(text, chunk, settings, line, HINT)),
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
    line: u64,
    hint: &str,
) -> Record<'a> {
    let mut fields = Fields::default();
    match object(text, &settings.columns, &mut fields) {
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
fn object<'a>(text: &'a str, columns: &Columns, fields: &mut Fields<'a>) -> Option<()> {
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
        let (key, escaped, after) = string(text, at + 1)?;
        at = blank(bytes, after);
        if *bytes.get(at)? != b':' {
            return None;
        }
        at = blank(bytes, at + 1);
        let key = if escaped { Cow::Owned(unescape(key)?) } else { Cow::Borrowed(key) };
        let field = columns.field(&key);
        match (*bytes.get(at)?, field) {
            (b'"', _) => {
                let (value, escaped, after) = string(text, at + 1)?;
                if let Some(field) = field {
                    let value =
                        if escaped { Cow::Owned(unescape(value)?) } else { Cow::Borrowed(value) };
                    fields.set(field, value);
                } else if escaped {
                    check_escapes(value)?;
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

/// The string that begins at `start`, behind its quote: what stands in it, whether it has escapes, and where it goes
/// on behind the closing quote.
fn string(text: &str, start: usize) -> Option<(&str, bool, usize)> {
    let bytes = text.as_bytes();
    let (mut at, mut escaped) = (start, false);
    loop {
        at += special(bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some((&text[start..at], escaped, at + 1)),
            // What follows is looked at where the escape is.
            b'\\' => (at, escaped) = (at + 2, true),
            // Control characters must be escaped in JSON.
            _ => return None,
        }
    }
}

/// Where the first quote, backslash or control character stands.
fn special(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: AVX2 is there.
        match unsafe { special_wide(bytes) } {
            Ok(found) => return Some(found),
            Err(searched) => from = searched,
        }
    }
    let found = bytes[from..].iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
    found.map(|n| from + n)
}

/// The same in blocks; where there is none, how far was searched.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn special_wide(bytes: &[u8]) -> Result<usize, usize> {
    use std::arch::x86_64::*;
    let all = |byte: u8| _mm256_set1_epi8(byte as i8);
    let mut at = 0;
    while at + 32 <= bytes.len() {
        // SAFETY: 32 bytes from `at` on are readable.
        let block = unsafe { _mm256_loadu_si256(bytes.as_ptr().add(at).cast()) };
        let ends = _mm256_or_si256(
            _mm256_cmpeq_epi8(block, all(b'"')),
            _mm256_cmpeq_epi8(block, all(b'\\')),
        );
        let control = _mm256_cmpeq_epi8(_mm256_min_epu8(block, all(0x1F)), block);
        let found = _mm256_movemask_epi8(_mm256_or_si256(ends, control)) as u32;
        if found != 0 {
            return Ok(at + found.trailing_zeros() as usize);
        }
        at += 32;
    }
    Err(at)
}

/// Where the value at `at`, which is no string, ends: left to the full parser, since it is short.
fn skip(text: &str, at: usize) -> Option<usize> {
    let mut values =
        serde_json::Deserializer::from_str(&text[at..]).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    Some(at + values.byte_offset())
}

fn check_escapes(value: &str) -> Option<()> {
    unescape(value).map(|_| ())
}

/// The characters that a string with escapes stands for; `None` if an escape is none.
fn unescape(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let escape = *rest.as_bytes().get(at + 1)?;
        rest = &rest[at + 1..];
        out.push(match escape {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'u' => {
                let (character, length) = unicode_escape(rest)?;
                out.push(character);
                rest = &rest[length..];
                continue;
            }
            _ => return None,
        });
        rest = &rest[1..];
    }
    out.push_str(rest);
    Some(out)
}

/// `uXXXX`, or a pair of surrogates, at the start of `text`: the character, and the bytes it takes.
fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| -> Option<u32> {
        let digits = text.as_bytes().get(at..at + 4)?;
        digits
            .iter()
            .try_fold(0, |value, digit| Some(value << 4 | char::from(*digit).to_digit(16)?))
    };
    let first = unit(1)?;
    match first {
        0xD800..=0xDBFF => {
            let second = (text.as_bytes().get(5..7)? == b"\\u").then(|| unit(7)).flatten()?;
            let second = second.checked_sub(0xDC00).filter(|second| *second < 0x400)?;
            char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second).map(|c| (c, 11))
        }
        _ => char::from_u32(first).map(|c| (c, 5)),
    }
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
        object(text, &Columns::default(), &mut fields)?;
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
