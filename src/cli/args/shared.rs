//! Options that several commands have: what is read and how it is counted, and what is written about it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::ValueEnum;
use encoding_rs::Encoding;

use crate::cli::values::{Years, choice, parse_encoding, parse_threads, parse_years};
use crate::document::Language;
use crate::study::{DateOrder, Format, NearDuplicates, PdfReader, SeriesName, Shades, TableFormat};

/// What is read, and how it is counted.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct CountingArgs {
    /// A study file (.toml), or files and folders to read
    ///
    /// Paths take the place of those in the study file. Without any, the study's own are read.
    #[arg(value_name = "STUDY_OR_PATHS", help_heading = "Input", display_order = 0)]
    pub inputs: Vec<PathBuf>,
    /// Study file to go by
    ///
    /// Without one, the built-in study: Korea and Vietnam, 1992 to 2021.
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub study: Option<PathBuf>,
    /// Keyword list to use in place of the study's; give it once for each file
    ///
    /// `builtin` stands for the built-in lists, and `builtin:actors`, `builtin:themes`, `builtin:cooperation` and
    /// `builtin:conflict` for one of them.
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub lexicon: Vec<PathBuf>,
    /// Language of texts whose source names none
    ///
    /// Without it, the language is detected for each paragraph.
    #[arg(long, value_name = "LANGUAGE", value_parser = choice(Language::COUNTED, Language::code), help_heading = "Input")]
    pub language: Option<Language>,
    /// Encoding of texts that bear no byte order mark, as cp949 or utf-8
    ///
    /// Without it, it is found out for each file.
    #[arg(long, value_name = "NAME", value_parser = parse_encoding, help_heading = "Input")]
    pub encoding: Option<&'static Encoding>,
    /// Which comes first in dates as 04/05/2019: dmy or mdy
    ///
    /// Without it, records that can be read both ways are left out and listed.
    #[arg(long, value_name = "ORDER", value_parser = choice(DateOrder::ALL, DateOrder::code), help_heading = "Input")]
    pub date_order: Option<DateOrder>,
    /// What reads PDF files
    ///
    /// `auto` takes pdftotext if it is installed, else pdfium if it is found, else the built-in reader. The record of
    /// the run says which one read each file.
    #[arg(long, value_name = "READER", value_parser = choice(PdfReader::ALL, PdfReader::code), help_heading = "Input")]
    pub pdf: Option<PdfReader>,
    /// First and last year, as 1992-2021
    #[arg(long, value_name = "A-B", value_parser = parse_years, help_heading = "Counting")]
    pub years: Option<Years>,
    /// Count only where all of these actors occur, as korea,vietnam
    #[arg(long, value_name = "ACTORS", value_delimiter = ',', help_heading = "Counting")]
    pub actors: Vec<String>,
    /// Count all text, whoever occurs in it
    #[arg(long, conflicts_with = "actors", help_heading = "Counting")]
    pub no_scope: bool,
    /// What to do with texts that occur twice
    #[arg(long, value_enum, value_name = "WHAT", help_heading = "Counting")]
    pub duplicates: Option<Duplicates>,
    /// Similarity from which on texts are near copies, as 0.8; or off
    ///
    /// It is the share of runs of three words that two texts have in common (0.6 to 1). Without it, `run` takes 0.8 and
    /// `count` does not look. Near copies are counted and listed; all tables have the counts without them beside.
    #[arg(long, value_name = "SIMILARITY", help_heading = "Counting")]
    pub near_duplicates: Option<NearDuplicates>,
    /// Which of the keywords that match at one place count
    #[arg(long, value_enum, value_name = "WHICH", help_heading = "Counting")]
    pub overlap: Option<Overlap>,
    /// Count plain strings, to compare with other tools
    ///
    /// Each pattern by itself as written: no Korean particles, no English inflections, no longest match.
    #[arg(long, help_heading = "Counting")]
    pub plain: bool,
    /// Threads to use; all processors if not given
    #[arg(long, value_name = "N", value_parser = parse_threads, help_heading = "Counting")]
    pub threads: Option<NonZeroUsize>,
    /// Exit with 0 even if some input was skipped
    #[arg(long, help_heading = "Output")]
    pub allow_skipped: bool,
}

/// What is written about the counts.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Output")]
pub struct ReportingArgs {
    /// Folder to write to; the study's own place in output/ if not given
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// File formats of the charts, as svg,png
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', value_parser = choice(Format::ALL, Format::code))]
    pub format: Vec<Format>,
    /// File formats of the tables beside CSV, as xlsx,parquet; csv for CSV alone
    ///
    /// Without it, CSV and one workbook, tables.xlsx. CSV is written in any case: other commands read it.
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', value_parser = choice(TableFormat::ALL, TableFormat::code))]
    pub tables: Vec<TableFormat>,
    /// Colours of the charts: light, dark or both
    ///
    /// Dark charts are files of their own, as trend-dark.svg. The report page has both.
    #[arg(long, value_name = "THEME", value_parser = choice(Shades::ALL, Shades::code))]
    pub theme: Option<Shades>,
    /// Language of charts and report: en, ko or vi
    #[arg(long, value_name = "LANGUAGE", value_parser = choice(Language::COUNTED, Language::code))]
    pub lang: Option<Language>,
    /// Lines of each keyword that the report page shows; 0 for none
    ///
    /// 20 if not given, and fewer where there are fewer. They are taken from the evidence, which holds all.
    #[arg(long, value_name = "N")]
    pub kwic: Option<u16>,
    /// Write the letters of SVG charts as paths
    ///
    /// For print shops and programs without the fonts. The files are larger, and nothing in them can be searched.
    #[arg(long)]
    pub outline_text: bool,
    /// Font for the charts, a .ttf or .otf file
    ///
    /// It is asked before the built-in fonts, which serve for all that it lacks.
    #[arg(long, value_name = "FILE")]
    pub font: Option<PathBuf>,
    /// Series to compare in one more chart, as health,education,environment
    ///
    /// Up to eight, each the share of documents with at least one of its keywords: themes, sectors, keywords, languages
    /// or kinds by their id or name; `source:NAME` is a source, and `theme:` and the like in front say which where names
    /// are the same. `health:conflict` counts conflict keywords only, and `cooperation` and `conflict` are those of all
    /// documents.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub series: Vec<SeriesName>,
    /// Show numbers by year or by month
    #[arg(long, value_enum, value_name = "SPAN")]
    pub by: Option<By>,
    /// Seed of the resampling behind intervals
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Duplicates {
    /// Count the first of texts that are the same, and list the others
    Drop,
    /// Count them all
    Keep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Overlap {
    /// The longest at each place
    Longest,
    /// Each of them
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    Year,
    Month,
}
