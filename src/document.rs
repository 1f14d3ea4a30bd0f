//! What every floor shares: documents, dates, languages and kinds. No behaviour beyond spelling and order.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The languages that keytrend counts in. `Und` is text in none of the three, or too little of it to tell: it is
/// counted among documents and words, and no term matches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Language {
    English,
    Korean,
    Vietnamese,
    Und,
}

impl Language {
    pub const ALL: [Language; 4] = [Self::English, Self::Korean, Self::Vietnamese, Self::Und];
    /// The languages that have terms.
    pub const COUNTED: [Language; 3] = [Self::English, Self::Korean, Self::Vietnamese];

    /// The ISO 639 code: `en`, `ko`, `vi`, `und`.
    pub fn code(self) -> &'static str {
        ["en", "ko", "vi", "und"][self as usize]
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// What a document is: an item of news, or a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind {
    News,
    Report,
}

impl Kind {
    pub const ALL: [Kind; 2] = [Self::News, Self::Report];

    pub fn code(self) -> &'static str {
        ["news", "report"][self as usize]
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A date of which the year is known; `month` and `day` are 0 where they are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl fmt::Display for Date {
    /// ISO 8601, as long as it is known: `1992`, `1992-12`, `1992-12-22`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
            if self.day > 0 {
                write!(f, "-{:02}", self.day)?;
            }
        }
        Ok(())
    }
}

/// What a document's date was read from, in order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum DateFrom {
    /// A date or year column of the record.
    Row,
    /// What the format itself says of publication: `article:published_time`, JSON-LD, `<time>`.
    Metadata,
    /// Metadata lines before a text.
    FrontMatter,
    Url,
    /// The record's identifier, where it holds a time.
    Identifier,
    /// The first lines of the text.
    Head,
    FileName,
    Folder,
    /// When the file was made, as PDF and DOCX say: weak evidence, since it may be years later.
    FileMetadata,
}

impl DateFrom {
    pub const ALL: [DateFrom; 9] = [
        Self::Row,
        Self::Metadata,
        Self::FrontMatter,
        Self::Url,
        Self::Identifier,
        Self::Head,
        Self::FileName,
        Self::Folder,
        Self::FileMetadata,
    ];

    pub fn code(self) -> &'static str {
        [
            "row",
            "metadata",
            "front-matter",
            "url",
            "identifier",
            "head",
            "file-name",
            "folder",
            "file-metadata",
        ][self as usize]
    }
}

/// One text as its source gave it. Title and text are both counted; no sentence and no phrase crosses from one to
/// the other. Where there is `shown`, the text lists the title's nouns too, and the title is not counted again.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The source's own id, else `relative/path#record`: stable across runs.
    pub id: Cow<'a, str>,
    pub date: Date,
    pub date_from: DateFrom,
    /// Outlet or publisher; may be empty.
    pub source: Cow<'a, str>,
    pub kind: Kind,
    /// The language as the source gives it; `None` is detected, paragraph by paragraph.
    pub language: Option<Language>,
    pub title: Cow<'a, str>,
    pub text: Cow<'a, str>,
    /// What may be quoted besides the title, where `text` is not the article itself but the list of its nouns.
    pub shown: Option<Cow<'a, str>>,
    pub url: Cow<'a, str>,
    /// Names that the source lists, separated by commas; empty where it lists none.
    pub persons: Cow<'a, str>,
    pub places: Cow<'a, str>,
    pub institutions: Cow<'a, str>,
}

impl Document<'_> {
    /// The same, borrowing nothing.
    pub fn into_owned(self) -> Document<'static> {
        let owned = |text: Cow<str>| Cow::Owned(text.into_owned());
        Document {
            id: owned(self.id),
            date: self.date,
            date_from: self.date_from,
            source: owned(self.source),
            kind: self.kind,
            language: self.language,
            title: owned(self.title),
            text: owned(self.text),
            shown: self.shown.map(owned),
            url: owned(self.url),
            persons: owned(self.persons),
            places: owned(self.places),
            institutions: owned(self.institutions),
        }
    }
}
