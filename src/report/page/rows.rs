//! The rows of the page's tables and lists.

use minijinja::{Value, context};

use super::words::{self, Words, interval, per_cent, thousands};
use super::{Lines, Page};
use crate::chart::text::clean;
use crate::lexicon::{Labels, Stance};
use crate::trend::interval::wilson;
use crate::trend::{Estimate, Findings, Keyword, Row, Series, TrendTest};

/// Rows of a table of parts, and problems that the page lists; the tables have all.
const MOST_LISTED: usize = 20;
/// Keywords in the page; the table has all.
pub(super) const MOST_KEYWORDS: usize = 300;
/// Pixels of the longest bar in a row.
const LONGEST_BAR: f64 = 84.0;

/// A share for a table: value and interval, or a dash.
fn share(estimate: Option<Estimate>) -> Value {
    estimate.map_or_else(
        || context! { value => "–", sort => -1.0 },
        |estimate| {
            context! { value => per_cent(estimate.value), interval => interval(estimate), sort => estimate.value }
        },
    )
}

fn number(number: u64) -> Value {
    context! { value => thousands(number), sort => number }
}

pub(super) fn period(row: &Row, words: Words) -> Value {
    let shares = [row.stances[0].share, row.stances[1].share].map(share);
    context! {
        period => words.period(row.period),
        sort => row.period.to_string(),
        cells => [
            ("documents", number(row.documents)),
            ("scope", number(row.documents_in_scope)),
            ("share0", shares[0].clone()),
            ("share1", shares[1].clone()),
            ("hits0", number(row.stances[0].hits)),
            ("hits1", number(row.stances[1].hits)),
            ("balance", share(row.balance_hits)),
        ]
        .into_iter()
        .map(|(name, cell)| context! { name, cell })
        .collect::<Value>(),
    }
}

pub(super) fn sum(series: &Series, of: impl Fn(&Row) -> u64) -> u64 {
    series.rows.iter().map(of).sum()
}

/// Tables of totals by facet; those without a row are left out.
pub(super) fn groups(findings: &Findings, words: Words) -> impl Iterator<Item = Value> {
    let groups = [
        ("languages", &findings.languages),
        ("sources", &findings.sources),
        ("kinds", &findings.kinds),
        ("sectors", &findings.sectors),
        ("themes", &findings.themes),
    ];
    groups.into_iter().filter(|group| !group.1.is_empty()).map(move |(name, all)| {
        // Sectors and themes sort hits: every text belongs to each of them.
        let of_documents = !matches!(name, "sectors" | "themes");
        let more = all.len().saturating_sub(MOST_LISTED);
        context! {
            name,
            title => words.get(&format!("group_{name}")).to_owned(),
            heading => words.get(&format!("head_{name}")).to_owned(),
            of_documents,
            note => words.get(if of_documents { "group_of_documents" } else { "group_of_terms" }),
            rows => all.iter().take(MOST_LISTED).map(|series| totals(series, words)).collect::<Value>(),
            more => (more > 0).then(|| words.count("more_rows", more as u64)),
        }
    })
}

fn totals(series: &Series, words: Words) -> Value {
    let in_scope = sum(series, |row| row.documents_in_scope);
    let share =
        |stance: usize| share(wilson(sum(series, |row| row.stances[stance].documents), in_scope));
    context! {
        names => names(&series.labels, &series.value, words),
        documents => number(sum(series, |row| row.documents)),
        in_scope => number(in_scope),
        cooperation => share(0),
        conflict => share(1),
        cooperation_hits => number(series.hits(Stance::Cooperation)),
        conflict_hits => number(series.hits(Stance::Conflict)),
    }
}

/// The labels with their languages, that of the page first, each once.
fn own_first(labels: &Labels, words: Words) -> Vec<(String, &'static str)> {
    let own = words.language as usize % 3;
    let order = std::iter::once(own).chain((0..3).filter(|at| *at != own));
    let mut given: Vec<(String, &'static str)> = vec![];
    for at in order {
        let label = clean(&labels[at]);
        let known = |name: &(String, _)| name.0.to_lowercase() == label.to_lowercase();
        if !label.is_empty() && !given.iter().any(known) {
            given.push((label, ["en", "ko", "vi"][at]));
        }
    }
    given
}

/// The name in the language of the page, or the first there is, or the id.
pub(super) fn name(labels: &Labels, id: &str, words: Words) -> String {
    let first = own_first(labels, words).into_iter().next();
    first.map_or_else(|| clean(id), |(name, _)| name)
}

/// Names with the languages they are in; those of the page's own language bear none.
fn names(labels: &Labels, otherwise: &str, words: Words) -> Value {
    let given = own_first(labels, words);
    let named = given.into_iter().map(|(text, language)| {
        context! { text, language => (language != words.language.code()).then_some(language) }
    });
    let named: Vec<Value> = named.collect();
    match named.is_empty() {
        true => {
            let text = match clean(otherwise) {
                none if none.is_empty() => words.get("unknown_source").to_owned(),
                text => text,
            };
            std::iter::once(context! { text }).collect()
        }
        false => named.into_iter().collect(),
    }
}

/// The keywords that the page lists: those in documents in scope, most documents first.
pub(super) fn listed(findings: &Findings) -> Vec<&Keyword> {
    let mut keywords: Vec<&Keyword> =
        findings.keywords.iter().filter(|keyword| keyword.hits > 0).collect();
    // Stable: ties keep the order by hits and id.
    keywords.sort_by_key(|keyword| std::cmp::Reverse(keyword.documents));
    keywords.truncate(MOST_KEYWORDS);
    keywords
}

pub(super) fn keywords(page: &Page<'_>, words: Words) -> Value {
    let findings = page.findings;
    let used = findings.keywords.iter().filter(|keyword| keyword.hits > 0).count();
    let listed = listed(findings);
    let in_scope = findings.documents_in_scope();
    let most = listed.iter().map(|keyword| keyword.documents).max().unwrap_or(0).max(1);
    let rows = listed.iter().enumerate().map(|(at, keyword)| {
        let lines = match page.lines {
            Lines::Of(lines) => lines.get(&keyword.id).map_or(0, Vec::len),
            _ => 0,
        };
        let themes: Vec<String> = keyword
            .themes
            .iter()
            .filter_map(|id| findings.themes.iter().find(|theme| theme.value == *id))
            .map(|theme| name(&theme.labels, &theme.value, words))
            .collect();
        let stance = keyword.stance.unwrap_or(Stance::Cooperation);
        context! {
            at,
            names => names(&keyword.labels, &keyword.id, words),
            sort => name(&keyword.labels, &keyword.id, words),
            ambiguous => keyword.ambiguous,
            stance => stance.code(),
            class => words.get(stance.code()),
            themes => themes.join(" · "),
            documents => number(keyword.documents),
            bar => (keyword.documents as f64 / most as f64 * LONGEST_BAR).round(),
            share => share(wilson(keyword.documents, in_scope)),
            mentions => number(keyword.hits),
            spark => spark(findings, keyword),
            lines => words.count("lines", lines as u64),
            has_lines => lines > 0,
        }
    });
    let terms = thousands(findings.terms.iter().sum::<usize>() as u64);
    let note = match used {
        0 => words.fill("keywords_none", &[("terms", &terms)]),
        used => {
            let n = thousands(used as u64);
            words.fill("keywords_note", &[("n", &n), ("terms", &terms)])
        }
    };
    let longest = match page.lines {
        Lines::Of(lines) => lines.values().map(Vec::len).max().unwrap_or(0),
        _ => 0,
    };
    context! {
        rows => rows.collect::<Value>(),
        note,
        most => (used > MOST_KEYWORDS).then(|| words.count("keywords_most", MOST_KEYWORDS as u64)),
        any_ambiguous => listed.iter().any(|keyword| keyword.ambiguous),
        over_years => words.fill("head_over_years", &[("span", &words::span(&findings.years))]),
        has_lines => longest > 0,
        has_evidence => matches!(page.lines, Lines::Of(_) | Lines::NotWanted),
        lines_note => match page.lines {
            Lines::Of(_) if longest == 0 => "",
            Lines::Of(_) => "lines_evidence",
            Lines::NotCounted => "lines_not_counted",
            Lines::NotKept => "lines_not_kept",
            Lines::NotWanted => "lines_not_wanted",
        },
        longest,
    }
}

/// A small line of the mentions over the years, as the heat map sums them: the points of a path 104 × 26.
fn spark(findings: &Findings, keyword: &Keyword) -> Value {
    let columns = findings.heatmap_columns();
    let hits: Vec<u64> = columns
        .iter()
        .map(|(_, range)| keyword.periods[range.clone()].iter().map(|period| period.hits).sum())
        .collect();
    let most = hits.iter().copied().max().unwrap_or(0).max(1) as f64;
    let step = 100.0 / (hits.len().max(2) - 1) as f64;
    let points: Vec<String> = hits
        .iter()
        .enumerate()
        .map(|(at, hits)| {
            format!("{:.1},{:.1}", 2.0 + step * at as f64, 23.0 - *hits as f64 / most * 20.0)
        })
        .collect();
    let end = points.last().and_then(|point| point.split_once(','));
    context! { path => points.join("L"), x => end.map(|end| end.0), y => end.map(|end| end.1) }
}

/// Tests in words: all of the whole, and the shares of each language.
pub(super) fn trends(findings: &Findings, words: Words) -> impl Iterator<Item = Value> {
    let languages = findings.languages.iter().filter(|series| series.value != "und");
    let all = std::iter::once(&findings.overall).chain(languages);
    all.enumerate().map(move |(at, series)| {
        let shown = |test: &&TrendTest| at == 0 || test.measure.ends_with("_share");
        let lines = series.tests.iter().filter(shown).map(|test| {
            context! {
                measure => words.get(&format!("measure_{}", test.measure)).to_owned(),
                verdict => words.verdict(test, findings.by_month),
            }
        });
        context! {
            names => names(&series.labels, &series.value, words),
            lines => lines.collect::<Value>(),
        }
    })
}

pub(super) fn problems(page: &Page<'_>) -> Value {
    let known = !matches!(page.lines, Lines::NotCounted);
    let rows = page.problems.iter().take(MOST_LISTED).map(|problem| {
        context! {
            path => clean(&problem.path),
            line => (problem.line > 0).then_some(problem.line),
            reason => problem.reason,
            detail => clean(&problem.detail),
            hint => clean(&problem.hint),
        }
    });
    let more = page.problems.len().saturating_sub(MOST_LISTED);
    context! {
        known,
        rows => rows.collect::<Value>(),
        total => thousands(page.problems.len() as u64),
        more => (more > 0).then(|| thousands(more as u64)),
    }
}
