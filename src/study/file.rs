//! The study file as it is typed. Names and shapes only; what they mean is checked in the parent module.

use serde::Deserialize;
use toml::Spanned;

use super::{NearDuplicates, ScopeUnit};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StudyFile {
    pub seed: Option<u64>,
    pub study: StudySection,
    #[serde(default)]
    pub input: InputSection,
    #[serde(default)]
    pub lexicon: LexiconSection,
    #[serde(default)]
    pub scope: ScopeSection,
    #[serde(default)]
    pub counting: CountingSection,
    #[serde(default)]
    pub output: OutputSection,
    #[serde(default)]
    pub event: Vec<EventEntry>,
    #[serde(default)]
    pub period: Vec<PeriodEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StudySection {
    pub id: Spanned<String>,
    pub title: Spanned<String>,
    pub years: Spanned<[i32; 2]>,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub note: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InputSection {
    #[serde(default)]
    pub paths: Vec<Spanned<String>>,
    #[serde(default)]
    pub include: Vec<Spanned<String>>,
    #[serde(default)]
    pub exclude: Vec<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
    pub language: Option<Spanned<String>>,
    pub encoding: Option<Spanned<String>>,
    pub date_order: Option<Spanned<String>>,
    pub pdf: Option<Spanned<String>>,
    #[serde(default)]
    pub columns: ColumnsSection,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnsSection {
    pub id: Option<Spanned<Headers>>,
    pub date: Option<Spanned<Headers>>,
    pub year: Option<Spanned<Headers>>,
    pub month: Option<Spanned<Headers>>,
    pub source: Option<Spanned<Headers>>,
    pub kind: Option<Spanned<Headers>>,
    pub language: Option<Spanned<Headers>>,
    pub title: Option<Spanned<Headers>>,
    pub text: Option<Spanned<Headers>>,
    pub url: Option<Spanned<Headers>>,
    pub persons: Option<Spanned<Headers>>,
    pub places: Option<Spanned<Headers>>,
    pub institutions: Option<Spanned<Headers>>,
    pub keywords: Option<Spanned<Headers>>,
    pub excluded: Option<Spanned<Headers>>,
    pub summary: Option<Spanned<Headers>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LexiconSection {
    #[serde(default)]
    pub files: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopeSection {
    #[serde(default)]
    pub actors: Vec<Spanned<String>>,
    pub unit: Option<ScopeUnit>,
    pub home: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountingSection {
    pub overlap: Option<Spanned<String>>,
    pub duplicates: Option<Spanned<String>>,
    pub near_duplicates: Option<NearDuplicates>,
    #[serde(default)]
    pub plain: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutputSection {
    pub dir: Option<Spanned<String>>,
    pub formats: Option<Vec<Spanned<String>>>,
    pub tables: Option<Vec<Spanned<String>>>,
    pub theme: Option<Spanned<String>>,
    pub lang: Option<Spanned<String>>,
    #[serde(default)]
    pub series: Vec<Spanned<String>>,
    pub evidence: Option<bool>,
    pub kwic: Option<u16>,
    #[serde(default)]
    pub by_month: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventEntry {
    pub year: Spanned<i32>,
    #[serde(default)]
    pub en: String,
    #[serde(default)]
    pub ko: String,
    #[serde(default)]
    pub vi: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodEntry {
    pub from: Spanned<i32>,
    pub to: Spanned<i32>,
    pub name: Option<String>,
}

/// `"header"` or `["header", "other header"]`.
#[derive(Deserialize)]
#[serde(try_from = "toml::Value")]
pub(super) struct Headers(pub Vec<String>);

impl TryFrom<toml::Value> for Headers {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        let headers = match value {
            toml::Value::String(header) => Some(vec![header]),
            toml::Value::Array(headers) => {
                headers.into_iter().map(|header| Some(header.as_str()?.to_owned())).collect()
            }
            _ => None,
        };
        headers.map(Self).ok_or_else(|| "a column is a header name or a list of them".to_owned())
    }
}

/// `"document"`, `"sentence"` or `{ window = 2 }`.
impl TryFrom<toml::Value> for ScopeUnit {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        match &value {
            toml::Value::String(name) if name == "document" => return Ok(Self::Document),
            toml::Value::String(name) if name == "sentence" => return Ok(Self::Sentence),
            toml::Value::Table(table) if table.len() == 1 => {
                if let Some(window) = table.get("window").and_then(toml::Value::as_integer) {
                    return u32::try_from(window)
                        .ok()
                        .filter(|sentences| (1..=100).contains(sentences))
                        .map(Self::Window)
                        .ok_or_else(|| format!("a window is 1 to 100 sentences, not {window}"));
                }
            }
            _ => {}
        }
        Err(r#"`unit` is "document", "sentence" or { window = 2 }"#.to_owned())
    }
}

/// `0.8`, `"off"` or `false`.
impl TryFrom<toml::Value> for NearDuplicates {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, String> {
        let threshold = match &value {
            toml::Value::Boolean(false) => return Ok(Self::Off),
            toml::Value::String(text) => return text.parse(),
            toml::Value::Float(number) => *number,
            toml::Value::Integer(number) => *number as f64,
            _ => return Err(NearDuplicates::EXPECTED.to_owned()),
        };
        Self::from_threshold(threshold)
    }
}
