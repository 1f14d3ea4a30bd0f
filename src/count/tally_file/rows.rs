//! A tally as the rows of its file, in their order, and back.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sealed::damaged;
use super::{ARTICLE, CELL, COLUMNS, COUNTS, Counts, KEYS, Key, PAIR, TERM};
use crate::count::{ArticleKey, Cell, CellCounts, Group, PairCounts, Tally, TermCounts};
use crate::document::{Kind, Language};
use crate::error::{Error, Result};
use crate::lexicon::{Lexicon, Sector, TermId};

/// Gives every row of `tally` to `take`, sorted, each key once. What memory this takes is two addresses a row.
///
/// # Errors
/// A term or theme that is not in the lexicon, a count over 2⁶³ (over 2³¹ in one document), or what `take` says.
pub(super) fn of_tally<'t>(
    tally: &'t Tally,
    lexicon: &'t Lexicon,
    mut take: impl FnMut(Key<&str>, Counts) -> Result<()>,
) -> Result<()> {
    let names = Names::new(lexicon);
    let Tally { cells, terms, articles, pairs } = tally;
    let documents = |documents: &u64| counts_of([("documents", *documents)]);
    // By the names of what is counted.
    in_order(articles, |article| names.article(article), documents, &mut take)?;
    in_order(cells, |cell| Ok(of_cell(CELL, cell)), from_cell, &mut take)?;
    in_order(pairs, |pair| names.pair(*pair), from_pair, &mut take)?;
    in_order(terms, |(cell, term)| names.term_in(cell, *term), from_term, &mut take)
}

/// Gives the rows of one map to `take`. The map goes by numbers, and the file by names.
fn in_order<'t, K, V>(
    map: &'t BTreeMap<K, V>,
    key: impl Fn(&'t K) -> Result<Key<&'t str>>,
    counts: impl Fn(&V) -> Result<Counts>,
    take: &mut impl FnMut(Key<&str>, Counts) -> Result<()>,
) -> Result<()> {
    let mut rows: Vec<(&K, &V)> = map.iter().collect();
    rows.sort_by(|a, b| key(a.0).ok().cmp(&key(b.0).ok()));
    rows.into_iter().try_for_each(|(row, value)| take(key(row)?, counts(value)?))
}

fn of_cell<'t>(stat: &'static str, cell: &'t Cell) -> Key<&'t str> {
    Key {
        stat,
        year: cell.year,
        month: cell.month.into(),
        language: cell.language.code(),
        source: &cell.source,
        kind: cell.kind.code(),
        a: "",
        b: "",
        cooperation: 0,
        conflict: 0,
    }
}

/// The ids by which the file names terms and groups.
struct Names<'t> {
    lexicon: &'t Lexicon,
    groups: BTreeMap<Group, String>,
}

impl<'t> Names<'t> {
    fn new(lexicon: &'t Lexicon) -> Self {
        let sectors = Sector::ALL.map(|s| (Group::Sector(s), format!("sector:{}", s.code())));
        let themes = lexicon.themes.iter().zip(0..);
        let themes = themes.map(|(theme, n)| (Group::Theme(n), format!("theme:{}", theme.id)));
        let all = (Group::All, "all".to_owned());
        Self { lexicon, groups: sectors.into_iter().chain(themes).chain([all]).collect() }
    }

    fn term(&self, term: TermId) -> Result<&'t str> {
        let known = self.lexicon.terms.get(usize::from(term)).map(|term| &*term.id);
        known.ok_or_else(|| Error::new(format!("the lexicon has no term number {term}")))
    }

    fn term_in<'n>(&'n self, cell: &'n Cell, term: TermId) -> Result<Key<&'n str>> {
        Ok(Key { a: self.term(term)?, ..of_cell(TERM, cell) })
    }

    fn article<'n>(&'n self, article: &'n ArticleKey) -> Result<Key<&'n str>> {
        let number = |hits: u32| i32::try_from(hits).map_err(|_| too_large());
        let group = self.groups.get(&article.group);
        let unknown = || Error::new(format!("the lexicon has no group {:?}", article.group));
        Ok(Key {
            a: group.ok_or_else(unknown)?,
            cooperation: number(article.cooperation)?,
            conflict: number(article.conflict)?,
            ..of_cell(ARTICLE, &article.cell)
        })
    }

    fn pair(&self, (language, a, b): (Language, TermId, TermId)) -> Result<Key<&'t str>> {
        Ok(Key {
            stat: PAIR,
            year: 0,
            month: 0,
            language: language.code(),
            source: "",
            kind: "",
            a: self.term(a)?,
            b: self.term(b)?,
            cooperation: 0,
            conflict: 0,
        })
    }
}

/// The tally of some rows; `name` is what errors show.
///
/// # Errors
/// A term, sector or theme that the lexicon does not have.
pub(super) fn to_tally<'r>(
    rows: impl Iterator<Item = (&'r Key, &'r Counts)>,
    name: &str,
    lexicon: &Lexicon,
) -> Result<Tally> {
    let mut tally = Tally::default();
    for (key, counts) in rows {
        let term = |id: &str| lexicon.term_id(id).ok_or_else(|| unknown(name, "term", id));
        let get = |column: &str| -> u64 {
            at(column).and_then(|at| counts[at].try_into().ok()).unwrap_or_default()
        };
        let language = Language::from_code(key.language)
            .ok_or_else(|| unknown(name, "language", key.language))?;
        if key.stat == PAIR {
            let pair = (language, term(&key.a)?, term(&key.b)?);
            let counts = PairCounts { documents: get("documents"), sentences: get("sentences") };
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

fn from_pair(counts: &PairCounts) -> Result<Counts> {
    let PairCounts { documents, sentences } = *counts;
    counts_of([("documents", documents), ("sentences", sentences)])
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

pub(super) fn unknown(name: &str, what: &str, id: &str) -> Error {
    let error = Error::new(format!("{name} counts the {what} `{id}`, which is not known here"));
    match what {
        "term" | "theme" => error.tip("use the lexicon files that it was counted with"),
        _ => error.tip("use the keytrend that wrote it"),
    }
}

pub(super) fn too_large() -> Error {
    Error::new("a count is too large for the file of a tally")
}
