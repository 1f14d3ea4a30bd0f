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
    let input = Input {
        path: name.into(),
        relative: name.to_owned(),
        size: bytes.len() as u64,
        reader,
        compression: Compression::None,
        embedded: Some(bytes.to_vec().into()),
        modified: None,
        read_by: Default::default(),
    };
    let inputs = [Arc::new(input)];
    let (pool, meter) = (Pool::default(), Meter::new(None));
    let (mut documents, mut problems) = (vec![], vec![]);
    for mut chunk in Chunks::new(&inputs, &pool, &meter) {
        if matches!(reader.cut(), Cut::Whole) {
            read_whole(&inputs[0], 0, &meter, &mut chunk.bytes).expect("memory");
        }
        reader.parse(&chunk, settings, &mut |record| match record {
            Record::Document(document) => documents.push(document.into_owned()),
            Record::Problem(problem) => problems.push(problem),
        });
        problems.extend(chunk.failure.take());
    }
    (documents, problems)
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
