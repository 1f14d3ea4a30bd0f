//! Writes a large corpus with known counts, for measuring:
//!
//!     cargo run --release --example generate -- --bytes 1GB --seed 1 OUT_DIR
//!
//! `OUT_DIR/texts/` holds JSON lines in files of 64 MB, `OUT_DIR/expected.json` the exact hits and documents by year and
//! term; the same are printed as a table.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program by itself")]
#![allow(clippy::disallowed_methods, reason = "it writes a corpus, no result")]

#[path = "../benches/corpus.rs"]
mod corpus;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use keytrend::document::Language;
use keytrend::error::{Error, Result};
use keytrend::lexicon::Lexicon;

use corpus::{Expected, Generator, Wish};

const SHARD: u64 = 64_000_000;

/// Write a large corpus with known counts
#[derive(Parser)]
pub struct Args {
    /// Where to write; the folder must be empty or not exist
    #[arg(value_name = "OUT_DIR")]
    out: PathBuf,
    /// How much to write, such as 200MB or 1GB
    #[arg(long, default_value = "20MB", value_parser = bytes)]
    bytes: u64,
    #[arg(long, value_delimiter = ',', default_value = "en,ko,vi", value_parser = language)]
    languages: Vec<Language>,
    #[arg(long, default_value = "1992-2021", value_parser = years)]
    years: RangeInclusive<i32>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Planted terms for every 1,000 words
    #[arg(long, default_value_t = 5.0)]
    rate: f64,
    /// Keyword lists to plant from; without any, the built-in ones
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
}

fn bytes(text: &str) -> std::result::Result<u64, String> {
    let lower = text.to_lowercase();
    let units = [("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000), ("", 1)];
    let found = units.into_iter().find_map(|(unit, size)| {
        let number: f64 = lower.strip_suffix(unit)?.trim().parse().ok()?;
        (number >= 0.0).then_some((number * f64::from(size)) as u64)
    });
    found.ok_or_else(|| "write a number with KB, MB or GB".to_owned())
}

fn language(code: &str) -> std::result::Result<Language, String> {
    let found = Language::COUNTED.into_iter().find(|language| language.code() == code);
    found.ok_or_else(|| "en, ko or vi".to_owned())
}

fn years(text: &str) -> std::result::Result<RangeInclusive<i32>, String> {
    let pair = text.split_once('-').unwrap_or((text, text));
    match (pair.0.parse(), pair.1.parse()) {
        (Ok(first), Ok(last)) if first <= last => Ok(first..=last),
        _ => Err("write FIRST-LAST".to_owned()),
    }
}

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            error.causes.iter().for_each(|cause| eprintln!("  because {cause}"));
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> Result<()> {
    let expected = write(args)?;
    let print = || -> io::Result<()> {
        let mut table = BufWriter::new(io::stdout().lock());
        writeln!(table, "year\tterm\thits\tdocuments")?;
        for ((year, term), counts) in &expected.terms {
            writeln!(table, "{year}\t{term}\t{}\t{}", counts.hits, counts.documents)?;
        }
        table.flush()
    };
    match print() {
        // Nobody reads the table: the same stands in the file.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.map_err(|error| failed(Path::new("standard output"), &error)),
    }
}

/// Writes the corpus and `expected.json`.
///
/// # Errors
/// A folder that is not empty or cannot be written to, a broken lexicon.
pub fn write(args: Args) -> Result<Expected> {
    let lexicon = match args.lexicon.as_slice() {
        [] => corpus::built_in()?,
        files => {
            let read = |file: &PathBuf| -> Result<(String, String)> {
                let text = fs::read_to_string(file).map_err(|error| failed(file, &error))?;
                Ok((file.display().to_string(), text))
            };
            Lexicon::parse(&files.iter().map(read).collect::<Result<Vec<_>>>()?)?
        }
    };
    let Args { out, bytes, languages, years, seed, rate, .. } = args;
    let wish = Wish { bytes, languages, years, seed, rate };
    let mut generator = Generator::new(&lexicon, wish.clone())?;
    for (language, terms) in generator.plantable() {
        eprintln!("{}: {terms} of {} terms can be planted", language.code(), lexicon.terms.len());
    }

    let texts = out.join("texts");
    if out.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::new(format!("{} is not empty", out.display())));
    }
    fs::create_dir_all(&texts).map_err(|error| failed(&texts, &error))?;
    let mut more = true;
    for shard in 1.. {
        if !more {
            break;
        }
        let path = texts.join(format!("{shard:04}.jsonl"));
        more = write_shard(&mut generator, &path).map_err(|error| failed(&path, &error))?;
    }
    let expected = out.join("expected.json");
    let json = generator.expected().json(&wish, &lexicon);
    fs::write(&expected, format!("{json:#}\n")).map_err(|error| failed(&expected, &error))?;
    eprintln!("{} documents, {} bytes", generator.documents(), generator.bytes());
    Ok(generator.expected().clone())
}

/// Fills one file; false if the corpus is whole.
fn write_shard(generator: &mut Generator, path: &Path) -> io::Result<bool> {
    let mut file = File::create(path)?;
    let mut lines = String::new();
    let end = generator.bytes() + SHARD;
    while generator.bytes() < end {
        if !generator.write_next(&mut lines) {
            file.write_all(lines.as_bytes())?;
            return Ok(false);
        }
        if lines.len() > 1 << 20 {
            file.write_all(lines.as_bytes())?;
            lines.clear();
        }
    }
    file.write_all(lines.as_bytes())?;
    Ok(true)
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::new(format!("cannot write or read {}", path.display())).cause(error)
}
