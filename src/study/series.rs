//! Which lines the chart of series draws: `health`, `theme:health`, `health:conflict`, `cooperation`.

use std::fmt;
use std::str::FromStr;

use crate::lexicon::Stance;

/// What a series is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeriesGroup {
    /// All documents.
    All,
    Theme,
    Sector,
    Keyword,
    Language,
    Kind,
    Source,
}

impl SeriesGroup {
    pub const ALL: [SeriesGroup; 7] = [
        Self::All,
        Self::Theme,
        Self::Sector,
        Self::Keyword,
        Self::Language,
        Self::Kind,
        Self::Source,
    ];

    /// Where a name without a group is looked for, in this order. Sources are not: their names are the corpus's.
    pub const SEARCHED: [SeriesGroup; 5] =
        [Self::Theme, Self::Sector, Self::Keyword, Self::Language, Self::Kind];

    pub fn code(self) -> &'static str {
        ["all", "theme", "sector", "keyword", "language", "kind", "source"][self as usize]
    }
}

/// A line of the chart, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesName {
    /// `None` is the first of [`SeriesGroup::SEARCHED`] that has the value.
    pub group: Option<SeriesGroup>,
    /// An id or a name; empty for all documents.
    pub value: String,
    /// Whose terms a document must have; `None` is either.
    pub stance: Option<Stance>,
}

impl SeriesName {
    /// More lines than this can nobody tell apart.
    pub const MOST: usize = 8;
}

/// `[GROUP:]NAME[:STANCE]`; a stance alone is that of all documents.
impl FromStr for SeriesName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let stance_of = |code: &str| Stance::ALL.into_iter().find(|stance| stance.code() == code);
        let group_of = |code: &str| SeriesGroup::ALL.into_iter().find(|group| group.code() == code);
        if let Some(stance) = stance_of(text) {
            let (group, value) = (Some(SeriesGroup::All), String::new());
            return Ok(Self { group, value, stance: Some(stance) });
        }
        let (group, rest) = match text.split_once(':').map(|(start, rest)| (group_of(start), rest))
        {
            Some((Some(group), rest)) => (Some(group), rest),
            _ if text == SeriesGroup::All.code() => (Some(SeriesGroup::All), ""),
            _ => (None, text),
        };
        let whole_is_stance = stance_of(rest).filter(|_| group == Some(SeriesGroup::All));
        let (value, stance) = match rest.rsplit_once(':').map(|(rest, end)| (rest, stance_of(end)))
        {
            _ if whole_is_stance.is_some() => ("", whole_is_stance),
            Some((value, Some(stance))) => (value, Some(stance)),
            _ => (rest, None),
        };
        match (group, value.is_empty()) {
            (Some(SeriesGroup::All), false) => {
                Err(format!("`{text}`: `all` stands alone, or before a stance as in all:conflict"))
            }
            (Some(SeriesGroup::All), true) | (_, false) => {
                Ok(Self { group, value: value.to_owned(), stance })
            }
            (_, true) => Err(format!(
                "`{text}` names no series; write health, theme:health or health:conflict"
            )),
        }
    }
}

/// As it is typed.
impl fmt::Display for SeriesName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = Some(self.value.as_str()).filter(|value| !value.is_empty());
        let parts = [self.group.map(SeriesGroup::code), value, self.stance.map(Stance::code)];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(":"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> SeriesName {
        text.parse().expect(text)
    }

    #[test]
    fn a_name_may_have_a_group_and_a_stance() {
        let name =
            |group, value: &str, stance| SeriesName { group, value: value.to_owned(), stance };
        let conflict = Some(Stance::Conflict);
        assert_eq!(read("health"), name(None, "health", None));
        assert_eq!(read(" theme:health "), name(Some(SeriesGroup::Theme), "health", None));
        assert_eq!(read("health:conflict"), name(None, "health", conflict));
        assert_eq!(read("conflict"), name(Some(SeriesGroup::All), "", conflict));
        assert_eq!(read("all:conflict"), read("conflict"));
        assert_eq!(read("all"), name(Some(SeriesGroup::All), "", None));
        assert_eq!(read("keyword:conflict"), name(Some(SeriesGroup::Keyword), "conflict", None));
        let source = name(Some(SeriesGroup::Source), "A: B", Some(Stance::Cooperation));
        assert_eq!(read("source:A: B:cooperation"), source);
        for text in ["health", "theme:health", "health:conflict", "all:conflict", "all"] {
            assert_eq!(read(text).to_string(), text);
        }
    }

    #[test]
    fn what_names_nothing_is_refused() {
        for text in ["", "theme:", ":conflict", "all:health", "theme::conflict"] {
            assert!(text.parse::<SeriesName>().is_err(), "{text}");
        }
    }
}
