//! Terms, stances, sectors, themes and actors: what a study looks for, as its TOML files say it.
//!
//! This floor reads text it is handed and touches no disk. A [`Lexicon`] is checked when it exists: ids are unique,
//! every theme is known, and no pattern stands twice in one language.

mod file;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::document::Language;
use crate::error::Place;

/// Position of a term in [`Lexicon::terms`], which are sorted by id.
pub type TermId = u16;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    Cooperation,
    Conflict,
}

impl Stance {
    pub const ALL: [Stance; 2] = [Self::Cooperation, Self::Conflict];

    pub fn code(self) -> &'static str {
        ["cooperation", "conflict"][self as usize]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sector {
    Economic,
    Social,
    Cultural,
    Political,
}

impl Sector {
    pub const ALL: [Sector; 4] = [Self::Economic, Self::Social, Self::Cultural, Self::Political];

    pub fn code(self) -> &'static str {
        ["economic", "social", "cultural", "political"][self as usize]
    }
}

/// Where in a Korean run a pattern may stand (`docs/counting.md`, "Korean").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Begins the run, and what follows is empty or a known suffix.
    Word,
    /// Also the head or the tail of a longer noun.
    #[default]
    Compound,
    /// Also in the middle of a run: for proper names.
    Any,
}

/// One way to write a term or an actor in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As written in the lexicon, with `+`, `=`, `*`, `?` and `/…/`.
    pub text: String,
    /// English: the first word is a verb.
    pub verb: bool,
    /// The original spelling must match.
    pub case: bool,
    /// Counted, but marked in every table.
    pub ambiguous: bool,
    pub scope: Scope,
    /// Texts inside which the pattern does not count.
    pub except: Vec<String>,
    pub place: Place,
}

/// Names in the three languages, indexed by `Language`.
pub type Labels = [String; 3];

#[derive(Clone, Debug)]
pub struct Term {
    pub id: String,
    pub stance: Option<Stance>,
    pub sector: Option<Sector>,
    /// Positions in [`Lexicon::themes`].
    pub themes: Vec<usize>,
    /// What charts and tables call the term: its first pattern in each language.
    pub labels: Labels,
    /// Patterns by language.
    pub patterns: [Vec<Pattern>; 3],
    pub note: String,
}

impl Term {
    pub fn ambiguous(&self) -> bool {
        self.patterns.iter().flatten().any(|pattern| pattern.ambiguous)
    }
}

#[derive(Clone, Debug)]
pub struct Theme {
    pub id: String,
    pub labels: Labels,
}

/// A party whose presence decides which text a study counts.
#[derive(Clone, Debug)]
pub struct Actor {
    pub id: String,
    pub labels: Labels,
    /// The language in whose texts the actor may go without saying.
    pub home: Option<Language>,
    pub patterns: [Vec<Pattern>; 3],
}

#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Sorted by id, so that ids do not depend on the order of the files.
    pub terms: Vec<Term>,
    pub themes: Vec<Theme>,
    pub actors: Vec<Actor>,
}

impl Lexicon {
    /// SHA-256 over everything that decides counts and labels; the same for any order of files and entries.
    pub fn hash(&self) -> String {
        let mut themes: Vec<&str> = self.themes.iter().map(|theme| theme.id.as_str()).collect();
        themes.sort_unstable();
        let mut digest = Sha256::new();
        let mut feed = |parts: &[&str]| {
            for part in parts {
                digest.update((part.len() as u64).to_le_bytes());
                digest.update(part.as_bytes());
            }
        };
        feed(&themes);
        for term in &self.terms {
            feed(&["term", &term.id]);
            feed(&[term.stance.map_or("", Stance::code), term.sector.map_or("", Sector::code)]);
            term.themes.iter().for_each(|theme| feed(&[&self.themes[*theme].id]));
            term.patterns.iter().for_each(|patterns| feed_patterns(patterns, &mut feed));
        }
        for actor in &self.actors {
            feed(&["actor", &actor.id, actor.home.map_or("", Language::code)]);
            actor.patterns.iter().for_each(|patterns| feed_patterns(patterns, &mut feed));
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub fn term_id(&self, id: &str) -> Option<TermId> {
        self.terms.binary_search_by(|term| term.id.as_str().cmp(id)).ok().map(|at| at as TermId)
    }
}

fn feed_patterns(patterns: &[Pattern], feed: &mut impl FnMut(&[&str])) {
    let mut lines: Vec<String> = patterns
        .iter()
        .map(|p| {
            let Pattern { text, verb, case, ambiguous, scope, except, .. } = p;
            format!("{text}\u{1f}{verb}{case}{ambiguous}{scope:?}\u{1f}{}", except.join("\u{1f}"))
        })
        .collect();
    lines.sort_unstable();
    feed(&[&lines.len().to_string()]);
    lines.iter().for_each(|line| feed(&[line]));
}
