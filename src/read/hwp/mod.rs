//! HWP 5 and HWPX, the formats of Hangul word processing that Korean authorities publish in.

mod five;
mod summary;
mod x;

use std::borrow::Cow;

use super::columns::Field;
use super::package::COMPOUND_FILE;
use super::refused::Refused;
use super::{Chunk, Cut, Fields, Reader, Record, Settings};
use crate::document::{Date, DateFrom};

pub struct Hwp;

/// What a file says.
struct Contents {
    text: String,
    /// When the file was made.
    made: Option<Date>,
}

impl Reader for Hwp {
    fn name(&self) -> &'static str {
        "hwp"
    }

    fn about(&self) -> &'static str {
        "HWP 5 and HWPX documents, one a file; tables and notes come along, headers and footers do not; locked files are told"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["hwp", "hwpx"]
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        match contents(&chunk.bytes) {
            Ok(Contents { text, .. }) if text.trim().is_empty() => {
                let hint = "leave the file out; pictures of text need recognition (OCR)";
                take(chunk.problem(0, "empty", "the document holds no text", hint));
            }
            Ok(Contents { text, made }) => {
                let mut fields = Fields::default();
                fields.set(Field::Text, Cow::Owned(text));
                if let Some(date) = made {
                    fields.suggest_date(DateFrom::FileMetadata, date);
                }
                take(fields.document(chunk, settings, 1, 0));
            }
            Err(refused) => take(chunk.refused(refused)),
        }
    }
}

/// By what the bytes are, since both formats are found under both names.
fn contents(bytes: &[u8]) -> Result<Contents, Refused> {
    if bytes.starts_with(COMPOUND_FILE) {
        return five::contents(bytes);
    }
    if bytes.starts_with(b"PK") {
        return x::contents(bytes);
    }
    if bytes.starts_with(b"HWP Document File V") {
        return Err(Refused {
            reason: "old-format",
            detail: "an HWP file of version 3 or before".into(),
            hint: "save it as HWP 5 or HWPX",
        });
    }
    Err(Refused::broken("neither HWP 5 nor HWPX"))
}

#[cfg(test)]
mod tests;
