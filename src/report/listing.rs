//! Lists that are written while the counted documents are read back: documents, copies, problems, and the runs
//! behind each term. Rows go out one by one; only the runs are gathered.

use std::collections::BTreeMap;
use std::io::Write;

use super::duplicates::{Copies, CopyKind};
use super::evidence::{EvidenceRow, EvidenceWriter};
use super::kwic::Extracts;
use super::spool::{RowAt, Spool};
use crate::count::row::{Row, RowHit, RowSentence};
use crate::count::tally_file::Stamp;
use crate::error::{Error, Problem, Result};
use crate::lexicon::{Lexicon, Stance};
use crate::mail;
use crate::report::output::Output;

/// Name, what a row is, and columns with their meanings.
type Described = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Columns of the lists, each with its meaning, for `docs/columns.md`.
pub static LISTS: &[Described] = &[
    (
        "documents",
        "One row a document that was read within the years of the study.",
        &[
            ("document", "its id"),
            ("file", "the input it was read from"),
            ("date", "as far as it is known (ISO 8601)"),
            (
                "date_from",
                "what it was read from: row, metadata, front-matter, url, identifier, head, file-name, folder, \
                 file-metadata",
            ),
            ("source", "outlet or publisher"),
            ("kind", "news or report"),
            ("language", "of most of its letters: en, ko, vi, und"),
            ("in_scope", "yes, or no"),
            ("words", "in all languages together; do not compare between languages"),
            ("sentences", "sentences that hold a word"),
            ("cooperation_hits", "hits in scope of cooperation terms"),
            ("conflict_hits", "hits in scope of conflict terms"),
            ("hits_outside", "hits outside the scope"),
            (
                "hits_with_sentence",
                "hits that have a sentence to show; fewer than all where the source withholds its text; empty if no \
                 evidence was kept",
            ),
            (
                "counted",
                "yes; duplicate for an exact copy, which is left out; near-duplicate for a near copy, which is counted but in \
                 the columns …_without_near_copies",
            ),
        ],
    ),
    (
        "duplicates",
        "One row a document that repeats another: exact copies, which were left out, and near copies, which count.",
        &[
            ("document", "the id of the copy"),
            ("file", "the input it was read from"),
            ("date", "of the copy"),
            ("source", "outlet or publisher of the copy"),
            (
                "kind",
                "exact: the same title and text after normalisation, left out; near: counted, as many shingles in common as the study asks for",
            ),
            (
                "similarity",
                "to the document that it repeats: shingles in both ÷ shingles in either, 0 to 1",
            ),
            (
                "repeats",
                "the id of the document that it repeats: the one that is kept, or the first of its cluster that is similar enough",
            ),
            ("repeats_date", "of that document"),
            ("repeats_source", "of that document"),
            ("kept", "the id of the earliest document of the whole cluster"),
        ],
    ),
    (
        "problems",
        "One row an input, or a part of one, that was not used, or of which something is to be known.",
        &[
            ("path", "the file"),
            ("line", "line or record, from 1; empty for the whole file"),
            ("severity", "skipped: something is missing from the counts; notice: nothing is"),
            ("reason", "a short fixed name"),
            ("detail", "what is wrong"),
            ("hint", "what to do"),
        ],
    ),
    (
        "variants",
        "One row a run of text behind a term, the most frequent first: read it to extend `except`.",
        &[
            ("term", "its id"),
            ("language", "of the paragraph"),
            ("run", "the words around and with the hit, in lower case"),
            ("class", "how the hit stands in the run"),
            ("hits", "in and outside the scope"),
            ("hits_with_sentence", "hits that have a sentence to show"),
            ("example", "a document that holds it"),
        ],
    ),
];

/// What a run adds up to besides its tally.
#[derive(Debug, Default)]
pub struct Listed {
    pub evidence_rows: u64,
    /// Rows that have a sentence.
    pub with_sentence: u64,
}

/// Reads the counted documents back in order and writes `documents.csv`, `variants.csv` and, if asked for, the
/// evidence; `extracts` looks at every row of it.
///
/// # Errors
/// What the disk says.
pub fn write(
    output: &Output,
    spool: &mut Spool,
    copies: &Copies,
    lexicon: &Lexicon,
    files: &[&str],
    evidence: Option<&Stamp>,
    extracts: &mut Extracts,
) -> Result<Listed> {
    let mut documents = List::new(output, "tables/documents.csv", "documents")?;
    let mut rows = match evidence {
        Some(stamp) => {
            Some(EvidenceWriter::new(output.create("evidence/evidence.parquet")?, stamp)?)
        }
        None => None,
    };
    let mut variants = Variants::default();
    let mut listed = Listed::default();
    spool.rows(|place, at, row| {
        let file = files.get(place.0 as usize).copied().unwrap_or_default();
        let file = &mail::mask(file);
        documents.row(&document(row, at, file, copies, lexicon, evidence.is_some()))?;
        if let Some(rows) = &mut rows
            && copies.left_out.get(&at) != Some(&CopyKind::Exact)
        {
            for number in 0..row.hits.len() {
                let Some(shown) = evidence_row(row, number, file, lexicon) else { continue };
                variants.add(&shown);
                extracts.see(&shown);
                rows.push(&shown)?;
                listed.evidence_rows += 1;
                listed.with_sentence += u64::from(shown.evidence == SENTENCE);
            }
        }
        Ok(())
    })?;
    documents.finish()?;
    if let Some(rows) = rows {
        rows.finish()?.flush().map_err(|error| failed(&error))?;
        variants.write(List::new(output, "tables/variants.csv", "variants")?)?;
    }
    Ok(listed)
}

/// Writes `duplicates.csv` and `problems.csv`.
///
/// # Errors
/// What the disk says.
pub fn write_problems(
    output: &Output,
    copies: &Copies,
    problems: &[Problem],
    files: &[&str],
) -> Result<()> {
    let mut list = List::new(output, "tables/duplicates.csv", "duplicates")?;
    for copy in &copies.pairs {
        let (document, repeats) = (&copy.document, &copy.repeats);
        let file = files.get(document.place.0 as usize).copied().unwrap_or_default();
        list.row(&[
            document.id.clone(),
            mail::mask(file).into_owned(),
            document.date.to_string(),
            document.source.clone(),
            copy.kind.code().to_owned(),
            format!("{:.6}", copy.similarity.jaccard()),
            repeats.id.clone(),
            repeats.date.to_string(),
            repeats.source.clone(),
            copy.kept.clone(),
        ])?;
    }
    list.finish()?;
    let mut list = List::new(output, "problems.csv", "problems")?;
    for problem in problems {
        let Problem { path, line, reason, detail, hint } = problem;
        let line = if *line > 0 { line.to_string() } else { String::new() };
        list.row(&[path, &line, problem.severity(), reason, detail, hint].map(str::to_owned))?;
    }
    list.finish()
}

/// Kinds of evidence.
const SENTENCE: &str = "sentence";
const ARTICLE: &str = "article";

fn document(
    row: &Row,
    at: RowAt,
    file: &str,
    copies: &Copies,
    lexicon: &Lexicon,
    evidence: bool,
) -> [String; 15] {
    let of_stance = |stance: Stance| {
        let is = |hit: &&RowHit| lexicon.terms[usize::from(hit.term)].stance == Some(stance);
        row.hits.iter().filter(|hit| hit.in_scope).filter(is).count().to_string()
    };
    let sum = |of: fn(&crate::count::row::LanguageCounts) -> u32| {
        row.languages.iter().map(of).sum::<u32>().to_string()
    };
    let counted = match copies.left_out.get(&at) {
        None => "yes",
        Some(CopyKind::Exact) => "duplicate",
        Some(CopyKind::Near) => "near-duplicate",
    };
    [
        row.id.to_string(),
        file.to_owned(),
        row.date.to_string(),
        row.date_from.code().to_owned(),
        row.source.to_string(),
        row.kind.code().to_owned(),
        row.language.code().to_owned(),
        if row.in_scope { "yes" } else { "no" }.to_owned(),
        sum(|counts| counts.words),
        sum(|counts| counts.sentences),
        of_stance(Stance::Cooperation),
        of_stance(Stance::Conflict),
        row.hits.iter().filter(|hit| !hit.in_scope).count().to_string(),
        match evidence {
            true => {
                let articles = row.quotes.iter().filter(|quote| quote.article).count();
                (row.hits.len() - articles).to_string()
            }
            false => String::new(),
        },
        counted.to_owned(),
    ]
}

fn evidence_row<'a>(
    row: &'a Row,
    number: usize,
    file: &'a str,
    lexicon: &'a Lexicon,
) -> Option<EvidenceRow<'a>> {
    let hit = &row.hits[number];
    let term = &lexicon.terms[usize::from(hit.term)];
    let (evidence, text, start, end) = match row.quotes.get(number) {
        Some(quote) => {
            let evidence = if quote.article { ARTICLE } else { SENTENCE };
            (evidence, &*quote.text, quote.start, quote.end)
        }
        None => {
            let of_hit = |sentence: &&RowSentence| sentence.number == hit.sentence;
            let sentence = row.sentences.iter().find(of_hit)?;
            (SENTENCE, &*sentence.text, hit.start - sentence.start, hit.end - sentence.start)
        }
    };
    let mut place = start as usize..end as usize;
    let text = mail::mask_with(text, std::slice::from_mut(&mut place));
    Some(EvidenceRow {
        document: (&*row.id).into(),
        file: file.into(),
        date: row.date.to_string().into(),
        date_from: row.date_from.code().into(),
        year: row.date.year,
        month: row.date.month.into(),
        source: (&*row.source).into(),
        kind: row.kind.code().into(),
        language: hit.language.code().into(),
        term: term.id.as_str().into(),
        stance: term.stance.map_or("", Stance::code).into(),
        in_title: hit.in_title,
        sentence: hit.sentence as i32,
        start: hit.start.into(),
        end: hit.end.into(),
        class: hit.class.code().into(),
        negated: hit.negated,
        ambiguous: hit.ambiguous,
        in_scope: hit.in_scope,
        match_start: place.start as i32,
        match_end: place.end as i32,
        evidence: evidence.into(),
        sentence_text: text,
    })
}

/// Term, language, run and class.
type Run = (String, String, String, String);

/// Hits of each run, those with a sentence, and the first document.
#[derive(Default)]
struct Variants {
    runs: BTreeMap<Run, (u64, u64, String)>,
}

impl Variants {
    fn add(&mut self, row: &EvidenceRow) {
        let run = run_around(&row.sentence_text, row.match_start as usize, row.match_end as usize);
        let key = (
            row.term.to_string(),
            row.language.to_string(),
            run.to_lowercase(),
            row.class.to_string(),
        );
        let first = || (0, 0, row.document.to_string());
        let (hits, with_sentence, _) = self.runs.entry(key).or_insert_with(first);
        *hits += 1;
        *with_sentence += u64::from(row.evidence == SENTENCE);
    }

    fn write(self, mut list: List) -> Result<()> {
        let mut runs: Vec<_> = self.runs.into_iter().collect();
        runs.sort_by(|(a, x), (b, y)| {
            (&a.0, &a.1).cmp(&(&b.0, &b.1)).then(y.0.cmp(&x.0)).then_with(|| a.cmp(b))
        });
        for ((term, language, run, class), (hits, with_sentence, example)) in runs {
            let (hits, with_sentence) = (hits.to_string(), with_sentence.to_string());
            list.row(&[term, language, run, class, hits, with_sentence, example])?;
        }
        list.finish()
    }
}

/// The match and the rest of the words that it stands in.
fn run_around(sentence: &str, start: usize, end: usize) -> &str {
    let in_word = |c: char| c.is_alphanumeric() || !c.is_ascii() && is_mark(c);
    let from = sentence[..start].char_indices().rev().take_while(|(_, c)| in_word(*c)).last();
    let to = sentence[end..].find(|c| !in_word(c)).map_or(sentence.len(), |at| end + at);
    &sentence[from.map_or(start, |(at, _)| at)..to]
}

/// Combining marks of Vietnamese and Korean text that is not composed.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{1100}'..='\u{11FF}')
}

/// A CSV file in the making: UTF-8 with a byte order mark, RFC 4180.
struct List {
    writer: csv::Writer<Box<dyn Write>>,
}

impl List {
    fn new(output: &Output, name: &str, list: &str) -> Result<Self> {
        let mut file = output.create(name)?;
        file.write_all("\u{FEFF}".as_bytes()).map_err(|error| failed(&error))?;
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Box::new(file) as Box<dyn Write>);
        let columns = LISTS.iter().find(|(name, ..)| *name == list);
        let header = columns.into_iter().flat_map(|(.., columns)| *columns).map(|(name, _)| name);
        writer.write_record(header).map_err(|error| failed(&error))?;
        Ok(Self { writer })
    }

    fn row(&mut self, fields: &[String]) -> Result<()> {
        self.writer.write_record(fields).map_err(|error| failed(&error))
    }

    fn finish(mut self) -> Result<()> {
        self.writer.flush().map_err(|error| failed(&error))
    }
}

fn failed(error: &dyn std::error::Error) -> Error {
    Error::new("cannot write a list").cause(error).tip("make room, or name another place with -o")
}
