//! Whole runs of the counting over a generated corpus: one and two threads, full and plain mode. Before anything is
//! timed, the counts are held against those that were planted, and those of plain mode against the reference counter.

#![allow(clippy::disallowed_methods, reason = "it writes a corpus, no result")]

mod corpus;
#[path = "../tests/reference/mod.rs"]
mod reference;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use keytrend::count::Tally;
use keytrend::document::{Kind, Language};
use keytrend::lexicon::Lexicon;
use keytrend::pipeline::Watch;
use keytrend::pipeline::count::{Counted, Order, count};
use keytrend::study::PathFilter;
use reference::{Rules, Text};

use corpus::{Expected, Generator, Wish};

/// Some chunks for each of two threads.
const BYTES: u64 = 8 << 20;
const FILES: usize = 2;
/// How many documents the reference counter, which is slow, counts in plain mode.
const IN_PLAIN_MODE: usize = 300;

struct Corpus {
    lexicon: Lexicon,
    actors: Vec<String>,
    folder: tempfile::TempDir,
    lines: String,
    expected: Expected,
}

impl Corpus {
    fn new() -> Self {
        let lexicon = corpus::built_in().expect("the built-in lexicon");
        let languages = Language::COUNTED.to_vec();
        let wish = Wish { bytes: BYTES, languages, years: 1992..=2021, seed: 1, rate: 5.0 };
        let mut generator = Generator::new(&lexicon, wish).expect("a generator");
        let mut lines = String::new();
        while generator.write_next(&mut lines) {}
        let expected = generator.expected().clone();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let documents: Vec<&str> = lines.split_inclusive('\n').collect();
        let actors = lexicon.actors.iter().map(|actor| actor.id.clone()).collect();
        let part = documents.len().div_ceil(FILES);
        for (number, documents) in documents.chunks(part).enumerate() {
            write(folder.path(), &format!("texts/{number}.jsonl"), &documents.concat());
        }
        let start = documents[..IN_PLAIN_MODE].concat();
        write(folder.path(), "start/0.jsonl", &start);
        Self { lexicon, actors, folder, lines, expected }
    }

    fn count(&self, texts: &str, plain: bool, threads: usize) -> Counted {
        let (paths, filter) = ([self.folder.path().join(texts)], PathFilter::default());
        let order = Order {
            actors: &self.actors,
            plain,
            threads,
            ..corpus::order(&paths, &filter, &self.lexicon)
        };
        let interrupted = AtomicBool::new(false);
        let watch = Watch { interrupted: &interrupted, progress: &|_| {} };
        let scratch: PathBuf = std::env::temp_dir();
        let counted = count(&order, &scratch, &watch).expect("a count");
        assert!(counted.problems.is_empty(), "{:?}", counted.problems);
        counted
    }

    /// Every number, in both modes and on any number of threads.
    fn check(&self) {
        let full = self.count("texts", false, 1).tally;
        assert_eq!(
            by_year(&full, &self.lexicon),
            self.expected,
            "the counts are not those planted"
        );
        assert_eq!(self.count("texts", false, 2).tally, full, "two threads count otherwise");
        let plain = self.count("texts", true, 1).tally;
        assert_eq!(by_year(&plain, &self.lexicon).documents, self.expected.documents);
        assert_eq!(self.count("texts", true, 2).tally, plain, "two threads count otherwise");
        let rules = Rules { required: self.actors.clone(), plain: true, ..Rules::default() };
        let texts: Vec<Text> = self.lines.lines().take(IN_PLAIN_MODE).map(text).collect();
        let by_reference = reference::tally(&self.lexicon, &rules, &texts);
        assert_eq!(self.count("start", true, 1).tally, by_reference, "plain mode counts otherwise");
    }
}

fn write(folder: &Path, name: &str, content: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
    std::fs::write(path, content).expect("a file");
}

/// Hits and documents in scope, as the generator knows them.
fn by_year(tally: &Tally, lexicon: &Lexicon) -> Expected {
    let mut counted = Expected::default();
    for (cell, counts) in &tally.cells {
        *counted.documents.entry(cell.year).or_default() += counts.documents_in_scope;
    }
    for ((cell, term), counts) in &tally.terms {
        let id = lexicon.terms[usize::from(*term)].id.clone();
        let sum = counted.terms.entry((cell.year, id)).or_default();
        sum.hits += counts.hits;
        sum.documents += counts.documents;
    }
    counted
}

fn text(line: &str) -> Text {
    let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
    let field = |name: &str| row[name].as_str().expect("a string").to_owned();
    let date = field("date");
    let number = |range: std::ops::Range<usize>| date[range].parse().expect("a number");
    Text {
        id: field("id"),
        year: date[..4].parse().expect("a year"),
        month: number(5..7),
        day: number(8..10),
        source: field("source"),
        kind: Kind::News,
        language: Language::from_code(&field("lang")),
        title: field("title"),
        text: field("text"),
    }
}

fn whole(criterion: &mut Criterion) {
    let corpus = Corpus::new();
    corpus.check();
    let mut group = criterion.benchmark_group("count");
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Bytes(corpus.lines.len() as u64));
    for (mode, plain) in [("full", false), ("plain", true)] {
        for threads in [1, 2] {
            let s = if threads == 1 { "" } else { "s" };
            group.bench_function(format!("{mode}-{threads}-thread{s}"), |bencher| {
                bencher.iter(|| corpus.count("texts", plain, threads).documents);
            });
        }
    }
}

criterion_group!(benches, whole);
criterion_main!(benches);
