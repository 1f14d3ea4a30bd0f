//! The JSON block that the page's script works on: the counts behind the filters, the lines of keywords, and the
//! script's own words. Whole numbers in flat lists, only what is not empty.

use serde_json::{Value, json};

use super::words::Words;
use super::{Lines, Page, rows};
use crate::chart::text::clean;
use crate::document::Language;
use crate::report::kwic::KwicLine;
use crate::trend::Findings;
use crate::trend::cube::Cube;

/// Keys of the words that the script says.
const SAID: &[&str] = &[
    "all_documents",
    "documents",
    "documents_one",
    "fact_documents",
    "fact_documents_one",
    "fact_in_scope",
    "fact_in_scope_one",
    "fact_years",
    "fact_years_one",
    "fact_languages",
    "fact_languages_one",
    "fact_sources",
    "fact_sources_one",
    "fact_terms",
    "fact_terms_one",
    "fact_hits",
    "fact_hits_one",
    "cooperation",
    "conflict",
    "no_documents",
    "bar",
    "lines",
    "lines_one",
    "no_lines",
    "keywords_all",
    "keywords_first",
    "lines_of",
    "lines_from",
    "lines_from_filtered",
    "unknown_source",
    "sort",
    "tip_in_scope",
    "tip_in_scope_one",
    "language",
    "source",
];

/// JSON that may stand in a `<script>` element: no `<` is left in it.
pub(super) fn block(page: &Page<'_>, words: Words) -> String {
    let findings = page.findings;
    let cube = &findings.cube;
    let languages = cube.languages();
    let rows = &findings.overall.rows;
    let said: serde_json::Map<String, Value> =
        SAID.iter().map(|key| ((*key).to_owned(), words.get(key).into())).collect();
    let events: Vec<Value> = findings
        .events
        .iter()
        .map(|event| json!([event.year, rows::name(&event.labels, "", words)]))
        .collect();
    let keywords: Vec<Value> = rows::listed(findings)
        .into_iter()
        .map(|keyword| {
            let themes: Vec<usize> = keyword
                .themes
                .iter()
                .filter_map(|id| findings.themes.iter().position(|theme| theme.value == *id))
                .collect();
            let counts: Vec<u64> = cube.keywords.get(&keyword.id).map_or_else(Vec::new, |cells| {
                let each = cells.iter().flat_map(|((language, source), cell)| {
                    let language = place(&languages, *language);
                    [language, u64::from(*source), cell.documents, cell.hits]
                });
                each.collect()
            });
            let lines = match page.lines {
                Lines::Of(lines) => lines.get(&keyword.id).map_or(&[][..], Vec::as_slice),
                _ => &[],
            };
            let lines: Vec<Value> =
                lines.iter().map(|line| line_of(line, cube, &languages)).collect();
            json!({
                "name": rows::name(&keyword.labels, &keyword.id, words),
                "themes": themes,
                "counts": counts,
                "lines": lines,
            })
        })
        .collect();
    let data = json!({
        "byMonth": findings.by_month,
        "periods": rows.iter().map(|row| words.period(row.period)).collect::<Vec<_>>(),
        "years": rows.iter().map(|row| row.period.year).collect::<Vec<_>>(),
        "languages": languages.iter().map(|language| language.code()).collect::<Vec<_>>(),
        "sources": cube.sources.iter().map(|source| clean(source)).collect::<Vec<_>>(),
        "otherSources": cube.other_sources,
        "themes": themes(findings, words),
        "terms": findings.terms.iter().sum::<usize>(),
        "termsOfThemes": terms_of_themes(findings),
        "events": events,
        "cells": cells(cube, &languages),
        "keywords": keywords,
        "words": said,
    });
    data.to_string().replace('<', "\\u003c")
}

fn place(languages: &[Language], language: Language) -> u64 {
    languages.iter().position(|known| *known == language).unwrap_or_default() as u64
}

fn themes(findings: &Findings, words: Words) -> Vec<Value> {
    let of = |theme: &crate::trend::Series| {
        json!([theme.value, rows::name(&theme.labels, &theme.value, words)])
    };
    findings.themes.iter().map(of).collect()
}

fn terms_of_themes(findings: &Findings) -> Vec<usize> {
    let of = |id: &String| findings.keywords.iter().filter(|term| term.themes.contains(id)).count();
    findings.themes.iter().map(|theme| of(&theme.value)).collect()
}

/// One list a cell: period, language, source, documents, documents in scope; then for all terms, and behind the
/// position of each theme, documents with cooperation and conflict, hits of cooperation and conflict.
fn cells(cube: &Cube, languages: &[Language]) -> Vec<Vec<u64>> {
    let cell = |(key, cell): (&crate::trend::cube::CubeKey, &crate::trend::cube::CubeCell)| {
        let mut list = vec![
            u64::from(key.period),
            place(languages, key.language),
            u64::from(key.source),
            cell.documents,
            cell.documents_in_scope,
        ];
        list.extend(cell.all.documents.iter().chain(&cell.all.hits));
        for (theme, group) in &cell.themes {
            list.push(u64::from(*theme));
            list.extend(group.documents.iter().chain(&group.hits));
        }
        list
    };
    cube.cells.iter().map(cell).collect()
}

/// `[date, language, source, document, left, word, right]`; a source that is summed with others by its name.
fn line_of(line: &KwicLine, cube: &Cube, languages: &[Language]) -> Value {
    let source = cube.sources.iter().position(|known| *known == line.source);
    let source = source.map_or_else(|| Value::from(clean(&line.source)), Value::from);
    let language = Language::from_code(&line.language).unwrap_or(Language::Und);
    let language = place(languages, language);
    let document = clean(&line.document);
    json!([line.date, language, source, document, line.left, line.keyword, line.right])
}
