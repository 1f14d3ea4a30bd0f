//! What will be done: arguments and study file, checked and resolved. A plan that exists can start.

mod draft;

use std::ops::RangeInclusive;
use std::path::PathBuf;

use encoding_rs::Encoding;

use super::args::{
    CheckArgs, CorpusArgs, CountArgs, CountingArgs, Duplicates, KwicArgs, MergeArgs, ReportArgs,
    RunArgs, VerifyArgs,
};
use super::paths;
use crate::chart::font::Font;
use crate::document::{Kind, Language};
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::study::{
    DateOrder, Field, Format, NamedPeriod, PathFilter, PdfReader, ScopeUnit, SeriesName, Shades,
    TableFormat,
};
use crate::trend::Event;
use draft::{Draft, check_outside};

/// Where the documents, or their counts, come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The texts that are compiled in.
    Sample,
    /// Files and folders that can be opened.
    Paths(Vec<PathBuf>),
    /// Counts that were made before.
    Tally(PathBuf),
}

/// Plain data that the pipeline takes.
#[derive(Clone, Debug)]
pub struct Plan {
    pub study_id: String,
    /// The study file; `None` is the built-in study.
    pub study_file: Option<PathBuf>,
    pub title: String,
    pub subject: String,
    pub note: String,
    pub years: RangeInclusive<i32>,
    pub input: Input,
    pub filter: PathFilter,
    /// Header names of the study's own.
    pub columns: Vec<(String, Field)>,
    /// Of documents whose source does not say.
    pub kind: Kind,
    /// Believed where the source names none; `None` is detected.
    pub language: Option<Language>,
    /// Of texts without a byte order mark; `None` is found out.
    pub encoding: Option<&'static Encoding>,
    /// Which comes first in `04/05/2019`; `None` leaves such rows out.
    pub date_order: Option<DateOrder>,
    pub pdf: PdfReader,
    pub lexicon: Lexicon,
    /// Ids of the required actors, each known to the lexicon; empty counts everything.
    pub actors: Vec<String>,
    pub unit: ScopeUnit,
    pub home: bool,
    pub overlap_all: bool,
    pub keep_duplicates: bool,
    /// Documents at least so similar are near copies; `None` does not look for them.
    pub near_duplicates: Option<f64>,
    pub plain: bool,
    /// A folder for `run` and `report`, a file for `count`. It may lie inside an input folder, where it is no input.
    pub output: PathBuf,
    pub formats: Vec<Format>,
    pub tables: Vec<TableFormat>,
    pub shades: Shades,
    /// Letters of SVG charts as paths.
    pub outline_text: bool,
    /// The reader's own, for charts.
    pub font: Option<Font>,
    /// Of the words around the numbers.
    pub lang: Language,
    pub evidence: bool,
    /// Lines of each keyword in the report page.
    pub kwic: usize,
    pub by_month: bool,
    pub seed: u64,
    pub threads: usize,
    pub allow_skipped: bool,
    pub events: Vec<Event>,
    pub periods: Vec<NamedPeriod>,
    /// Compared in a chart of their own.
    pub series: Vec<SeriesName>,
    /// SHA-256 over all options, and the lexicon, that decide numbers.
    pub options_hash: String,
    /// The same of those that decide a tally: tallies add only where it is equal.
    pub tally_hash: String,
    /// What is worth a word before the work starts.
    pub warnings: Vec<String>,
}

/// What `merge` does.
#[derive(Clone, Debug)]
pub struct MergePlan {
    pub tallies: Vec<PathBuf>,
    pub output: PathBuf,
}

/// What `kwic` shows.
#[derive(Clone, Debug)]
pub struct KwicPlan {
    pub term: String,
    pub dir: PathBuf,
    /// `None` shows all.
    pub limit: Option<usize>,
    pub years: Option<RangeInclusive<i32>>,
    pub language: Option<Language>,
    /// Columns on each side; `None` is as many as fit.
    pub width: Option<usize>,
}

impl Plan {
    /// # Errors
    /// Whatever would stop the run later: a missing file, an unknown actor, a folder that is not ours to write.
    pub fn run(args: &RunArgs) -> Result<Self> {
        let mut draft = Draft::counting(&args.counting)?;
        draft.report(&args.reporting)?;
        draft.look_for_near_copies();
        let output = draft.output_folder(args.reporting.output.as_deref());
        let input = draft.input()?;
        check_outside(&output, &input)?;
        let plan = draft.finish(input, output, Some(&args.counting))?;
        paths::check_output_folder(&plan.output)?;
        Ok(plan)
    }

    /// # Errors
    /// As for `run`.
    pub fn count(args: &CountArgs) -> Result<Self> {
        let draft = Draft::counting(&args.counting)?;
        let input = draft.input()?;
        let plan = draft.finish(input, args.output.clone(), Some(&args.counting))?;
        paths::check_output_file(&plan.output)?;
        Ok(plan)
    }

    /// # Errors
    /// As for `run`.
    pub fn corpus(args: &CorpusArgs) -> Result<Self> {
        let CorpusArgs { inputs, study, language, near_duplicates, threads, allow_skipped } =
            args.clone();
        let args = CountingArgs {
            inputs,
            study,
            language,
            near_duplicates,
            threads,
            allow_skipped,
            duplicates: Some(Duplicates::Drop),
            ..CountingArgs::default()
        };
        let mut draft = Draft::counting(&args)?;
        draft.look_for_near_copies();
        // What an earlier run wrote is no input.
        let output = draft.output_folder(None);
        let input = draft.input()?;
        draft.finish(input, output, Some(&args))
    }

    /// # Errors
    /// As for `run`, and where the file is not a tally.
    pub fn report(args: &ReportArgs) -> Result<Self> {
        paths::check_tally(&args.tally)?;
        let mut draft = Draft::read(args.study.as_deref())?;
        if draft.file.is_none() {
            draft.take_for_own_texts(&args.tally);
        }
        draft.lexicon(&args.lexicon);
        draft.report(&args.reporting)?;
        draft.look_for_near_copies();
        let output = draft.output_folder(args.reporting.output.as_deref());
        let plan = draft.finish(Input::Tally(args.tally.clone()), output, None)?;
        paths::check_output_folder(&plan.output)?;
        Ok(plan)
    }

    /// The plan of a study that is only looked at; the output folder may be anything.
    ///
    /// # Errors
    /// As for `run`.
    pub fn check(args: &CheckArgs) -> Result<Self> {
        let mut draft = Draft::read(args.study.as_deref())?;
        draft.lexicon(&args.lexicon);
        let output = draft.output_folder(None);
        let input = match draft.study.input.paths.is_empty() {
            true => Input::Paths(vec![]),
            false => draft.input()?,
        };
        draft.finish(input, output, None)
    }
}

impl MergePlan {
    /// # Errors
    /// A file that is not a tally, or an output that cannot be written.
    pub fn new(args: &MergeArgs) -> Result<Self> {
        for (at, tally) in args.tallies.iter().enumerate() {
            paths::check_tally(tally)?;
            if args.tallies[..at].contains(tally) {
                return Err(Error::new(format!("the tally {} stands twice", tally.display()))
                    .cause("its documents would count twice")
                    .tip("name it once"));
            }
        }
        paths::check_output_file(&args.output)?;
        Ok(Self { tallies: args.tallies.clone(), output: args.output.clone() })
    }
}

impl KwicPlan {
    /// # Errors
    /// No output folder is found.
    pub fn new(args: &KwicArgs) -> Result<Self> {
        let KwicArgs { term, dir, limit, year, language, width } = args.clone();
        Ok(Self {
            term,
            dir: paths::find_output(dir.as_deref())?,
            limit: (limit > 0).then_some(limit),
            years: year,
            language,
            width,
        })
    }
}

/// The output folder that `verify` recounts.
///
/// # Errors
/// No output folder is found.
pub fn verify(args: &VerifyArgs) -> Result<PathBuf> {
    paths::find_output(args.dir.as_deref())
}

#[cfg(test)]
mod tests;
