//! `run.json`: what was read, with what and how, and what came of it. Everything but `this_run` is the same for the
//! same input, whatever the machine, the threads and the order of the files.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::Problem;

#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    pub program: &'static str,
    pub version: &'static str,
    pub study: StudyRecord<'a>,
    pub lexicon: LexiconRecord,
    pub options: OptionsRecord<'a>,
    pub counts: CountsRecord,
    pub evidence: EvidenceRecord,
    pub inputs: Vec<InputRecord<'a>>,
    /// Number of problems by reason; each is in `problems.csv`.
    pub problems: BTreeMap<String, u64>,
    pub written: Vec<String>,
    pub this_run: ThisRun,
}

#[derive(Debug, Serialize)]
pub struct StudyRecord<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub years: [i32; 2],
    /// What the texts are, where the study says so.
    pub note: &'a str,
}

#[derive(Debug, Serialize)]
pub struct LexiconRecord {
    pub sha256: String,
    pub terms: usize,
    pub cooperation: usize,
    pub conflict: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct OptionsRecord<'a> {
    /// Over all options that decide numbers, and the lexicon.
    pub sha256: &'a str,
    /// Over those that decide a tally.
    pub tally_sha256: &'a str,
    pub actors: &'a [String],
    pub scope: String,
    pub home: bool,
    pub overlap: &'static str,
    pub duplicates: &'static str,
    /// The similarity from which on documents are near copies; `null` where they were not looked for.
    pub near_duplicates: Option<f64>,
    pub plain: bool,
    pub language: &'static str,
    pub by: &'static str,
    pub seed: u64,
    pub resamples: usize,
}

#[derive(Debug, Default, Serialize)]
pub struct CountsRecord {
    /// Read, whether they count or not.
    pub documents_read: u64,
    pub documents_counted: u64,
    pub documents_in_scope: u64,
    /// Exact copies, left out.
    pub duplicates: u64,
    /// Near copies, left out.
    pub near_duplicates: u64,
    /// Documents of years that are none of the study's, by year; they are not counted.
    pub outside_years: BTreeMap<i32, u64>,
    pub outside_years_total: u64,
    /// Documents within the years, copies among them, by what their date was read from.
    pub dates_from: BTreeMap<&'static str, u64>,
    pub hits_cooperation: u64,
    pub hits_conflict: u64,
    pub problems: u64,
}

/// What can be shown of what was counted.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct EvidenceRecord {
    /// Hits that were kept.
    pub hits: u64,
    pub hits_with_sentence: u64,
    /// Documents of which the source gives a list of nouns in place of the text.
    pub listed_documents: u64,
    pub listed_nouns: u64,
    /// Nouns that stand in the title or in what the source shows of the text.
    pub listed_nouns_shown: u64,
}

#[derive(Debug, Serialize)]
pub struct InputRecord<'a> {
    pub path: std::borrow::Cow<'a, str>,
    pub bytes: u64,
    pub format: &'static str,
    /// Which of several readers of the format read it, and its version: a machine that lacks it reads the file otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<&'a str>,
    /// `null` where the file could not be read to its end.
    pub sha256: Option<&'a str>,
}

/// What differs from run to run.
#[derive(Debug, Default, Serialize)]
pub struct ThisRun {
    pub threads: usize,
    pub seconds_counting: f64,
    pub seconds: f64,
}

/// Problems by reason.
pub fn by_reason(problems: &[Problem]) -> BTreeMap<String, u64> {
    let mut reasons = BTreeMap::new();
    for problem in problems {
        *reasons.entry(problem.reason.to_owned()).or_default() += 1;
    }
    reasons
}
