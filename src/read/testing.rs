//! What tests of readers share: bytes through chunks and a reader to documents and problems, and real texts.

use std::path::PathBuf;
use std::sync::Arc;

use super::chunks::{Chunks, Meter, Pool, read_whole};
use super::walk::Input;
use super::{Compression, Cut, Reader, Record, Settings};
use crate::document::Document;
use crate::error::Problem;

pub fn settings() -> Settings {
    Settings::default()
}

/// Reads bytes as a file of this name.
pub fn read(
    reader: &'static dyn Reader,
    name: &str,
    bytes: &[u8],
) -> (Vec<Document<'static>>, Vec<Problem>) {
    read_with(reader, name, bytes, &settings())
}

pub fn read_with(
    reader: &'static dyn Reader,
    name: &str,
    bytes: &[u8],
    settings: &Settings,
) -> (Vec<Document<'static>>, Vec<Problem>) {
    let Read { documents, problems, .. } =
        through((reader, Compression::None), name, bytes.to_vec(), settings);
    (documents, problems)
}

/// What a file gives.
pub struct Read {
    pub documents: Vec<Document<'static>>,
    pub problems: Vec<Problem>,
    pub read_by: Option<String>,
}

/// Bytes through chunks and a reader.
pub fn through(
    (reader, compression): (&'static dyn Reader, Compression),
    name: &str,
    bytes: Vec<u8>,
    settings: &Settings,
) -> Read {
    let input = Input {
        path: name.into(),
        relative: name.to_owned(),
        size: bytes.len() as u64,
        reader,
        compression,
        embedded: Some(bytes.into()),
        modified: None,
        read_by: Default::default(),
    };
    let inputs = [Arc::new(input)];
    let (pool, meter) = (Pool::default(), Meter::new(None));
    let mut read = Read { documents: vec![], problems: vec![], read_by: None };
    for mut chunk in Chunks::new(&inputs, &pool, &meter) {
        if matches!(reader.cut(), Cut::Whole) {
            read_whole(&inputs[0], 0, &meter, &mut chunk.bytes).expect("memory");
        }
        reader.parse(&chunk, settings, &mut |record| match record {
            Record::Document(document) => read.documents.push(document.into_owned()),
            Record::Problem(problem) => read.problems.push(problem),
        });
        read.problems.extend(chunk.failure.take());
    }
    read.read_by = inputs[0].read_by.get().cloned();
    read
}

pub fn reasons(problems: &[Problem]) -> Vec<(u64, &'static str)> {
    problems.iter().map(|problem| (problem.line, problem.reason)).collect()
}

/// The folder of real texts, where there is one.
pub fn real_texts() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("KEYTREND_DATA").map_or(beside, PathBuf::from);
    let there = folder.join("bigkinds").is_dir();
    if !there {
        println!("skipped: no folder of real texts (set KEYTREND_DATA)");
    }
    there.then_some(folder)
}
