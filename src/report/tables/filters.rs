//! The tables behind the filters of the page.

use super::{Column, Value};
use crate::trend::Findings;
use crate::trend::cube::{Cube, GroupCell};

const fn column(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, unit, meaning }
}

const LANGUAGE: Column = column("language", "", "its code: en, ko, vi; und where it is not known");
const SOURCE: [Column; 2] = [
    column(
        "source",
        "",
        "outlet or publisher; empty where it is not known, and where several are summed",
    ),
    column(
        "sources",
        "sources",
        "how many sources the row sums: 1, or all that have too few documents for rows of their own",
    ),
];

pub(super) fn columns() -> Vec<Column> {
    let [source, sources] = SOURCE;
    vec![
        column("period", "", "year, or year and month: `1992`, `1992-12`"),
        LANGUAGE,
        source,
        sources,
        column("theme", "", "theme id; empty for all terms, with a theme or without"),
        column(
            "documents",
            "documents",
            "documents read, each text once; the same for every theme",
        ),
        column(
            "documents_in_scope",
            "documents",
            "documents that the study's scope holds: the denominator of shares; the same for every theme",
        ),
        column(
            "cooperation_documents",
            "documents",
            "documents in scope with at least one cooperation hit of the theme",
        ),
        column(
            "conflict_documents",
            "documents",
            "documents in scope with at least one conflict hit of the theme",
        ),
        column(
            "cooperation_hits",
            "hits",
            "places in scope where a cooperation term of the theme stands",
        ),
        column(
            "conflict_hits",
            "hits",
            "places in scope where a conflict term of the theme stands",
        ),
    ]
}

fn source(cube: &Cube, source: u16) -> [Value; 2] {
    match cube.sources.get(usize::from(source)) {
        Some(name) => [Value::from(&**name), Value::Integer(1)],
        None => [Value::Empty, Value::Integer(cube.other_sources as u64)],
    }
}

pub(super) fn rows(findings: &Findings) -> Vec<Vec<Value>> {
    let cube = &findings.cube;
    let mut rows = vec![];
    for (key, cell) in &cube.cells {
        let Some(row) = findings.overall.rows.get(key.period as usize) else { continue };
        let theme = |theme: u16| findings.themes.get(usize::from(theme));
        let themes =
            cell.themes.iter().filter_map(|(at, group)| Some((&*theme(*at)?.value, group)));
        for (theme, GroupCell { documents, hits }) in std::iter::once(("", &cell.all)).chain(themes)
        {
            let [name, sources] = source(cube, key.source);
            rows.push(vec![
                Value::Text(row.period.to_string()),
                Value::from(key.language.code()),
                name,
                sources,
                Value::from(theme),
                cell.documents.into(),
                cell.documents_in_scope.into(),
                documents[0].into(),
                documents[1].into(),
                hits[0].into(),
                hits[1].into(),
            ]);
        }
    }
    rows
}

pub(super) fn keyword_columns() -> Vec<Column> {
    let [source, sources] = SOURCE;
    vec![
        column("id", "", "the term's id in the lexicon"),
        LANGUAGE,
        source,
        sources,
        column("documents", "documents", "documents in scope with at least one hit"),
        column("hits", "hits", "places in scope where the term stands"),
    ]
}

pub(super) fn keyword_rows(findings: &Findings) -> Vec<Vec<Value>> {
    let cube = &findings.cube;
    let mut rows = vec![];
    for (id, cells) in &cube.keywords {
        for ((language, at), cell) in cells {
            let [name, sources] = source(cube, *at);
            rows.push(vec![
                Value::from(&**id),
                Value::from(language.code()),
                name,
                sources,
                cell.documents.into(),
                cell.hits.into(),
            ]);
        }
    }
    rows
}
