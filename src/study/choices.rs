//! What a study chooses from: each a short list with the words that a study file and the command line have for it.

use serde::Deserialize;

/// What is done with documents that are nearly the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(try_from = "toml::Value")]
pub enum NearDuplicates {
    /// As the command has it: `run` leaves them out from [`NearDuplicates::USUAL`] on, `count` counts them.
    #[default]
    Unsaid,
    /// All count.
    Off,
    /// One counts of those that are at least so similar (Jaccard, 0 to 1).
    From(f64),
}

impl NearDuplicates {
    /// A ninth of the shingles of each may differ, which is every 27th word.
    pub const USUAL: f64 = 0.8;
    /// Below this, texts share more of their matter than of their wording.
    pub const LOWEST: f64 = 0.6;

    pub(super) const EXPECTED: &str = "`near_duplicates` is a similarity from 0.6 to 1, or \"off\"";

    /// # Errors
    /// A similarity that is not from [`NearDuplicates::LOWEST`] to 1.
    pub fn from_threshold(threshold: f64) -> std::result::Result<Self, String> {
        match (Self::LOWEST..=1.0).contains(&threshold) {
            true => Ok(Self::From(threshold)),
            false => Err(format!("{}, not {threshold}", Self::EXPECTED)),
        }
    }
}

/// `0.8` or `off`.
impl std::str::FromStr for NearDuplicates {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "off" => Ok(Self::Off),
            number => match number.parse() {
                Ok(threshold) => Self::from_threshold(threshold),
                Err(_) => Err(format!("{}, not {text}", Self::EXPECTED)),
            },
        }
    }
}

/// What a column of an input table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    Id,
    Date,
    Year,
    Month,
    Source,
    Kind,
    Language,
    Title,
    Text,
    Url,
    /// Names that the source lists, separated by commas.
    Persons,
    Places,
    Institutions,
    /// The nouns of the whole article in text order, where the source withholds the article.
    Keywords,
    /// Why the source itself leaves the record out of analyses; blank where it does not.
    Excluded,
    /// What stands for the text where there is none.
    Summary,
}

impl Field {
    pub const ALL: [Field; 16] = [
        Self::Id,
        Self::Date,
        Self::Year,
        Self::Month,
        Self::Source,
        Self::Kind,
        Self::Language,
        Self::Title,
        Self::Text,
        Self::Url,
        Self::Persons,
        Self::Places,
        Self::Institutions,
        Self::Keywords,
        Self::Excluded,
        Self::Summary,
    ];

    pub fn code(self) -> &'static str {
        [
            "id",
            "date",
            "year",
            "month",
            "source",
            "kind",
            "language",
            "title",
            "text",
            "url",
            "persons",
            "places",
            "institutions",
            "keywords",
            "excluded",
            "summary",
        ][self as usize]
    }
}

/// What reads PDF files. They differ in what they make of one file, so the record of a run names the one that did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PdfReader {
    /// The first of the three that is there.
    #[default]
    Auto,
    /// The program `pdftotext` of poppler.
    Pdftotext,
    /// The library pdfium.
    Pdfium,
    /// The one that is compiled in: no program or library needed, but it reads fewer files, and fewer well.
    BuiltIn,
}

impl PdfReader {
    pub const ALL: [PdfReader; 4] = [Self::Auto, Self::Pdftotext, Self::Pdfium, Self::BuiltIn];

    pub fn code(self) -> &'static str {
        ["auto", "pdftotext", "pdfium", "builtin"][self as usize]
    }
}

/// A file format of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Svg,
    Png,
}

impl Format {
    pub const ALL: [Format; 2] = [Self::Svg, Self::Png];

    pub fn code(self) -> &'static str {
        ["svg", "png"][self as usize]
    }
}

/// A file format of tables. CSV is written in any case: other commands read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFormat {
    Csv,
    /// One workbook with a sheet a table.
    Xlsx,
    Parquet,
}

impl TableFormat {
    pub const ALL: [TableFormat; 3] = [Self::Csv, Self::Xlsx, Self::Parquet];
    /// What a run writes where nobody says.
    pub const USUAL: [TableFormat; 2] = [Self::Csv, Self::Xlsx];

    pub fn code(self) -> &'static str {
        ["csv", "xlsx", "parquet"][self as usize]
    }
}

/// The colours that charts are drawn in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shades {
    #[default]
    Light,
    Dark,
    Both,
}

impl Shades {
    pub const ALL: [Shades; 3] = [Self::Light, Self::Dark, Self::Both];

    pub fn code(self) -> &'static str {
        ["light", "dark", "both"][self as usize]
    }
}
