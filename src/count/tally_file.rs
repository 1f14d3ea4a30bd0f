//! The tally on disk: one tall table of integers in Parquet, sorted by key, the same bytes for the same numbers
//! (`docs/tally-file.md`). On disk, terms and themes go by their ids, so that files add without a lexicon.

mod sealed;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;

use parquet::file::reader::ChunkReader;
use serde::{Deserialize, Serialize};

use crate::count::{ArticleKey, Cell, CellCounts, Group, PairCounts, Tally, TermCounts};
use crate::document::{Kind, Language};
use crate::error::{Error, Result};
use crate::lexicon::{Lexicon, Sector, TermId};
pub use sealed::in_memory;
pub(crate) use sealed::{Cell as Field, Column, Format, Opened, Shape, Writer, damaged};

/// Rows that are packed together.
const GROUP_ROWS: usize = 8 << 10;

const CELL: &str = "cell";
const TERM: &str = "term";
const ARTICLE: &str = "article";
const PAIR: &str = "pair";

/// Metadata keys.
pub(crate) const VERSION: &str = "keytrend.version";
pub(crate) const LEXICON: &str = "keytrend.lexicon.sha256";
pub(crate) const OPTIONS: &str = "keytrend.options.sha256";
pub(crate) const UNICODE: &str = "keytrend.unicode";
const LEDGER: &str = "keytrend.ledger";

/// Columns of the key, then those of the counts, in the order of `Counts`.
const COLUMNS: [(&str, Shape); KEYS + COUNTS] = [
    ("stat", Shape::Text),
    ("year", Shape::Int),
    ("month", Shape::Int),
    ("language", Shape::Text),
    ("source", Shape::Text),
    ("kind", Shape::Text),
    ("a", Shape::Text),
    ("b", Shape::Text),
    ("cooperation", Shape::Int),
    ("conflict", Shape::Int),
    ("documents", Shape::Long),
    ("documents_in_scope", Shape::Long),
    ("documents_with_cooperation", Shape::Long),
    ("documents_with_conflict", Shape::Long),
    ("documents_with_both", Shape::Long),
    ("sentences", Shape::Long),
    ("words", Shape::Long),
    ("words_in_scope", Shape::Long),
    ("hits", Shape::Long),
    ("hits_negated", Shape::Long),
    ("hits_compound", Shape::Long),
    ("hits_ambiguous", Shape::Long),
    ("hits_outside", Shape::Long),
];
const KEYS: usize = 10;
const COUNTS: usize = 13;

static FORMAT: Format =
    Format { name: "tally", version_key: "keytrend.tally.version", version: 1, columns: &COLUMNS };

/// What a row counts. The fields are the columns of the file, and sort as they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// `cell`, `term`, `article` or `pair`.
    pub stat: &'static str,
    /// 0 for pairs, as is the month.
    pub year: i32,
    pub month: i32,
    pub language: &'static str,
    pub source: Arc<str>,
    /// Empty for pairs, as is the source.
    pub kind: &'static str,
    /// A term's id; for articles the group: `all`, `sector:social`, `theme:health`.
    pub a: Arc<str>,
    /// The second term of a pair.
    pub b: Arc<str>,
    pub cooperation: i32,
    pub conflict: i32,
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        // Nearly all texts that are equal are one and the same, which is cheaper to see.
        let texts = |a: &str, b: &str| if std::ptr::eq(a, b) { Ordering::Equal } else { a.cmp(b) };
        texts(self.stat, other.stat)
            .then_with(|| (self.year, self.month).cmp(&(other.year, other.month)))
            .then_with(|| texts(self.language, other.language))
            .then_with(|| texts(&self.source, &other.source))
            .then_with(|| texts(self.kind, other.kind))
            .then_with(|| texts(&self.a, &other.a))
            .then_with(|| texts(&self.b, &other.b))
            .then_with(|| self.cooperation.cmp(&other.cooperation))
            .then_with(|| self.conflict.cmp(&other.conflict))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The counters of a row, in the order of the file's columns; 0 where one does not apply.
pub type Counts = [i64; COUNTS];

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

/// A tally as its file has it: by ids, without a lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyTable {
    pub stamp: Stamp,
    /// Sorted, each key once.
    rows: Vec<(Key, Counts)>,
}

impl TallyTable {
    /// The empty table. Merging one with an empty ledger changes nothing.
    pub fn new(stamp: Stamp) -> Self {
        Self { stamp, rows: vec![] }
    }

    /// The rows, sorted.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (&Key, &Counts)> {
        self.rows.iter().map(|(key, counts)| (key, counts))
    }

    /// Appends a row; `sort` must come before anything else is done.
    fn add(&mut self, key: Key, counts: Counts) {
        self.rows.push((key, counts));
    }

    /// Puts added rows in order and adds up those with one key.
    fn sort(&mut self) -> Result<()> {
        self.rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut overflow = false;
        self.rows.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                for (sum, count) in sum.1.iter_mut().zip(next.1) {
                    overflow |= sum.checked_add(count).is_none();
                    *sum = sum.saturating_add(count);
                }
            }
            same
        });
        if overflow { Err(too_large()) } else { Ok(()) }
    }

    /// Adds `other`. Associative and commutative.
    ///
    /// # Errors
    /// The tables are not of one kind (call `same_kind` before for an error with names), or a sum is over 2⁶³.
    pub fn merge(mut self, mut other: Self) -> Result<Self> {
        same_kind("one tally", &self.stamp, "another", &other.stamp)?;
        self.rows.append(&mut other.rows);
        self.sort()?;
        self.stamp.ledger = self.stamp.ledger.merge(other.stamp.ledger);
        Ok(self)
    }

    /// The table of a tally.
    ///
    /// # Errors
    /// A term or theme that is not in the lexicon, or a count that is over 2⁶³ (over 2³¹ in one document).
    pub fn from_tally(tally: &Tally, lexicon: &Lexicon, stamp: Stamp) -> Result<Self> {
        let mut table = Self::new(stamp);
        let Tally { cells, terms, articles, pairs } = tally;
        table.rows.reserve_exact(cells.len() + terms.len() + articles.len() + pairs.len());
        let mut texts = Texts::default();
        let nothing = texts.get("");
        let mut ids = vec![];
        for term in &lexicon.terms {
            ids.push(texts.get(&term.id));
        }
        let term_id = |term: TermId| {
            let id = ids.get(usize::from(term)).cloned();
            id.ok_or_else(|| Error::new(format!("the lexicon has no term number {term}")))
        };
        let of_cell = |stat, cell: &Cell| Key {
            stat,
            year: cell.year,
            month: cell.month.into(),
            language: cell.language.code(),
            source: Arc::clone(&cell.source),
            kind: cell.kind.code(),
            a: Arc::clone(&nothing),
            b: Arc::clone(&nothing),
            cooperation: 0,
            conflict: 0,
        };
        for (cell, counts) in &tally.cells {
            table.add(of_cell(CELL, cell), from_cell(counts)?);
        }
        for ((cell, term), counts) in &tally.terms {
            let key = Key { a: term_id(*term)?, ..of_cell(TERM, cell) };
            table.add(key, from_term(counts)?);
        }
        for (article, documents) in &tally.articles {
            let number = |hits: u32| i32::try_from(hits).map_err(|_| too_large());
            let key = Key {
                a: texts.get(&group_id(article.group, lexicon)?),
                cooperation: number(article.cooperation)?,
                conflict: number(article.conflict)?,
                ..of_cell(ARTICLE, &article.cell)
            };
            table.add(key, counts_of([("documents", *documents)])?);
        }
        for ((language, a, b), PairCounts { documents, sentences }) in &tally.pairs {
            let key = Key {
                stat: PAIR,
                year: 0,
                month: 0,
                language: language.code(),
                source: Arc::clone(&nothing),
                kind: "",
                a: term_id(*a)?,
                b: term_id(*b)?,
                cooperation: 0,
                conflict: 0,
            };
            let counts = [("documents", *documents), ("sentences", *sentences)];
            table.add(key, counts_of(counts)?);
        }
        table.sort()?;
        Ok(table)
    }

    /// The tally of a table; `name` is what errors show.
    ///
    /// # Errors
    /// A term, sector or theme that the lexicon does not have.
    pub fn to_tally(&self, name: &str, lexicon: &Lexicon) -> Result<Tally> {
        let mut tally = Tally::default();
        for (key, counts) in &self.rows {
            let term = |id: &str| lexicon.term_id(id).ok_or_else(|| unknown(name, "term", id));
            let get = |column: &str| -> u64 {
                at(column).and_then(|at| counts[at].try_into().ok()).unwrap_or_default()
            };
            let language = Language::from_code(key.language)
                .ok_or_else(|| unknown(name, "language", key.language))?;
            if key.stat == PAIR {
                let pair = (language, term(&key.a)?, term(&key.b)?);
                let counts =
                    PairCounts { documents: get("documents"), sentences: get("sentences") };
                *tally.pairs.entry(pair).or_default() += counts;
                continue;
            }
            let cell = Cell {
                year: key.year,
                month: u8::try_from(key.month).map_err(|_| damaged(name, "a month is none"))?,
                language,
                source: Arc::clone(&key.source),
                kind: Kind::from_code(key.kind).ok_or_else(|| unknown(name, "kind", key.kind))?,
            };
            match key.stat {
                CELL => *tally.cells.entry(cell).or_default() += to_cell(get),
                TERM => *tally.terms.entry((cell, term(&key.a)?)).or_default() += to_term(get),
                _ => {
                    let number =
                        |hits: i32| u32::try_from(hits).map_err(|_| damaged(name, "hits below 0"));
                    let article = ArticleKey {
                        cell,
                        group: group_of(name, &key.a, lexicon)?,
                        cooperation: number(key.cooperation)?,
                        conflict: number(key.conflict)?,
                    };
                    *tally.articles.entry(article).or_default() += get("documents");
                }
            }
        }
        Ok(tally)
    }

    /// Writes the table. Equal tables give equal bytes.
    ///
    /// # Errors
    /// `out` cannot be written to.
    pub fn write(&self, out: impl Write + Send) -> Result<()> {
        let mut writer = Writer::new(out, &FORMAT, &[])?;
        let mut columns: Vec<Column> =
            COLUMNS.iter().map(|(_, shape)| Column::new(*shape)).collect();
        for (n, (key, counts)) in self.rows.iter().enumerate() {
            if n > 0 && n % GROUP_ROWS == 0 {
                writer.group(&FORMAT, &columns)?;
                columns.iter_mut().for_each(Column::clear);
            }
            let fields: [Field<'_>; KEYS] = [
                Field::Text(key.stat),
                Field::Int(key.year),
                Field::Int(key.month),
                Field::Text(key.language),
                Field::Text(&key.source),
                Field::Text(key.kind),
                Field::Text(&key.a),
                Field::Text(&key.b),
                Field::Int(key.cooperation),
                Field::Int(key.conflict),
            ];
            let counts = counts.iter().map(|count| Field::Long(*count));
            for (column, field) in columns.iter_mut().zip(fields.into_iter().chain(counts)) {
                column.push(field);
            }
        }
        if !self.rows.is_empty() {
            writer.group(&FORMAT, &columns)?;
        }
        let ledger = serde_json::to_string(&self.stamp.ledger)
            .map_err(|error| Error::new("cannot write the tally").cause(error))?;
        let mut metadata = self.stamp.metadata();
        metadata.push((LEDGER, ledger));
        writer.finish(&FORMAT, &metadata)?;
        Ok(())
    }

    /// Reads a table from a file, or from `in_memory`; `name` is what errors show.
    ///
    /// # Errors
    /// The input is no tally, or of another version, cut short or changed since it was written.
    pub fn read(name: &str, input: impl ChunkReader + 'static) -> Result<Self> {
        let file = Opened::new(name, input, &FORMAT)?;
        let mut stamp = Stamp::of(&file)?;
        stamp.ledger =
            serde_json::from_str(file.value(LEDGER)?).map_err(|error| damaged(name, error))?;
        let mut table = Self::new(stamp);
        let mut texts = Texts::default();
        for group in 0..file.groups() {
            let mut columns = vec![];
            for (at, (_, shape)) in COLUMNS.iter().enumerate() {
                columns.push(file.column(group, at, *shape)?);
            }
            for row in 0..file.rows(group) {
                let (key, counts) = row_of(&file, name, &columns, row, &mut texts)?;
                table.add(key, counts);
            }
        }
        table.sort()?;
        Ok(table)
    }
}

/// Writes `tally`; see [`TallyTable::write`].
///
/// # Errors
/// A term or theme that is not in the lexicon, a count over 2⁶³, or `out` cannot be written to.
pub fn write(
    tally: &Tally,
    lexicon: &Lexicon,
    stamp: &Stamp,
    out: impl Write + Send,
) -> Result<()> {
    TallyTable::from_tally(tally, lexicon, stamp.clone())?.write(out)
}

/// Reads a tally from a file, or from `in_memory`; `name` is what errors show. Whether the lexicon is the one that
/// was counted with is for `same_kind` to say.
///
/// # Errors
/// Those of [`TallyTable::read`], and a term, sector or theme that the lexicon does not have.
pub fn read(
    name: &str,
    input: impl ChunkReader + 'static,
    lexicon: &Lexicon,
) -> Result<(Tally, Stamp)> {
    let table = TallyTable::read(name, input)?;
    Ok((table.to_tally(name, lexicon)?, table.stamp))
}

fn row_of<R: ChunkReader + 'static>(
    file: &Opened<R>,
    name: &str,
    columns: &[Column],
    row: usize,
    texts: &mut Texts,
) -> Result<(Key, Counts)> {
    let missing = || damaged(name, "a value is missing");
    let text = |at: usize| match &columns[at] {
        Column::Text(values) => file.text(values.get(row).ok_or_else(missing)?),
        _ => Err(missing()),
    };
    let int = |at: usize| match &columns[at] {
        Column::Int(values) => values.get(row).copied().ok_or_else(missing),
        _ => Err(missing()),
    };
    let code = |at: usize, known: &[&'static str]| {
        let text = text(at)?;
        let code = known.iter().copied().find(|code| *code == text);
        code.ok_or_else(|| unknown(name, COLUMNS[at].0, text))
    };
    let key = Key {
        stat: code(0, &[CELL, TERM, ARTICLE, PAIR])?,
        year: int(1)?,
        month: int(2)?,
        language: code(3, &Language::ALL.map(Language::code))?,
        source: texts.get(text(4)?),
        kind: code(5, &["", Kind::News.code(), Kind::Report.code()])?,
        a: texts.get(text(6)?),
        b: texts.get(text(7)?),
        cooperation: int(8)?,
        conflict: int(9)?,
    };
    let mut counts = [0; COUNTS];
    for (count, column) in counts.iter_mut().zip(&columns[KEYS..]) {
        match column {
            Column::Long(values) => *count = *values.get(row).ok_or_else(missing)?,
            _ => return Err(missing()),
        }
        if *count < 0 {
            return Err(damaged(name, "a count is below 0"));
        }
    }
    Ok((key, counts))
}

fn at(column: &str) -> Option<usize> {
    COLUMNS[KEYS..].iter().position(|(name, _)| *name == column)
}

fn counts_of<const N: usize>(values: [(&str, u64); N]) -> Result<Counts> {
    let mut counts = [0; COUNTS];
    for (column, value) in values {
        if let Some(at) = at(column) {
            counts[at] = i64::try_from(value).map_err(|_| too_large())?;
        }
    }
    Ok(counts)
}

/// Conversions whose columns are called as the fields are.
macro_rules! convert {
    ($from:ident, $to:ident, $type:ident: $($field:ident),+) => {
        fn $from(counts: &$type) -> Result<Counts> {
            let $type { $($field),+ } = *counts;
            counts_of([$((stringify!($field), $field)),+])
        }

        fn $to(get: impl Fn(&str) -> u64) -> $type {
            $type { $($field: get(stringify!($field))),+ }
        }
    };
}
convert!(from_cell, to_cell, CellCounts: documents, documents_in_scope, documents_with_cooperation,
    documents_with_conflict, documents_with_both, sentences, words, words_in_scope);
convert!(from_term, to_term, TermCounts: hits, hits_negated, hits_compound, hits_ambiguous,
    hits_outside, documents, sentences);

fn group_id(group: Group, lexicon: &Lexicon) -> Result<String> {
    Ok(match group {
        Group::All => "all".to_owned(),
        Group::Sector(sector) => format!("sector:{}", sector.code()),
        Group::Theme(number) => {
            let theme = lexicon.themes.get(usize::from(number));
            let none = || Error::new(format!("the lexicon has no theme number {number}"));
            format!("theme:{}", theme.ok_or_else(none)?.id)
        }
    })
}

fn group_of(name: &str, id: &str, lexicon: &Lexicon) -> Result<Group> {
    if id == "all" {
        return Ok(Group::All);
    }
    let group = match id.split_once(':') {
        Some(("sector", id)) => {
            Sector::ALL.into_iter().find(|sector| sector.code() == id).map(Group::Sector)
        }
        Some(("theme", id)) => {
            let at = lexicon.themes.iter().position(|theme| theme.id == id);
            at.and_then(|at| u16::try_from(at).ok()).map(Group::Theme)
        }
        _ => None,
    };
    group.ok_or_else(|| match id.split_once(':') {
        Some((what @ ("sector" | "theme"), id)) => unknown(name, what, id),
        _ => unknown(name, "group", id),
    })
}

fn unknown(name: &str, what: &str, id: &str) -> Error {
    let error = Error::new(format!("{name} counts the {what} `{id}`, which is not known here"));
    match what {
        "term" | "theme" => error.tip("use the lexicon files that it was counted with"),
        _ => error.tip("use the keytrend that wrote it"),
    }
}

fn too_large() -> Error {
    Error::new("a count is too large for the file of a tally")
}

/// Each text once.
#[derive(Default)]
struct Texts(BTreeSet<Arc<str>>);

impl Texts {
    fn get(&mut self, text: &str) -> Arc<str> {
        match self.0.get(text) {
            Some(known) => Arc::clone(known),
            None => {
                let text: Arc<str> = text.into();
                self.0.insert(Arc::clone(&text));
                text
            }
        }
    }
}
