//! Counts by period, language, source and theme at once: what the filters of the page are computed from.
//!
//! Whole numbers only; the page computes shares and intervals from their sums, as [`super::series`] does.

use std::collections::BTreeMap;

use super::cut::Periods;
use crate::count::{Cell, Group, Tally, groups_of};
use crate::document::Language;
use crate::lexicon::Lexicon;

/// Sources that keep a name of their own, those with the most documents; the others are summed.
pub const MOST_SOURCES: usize = 40;
/// Cells of period, language and source. Where there are more, fewer sources keep their name.
pub const MOST_CELLS: usize = 20_000;

/// See the module text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cube {
    /// Sources of their own, most documents first, then by name.
    pub sources: Vec<String>,
    /// How many others are summed as one, which comes after `sources`; 0 where there is none.
    pub other_sources: usize,
    /// Only what is not empty.
    pub cells: BTreeMap<CubeKey, CubeCell>,
    /// By term id, language and source; only what is not zero.
    pub keywords: BTreeMap<String, BTreeMap<(Language, u16), KeywordCell>>,
}

/// Where in the cube. A source of `Cube::sources.len()` is the sum of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CubeKey {
    /// Position in the rows of every series.
    pub period: u32,
    pub language: Language,
    pub source: u16,
}

/// Documents are those of the cell's language, hits those in paragraphs of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CubeCell {
    pub documents: u64,
    pub documents_in_scope: u64,
    /// Of all terms.
    pub all: GroupCell,
    /// Of the terms of a theme, by its position in `Findings::themes`; only what is not zero.
    pub themes: BTreeMap<u16, GroupCell>,
}

/// Counts of a group of terms in scope, by `Stance`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupCell {
    /// Documents with at least one hit.
    pub documents: [u64; 2],
    pub hits: [u64; 2],
}

/// One term in scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeywordCell {
    pub documents: u64,
    pub hits: u64,
}

impl Cube {
    pub(super) fn of(tally: &Tally, lexicon: &Lexicon, periods: &Periods) -> Self {
        let mut sources: BTreeMap<&str, u64> = BTreeMap::new();
        for (cell, counts) in &tally.cells {
            if periods.row_of(cell).is_some() {
                *sources.entry(&cell.source).or_default() += counts.documents;
            }
        }
        let mut ordered: Vec<(&str, u64)> = sources.into_iter().collect();
        // Stable: ties stay in the order of names.
        ordered.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
        let names: Vec<&str> = ordered.into_iter().map(|(name, _)| name).collect();
        let mut kept = match names.len() {
            // One other is no sum: it keeps its name.
            few if few <= MOST_SOURCES + 1 => few,
            _ => MOST_SOURCES,
        };
        loop {
            let cube = Self::with_sources(tally, lexicon, periods, &names, kept);
            if cube.cells.len() <= MOST_CELLS || kept == 0 {
                return cube;
            }
            kept /= 2;
        }
    }

    fn with_sources(
        tally: &Tally,
        lexicon: &Lexicon,
        periods: &Periods,
        names: &[&str],
        kept: usize,
    ) -> Self {
        let (own, others) = names.split_at(kept);
        let at: BTreeMap<&str, u16> = (0..).zip(own).map(|(at, name)| (*name, at)).collect();
        let source = |name: &str| at.get(name).copied().unwrap_or(kept as u16);
        let key = |cell: &Cell| {
            Some(CubeKey {
                period: periods.row_of(cell)? as u32,
                language: cell.language,
                source: source(&cell.source),
            })
        };
        let mut cube = Self {
            sources: own.iter().map(|name| (*name).to_owned()).collect(),
            other_sources: others.len(),
            ..Self::default()
        };
        for (cell, counts) in &tally.cells {
            // Words of another language than the document's stand in cells without a document.
            if let Some(key) = key(cell).filter(|_| counts.documents > 0) {
                let sum = cube.cells.entry(key).or_default();
                sum.documents += counts.documents;
                sum.documents_in_scope += counts.documents_in_scope;
            }
        }
        for (article, documents) in &tally.articles {
            let Some(key) = key(&article.cell) else { continue };
            let Some(group) = cube.cells.entry(key).or_default().group(article.group) else {
                continue;
            };
            for (stance, hits) in [article.cooperation, article.conflict].into_iter().enumerate() {
                group.documents[stance] += if hits > 0 { *documents } else { 0 };
            }
        }
        for ((cell, term), counts) in &tally.terms {
            let (Some(key), Some(known)) = (key(cell), lexicon.terms.get(usize::from(*term)))
            else {
                continue;
            };
            let Some(stance) = known.stance.filter(|_| counts.hits + counts.documents > 0) else {
                continue;
            };
            if counts.hits > 0 {
                for group in groups_of(lexicon, *term) {
                    if let Some(group) = cube.cells.entry(key).or_default().group(group) {
                        group.hits[stance as usize] += counts.hits;
                    }
                }
            }
            let of_term = cube.keywords.entry(known.id.clone()).or_default();
            let sum = of_term.entry((key.language, key.source)).or_default();
            sum.documents += counts.documents;
            sum.hits += counts.hits;
        }
        cube
    }

    /// Languages that any cell has, in order.
    pub fn languages(&self) -> Vec<Language> {
        let has = |language: &Language| self.cells.keys().any(|key| key.language == *language);
        Language::ALL.into_iter().filter(has).collect()
    }
}

impl CubeCell {
    /// `None` for groups that no filter knows.
    fn group(&mut self, group: Group) -> Option<&mut GroupCell> {
        match group {
            Group::All => Some(&mut self.all),
            Group::Theme(theme) => Some(self.themes.entry(theme).or_default()),
            Group::Sector(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::count::{ArticleKey, CellCounts, TermCounts};
    use crate::document::Kind;
    use crate::trend::{Findings, Frame, findings};

    const LEXICON: &str = r#"
[[theme]]
id = "aid"
en = "Aid"
ko = "원조"
vi = "Viện trợ"

[[term]]
id = "cooperation"
stance = "cooperation"
themes = ["aid"]
en = ["cooperation"]

[[term]]
id = "dispute"
stance = "conflict"
en = ["dispute"]
"#;

    fn lexicon() -> Lexicon {
        Lexicon::parse(&[("test.toml".to_owned(), LEXICON.to_owned())]).unwrap()
    }

    fn frame(years: i32, by_month: bool) -> Frame {
        Frame { by_month, ..Frame::over(2000..=1999 + years) }
    }

    /// Of each source in each year two documents and more, in January Korean ones and in February English ones.
    fn tally(sources: usize, years: i32) -> Tally {
        let lexicon = lexicon();
        let mut tally = Tally::default();
        for at in 0..sources {
            for year in 2000..2000 + years {
                for (language, month) in [(Language::Korean, 1), (Language::English, 2)] {
                    let source: Arc<str> = format!("source {at:04}").into();
                    let cell = Cell { year, month, language, source, kind: Kind::News };
                    let documents = (sources - at) as u64 + 2;
                    let counts = CellCounts {
                        documents,
                        documents_in_scope: documents - 1,
                        ..CellCounts::default()
                    };
                    tally.cells.insert(cell.clone(), counts);
                    let term = TermCounts { hits: 3, documents: 1, ..TermCounts::default() };
                    tally.terms.insert((cell.clone(), 0), term);
                    for group in groups_of(&lexicon, 0) {
                        let key =
                            ArticleKey { cell: cell.clone(), group, cooperation: 3, conflict: 0 };
                        tally.articles.insert(key, 1);
                    }
                }
            }
        }
        tally
    }

    fn many(sources: usize, years: i32) -> Findings {
        findings(&tally(sources, years), &lexicon(), &frame(years, false))
    }

    /// Every sum over the cube is the number that the series have.
    fn agrees(found: &Findings) {
        let cells = || found.cube.cells.iter();
        for (period, row) in (0..).zip(&found.overall.rows) {
            let here = || cells().filter(|(key, _)| key.period == period).map(|(_, cell)| cell);
            assert_eq!(here().map(|cell| cell.documents).sum::<u64>(), row.documents);
            let in_scope: u64 = here().map(|cell| cell.documents_in_scope).sum();
            assert_eq!(in_scope, row.documents_in_scope);
            for stance in [0, 1] {
                let documents: u64 = here().map(|cell| cell.all.documents[stance]).sum();
                assert_eq!(documents, row.stances[stance].documents);
                let hits: u64 = here().map(|cell| cell.all.hits[stance]).sum();
                assert_eq!(hits, row.stances[stance].hits);
            }
            for (theme, series) in (0..).zip(&found.themes) {
                let of_theme = || here().filter_map(|cell| cell.themes.get(&theme));
                let documents: u64 = of_theme().map(|group| group.documents[0]).sum();
                assert_eq!(documents, series.rows[period as usize].stances[0].documents);
            }
        }
        for keyword in &found.keywords {
            let cells = found.cube.keywords.get(&keyword.id);
            let cells = || cells.into_iter().flat_map(BTreeMap::values);
            assert_eq!(cells().map(|cell| cell.documents).sum::<u64>(), keyword.documents);
            assert_eq!(cells().map(|cell| cell.hits).sum::<u64>(), keyword.hits);
        }
    }

    #[test]
    fn the_cube_sums_to_the_series() {
        let found = many(3, 2);
        agrees(&found);
        assert_eq!(found.cube.sources, ["source 0000", "source 0001", "source 0002"]);
        assert_eq!(found.cube.other_sources, 0);
        assert_eq!(found.cube.languages(), [Language::English, Language::Korean]);
        assert_eq!(found.cube.cells.len(), 3 * 2 * 2);
    }

    #[test]
    fn small_sources_are_summed_and_nothing_is_lost() {
        let found = many(MOST_SOURCES + 9, 2);
        agrees(&found);
        assert_eq!((found.cube.sources.len(), found.cube.other_sources), (MOST_SOURCES, 9));
        let one_more = many(MOST_SOURCES + 1, 1);
        assert_eq!((one_more.cube.sources.len(), one_more.cube.other_sources), (41, 0));
    }

    #[test]
    fn long_studies_by_month_name_fewer_sources() {
        let tally = tally(60, 400);
        let cube = Cube::of(&tally, &lexicon(), &Periods::of(&frame(400, true)));
        assert_eq!((cube.sources.len(), cube.other_sources), (20, 40));
        assert!(cube.cells.len() <= MOST_CELLS);
        let documents = |documents: u64| documents * 800;
        let all: u64 = (1..=60).map(|at| documents(at + 2)).sum();
        assert_eq!(cube.cells.values().map(|cell| cell.documents).sum::<u64>(), all);
    }
}
