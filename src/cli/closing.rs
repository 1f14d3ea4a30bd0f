//! What is said when a run is done: its summary, and what does not go without saying.

use super::plan::Plan;
use super::terminal::{Summary, TopKeyword, number};
use super::{Session, Stop};
use crate::pipeline::count::Counted;
use crate::pipeline::publish::{self, Published};
use crate::report::duplicates::CopyKind;

/// Keywords that the closing summary shows.
const TOP_KEYWORDS: usize = 6;

pub(super) fn warn_of_pictures_and_sheets(published: &Published, session: &Session) {
    for (chart, characters) in &published.missing_glyphs {
        session.terminal.warning(&format!(
            "no embedded font has {characters} in the chart {chart}; it is drawn as a box, tables and page have it"
        ));
    }
    for name in &published.missing_series {
        session
            .terminal
            .warning(&format!("the chart of series is without `{name}`: no document is of it"));
    }
    for (table, rows) in &published.cut_tables {
        session.terminal.warning(&format!(
            "{} rows of {table} do not fit into a sheet of tables.xlsx; tables/{table}.csv has them all",
            number(*rows)
        ));
    }
}

pub(super) fn say_outside(counted: &Counted, session: &Session) -> std::result::Result<(), Stop> {
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
pub(super) fn say_listed(
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

pub(super) fn summary(plan: &Plan, counted: &Counted, published: &Published) -> Summary {
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
