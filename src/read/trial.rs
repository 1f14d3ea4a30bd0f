//! One file through its reader, for tests.

use std::sync::{Arc, OnceLock};

use super::walk::Input;
use super::{Chunk, Context, Record, Settings, reader_of};
use crate::document::Document;
use crate::error::Problem;
use crate::study::PdfReader;

/// What a file gives.
pub struct Read {
    pub documents: Vec<Document<'static>>,
    pub problems: Vec<Problem>,
    pub read_by: Option<String>,
}

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
    let (reader, compression) = reader_of(relative).expect("a reader");
    let input = Arc::new(Input {
        path: relative.into(),
        relative: relative.to_owned(),
        size: bytes.len() as u64,
        reader,
        compression,
        embedded: None,
        modified: None,
        read_by: OnceLock::new(),
    });
    let chunk = Chunk {
        input: input.clone(),
        place: (0, 0),
        first_line: 1,
        first_record: 0,
        bytes,
        header: None,
        failure: None,
        context: Context::default(),
    };
    let settings = Settings { pdf, ..Settings::default() };
    let mut read = Read { documents: vec![], problems: vec![], read_by: None };
    reader.parse(&chunk, &settings, &mut |record| match record {
        Record::Document(document) => read.documents.push(document.into_owned()),
        Record::Problem(problem) => read.problems.push(problem),
    });
    read.read_by = input.read_by.get().cloned();
    read
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
