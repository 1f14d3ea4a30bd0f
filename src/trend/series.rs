//! From a tally to series: every period of the study has its row, for the whole and for each value of each facet.
//!
//! Counts are summed as integers; shares, intervals and tests are computed once, at the end, from the sums.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cube::Cube;
use super::cut::{Cut, Periods};
use super::interval::{Histogram, balance_of_hits, row_seed, wilson};
use super::monotone::mann_kendall;
use super::network::network;
use super::ranks::ranks;
use super::{
    Estimate, Facet, Findings, Frame, Keyword, KeywordPeriod, NearCopies, Period, Row, Series,
    StanceRow, TrendTest, WithoutNearCopies,
};
use crate::count::{Tally, groups_of};
use crate::document::Language;
use crate::lexicon::{Lexicon, Stance};

/// Everything that is shown, from the counts, where there are no near copies. `lexicon` is the one that the tally was
/// counted with.
pub fn findings(tally: &Tally, lexicon: &Lexicon, frame: &Frame) -> Findings {
    findings_beside(tally, Some(&NearCopies::default()), lexicon, frame)
}

/// The same beside the counts without near copies; `near_copies` is `None` where nobody looked for them.
pub fn findings_beside(
    tally: &Tally,
    near_copies: Option<&NearCopies>,
    lexicon: &Lexicon,
    frame: &Frame,
) -> Findings {
    let periods = Periods::of(frame);
    let rest: Option<Cow<Tally>> = near_copies.map(|copies| match copies.documents {
        0 => Cow::Borrowed(tally),
        _ => {
            let mut rest = tally.clone();
            rest.subtract(&copies.tally);
            Cow::Owned(rest)
        }
    });
    let rest = rest.as_deref();
    let series = |facet| {
        let cut = Cut::of(facet, tally, lexicon, frame);
        series_of(tally, rest, lexicon, frame, &periods, cut)
    };
    // The whole is cut into one.
    let overall = series(Facet::All).swap_remove(0);
    let mut sources = series(Facet::Source);
    sources.sort_by_key(|source| std::cmp::Reverse(documents(source)));
    let keywords = keywords(tally, rest, lexicon, &periods, &overall);
    let mut findings = Findings {
        title: frame.title.clone(),
        lang: frame.lang,
        subject: frame.subject.clone(),
        years: frame.years.clone(),
        by_month: frame.by_month,
        documents_without_month: periods.documents_without_month(tally),
        near_copies: near_copies.map(|copies| copies.documents),
        events: frame.events.clone(),
        source_note: frame.source_note.clone(),
        languages: series(Facet::Language),
        sources,
        kinds: series(Facet::Kind),
        sectors: series(Facet::Sector),
        themes: series(Facet::Theme),
        network: network(tally, lexicon),
        periods: frame.periods.clone(),
        ranks: ranks(&keywords, &overall.rows, &frame.years, &frame.periods),
        cube: Cube::of(tally, lexicon, &periods),
        keywords,
        terms: Stance::ALL
            .map(|stance| lexicon.terms.iter().filter(|term| term.stance == Some(stance)).count()),
        overall,
        chosen: vec![],
    };
    // Those that are not there are told where the names come from.
    let _ = findings.choose(&frame.series);
    findings
}

fn documents(series: &Series) -> u64 {
    series.rows.iter().map(|row| row.documents).sum()
}

/// The integers of one row.
#[derive(Clone, Default)]
struct Sums {
    documents: u64,
    documents_in_scope: u64,
    sentences: u64,
    /// By language.
    words: [u64; 4],
    words_in_scope: [u64; 4],
    stances: [StanceRow; 2],
    articles: Histogram,
}

fn series_of(
    tally: &Tally,
    rest: Option<&Tally>,
    lexicon: &Lexicon,
    frame: &Frame,
    periods: &Periods,
    cut: Cut,
) -> Vec<Series> {
    let sums = sums_of(tally, lexicon, periods, &cut);
    let mut without_near_copies = match rest {
        None => vec![],
        Some(rest) if std::ptr::eq(rest, tally) => copies_of(&sums),
        Some(rest) => copies_of(&sums_of(rest, lexicon, periods, &cut)),
    }
    .into_iter();
    let facet = cut.facet;
    let cut_into = cut.values.into_iter().zip(sums);
    cut_into
        .map(|((value, labels), sums)| {
            let languages = languages_of_words(facet, &value, &sums);
            let rows = periods.all.iter().zip(sums).map(|(period, sums)| {
                let seed = row_seed(frame.seed, facet, &value, *period);
                let without_near_copies = without_near_copies.next();
                Row { without_near_copies, ..row(*period, sums, languages.as_deref(), seed) }
            });
            let rows: Vec<Row> = rows.collect();
            let tests = tests_of(&rows);
            Series { facet, value, labels, rows, tests }
        })
        .collect()
}

/// What the tables show of the sums without near copies, by series and period in one list.
fn copies_of(sums: &[Vec<Sums>]) -> Vec<WithoutNearCopies> {
    let shown = |sums: &Sums| WithoutNearCopies {
        documents: sums.documents,
        documents_in_scope: sums.documents_in_scope,
        stance_documents: sums.stance_documents(),
        hits: [sums.stances[0].hits, sums.stances[1].hits],
    };
    sums.iter().flatten().map(shown).collect()
}

/// By series and period.
fn sums_of(tally: &Tally, lexicon: &Lexicon, periods: &Periods, cut: &Cut) -> Vec<Vec<Sums>> {
    let mut sums = vec![vec![Sums::default(); periods.all.len()]; cut.values.len()];
    for (cell, counts) in &tally.cells {
        let Some(row) = periods.row_of(cell) else { continue };
        for series in cut.series_with(cell) {
            let sums = &mut sums[series][row];
            sums.documents += counts.documents;
            sums.documents_in_scope += counts.documents_in_scope;
            sums.sentences += counts.sentences;
            sums.words[cell.language as usize] += counts.words;
            sums.words_in_scope[cell.language as usize] += counts.words_in_scope;
        }
    }
    for ((cell, term), counts) in &tally.terms {
        let stance = lexicon.terms.get(usize::from(*term)).and_then(|term| term.stance);
        let (Some(row), Some(stance)) = (periods.row_of(cell), stance) else { continue };
        for group in groups_of(lexicon, *term) {
            let Some(series) = cut.series_of(cell, group) else { continue };
            let sums = &mut sums[series][row].stances[stance as usize];
            sums.hits += counts.hits;
            sums.hits_negated += counts.hits_negated;
            sums.hits_compound += counts.hits_compound;
            sums.hits_ambiguous += counts.hits_ambiguous;
            sums.hits_outside += counts.hits_outside;
        }
    }
    for (key, documents) in &tally.articles {
        let series = cut.series_of(&key.cell, key.group);
        let (Some(row), Some(series)) = (periods.row_of(&key.cell), series) else { continue };
        let hits = (key.cooperation, key.conflict);
        *sums[series][row].articles.entry(hits).or_default() += documents;
    }
    sums
}

/// The languages whose words the rows of a series give: its own; or the one counted language that has words; or,
/// where no counted language has any, the undetermined text. `None` where words of two languages would be added.
fn languages_of_words(facet: Facet, value: &str, sums: &[Sums]) -> Option<Vec<Language>> {
    if facet == Facet::Language {
        return Some(Language::from_code(value).into_iter().collect());
    }
    let has_words =
        |language: &Language| sums.iter().any(|sums| sums.words[*language as usize] > 0);
    let counted: Vec<Language> = Language::COUNTED.into_iter().filter(has_words).collect();
    match counted.len() {
        0 => Some(vec![Language::Und]),
        1 => Some(counted),
        _ => None,
    }
}

impl Sums {
    /// Documents in scope with at least one hit, by `Stance`.
    fn stance_documents(&self) -> [u64; 2] {
        let with = |holds: fn(&(u32, u32)) -> bool| -> u64 {
            let articles = self.articles.iter().filter(|(hits, _)| holds(hits));
            articles.map(|(_, documents)| documents).sum()
        };
        [with(|hits| hits.0 > 0), with(|hits| hits.1 > 0)]
    }
}

/// Computes what is not an integer.
fn row(period: Period, sums: Sums, languages: Option<&[Language]>, seed: [u8; 32]) -> Row {
    let stance_documents = sums.stance_documents();
    let Sums { documents, documents_in_scope, sentences, articles, mut stances, .. } = sums;
    let words_of = |words: [u64; 4]| {
        languages.map(|languages| languages.iter().map(|language| words[*language as usize]).sum())
    };
    let with_both = |hits: &(u32, u32)| hits.0 > 0 && hits.1 > 0;
    for (stance, documents) in stances.iter_mut().zip(stance_documents) {
        stance.documents = documents;
    }
    let without_hits = documents_in_scope.saturating_sub(articles.values().sum());
    let hits = [stances[0].hits, stances[1].hits];
    let mut row = Row {
        period,
        documents,
        documents_in_scope,
        documents_with_both: articles
            .iter()
            .filter(|(hits, _)| with_both(hits))
            .map(|(_, documents)| documents)
            .sum(),
        sentences,
        words: words_of(sums.words),
        words_in_scope: words_of(sums.words_in_scope),
        balance_hits: balance_of_hits(hits, &articles, without_hits, seed),
        balance_documents: None,
        without_near_copies: None,
        stances,
    };
    fill_shares(&mut row);
    row
}

/// Computes all that follows from the integers of a row alone: shares, rates and the balance of documents.
pub fn fill_shares(row: &mut Row) {
    for stance in &mut row.stances {
        stance.share = wilson(stance.documents, row.documents_in_scope);
        stance.documents_per_thousand = per(1_000.0, stance.documents, row.documents_in_scope);
        stance.hits_per_million_words =
            row.words_in_scope.and_then(|words| per(1_000_000.0, stance.hits, words));
    }
    let [cooperation, conflict] = [row.stances[0].documents, row.stances[1].documents];
    row.balance_documents = wilson(cooperation, cooperation + conflict);
}

/// `scale` × `part` ÷ `whole`.
fn per(scale: f64, part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| scale * part as f64 / whole as f64)
}

/// A measure that is tested for a trend.
pub struct Measure {
    /// The column of the series tables.
    pub name: &'static str,
    pub of: fn(&Row) -> Option<f64>,
    /// Only for series of one language.
    pub needs_words: bool,
}

fn value(estimate: Option<Estimate>) -> Option<f64> {
    estimate.map(|estimate| estimate.value)
}

/// What is tested for a trend, in the order of the tables.
pub static MEASURES: &[Measure] = &[
    Measure {
        name: "cooperation_share",
        of: |row| value(row.stances[0].share),
        needs_words: false,
    },
    Measure { name: "conflict_share", of: |row| value(row.stances[1].share), needs_words: false },
    Measure {
        name: "balance_documents",
        of: |row| value(row.balance_documents),
        needs_words: false,
    },
    Measure { name: "balance_hits", of: |row| value(row.balance_hits), needs_words: false },
    Measure {
        name: "cooperation_hits_per_million_words",
        of: |row| row.stances[0].hits_per_million_words,
        needs_words: true,
    },
    Measure {
        name: "conflict_hits_per_million_words",
        of: |row| row.stances[1].hits_per_million_words,
        needs_words: true,
    },
];

/// The tests of a series for a rise or fall, by its rows.
pub fn tests_of(rows: &[Row]) -> Vec<TrendTest> {
    let one_language = rows.iter().all(|row| row.words.is_some());
    let measures = MEASURES.iter().filter(|measure| one_language || !measure.needs_words);
    measures
        .map(|measure| {
            let values: Vec<Option<f64>> = rows.iter().map(measure.of).collect();
            TrendTest { measure: measure.name, outcome: mann_kendall(&values) }
        })
        .collect()
}

/// All terms with a stance, most hits first, then by id; those without a hit too.
fn keywords(
    tally: &Tally,
    rest: Option<&Tally>,
    lexicon: &Lexicon,
    periods: &Periods,
    overall: &Series,
) -> Vec<Keyword> {
    let known = rest.map(|_| 0);
    let zero: Vec<KeywordPeriod> = overall
        .rows
        .iter()
        .map(|row| KeywordPeriod {
            documents_in_scope: row.documents_in_scope,
            hits_without_near_copies: known,
            documents_without_near_copies: known,
            ..KeywordPeriod::default()
        })
        .collect();
    let mut keywords: BTreeMap<usize, Keyword> = BTreeMap::new();
    for (at, term) in lexicon.terms.iter().enumerate() {
        if term.stance.is_none() {
            continue;
        }
        let keyword = Keyword {
            id: term.id.clone(),
            labels: term.labels.clone(),
            stance: term.stance,
            sector: term.sector,
            themes: term.themes.iter().map(|theme| lexicon.themes[*theme].id.clone()).collect(),
            ambiguous: term.ambiguous(),
            hits: 0,
            hits_negated: 0,
            hits_compound: 0,
            hits_outside: 0,
            documents: 0,
            sentences: 0,
            hits_without_near_copies: known,
            documents_without_near_copies: known,
            periods: zero.clone(),
        };
        keywords.insert(at, keyword);
    }
    for ((cell, term), counts) in &tally.terms {
        let keyword = keywords.get_mut(&usize::from(*term));
        let (Some(row), Some(keyword)) = (periods.row_of(cell), keyword) else { continue };
        keyword.hits += counts.hits;
        keyword.hits_negated += counts.hits_negated;
        keyword.hits_compound += counts.hits_compound;
        keyword.hits_outside += counts.hits_outside;
        keyword.documents += counts.documents;
        keyword.sentences += counts.sentences;
        keyword.periods[row].hits += counts.hits;
        keyword.periods[row].documents += counts.documents;
    }
    for ((cell, term), counts) in rest.iter().flat_map(|rest| &rest.terms) {
        let keyword = keywords.get_mut(&usize::from(*term));
        let (Some(row), Some(keyword)) = (periods.row_of(cell), keyword) else { continue };
        let period = &mut keyword.periods[row];
        let sums = [
            (&mut keyword.hits_without_near_copies, counts.hits),
            (&mut keyword.documents_without_near_copies, counts.documents),
            (&mut period.hits_without_near_copies, counts.hits),
            (&mut period.documents_without_near_copies, counts.documents),
        ];
        for (sum, count) in sums {
            *sum = sum.map(|sum| sum + count);
        }
    }
    let mut keywords: Vec<Keyword> = keywords.into_values().collect();
    keywords.sort_by(|a, b| b.hits.cmp(&a.hits).then_with(|| a.id.cmp(&b.id)));
    keywords
}

#[cfg(test)]
mod tests;
