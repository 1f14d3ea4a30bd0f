//! Every reader, fed with what no one should write: random bytes, files cut short, flipped bits. No case may panic,
//! take long or take much memory. Fixtures are `tests/fixtures/readers/<reader>/good*` and `bad*`.

mod cases;
mod memory;
mod quality;
mod reading;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use keytrend::read::{READERS, Reader, reader_of};
use regex::bytes::Regex;

use cases::Case;
use reading::{Outcome, read};

/// Cases for each reader, spread over its good fixtures.
const CASES: u64 = 10_000;
/// For one case. A busy machine may be slow for a moment, so a case that takes longer is tried twice more.
const LONGEST: Duration = Duration::from_secs(2);
/// Bytes that one case may hold at once: buffers of a mebibyte, the window of a decompressor, and no more.
const MOST_MEMORY: usize = 256 << 20;
/// A case that takes so long hangs: the test ends at once.
const HANGS: Duration = Duration::from_secs(60);

struct Fixture {
    name: String,
    bytes: Vec<u8>,
}

/// The fixtures of a reader whose names begin with `quality`, sorted by name.
fn fixtures(reader: &dyn Reader, quality: &str) -> Vec<Fixture> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/readers")
        .join(reader.name());
    let mut found = vec![];
    for entry in std::fs::read_dir(&folder).into_iter().flatten() {
        let path = entry.expect("a readable folder").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.starts_with(quality) {
            found.push(Fixture { name, bytes: std::fs::read(&path).expect("a readable file") });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!found.is_empty(), "{} lacks a {quality} file", folder.display());
    for Fixture { name, .. } in &found {
        let known = reader_of(name).map(|(reader, _)| reader.name());
        assert_eq!(known, Some(reader.name()), "{name} is read by another");
    }
    found
}

#[test]
fn good_files_are_read_and_bad_ones_are_told() {
    let numbers = Regex::new(r"documents (\d+),").expect("a pattern");
    for reader in READERS {
        for Fixture { name, bytes } in fixtures(*reader, "good") {
            let Outcome { documents, problems, .. } = read(&name, bytes);
            assert!(documents > 0, "{}/{name}: {problems:?}", reader.name());
            assert!(
                problems.iter().all(keytrend::error::Problem::is_notice),
                "{}/{name}: {problems:?}",
                reader.name()
            );
        }
        for Fixture { name, bytes } in fixtures(*reader, "bad") {
            // A file of records names how many of them are good.
            let found = numbers.captures(&bytes).map(|found| found[1].to_vec());
            let good: u64 = found.map_or(0, |digits| {
                String::from_utf8(digits).expect("digits").parse().expect("a number")
            });
            let Outcome { documents, problems, .. } = read(&name, bytes);
            let told = problems.iter().any(|problem| !problem.is_notice());
            assert!(told, "{}/{name} has no problem", reader.name());
            assert_eq!(documents, good, "{}/{name}: {problems:?}", reader.name());
            let hints = problems.iter().all(|p| !p.hint.is_empty() && !p.detail.is_empty());
            assert!(hints, "{}/{name}: {problems:?}", reader.name());
        }
    }
}

/// Bytes of a fixture.
fn fixture(path: &str) -> (&str, Vec<u8>) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/readers");
    let name = path.rsplit('/').next().expect("a name");
    (name, std::fs::read(folder.join(path)).expect("a fixture"))
}

#[test]
fn members_of_archives_are_those_that_were_put_in() {
    let agreement = "Korea and Vietnam signed an agreement; one dispute remained.";
    let treaty = "Korea and Vietnam signed a treaty.";
    let korean = "한국과 베트남의 협력";
    for (path, expected) in [
        ("zip/good.zip", vec![agreement, treaty, treaty, treaty]),
        ("zip/good-stored.zip", vec![agreement]),
        ("zip/good-cp949-name.zip", vec![agreement]),
        ("tar/good.tar", vec![agreement, treaty, treaty]),
        ("tar/good-pax.tar", vec![agreement]),
        ("tar/good-packed.tgz", vec![agreement, treaty, treaty]),
        ("warc/good.warc", vec![agreement, agreement, agreement, korean, agreement]),
    ] {
        let (name, bytes) = fixture(path);
        let found = read(name, bytes);
        let texts: Vec<&str> = found.texts.iter().map(|text| text.trim()).collect();
        assert_eq!(texts, expected, "{path}: {:?}", found.problems);
    }
    let (name, bytes) = fixture("warc/good.warc");
    let pages = read(name, bytes);
    assert_eq!(pages.addresses[0], "http://a.example/2016/03/04/x");
    let dates: Vec<(i32, u64)> = pages.years.into_iter().collect();
    assert_eq!(dates, [(2016, 1), (2017, 4)], "by address, and the day they were fetched");
}

#[test]
#[allow(clippy::disallowed_methods, reason = "tests write their own files")]
fn a_file_that_changes_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("2016.jsonl");
    let line = "{\"date\":\"2016\",\"text\":\"an agreement\"}\n";
    std::fs::write(&path, line).expect("a file");
    let listed = || {
        let (inputs, _) =
            keytrend::read::walk::walk(std::slice::from_ref(&path), &Default::default(), None)
                .expect("a readable path");
        let inputs: Vec<_> = inputs.into_iter().map(Arc::new).collect();
        <[_; 1]>::try_from(inputs).expect("one file")
    };
    let before = listed();
    let reasons = |outcome: Outcome| outcome.problems.iter().map(|p| p.reason).collect::<Vec<_>>();
    assert_eq!(reasons(reading::read_input(&before)), [""; 0]);
    std::fs::write(&path, line.repeat(2)).expect("a file");
    assert_eq!(reasons(reading::read_input(&before)), ["changed"]);
    assert_eq!(reasons(reading::read_input(&listed())), [""; 0]);
}

/// What one thread is busy with, for whoever waits for it.
type Busy = Arc<Mutex<Option<(Instant, String)>>>;

#[test]
fn no_input_breaks_a_reader() {
    let mut jobs = vec![];
    for reader in READERS {
        let good = fixtures(*reader, "good");
        let each = CASES / good.len() as u64;
        for fixture in good {
            // Pieces of a reader's cases, so that a slow reader keeps all processors busy.
            for first in (0..each).step_by(500) {
                let last = (first + 500).min(each);
                jobs.push((
                    reader.name(),
                    fixture.name.clone(),
                    fixture.bytes.clone(),
                    first..last,
                ));
            }
        }
    }
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(vec![]));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let busy: Vec<Busy> = (0..threads).map(|_| Busy::default()).collect();
    let left = AtomicUsize::new(threads);
    std::thread::scope(|scope| {
        for busy in &busy {
            scope.spawn(|| {
                while let Some((reader, name, bytes, range)) =
                    jobs.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    for number in range.clone() {
                        let told = format!("{reader}/{name}, case {number}");
                        *busy.lock().expect("a lock") = Some((Instant::now(), told.clone()));
                        if let Err(what) = hold(name, &Case::new(bytes, number)) {
                            failures.lock().expect("a lock").push(format!("{told}: {what}"));
                        }
                        *busy.lock().expect("a lock") = None;
                    }
                }
                left.fetch_sub(1, Ordering::Relaxed);
            });
        }
        while left.load(Ordering::Relaxed) > 0 {
            std::thread::sleep(Duration::from_millis(100));
            for busy in &busy {
                if let Some((since, told)) = &*busy.lock().expect("a lock") {
                    end_if_hanging(*since, told);
                }
            }
        }
    });
    let failures = failures.into_inner().expect("a lock");
    let shown = failures.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} cases failed:\n{shown}", failures.len());
}

#[allow(clippy::print_stderr, reason = "nothing else is left to say it")]
fn end_if_hanging(since: Instant, told: &str) {
    if since.elapsed() > HANGS {
        eprintln!("{told} hangs");
        std::process::abort();
    }
}

/// Reads a case; what it must not do is an error.
fn hold(name: &str, case: &Case) -> Result<(), String> {
    let mut longest = Duration::MAX;
    for _ in 0..3 {
        let before = memory::begin();
        let started = Instant::now();
        let outcome = std::panic::catch_unwind(|| read(name, case.bytes.clone()));
        let took = started.elapsed();
        let most = memory::most_since(before);
        let outcome = outcome.map_err(|_| "it panics".to_owned())?;
        if let Some(problem) = outcome.problems.iter().find(|p| p.reason == "reader-failed") {
            return Err(problem.detail.clone());
        }
        if most > MOST_MEMORY {
            return Err(format!("{} MiB", most >> 20));
        }
        if outcome.chunks > 10_000 {
            return Err("the file does not end".to_owned());
        }
        longest = longest.min(took);
        if took <= LONGEST {
            return Ok(());
        }
    }
    Err(format!("{} ms", longest.as_millis()))
}
