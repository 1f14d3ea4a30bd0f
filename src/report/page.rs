//! The report: one HTML file that opens anywhere and loads nothing. Without its script it shows all charts and
//! tables; with it they can be filtered, sorted and read out, from the counts in `data.rs`.
//!
//! Text of the corpus and the lexicon is escaped by the template, and set as text by the script; only our own
//! pictures go in as they are.

mod data;
mod fonts;
mod rows;
mod words;

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, Value, context};

use super::kwic::KwicLine;
use super::tables;
use crate::chart::Theme;
use crate::chart::style::{Color, thousands};
use crate::chart::text::clean;
use crate::document::Language;
use crate::error::{Error, Problem, Result};
use crate::lexicon::{Labels, Stance};
use crate::study::ScopeUnit;
use crate::trend::Findings;
use words::Words;

/// All that the page shows.
pub struct Page<'a> {
    pub findings: &'a Findings,
    /// In the order of the page.
    pub figures: &'a [Figure],
    pub problems: &'a [Problem],
    pub lines: &'a Lines,
    pub study_id: &'a str,
    /// Of [`crate::lexicon::Lexicon::hash`].
    pub lexicon_hash: &'a str,
    /// `None` where it is not known.
    pub scope: Option<&'a Scope>,
    /// What readers must know about the texts (that a sample is made up …); may be empty.
    pub corpus_note: &'a str,
}

/// In which texts hits count.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Of the required actors; without any, all text counts.
    pub actors: Vec<Labels>,
    pub unit: ScopeUnit,
    /// An actor goes without saying in texts of its own language.
    pub home: bool,
}

/// The keywords in context, or why there are none.
#[derive(Clone, Debug)]
pub enum Lines {
    /// By term id.
    Of(BTreeMap<String, Vec<KwicLine>>),
    /// The report is of a tally.
    NotCounted,
    /// The study keeps no evidence.
    NotKept,
    NotWanted,
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
    environment.add_function("fill", fill);
    environment.add_template("page", include_str!("page.html")).map_err(broken)?;
    let template = environment.get_template("page").map_err(broken)?;
    let words = Words::of(page.findings.lang);
    let context = context(page, words);
    // Once to see which characters the page itself needs, and then with them.
    let bare = template.render(context! { ..context.clone() }).map_err(broken)?;
    let texts = std::iter::once(&*bare).chain(words.table.values().map(String::as_str));
    let fonts = fonts::faces(texts);
    let data = data::block(page, words);
    template.render(context! { fonts, data, ..context }).map_err(broken)
}

/// `fill(t.key, n=3)`: the words with their values.
fn fill(text: &str, values: Kwargs) -> std::result::Result<String, minijinja::Error> {
    let mut pairs: Vec<(&str, String)> = vec![];
    for name in values.args() {
        pairs.push((name, values.get::<Value>(name)?.to_string()));
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, &**value)).collect();
    Ok(words::fill(text, &pairs))
}

/// What the scope of a study is, in a sentence.
pub fn scope_note(scope: &Scope, lang: Language) -> String {
    Words::of(lang).scope(scope)
}

fn context(page: &Page<'_>, words: Words) -> Value {
    let Page { findings, figures, .. } = page;
    let rows = &findings.overall.rows;
    let shown: Vec<Value> =
        figures.iter().map(|figure| self::figure(figure, findings, words)).collect();
    context! {
        t => words.table,
        lang => words.language.code(),
        colours => colours(),
        style => include_str!("page.css"),
        script => include_str!("page/page.js"),
        title => or_else(&findings.title, words.get("untitled")),
        subject => clean(&findings.subject),
        span => words::span(&findings.years),
        facts => facts(findings, words),
        statement => words.statement(findings),
        scope_note => page.scope.map(|scope| words.scope(scope)),
        corpus_note => clean(page.corpus_note),
        source_note => clean(&findings.source_note),
        filters => filters(findings, words),
        figures => shown,
        keywords_after => keywords_after(figures),
        by_month => findings.by_month,
        period_word => words.get(if findings.by_month { "month" } else { "year" }),
        periods => rows.iter().map(|row| rows::period(row, words)).collect::<Value>(),
        keywords => rows::keywords(page, words),
        groups => rows::groups(findings, words).collect::<Value>(),
        tests => rows::trends(findings, words).collect::<Value>(),
        problems => rows::problems(page),
        without_month => (findings.documents_without_month > 0)
            .then(|| words.count("method_without_month", findings.documents_without_month)),
        other_sources => (findings.cube.other_sources > 0)
            .then(|| words.count("method_others", findings.cube.other_sources as u64)),
        tests_note => words.by("tests_note", findings.by_month, &[]),
        tables_note => words.by("tables_note", findings.by_month, &[]),
        numbers_title => words.get(if findings.by_month { "numbers_by_month" } else { "numbers_by_year" }),
        chart_label => words.get(if findings.by_month { "chart_label_month" } else { "chart_label" }),
        method_tests => words.by("method_tests", findings.by_month, &[(
            "n",
            &crate::trend::monotone::FEWEST_PERIODS.to_string(),
        )]),
        tables => tables::written(findings).map(|table| table.name).collect::<Value>(),
        version => env!("CARGO_PKG_VERSION"),
        lexicon_hash => page.lexicon_hash,
        study_id => page.study_id,
    }
}

fn or_else(text: &str, otherwise: &str) -> String {
    let text = clean(text);
    if text.is_empty() { otherwise.to_owned() } else { text }
}

/// The colours of charts and page as variables, and the classes by which pictures take them.
fn colours() -> String {
    let variables = |theme: Theme| -> String {
        let of = |color: Color| {
            let rgb = color.rgb(theme);
            format!("--{}:#{:02X}{:02X}{:02X};", color.class(), rgb.0, rgb.1, rgb.2)
        };
        Color::all().map(of).collect()
    };
    let (light, dark) = (variables(Theme::Light), variables(Theme::Dark));
    let classes: String = Color::all()
        .map(|color| {
            let class = color.class();
            format!(".f-{class}{{fill:var(--{class})}}.s-{class}{{stroke:var(--{class})}}\n")
        })
        .collect();
    format!(
        ":root{{color-scheme:light;{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n\
         @media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n{classes}"
    )
}

fn facts(findings: &Findings, words: Words) -> Value {
    let with_documents = |all: &[crate::trend::Series]| {
        let known = all.iter().filter(|series| series.value != "und");
        known.filter(|series| rows::sum(series, |row| row.documents) > 0).count() as u64
    };
    let facts = [
        ("documents", rows::sum(&findings.overall, |row| row.documents)),
        ("in_scope", findings.documents_in_scope()),
        ("years", findings.years.clone().count() as u64),
        ("languages", with_documents(&findings.languages)),
        ("sources", with_documents(&findings.sources)),
        ("terms", findings.terms.iter().sum::<usize>() as u64),
        ("hits", Stance::ALL.map(|stance| findings.overall.hits(stance)).iter().sum()),
    ];
    let entries = facts.map(|(fact, number)| {
        let name = words.count(&format!("fact_{fact}"), number);
        context! { fact, number => thousands(number), name }
    });
    entries.into_iter().collect()
}

/// What can be chosen: languages with a document, sources, themes.
fn filters(findings: &Findings, words: Words) -> Value {
    let cube = &findings.cube;
    let languages = cube.languages().into_iter().map(|language| {
        // Each in itself, so that its readers find it.
        let name =
            ["English", "한국어", "Tiếng Việt", words.get("language_und")][language as usize];
        context! { code => language.code(), name }
    });
    let own = cube.sources.iter().map(|name| match clean(name) {
        none if none.is_empty() => words.get("unknown_source").to_owned(),
        name => name,
    });
    let others = (cube.other_sources > 0).then(|| words.count("others", cube.other_sources as u64));
    context! {
        languages => languages.collect::<Value>(),
        sources => own.chain(others).collect::<Value>(),
        themes => findings
            .themes
            .iter()
            .map(|theme| context! { id => &theme.value, name => rows::name(&theme.labels, &theme.value, words) })
            .collect::<Value>(),
    }
}

fn figure(figure: &Figure, findings: &Findings, words: Words) -> Value {
    let Figure { name, title, subtitle, notes, wide, narrow, narrow_key } = figure;
    let plain = match &**name {
        "trend" => Some("plain_trend"),
        "themes" => Some("plain_themes"),
        _ => None,
    };
    let span = words::span(&findings.years);
    let section = format!("section_{name}");
    let short = words.table.get(&section).map_or_else(|| or_else(title, name), String::clone);
    context! {
        name,
        short,
        title => or_else(title, name),
        // Of figures that follow the filters.
        plain => plain.map(|key| words.fill(key, &[("span", &span)])),
        subtitle => clean(subtitle),
        notes => notes.iter().map(|note| clean(note)).collect::<Value>(),
        wide => without_prolog(wide),
        narrow => narrow.as_deref().map(without_prolog),
        narrow_key => narrow_key.iter().map(|entry| clean(entry)).collect::<Value>(),
        has_table => tables::table(name).is_some(),
    }
}

/// The figure behind which the table of keywords stands: the last of the keywords, else of the themes.
fn keywords_after(figures: &[Figure]) -> Option<&str> {
    let last = |start: &str| figures.iter().rev().find(|figure| figure.name.starts_with(start));
    let place = last("keywords").or_else(|| last("themes")).or(figures.first());
    place.map(|figure| figure.name.as_str())
}

/// An XML declaration is not HTML. What the page says already does not go in again.
fn without_prolog(svg: &str) -> &str {
    svg.find("<svg").map_or(svg, |start| &svg[start..])
}

#[cfg(test)]
mod tests;
