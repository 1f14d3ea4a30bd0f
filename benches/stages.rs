//! How fast each stage is on one thread, by language: on generated texts, and on real ones where there are any.
//! `benches/README.md` says what each group measures.

#![allow(clippy::print_stderr, reason = "a program by itself")]

mod corpus;

use std::path::PathBuf;
use std::time::Duration;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use keytrend::count::accumulate::{Accumulator, Terms};
use keytrend::count::row::Row;
use keytrend::document::{Document, Language};
use keytrend::lexicon::Lexicon;
use keytrend::matching::scope::Scope;
use keytrend::matching::{Found, Matcher, Scratch};
use keytrend::pipeline::worker::{Counter, Instructions};
use keytrend::read::{Chunk, Compression, Context, Reader, Record, Settings, reader_of, walk};
use keytrend::segment::Segments;
use keytrend::study::ScopeUnit;

use corpus::{Generator, Wish};

/// Bytes of JSON lines for each bench: the size of the pipeline's chunks.
const BYTES: usize = 1 << 20;
/// Real texts, in the folder `KEYTREND_DATA` or `../shared/data`.
const REAL: [(Language, &str, &str); 3] = [
    (Language::English, "ungdc_en", "ungdc_en/ungdc_en_1970-2021_50countries.jsonl.zst"),
    (Language::Korean, "epic_ko", "epic_ko/epic_ko_2022-2023H1.jsonl.zst"),
    (Language::Vietnamese, "unc_vi", "unc_vi/unc_vi_2019-2021.jsonl.zst"),
];

/// JSON lines of one language.
struct Lines {
    name: String,
    language: Language,
    chunk: Chunk,
    reader: &'static dyn Reader,
}

impl Lines {
    fn new(name: String, language: Language, bytes: Vec<u8>) -> Self {
        let (reader, _) = reader_of("texts.jsonl").expect("a reader of JSON lines");
        let input = walk::Input {
            path: "texts.jsonl".into(),
            relative: "texts.jsonl".to_owned(),
            size: bytes.len() as u64,
            reader,
            compression: Compression::None,
            embedded: None,
            modified: None,
            read_by: Default::default(),
        };
        let chunk = Chunk {
            input: input.into(),
            place: (0, 0),
            first_line: 1,
            first_record: 0,
            bytes: bytes.into(),
            header: None,
            failure: None,
            context: Context::default(),
        };
        Self { name, language, chunk, reader }
    }

    fn generated(lexicon: &Lexicon, language: Language) -> Self {
        let languages = vec![language];
        let wish = Wish { bytes: BYTES as u64, languages, years: 1992..=2021, seed: 1, rate: 5.0 };
        let mut generator = Generator::new(lexicon, wish).expect("a generator");
        let mut lines = String::new();
        while generator.write_next(&mut lines) {}
        Self::new(format!("{}-generated", language.code()), language, lines.into_bytes())
    }

    /// The first whole lines of a file.
    fn real(language: Language, name: &str, path: PathBuf) -> Option<Self> {
        let packed = std::fs::read(path).ok()?;
        let mut bytes = zstd::decode_all(packed.as_slice()).ok()?;
        let start = &bytes[..bytes.len().min(BYTES)];
        let end = start.iter().rposition(|byte| *byte == b'\n')? + 1;
        bytes.truncate(end);
        Some(Self::new(format!("{}-{name}", language.code()), language, bytes))
    }

    fn parse(&self, take: &mut dyn FnMut(Record)) {
        let settings = Settings { language: Some(self.language), ..Settings::default() };
        self.reader.parse(&self.chunk, &settings, take);
    }

    fn documents(&self) -> Vec<Document<'static>> {
        let mut documents = vec![];
        self.parse(&mut |record| match record {
            Record::Document(document) => documents.push(document.into_owned()),
            Record::Problem(problem) => panic!("{}: {problem:?}", self.name),
        });
        assert!(!documents.is_empty(), "{} holds no document", self.name);
        documents
    }
}

/// Texts for all benches; says so where there are no real ones.
fn texts(lexicon: &Lexicon) -> Vec<Lines> {
    let given = std::env::var_os("KEYTREND_DATA").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = given.unwrap_or(beside);
    let mut texts = vec![];
    for (language, name, file) in REAL {
        texts.push(Lines::generated(lexicon, language));
        match Lines::real(language, name, folder.join(file)) {
            Some(lines) => texts.push(lines),
            None => eprintln!("skipped: no {file} in {} (set KEYTREND_DATA)", folder.display()),
        }
    }
    texts
}

fn instructions(lexicon: &Lexicon) -> Instructions {
    let actors: Vec<usize> = (0..lexicon.actors.len()).collect();
    Instructions {
        matcher: Matcher::new(lexicon, &actors, false, false).expect("patterns"),
        scope: Scope::new(ScopeUnit::Document, lexicon, &actors, false),
        terms: Terms::new(lexicon),
        years: i32::MIN..=i32::MAX,
        plain: false,
        sentences: true,
        shingles: false,
    }
}

fn group<'c>(criterion: &'c mut Criterion, name: &str) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(300));
    group.measurement_time(Duration::from_secs(1));
    group
}

fn bytes_of(documents: &[Document]) -> Throughput {
    Throughput::Bytes(documents.iter().map(|document| document.text.len() as u64).sum())
}

fn read(criterion: &mut Criterion, texts: &[Lines]) {
    let mut group = group(criterion, "read");
    for lines in texts {
        group.throughput(Throughput::Bytes(lines.chunk.bytes.len() as u64));
        group.bench_function(&lines.name, |bencher| {
            bencher.iter(|| {
                let mut documents = 0;
                lines.parse(&mut |record| {
                    std::hint::black_box(&record);
                    documents += 1;
                });
                documents
            });
        });
    }
}

fn segment(criterion: &mut Criterion, texts: &[Lines]) {
    let mut group = group(criterion, "segment");
    for lines in texts {
        let documents = lines.documents();
        let mut segments = Segments::default();
        group.throughput(bytes_of(&documents));
        group.bench_function(&lines.name, |bencher| {
            bencher.iter(|| {
                let mut words = 0;
                for document in &documents {
                    let text = &*document.text;
                    segments.fill(text, &[(text.len(), lines.language)], false);
                    words += segments.words().len();
                }
                words
            });
        });
    }
}

fn find(criterion: &mut Criterion, texts: &[Lines], instructions: &Instructions) {
    let mut group = group(criterion, "match");
    for lines in texts {
        let documents = lines.documents();
        let cut: Vec<Segments> = documents
            .iter()
            .map(|document| {
                let text = &*document.text;
                let mut segments = Segments::default();
                segments.fill(text, &[(text.len(), lines.language)], false);
                segments
            })
            .collect();
        let (mut scratch, mut found) = (Scratch::default(), Found::default());
        group.throughput(bytes_of(&documents));
        group.bench_function(&lines.name, |bencher| {
            bencher.iter(|| {
                let mut hits = 0;
                for (document, segments) in documents.iter().zip(&cut) {
                    found.hits.clear();
                    found.actors.clear();
                    let text = &document.text;
                    instructions.matcher.find(text, segments, &mut scratch, &mut found);
                    hits += found.hits.len();
                }
                hits
            });
        });
    }
}

fn tally(criterion: &mut Criterion, texts: &[Lines], instructions: &Instructions) {
    let mut group = group(criterion, "tally");
    for lines in texts {
        let documents = lines.documents();
        let mut counter = Counter::new(instructions);
        let rows: Vec<Row> = documents.iter().map(|document| counter.row(document).0).collect();
        // One for all rounds: in a long run nearly every cell is there already.
        let mut accumulator = Accumulator::new(&instructions.terms);
        group.throughput(bytes_of(&documents));
        group.bench_function(&lines.name, |bencher| {
            bencher.iter(|| rows.iter().for_each(|row| accumulator.observe(row)));
        });
    }
}

fn document(criterion: &mut Criterion, texts: &[Lines], instructions: &Instructions) {
    let mut group = group(criterion, "document");
    for lines in texts {
        let documents = lines.documents();
        let mut counter = Counter::new(instructions);
        let mut accumulator = Accumulator::new(&instructions.terms);
        group.throughput(bytes_of(&documents));
        group.bench_function(&lines.name, |bencher| {
            bencher.iter(|| {
                for document in &documents {
                    let (row, fingerprint) = counter.row(document);
                    std::hint::black_box(fingerprint);
                    accumulator.observe(&row);
                }
            });
        });
    }
}

fn stages(criterion: &mut Criterion) {
    let lexicon = corpus::built_in().expect("the built-in lexicon");
    let texts = texts(&lexicon);
    let instructions = instructions(&lexicon);
    read(criterion, &texts);
    segment(criterion, &texts);
    find(criterion, &texts, &instructions);
    tally(criterion, &texts, &instructions);
    document(criterion, &texts, &instructions);
}

criterion_group!(benches, stages);
criterion_main!(benches);
