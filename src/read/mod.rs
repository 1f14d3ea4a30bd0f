//! From bytes to documents. A reader is one file here and one line in [`READERS`].
//!
//! Reading has two steps, so that one large file keeps all threads busy and memory stays flat: a file is cut into
//! chunks at record ends (in turn, cheap), and chunks are parsed into documents (in parallel).

pub mod bigkinds;
pub mod buffer;
pub mod chunks;
pub mod columns;
pub mod csv;
mod cutting;
pub mod date;
#[cfg(feature = "docx")]
pub mod docx;
pub mod encoding;
pub mod guard;
#[cfg(feature = "html")]
pub mod html;
#[cfg(feature = "hwp")]
pub mod hwp;
pub mod json;
mod json_string;
pub mod jsonl;
pub mod nested;
#[cfg(any(feature = "docx", feature = "hwp"))]
mod package;
#[cfg(feature = "parquet-input")]
pub mod parquet;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(test)]
mod quality;
#[cfg(any(feature = "pdf", feature = "html", feature = "docx", feature = "hwp"))]
pub mod refused;
mod stream;
mod table;
#[cfg(feature = "tar")]
pub mod tar;
#[cfg(test)]
#[allow(dead_code, reason = "what tests of readers are written with")]
mod testing;
pub mod text;
#[cfg(any(feature = "html", feature = "docx"))]
mod title;
#[cfg(test)]
#[cfg(any(feature = "pdf", feature = "html", feature = "docx", feature = "hwp"))]
mod trial;
pub mod walk;
#[cfg(feature = "warc")]
pub mod warc;
#[cfg(feature = "xlsx")]
pub mod xlsx;
#[cfg(feature = "zip")]
pub mod zip;
#[cfg(feature = "xlsx")]
mod zipped;

use std::sync::Arc;

use encoding_rs::Encoding;

use self::buffer::Buffer;
use crate::document::{Date, DateFrom, Document, Kind, Language};
use crate::error::Problem;
use crate::study::{DateOrder, PdfReader};
use columns::Columns;
use walk::Input;

/// All formats, in the order of help and documentation.
pub static READERS: &[&dyn Reader] = &[
    &text::Text,
    &csv::Csv,
    #[cfg(feature = "xlsx")]
    &xlsx::Xlsx,
    &jsonl::JsonLines,
    &json::Json,
    #[cfg(feature = "parquet-input")]
    &parquet::Parquet,
    #[cfg(feature = "html")]
    &html::Html,
    #[cfg(feature = "pdf")]
    &pdf::Pdf,
    #[cfg(feature = "docx")]
    &docx::Docx,
    #[cfg(feature = "hwp")]
    &hwp::Hwp,
    #[cfg(feature = "zip")]
    &zip::Zip,
    #[cfg(feature = "tar")]
    &tar::Tar,
    #[cfg(feature = "warc")]
    &warc::Warc,
];

/// A format that documents are read from.
pub trait Reader: Sync {
    /// Short kebab-case name.
    fn name(&self) -> &'static str;
    /// One line for help and documentation.
    fn about(&self) -> &'static str;
    /// File extensions without the dot, lower case.
    fn extensions(&self) -> &'static [&'static str];
    /// How the file is cut into chunks.
    fn cut(&self) -> Cut;
    /// Gives every record of a chunk to `take`, in order.
    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record));
}

#[derive(Clone, Copy)]
pub enum Cut {
    /// The file is one document: the worker reads it.
    Whole,
    /// Text; where the last whole record of these bytes ends, if one does; the bytes begin with a record.
    Records(fn(&[u8]) -> Option<usize>),
    /// An archive of files, each for the reader of its own format. `Reader::parse` is not asked.
    Members(nested::Open),
}

/// What the study says about its input.
#[derive(Clone, Debug)]
pub struct Settings {
    pub columns: Columns,
    pub kind: Kind,
    /// Believed for every document that does not say its own.
    pub language: Option<Language>,
    /// Of texts without a byte order mark; `None` is found out.
    pub encoding: Option<&'static Encoding>,
    /// Which comes first in `04/05/2019`; `None` leaves such rows out.
    pub date_order: Option<DateOrder>,
    pub pdf: PdfReader,
}

impl Default for Settings {
    /// What a study that says nothing of its input has.
    fn default() -> Self {
        Self {
            columns: Columns::default(),
            kind: Kind::News,
            language: None,
            encoding: None,
            date_order: None,
            pdf: PdfReader::default(),
        }
    }
}

/// What is known of a file besides its bytes, where it is a member of an archive.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The bytes are in the chunk already, though the file is to be read whole.
    pub loaded: bool,
    /// The address that it was fetched from.
    pub url: String,
    /// When it was fetched: weak evidence of its date.
    pub date: Option<Date>,
    /// What the server said of its encoding.
    pub encoding: Option<&'static Encoding>,
}

/// A piece of one file that begins and ends with a record.
#[derive(Debug)]
pub struct Chunk {
    pub input: Arc<Input>,
    /// Position of the input in the sorted list, and of the chunk in the input.
    pub place: (u32, u32),
    /// The line that the chunk begins with, from 1.
    pub first_line: u64,
    /// How many records come before it.
    pub first_record: u64,
    pub bytes: Buffer,
    /// The bytes before the first record that all chunks need: the header row of a table.
    pub header: Option<Arc<Vec<u8>>>,
    /// Why the file could not be read to its end, after this chunk.
    pub failure: Option<Problem>,
    pub context: Context,
}

/// What a reader finds.
#[derive(Debug)]
pub enum Record<'a> {
    Document(Document<'a>),
    Problem(Problem),
}

impl Chunk {
    pub fn problem(
        &self,
        line: u64,
        reason: &'static str,
        detail: impl Into<String>,
        hint: impl Into<String>,
    ) -> Record<'static> {
        Record::Problem(self.input.problem(line, reason, detail, hint))
    }
}

/// The fields of one record as a reader found them; the same for every format.
#[derive(Debug, Default)]
pub struct Fields<'a> {
    values: [Option<std::borrow::Cow<'a, str>>; columns::Field::ALL.len()],
    /// Dates found elsewhere than in the record's own fields.
    dates: Vec<(DateFrom, Date)>,
    /// What the fields of date and year are; a row's columns where nothing else is said.
    fields_are: Option<DateFrom>,
}

impl<'a> Fields<'a> {
    pub fn set(&mut self, field: columns::Field, value: std::borrow::Cow<'a, str>) {
        let slot = &mut self.values[field as usize];
        if slot.as_ref().is_none_or(|known| known.trim().is_empty()) {
            *slot = Some(value);
        }
    }

    /// Where else than in a field of the record its date stands. The most trusted one counts.
    pub fn suggest_date(&mut self, from: DateFrom, date: Date) {
        self.dates.push((from, date));
    }

    /// The fields are no columns of a row, but lines before a text or the like.
    pub fn dates_of_fields_from(&mut self, from: DateFrom) {
        self.fields_are = Some(from);
    }

    fn get(&self, field: columns::Field) -> &str {
        self.values[field as usize].as_deref().unwrap_or_default().trim()
    }

    fn take(&mut self, field: columns::Field) -> std::borrow::Cow<'a, str> {
        self.values[field as usize].take().unwrap_or_default()
    }

    /// Makes a document of the fields, or says why not.
    pub fn document(
        mut self,
        chunk: &Chunk,
        settings: &Settings,
        record: u64,
        line: u64,
    ) -> Record<'a> {
        use columns::Field;
        let context = &chunk.context;
        if self.get(Field::Url).is_empty() && !context.url.is_empty() {
            self.set(Field::Url, context.url.clone().into());
        }
        self.dates.extend(context.date.map(|date| (DateFrom::FileMetadata, date)));
        let source = self.get(Field::Source);
        let evidence = date::Evidence {
            date: self.get(Field::Date),
            year: self.get(Field::Year),
            month: self.get(Field::Month),
            fields_are: self.fields_are.unwrap_or(DateFrom::Row),
            elsewhere: &self.dates,
            url: match self.get(Field::Url) {
                "" if source.starts_with("http") => source,
                url => url,
            },
            id: self.get(Field::Id),
            text: self.get(Field::Text),
            path: &chunk.input.relative,
            order: settings.date_order,
        };
        let (date_from, date) = match date::of_record(&evidence) {
            Ok(found) => found,
            Err(date::Undated::Ambiguous(said)) => {
                return chunk.problem(
                    line,
                    "ambiguous-date",
                    format!("`{said}` can be read with the day or the month first"),
                    "say which with --date-order dmy or mdy, or `[input] date_order`",
                );
            }
            Err(date::Undated::Nowhere(looked)) => {
                return chunk.problem(
                    line,
                    "no-year",
                    looked,
                    "give it a `date` or `year` field, or a year in the file or folder name",
                );
            }
        };
        let kind = match self.get(Field::Kind) {
            "" => settings.kind,
            said => Kind::from_code(&said.to_lowercase()).unwrap_or(settings.kind),
        };
        let language = match self.get(Field::Language) {
            "" => settings.language,
            said => language_of(said).or(settings.language),
        };
        if self.get(Field::Text).is_empty() {
            let summary = self.take(Field::Summary);
            self.values[Field::Text as usize] = Some(summary);
        }
        if self.get(Field::Text).is_empty() && self.get(Field::Title).is_empty() {
            return chunk.problem(
                line,
                "empty",
                "neither title nor text",
                "give it a text, or leave it out",
            );
        }
        let id = match self.get(Field::Id) {
            "" => format!("{}#{record}", chunk.input.relative).into(),
            _ => self.take(Field::Id),
        };
        let (mut source, mut url) = (self.take(Field::Source), self.take(Field::Url));
        // Some exports call the address their source.
        if source.starts_with("http") && url.is_empty() {
            url = std::mem::take(&mut source);
        }
        Record::Document(Document {
            id,
            date,
            date_from,
            source,
            kind,
            language,
            title: self.take(Field::Title),
            text: self.take(Field::Text),
            shown: None,
            url,
            persons: self.take(Field::Persons),
            places: self.take(Field::Places),
            institutions: self.take(Field::Institutions),
        })
    }
}

/// `ko`, `ko-KR`, `kor`, `Korean`, `한국어` …; other languages are known to be none of the three.
fn language_of(said: &str) -> Option<Language> {
    let said = said.to_lowercase();
    let first = said.split(['-', '_']).next().unwrap_or_default();
    Some(match first {
        "en" | "eng" | "english" | "영어" | "tiếng anh" => Language::English,
        "ko" | "kor" | "kr" | "korean" | "한국어" | "tiếng hàn" => Language::Korean,
        "vi" | "vie" | "vn" | "vietnamese" | "베트남어" | "tiếng việt" => {
            Language::Vietnamese
        }
        "und" | "" => return None,
        _ => Language::Und,
    })
}

/// The reader for a file of this name, and its compression.
pub fn reader_of(name: &str) -> Option<(&'static dyn Reader, Compression)> {
    let lower = name.to_lowercase();
    let (stem, compression) = Compression::of(&lower);
    let extension = stem.rsplit_once('.')?.1;
    let reader = READERS.iter().find(|reader| reader.extensions().contains(&extension))?;
    Some((*reader, compression))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// The name without the compression's extension, and which it is.
    fn of(name: &str) -> (&str, Self) {
        // The short names of packed archives keep theirs.
        if name.ends_with(".tgz") {
            return ("x.tar", Self::Gzip);
        }
        if name.ends_with(".tzst") {
            return ("x.tar", Self::Zstd);
        }
        if let Some(stem) = name.strip_suffix(".gz") {
            (stem, Self::Gzip)
        } else if let Some(stem) = name.strip_suffix(".zst") {
            (stem, Self::Zstd)
        } else {
            (name, Self::None)
        }
    }
}

impl std::fmt::Debug for dyn Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
