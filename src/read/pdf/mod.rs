//! PDF. Three readers can do it: `pdftotext` if it is installed, pdfium if its library is found, or the one that is
//! compiled in. What they give goes through one gate, which knows a scan from a text, and one cleaning.

mod builtin;
mod clean;
mod date;
mod gate;
mod guard;
#[cfg(feature = "pdfium")]
mod library;
mod line_ends;
mod poppler;

use std::borrow::Cow;
use std::time::Duration;

use super::columns::Field;
use super::date::places;
use super::refused::Refused;
use super::{Chunk, Cut, Fields, Reader, Record, Settings};
use crate::document::DateFrom;
use crate::study::PdfReader;

/// Seconds that a reader may take over one file.
const LIMIT: Duration = Duration::from_secs(30);
/// The mark of the format stands within so many bytes.
const HEAD: usize = 1024;

pub struct Pdf;

/// What a reader makes of a file.
pub(crate) struct Extracted {
    /// Pages end with form feeds.
    text: String,
    /// The date of its making, in the words of the file.
    made: Option<String>,
}

fn broken(detail: impl Into<String>) -> Refused {
    let hint = "open it in a viewer and save it again, or try another reader with --pdf";
    Refused::new("broken-file", detail, hint)
}

fn locked() -> Refused {
    Refused::new("locked", "a password is needed", "save a copy without the password")
}

fn too_slow(what: &str) -> Refused {
    let detail = format!("{what} took longer than {} s", LIMIT.as_secs());
    Refused::new("too-slow", detail, "try another reader with --pdf")
}

fn no_pdfium() -> Refused {
    let hint = "put the library beside keytrend or where the system looks, or leave --pdf out";
    Refused::new("unreadable", "the library pdfium is not found", hint)
}

impl Reader for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn about(&self) -> &'static str {
        "PDF with a text layer, one document a file; scans are told"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        let head = &chunk.bytes[..chunk.bytes.len().min(HEAD)];
        if memchr::memmem::find(head, b"%PDF-").is_none() {
            let hint = "check that this is the format its name says";
            return take(chunk.problem(0, "broken-file", "this is no PDF file", hint));
        }
        match extract(chunk, settings.pdf) {
            Ok(extracted) => document(chunk, settings, &extracted, take),
            Err(refused) => take(chunk.refused(refused)),
        }
    }
}

/// The text, by the reader that was asked for; notes which one it was.
fn extract(chunk: &Chunk, asked: PdfReader) -> Result<Extracted, Refused> {
    #[cfg(feature = "pdfium")]
    let pdfium = library::version();
    #[cfg(not(feature = "pdfium"))]
    let pdfium: Option<&str> = None;
    let reader = match asked {
        PdfReader::Auto if poppler::version().is_some() => PdfReader::Pdftotext,
        PdfReader::Auto if pdfium.is_some() => PdfReader::Pdfium,
        PdfReader::Auto => PdfReader::BuiltIn,
        asked => asked,
    };
    let bytes = &chunk.bytes;
    let read_by = match reader {
        PdfReader::Pdftotext => poppler::version().ok_or_else(|| {
            let hint = "install poppler-utils and poppler-data, or leave --pdf out";
            Refused::new("unreadable", "the program pdftotext is not found", hint)
        })?,
        PdfReader::Pdfium => pdfium.ok_or_else(no_pdfium)?,
        PdfReader::Auto | PdfReader::BuiltIn => "builtin",
    };
    // Another thread cannot have set it: a file is one chunk.
    let _ = chunk.input.read_by.set(read_by.to_owned());
    match reader {
        PdfReader::Pdftotext => {
            let text = poppler::text(bytes).map_err(|failure| match is_encrypted(bytes) {
                true => locked(),
                false => failure,
            })?;
            let path = &chunk.input.relative;
            let has_year =
                places::of_file_name(path).or_else(|| places::of_folders(path)).is_some();
            // A process more, only where its answer would count.
            let made = if has_year { None } else { poppler::creation_date(bytes) };
            Ok(Extracted { text, made })
        }
        #[cfg(feature = "pdfium")]
        PdfReader::Pdfium => library::text(bytes),
        _ => builtin::text(bytes),
    }
}

fn is_encrypted(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"/Encrypt").is_some()
}

fn document(
    chunk: &Chunk,
    settings: &Settings,
    extracted: &Extracted,
    take: &mut dyn FnMut(Record),
) {
    let ocr = "recognise its text (OCR), save it as PDF or text, and read that";
    match gate::judge(&extracted.text) {
        gate::Verdict::Text => {}
        gate::Verdict::Scanned { pages } => {
            let detail = format!("no text on its pages ({pages}): a scan");
            return take(chunk.problem(0, "scanned", detail, ocr));
        }
        gate::Verdict::Noise { wordlike } => {
            let detail = format!("only {wordlike} % of its words look like words");
            return take(chunk.problem(0, "needs-ocr", detail, ocr));
        }
        gate::Verdict::FewVowels { vowels } => {
            let detail =
                format!("only {vowels} % of its letters are vowels: no language has so few");
            return take(chunk.problem(0, "needs-ocr", detail, ocr));
        }
        gate::Verdict::PartlyScanned { without, pages } => {
            let detail = format!("no text on {without} of {pages} pages; the others are counted");
            take(chunk.problem(0, "scanned-pages", detail, ocr));
        }
    }
    let mut fields = Fields::default();
    fields.set(Field::Text, Cow::Owned(clean::clean(&extracted.text)));
    if let Some(date) = date::made(extracted.made.as_deref(), &chunk.bytes) {
        fields.suggest_date(DateFrom::FileMetadata, date);
    }
    take(fields.document(chunk, settings, 1, 0));
}

#[cfg(test)]
mod tests;
