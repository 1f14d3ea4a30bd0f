//! `Error` stops the run; `Problem` is one input that was not used, or used in part, while the rest goes on.

use std::fmt;

/// Why no result can be written: what is wrong, where, and what to do about it.
#[derive(Debug, Default)]
pub struct Error {
    pub message: String,
    pub causes: Vec<String>,
    pub place: Option<Place>,
    pub tip: Option<String>,
    /// The run was interrupted from outside (exit code 130).
    pub interrupted: bool,
}

/// A line of a text file, with the line itself where it can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    /// Counted from 1; 0 is unknown.
    pub line: usize,
    /// Counted in characters from 1; 0 is unknown.
    pub column: usize,
    pub excerpt: String,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    pub fn cause(mut self, cause: impl fmt::Display) -> Self {
        self.causes.push(cause.to_string());
        self
    }

    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    pub fn tip(mut self, tip: impl Into<String>) -> Self {
        self.tip = Some(tip.into());
        self
    }

    pub fn interrupted() -> Self {
        Self { interrupted: true, ..Self::new("interrupted") }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl Place {
    /// The place of byte `offset` in `text`, with the line it stands on.
    pub fn of_offset(file: &str, text: &str, offset: usize) -> Self {
        Lines::new(file, text).place(offset)
    }
}

/// Where the lines of a text begin, for asking for many places.
#[derive(Debug)]
pub struct Lines<'a> {
    file: &'a str,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { file, text, starts: [0].into_iter().chain(ends.map(|(at, _)| at + 1)).collect() }
    }

    /// The place of byte `offset`.
    pub fn place(&self, offset: usize) -> Place {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Place {
            file: self.file.to_owned(),
            line,
            column: self.text[start..offset].chars().count() + 1,
            excerpt: self.text[start..].lines().next().unwrap_or_default().to_owned(),
        }
    }
}

impl fmt::Display for Place {
    /// `file:line:column`, as far as it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        Ok(())
    }
}

/// An input that was not used, or used in part, or of which something is to be known. One row of `problems.csv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as its path was given.
    pub path: String,
    /// Line (or record) counted from 1; 0 where the whole file is meant.
    pub line: u64,
    /// A short fixed name: `no-year`, `not-utf8`, `broken-record` …
    pub reason: &'static str,
    pub detail: String,
    pub hint: String,
}

/// Reasons that only tell how an input was used; it was used whole.
const NOTICES: &[&str] = &["decoded", EXCLUDED, "replaced-characters", "unsafe-name"];
/// Rows that the source itself leaves out of its analyses.
const EXCLUDED: &str = "excluded";

impl Problem {
    /// Nothing is missing from the counts: it does not make the exit code 1.
    pub fn is_notice(&self) -> bool {
        NOTICES.contains(&self.reason)
    }

    /// As `problems.csv` has it.
    pub fn severity(&self) -> &'static str {
        if self.is_notice() { "notice" } else { "skipped" }
    }

    /// The source itself asks for this to be left out: worth a line, and no reason for an exit code.
    pub fn is_wanted(&self) -> bool {
        self.reason == EXCLUDED
    }
}
