//! What `corpus` says: what a folder of texts holds, before anything is counted in it.

use serde_json::{Value, json};

use super::plan::Plan;
use super::terminal::{Line, Lines, number};
use super::{ExitStatus, Session, Stop, stages};
use crate::document::Language;
use crate::error::Error;
use crate::pipeline::survey::{Share, Survey};
use crate::report::duplicates::CopyKind;
use crate::report::manifest::by_reason;
use crate::study::span;

/// Rows of a table that are printed; `--json` has all.
const MOST_SOURCES: usize = 12;
/// Years that are printed one by one; more are printed by decade.
const MOST_YEARS: usize = 36;
/// Problems that are printed in full.
const MOST_PROBLEMS: usize = 5;

pub(super) fn show(plan: &Plan, session: &Session) -> Result<ExitStatus, Stop> {
    let survey = stages::surveyed(plan, session)?;
    if survey.all.documents == 0 {
        let mut error = Error::new("no document was found");
        for problem in survey.problems.iter().take(MOST_PROBLEMS) {
            error = error.cause(format!("{}: {}", problem.path, problem.detail));
        }
        let tip = survey.problems.first().map(|problem| problem.hint.as_str());
        return Err(error.tip(tip.unwrap_or("name files that hold documents")).into());
    }
    let terminal = &session.terminal;
    if terminal.wants_json() {
        terminal.json(&as_json(plan, &survey))?;
        return Ok(status(plan, &survey));
    }
    let years =
        survey.all.years.map_or(String::new(), |years| format!(" of {}", span(years.0, years.1)));
    let files = if survey.files == 1 { "file" } else { "files" };
    let read = format!(
        "{} documents{years} in {} {files}, {} words, in {:.1} s",
        number(survey.all.documents as usize),
        number(survey.files as usize),
        number(survey.all.words as usize),
        survey.seconds
    );
    terminal.done("Read", &read)?;
    if let Some(lines) = lines(&survey) {
        terminal.lines(&[String::new()])?;
        terminal.sparklines(&lines)?;
    }
    for (heading, rows) in tables(plan, &survey) {
        terminal.lines(&[String::new()])?;
        terminal.table(heading, &rows)?;
    }
    say_problems(&survey, session)?;
    Ok(status(plan, &survey))
}

fn status(plan: &Plan, survey: &Survey) -> ExitStatus {
    match survey.problems.is_empty() || plan.allow_skipped {
        true => ExitStatus::Complete,
        false => ExitStatus::Skipped,
    }
}

/// Documents by year, all and by language; nothing where there is one year.
fn lines(survey: &Survey) -> Option<Lines> {
    let (first, last) = survey.all.years.filter(|(first, last)| first < last)?;
    let line = |name: &str, of: &dyn Fn(i32) -> u64| Line {
        name: name.to_owned(),
        values: (first..=last).map(|year| of(year) as f64).collect(),
        total: (first..=last).map(of).sum(),
    };
    let all = line("all", &|year| survey.years.get(&year).map_or(0, |share| share.documents));
    let language = |language: &Language| {
        let of = |year| survey.by_language.get(&(*language, year)).copied().unwrap_or_default();
        line(language.code(), &of)
    };
    let each: Vec<Line> = match survey.languages.len() {
        1 => vec![],
        _ => survey.languages.keys().map(language).collect(),
    };
    let lines = [all].into_iter().chain(each).collect();
    Some(Lines { heading: "Documents by year".to_owned(), first, last, lines })
}

/// Headings with their tables, the first row of each naming the columns.
fn tables(plan: &Plan, survey: &Survey) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let near = plan.near_duplicates.is_some();
    let table = |by_year: bool, rows: Vec<(String, Share)>| {
        let mut heading = vec!["", "documents", "words"];
        heading.extend((!by_year).then_some("years"));
        heading.push("exact copies");
        heading.extend(near.then_some("near copies"));
        let row = |(name, share): (String, Share)| {
            let numbers = [share.documents, share.words].map(|count| number(count as usize));
            let copies = [share.exact_copies].into_iter().chain(near.then_some(share.near_copies));
            let years = (!by_year)
                .then(|| share.years.map_or(String::new(), |(first, last)| span(first, last)));
            let copies = copies.map(|count| number(count as usize));
            [name].into_iter().chain(numbers).chain(years).chain(copies).collect()
        };
        let heading = heading.into_iter().map(str::to_owned).collect();
        [heading].into_iter().chain(rows.into_iter().map(row)).collect::<Vec<Vec<String>>>()
    };
    let languages = survey.languages.iter();
    let languages = languages.map(|(language, share)| (language.code().to_owned(), *share));
    let formats = survey.formats.iter().map(|(format, share)| ((*format).to_owned(), *share));
    let mut sources: Vec<(&String, &Share)> = survey.sources.iter().collect();
    sources.sort_by_key(|(_, share)| std::cmp::Reverse(share.documents));
    let more = sources.len().saturating_sub(MOST_SOURCES);
    let named = |(source, share): (&String, &Share)| {
        let name = if source.is_empty() { "no source given" } else { source };
        (name.to_owned(), *share)
    };
    let mut sources = table(false, sources.into_iter().take(MOST_SOURCES).map(named).collect());
    if more > 0 {
        sources.push(vec![format!("… {} more with --json", number(more))]);
    }
    let dates = survey
        .dates
        .iter()
        .map(|(from, documents)| vec![from.code().to_owned(), number(*documents as usize)]);
    let heading = ["", "documents"].map(str::to_owned).to_vec();
    vec![
        ("Years", table(true, years(survey))),
        ("Languages", table(false, languages.collect())),
        ("Sources", sources),
        ("Formats", table(false, formats.collect())),
        ("Dates read from", [heading].into_iter().chain(dates).collect()),
    ]
}

/// Each year, or each decade where they are many.
fn years(survey: &Survey) -> Vec<(String, Share)> {
    if survey.years.len() <= MOST_YEARS {
        return survey.years.iter().map(|(year, share)| (year.to_string(), *share)).collect();
    }
    let mut decades: Vec<(i32, Share)> = vec![];
    for (year, share) in &survey.years {
        let decade = year.div_euclid(10) * 10;
        match decades.last_mut() {
            Some((last, sum)) if *last == decade => *sum = sum.and(share),
            _ => decades.push((decade, *share)),
        }
    }
    decades.into_iter().map(|(decade, share)| (format!("{decade}s"), share)).collect()
}

fn say_problems(survey: &Survey, session: &Session) -> Result<(), Stop> {
    let copies = |kind| survey.copies.iter().filter(|copy| copy.kind == kind).count();
    let (exact, near) = (copies(CopyKind::Exact), copies(CopyKind::Near));
    session.terminal.lines(&[String::new()])?;
    let what = format!("{} exact and {} near; all pairs with --json", number(exact), number(near));
    session.terminal.done("Copies", &what)?;
    if survey.problems.is_empty() {
        return Ok(());
    }
    let reasons: Vec<String> = by_reason(&survey.problems)
        .into_iter()
        .map(|(reason, count)| format!("{} {reason}", number(count as usize)))
        .collect();
    for problem in survey.problems.iter().take(MOST_PROBLEMS) {
        let at = if problem.line > 0 { format!(":{}", problem.line) } else { String::new() };
        session.terminal.warning(&format!("{}{at}: {}", problem.path, problem.detail));
    }
    let what = format!("{}; all with --json", reasons.join(", "));
    session.terminal.done("Problems", &what)?;
    Ok(())
}

fn as_json(plan: &Plan, survey: &Survey) -> Value {
    let share = |share: &Share| {
        json!({
            "documents": share.documents, "words": share.words,
            "exact_copies": share.exact_copies, "near_copies": share.near_copies,
            "first_year": share.years.map(|years| years.0),
            "last_year": share.years.map(|years| years.1),
        })
    };
    let named = |name: &str, value: &Share| {
        let mut object = share(value);
        object["value"] = name.into();
        object
    };
    let copy = |copy: &crate::report::duplicates::Copy| {
        json!({
            "document": copy.document.id, "date": copy.document.date.to_string(),
            "source": copy.document.source, "kind": copy.kind.code(),
            "similarity": copy.similarity.jaccard(), "repeats": copy.repeats.id,
            "repeats_date": copy.repeats.date.to_string(), "repeats_source": copy.repeats.source,
            "kept": copy.kept,
        })
    };
    let problem = |problem: &crate::error::Problem| {
        json!({
            "path": problem.path, "line": problem.line, "reason": problem.reason,
            "detail": problem.detail, "hint": problem.hint,
        })
    };
    let each = |shares: &mut dyn Iterator<Item = (String, &Share)>| -> Vec<Value> {
        shares.map(|(name, value)| named(&name, value)).collect()
    };
    let languages = survey.languages.iter();
    let dates = survey.dates.iter().map(|(from, documents)| (from.code(), *documents));
    json!({
        "all": share(&survey.all),
        "files": survey.files,
        "bytes": survey.bytes,
        "near_duplicates": plan.near_duplicates,
        "years": each(&mut survey.years.iter().map(|(year, share)| (year.to_string(), share))),
        "languages": each(&mut languages.map(|(language, share)| (language.code().to_owned(), share))),
        "sources": each(&mut survey.sources.iter().map(|(source, share)| (source.clone(), share))),
        "formats": each(&mut survey.formats.iter().map(|(format, share)| ((*format).to_owned(), share))),
        "dates": dates.collect::<std::collections::BTreeMap<&str, u64>>(),
        "copies": survey.copies.iter().map(copy).collect::<Vec<Value>>(),
        "problems": survey.problems.iter().map(problem).collect::<Vec<Value>>(),
    })
}
