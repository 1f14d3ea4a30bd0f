//! `datapackage.json`: what lies in `tables/`, as a Data Package (version 2) that R, Python and archives understand, and
//! what `keytrend render` must know beside the tables.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::about::About;
use super::listing::LISTS;
use super::tables::{Kind, TABLES};
use crate::document::Language;
use crate::error::{Error, Result};
use crate::study::{NamedPeriod, SeriesName};
use crate::trend::{Event, Findings};

/// The file's name below an output folder.
pub const NAME: &str = "datapackage.json";

/// Counted in the lists; all other columns there are text but for `similarity`.
const LIST_COUNTS: &[&str] = &[
    "words",
    "sentences",
    "cooperation_hits",
    "conflict_hits",
    "hits",
    "hits_outside",
    "hits_with_sentence",
    "line",
];

/// What the tables do not say of a run and its charts need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub title: String,
    pub subject: String,
    /// First and last.
    pub years: [i32; 2],
    pub by_month: bool,
    /// Of the words around the numbers: `en`, `ko` or `vi`.
    pub language: String,
    pub source_note: String,
    pub events: Vec<EventEntry>,
    pub documents_without_month: u64,
    /// `null` where nobody looked for near copies.
    pub near_copies: Option<u64>,
    /// Terms in the keyword lists: of cooperation, of conflict.
    pub terms: [usize; 2],
    /// That the study names, for the ranks.
    pub periods: Vec<PeriodEntry>,
    /// Compared in a chart, as they were asked for.
    #[serde(default)]
    pub series: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodEntry {
    pub name: String,
    /// First and last.
    pub years: [i32; 2],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventEntry {
    pub year: i32,
    /// In English, Korean, Vietnamese; empty where there is no name.
    pub labels: [String; 3],
}

impl Frame {
    pub fn of(findings: &Findings) -> Self {
        let event = |event: &Event| EventEntry { year: event.year, labels: event.labels.clone() };
        Self {
            title: findings.title.clone(),
            subject: findings.subject.clone(),
            years: [*findings.years.start(), *findings.years.end()],
            by_month: findings.by_month,
            language: findings.lang.code().to_owned(),
            source_note: findings.source_note.clone(),
            events: findings.events.iter().map(event).collect(),
            documents_without_month: findings.documents_without_month,
            near_copies: findings.near_copies,
            terms: findings.terms,
            periods: findings
                .periods
                .iter()
                .map(|NamedPeriod { from, to, name }| PeriodEntry {
                    name: name.clone(),
                    years: [*from, *to],
                })
                .collect(),
            series: findings.chosen.iter().map(|chosen| chosen.name.to_string()).collect(),
        }
    }

    /// Periods that the study names.
    pub fn periods(&self) -> Vec<NamedPeriod> {
        let period = |PeriodEntry { name, years: [from, to] }: &PeriodEntry| NamedPeriod {
            from: *from,
            to: *to,
            name: name.clone(),
        };
        self.periods.iter().map(period).collect()
    }

    /// Reads it from the text of `datapackage.json`; `name` is for messages.
    ///
    /// # Errors
    /// Broken JSON, or a key that is missing or of another type.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let broken = |error: serde_json::Error| {
            Error::new(format!("cannot use {name}")).cause(error).tip("run the study again")
        };
        let package: Map<String, Value> = serde_json::from_str(text).map_err(broken)?;
        let Some(frame) = package.get("keytrend") else {
            return Err(Error::new(format!("cannot use {name}"))
                .cause("it has no key `keytrend`: another program wrote it")
                .tip("name the folder that `keytrend run` wrote"));
        };
        let frame: Self = serde_json::from_value(frame.clone()).map_err(|error| {
            Error::new(format!("cannot use {name}"))
                .cause(format!("under `keytrend`: {error}"))
                .tip("run the study again")
        })?;
        match (frame.years[0] <= frame.years[1], frame.language()) {
            (true, Some(_)) => Ok(frame),
            (false, _) => Err(Error::new(format!("cannot use {name}"))
                .cause(format!("its years go from {} to {}", frame.years[0], frame.years[1]))
                .tip("put the first year first")),
            (_, None) => Err(Error::new(format!("cannot use {name}"))
                .cause(format!("`{}` is no language that charts are written in", frame.language))
                .tip("write en, ko or vi")),
        }
    }

    pub fn language(&self) -> Option<Language> {
        Language::from_code(&self.language).filter(|lang| Language::COUNTED.contains(lang))
    }

    /// Names of the series that the run compared; what is no name is none.
    pub fn chosen(&self) -> Vec<SeriesName> {
        self.series.iter().filter_map(|name| name.parse().ok()).collect()
    }

    pub fn events(&self) -> Vec<Event> {
        let event = |entry: &EventEntry| Event { year: entry.year, labels: entry.labels.clone() };
        self.events.iter().map(event).collect()
    }
}

/// The file's text. `written` are all files of the run; its CSV tables are the resources.
pub fn render(about: &About, written: &[String]) -> String {
    let findings = about.findings;
    let mut package = Map::new();
    let mut put = |key: &str, value: Value| package.insert(key.to_owned(), value);
    put("$schema", json!("https://datapackage.org/profiles/2.0/datapackage.json"));
    put("name", json!(slug(about.study_id)));
    put("title", json!(findings.title));
    let terms = findings.terms;
    put(
        "description",
        json!(format!(
            "Counts of {} terms of cooperation and {} of conflict in {} documents, {}. An empty field is a number that \
             does not exist; a zero is a zero.",
            terms[0],
            terms[1],
            about.documents(),
            about.span()
        )),
    );
    put(
        "keywords",
        json!(
            ["keyword counts", "cooperation", "conflict", findings.subject.as_str()]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
        ),
    );
    put("contributors", json!([{ "title": About::program(), "roles": ["tool"] }]));
    if !findings.source_note.is_empty() {
        put("sources", json!([{ "title": findings.source_note }]));
    }
    put("resources", json!(resources(written)));
    put("keytrend", json!(Frame::of(findings)));
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

fn resources(written: &[String]) -> Vec<Value> {
    let is_written = |path: &str| written.iter().any(|name| name == path);
    let tables = TABLES.iter().map(|table| {
        let fields: Vec<Value> = (table.columns)()
            .iter()
            .map(|column| {
                let kind = match column.kind() {
                    Kind::Text => "string",
                    Kind::Integer => "integer",
                    Kind::Decimal | Kind::Share => "number",
                };
                field(column.name, kind, column.meaning, column.unit)
            })
            .collect();
        resource(table.name, format!("tables/{}.csv", table.name), table.about, fields)
    });
    let lists = LISTS.iter().map(|(name, about, columns)| {
        let fields: Vec<Value> = columns
            .iter()
            .map(|(column, meaning)| {
                let kind = match *column {
                    "similarity" => "number",
                    counted if LIST_COUNTS.contains(&counted) => "integer",
                    _ => "string",
                };
                field(column, kind, meaning, "")
            })
            .collect();
        let folder = if *name == "problems" { "" } else { "tables/" };
        resource(name, format!("{folder}{name}.csv"), about, fields)
    });
    tables
        .chain(lists)
        .filter(|resource| resource["path"].as_str().is_some_and(is_written))
        .collect()
}

fn resource(name: &str, path: String, about: &str, fields: Vec<Value>) -> Value {
    json!({
        "name": name,
        "type": "table",
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        // With a byte order mark.
        "encoding": "utf-8",
        "description": about,
        "schema": { "fields": fields, "missingValues": [""] },
    })
}

fn field(name: &str, kind: &str, meaning: &str, unit: &str) -> Value {
    let mut field = json!({ "name": name, "type": kind, "description": meaning });
    if !unit.is_empty() {
        field["unit"] = json!(unit);
    }
    field
}

/// A name as Data Package has it: lower case letters of ASCII, digits, `-`, `_` and `.`.
fn slug(id: &str) -> String {
    let plain = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9' | '-' | '_' | '.') => c,
        _ => '-',
    };
    let slug: String = id.chars().map(plain).collect();
    match slug.trim_matches('-') {
        "" => "study".to_owned(),
        slug => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tables::tests::small;

    fn package(findings: &Findings) -> String {
        let about = About {
            findings,
            study_id: "한국 Study",
            lexicon_hash: "",
            options_hash: "",
            scope_note: "",
        };
        let tables = TABLES.iter().map(|table| format!("tables/{}.csv", table.name));
        let lists = LISTS.iter().map(|(name, ..)| format!("tables/{name}.csv"));
        render(&about, &tables.chain(lists).chain(["problems.csv".to_owned()]).collect::<Vec<_>>())
    }

    #[test]
    fn every_table_and_every_column_is_described() {
        let package: Value = serde_json::from_str(&package(&small())).unwrap();
        assert_eq!(package["name"], "study");
        let resources = package["resources"].as_array().unwrap();
        let of = |name: &str| -> Vec<(String, String)> {
            let found = resources.iter().find(|resource| resource["name"] == name).expect(name);
            assert!(!found["description"].as_str().unwrap().is_empty());
            let fields = found["schema"]["fields"].as_array().unwrap().iter();
            let text = |field: &Value, key: &str| field[key].as_str().unwrap().to_owned();
            fields.map(|field| (text(field, "name"), text(field, "description"))).collect()
        };
        for table in TABLES {
            let wanted: Vec<_> = (table.columns)()
                .iter()
                .map(|column| (column.name.to_owned(), column.meaning.to_owned()))
                .collect();
            assert_eq!(of(table.name), wanted, "{}", table.name);
        }
        for (name, _, columns) in LISTS {
            let wanted: Vec<_> = columns
                .iter()
                .map(|(name, meaning)| (name.to_string(), meaning.to_string()))
                .collect();
            assert_eq!(of(name), wanted, "{name}");
        }
        assert_eq!(resources.len(), TABLES.len() + LISTS.len());
    }

    #[test]
    fn the_frame_reads_back() {
        let mut findings = small();
        findings.title = "둘 \"2\"".to_owned();
        let labels = ["a".to_owned(), "나".to_owned(), String::new()];
        findings.events.push(Event { year: 2001, labels });
        let frame = Frame::parse("datapackage.json", &package(&findings)).unwrap();
        assert_eq!(frame, Frame::of(&findings));
        assert_eq!((frame.events(), frame.language()), (findings.events, Some(Language::English)));
    }

    #[test]
    fn what_is_wrong_is_told() {
        let told = |text: &str| {
            let error = Frame::parse("x/datapackage.json", text).expect_err(text);
            format!("{}: {} ({})", error.message, error.causes.join(" / "), error.tip.unwrap())
        };
        assert!(told("{").starts_with("cannot use x/datapackage.json: EOF"));
        assert!(told("{}").contains("no key `keytrend`"));
        let text = package(&small());
        assert!(
            told(&text.replace("\"by_month\": false,", "")).contains("missing field `by_month`")
        );
        assert!(
            told(&text.replace("\"language\": \"en\"", "\"language\": \"fr\"")).contains("`fr`")
        );
        let years = "\"years\": [\n      2000,\n      2001\n    ]";
        assert!(text.contains(years));
        assert!(told(&text.replace(years, "\"years\": [2001, 2000]")).contains("2001 to 2000"));
    }
}
