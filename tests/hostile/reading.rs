//! A file of some name and bytes through its reader, as the pipeline does it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use keytrend::document::DateFrom;
use keytrend::error::Problem;
use keytrend::read::chunks::{Chunks, Meter, Pool, read_whole};
use keytrend::read::walk::Input;
use keytrend::read::{Cut, Record, Settings, reader_of};
use keytrend::study::PdfReader;

#[derive(Debug, Default)]
pub struct Outcome {
    pub documents: u64,
    pub problems: Vec<Problem>,
    pub chunks: u64,
    pub years: BTreeMap<i32, u64>,
    pub dates_from: BTreeMap<DateFrom, u64>,
    pub texts: Vec<String>,
    pub addresses: Vec<String>,
}

/// Reads `bytes` as the file `name` in a folder without a year.
pub fn read(name: &str, bytes: Vec<u8>) -> Outcome {
    let relative = format!("x/{name}");
    let (reader, compression) = reader_of(&relative).expect("a reader");
    let inputs = [Arc::new(Input {
        path: relative.clone().into(),
        relative,
        size: bytes.len() as u64,
        reader,
        compression,
        embedded: Some(Cow::Owned(bytes)),
        modified: None,
        read_by: Default::default(),
    })];
    read_input(&inputs)
}

pub fn read_input(inputs: &[Arc<Input>; 1]) -> Outcome {
    // The same reader on every machine, and no processes.
    let settings = Settings { pdf: PdfReader::BuiltIn, ..Settings::default() };
    let (pool, meter) = (Pool::default(), Meter::new(Some(1)));
    let mut outcome = Outcome::default();
    for mut chunk in Chunks::new(inputs, &pool, &meter).with(&settings) {
        outcome.chunks += 1;
        if outcome.chunks > 10_000 {
            break;
        }
        let whole = matches!(chunk.input.reader.cut(), Cut::Whole);
        if whole && !chunk.context.loaded && chunk.failure.is_none() {
            let input = chunk.input.clone();
            if let Err(error) = read_whole(&input, 0, &meter, &mut chunk.bytes) {
                chunk.bytes.clear();
                chunk.failure = Some(keytrend::read::chunks::unreadable(&input, &error));
            }
        }
        if chunk.failure.is_none() || !chunk.bytes.is_empty() {
            chunk.input.reader.parse(&chunk, &settings, &mut |record| match record {
                Record::Document(document) => {
                    outcome.documents += 1;
                    *outcome.years.entry(document.date.year).or_default() += 1;
                    *outcome.dates_from.entry(document.date_from).or_default() += 1;
                    outcome.texts.push(document.text.into_owned());
                    outcome.addresses.push(document.url.into_owned());
                }
                Record::Problem(problem) => outcome.problems.push(problem),
            });
        }
        outcome.problems.extend(chunk.failure.take());
        pool.give_back(std::mem::take(&mut chunk.bytes));
    }
    outcome
}
