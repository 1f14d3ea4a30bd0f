//! The columns of the tables: each name stands beside its unit, its meaning and the code that fills it.

use super::{Column, Value};
use crate::lexicon::{Labels, Stance};
use crate::trend::{
    Estimate, Findings, Keyword, KeywordPeriod, Period, RankedKeyword, Row, Series, TrendTest,
};

/// A column together with what fills it from an item.
pub(super) struct Field<Of> {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    pub(super) meaning: &'static str,
    pub(super) of: Of,
}

pub(super) fn columns<Of>(fields: &[Field<Of>]) -> impl Iterator<Item = Column> {
    fields.iter().map(|Field { name, unit, meaning, .. }| Column { name, unit, meaning })
}

/// `[name, unit, meaning => code]` lines as a static list of fields.
macro_rules! fields {
    ($($name:expr, $unit:expr, $meaning:expr => $of:expr;)*) => {
        &[$(Field { name: $name, unit: $unit, meaning: $meaning, of: $of }),*]
    };
}
pub(super) use fields;

/// The columns of one stance in a series table.
macro_rules! stance_fields {
    ($stance:literal, $at:expr) => {
        fields! {
            concat!($stance, "_documents"), "documents",
                concat!("documents in scope with at least one ", $stance, " hit")
                => |row| row.stances[$at].documents.into();
            concat!($stance, "_share"), "0 to 1",
                concat!($stance, "_documents ÷ documents_in_scope")
                => |row| value(row.stances[$at].share);
            concat!($stance, "_share_low"), "0 to 1", "lower end of the 95 % Wilson interval"
                => |row| low(row.stances[$at].share);
            concat!($stance, "_share_high"), "0 to 1", "upper end of the 95 % Wilson interval"
                => |row| high(row.stances[$at].share);
            concat!($stance, "_documents_per_thousand"), "per 1,000 documents",
                concat!("1,000 × ", $stance, "_share")
                => |row| row.stances[$at].documents_per_thousand.into();
            concat!($stance, "_hits"), "hits", concat!("places in scope where a ", $stance, " term stands")
                => |row| row.stances[$at].hits.into();
            concat!($stance, "_hits_not_negated"), "hits", "of the hits, those without a negator near by"
                => |row| (row.stances[$at].hits - row.stances[$at].hits_negated).into();
            concat!($stance, "_hits_compound"), "hits", "of the hits, those that are part of a longer Korean noun"
                => |row| row.stances[$at].hits_compound.into();
            concat!($stance, "_hits_ambiguous"), "hits", "of the hits, those of a pattern marked ambiguous"
                => |row| row.stances[$at].hits_ambiguous.into();
            concat!($stance, "_hits_outside"), "hits", "beside the hits: those outside the scope"
                => |row| row.stances[$at].hits_outside.into();
            concat!($stance, "_hits_per_million_words"), "per 1,000,000 words",
                concat!("1,000,000 × ", $stance, "_hits ÷ words_in_scope; only where words are given")
                => |row| row.stances[$at].hits_per_million_words.into();
        }
    };
}

type RowField = Field<fn(&Row) -> Value>;

static PERIOD: &[RowField] = fields! {
    "period", "", "year, or year and month: `1992`, `1992-12`" => |row| Value::Text(row.period.to_string());
    "documents", "documents", "documents read, each text once" => |row| row.documents.into();
    "documents_in_scope", "documents", "documents that the study's scope holds: the denominator of shares"
        => |row| row.documents_in_scope.into();
    "documents_with_both", "documents", "documents in scope with hits of both stances"
        => |row| row.documents_with_both.into();
    "sentences", "sentences", "sentences of all documents" => |row| row.sentences.into();
    "words", "words", "words of all documents; empty where words of several languages would be added"
        => |row| row.words.into();
    "words_in_scope", "words", "words of the text in scope; empty as for words"
        => |row| row.words_in_scope.into();
};
static COOPERATION: &[RowField] = stance_fields!("cooperation", 0);
static CONFLICT: &[RowField] = stance_fields!("conflict", 1);
static BALANCE: &[RowField] = fields! {
    "balance_documents", "0 to 1",
        "cooperation_documents ÷ (cooperation_documents + conflict_documents); 0.5 is even"
        => |row| value(row.balance_documents);
    "balance_documents_low", "0 to 1", "lower end of the 95 % Wilson interval"
        => |row| low(row.balance_documents);
    "balance_documents_high", "0 to 1", "upper end of the 95 % Wilson interval"
        => |row| high(row.balance_documents);
    "balance_hits", "0 to 1", "cooperation_hits ÷ (cooperation_hits + conflict_hits); 0.5 is even"
        => |row| value(row.balance_hits);
    "balance_hits_low", "0 to 1", "lower end of the 95 % interval, bootstrap by article"
        => |row| low(row.balance_hits);
    "balance_hits_high", "0 to 1", "upper end of the 95 % interval, bootstrap by article"
        => |row| high(row.balance_hits);
};

/// All of them are empty where near copies were left out and nothing more is known of them: in a report on a tally.
static WITH_COPIES: &[RowField] = fields! {
    "documents_without_near_copies", "documents", "documents that are no near copies of others; exact copies are left out everywhere"
        => |row| row.without_near_copies.map(|with| with.documents).into();
    "documents_in_scope_without_near_copies", "documents", "documents_in_scope, near copies left out"
        => |row| row.without_near_copies.map(|with| with.documents_in_scope).into();
    "cooperation_documents_without_near_copies", "documents", "cooperation_documents, near copies left out"
        => |row| row.without_near_copies.map(|with| with.stance_documents[0]).into();
    "conflict_documents_without_near_copies", "documents", "conflict_documents, near copies left out"
        => |row| row.without_near_copies.map(|with| with.stance_documents[1]).into();
    "cooperation_hits_without_near_copies", "hits", "cooperation_hits, near copies left out"
        => |row| row.without_near_copies.map(|with| with.hits[0]).into();
    "conflict_hits_without_near_copies", "hits", "conflict_hits, near copies left out"
        => |row| row.without_near_copies.map(|with| with.hits[1]).into();
    "balance_documents_without_near_copies", "0 to 1", "balance_documents, near copies left out"
        => |row| row.without_near_copies.and_then(|with| with.balance_documents()).into();
    "balance_hits_without_near_copies", "0 to 1", "balance_hits, near copies left out"
        => |row| row.without_near_copies.and_then(|with| with.balance_hits()).into();
};

const ROW: [&[RowField]; 5] = [PERIOD, COOPERATION, CONFLICT, BALANCE, WITH_COPIES];

fn row_fields() -> impl Iterator<Item = &'static RowField> {
    ROW.into_iter().flatten()
}

pub(super) fn period_columns() -> Vec<Column> {
    ROW.into_iter().flat_map(columns).collect()
}

pub(super) fn period_rows(series: &Series) -> Vec<Vec<Value>> {
    series.rows.iter().map(|row| row_fields().map(|field| (field.of)(row)).collect()).collect()
}

type SeriesField = Field<fn(&Series) -> Value>;

static SERIES: &[SeriesField] = fields! {
    "value", "", "the language code, source, kind, sector or theme id; empty for a source that is not known"
        => |series| Value::from(&*series.value);
    "label_en", "", "its name in English" => |series| label(&series.labels, 0);
    "label_ko", "", "its name in Korean" => |series| label(&series.labels, 1);
    "label_vi", "", "its name in Vietnamese" => |series| label(&series.labels, 2);
};

pub(super) fn series_columns() -> Vec<Column> {
    columns(SERIES).chain(period_columns()).collect()
}

pub(super) fn series_rows(all: &[Series]) -> Vec<Vec<Value>> {
    let rows = all.iter().flat_map(|series| {
        let names: Vec<Value> = SERIES.iter().map(|field| (field.of)(series)).collect();
        let rows = period_rows(series).into_iter();
        rows.map(move |row| names.iter().cloned().chain(row).collect())
    });
    rows.collect()
}

type KeywordField = Field<fn(&Keyword) -> Value>;

static KEYWORD: &[KeywordField] = fields! {
    "id", "", "the term's id in the lexicon" => |keyword| Value::from(&*keyword.id);
    "label_en", "", "its name in English; empty where it has no English pattern"
        => |keyword| label(&keyword.labels, 0);
    "label_ko", "", "its name in Korean" => |keyword| label(&keyword.labels, 1);
    "label_vi", "", "its name in Vietnamese" => |keyword| label(&keyword.labels, 2);
    "stance", "", "cooperation or conflict"
        => |keyword| keyword.stance.map_or(Value::Empty, |stance| stance.code().into());
};
static KEYWORD_TOTALS: &[KeywordField] = fields! {
    "sector", "", "economic, social, cultural or political"
        => |keyword| keyword.sector.map_or(Value::Empty, |sector| sector.code().into());
    "themes", "", "theme ids, separated by spaces" => |keyword| Value::Text(keyword.themes.join(" "));
    "ambiguous", "yes or no", "a pattern of the term is marked ambiguous: read its sentences before citing it"
        => |keyword| keyword.ambiguous.into();
    "documents", "documents", "documents in scope with at least one hit" => |keyword| keyword.documents.into();
    "sentences", "sentences", "sentences in scope with at least one hit" => |keyword| keyword.sentences.into();
    "hits", "hits", "places in scope where the term stands" => |keyword| keyword.hits.into();
    "hits_not_negated", "hits", "of the hits, those without a negator near by"
        => |keyword| (keyword.hits - keyword.hits_negated).into();
    "hits_compound", "hits", "of the hits, those that are part of a longer Korean noun"
        => |keyword| keyword.hits_compound.into();
    "hits_outside", "hits", "beside the hits: those outside the scope" => |keyword| keyword.hits_outside.into();
    "documents_without_near_copies", "documents", "documents, near copies left out"
        => |keyword| keyword.documents_without_near_copies.into();
    "hits_without_near_copies", "hits", "hits, near copies left out" => |keyword| keyword.hits_without_near_copies.into();
};

pub(super) fn keyword_columns() -> Vec<Column> {
    columns(KEYWORD).chain(columns(KEYWORD_TOTALS)).collect()
}

pub(super) fn keyword_rows(findings: &Findings) -> Vec<Vec<Value>> {
    let fields = || KEYWORD.iter().chain(KEYWORD_TOTALS);
    let row = |keyword| fields().map(|field| (field.of)(keyword)).collect();
    findings.keywords.iter().map(row).collect()
}

type RankedField = Field<fn(&RankedKeyword<'_>) -> Value>;

static RANKED: &[RankedField] = fields! {
    "rank", "rank", "by documents, from 1; ties by hits, then by id" => |ranked| (ranked.rank as u64).into();
    "id", "", "the term's id in the lexicon" => |ranked| Value::from(&*ranked.keyword.id);
    "label_en", "", "its name in English; empty where it has no English pattern"
        => |ranked| label(&ranked.keyword.labels, 0);
    "label_ko", "", "its name in Korean" => |ranked| label(&ranked.keyword.labels, 1);
    "label_vi", "", "its name in Vietnamese" => |ranked| label(&ranked.keyword.labels, 2);
    "documents", "documents", "documents in scope with at least one hit"
        => |ranked| ranked.keyword.documents.into();
    "share", "0 to 1", "documents ÷ documents in scope of the whole study" => |ranked| value(ranked.share);
    "share_low", "0 to 1", "lower end of the 95 % Wilson interval" => |ranked| low(ranked.share);
    "share_high", "0 to 1", "upper end of the 95 % Wilson interval" => |ranked| high(ranked.share);
    "mentions", "hits", "places in scope where the term stands" => |ranked| ranked.keyword.hits.into();
    "mention_rank", "rank", "by mentions among the stance's terms, from 1; equal mentions have the same rank"
        => |ranked| (ranked.mention_rank as u64).into();
    "hits_not_negated", "hits", "of the mentions, those without a negator near by"
        => |ranked| (ranked.keyword.hits - ranked.keyword.hits_negated).into();
    "documents_without_near_copies", "documents", "documents, near copies left out"
        => |ranked| ranked.keyword.documents_without_near_copies.into();
    "ambiguous", "yes or no", "a pattern of the term is marked ambiguous: read its sentences before citing it"
        => |ranked| ranked.keyword.ambiguous.into();
};

pub(super) fn ranked_columns() -> Vec<Column> {
    columns(RANKED).collect()
}

pub(super) fn ranked_rows(findings: &Findings, stance: Stance) -> Vec<Vec<Value>> {
    let drawn = findings.keywords_drawn(stance);
    drawn.iter().map(|ranked| RANKED.iter().map(|field| (field.of)(ranked)).collect()).collect()
}

type PeriodField = Field<fn(&Keyword, KeywordPeriod) -> Value>;

static KEYWORD_PERIOD: &[PeriodField] = fields! {
    "mentions", "hits", "the term's hits in scope over the whole study" => |keyword, _| keyword.hits.into();
    "hits", "hits", "places in scope where the term stands, in the period" => |_, period| period.hits.into();
    "documents", "documents", "documents in scope with at least one hit, in the period"
        => |_, period| period.documents.into();
    "documents_in_scope", "documents", "all documents in scope, in the period"
        => |_, period| period.documents_in_scope.into();
    "mentions_per_thousand", "per 1,000 documents", "1,000 × hits ÷ documents_in_scope"
        => |_, period| period.mentions_per_thousand().into();
    "hits_without_near_copies", "hits", "hits, near copies left out" => |_, period| period.hits_without_near_copies.into();
    "documents_without_near_copies", "documents", "documents, near copies left out"
        => |_, period| period.documents_without_near_copies.into();
};

static PERIOD_OF_KEYWORD: Column =
    Column { name: "period", unit: "", meaning: "year, or year and month: `1992`, `1992-12`" };

pub(super) fn keyword_period_columns() -> Vec<Column> {
    columns(KEYWORD).chain([PERIOD_OF_KEYWORD]).chain(columns(KEYWORD_PERIOD)).collect()
}

pub(super) fn keyword_period_rows(findings: &Findings) -> Vec<Vec<Value>> {
    let rows = (0..).zip(&findings.overall.rows);
    let each: Vec<_> = rows.map(|(at, row)| (row.period, at..at + 1)).collect();
    keyword_lines(findings.keywords.iter(), &each)
}

pub(super) fn heatmap_rows(findings: &Findings) -> Vec<Vec<Value>> {
    keyword_lines(findings.heatmap_rows().into_iter(), &findings.heatmap_columns())
}

/// A line for each keyword and column; a column is the sum of a range of periods.
fn keyword_lines<'a>(
    keywords: impl Iterator<Item = &'a Keyword>,
    columns: &[(Period, std::ops::Range<usize>)],
) -> Vec<Vec<Value>> {
    let mut lines = vec![];
    for keyword in keywords {
        let names: Vec<Value> = KEYWORD.iter().map(|field| (field.of)(keyword)).collect();
        for (period, range) in columns {
            let sum = keyword.periods[range.clone()].iter().copied().sum();
            let mut line = names.clone();
            line.push(Value::Text(period.to_string()));
            line.extend(KEYWORD_PERIOD.iter().map(|field| (field.of)(keyword, sum)));
            lines.push(line);
        }
    }
    lines
}

type TestField = Field<fn(&Series, &TrendTest) -> Value>;

static TEST: &[TestField] = fields! {
    "facet", "", "what the series is cut by: all, language, source, kind, sector, theme"
        => |series, _| series.facet.code().into();
    "value", "", "the series, as in the table of its facet; empty for all" => |series, _| Value::from(&*series.value);
    "measure", "", "the column that is tested" => |_, test| test.measure.into();
    "n", "periods", "periods with a value" => |_, test| match &test.outcome {
        Ok(test) => test.n as u64,
        Err(too_few) => too_few.periods as u64,
    }.into();
    "s", "pairs", "Mann-Kendall S: pairs of periods that rise, less those that fall" => |_, test| precise(test, |t| t.s);
    "variance", "pairs²", "of S without a trend, corrected for ties" => |_, test| precise(test, |t| t.variance);
    "z", "deviations", "S in standard deviations, with continuity correction" => |_, test| precise(test, |t| t.z);
    "p", "0 to 1", "two-sided, for one test: many are in this table" => |_, test| precise(test, |t| t.p);
    "tau", "-1 to 1", "Kendall's tau-a: S ÷ number of pairs" => |_, test| precise(test, |t| t.tau);
    "slope", "measure per period", "Theil-Sen slope: the median slope of all pairs"
        => |_, test| precise(test, |t| t.slope);
    "slope_low", "measure per period", "lower end of its 95 % interval" => |_, test| precise(test, |t| t.slope_low);
    "slope_high", "measure per period", "upper end of its 95 % interval" => |_, test| precise(test, |t| t.slope_high);
    "intercept", "measure", "the line's value at the first period" => |_, test| precise(test, |t| t.intercept);
};

static NOTE: Column = Column { name: "note", unit: "", meaning: "why there is no test" };

pub(super) fn test_columns() -> Vec<Column> {
    columns(TEST).chain([NOTE]).collect()
}

pub(super) fn test_rows(findings: &Findings) -> Vec<Vec<Value>> {
    let mut rows = vec![];
    for series in findings.all_series() {
        for test in &series.tests {
            let mut row: Vec<Value> = TEST.iter().map(|field| (field.of)(series, test)).collect();
            row.push(match test.outcome {
                Ok(_) => Value::Empty,
                Err(too_few) => Value::Text(too_few.note(findings.by_month)),
            });
            rows.push(row);
        }
    }
    rows
}

fn precise(test: &TrendTest, of: fn(&crate::trend::monotone::MannKendall) -> f64) -> Value {
    test.outcome.as_ref().map_or(Value::Empty, |test| Value::Precise(of(test)))
}

pub(super) fn label(labels: &Labels, language: usize) -> Value {
    Value::from(&*labels[language])
}

pub(super) fn value(estimate: Option<Estimate>) -> Value {
    estimate.map(|estimate| estimate.value).into()
}

pub(super) fn low(estimate: Option<Estimate>) -> Value {
    estimate.map(|estimate| estimate.low).into()
}

pub(super) fn high(estimate: Option<Estimate>) -> Value {
    estimate.map(|estimate| estimate.high).into()
}
