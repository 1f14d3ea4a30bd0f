//! What a tally says of itself: what it was counted with and from, and whether two of them add.

use std::collections::BTreeMap;

use parquet::file::reader::ChunkReader;
use serde::{Deserialize, Serialize};

use super::sealed::Opened;
use crate::error::{Error, Result};

/// Metadata keys.
const VERSION: &str = "keytrend.version";
const LEXICON: &str = "keytrend.lexicon.sha256";
const OPTIONS: &str = "keytrend.options.sha256";
const UNICODE: &str = "keytrend.unicode";
pub(super) const LEDGER: &str = "keytrend.ledger";

/// What was read for a tally, and what was not. Adds as tallies do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// Files, or parts of files.
    pub inputs: u64,
    /// All that were read, duplicates and those outside the study's years among them.
    pub documents: u64,
    /// Documents left out because an equal one had been counted.
    pub duplicates: u64,
    /// Documents left out because a similar one had been counted.
    #[serde(default)]
    pub near_duplicates: u64,
    /// Documents left out because their year is not one of the study's.
    pub outside: u64,
    /// How often each reason stopped an input or a record.
    pub problems: BTreeMap<String, u64>,
}

impl Ledger {
    /// Adds `other`. Associative and commutative; `Ledger::default()` changes nothing.
    pub fn merge(mut self, other: Self) -> Self {
        let sums = [
            (&mut self.inputs, other.inputs),
            (&mut self.documents, other.documents),
            (&mut self.duplicates, other.duplicates),
            (&mut self.near_duplicates, other.near_duplicates),
            (&mut self.outside, other.outside),
        ];
        for (sum, count) in sums {
            *sum = sum.saturating_add(count);
        }
        for (reason, count) in other.problems {
            let sum = self.problems.entry(reason).or_default();
            *sum = sum.saturating_add(count);
        }
        self
    }
}

/// What a tally was counted with, and from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// `Lexicon::hash`.
    pub lexicon: String,
    /// `Study::tally_hash`.
    pub options: String,
    /// The keytrend that counted.
    pub version: String,
    /// Versions of Unicode that decide normal forms, words and small letters.
    pub unicode: String,
    pub ledger: Ledger,
}

impl Stamp {
    /// The stamp of what this keytrend counts, with an empty ledger.
    pub fn new(lexicon: impl Into<String>, options: impl Into<String>) -> Self {
        let version = |(major, minor, patch): (u64, u64, u64)| format!("{major}.{minor}.{patch}");
        let of_bytes = |(a, b, c): (u8, u8, u8)| version((a.into(), b.into(), c.into()));
        Self {
            lexicon: lexicon.into(),
            options: options.into(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            unicode: format!(
                "normal forms {}, words {}, letters {}",
                of_bytes(unicode_normalization::UNICODE_VERSION),
                version(unicode_segmentation::UNICODE_VERSION),
                of_bytes(char::UNICODE_VERSION),
            ),
            ledger: Ledger::default(),
        }
    }

    /// The metadata of a file, but for the ledger.
    pub(crate) fn metadata(&self) -> Vec<(&'static str, String)> {
        vec![
            (VERSION, self.version.clone()),
            (LEXICON, self.lexicon.clone()),
            (OPTIONS, self.options.clone()),
            (UNICODE, self.unicode.clone()),
        ]
    }

    /// The stamp that a file has, with an empty ledger.
    pub(crate) fn of<R: ChunkReader + 'static>(file: &Opened<R>) -> Result<Self> {
        Ok(Self {
            lexicon: file.value(LEXICON)?.to_owned(),
            options: file.value(OPTIONS)?.to_owned(),
            version: file.value(VERSION)?.to_owned(),
            unicode: file.value(UNICODE)?.to_owned(),
            ledger: Ledger::default(),
        })
    }
}

/// Whether two tallies (or a tally and a study) count the same thing in the same way, so that they add.
///
/// # Errors
/// The first difference: of keytrend's version, of the keywords, of the options, of Unicode.
pub fn same_kind(name_a: &str, a: &Stamp, name_b: &str, b: &Stamp) -> Result<()> {
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    let hashes = [short(&a.lexicon), short(&b.lexicon), short(&a.options), short(&b.options)];
    let differences = [
        (
            "by different versions of keytrend",
            (&a.version, &b.version),
            (&a.version, &b.version),
            "count both with the same keytrend",
        ),
        (
            "with different keywords",
            (&a.lexicon, &b.lexicon),
            (&hashes[0], &hashes[1]),
            "count both with the same lexicon files",
        ),
        (
            "with different options",
            (&a.options, &b.options),
            (&hashes[2], &hashes[3]),
            "years, columns, actors, scope and counting must be the same in both studies",
        ),
        (
            "with different versions of Unicode",
            (&a.unicode, &b.unicode),
            (&a.unicode, &b.unicode),
            "count both with the same build of keytrend",
        ),
    ];
    for (what, (in_a, in_b), (shown_a, shown_b), tip) in differences {
        if in_a != in_b {
            return Err(Error::new(format!("{name_a} and {name_b} were counted {what}"))
                .cause(format!("{name_a}: {shown_a}"))
                .cause(format!("{name_b}: {shown_b}"))
                .tip(tip));
        }
    }
    Ok(())
}
