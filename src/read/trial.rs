//! What tests of readers of documents share: one file, by its name or from the fixtures, and what it gives.

pub use super::testing::Read;
use super::testing::through;
use super::{Settings, reader_of};
use crate::document::Document;
use crate::study::PdfReader;

impl Read {
    pub fn document(&self) -> &Document<'static> {
        assert_eq!(self.documents.len(), 1, "{:?}", self.problems);
        &self.documents[0]
    }

    pub fn text(&self) -> &str {
        self.documents.first().map_or("", |document| &document.text)
    }

    pub fn reasons(&self) -> Vec<&str> {
        self.problems.iter().map(|problem| problem.reason).collect()
    }

    pub fn date(&self) -> String {
        self.document().date.to_string()
    }
}

/// Reads `bytes` as the file `relative`, by the reader of its extension.
pub fn read(relative: &str, bytes: Vec<u8>, pdf: PdfReader) -> Read {
    let settings = Settings { pdf, ..Settings::default() };
    through(reader_of(relative).expect("a reader"), relative, bytes, &settings)
}

/// A file below `tests/fixtures/readers`.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/readers");
    std::fs::read(std::path::Path::new(folder).join(name)).unwrap()
}

/// Reads such a file, whose own date is all there is.
pub fn read_fixture(name: &str) -> Read {
    read(name, fixture(name), PdfReader::Auto)
}
