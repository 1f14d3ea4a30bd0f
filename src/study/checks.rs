//! What a study file may say, checked where it says it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use encoding_rs::Encoding;
use toml::Spanned;

use super::{Event, Field, NamedPeriod, Placed, SeriesName, file, glob, span};
use crate::error::{Error, Place, Result};
use crate::toml_text::nearest;

/// Years that a document can plausibly bear; others are typing errors.
const YEARS: RangeInclusive<i32> = 1000..=2999;

/// Checks that know where things stand in the file.
pub(super) struct Places<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl Places<'_> {
    pub(super) fn of<T>(&self, value: &Spanned<T>) -> Place {
        Place::of_offset(self.name, self.text, value.span().start)
    }

    pub(super) fn years(&self, years: &Spanned<[i32; 2]>) -> Result<RangeInclusive<i32>> {
        let [first, last] = *years.as_ref();
        let error = |message: String| Error::new(message).at(self.of(years));
        if let Some(odd) = [first, last].into_iter().find(|year| !YEARS.contains(year)) {
            return Err(error(format!("{odd} is not a year of texts"))
                .tip("years = [1992, 2021]: the first and the last year"));
        }
        if first > last {
            return Err(error(format!("the years are reversed: {first} comes after {last}"))
                .tip(format!("years = [{last}, {first}]")));
        }
        Ok(first..=last)
    }

    pub(super) fn id(&self, id: &Spanned<String>) -> Result<String> {
        let text = id.as_ref();
        let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        if text.is_empty() || !text.chars().all(fits) {
            return Err(Error::new(format!("`{text}` cannot be the id of a study"))
                .at(self.of(id))
                .tip("the id names the output folder: use letters, digits, - and _"));
        }
        Ok(text.clone())
    }

    pub(super) fn filled(&self, key: &str, value: &Spanned<String>) -> Result<String> {
        if value.as_ref().trim().is_empty() {
            return Err(Error::new(format!("the {key} is empty")).at(self.of(value)));
        }
        Ok(value.as_ref().clone())
    }

    pub(super) fn refuse_twice<'s>(
        &self,
        what: &str,
        values: impl Iterator<Item = &'s Spanned<String>>,
    ) -> Result<()> {
        let mut seen = BTreeMap::new();
        for value in values {
            if let Some(first) = seen.insert(value.as_ref(), self.of(value)) {
                return Err(Error::new(format!("the {what} `{}` stands twice", value.as_ref()))
                    .at(self.of(value))
                    .cause(format!("first at {first}"))
                    .tip("remove one of the two"));
            }
        }
        Ok(())
    }

    pub(super) fn globs(&self, globs: &[Spanned<String>]) -> Result<Vec<String>> {
        let check = |glob: &Spanned<String>| match glob::check(glob.as_ref()) {
            None => Ok(glob.as_ref().clone()),
            Some(wrong) => Err(Error::new(format!("{wrong}: `{}`", glob.as_ref()))
                .at(self.of(glob))
                .tip(r#"patterns look like "*.csv", "news/**/*.txt" or "drafts/""#)),
        };
        globs.iter().map(check).collect()
    }

    pub(super) fn choice<T: Copy>(&self, word: &Spanned<String>, known: &[(&str, T)]) -> Result<T> {
        if let Some((_, value)) = known.iter().find(|(name, _)| name == word.as_ref()) {
            return Ok(*value);
        }
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let error = Error::new(format!("`{}` is none of {}", word.as_ref(), names.join(", ")))
            .at(self.of(word));
        Err(match nearest(word.as_ref(), names.into_iter()) {
            Some(nearest) => error.tip(format!("did you mean `{nearest}`?")),
            None => error,
        })
    }

    pub(super) fn option<T: Copy>(
        &self,
        word: &Option<Spanned<String>>,
        known: &[(&str, T)],
    ) -> Result<Option<T>> {
        word.as_ref().map(|word| self.choice(word, known)).transpose()
    }

    /// Names of series, each once and not too many.
    pub(super) fn series(&self, names: &[Spanned<String>]) -> Result<Vec<Placed<SeriesName>>> {
        self.refuse_twice("series", names.iter())?;
        if let Some(first_too_many) = names.get(SeriesName::MOST) {
            return Err(Error::new(format!("{} series in one chart", names.len()))
                .at(self.of(first_too_many))
                .tip(format!("name at most {}", SeriesName::MOST)));
        }
        let read = |name: &Spanned<String>| match name.as_ref().parse() {
            Ok(value) => Ok(Placed { value, place: Some(self.of(name)) }),
            Err(wrong) => Err(Error::new(wrong).at(self.of(name))),
        };
        names.iter().map(read).collect()
    }

    pub(super) fn encoding(
        &self,
        name: &Option<Spanned<String>>,
    ) -> Result<Option<&'static Encoding>> {
        let Some(name) = name else { return Ok(None) };
        match super::encoding_of(name.as_ref()) {
            Some(encoding) => Ok(Some(encoding)),
            None => Err(Error::new(format!("no encoding is called `{}`", name.as_ref()))
                .at(self.of(name))
                .tip("write cp949, euc-kr, utf-8, utf-16le, windows-1258 or the like")),
        }
    }

    pub(super) fn columns(&self, section: file::ColumnsSection) -> Result<Vec<(String, Field)>> {
        let file::ColumnsSection {
            id,
            date,
            year,
            month,
            source,
            kind,
            language,
            title,
            text,
            url,
            persons,
            places,
            institutions,
            keywords,
            excluded,
            summary,
        } = section;
        let given = [
            id,
            date,
            year,
            month,
            source,
            kind,
            language,
            title,
            text,
            url,
            persons,
            places,
            institutions,
            keywords,
            excluded,
            summary,
        ];
        let mut columns: Vec<(String, Field)> = vec![];
        for (field, headers) in Field::ALL.into_iter().zip(given) {
            let Some(headers) = headers else { continue };
            for header in &headers.as_ref().0 {
                if header.trim().is_empty() {
                    return Err(Error::new(format!("the column of `{}` is empty", field.code()))
                        .at(self.of(&headers))
                        .tip("write the header as it stands in the file"));
                }
                if let Some((_, other)) = columns.iter().find(|(known, _)| known == header) {
                    return Err(Error::new(format!(
                        "the column `{header}` is both `{}` and `{}`",
                        other.code(),
                        field.code()
                    ))
                    .at(self.of(&headers))
                    .tip("a column holds one thing: keep one of the two"));
                }
                columns.push((header.clone(), field));
            }
        }
        Ok(columns)
    }

    pub(super) fn events(
        &self,
        entries: Vec<file::EventEntry>,
        years: &RangeInclusive<i32>,
    ) -> Result<Vec<Event>> {
        let mut events = vec![];
        for file::EventEntry { year, en, ko, vi } in entries {
            self.within("the event", &year, years)?;
            let labels = [en, ko, vi];
            if labels.iter().all(|label| label.trim().is_empty()) {
                return Err(Error::new("the event has no name")
                    .at(self.of(&year))
                    .tip("give it at least one of en, ko, vi"));
            }
            events.push(Event { year: year.into_inner(), labels });
        }
        events.sort_by_key(|event| event.year);
        Ok(events)
    }

    pub(super) fn periods(
        &self,
        entries: Vec<file::PeriodEntry>,
        years: &RangeInclusive<i32>,
    ) -> Result<Vec<NamedPeriod>> {
        let mut periods: Vec<NamedPeriod> = vec![];
        for file::PeriodEntry { from, to, name } in entries {
            self.within("the period", &from, years)?;
            self.within("the period", &to, years)?;
            let (first, last) = (*from.as_ref(), *to.as_ref());
            if first > last {
                return Err(Error::new(format!(
                    "the period is reversed: {first} comes after {last}"
                ))
                .at(self.of(&from))
                .tip(format!("from = {last}, to = {first}")));
            }
            if let Some(other) = periods.iter().find(|p| first <= p.to && p.from <= last) {
                return Err(Error::new(format!(
                    "the periods {} and {} overlap",
                    span(other.from, other.to),
                    span(first, last)
                ))
                .at(self.of(&from))
                .tip("a year belongs to one period, or to none"));
            }
            let name = name.unwrap_or_else(|| span(first, last));
            if periods.iter().any(|period| period.name == name) {
                return Err(Error::new(format!("the period `{name}` stands twice"))
                    .at(self.of(&from))
                    .tip("rename one of the two"));
            }
            periods.push(NamedPeriod { from: first, to: last, name });
        }
        periods.sort_by_key(|period| period.from);
        Ok(periods)
    }

    fn within(&self, what: &str, year: &Spanned<i32>, years: &RangeInclusive<i32>) -> Result<()> {
        if years.contains(year.as_ref()) {
            return Ok(());
        }
        Err(Error::new(format!(
            "{what} lies outside the study: {} is not in {}",
            year.as_ref(),
            span(*years.start(), *years.end())
        ))
        .at(self.of(year))
        .tip("change its year, or `years` under [study]"))
    }
}
