//! From counts to an output folder: findings, charts, tables, the page, the lists, the record of the run.

use std::io::Write;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;

use super::Watch;
use super::count::Counted;
use super::drawing::{self, Look};
use super::handout::{self, Cut};
use crate::chart::font::Font;
use crate::count::Tally;
use crate::count::tally_file::{self, Stamp};
use crate::document::Language;
use crate::error::{Problem, Result};
use crate::lexicon::{Lexicon, Stance};
use crate::read::walk::Input;
use crate::report::about::About;
use crate::report::duplicates::CopyKind;
use crate::report::kwic::Extracts;
use crate::report::listing;
use crate::report::manifest::{
    CountsRecord, EvidenceRecord, InputRecord, LexiconRecord, Manifest, OptionsRecord, StudyRecord,
    ThisRun, by_reason,
};
use crate::report::output::Output;
use crate::report::page::{self, Figure, Lines, Page, Scope};
use crate::report::tables;
use crate::study::{Format, NamedPeriod, SeriesName, Shades, TableFormat};
use crate::trend::{self, Event, Findings, Frame, NearCopies};

/// What is published, and how.
pub struct Edition<'a> {
    pub study_id: &'a str,
    pub title: &'a str,
    pub subject: &'a str,
    pub note: &'a str,
    pub years: RangeInclusive<i32>,
    pub by_month: bool,
    pub events: &'a [Event],
    pub periods: &'a [NamedPeriod],
    /// Compared in a chart of their own.
    pub series: &'a [SeriesName],
    pub seed: u64,
    pub formats: &'a [Format],
    pub table_formats: &'a [TableFormat],
    pub shades: Shades,
    /// Letters of SVG charts as paths.
    pub outline_text: bool,
    /// The reader's own, for charts.
    pub font: Option<&'a Font>,
    /// Of the words around the numbers.
    pub lang: Language,
    pub lexicon: &'a Lexicon,
    pub options: OptionsRecord<'a>,
    pub evidence: bool,
    /// Lines of each keyword in the page.
    pub kwic: usize,
    /// `None` where it is not known.
    pub scope: Option<Scope>,
    pub threads: usize,
}

/// What was written.
pub struct Published {
    pub findings: Findings,
    pub report: PathBuf,
    pub report_bytes: u64,
    pub charts: u64,
    pub tables: u64,
    /// `run.json`.
    pub manifest: serde_json::Value,
    /// Characters that no embedded font has, with the charts they are in.
    pub missing_glyphs: Vec<(String, String)>,
    /// Series that are not in the chart: the texts have no such source or kind.
    pub missing_series: Vec<SeriesName>,
    /// Tables that do not fit into a sheet of the workbook.
    pub cut_tables: Vec<Cut>,
}

/// Writes the folder of a study. `counted` is what was counted just now, if it was.
///
/// # Errors
/// What the disk says, or an interruption; the folder is then as it was.
pub fn publish(
    edition: &Edition,
    tally: &Tally,
    stamp: &Stamp,
    counted: Option<&mut Counted>,
    output: Output,
    target: &std::path::Path,
    watch: &Watch,
) -> Result<Published> {
    let started = std::time::Instant::now();
    // A tally on disk counts near copies, but does not hold which they are.
    let sought = edition.options.near_duplicates.is_some();
    let near_copies = counted.as_ref().filter(|_| sought).map(|counted| NearCopies {
        documents: stamp.ledger.near_duplicates,
        tally: std::borrow::Cow::Borrowed(&counted.near_copies),
    });
    let findings =
        trend::findings_beside(tally, near_copies.as_ref(), edition.lexicon, &frame(edition));
    let mut written = vec![];
    for table in tables::written(&findings) {
        written.push(format!("tables/{}.csv", table.name));
        output.write(&format!("tables/{}.csv", table.name), &table.csv(&findings)?)?;
    }
    watch.check()?;
    let look = Look {
        formats: edition.formats,
        shades: edition.shades,
        outline_text: edition.outline_text,
        font: edition.font,
    };
    let drawn = drawing::draw(&findings, look)?;
    for (name, content) in drawn.iter().flat_map(|drawn| &drawn.files) {
        output.write(name, content)?;
        written.push(name.clone());
    }
    watch.check()?;
    let mut file = output.create("tally.parquet")?;
    tally_file::write(tally, edition.lexicon, stamp, &mut file)?;
    let _ = file.flush();
    written.push("tally.parquet".to_owned());
    let mut record = Record { documents: stamp.ledger.documents, ..Record::default() };
    let mut extracts = Extracts::new(edition.kwic);
    let mut problems: &[Problem] = &[];
    let recounted = counted.is_none();
    if let Some(counted) = counted {
        problems = &counted.problems;
        let inputs = counted.inputs.clone();
        let files: Vec<&str> = inputs.iter().map(|input| input.relative.as_str()).collect();
        let evidence = edition.evidence.then_some(stamp);
        let lexicon = edition.lexicon;
        let listed = listing::write(
            &output,
            &mut counted.spool,
            &counted.copies,
            lexicon,
            &files,
            evidence,
            &mut extracts,
        )?;
        record.evidence = EvidenceRecord {
            hits: listed.evidence_rows,
            hits_with_sentence: listed.with_sentence,
            listed_documents: counted.listed.documents,
            listed_nouns: counted.listed.nouns,
            listed_nouns_shown: counted.listed.nouns_shown,
        };
        listing::write_problems(&output, &counted.copies, &counted.problems, &files)?;
        written.extend(
            ["tables/documents.csv", "tables/duplicates.csv", "problems.csv"].map(str::to_owned),
        );
        if edition.evidence {
            written.extend(["evidence/evidence.parquet", "tables/variants.csv"].map(str::to_owned));
        }
        record.outside_years = counted.outside_years.clone();
        let from =
            |(from, documents): (&crate::document::DateFrom, &u64)| (from.code(), *documents);
        record.dates_from = counted.dates_from.iter().map(from).collect();
        record.seconds = counted.seconds;
        record.inputs = counted
            .inputs
            .iter()
            .enumerate()
            .map(|(n, input)| {
                let hash = counted.hashes.get(n).cloned().flatten();
                (input.clone(), hash)
            })
            .collect();
    }
    watch.check()?;
    let lines = match (recounted, edition.evidence, edition.kwic) {
        (true, ..) => Lines::NotCounted,
        (_, false, _) => Lines::NotKept,
        (.., 0) => Lines::NotWanted,
        _ => Lines::Of(extracts.finish()),
    };
    let hash = edition.lexicon.hash();
    let figures: Vec<Figure> = drawn.iter().map(|drawn| drawn.figure.clone()).collect();
    let page = page::render(&Page {
        findings: &findings,
        figures: &figures,
        problems,
        lines: &lines,
        study_id: edition.study_id,
        lexicon_hash: &hash,
        scope: edition.scope.as_ref(),
        corpus_note: edition.note,
    })?;
    output.write("report.html", page.as_bytes())?;
    written.push("report.html".to_owned());
    watch.check()?;
    let scope = edition.scope.as_ref();
    let about = About {
        findings: &findings,
        study_id: edition.study_id,
        lexicon_hash: &hash,
        options_hash: edition.options.sha256,
        scope_note: &scope.map(|scope| page::scope_note(scope, edition.lang)).unwrap_or_default(),
    };
    let cut_tables =
        handout::write(&output, &about, &figures, edition.table_formats, &mut written)?;
    written.push("run.json".to_owned());
    written.sort();
    let tables = written.iter().filter(|name| name.ends_with(".csv")).count() as u64;
    let seconds = record.seconds + started.elapsed().as_secs_f64();
    let manifest = manifest(edition, &findings, stamp, &record, written, seconds);
    output.write("run.json", format!("{manifest}\n").as_bytes())?;
    output.commit()?;
    Ok(Published {
        report: target.join("report.html"),
        report_bytes: page.len() as u64,
        charts: drawn.len() as u64,
        tables,
        manifest: serde_json::from_str(&manifest).unwrap_or_default(),
        cut_tables,
        missing_series: missing_series(edition, &findings),
        missing_glyphs: drawn.into_iter().filter_map(|drawn| drawn.missing).collect(),
        findings,
    })
}

fn missing_series(edition: &Edition, findings: &Findings) -> Vec<SeriesName> {
    let is_missing =
        |name: &&SeriesName| !findings.chosen.iter().any(|chosen| chosen.name == **name);
    edition.series.iter().filter(is_missing).cloned().collect()
}

fn frame(edition: &Edition) -> Frame {
    Frame {
        title: edition.title.to_owned(),
        subject: edition.subject.to_owned(),
        years: edition.years.clone(),
        by_month: edition.by_month,
        events: edition.events.to_vec(),
        periods: edition.periods.to_vec(),
        series: edition.series.to_vec(),
        source_note: edition.note.to_owned(),
        seed: edition.seed,
        languages: Language::ALL.to_vec(),
        lang: edition.lang,
    }
}

/// What the manifest says of the count.
#[derive(Default)]
struct Record {
    documents: u64,
    outside_years: std::collections::BTreeMap<i32, u64>,
    dates_from: std::collections::BTreeMap<&'static str, u64>,
    /// With their SHA-256.
    inputs: Vec<(Arc<Input>, Option<String>)>,
    seconds: f64,
    evidence: EvidenceRecord,
}

fn manifest(
    edition: &Edition,
    findings: &Findings,
    stamp: &Stamp,
    record: &Record,
    written: Vec<String>,
    seconds: f64,
) -> String {
    let rows = &findings.overall.rows;
    let manifest = Manifest {
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        study: StudyRecord {
            id: edition.study_id,
            title: edition.title,
            years: [*edition.years.start(), *edition.years.end()],
            note: edition.note,
        },
        lexicon: LexiconRecord {
            sha256: edition.lexicon.hash(),
            terms: edition.lexicon.terms.len(),
            cooperation: findings.terms[Stance::Cooperation as usize],
            conflict: findings.terms[Stance::Conflict as usize],
        },
        options: edition.options.clone(),
        counts: CountsRecord {
            documents_read: record.documents,
            documents_counted: rows.iter().map(|row| row.documents).sum(),
            documents_in_scope: findings.documents_in_scope(),
            duplicates: stamp.ledger.duplicates,
            near_duplicates: stamp.ledger.near_duplicates,
            outside_years: record.outside_years.clone(),
            dates_from: record.dates_from.clone(),
            outside_years_total: stamp.ledger.outside,
            hits_cooperation: findings.overall.hits(Stance::Cooperation),
            hits_conflict: findings.overall.hits(Stance::Conflict),
            problems: stamp.ledger.problems.values().sum(),
        },
        evidence: record.evidence,
        inputs: record
            .inputs
            .iter()
            .map(|(input, sha256)| InputRecord {
                path: crate::mail::mask(&input.relative),
                bytes: input.size,
                format: input.reader.name(),
                reader: input.read_by.get().map(String::as_str),
                sha256: sha256.as_deref(),
            })
            .collect(),
        problems: stamp.ledger.problems.clone(),
        written,
        this_run: ThisRun { threads: edition.threads, seconds_counting: record.seconds, seconds },
    };
    serde_json::to_string_pretty(&manifest).unwrap_or_default()
}

/// The ledger of a count, which the tally carries.
pub fn stamp(lexicon: &Lexicon, tally_hash: &str, counted: &Counted) -> Stamp {
    let mut stamp = Stamp::new(lexicon.hash(), tally_hash);
    stamp.ledger.inputs = counted.inputs.len() as u64;
    stamp.ledger.documents = counted.documents;
    stamp.ledger.duplicates = counted.copies.of(CopyKind::Exact);
    stamp.ledger.near_duplicates = counted.copies.of(CopyKind::Near);
    stamp.ledger.outside = counted.outside_years.values().sum();
    stamp.ledger.problems = by_reason(&counted.problems);
    stamp
}

/// Only what the reader of a page must know: inputs that were not used though they were to be.
pub fn skipped(problems: &[Problem]) -> Vec<(String, u64)> {
    let skipped: Vec<Problem> = problems.iter().filter(|p| !p.is_notice()).cloned().collect();
    by_reason(&skipped).into_iter().collect()
}
