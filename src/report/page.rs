//! The report: one HTML file that opens anywhere, loads nothing and runs no script.
//!
//! Text of the corpus and the lexicon is escaped by the template; only our own pictures go in as they are.

mod words;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Value, context};

use super::tables;
use crate::error::{Error, Problem, Result};
use crate::lexicon::{Labels, Stance};
use crate::trend::interval::wilson;
use crate::trend::{Estimate, Findings, Row, Series, TrendTest};
use words::{interval, per_cent, thousands};

/// Sources and problems that the page lists; the tables have all.
const MOST_LISTED: usize = 20;
/// The table of periods stands open up to this many rows.
const MOST_OPEN: usize = 40;

/// All that the page shows.
pub struct Page<'a> {
    pub findings: &'a Findings,
    /// In the order of the page.
    pub figures: &'a [Figure],
    pub problems: &'a [Problem],
    pub study_id: &'a str,
    /// Of [`crate::lexicon::Lexicon::hash`].
    pub lexicon_hash: &'a str,
    /// What the scope of the study is, in a sentence; may be empty.
    pub scope_note: &'a str,
    /// What readers must know about the texts (that a sample is made up …); may be empty.
    pub corpus_note: &'a str,
}

/// One chart with the words around it, which the page says in HTML.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// The stem of its files in `charts/`, and of its table in `tables/`.
    pub name: String,
    pub title: String,
    pub subtitle: String,
    /// Below the picture.
    pub notes: Vec<String>,
    /// The SVG for wide pages.
    pub wide: String,
    /// The SVG for phones; without one the wide one scrolls in a box of its own.
    pub narrow: Option<String>,
    /// What the numbers in the narrow picture stand for, from 1: years and events.
    pub narrow_key: Vec<String>,
}

/// The page as HTML.
///
/// # Errors
/// Only where the template itself is broken, which a test would have found.
pub fn render(page: &Page<'_>) -> Result<String> {
    let broken = |error: minijinja::Error| {
        Error::new("cannot write the report page").cause(format!("{error:#}"))
    };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let mut lines = SyntaxConfig::builder();
    lines.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(lines.build().map_err(broken)?);
    environment.add_template("page", include_str!("page.html")).map_err(broken)?;
    let template = environment.get_template("page").map_err(broken)?;
    template.render(context(page)).map_err(broken)
}

fn context(page: &Page<'_>) -> Value {
    let Page { findings, figures, problems, .. } = page;
    let rows = &findings.overall.rows;
    context! {
        style => include_str!("page.css"),
        title => or_else(&findings.title, "Cooperation and conflict keywords"),
        subject => &findings.subject,
        span => words::span(&findings.years),
        facts => facts(findings),
        statement => words::statement(findings),
        scope_note => page.scope_note,
        corpus_note => page.corpus_note,
        source_note => &findings.source_note,
        figures => figures.iter().map(figure).collect::<Value>(),
        period_word => if findings.by_month { "month" } else { "year" },
        periods => rows.iter().map(period).collect::<Value>(),
        periods_open => rows.len() <= MOST_OPEN,
        groups => groups(findings).collect::<Value>(),
        keywords => Stance::ALL.into_iter().map(|stance| keywords(findings, stance)).collect::<Value>(),
        tests => trends(findings).collect::<Value>(),
        problems_total => thousands(problems.len() as u64),
        problems => problems.iter().take(MOST_LISTED).map(problem).collect::<Value>(),
        problems_more => problems.len().saturating_sub(MOST_LISTED),
        without_month => thousands(findings.documents_without_month),
        has_without_month => findings.documents_without_month > 0,
        fewest_periods => crate::trend::monotone::FEWEST_PERIODS,
        tables => tables::TABLES
            .iter()
            .map(|table| context! { name => table.name, about => table.about })
            .collect::<Value>(),
        version => env!("CARGO_PKG_VERSION"),
        lexicon_hash => page.lexicon_hash,
        study_id => page.study_id,
    }
}

fn or_else<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.trim().is_empty() { otherwise } else { text }
}

fn facts(findings: &Findings) -> Value {
    let with_documents = |all: &[Series]| {
        let known = all.iter().filter(|series| !matches!(&*series.value, "" | "und"));
        known.filter(|series| sum(series, |row| row.documents) > 0).count() as u64
    };
    let years = findings.years.clone().count() as u64;
    let hits = Stance::ALL.map(|stance| findings.overall.hits(stance));
    let facts = [
        (sum(&findings.overall, |row| row.documents), "documents", "document"),
        (findings.documents_in_scope(), "in scope", "in scope"),
        (years, "years", "year"),
        (with_documents(&findings.languages), "languages", "language"),
        (with_documents(&findings.sources), "sources", "source"),
        (findings.terms.iter().sum::<usize>() as u64, "terms", "term"),
        (hits.iter().sum(), "hits", "hit"),
    ];
    let entries = facts.map(|(number, many, one)| {
        context! { number => thousands(number), name => if number == 1 { one } else { many } }
    });
    entries.into_iter().collect()
}

fn figure(figure: &Figure) -> Value {
    let Figure { name, title, subtitle, notes, wide, narrow, narrow_key } = figure;
    context! {
        name,
        title => or_else(title, name),
        subtitle,
        notes => notes.iter().collect::<Value>(),
        wide => without_prolog(wide),
        narrow => narrow.as_deref().map(without_prolog),
        narrow_key => narrow_key.iter().collect::<Value>(),
        has_table => tables::table(name).is_some(),
    }
}

/// An XML declaration is not HTML.
fn without_prolog(svg: &str) -> &str {
    svg.find("<svg").map_or(svg, |start| &svg[start..])
}

/// A share for a table: value and interval, or a dash.
fn share(estimate: Option<Estimate>) -> Value {
    estimate.map_or_else(
        || context! { value => "–" },
        |estimate| context! { value => per_cent(estimate.value), interval => interval(estimate) },
    )
}

fn period(row: &Row) -> Value {
    context! {
        period => row.period.to_string(),
        documents => thousands(row.documents),
        in_scope => thousands(row.documents_in_scope),
        cooperation => share(row.stances[0].share),
        conflict => share(row.stances[1].share),
        cooperation_hits => thousands(row.stances[0].hits),
        conflict_hits => thousands(row.stances[1].hits),
        balance => share(row.balance_hits),
    }
}

fn sum(series: &Series, of: impl Fn(&Row) -> u64) -> u64 {
    series.rows.iter().map(of).sum()
}

/// Tables of totals by facet; those without a row are left out.
fn groups(findings: &Findings) -> impl Iterator<Item = Value> {
    let groups = [
        ("languages", "Languages", "Language", &findings.languages),
        ("sources", "Sources", "Source", &findings.sources),
        ("kinds", "Kinds of document", "Kind", &findings.kinds),
        ("sectors", "Sectors", "Sector", &findings.sectors),
        ("themes", "Themes", "Theme", &findings.themes),
    ];
    groups.into_iter().filter(|group| !group.3.is_empty()).map(|(name, title, heading, all)| {
        context! {
            name,
            title,
            heading,
            // Sectors and themes sort hits: every text belongs to each of them.
            of_documents => !matches!(name, "sectors" | "themes"),
            rows => all.iter().take(MOST_LISTED).map(totals).collect::<Value>(),
            more => all.len().saturating_sub(MOST_LISTED),
        }
    })
}

fn totals(series: &Series) -> Value {
    let in_scope = sum(series, |row| row.documents_in_scope);
    let share =
        |stance: usize| share(wilson(sum(series, |row| row.stances[stance].documents), in_scope));
    context! {
        names => names(&series.labels, &series.value),
        documents => thousands(sum(series, |row| row.documents)),
        in_scope => thousands(in_scope),
        cooperation => share(0),
        conflict => share(1),
        cooperation_hits => thousands(series.hits(Stance::Cooperation)),
        conflict_hits => thousands(series.hits(Stance::Conflict)),
    }
}

/// Names with the languages they are in, each name once: English first, as the page is English.
fn names(labels: &Labels, otherwise: &str) -> Value {
    let mut seen: Vec<String> = vec![];
    let mut names = vec![];
    for (label, language) in labels.iter().zip(["en", "ko", "vi"]) {
        let key = label.trim().to_lowercase();
        if !key.is_empty() && !seen.contains(&key) {
            seen.push(key);
            names.push(context! { text => label, language });
        }
    }
    if names.is_empty() {
        names.push(context! { text => otherwise, language => "en" });
    }
    names.into_iter().collect()
}

fn keywords(findings: &Findings, stance: Stance) -> Value {
    let drawn = findings.keywords_drawn(stance).into_iter().map(|ranked| {
        let keyword = ranked.keyword;
        context! {
            rank => ranked.rank,
            names => names(&keyword.labels, &keyword.id),
            ambiguous => keyword.ambiguous,
            documents => thousands(keyword.documents),
            share => share(ranked.share),
            mentions => thousands(keyword.hits),
            not_negated => thousands(keyword.hits - keyword.hits_negated),
        }
    });
    context! {
        stance => stance.code(),
        title => ["Cooperation keywords", "Conflict keywords"][stance as usize],
        terms => findings.terms[stance as usize],
        rows => drawn.collect::<Value>(),
    }
}

/// Tests in words: all of the whole, and the shares of each language.
fn trends(findings: &Findings) -> impl Iterator<Item = Value> {
    let languages = findings.languages.iter().filter(|series| series.value != "und");
    let all = std::iter::once(&findings.overall).chain(languages);
    all.enumerate().map(|(at, series)| {
        let shown = |test: &&TrendTest| at == 0 || test.measure.ends_with("_share");
        let lines = series.tests.iter().filter(shown).map(|test| {
            context! {
                measure => words::measure(test.measure),
                verdict => words::verdict(test, findings.by_month),
            }
        });
        context! { names => names(&series.labels, &series.value), lines => lines.collect::<Value>() }
    })
}

fn problem(problem: &Problem) -> Value {
    context! {
        path => &problem.path,
        line => (problem.line > 0).then_some(problem.line),
        reason => problem.reason,
        detail => &problem.detail,
        hint => &problem.hint,
    }
}

#[cfg(test)]
mod tests;
