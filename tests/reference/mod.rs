//! The reference counter: slow, plain, written from counting.md alone. Property tests compare the counter of the
//! library with it.
//!
//! Where the contract has two readings, this is the one taken:
//!
//! - Offsets: a stretch of text that NFC changes is one; in all else every character has its own place.
//! - Visible is what `char::is_whitespace` does not hold of; a line ends at `\n`, `\r\n` or `\r` only.
//! - A piece between sentence ends that holds no word is no sentence and has no number.
//! - A document without a letter is `und`.
//! - English: words between two white spaces are one word for forms (`co-operate`: `co-operated`), which change at
//!   its last part, unless an irregular entry holds all of it. Hyphens are kept or left out after that. `=` takes off
//!   the forms and spellings of all of it, but not the ways of its hyphens. A word with anything but letters, digits and
//!   hyphens (`u.s.`, `workers'`) is taken as written. The last word of a verb pattern is a noun all the same. Irregular verbs stand beside the regular
//!   forms, irregular plurals in their place, in both directions (`women` matches `woman`). `x's` is spelled like `x`.
//! - An `except` text is a pattern without settings, whatever the settings of its pattern.
//! - Literal is: English, the words as written; Korean, all `+` together; Vietnamese, all but `*`, `?` and `/…/`.
//! - Of patterns of one term that match the same text equally, the first in the lexicon gives class and marks.
//! - The class of an English or Vietnamese match is `exact`, as that of a regular expression in any language.
//! - Words of a negator stand one after the other, whatever is between them.
//! - Plain: nothing but the English `*` has a meaning; what is found belongs to the sentence where it begins.

#![allow(dead_code, unused_imports, reason = "each binary uses a part of it")]

mod english;
mod korean;
mod matching;
mod plain;
pub mod text;
mod vietnamese;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use keytrend::count::{ArticleKey, Cell, CellCounts, Group, Tally, TermCounts, groups_of};
use keytrend::document::{Kind, Language};
use keytrend::lexicon::{Actor, Lexicon, Pattern, Stance, TermId};

use matching::{Matcher, Sentence, Word};
use plain::Plain;
use text::{Normal, prepare, trimmed};
#[allow(unused_imports, reason = "each test crate takes what it needs")]
pub use text::{normal, sentences, words};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeUnit {
    Document,
    Sentence,
    /// At most so many sentences away.
    Window(u32),
}

#[derive(Clone, Debug)]
pub struct Rules {
    /// Ids of actors; none: everything is in scope.
    pub required: Vec<String>,
    pub scope: ScopeUnit,
    pub home: bool,
    pub overlap_all: bool,
    pub plain: bool,
    pub keep_duplicates: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            required: vec![],
            scope: ScopeUnit::Document,
            home: true,
            overlap_all: false,
            plain: false,
            keep_duplicates: false,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Text {
    pub id: String,
    pub year: i32,
    pub month: u8,
    /// Decides with year, month and id which of two equal documents is kept.
    pub day: u8,
    pub source: String,
    pub kind: Kind,
    pub language: Option<Language>,
    pub title: String,
    pub text: String,
}

impl Default for Text {
    fn default() -> Self {
        Self {
            id: String::new(),
            year: 2000,
            month: 0,
            day: 0,
            source: String::new(),
            kind: Kind::News,
            language: None,
            title: String::new(),
            text: String::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub term: String,
    pub language: Language,
    /// From 0, the title's first.
    pub sentence: usize,
    pub in_title: bool,
    /// Bytes of the original title or text.
    pub start: usize,
    pub end: usize,
    pub class: &'static str,
    pub negated: bool,
    pub in_scope: bool,
    pub ambiguous: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Of the document.
    pub language: Language,
    pub words: BTreeMap<Language, u64>,
    pub sentences: BTreeMap<Language, u64>,
    pub in_scope: bool,
    pub words_in_scope: BTreeMap<Language, u64>,
    pub hits: Vec<Hit>,
}

/// Counts one document.
pub fn count(lexicon: &Lexicon, rules: &Rules, text: &Text) -> Counted {
    Counter::new(lexicon, rules).count(text)
}

/// Counts documents together, without exact duplicates.
pub fn tally(lexicon: &Lexicon, rules: &Rules, texts: &[Text]) -> Tally {
    let counter = Counter::new(lexicon, rules);
    let mut tally = Tally::default();
    for text in kept(rules, texts) {
        add(&mut tally, lexicon, text, &counter.count(text));
    }
    tally
}

/// All texts, or of those with the same normal form the one with the smallest date and id.
fn kept<'a>(rules: &Rules, texts: &'a [Text]) -> Vec<&'a Text> {
    if rules.keep_duplicates {
        return texts.iter().collect();
    }
    let mut first: BTreeMap<String, &Text> = BTreeMap::new();
    let order = |text: &Text| (text.year, text.month, text.day, text.id.clone());
    for text in texts {
        let key = normal(&format!("{}\n{}", text.title, text.text)).0;
        match first.get(&key) {
            Some(known) if order(known) <= order(text) => {}
            _ => {
                first.insert(key, text);
            }
        }
    }
    first.into_values().collect()
}

fn add(tally: &mut Tally, lexicon: &Lexicon, text: &Text, counted: &Counted) {
    let source: Arc<str> = text.source.as_str().into();
    let cell = |language| Cell {
        year: text.year,
        month: text.month,
        language,
        source: source.clone(),
        kind: text.kind,
    };
    let of_document = cell(counted.language);

    let in_scope: Vec<(TermId, &Hit)> = counted
        .hits
        .iter()
        .filter(|hit| hit.in_scope)
        .map(|hit| (lexicon.term_id(&hit.term).expect("a term of the lexicon"), hit))
        .collect();
    let with = |stance| {
        in_scope.iter().any(|(term, _)| lexicon.terms[usize::from(*term)].stance == Some(stance))
    };
    let (cooperation, conflict) = (with(Stance::Cooperation), with(Stance::Conflict));
    *tally.cells.entry(of_document.clone()).or_default() += CellCounts {
        documents: 1,
        documents_in_scope: u64::from(counted.in_scope),
        documents_with_cooperation: u64::from(cooperation),
        documents_with_conflict: u64::from(conflict),
        documents_with_both: u64::from(cooperation && conflict),
        ..CellCounts::default()
    };
    for (language, words) in &counted.words {
        *tally.cells.entry(cell(*language)).or_default() += CellCounts {
            words: *words,
            words_in_scope: counted.words_in_scope.get(language).copied().unwrap_or(0),
            sentences: counted.sentences[language],
            ..CellCounts::default()
        };
    }

    for hit in &counted.hits {
        let term = lexicon.term_id(&hit.term).expect("a term of the lexicon");
        let counts = match hit.in_scope {
            true => TermCounts {
                hits: 1,
                hits_negated: u64::from(hit.negated),
                hits_compound: u64::from(hit.class == "compound"),
                hits_ambiguous: u64::from(hit.ambiguous),
                ..TermCounts::default()
            },
            false => TermCounts { hits_outside: 1, ..TermCounts::default() },
        };
        *tally.terms.entry((cell(hit.language), term)).or_default() += counts;
    }
    let terms: BTreeSet<TermId> = in_scope.iter().map(|(term, _)| *term).collect();
    for term in &terms {
        *tally.terms.entry((of_document.clone(), *term)).or_default() +=
            TermCounts { documents: 1, ..TermCounts::default() };
    }
    let mut by_sentence: BTreeMap<(usize, Language), BTreeSet<TermId>> = BTreeMap::new();
    for (term, hit) in &in_scope {
        by_sentence.entry((hit.sentence, hit.language)).or_default().insert(*term);
    }
    for ((_, language), terms) in &by_sentence {
        for term in terms {
            *tally.terms.entry((cell(*language), *term)).or_default() +=
                TermCounts { sentences: 1, ..TermCounts::default() };
        }
        for (a, b) in pairs(terms) {
            tally.pairs.entry((*language, a, b)).or_default().sentences += 1;
        }
    }
    for (a, b) in pairs(&terms) {
        tally.pairs.entry((counted.language, a, b)).or_default().documents += 1;
    }

    let mut groups: BTreeMap<Group, (u32, u32)> = BTreeMap::new();
    for (term, _) in &in_scope {
        let Some(stance) = lexicon.terms[usize::from(*term)].stance else { continue };
        for group in groups_of(lexicon, *term) {
            let (cooperation, conflict) = groups.entry(group).or_default();
            match stance {
                Stance::Cooperation => *cooperation += 1,
                Stance::Conflict => *conflict += 1,
            }
        }
    }
    for (group, (cooperation, conflict)) in groups {
        let key = ArticleKey { cell: of_document.clone(), group, cooperation, conflict };
        *tally.articles.entry(key).or_default() += 1;
    }
}

fn pairs(terms: &BTreeSet<TermId>) -> Vec<(TermId, TermId)> {
    let mut pairs = vec![];
    for a in terms {
        pairs.extend(terms.iter().filter(|b| a < *b).map(|b| (*a, *b)));
    }
    pairs
}

/// A lexicon and rules, ready to count.
pub struct Counter<'a> {
    lexicon: &'a Lexicon,
    rules: &'a Rules,
    terms: Vec<Finder>,
    /// Of each required actor, for each language; `None` for an id that no actor has.
    actors: Vec<Option<(&'a Actor, Vec<Finder>)>>,
}

/// Patterns of one language.
enum Finder {
    Words(Matcher),
    /// Owner, whether ambiguous, and the pattern.
    Plain(Vec<(usize, bool, Plain)>),
}

fn finder<'a>(
    plain: bool,
    language: Language,
    owners: impl Iterator<Item = (usize, &'a [Pattern])>,
) -> Finder {
    if !plain {
        return Finder::Words(Matcher::new(language, owners));
    }
    let mut patterns = vec![];
    for (owner, of_owner) in owners {
        for pattern in of_owner {
            patterns.push((owner, pattern.ambiguous, Plain::new(&pattern.text, language)));
        }
    }
    Finder::Plain(patterns)
}

/// The title or the text of a document, cut up.
struct Part {
    in_title: bool,
    normal: Normal,
    /// NFC and lower case only.
    plain: Normal,
    /// The pieces between sentence ends, those without a word too.
    pieces: Vec<Piece>,
}

struct Piece {
    original: Range<usize>,
    language: Language,
    /// Number in the document, and the words; `None` where there is no word.
    sentence: Option<(usize, Vec<Word>)>,
}

struct Found {
    owner: usize,
    part: usize,
    sentence: usize,
    language: Language,
    original: Range<usize>,
    class: &'static str,
    negated: bool,
    ambiguous: bool,
}

impl<'a> Counter<'a> {
    pub fn new(lexicon: &'a Lexicon, rules: &'a Rules) -> Self {
        let terms = Language::COUNTED.map(|language| {
            let owners = lexicon.terms.iter().enumerate();
            let owners = owners.map(|(i, term)| (i, term.patterns[language as usize].as_slice()));
            finder(rules.plain, language, owners)
        });
        let actor = |id: &String| {
            let actor = lexicon.actors.iter().find(|actor| actor.id == *id)?;
            let finders = Language::COUNTED.map(|language| {
                let patterns = actor.patterns[language as usize].as_slice();
                finder(rules.plain, language, [(0, patterns)].into_iter())
            });
            Some((actor, Vec::from(finders)))
        };
        Self {
            lexicon,
            rules,
            terms: terms.into(),
            actors: rules.required.iter().map(actor).collect(),
        }
    }

    pub fn count(&self, text: &Text) -> Counted {
        let (parts, language) = cut(text);
        let scope = self.scope(&parts);
        let mut counted = Counted {
            language,
            words: BTreeMap::new(),
            sentences: BTreeMap::new(),
            in_scope: scope.document,
            words_in_scope: BTreeMap::new(),
            hits: vec![],
        };
        for piece in parts.iter().flat_map(|part| &part.pieces) {
            let Some((number, words)) = &piece.sentence else { continue };
            *counted.words.entry(piece.language).or_default() += words.len() as u64;
            *counted.sentences.entry(piece.language).or_default() += 1;
            if scope.sentences[*number] {
                *counted.words_in_scope.entry(piece.language).or_default() += words.len() as u64;
            }
        }
        let mut found = self.find(&parts, &self.terms);
        found.sort_by_key(|found| {
            (found.part, found.original.start, found.original.end, found.owner)
        });
        for found in found {
            counted.hits.push(Hit {
                term: self.lexicon.terms[found.owner].id.clone(),
                language: found.language,
                sentence: found.sentence,
                in_title: parts[found.part].in_title,
                start: found.original.start,
                end: found.original.end,
                class: found.class,
                negated: found.negated,
                in_scope: scope.sentences[found.sentence],
                ambiguous: found.ambiguous,
            });
        }
        counted
    }

    /// All matches, by the patterns of each paragraph's language.
    fn find(&self, parts: &[Part], finders: &[Finder]) -> Vec<Found> {
        let mut all = vec![];
        for (i, part) in parts.iter().enumerate() {
            for (finder, language) in finders.iter().zip(Language::COUNTED) {
                match finder {
                    Finder::Plain(patterns) => find_plain(patterns, part, i, language, &mut all),
                    Finder::Words(matcher) => {
                        for piece in part.pieces.iter().filter(|piece| piece.language == language) {
                            find_words(matcher, part, i, piece, self.rules.overlap_all, &mut all);
                        }
                    }
                }
            }
        }
        all
    }

    fn scope(&self, parts: &[Part]) -> InScope {
        let sentences: Vec<&Piece> = parts
            .iter()
            .flat_map(|part| &part.pieces)
            .filter(|piece| piece.sentence.is_some())
            .collect();
        // For each required actor, whether each sentence holds it.
        let mut holds: Vec<Vec<bool>> = vec![];
        for actor in &self.actors {
            let mut held = vec![false; sentences.len()];
            if let Some((actor, finders)) = actor {
                for found in self.find(parts, finders) {
                    held[found.sentence] = true;
                }
                for (held, piece) in held.iter_mut().zip(&sentences) {
                    *held |= self.rules.home && actor.home == Some(piece.language);
                }
            }
            holds.push(held);
        }
        let near = match self.rules.scope {
            ScopeUnit::Document => {
                let document = holds.iter().all(|held| held.contains(&true));
                return InScope { document, sentences: vec![document; sentences.len()] };
            }
            ScopeUnit::Sentence => 0,
            ScopeUnit::Window(near) => near as usize,
        };
        let in_scope = |i: usize| {
            let window = i.saturating_sub(near)..(i + near + 1).min(sentences.len());
            holds.iter().all(|held| held[window.clone()].contains(&true))
        };
        let sentences: Vec<bool> = (0..sentences.len()).map(in_scope).collect();
        InScope { document: holds.is_empty() || sentences.contains(&true), sentences }
    }
}

struct InScope {
    document: bool,
    sentences: Vec<bool>,
}

/// Title and text with their sentences and words, and the language of the document.
fn cut(text: &Text) -> (Vec<Part>, Language) {
    // The title is one paragraph of its own.
    let title = (!text.title.is_empty()).then_some(0..text.title.len());
    let title_count = usize::from(title.is_some());
    let in_text = text::paragraphs(&text.text);
    let mut paragraphs: Vec<&str> = title.into_iter().map(|_| text.title.as_str()).collect();
    paragraphs.extend(in_text.iter().map(|range| &text.text[range.clone()]));
    let (languages, document) = match text.language {
        Some(language) => (vec![language; paragraphs.len()], language),
        None => text::languages(&paragraphs),
    };
    let title_language = languages.first().copied().unwrap_or(document);
    let mut number = 0;
    let title = part(true, &text.title, &mut number, |_| title_language);
    let body = part(false, &text.text, &mut number, |offset| {
        let paragraph = in_text.iter().rposition(|range| range.start <= offset);
        paragraph.map_or(document, |paragraph| languages[title_count + paragraph])
    });
    (vec![title, body], document)
}

fn part(
    in_title: bool,
    text: &str,
    number: &mut usize,
    language: impl Fn(usize) -> Language,
) -> Part {
    let normal = prepare(text, true);
    let ranges = text::pieces(text);
    let mut words: Vec<Vec<Range<usize>>> = vec![vec![]; ranges.len()];
    for word in text::words(&normal.text) {
        let start = normal.starts[word.start];
        words[ranges.partition_point(|piece| piece.end <= start)].push(word);
    }
    let mut pieces = vec![];
    for (original, words) in ranges.into_iter().zip(words) {
        let original = trimmed(text, original);
        let language = language(original.start);
        let mut sentence = None;
        if !words.is_empty() {
            sentence = Some((*number, sentence_words(&normal, &words, language)));
            *number += 1;
        }
        pieces.push(Piece { original, language, sentence });
    }
    Part { in_title, normal, plain: prepare(text, false), pieces }
}

fn sentence_words(normal: &Normal, words: &[Range<usize>], language: Language) -> Vec<Word> {
    let vietnamese = language == Language::Vietnamese;
    let keys: Vec<String> = words
        .iter()
        .map(|word| match vietnamese {
            true => vietnamese::key(&normal.text[word.clone()]),
            false => String::new(),
        })
        .collect();
    let joined: Vec<bool> = words
        .windows(2)
        .map(|pair| normal.text[pair[0].end..pair[1].start].chars().all(|c| c == ' '))
        .collect();
    let own = match vietnamese {
        true => vietnamese::own_words(&keys, &joined),
        false => vec![false; words.len()],
    };
    let words = words.iter().cloned().zip(keys).zip(own);
    words.map(|((range, key), own)| Word { range, key, own }).collect()
}

fn find_plain(
    patterns: &[(usize, bool, Plain)],
    part: &Part,
    part_number: usize,
    language: Language,
    all: &mut Vec<Found>,
) {
    for (owner, ambiguous, pattern) in patterns {
        for range in pattern.find(&part.plain.text) {
            let original = part.plain.original(range);
            let at = part.pieces.partition_point(|piece| piece.original.end <= original.start);
            // A pattern without a letter may stand where no sentence is.
            let Some(piece) = part.pieces.get(at) else { continue };
            let Some((sentence, _)) = piece.sentence else { continue };
            if piece.language == language {
                all.push(Found {
                    owner: *owner,
                    part: part_number,
                    sentence,
                    language,
                    original,
                    class: "plain",
                    negated: false,
                    ambiguous: *ambiguous,
                });
            }
        }
    }
}

fn find_words(
    matcher: &Matcher,
    part: &Part,
    part_number: usize,
    piece: &Piece,
    overlap_all: bool,
    all: &mut Vec<Found>,
) {
    let Some((number, words)) = &piece.sentence else { return };
    // The part of the normal form that came from this sentence.
    let normal = &part.normal;
    let start = normal.starts.partition_point(|original| *original < piece.original.start);
    let end = normal.starts.partition_point(|original| *original < piece.original.end);
    let sentence = Sentence { normal, words: words.clone(), range: start..end };
    let matches = match overlap_all {
        true => matcher.all(&sentence),
        false => matcher.longest(&sentence),
    };
    for found in matches {
        all.push(Found {
            owner: found.owner,
            part: part_number,
            sentence: *number,
            language: piece.language,
            original: normal.original(found.range.clone()),
            class: found.class,
            negated: is_negated(normal, words, piece.language, found.words),
            ambiguous: found.ambiguous,
        });
    }
}

const ENGLISH_NEGATORS: [&str; 6] = ["no", "not", "without", "never", "lack of", "failed to"];
const VIETNAMESE_NEGATORS: [&str; 5] = ["không", "chưa", "thiếu", "chẳng", "chẳng hề"];
const KOREAN_NEGATORS: [&str; 4] = ["없", "않", "못", "아니"];

fn is_negated(normal: &Normal, words: &[Word], language: Language, hit: (usize, usize)) -> bool {
    let before = &words[hit.0.saturating_sub(3)..hit.0];
    let after = words[hit.1 + 1..].iter().take(2);
    let text = |word: &Word| normal.text[word.range.clone()].to_owned();
    let holds = |before: Vec<String>, negator: Vec<String>| {
        before.windows(negator.len()).any(|window| window == negator)
    };
    match language {
        Language::English => ENGLISH_NEGATORS.iter().any(|negator| {
            let negator = negator.split(' ').map(str::to_owned).collect();
            holds(before.iter().map(text).collect(), negator)
        }),
        Language::Vietnamese => VIETNAMESE_NEGATORS.iter().any(|negator| {
            let negator = negator.split(' ').map(vietnamese::key).collect();
            holds(before.iter().map(|word| word.key.clone()).collect(), negator)
        }),
        _ => after
            .into_iter()
            .any(|word| KOREAN_NEGATORS.iter().any(|negator| text(word).starts_with(negator))),
    }
}
