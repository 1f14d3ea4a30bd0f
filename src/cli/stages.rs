//! Commands that need the pipeline: a plan in, a result on disk and on the terminal out.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::plan::{Input, MergePlan, Plan};
use super::terminal::number;
use super::{ExitStatus, Session, Stop, closing, verbose};
use crate::count::tally_file::{self, Stamp, TallyTable};
use crate::error::{Error, Problem, Result};
use crate::pipeline::count::{Counted, Order};
use crate::pipeline::publish::{self, Edition};
use crate::pipeline::survey::{self, Survey};
use crate::pipeline::{self, Watch};
use crate::read::walk;
use crate::report::duplicates::CopyKind;
use crate::report::manifest::OptionsRecord;
use crate::report::output::{self, Output};
use crate::report::page::Scope;
use crate::study;
use crate::trend::interval::RESAMPLES;

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
    closing::warn_of_pictures_and_sheets(&published, session);
    if session.terminal.wants_json() {
        session.terminal.json(&published.manifest)?;
    }
    session.terminal.summary(&closing::summary(plan, &counted, &published))?;
    closing::say_listed(&counted, &published, session)?;
    closing::say_outside(&counted, session)?;
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
    closing::warn_of_pictures_and_sheets(&published, session);
    if session.terminal.wants_json() {
        session.terminal.json(&published.manifest)?;
    }
    session.terminal.done("Wrote", &published.report.display().to_string())?;
    Ok(ExitStatus::Complete)
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
    verbose::rules(plan, session);
    let counted = watched(plan, session, |watch| {
        pipeline::count::count(&order(plan, evidence, hash), scratch, watch)
    })?;
    verbose::inputs(&counted, session);
    Ok(counted)
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
        series: &plan.series,
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

pub(super) fn scope_unit(plan: &Plan) -> String {
    use crate::study::ScopeUnit;
    match plan.unit {
        ScopeUnit::Document => "one document".to_owned(),
        ScopeUnit::Sentence => "one sentence".to_owned(),
        ScopeUnit::Window(1) => "sentences at most 1 apart".to_owned(),
        ScopeUnit::Window(n) => format!("sentences at most {n} apart"),
    }
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
            let of = study::span(*from, *to);
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
