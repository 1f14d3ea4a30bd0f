//! The series that a study compares in one chart: shares of documents, whatever they are shares of.

use super::interval::wilson;
use super::{Estimate, Findings, Period, Row, Series};
use crate::error::Error;
use crate::lexicon::{Labels, Stance};
use crate::study::{SeriesGroup, SeriesName};
use crate::toml_text::nearest;

/// One line of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// As it was asked for.
    pub name: SeriesName,
    pub group: SeriesGroup,
    /// As in the table of the group; empty for all documents.
    pub value: String,
    pub labels: Labels,
    /// Whose terms count: those asked for, or a keyword's own; `None` is either.
    pub stance: Option<Stance>,
    /// Every period of the study.
    pub rows: Vec<ChosenRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChosenRow {
    pub period: Period,
    /// In scope, with at least one hit of the series.
    pub documents: u64,
    /// The denominator: those of the language, source or kind; else all.
    pub documents_in_scope: u64,
    /// `documents` ÷ `documents_in_scope` (0 to 1), Wilson interval; `None` without documents in scope.
    pub share: Option<Estimate>,
}

impl ChosenRow {
    fn new(period: Period, documents: u64, documents_in_scope: u64) -> Self {
        Self { period, documents, documents_in_scope, share: wilson(documents, documents_in_scope) }
    }
}

impl Findings {
    /// Takes the series of these names in place of those it has; gives the names that there is no series of.
    pub fn choose(&mut self, names: &[SeriesName]) -> Vec<SeriesName> {
        let found: Vec<Option<Chosen>> = names.iter().map(|name| self.chosen(name)).collect();
        let missing = names.iter().zip(&found).filter(|(_, found)| found.is_none());
        let missing = missing.map(|(name, _)| name.clone()).collect();
        self.chosen = found.into_iter().flatten().collect();
        missing
    }

    /// The series of a name: by its id, else by one of its labels in any case of letters.
    fn chosen(&self, name: &SeriesName) -> Option<Chosen> {
        let groups = match &name.group {
            Some(group) => std::slice::from_ref(group),
            None => &SeriesGroup::SEARCHED,
        };
        groups.iter().find_map(|group| match group {
            SeriesGroup::All => Some(of_series(name, *group, &self.overall)),
            SeriesGroup::Keyword => self.chosen_keyword(name),
            SeriesGroup::Theme => among(name, *group, &self.themes),
            SeriesGroup::Sector => among(name, *group, &self.sectors),
            SeriesGroup::Language => among(name, *group, &self.languages),
            SeriesGroup::Kind => among(name, *group, &self.kinds),
            SeriesGroup::Source => among(name, *group, &self.sources),
        })
    }

    fn chosen_keyword(&self, name: &SeriesName) -> Option<Chosen> {
        let all = self.keywords.iter().filter(|keyword| {
            // A keyword has a stance of its own.
            name.stance.is_none() || name.stance == keyword.stance
        });
        let keyword = all
            .clone()
            .find(|keyword| keyword.id == name.value)
            .or_else(|| all.clone().find(|keyword| is_label(&keyword.labels, &name.value)))?;
        let rows = self.overall.rows.iter().zip(&keyword.periods);
        let row = |(row, cell): (&Row, &super::KeywordPeriod)| {
            ChosenRow::new(row.period, cell.documents, cell.documents_in_scope)
        };
        Some(Chosen {
            name: name.clone(),
            group: SeriesGroup::Keyword,
            value: keyword.id.clone(),
            labels: keyword.labels.clone(),
            stance: keyword.stance,
            rows: rows.map(row).collect(),
        })
    }

    /// That there is no series of this name, and which there is.
    pub fn unknown(&self, name: &SeriesName) -> Error {
        let error = Error::new(format!("there is no series `{name}`"));
        if name.stance.is_some() && self.keywords.iter().any(|keyword| keyword.id == name.value) {
            return error
                .tip(format!("write `{}` alone: a keyword has a stance of its own", name.value));
        }
        let series = [&self.themes, &self.sectors, &self.languages, &self.kinds];
        let series = series.into_iter().flatten().map(|series| series.value.as_str());
        let known = series.chain(self.keywords.iter().map(|keyword| keyword.id.as_str()));
        match nearest(&name.value, known).filter(|nearest| *nearest != name.value) {
            Some(nearest) => error.tip(format!("did you mean `{nearest}`?")),
            None => {
                let themes: Vec<&str> =
                    self.themes.iter().map(|theme| theme.value.as_str()).collect();
                error.tip(format!(
                    "name themes ({}), sectors, keywords by their id, languages, kinds, or a source as source:NAME",
                    themes.join(", ")
                ))
            }
        }
    }
}

fn among(name: &SeriesName, group: SeriesGroup, all: &[Series]) -> Option<Chosen> {
    let by_id = all.iter().find(|series| series.value == name.value);
    let series =
        by_id.or_else(|| all.iter().find(|series| is_label(&series.labels, &name.value)))?;
    Some(of_series(name, group, series))
}

fn is_label(labels: &Labels, text: &str) -> bool {
    let text = text.to_lowercase();
    labels.iter().any(|label| !label.is_empty() && label.to_lowercase() == text)
}

fn of_series(name: &SeriesName, group: SeriesGroup, series: &Series) -> Chosen {
    let documents = |row: &Row| match name.stance {
        Some(stance) => row.stances[stance as usize].documents,
        None => {
            let [cooperation, conflict] = [&row.stances[0], &row.stances[1]];
            cooperation.documents + conflict.documents - row.documents_with_both
        }
    };
    let row = |row: &Row| ChosenRow::new(row.period, documents(row), row.documents_in_scope);
    Chosen {
        name: name.clone(),
        group,
        value: series.value.clone(),
        labels: series.labels.clone(),
        stance: name.stance,
        rows: series.rows.iter().map(row).collect(),
    }
}
