//! Which row and which series a count belongs to: periods one way, the values of a facet the other.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{Facet, Frame, Period};
use crate::count::{Cell, Group, Tally};
use crate::document::{Kind, Language};
use crate::lexicon::{Labels, Lexicon, Sector};

/// The rows of every series, in order.
pub(super) struct Periods {
    years: RangeInclusive<i32>,
    by_month: bool,
    pub(super) all: Vec<Period>,
}

impl Periods {
    pub(super) fn of(frame: &Frame) -> Self {
        let months = |year| (1..=12).map(move |month| Period { year, month: Some(month) });
        let all = match frame.by_month {
            true => frame.years.clone().flat_map(months).collect(),
            false => frame.years.clone().map(|year| Period { year, month: None }).collect(),
        };
        Self { years: frame.years.clone(), by_month: frame.by_month, all }
    }

    /// The row of a cell; `None` outside the years, and for an unknown month where rows are months.
    pub(super) fn row_of(&self, cell: &Cell) -> Option<usize> {
        if !self.years.contains(&cell.year) {
            return None;
        }
        let years = usize::try_from(cell.year - self.years.start()).ok()?;
        match (self.by_month, cell.month) {
            (false, _) => Some(years),
            (true, month @ 1..=12) => Some(years * 12 + usize::from(month) - 1),
            (true, _) => None,
        }
    }

    pub(super) fn documents_without_month(&self, tally: &Tally) -> u64 {
        let cells = tally.cells.iter().filter(|(cell, _)| self.years.contains(&cell.year));
        cells
            .filter(|(cell, _)| self.row_of(cell).is_none())
            .map(|(_, counts)| counts.documents)
            .sum()
    }
}

/// A facet with its values: which series a count belongs to.
pub(super) struct Cut {
    pub(super) facet: Facet,
    /// Value and labels of each series.
    pub(super) values: Vec<(String, Labels)>,
}

impl Cut {
    pub(super) fn of(facet: Facet, tally: &Tally, lexicon: &Lexicon, frame: &Frame) -> Self {
        let coded = |code: &str, labels: [&str; 3]| (code.to_owned(), labels.map(str::to_owned));
        let values = match facet {
            Facet::All => vec![coded("", ["All documents", "전체 문서", "Tất cả tài liệu"])],
            Facet::Language => {
                let found: BTreeSet<Language> =
                    tally.cells.keys().map(|cell| cell.language).collect();
                let known = |language: &Language| {
                    found.contains(language) || frame.languages.contains(language)
                };
                let languages = Language::ALL.into_iter().filter(known);
                languages
                    .map(|language| coded(language.code(), language_labels(language)))
                    .collect()
            }
            Facet::Source => {
                let found: BTreeSet<&str> = tally.cells.keys().map(|cell| &*cell.source).collect();
                found.into_iter().map(|source| coded(source, source_labels(source))).collect()
            }
            Facet::Kind => {
                let found: BTreeSet<Kind> = tally.cells.keys().map(|cell| cell.kind).collect();
                found.into_iter().map(|kind| coded(kind.code(), kind_labels(kind))).collect()
            }
            Facet::Sector => {
                Sector::ALL.map(|sector| coded(sector.code(), sector_labels(sector))).to_vec()
            }
            Facet::Theme => lexicon
                .themes
                .iter()
                .map(|theme| (theme.id.clone(), theme.labels.clone()))
                .collect(),
        };
        Self { facet, values }
    }

    /// The series of counts of `group` in `cell`; `None` where the group does not belong to this facet.
    pub(super) fn series_of(&self, cell: &Cell, group: Group) -> Option<usize> {
        let named = |name: &str| self.values.iter().position(|(value, _)| value == name);
        match (self.facet, group) {
            (Facet::All, Group::All) => Some(0),
            (Facet::Language, Group::All) => named(cell.language.code()),
            // Sources may be many, and are sorted here.
            (Facet::Source, Group::All) => {
                self.values.binary_search_by(|(value, _)| value.as_str().cmp(&cell.source)).ok()
            }
            (Facet::Kind, Group::All) => named(cell.kind.code()),
            (Facet::Sector, Group::Sector(sector)) => Some(sector as usize),
            (Facet::Theme, Group::Theme(theme)) => {
                Some(usize::from(theme)).filter(|theme| *theme < self.values.len())
            }
            _ => None,
        }
    }

    /// The series that documents, sentences and words of `cell` are counted in: sectors and themes sort hits and
    /// not texts, so that every text belongs to each of them.
    pub(super) fn series_with(&self, cell: &Cell) -> std::ops::Range<usize> {
        match self.facet {
            Facet::Sector | Facet::Theme => 0..self.values.len(),
            _ => self.series_of(cell, Group::All).map_or(0..0, |at| at..at + 1),
        }
    }
}

fn language_labels(language: Language) -> [&'static str; 3] {
    match language {
        Language::English => ["English", "영어", "Tiếng Anh"],
        Language::Korean => ["Korean", "한국어", "Tiếng Hàn"],
        Language::Vietnamese => ["Vietnamese", "베트남어", "Tiếng Việt"],
        Language::Und => ["Undetermined language", "언어 미상", "Không rõ ngôn ngữ"],
    }
}

fn source_labels(source: &str) -> [&str; 3] {
    match source {
        "" => ["No source given", "출처 미상", "Không rõ nguồn"],
        source => [source; 3],
    }
}

fn kind_labels(kind: Kind) -> [&'static str; 3] {
    match kind {
        Kind::News => ["News", "뉴스", "Tin tức"],
        Kind::Report => ["Reports", "보고서", "Báo cáo"],
    }
}

fn sector_labels(sector: Sector) -> [&'static str; 3] {
    match sector {
        Sector::Economic => ["Economic", "경제", "Kinh tế"],
        Sector::Social => ["Social", "사회", "Xã hội"],
        Sector::Cultural => ["Cultural", "문화", "Văn hóa"],
        Sector::Political => ["Political", "정치", "Chính trị"],
    }
}
