//! Commands that need the pipeline: a plan in, a result on disk and on the terminal out.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::plan::{Input, KwicPlan, MergePlan, Plan};
use super::terminal::{KwicLine, Summary, TopKeyword, number};
use super::{ExitStatus, Session, Stop};
use crate::count::tally_file::{self, Stamp, TallyTable};
use crate::error::{Error, Problem, Result};
use crate::lexicon::Stance;
use crate::pipeline::count::{Counted, Order};
use crate::pipeline::publish::{self, Edition, Published};
use crate::pipeline::survey::{self, Survey};
use crate::pipeline::{self, Watch};
use crate::read::walk;
use crate::report::check;
use crate::report::duplicates::CopyKind;
use crate::report::evidence::EvidenceReader;
use crate::report::manifest::OptionsRecord;
use crate::report::output::{self, Output};
use crate::report::page::Scope;
use crate::trend::interval::RESAMPLES;

/// Keywords that the closing summary shows.
const TOP_KEYWORDS: usize = 6;
/// Differences that `verify` prints.
const MOST_DIFFERENCES: usize = 20;

pub(super) fn run(plan: &Plan, session: &Session) -> std::result::Result<ExitStatus, Stop> {
    let output = Output::new(&plan.output)?;
    let mut counted = counted(plan, session, output.folder(), plan.evidence, true)?;
    let stamp = publish::stamp(&plan.lexicon, &plan.tally_hash, &counted);
    let tally = std::mem::take(&mut counted.tally);
    if !tally.cells.values().any(|cell| cell.documents > 0) {
        return Err(nothing_counted(plan, &counted).into());
    }
    let threads = pool(plan)?;
    let progress = |_| {};
    let watch = Watch { interrupted: &session.interrupted, progress: &progress };
    let published = threads.install(|| {
        publish::publish(
            &edition(plan),
            &tally,
            &stamp,
            Some(&mut counted),
            output,
            &plan.output,
            &watch,
        )
    })?;
    warn_of_pictures_and_sheets(&published, session);
    if session.terminal.wants_json() {
        session.terminal.json(&published.manifest)?;
    }
    session.terminal.summary(&summary(plan, &counted, &published))?;
    say_listed(&counted, &published, session)?;
    say_outside(&counted, session)?;
    Ok(status(plan, &counted))
}

pub(super) fn count(plan: &Plan, session: &Session) -> std::result::Result<ExitStatus, Stop> {
    let folder = output::parent(&plan.output)?;
    let counted = counted(plan, session, &folder, false, false)?;
    let stamp = publish::stamp(&plan.lexicon, &plan.tally_hash, &counted);
    if counted.documents == 0 {
        return Err(nothing_counted(plan, &counted).into());
    }
    output::write_file(&plan.output, |file| {
        tally_file::write(&counted.tally, &plan.lexicon, &stamp, file)
    })?;
    counted.problems.iter().take(10).for_each(|problem| {
        let at = if problem.line > 0 { format!(":{}", problem.line) } else { String::new() };
        session.terminal.warning(&format!("{}{at}: {}", problem.path, problem.detail));
    });
    let near = match plan.near_duplicates {
        Some(_) => format!(", {} near copies", number(stamp.ledger.near_duplicates as usize)),
        None => String::new(),
    };
    let done = format!(
        "{} documents ({} copies left out{near}, {} outside the years, {} problems) in {:.1} s",
        number(counted.documents as usize),
        number(counted.copies.of(CopyKind::Exact) as usize),
        number(counted.outside_years.values().sum::<u64>() as usize),
        number(counted.problems.len()),
        counted.seconds
    );
    if session.terminal.wants_json() {
        session.terminal.json(&json!({
            "written": plan.output.display().to_string(),
            "documents": counted.documents,
            "duplicates": stamp.ledger.duplicates,
            "near_duplicates": stamp.ledger.near_duplicates,
            "outside_years": stamp.ledger.outside,
            "problems": stamp.ledger.problems,
        }))?;
    }
    session.terminal.done("Counted", &done)?;
    session.terminal.done("Wrote", &plan.output.display().to_string())?;
    Ok(status(plan, &counted))
}

pub(super) fn merge(plan: &MergePlan, session: &Session) -> std::result::Result<ExitStatus, Stop> {
    let mut whole: Option<(String, TallyTable)> = None;
    for path in &plan.tallies {
        let name = path.display().to_string();
        let table = TallyTable::read(&name, open(path)?)?;
        whole = Some(match whole {
            None => (name, table),
            Some((first, sum)) => {
                tally_file::same_kind(&first, &sum.stamp, &name, &table.stamp)?;
                (first, sum.merge(table)?)
            }
        });
    }
    let Some((_, sum)) = whole else { return Err(Error::new("no tally to merge").into()) };
    output::write_file(&plan.output, |file| sum.write(file))?;
    if session.terminal.wants_json() {
        session.terminal.json(&json!({
            "written": plan.output.display().to_string(),
            "tallies": plan.tallies.len(),
            "documents": sum.stamp.ledger.documents,
        }))?;
    }
    let tallies = number(plan.tallies.len());
    session
        .terminal
        .done("Merged", &format!("{tallies} tallies into {}", plan.output.display()))?;
    Ok(ExitStatus::Complete)
}

pub(super) fn report(plan: &Plan, session: &Session) -> std::result::Result<ExitStatus, Stop> {
    let Input::Tally(path) = &plan.input else {
        return Err(Error::new("no tally to report").into());
    };
    let name = path.display().to_string();
    let table = TallyTable::read(&name, open(path)?)?;
    let mut edition = edition(plan);
    let ours = Stamp::new(plan.lexicon.hash(), &plan.tally_hash);
    if plan.study_file.is_some() || ours.lexicon != table.stamp.lexicon {
        tally_file::same_kind("this study", &ours, &name, &table.stamp)?;
    }
    let tally = table.to_tally(&name, &plan.lexicon)?;
    if ours.options != table.stamp.options {
        // Counted with options of its own: all of it is shown, and nothing is said that may not hold.
        session.terminal.warning(
            "the tally was counted with other options than the built-in study's; name its study with --study for \
             title, years and events",
        );
        let years = || tally.cells.keys().map(|cell| cell.year);
        if let (Some(first), Some(last)) = (years().min(), years().max()) {
            edition.years = first..=last;
        }
        edition.title = "Cooperation and conflict";
        edition.subject = "";
        edition.events = &[];
        edition.scope = None;
    }
    let output = Output::new(&plan.output)?;
    let progress = |_| {};
    let watch = Watch { interrupted: &session.interrupted, progress: &progress };
    let stamp = table.stamp;
    let published = pool(plan)?.install(|| {
        publish::publish(&edition, &tally, &stamp, None, output, &plan.output, &watch)
    })?;
    warn_of_pictures_and_sheets(&published, session);
    if session.terminal.wants_json() {
        session.terminal.json(&published.manifest)?;
    }
    session.terminal.done("Wrote", &published.report.display().to_string())?;
    Ok(ExitStatus::Complete)
}

pub(super) fn kwic(plan: &KwicPlan, session: &Session) -> std::result::Result<ExitStatus, Stop> {
    let name = plan.dir.join("evidence/evidence.parquet");
    let shown = name.display().to_string();
    let file = File::open(&name).map_err(|error| {
        Error::new(format!("no evidence in {}", plan.dir.display()))
            .cause(error)
            .tip("run the study with `evidence = true` under [output]")
    })?;
    let term = term_of(plan)?;
    let mut lines = vec![];
    let mut rows = vec![];
    let mut total = 0usize;
    for row in EvidenceReader::new(&shown, file)?.of_term(&term) {
        let row = row?;
        let wanted = plan.years.as_ref().is_none_or(|years| years.contains(&row.year))
            && plan.language.is_none_or(|language| language.code() == row.language);
        if !wanted {
            continue;
        }
        total += 1;
        if plan.limit.is_some_and(|limit| lines.len() >= limit) {
            continue;
        }
        let (start, end) = (row.match_start as usize, row.match_end as usize);
        let text = &row.sentence_text;
        let (Some(left), Some(keyword), Some(right)) =
            (text.get(..start), text.get(start..end), text.get(end..))
        else {
            return Err(Error::new(format!("{shown} is damaged"))
                .tip("run the study again")
                .into());
        };
        rows.push(json!({
            "document": row.document, "file": row.file, "date": row.date, "source": row.source,
            "language": row.language, "sentence": row.sentence, "start": row.start, "end": row.end,
            "class": row.class, "negated": row.negated, "ambiguous": row.ambiguous,
            "in_scope": row.in_scope, "left": left, "keyword": keyword, "right": right,
        }));
        lines.push(KwicLine {
            date: row.date.to_string(),
            source: row.source.to_string(),
            document: row.document.to_string(),
            left: left.to_owned(),
            keyword: keyword.to_owned(),
            right: right.to_owned(),
            stance: Stance::ALL.into_iter().find(|stance| stance.code() == row.stance),
        });
    }
    if session.terminal.wants_json() {
        session.terminal.json(&json!({ "term": term, "hits": total, "lines": rows }))?;
        return Ok(ExitStatus::Complete);
    }
    session.terminal.kwic(&lines, plan.width)?;
    let more = match total - lines.len() {
        0 => String::new(),
        more => format!("; {} more with --limit 0", number(more)),
    };
    session.terminal.done("Found", &format!("{} hits of {term}{more}", number(total)))?;
    Ok(ExitStatus::Complete)
}

pub(super) fn verify(dir: &Path, session: &Session) -> std::result::Result<ExitStatus, Stop> {
    let verified = check::verify(dir)?;
    if session.terminal.wants_json() {
        session.terminal.json(&json!({
            "evidence_rows": verified.evidence_rows,
            "tally_cells": verified.tally_cells,
            "table_cells": verified.table_cells,
            "differences": verified.differences,
        }))?;
    }
    if verified.differences.is_empty() {
        let what = format!(
            "{} hits recounted: all {} cells of the tally and {} of keyword-year.csv are right",
            number(verified.evidence_rows as usize),
            number(verified.tally_cells as usize),
            number(verified.table_cells as usize)
        );
        session.terminal.done("Verified", &what)?;
        return Ok(ExitStatus::Complete);
    }
    let mut error = Error::new(format!(
        "{} cells differ from the evidence in {}",
        number(verified.differences.len()),
        dir.display()
    ))
    .tip(
        "run the study again; if they still differ, it is a mistake of keytrend: please report it",
    );
    for difference in verified.differences.iter().take(MOST_DIFFERENCES) {
        error = error.cause(difference);
    }
    Err(error.into())
}

fn open(path: &Path) -> Result<File> {
    File::open(path)
        .map_err(|error| Error::new(format!("cannot read {}", path.display())).cause(error))
}

fn pool(plan: &Plan) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(plan.threads)
        .build()
        .map_err(|error| Error::new("cannot start threads").cause(error))
}

fn counted(
    plan: &Plan,
    session: &Session,
    scratch: &Path,
    evidence: bool,
    hash: bool,
) -> Result<Counted> {
    watched(plan, session, |watch| {
        pipeline::count::count(&order(plan, evidence, hash), scratch, watch)
    })
}

/// What is there, without any count; files without a name are made where the system has room for such.
pub(super) fn surveyed(plan: &Plan, session: &Session) -> Result<Survey> {
    let scratch = std::env::temp_dir();
    watched(plan, session, |watch| survey::survey(&order(plan, false, false), &scratch, watch))
}

fn paths(plan: &Plan) -> Option<&[PathBuf]> {
    match &plan.input {
        Input::Paths(paths) => Some(paths.as_slice()),
        _ => None,
    }
}

fn order(plan: &Plan, evidence: bool, hash: bool) -> Order<'_> {
    Order {
        paths: paths(plan),
        filter: &plan.filter,
        columns: &plan.columns,
        kind: plan.kind,
        language: plan.language,
        encoding: plan.encoding,
        date_order: plan.date_order,
        pdf: plan.pdf,
        lexicon: &plan.lexicon,
        actors: &plan.actors,
        unit: plan.unit,
        home: plan.home,
        overlap_all: plan.overlap_all,
        keep_duplicates: plan.keep_duplicates,
        near_duplicates: plan.near_duplicates,
        plain: plan.plain,
        years: plan.years.clone(),
        threads: plan.threads,
        evidence,
        // Only a run has lists, and only its inputs are hashed.
        list_copies: hash,
        hash,
        output: Some(&plan.output),
    }
}

/// Does `work` with a bar that shows how much of the input was read.
fn watched<T>(plan: &Plan, session: &Session, work: impl FnOnce(&Watch) -> Result<T>) -> Result<T> {
    let bytes: u64 = match paths(plan) {
        Some(paths) => {
            walk::walk(paths, &plan.filter, Some(&plan.output))?.0.iter().map(|i| i.size).sum()
        }
        None => 0,
    };
    let bar = session.terminal.progress(bytes);
    let progress = |read: u64| bar.add_bytes(read);
    let watch = Watch { interrupted: &session.interrupted, progress: &progress };
    let result = work(&watch);
    bar.finish();
    result
}

fn edition(plan: &Plan) -> Edition<'_> {
    let actors = plan.lexicon.actors.iter().filter(|actor| plan.actors.contains(&actor.id));
    let scope = Scope {
        actors: actors.map(|actor| actor.labels.clone()).collect(),
        unit: plan.unit,
        home: plan.home,
    };
    Edition {
        study_id: &plan.study_id,
        title: &plan.title,
        subject: &plan.subject,
        note: &plan.note,
        years: plan.years.clone(),
        by_month: plan.by_month,
        events: &plan.events,
        periods: &plan.periods,
        seed: plan.seed,
        formats: &plan.formats,
        table_formats: &plan.tables,
        shades: plan.shades,
        outline_text: plan.outline_text,
        font: plan.font.as_ref(),
        lang: plan.lang,
        lexicon: &plan.lexicon,
        options: OptionsRecord {
            sha256: &plan.options_hash,
            tally_sha256: &plan.tally_hash,
            actors: &plan.actors,
            scope: scope_unit(plan),
            home: plan.home,
            overlap: if plan.overlap_all { "all" } else { "longest" },
            duplicates: if plan.keep_duplicates { "keep" } else { "drop" },
            near_duplicates: plan.near_duplicates,
            plain: plan.plain,
            language: plan
                .language
                .map_or("as given, else detected", crate::document::Language::code),
            by: if plan.by_month { "month" } else { "year" },
            seed: plan.seed,
            resamples: RESAMPLES,
        },
        evidence: plan.evidence,
        kwic: plan.kwic,
        scope: Some(scope),
        threads: plan.threads,
    }
}

fn scope_unit(plan: &Plan) -> String {
    use crate::study::ScopeUnit;
    match plan.unit {
        ScopeUnit::Document => "one document".to_owned(),
        ScopeUnit::Sentence => "one sentence".to_owned(),
        ScopeUnit::Window(1) => "sentences at most 1 apart".to_owned(),
        ScopeUnit::Window(n) => format!("sentences at most {n} apart"),
    }
}

/// The id of the term that is asked for, by its id or one of its names.
fn term_of(plan: &KwicPlan) -> Result<String> {
    let name = plan.dir.join("tables/keywords.csv");
    let failed = |error: csv::Error| {
        Error::new(format!("cannot read {}", name.display()))
            .cause(error)
            .tip("run the study again")
    };
    let mut reader = csv::Reader::from_path(&name).map_err(failed)?;
    let header = reader.headers().map_err(failed)?.clone();
    let named = |row: &csv::StringRecord| -> Vec<String> {
        let columns = ["id", "label_en", "label_ko", "label_vi"];
        let is_name = |name: &str| columns.contains(&name.trim_start_matches('\u{FEFF}'));
        header
            .iter()
            .zip(row)
            .filter(|(name, _)| is_name(name))
            .map(|(_, v)| v.to_owned())
            .collect()
    };
    let mut known: Vec<Vec<String>> = vec![];
    for row in reader.records() {
        known.push(named(&row.map_err(failed)?));
    }
    let asked = plan.term.to_lowercase();
    if let Some(names) = known.iter().find(|names| names.iter().any(|n| n.to_lowercase() == asked))
    {
        return Ok(names[0].clone());
    }
    let all = known.iter().flatten().map(String::as_str);
    let error = Error::new(format!("no term is called `{}` in {}", plan.term, plan.dir.display()));
    Err(match crate::toml_text::nearest(&plan.term, all) {
        Some(nearest) => error.tip(format!("did you mean `{nearest}`?")),
        None => error.tip("tables/keywords.csv lists all terms with their names"),
    })
}

fn nothing_counted(plan: &Plan, counted: &Counted) -> Error {
    let outside: u64 = counted.outside_years.values().sum();
    let (first, last) = (plan.years.start(), plan.years.end());
    let mut error = Error::new("no document was counted");
    if outside > 0 {
        let span = counted.outside_years.keys();
        let (from, to) = (span.clone().min(), span.max());
        if let (Some(from), Some(to)) = (from, to) {
            let documents = match outside {
                1 => "1 document is".to_owned(),
                more => format!("{} documents are", number(more as usize)),
            };
            let of = if from == to { from.to_string() } else { format!("{from}–{to}") };
            error = error.cause(format!("{documents} of {of}, outside {first}–{last}"));
        }
    }
    for problem in counted.problems.iter().take(5) {
        let at = if problem.line > 0 { format!(":{}", problem.line) } else { String::new() };
        error = error.cause(format!("{}{at}: {} ({})", problem.path, problem.detail, problem.hint));
    }
    match (outside > 0, counted.problems.first()) {
        (true, _) => error.tip("choose the years with --years FROM-TO or `years` in the study"),
        (false, Some(problem)) => error.tip(problem.hint.clone()),
        (false, None) => error.tip("name files that hold documents"),
    }
}

fn status(plan: &Plan, counted: &Counted) -> ExitStatus {
    match counted.problems.iter().all(Problem::is_notice) || plan.allow_skipped {
        true => ExitStatus::Complete,
        false => ExitStatus::Skipped,
    }
}

fn warn_of_pictures_and_sheets(published: &Published, session: &Session) {
    for (chart, characters) in &published.missing_glyphs {
        session.terminal.warning(&format!(
            "no embedded font has {characters} in the chart {chart}; it is drawn as a box, tables and page have it"
        ));
    }
    for (table, rows) in &published.cut_tables {
        session.terminal.warning(&format!(
            "{} rows of {table} do not fit into a sheet of tables.xlsx; tables/{table}.csv has them all",
            number(*rows)
        ));
    }
}

fn say_outside(counted: &Counted, session: &Session) -> std::result::Result<(), Stop> {
    let outside: u64 = counted.outside_years.values().sum();
    if outside > 0 {
        let outside = number(outside as usize);
        session
            .terminal
            .done("Outside", &format!("{outside} documents of other years were not counted"))?;
    }
    let copies = |kind: CopyKind, many: &str| match counted.copies.of(kind) {
        1 => format!("1 {many}").replace("copies", "copy"),
        more => format!("{} {many}", number(more as usize)),
    };
    let mut said = vec![];
    if counted.copies.of(CopyKind::Exact) > 0 {
        said.push(format!("{} left out", copies(CopyKind::Exact, "exact copies")));
    }
    if counted.copies.of(CopyKind::Near) > 0 {
        let near = copies(CopyKind::Near, "near copies");
        said.push(format!("{near} counted, and left out in the columns …_without_near_copies"));
    }
    if !said.is_empty() {
        let what = format!("{} (tables/duplicates.csv)", said.join("; "));
        session.terminal.done("Copies", &what)?;
    }
    Ok(())
}

/// What sources ask to be left out; and where they withhold their texts, how much of what was counted can be seen.
fn say_listed(
    counted: &Counted,
    published: &Published,
    session: &Session,
) -> std::result::Result<(), Stop> {
    let excluded: Vec<&str> = counted
        .problems
        .iter()
        .filter(|problem| problem.is_wanted())
        .map(|problem| problem.detail.as_str())
        .collect();
    if !excluded.is_empty() {
        let what = format!("{}, as their source asks (problems.csv)", excluded.join("; "));
        session.terminal.done("Left out", &what)?;
    }
    let listed = counted.listed;
    if listed.documents == 0 {
        return Ok(());
    }
    let share = |part: u64, whole: u64| match whole {
        0 => "none".to_owned(),
        whole => format!("{:.0} %", 100.0 * part as f64 / whole as f64),
    };
    let mut what = format!(
        "the nouns of {} articles were counted; {} of them stand in the titles and beginnings that are shown",
        number(listed.documents as usize),
        share(listed.nouns_shown, listed.nouns)
    );
    let evidence = &published.manifest["evidence"];
    let count = |name: &str| evidence[name].as_u64().unwrap_or_default();
    if count("hits") > 0 {
        let shown = share(count("hits_with_sentence"), count("hits"));
        what.push_str(&format!("; {shown} of all hits have a sentence"));
    }
    session.terminal.done("Listed", &what)?;
    Ok(())
}

fn summary(plan: &Plan, counted: &Counted, published: &Published) -> Summary {
    let findings = &published.findings;
    let rows = &findings.overall.rows;
    let mut by_year: Vec<(i32, [u64; 3])> = vec![];
    for row in rows {
        let year = row.period.year;
        if by_year.last().is_none_or(|(last, _)| *last != year) {
            by_year.push((year, [0; 3]));
        }
        if let Some((_, sums)) = by_year.last_mut() {
            sums[0] += row.stances[0].documents;
            sums[1] += row.stances[1].documents;
            sums[2] += row.documents_in_scope;
        }
    }
    let shares = [0, 1].map(|stance| {
        let share = |sums: &[u64; 3]| (sums[2] > 0).then(|| sums[stance] as f64 / sums[2] as f64);
        by_year.iter().map(|(_, sums)| share(sums)).collect()
    });
    let keyword = |keyword: &crate::trend::Keyword| TopKeyword {
        label: keyword.labels[0].clone(),
        gloss: [&keyword.labels[1], &keyword.labels[2]]
            .into_iter()
            .filter(|label| !label.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" · "),
        documents: keyword.documents,
        mentions: keyword.hits,
        stance: keyword.stance,
    };
    Summary {
        documents: counted.documents,
        in_scope: findings.documents_in_scope(),
        years: rows
            .iter()
            .filter(|row| row.documents > 0)
            .map(|row| row.period.year)
            .collect::<std::collections::BTreeSet<_>>()
            .len() as u64,
        languages: findings
            .languages
            .iter()
            .filter(|series| series.rows.iter().any(|row| row.documents > 0))
            .count() as u64,
        bytes: counted.bytes,
        counting_seconds: counted.seconds,
        skipped: publish::skipped(&counted.problems),
        first_year: *plan.years.start(),
        last_year: *plan.years.end(),
        shares,
        keywords: findings
            .keywords
            .iter()
            .filter(|k| k.hits > 0)
            .take(TOP_KEYWORDS)
            .map(keyword)
            .collect(),
        written: published.report.clone(),
        report_bytes: published.report_bytes,
        charts: published.charts,
        tables: published.tables,
        seconds: published.manifest["this_run"]["seconds"].as_f64().unwrap_or(counted.seconds),
    }
}
