//! `keytrend kwic` and `keytrend verify`: what the evidence of a run says.

use std::fs::File;
use std::path::Path;

use serde_json::json;

use super::plan::KwicPlan;
use super::terminal::{KwicLine, number};
use super::{ExitStatus, Session, Stop};
use crate::error::{Error, Result};
use crate::lexicon::Stance;
use crate::report::check;
use crate::report::evidence::EvidenceReader;

/// Differences that `verify` prints.
const MOST_DIFFERENCES: usize = 20;

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
