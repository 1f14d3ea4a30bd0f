//! Every table a run writes: its columns with meaning and unit, its rows as typed values, and the CSV of it.
//!
//! A further table is one entry in [`TABLES`]; `docs/columns.md` is generated from the same entries. Every number in
//! a picture is in the table of the same name.

pub mod columnar;
mod fields;
mod filters;
mod kinds;
pub mod reading;
mod relations;
mod series;

use std::borrow::Cow;

use super::listing::LISTS;
use crate::error::{Error, Result};
use crate::lexicon::Stance;
use crate::trend::Findings;
pub use kinds::Kind;

/// One field of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// There is no number: a share of nothing, or words of several languages.
    Empty,
    Text(String),
    Integer(u64),
    /// Written with six decimals: shares and rates.
    Decimal(f64),
    /// Written with nine significant digits: results of tests, which may be very small.
    Precise(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::Integer(count)
    }
}

impl From<Option<u64>> for Value {
    fn from(count: Option<u64>) -> Self {
        count.map_or(Self::Empty, Self::Integer)
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::Decimal)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::from(if yes { "yes" } else { "no" })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// In snake case, unique within its table.
    pub name: &'static str,
    /// Empty for texts.
    pub unit: &'static str,
    pub meaning: &'static str,
}

/// One table of a run.
pub struct TableSpec {
    /// The stem of its file, in kebab case; the picture drawn from it has the same.
    pub name: &'static str,
    /// One line: what a row is.
    pub about: &'static str,
    pub columns: fn() -> Vec<Column>,
    /// Each as long as the columns, in the order of the file.
    pub rows: fn(&Findings) -> Vec<Vec<Value>>,
}

/// All tables made from the findings, in the order of the documentation.
pub static TABLES: &[TableSpec] = &[
    TableSpec {
        name: "trend",
        about: "One row a period: all documents of the study.",
        columns: fields::period_columns,
        rows: |findings| fields::period_rows(&findings.overall),
    },
    TableSpec {
        name: "languages",
        about: "One row a language and period. Documents are counted in the language of most of their text; hits, \
                sentences and words in that of their paragraph.",
        columns: fields::series_columns,
        rows: |findings| fields::series_rows(&findings.languages),
    },
    TableSpec {
        name: "sources",
        about: "One row a source (outlet or publisher) and period; the source with the most documents first.",
        columns: fields::series_columns,
        rows: |findings| fields::series_rows(&findings.sources),
    },
    TableSpec {
        name: "kinds",
        about: "One row a kind of document (news, report) and period.",
        columns: fields::series_columns,
        rows: |findings| fields::series_rows(&findings.kinds),
    },
    TableSpec {
        name: "sectors",
        about: "One row a sector and period. Hits are those of the sector's terms; documents, sentences and words \
                are all of the study's, so that shares of sectors can be compared.",
        columns: fields::series_columns,
        rows: |findings| fields::series_rows(&findings.sectors),
    },
    TableSpec {
        name: "themes",
        about: "One row a theme and period, as for sectors. A term may belong to several themes, so that themes do \
                not add up.",
        columns: fields::series_columns,
        rows: |findings| fields::series_rows(&findings.themes),
    },
    TableSpec {
        name: "keywords",
        about: "One row a term with a stance, over the whole study; most hits first, those without a hit too.",
        columns: fields::keyword_columns,
        rows: fields::keyword_rows,
    },
    TableSpec {
        name: "keywords-cooperation",
        about: "The cooperation keywords as drawn: those in the most documents.",
        columns: fields::ranked_columns,
        rows: |findings| fields::ranked_rows(findings, Stance::Cooperation),
    },
    TableSpec {
        name: "keywords-conflict",
        about: "The conflict keywords as drawn: those in the most documents.",
        columns: fields::ranked_columns,
        rows: |findings| fields::ranked_rows(findings, Stance::Conflict),
    },
    TableSpec {
        name: "keyword-year",
        about: "One row a term with a stance and period, zeros written.",
        columns: fields::keyword_period_columns,
        rows: fields::keyword_period_rows,
    },
    TableSpec {
        name: "heatmap",
        about: "The cells of the heat map as drawn: of each stance the keywords with the most hits, one row a \
                keyword and period; years where there are more than 60 months.",
        columns: fields::keyword_period_columns,
        rows: fields::heatmap_rows,
    },
    TableSpec {
        name: "network",
        about: "One row a link of the network as drawn: two terms with a stance in the same sentences; strongest \
                first. Only terms that share at least 3 sentences are linked.",
        columns: relations::link_columns,
        rows: relations::link_rows,
    },
    TableSpec {
        name: "network-nodes",
        about: "One row a term of the network, with the group it is drawn in; most documents first.",
        columns: relations::node_columns,
        rows: relations::node_rows,
    },
    TableSpec {
        name: "ranks",
        about: "One row a period and rank: the ten keywords in the most documents. Periods are those of the study, \
                or five years each from the first on (longer where there would be more than twelve); the last may \
                be shorter.",
        columns: relations::rank_columns,
        rows: relations::rank_rows,
    },
    TableSpec {
        name: "series",
        about: "One row a series and period: what `--series` compares. Only written where series are asked for.",
        columns: series::columns,
        rows: series::rows,
    },
    TableSpec {
        name: "filters",
        about: "One row a period, language, source and theme that is not empty: what the filters of the page add up. Rows \
                without a theme are of all terms. Documents are counted in the language of most of their text, hits in \
                that of their paragraph.",
        columns: filters::columns,
        rows: filters::rows,
    },
    TableSpec {
        name: "filters-keywords",
        about: "One row a term, language and source that is not empty, over the whole study: what the filters of the page \
                add up for its keywords.",
        columns: filters::keyword_columns,
        rows: filters::keyword_rows,
    },
    TableSpec {
        name: "trend-tests",
        about: "One row a series and measure: the Mann-Kendall test for a rise or fall, and the Theil-Sen slope.",
        columns: fields::test_columns,
        rows: fields::test_rows,
    },
];

/// Those that are written of `findings`: all, but for the series where none were asked for.
pub fn written(findings: &Findings) -> impl Iterator<Item = &'static TableSpec> {
    let without_series = findings.chosen.is_empty();
    TABLES.iter().filter(move |table| table.name != "series" || !without_series)
}

/// The entry of a name.
pub fn table(name: &str) -> Option<&'static TableSpec> {
    TABLES.iter().find(|table| table.name == name)
}

impl TableSpec {
    /// The table as CSV: UTF-8 with a byte order mark, RFC 4180, point decimals, empty where there is no number.
    ///
    /// Text stays as the corpus has it. One that begins with `= + - @` is quoted, though RFC 4180 does not ask for
    /// it: the quotes say that it is text. (Spreadsheets may compute it all the same: import such columns as text.)
    ///
    /// # Errors
    /// None that is known: writing to memory does not fail.
    pub fn csv(&self, findings: &Findings) -> Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            // `field` has quoted what needs it.
            .quote_style(csv::QuoteStyle::Never)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let broken = |error: csv::Error| {
            Error::new(format!("cannot write the table {}", self.name)).cause(error)
        };
        writer.write_record((self.columns)().iter().map(|column| column.name)).map_err(broken)?;
        for row in (self.rows)(findings) {
            writer
                .write_record(row.iter().map(|value| field(value).into_owned()))
                .map_err(broken)?;
        }
        writer.into_inner().map_err(|error| {
            Error::new(format!("cannot write the table {}", self.name)).cause(error)
        })
    }
}

fn field(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Empty => Cow::Borrowed(""),
        Value::Integer(count) => Cow::Owned(count.to_string()),
        Value::Decimal(number) => Cow::Owned(without_minus_zero(format!("{number:.6}"))),
        Value::Precise(number) => Cow::Owned(precise(*number)),
        Value::Text(text) => {
            let begins = text.starts_with(['=', '+', '-', '@', '\t']);
            match begins || text.contains(['"', ',', '\r', '\n']) {
                true => Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))),
                false => Cow::Borrowed(text),
            }
        }
    }
}

/// Nine significant digits without trailing zeros; `1.5e-12` below a millionth.
fn precise(number: f64) -> String {
    let scientific = format!("{number:.8e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    let plain = match exponent {
        -6..=8 => trim(&format!("{number:.*}", (8 - exponent) as usize)),
        9..=17 => format!("{number:.0}"),
        _ => format!("{}e{exponent}", trim(digits)),
    };
    without_minus_zero(plain)
}

/// `0` for `-0`, which a value rounded to nothing would give.
fn without_minus_zero(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|digit| matches!(digit, '0' | '.')) => rest.to_owned(),
        _ => text,
    }
}

/// `docs/columns.md`.
pub fn columns_markdown() -> String {
    let mut text = String::from(
        "# Tables and their columns\n\nGenerated from `src/report/tables.rs` and `src/report/listing.rs`; a test compares (`UPDATE_GOLDEN=1` \
         writes it anew).\n\nEvery table is a CSV file in `tables/` (`problems.csv` lies above it): UTF-8 with a byte order mark, fields as RFC \
         4180 has them, a point as decimal mark. An empty field is a number that does not exist, such as a share of \
         no documents; a zero is a zero. The formulas are in `formulas.md`.\n",
    );
    for table in TABLES {
        text += &format!("\n## `{}.csv`\n\n{}\n\n", table.name, table.about);
        text += "| column | unit | meaning |\n|---|---|---|\n";
        for Column { name, unit, meaning } in (table.columns)() {
            text += &format!("| `{name}` | {unit} | {meaning} |\n");
        }
    }
    for (name, about, columns) in LISTS {
        text += &format!("\n## `{name}.csv`\n\n{about}\n\n| column | meaning |\n|---|---|\n");
        for (column, meaning) in *columns {
            text += &format!("| `{column}` | {meaning} |\n");
        }
    }
    text
}

#[cfg(test)]
pub(in crate::report) mod tests;
