//! The study file: what is counted, in which years, between whom, and what is written. A [`Study`] is checked when it
//! exists; whether its files and actors exist is for the plan to see, which may touch the disk.

mod checks;
mod choices;
mod file;
mod glob;
mod reading;
mod series;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::document::{Kind, Language};
use crate::error::{Error, Place, Result};
use crate::lexicon::Labels;
use crate::toml_text;

use checks::Places;
pub use choices::{Field, Format, NearDuplicates, PdfReader, Shades, TableFormat};
pub use glob::PathFilter;
pub use reading::{DateOrder, encoding_of};
pub use series::{SeriesGroup, SeriesName};

/// A value and where the study file says it; what the command line says has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    pub value: T,
    pub place: Option<Place>,
}

impl<T> Placed<T> {
    pub fn typed(value: T) -> Self {
        Self { value, place: None }
    }

    /// `error` with the place, if there is one.
    pub fn locate(&self, error: Error) -> Error {
        match &self.place {
            Some(place) => error.at(place.clone()),
            None => error,
        }
    }
}

/// One keyword list of a study.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LexiconSource {
    /// `builtin`: all built-in lists.
    BuiltIn,
    /// `builtin:actors`: one of them.
    BuiltInFile(String),
    File(PathBuf),
}

impl LexiconSource {
    /// Reads `builtin`, `builtin:<name>` or a path, which starts from `folder`.
    pub fn new(text: &str, folder: &Path) -> Self {
        match text.strip_prefix("builtin") {
            Some("") => Self::BuiltIn,
            Some(rest) if rest.starts_with(':') => Self::BuiltInFile(rest[1..].to_owned()),
            _ => Self::File(join(folder, text)),
        }
    }
}

/// How near to a hit every required actor must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "toml::Value")]
pub enum ScopeUnit {
    #[default]
    Document,
    Sentence,
    /// Within this many sentences.
    Window(u32),
}

/// Something that happened in a year; charts mark it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub year: i32,
    pub labels: Labels,
}

/// Years that are looked at together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPeriod {
    pub from: i32,
    pub to: i32,
    /// `1992–1996` where the study gives no name.
    pub name: String,
}

impl NamedPeriod {
    /// What is left of it in `years`, if anything is; a name that only says its years goes with these.
    pub fn within(&self, years: &RangeInclusive<i32>) -> Option<Self> {
        let (from, to) = (self.from.max(*years.start()), self.to.min(*years.end()));
        let name = match self.name == span(self.from, self.to) {
            true => span(from, to),
            false => self.name.clone(),
        };
        (from <= to).then_some(Self { from, to, name })
    }
}

#[derive(Clone, Debug, Default)]
pub struct Input {
    /// Files and folders, from the folder of the study file.
    pub paths: Vec<Placed<PathBuf>>,
    pub filter: PathFilter,
    /// The kind of documents whose source does not say.
    pub kind: Option<Kind>,
    /// Believed where the source names none; `None` is detected.
    pub language: Option<Language>,
    /// Of texts without a byte order mark; `None` is found out.
    pub encoding: Option<&'static Encoding>,
    /// Which comes first in `04/05/2019`.
    pub date_order: Option<DateOrder>,
    pub pdf: PdfReader,
    /// Header names of the study's own beside those that are known, in the order of `Field`.
    pub columns: Vec<(String, Field)>,
}

#[derive(Clone, Debug)]
pub struct Study {
    /// Names the output folder.
    pub id: String,
    pub title: String,
    /// What the documents are about, for subtitles.
    pub subject: String,
    pub years: RangeInclusive<i32>,
    /// Stands under every chart.
    pub note: String,
    pub input: Input,
    /// Keyword lists; empty is `LexiconSource::BuiltIn`.
    pub lexicon: Vec<Placed<LexiconSource>>,
    /// Ids of required actors; empty counts everything.
    pub actors: Vec<Placed<String>>,
    pub unit: ScopeUnit,
    /// An actor goes without saying in texts of its own language.
    pub home: bool,
    /// Count every match, not only the longest at a place.
    pub overlap_all: bool,
    pub keep_duplicates: bool,
    pub near_duplicates: NearDuplicates,
    /// Count as other tools do (`docs/counting.md`, "Plain mode").
    pub plain: bool,
    pub events: Vec<Event>,
    pub periods: Vec<NamedPeriod>,
    pub output: Option<PathBuf>,
    pub formats: Vec<Format>,
    /// File formats of the tables beside CSV, which is always written.
    pub tables: Vec<TableFormat>,
    pub shades: Shades,
    /// Of the words around the numbers.
    pub lang: Language,
    /// Lines of the chart of series; without any, there is none.
    pub series: Vec<Placed<SeriesName>>,
    pub evidence: bool,
    /// Lines of each keyword in the report page.
    pub kwic: u16,
    pub by_month: bool,
    pub seed: u64,
}

impl Study {
    /// The seed of a study that names none.
    pub const SEED: u64 = 1992;
    /// Lines of each keyword in the page of a study that says nothing about them.
    pub const KWIC: u16 = 20;

    /// Reads a study file. `name` is what errors show, `folder` is what its paths start from.
    ///
    /// # Errors
    /// Broken TOML, unknown keys and words, years that do not fit: each with file, line and column.
    pub fn parse(name: &str, text: &str, folder: &Path) -> Result<Self> {
        let file: file::StudyFile = toml_text::parse(name, text)?;
        let at = Places { name, text };
        let years = at.years(&file.study.years)?;
        let path = |entry: &Spanned<String>| match entry.as_ref().as_str() {
            "" => Err(Error::new("a path is empty").at(at.of(entry))),
            path => Ok(Placed { value: join(folder, path), place: Some(at.of(entry)) }),
        };
        let lexicon = |entry: &Spanned<String>| {
            let Placed { place, .. } = path(entry)?;
            Ok(Placed { value: LexiconSource::new(entry.as_ref(), folder), place })
        };
        at.refuse_twice("path", file.input.paths.iter())?;
        at.refuse_twice("lexicon file", file.lexicon.files.iter())?;
        at.refuse_twice("actor", file.scope.actors.iter())?;
        let formats = match &file.output.formats {
            None => Format::ALL.to_vec(),
            Some(formats) => {
                at.refuse_twice("format", formats.iter())?;
                let known = Format::ALL.map(|format| (format.code(), format));
                formats.iter().map(|format| at.choice(format, &known)).collect::<Result<_>>()?
            }
        };
        let placed = |entry: &Spanned<String>| Placed {
            value: entry.as_ref().clone(),
            place: Some(at.of(entry)),
        };
        Ok(Self {
            id: at.id(&file.study.id)?,
            title: at.filled("title", &file.study.title)?,
            subject: file.study.subject,
            note: file.study.note,
            input: Input {
                paths: file.input.paths.iter().map(path).collect::<Result<_>>()?,
                filter: PathFilter::new(
                    &at.globs(&file.input.include)?,
                    &at.globs(&file.input.exclude)?,
                ),
                kind: at.option(&file.input.kind, &Kind::ALL.map(|kind| (kind.code(), kind)))?,
                language: at.option(
                    &file.input.language,
                    &Language::COUNTED.map(|language| (language.code(), language)),
                )?,
                encoding: at.encoding(&file.input.encoding)?,
                date_order: at.option(
                    &file.input.date_order,
                    &DateOrder::ALL.map(|order| (order.code(), order)),
                )?,
                pdf: at
                    .option(&file.input.pdf, &PdfReader::ALL.map(|reader| (reader.code(), reader)))?
                    .unwrap_or_default(),
                columns: at.columns(file.input.columns)?,
            },
            lexicon: file.lexicon.files.iter().map(lexicon).collect::<Result<_>>()?,
            actors: file.scope.actors.iter().map(placed).collect(),
            unit: file.scope.unit.unwrap_or_default(),
            home: file.scope.home.unwrap_or(true),
            overlap_all: at
                .option(&file.counting.overlap, &[("longest", false), ("all", true)])?
                .unwrap_or(false),
            keep_duplicates: at
                .option(&file.counting.duplicates, &[("drop", false), ("keep", true)])?
                .unwrap_or(false),
            near_duplicates: file.counting.near_duplicates.unwrap_or_default(),
            plain: file.counting.plain,
            events: at.events(file.event, &years)?,
            periods: at.periods(file.period, &years)?,
            output: file.output.dir.as_ref().map(path).transpose()?.map(|dir| dir.value),
            formats,
            tables: match &file.output.tables {
                None => TableFormat::USUAL.to_vec(),
                Some(tables) => {
                    at.refuse_twice("format", tables.iter())?;
                    let known = TableFormat::ALL.map(|format| (format.code(), format));
                    tables.iter().map(|format| at.choice(format, &known)).collect::<Result<_>>()?
                }
            },
            shades: at
                .option(&file.output.theme, &Shades::ALL.map(|shades| (shades.code(), shades)))?
                .unwrap_or_default(),
            lang: at
                .option(
                    &file.output.lang,
                    &Language::COUNTED.map(|language| (language.code(), language)),
                )?
                .unwrap_or(Language::English),
            series: at.series(&file.output.series)?,
            evidence: file.output.evidence.unwrap_or(true),
            kwic: file.output.kwic.unwrap_or(Self::KWIC),
            by_month: file.output.by_month,
            seed: file.seed.unwrap_or(Self::SEED),
            years,
        })
    }

    /// Takes other years than the file's: events outside go, periods are cut to fit.
    pub fn set_years(&mut self, years: RangeInclusive<i32>) {
        self.events.retain(|event| years.contains(&event.year));
        self.periods = self.periods.iter().filter_map(|period| period.within(&years)).collect();
        self.years = years;
    }

    /// The similarity from which on documents are near copies, of which one counts; `None` where all count, which is
    /// so where exact copies do.
    pub fn near_threshold(&self) -> Option<f64> {
        match self.near_duplicates {
            NearDuplicates::From(threshold) if !self.keep_duplicates => Some(threshold),
            _ => None,
        }
    }

    /// SHA-256 over what decides the integers of a tally. Tallies add only where it, and the lexicon's, are equal.
    pub fn tally_hash(&self) -> String {
        hex(&self.tally_digest())
    }

    /// SHA-256 over all that decides numbers, but for the texts and the lexicon, which have hashes of their own.
    /// Titles, notes, events and formats decide none.
    pub fn hash(&self) -> String {
        let mut digest = self.tally_digest();
        feed(&mut digest, &[&self.seed.to_string(), &self.by_month.to_string()]);
        for NamedPeriod { from, to, .. } in &self.periods {
            feed(&mut digest, &["period", &from.to_string(), &to.to_string()]);
        }
        hex(&digest)
    }

    fn tally_digest(&self) -> Sha256 {
        let mut digest = Sha256::new();
        let Input { kind, language, columns, encoding, date_order, pdf, .. } = &self.input;
        let mut put = |parts: &[&str]| feed(&mut digest, parts);
        put(&["keytrend study 1", &span(*self.years.start(), *self.years.end())]);
        put(&[kind.map_or("", Kind::code), language.map_or("", Language::code)]);
        // Only where they are said, so that other studies keep their hash.
        encoding.iter().for_each(|encoding| put(&["encoding", encoding.name()]));
        date_order.iter().for_each(|order| put(&["date order", order.code()]));
        if *pdf != PdfReader::Auto {
            put(&["pdf", pdf.code()]);
        }
        columns.iter().for_each(|(header, field)| put(&["column", header, field.code()]));
        let mut actors: Vec<&str> = self.actors.iter().map(|actor| actor.value.as_str()).collect();
        actors.sort_unstable();
        actors.iter().for_each(|actor| put(&["actor", actor]));
        let (unit, home) = match self.actors.is_empty() {
            true => (ScopeUnit::Document, false),
            false => (self.unit, self.home),
        };
        put(&[&format!("{unit:?} {home}")]);
        put(&[&format!("{} {} {}", self.overlap_all, self.keep_duplicates, self.plain)]);
        digest
    }
}

fn feed(digest: &mut Sha256, parts: &[&str]) {
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
}

fn hex(digest: &Sha256) -> String {
    digest.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `folder/path`, without a `./` in front, since errors show it.
fn join(folder: &Path, path: &str) -> PathBuf {
    match path.strip_prefix("./") {
        Some("") => folder.join("."),
        Some(path) => folder.join(path),
        None => folder.join(path),
    }
}

/// `1992–2021`, `2017`.
pub fn span(from: i32, to: i32) -> String {
    if from == to { from.to_string() } else { format!("{from}–{to}") }
}

/// Every key of the study file, as `input.columns.title`: what the reader itself lists when it meets an unknown one.
#[cfg(test)]
pub(crate) fn known_keys() -> Vec<String> {
    let sections =
        ["", "study", "input", "input.columns", "lexicon", "scope", "counting", "output"];
    let lists = ["event", "period"];
    let tables = sections.map(|name| (name, format!("[{name}]\n")));
    let lists = lists.map(|name| (name, format!("[[{name}]]\n")));
    let mut keys = vec![];
    for (name, heading) in tables.into_iter().chain(lists) {
        let heading = if name.is_empty() { "" } else { &heading };
        let text = format!("{heading}qqqqqqqq = 1\n");
        let error = Study::parse("keys", &text, Path::new("")).expect_err("an unknown key");
        let known = error.message.split_once("expected").expect(&error.message).1;
        for key in known.split('`').skip(1).step_by(2) {
            keys.push(if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") });
        }
    }
    keys
}

#[cfg(test)]
mod tests;
