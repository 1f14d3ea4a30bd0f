//! When a PDF file was made: weak evidence, since speeches and minutes are often made into PDF years later.

use crate::document::Date;
use crate::read::date::parse;

/// The date in the words of a reader, else in the bytes of the file.
pub fn made(said: Option<&str>, bytes: &[u8]) -> Option<Date> {
    said.and_then(parsed).or_else(|| in_bytes(bytes))
}

/// `D:20240927210812-04'00'`, as local as it was written.
fn parsed(said: &str) -> Option<Date> {
    let said = said.trim().trim_start_matches("D:");
    // The XMP form is that of ISO 8601.
    parse(said).or_else(|| parse(said.get(..8)?)).or_else(|| parse(said.get(..4)?))
}

/// A string of a PDF object: one byte a letter, or UTF-16 behind a mark. Dates are ASCII in both.
pub fn plain(bytes: &[u8]) -> String {
    bytes.iter().filter(|byte| byte.is_ascii_graphic()).map(|byte| char::from(*byte)).collect()
}

/// What stands uncompressed in the file: the information dictionary, or XMP. The last one counts, since files are changed
/// by appending.
fn in_bytes(bytes: &[u8]) -> Option<Date> {
    let behind = |name: &[u8], from: u8, to: u8| {
        let at = memchr::memmem::rfind(bytes, name)? + name.len();
        let rest = &bytes[at..bytes.len().min(at + 80)];
        let start = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let rest = rest[start..].strip_prefix(&[from])?;
        let end = memchr::memchr(to, rest)?;
        parsed(&plain(&rest[..end]))
    };
    behind(b"/CreationDate", b'(', b')').or_else(|| behind(b"<xmp:CreateDate", b'>', b'<'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_files_say_them() {
        for (said, expected) in [
            ("D:20240927210812-04'00'", "2024-09-27"),
            ("D:20120601", "2012-06-01"),
            ("D:2012", "2012"),
            ("20120601093000Z", "2012-06-01"),
            ("2021-01-01T03:00:00+09:00", "2021-01-01"),
        ] {
            assert_eq!(
                made(Some(said), b"").map(|date| date.to_string()).as_deref(),
                Some(expected),
                "{said}"
            );
        }
        assert_eq!(made(Some("yesterday"), b""), None);
        let file = b"<< /CreationDate (D:19990101) >> ... << /CreationDate\n(\xFE\xFF\0D\0:\x002\x000\x000\x005\x000\x003) >>";
        assert_eq!(made(None, file).map(|date| date.year), Some(2005));
        let file = b"<xmp:CreateDate>2011-04-28T10:00:00+09:00</xmp:CreateDate>";
        assert_eq!(made(None, file).map(|date| date.to_string()).as_deref(), Some("2011-04-28"));
        assert_eq!(made(None, b"/CreationDate (D:20"), None);
    }
}
