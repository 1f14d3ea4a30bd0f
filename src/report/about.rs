//! What every hand-out of a run says of itself, whatever its form: workbook, Markdown, data package.

use crate::study::span;
use crate::trend::Findings;

/// A run, as far as what is handed on speaks of it.
#[derive(Clone, Copy)]
pub struct About<'a> {
    pub findings: &'a Findings,
    pub study_id: &'a str,
    /// Of [`crate::lexicon::Lexicon::hash`].
    pub lexicon_hash: &'a str,
    /// Over all options that decide numbers, and the lexicon.
    pub options_hash: &'a str,
    /// What the scope of the study is, in a sentence; may be empty.
    pub scope_note: &'a str,
}

impl About<'_> {
    /// Documents read within the years, each text once.
    pub fn documents(&self) -> u64 {
        self.findings.overall.rows.iter().map(|row| row.documents).sum()
    }

    /// `1992–2021`, `2017`.
    pub fn span(&self) -> String {
        span(*self.findings.years.start(), *self.findings.years.end())
    }

    /// The program as it is cited.
    pub fn program() -> &'static str {
        concat!("keytrend ", env!("CARGO_PKG_VERSION"))
    }
}
