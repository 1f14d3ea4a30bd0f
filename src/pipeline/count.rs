//! Counting: every input once, in chunks, on all threads; then copies are taken out again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use encoding_rs::Encoding;
use rayon::iter::{ParallelBridge, ParallelIterator};

use super::Watch;
use super::worker::{Instructions, Listed, Worker};
use crate::count::Tally;
use crate::count::accumulate::Terms;
use crate::document::{DateFrom, Kind, Language};
use crate::error::{Error, Problem, Result};
use crate::lexicon::Lexicon;
use crate::mail;
use crate::matching::Matcher;
use crate::matching::scope::Scope;
use crate::read::chunks::{Chunks, Meter, Pool, read_whole, reader_failed, unreadable};
use crate::read::columns::Columns;
use crate::read::guard::{guarded, unguarded};
use crate::read::walk::{self, Input};
use crate::read::{Chunk, Context, Cut, Record, Settings};
use crate::report::duplicates::{self, Copies, Wanted};
use crate::report::spool::{Spool, SpoolWriter};
use crate::study::{DateOrder, Field, PathFilter, PdfReader, ScopeUnit};

/// What is counted, and how.
pub struct Order<'a> {
    /// `None` is the built-in sample.
    pub paths: Option<&'a [PathBuf]>,
    pub filter: &'a PathFilter,
    pub columns: &'a [(String, Field)],
    pub kind: Kind,
    pub language: Option<Language>,
    pub encoding: Option<&'static Encoding>,
    pub date_order: Option<DateOrder>,
    pub pdf: PdfReader,
    pub lexicon: &'a Lexicon,
    /// Ids of the required actors.
    pub actors: &'a [String],
    pub unit: ScopeUnit,
    pub home: bool,
    pub overlap_all: bool,
    pub keep_duplicates: bool,
    /// Documents at least so similar are near copies; `None` does not look for them.
    pub near_duplicates: Option<f64>,
    pub plain: bool,
    pub years: std::ops::RangeInclusive<i32>,
    pub threads: usize,
    /// Keep the sentences of hits.
    pub evidence: bool,
    /// Name every copy, for a list of them.
    pub list_copies: bool,
    /// Take the SHA-256 of every input.
    pub hash: bool,
    /// An output folder that may lie among the inputs.
    pub output: Option<&'a Path>,
}

/// Everything that counting found.
pub struct Counted {
    /// Without copies.
    pub tally: Tally,
    /// What near copies would add to it.
    pub near_copies: Tally,
    pub inputs: Vec<Arc<Input>>,
    /// SHA-256 by input, where asked for and read whole.
    pub hashes: Vec<Option<String>>,
    pub problems: Vec<Problem>,
    /// Documents read, copies and those outside the years among them.
    pub documents: u64,
    /// Documents by year that is none of the study's.
    pub outside_years: BTreeMap<i32, u64>,
    /// Documents within the years, copies among them, by what their date was read from.
    pub dates_from: BTreeMap<DateFrom, u64>,
    /// Of documents that count and copies of them.
    pub listed: Listed,
    pub copies: Copies,
    pub spool: Spool,
    pub bytes: u64,
    pub seconds: f64,
}

/// Counts all inputs; files without a name are made in `scratch`.
///
/// # Errors
/// No input at all, a pattern that cannot be compiled, a full disk, an interruption.
pub fn count(order: &Order, scratch: &Path, watch: &Watch) -> Result<Counted> {
    let started = Instant::now();
    let (inputs, mut problems) = match order.paths {
        Some(paths) => walk::walk(paths, order.filter, order.output)?,
        None => (walk::sample(), vec![]),
    };
    let inputs: Vec<Arc<Input>> = inputs.into_iter().map(Arc::new).collect();
    if inputs.is_empty() {
        return Err(nothing_to_read(order, &problems));
    }
    let instructions = instructions(order)?;
    let settings = Settings {
        columns: Columns::new(order.columns.iter().cloned()),
        kind: order.kind,
        language: order.language,
        encoding: order.encoding,
        date_order: order.date_order,
        pdf: order.pdf,
    };
    let (pool, meter) = (Pool::default(), Meter::new(order.hash.then_some(inputs.len())));
    let job = Job { settings: &settings, pool: &pool, meter: &meter, watch };
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(order.threads)
        .build()
        .map_err(|error| Error::new("cannot start threads").cause(error))?;
    let workers = threads.install(|| {
        let chunks = Told {
            chunks: Chunks::new(&inputs, &pool, &meter).with(&settings),
            meter: &meter,
            told: 0,
            watch,
        };
        chunks
            .par_bridge()
            .fold(
                || {
                    let spool = SpoolWriter::new(scratch, instructions.shingles);
                    spool.map(|spool| Worker::new(&instructions, spool))
                },
                |worker, chunk| {
                    let mut worker = worker?;
                    job.chunk(&mut worker, chunk)?;
                    Ok(worker)
                },
            )
            .map(|worker| worker.map(Parts::from))
            .reduce(|| Ok(Parts::default()), |a, b| Ok(a?.merge(b?)))
    });
    watch.check()?;
    let mut parts = workers?;
    // What was needed for counting makes room for what comes now.
    let Instructions { matcher, terms, .. } = instructions;
    drop((matcher, pool));
    let mut spool = Spool::new(parts.spools)?;
    let wanted = Wanted {
        exact: !order.keep_duplicates,
        near: order.near_duplicates,
        list: order.list_copies,
    };
    let copies = duplicates::find(&mut spool, wanted, &|| watch.check())?;
    let near_copies = duplicates::leave_out(&copies, &mut spool, &terms, &mut parts.tally)?;
    problems.append(&mut parts.problems);
    problems.sort();
    let problems = in_order(once_a_file(problems));
    let hashes = match meter.hashes {
        Some(hashes) => hashes.into_inner().unwrap_or_else(PoisonError::into_inner),
        None => vec![],
    };
    Ok(Counted {
        tally: parts.tally,
        near_copies,
        inputs,
        hashes,
        problems,
        documents: parts.documents,
        outside_years: parts.outside_years,
        dates_from: parts.dates_from,
        listed: parts.listed,
        copies,
        spool,
        bytes: meter.bytes.load(Ordering::Relaxed),
        seconds: started.elapsed().as_secs_f64(),
    })
}

/// Sorted, without addresses of people; rows that their source leaves out are one line a file and reason.
fn in_order(problems: Vec<Problem>) -> Vec<Problem> {
    let mut wanted: BTreeMap<(String, String), (u64, Problem)> = BTreeMap::new();
    let mut kept = vec![];
    for mut problem in problems {
        for text in [&mut problem.path, &mut problem.detail, &mut problem.hint] {
            if let std::borrow::Cow::Owned(masked) = mail::mask(text) {
                *text = masked;
            }
        }
        match problem.is_wanted() {
            true => {
                let key = (problem.path.clone(), problem.detail.clone());
                wanted.entry(key).or_insert((0, problem)).0 += 1;
            }
            false => kept.push(problem),
        }
    }
    kept.extend(wanted.into_values().map(|(rows, problem)| {
        let rows = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
        Problem { line: 0, detail: format!("{rows} {}", problem.detail), ..problem }
    }));
    kept.sort();
    kept
}

/// Compiles what an order says.
///
/// # Errors
/// A pattern that cannot be compiled.
pub fn instructions(order: &Order) -> Result<Instructions> {
    let lexicon = order.lexicon;
    let known = |id: &String| lexicon.actors.iter().position(|actor| actor.id == *id);
    let actors: Vec<usize> = order.actors.iter().filter_map(known).collect();
    let mut matcher = Matcher::new(lexicon, &actors, order.overlap_all, order.plain)?;
    if order.unit == ScopeUnit::Document {
        matcher = matcher.with_actors_once();
    }
    Ok(Instructions {
        matcher,
        scope: Scope::new(order.unit, lexicon, &actors, order.home),
        terms: Terms::new(lexicon),
        years: order.years.clone(),
        plain: order.plain,
        sentences: order.evidence,
        shingles: order.near_duplicates.is_some(),
    })
}

/// Rows whose dates can be read in two ways are told once a file: they are all or none of them.
fn once_a_file(problems: Vec<Problem>) -> Vec<Problem> {
    let mut told: Vec<Problem> = vec![];
    // Where the first of the present file stands, and how many follow.
    let mut first: Option<(usize, u64)> = None;
    for problem in problems {
        first = first.filter(|(at, _)| told[*at].path == problem.path);
        match &mut first {
            _ if problem.reason != "ambiguous-date" => told.push(problem),
            None => {
                first = Some((told.len(), 0));
                told.push(problem);
            }
            Some((at, more)) => {
                *more += 1;
                let detail = &mut told[*at].detail;
                let end = detail.find(" (and ").unwrap_or(detail.len());
                detail.replace_range(end.., &format!(" (and {more} more rows of this file)"));
            }
        }
    }
    told
}

fn nothing_to_read(order: &Order, problems: &[Problem]) -> Error {
    let paths = order.paths.unwrap_or_default();
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let mut error = Error::new(format!("nothing to read in {}", names.join(", ")));
    for problem in problems.iter().take(3) {
        error = error.cause(format!("{}: {}", problem.path, problem.detail));
    }
    let known: Vec<&str> =
        crate::read::READERS.iter().flat_map(|r| r.extensions()).copied().collect();
    error.tip(format!("readable are {} (also with .gz or .zst)", known.join(", ")))
}

/// Chunks, with word of the bytes read between them, until the run is interrupted.
struct Told<'a> {
    chunks: Chunks<'a>,
    meter: &'a Meter,
    told: u64,
    watch: &'a Watch<'a>,
}

impl Iterator for Told<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        if self.watch.is_interrupted() {
            return None;
        }
        let chunk = self.chunks.next();
        let read = self.meter.bytes.load(Ordering::Relaxed);
        (self.watch.progress)(read - self.told);
        self.told = read;
        chunk
    }
}

/// What a chunk is worked on with.
struct Job<'a> {
    settings: &'a Settings,
    pool: &'a Pool,
    meter: &'a Meter,
    watch: &'a Watch<'a>,
}

impl Job<'_> {
    fn chunk(&self, worker: &mut Worker, mut chunk: Chunk) -> Result<()> {
        if self.watch.is_interrupted() {
            return Ok(());
        }
        let Context { loaded, .. } = chunk.context;
        if matches!(chunk.input.reader.cut(), Cut::Whole) && !loaded && chunk.failure.is_none() {
            let read = read_whole(&chunk.input, chunk.place.0, self.meter, &mut chunk.bytes);
            if let Err(error) = &read {
                chunk.bytes.clear();
                chunk.failure = Some(unreadable(&chunk.input, error));
            }
            chunk.failure = chunk.failure.or_else(|| walk::changed(&chunk.input));
        }
        worker.begin(chunk.place);
        let failed_whole = chunk.failure.is_some() && chunk.bytes.is_empty();
        let outcome = match failed_whole {
            true => Ok(()),
            false => self.parse(worker, &chunk),
        };
        worker.problems.extend(chunk.failure.take());
        self.pool.give_back(std::mem::take(&mut chunk.bytes));
        outcome
    }

    /// Counts the records of a chunk. What a reader breaks down on is a problem of one file; what counting breaks
    /// down on is a mistake in every number, and goes on as a panic.
    fn parse(&self, worker: &mut Worker, chunk: &Chunk) -> Result<()> {
        let mut outcome = Ok(());
        let mut counting = false;
        let parsed = guarded(|| {
            chunk.input.reader.parse(chunk, self.settings, &mut |record| match record {
                Record::Document(document) if outcome.is_ok() => {
                    counting = true;
                    outcome = unguarded(|| worker.document(&document));
                    counting = false;
                }
                Record::Document(_) => {}
                Record::Problem(problem) => worker.problems.push(problem),
            });
        });
        if parsed.is_none() {
            assert!(!counting, "counting does not panic");
            worker.problems.push(reader_failed(&chunk.input));
        }
        outcome
    }
}

/// What the threads found, added up.
#[derive(Default)]
struct Parts {
    tally: Tally,
    spools: Vec<SpoolWriter>,
    problems: Vec<Problem>,
    documents: u64,
    outside_years: BTreeMap<i32, u64>,
    dates_from: BTreeMap<DateFrom, u64>,
    listed: Listed,
}

impl From<Worker<'_>> for Parts {
    fn from(worker: Worker) -> Self {
        Self {
            tally: worker.accumulator.into_tally(),
            spools: vec![worker.spool],
            problems: worker.problems,
            documents: worker.documents,
            outside_years: worker.outside_years,
            dates_from: worker.dates_from,
            listed: worker.listed,
        }
    }
}

impl Parts {
    fn merge(mut self, mut other: Self) -> Self {
        self.spools.append(&mut other.spools);
        self.problems.append(&mut other.problems);
        self.listed.add(other.listed);
        for (year, documents) in other.outside_years {
            *self.outside_years.entry(year).or_default() += documents;
        }
        for (from, documents) in other.dates_from {
            *self.dates_from.entry(from).or_default() += documents;
        }
        Self {
            tally: self.tally.merge(other.tally),
            documents: self.documents + other.documents,
            ..self
        }
    }
}
