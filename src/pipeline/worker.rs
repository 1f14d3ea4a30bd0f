//! One thread's work: a document through segmentation, matching, scope and counting, into a row.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use xxhash_rust::xxh3::Xxh3Default;

use super::piece::Piece;
use crate::count::accumulate::{Accumulator, Terms};
use crate::count::row::{LanguageCounts, Quote, Row, RowHit, RowSentence};
use crate::document::{DateFrom, Document, Language};
use crate::duplicates::shingles::Shingles;
use crate::error::{Problem, Result};
use crate::lexicon::TermId;
use crate::mail;
use crate::matching::scope::{InScope, Scope};
use crate::matching::{ActorSeen, Hit, Matcher, Scratch};
use crate::report::spool::{Place, SpoolWriter};
use crate::segment::language;

/// What every thread works by.
#[derive(Debug)]
pub struct Instructions {
    pub matcher: Matcher,
    pub scope: Scope,
    pub terms: Terms,
    pub years: RangeInclusive<i32>,
    pub plain: bool,
    /// Keep the sentences of hits for the evidence.
    pub sentences: bool,
    /// Keep what it takes to find near copies.
    pub shingles: bool,
}

/// One thread's counts.
pub struct Worker<'p> {
    pub accumulator: Accumulator<'p>,
    pub spool: SpoolWriter,
    pub problems: Vec<Problem>,
    /// Documents that were read, those outside the study's years among them.
    pub documents: u64,
    pub outside_years: BTreeMap<i32, u64>,
    /// Documents within the years by what their date was read from.
    pub dates_from: BTreeMap<DateFrom, u64>,
    pub listed: Listed,
    counter: Counter<'p>,
}

/// Articles of which the source gives the nouns, and how much of them it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    pub documents: u64,
    pub nouns: u64,
    /// Nouns that stand, letter for letter, in what may be quoted.
    pub nouns_shown: u64,
}

impl Listed {
    fn of(document: &Document, shown: &str) -> Self {
        let mut listed = Self { documents: 1, ..Self::default() };
        for noun in document.text.split_whitespace() {
            listed.nouns += 1;
            listed.nouns_shown += u64::from(document.title.contains(noun) || shown.contains(noun));
        }
        listed
    }

    pub fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.nouns += other.nouns;
        self.nouns_shown += other.nouns_shown;
    }
}

/// From documents to rows, with the buffers that it takes.
pub struct Counter<'p> {
    instructions: &'p Instructions,
    title: Piece,
    text: Piece,
    /// Title and beginning of an article whose nouns are counted.
    shown: [Piece; 2],
    scratch: Scratch,
    seen: Vec<ActorSeen>,
    /// By sentence of the document.
    languages: Vec<Language>,
    in_scope: InScope,
    hits: Vec<RowHit>,
    hasher: Box<Xxh3Default>,
    shingles: Shingles,
}

impl<'p> Worker<'p> {
    pub fn new(instructions: &'p Instructions, spool: SpoolWriter) -> Self {
        Self {
            accumulator: Accumulator::new(&instructions.terms),
            spool,
            problems: vec![],
            documents: 0,
            outside_years: BTreeMap::new(),
            dates_from: BTreeMap::new(),
            listed: Listed::default(),
            counter: Counter::new(instructions),
        }
    }

    pub fn begin(&mut self, place: Place) {
        self.spool.begin(place);
    }

    /// Counts one document.
    ///
    /// # Errors
    /// The disk is full.
    pub fn document(&mut self, document: &Document) -> Result<()> {
        self.documents += 1;
        if !self.counter.instructions.years.contains(&document.date.year) {
            *self.outside_years.entry(document.date.year).or_default() += 1;
            return Ok(());
        }
        *self.dates_from.entry(document.date_from).or_default() += 1;
        if let Some(shown) = &document.shown {
            self.listed.add(Listed::of(document, shown));
        }
        let (row, fingerprint) = self.counter.row(document);
        self.accumulator.observe(&row);
        self.spool.push(&row, fingerprint, self.counter.shingles())?;
        self.counter.hits = row.hits;
        Ok(())
    }
}

impl<'p> Counter<'p> {
    pub fn new(instructions: &'p Instructions) -> Self {
        Self {
            instructions,
            title: Piece::default(),
            text: Piece::default(),
            shown: Default::default(),
            scratch: Scratch::default(),
            seen: vec![],
            languages: vec![],
            in_scope: InScope::default(),
            hits: vec![],
            hasher: Box::default(),
            shingles: Shingles::default(),
        }
    }

    /// One document, counted, and its fingerprint: that of the normal form of title and text, which copies share.
    pub fn row<'d>(&mut self, document: &'d Document) -> (Row<'d>, u128) {
        let language = self.cut(document);
        self.languages.clear();
        self.title.languages(&mut self.languages);
        let title_sentences = self.languages.len();
        self.text.languages(&mut self.languages);
        self.gather_actors(title_sentences as u32, document.shown.is_some());
        self.instructions.scope.of(&self.seen, &self.languages, &mut self.in_scope);
        self.gather_hits(title_sentences as u32);
        let sentences = self.instructions.sentences;
        let row = Row {
            id: mail::mask(&document.id),
            date: document.date,
            date_from: document.date_from,
            source: mail::mask(document.source.trim()),
            kind: document.kind,
            language,
            in_scope: self.in_scope.any(),
            languages: self.language_counts(title_sentences, document.shown.is_some()),
            sentences: match sentences && document.shown.is_none() {
                true => self.sentences_of_hits(document, title_sentences),
                false => vec![],
            },
            quotes: match &document.shown {
                Some(shown) if sentences => self.quotes(document, shown, language),
                _ => vec![],
            },
            hits: std::mem::take(&mut self.hits),
        };
        (row, self.fingerprint())
    }

    /// Cuts and searches title and text; returns the document's language.
    fn cut(&mut self, document: &Document) -> Language {
        let (title, text) = (&*document.title, &*document.text);
        self.title.parts.clear();
        self.text.parts.clear();
        let language = match document.language {
            Some(language) => {
                self.title.parts.push((title.len(), language));
                self.text.parts.push((text.len(), language));
                language
            }
            None => {
                let detected = language::detect(title, text);
                self.title.parts.push((title.len(), detected.title));
                for (range, language) in detected.paragraphs {
                    match self.text.parts.last_mut() {
                        Some((end, last)) if *last == language => *end = range.end,
                        _ => self.text.parts.push((range.end, language)),
                    }
                }
                detected.document
            }
        };
        self.title.fill(title, self.instructions, &mut self.scratch);
        self.text.fill(text, self.instructions, &mut self.scratch);
        if document.shown.is_some() {
            // A list of nouns begins with those of the title: what it has is counted there, once.
            let listed = &self.text.found.hits;
            self.title.found.hits.retain(|hit| listed.iter().all(|other| other.term != hit.term));
        }
        language
    }

    /// Actors by sentence of the document. Beside a list of nouns, whose sentences are not known, an actor is everywhere.
    fn gather_actors(&mut self, title_sentences: u32, is_list: bool) {
        self.seen.clear();
        for (piece, first) in [(&self.title, 0), (&self.text, title_sentences)] {
            for seen in &piece.found.actors {
                let sentences = match is_list {
                    true => 0..self.languages.len() as u32,
                    false => seen.sentence + first..seen.sentence + first + 1,
                };
                self.seen.extend(sentences.map(|sentence| ActorSeen { sentence, ..*seen }));
            }
        }
    }

    fn gather_hits(&mut self, title_sentences: u32) {
        self.hits.clear();
        for (piece, in_title) in [(&self.title, true), (&self.text, false)] {
            for hit in &piece.found.hits {
                // Only the evidence shows where a hit is.
                let original = match self.instructions.sentences {
                    true => piece.original(hit.start, hit.end, self.instructions.plain),
                    false => 0..0,
                };
                let sentence = hit.sentence + if in_title { 0 } else { title_sentences };
                self.hits.push(RowHit {
                    term: hit.term,
                    language: hit.language,
                    class: hit.class,
                    negated: hit.negated,
                    ambiguous: hit.ambiguous,
                    in_scope: self.in_scope.sentence(sentence as usize),
                    in_title,
                    sentence,
                    start: original.start as u32,
                    end: original.end as u32,
                });
            }
        }
    }

    /// Sentences and words by language; those of the title stand in a list of nouns already.
    fn language_counts(&self, title_sentences: usize, is_list: bool) -> [LanguageCounts; 4] {
        let mut counts = [LanguageCounts::default(); 4];
        let pieces = [(&self.title, 0), (&self.text, title_sentences)];
        for (piece, first) in pieces.into_iter().skip(usize::from(is_list)) {
            let sentences = piece.segments.sentence_ends.len();
            for sentence in 0..sentences {
                let counts = &mut counts[self.languages[first + sentence] as usize];
                let words = piece.segments.words_of_sentence(sentence).len() as u32;
                counts.sentences += 1;
                counts.words += words;
                if self.in_scope.sentence(first + sentence) {
                    counts.words_in_scope += words;
                }
            }
        }
        counts
    }

    fn sentences_of_hits<'d>(
        &self,
        document: &'d Document,
        title_sentences: usize,
    ) -> Vec<RowSentence<'d>> {
        let mut sentences: Vec<RowSentence> = vec![];
        for hit in self
            .title
            .found
            .hits
            .iter()
            .map(|hit| (hit, true))
            .chain(self.text.found.hits.iter().map(|hit| (hit, false)))
        {
            let (hit, in_title) = hit;
            let (piece, text, first) = match in_title {
                true => (&self.title, &document.title, 0),
                false => (&self.text, &document.text, title_sentences),
            };
            let number = hit.sentence + first as u32;
            if sentences.last().is_some_and(|last| last.number == number) {
                continue;
            }
            let (start, text) = piece.sentence(hit.sentence, text);
            let text = Cow::Borrowed(text);
            sentences.push(RowSentence { number, start: start as u32, text });
        }
        sentences
    }

    /// What shows each hit in a list of nouns. The list is in the order of the article, so the first hit of a term in
    /// it is the first in the article, whose title and beginning are `shown`.
    fn quotes<'d>(
        &mut self,
        document: &'d Document,
        shown: &'d str,
        language: Language,
    ) -> Vec<Quote<'d>> {
        let texts = [&*document.title, shown];
        if self.title.found.hits.is_empty() && self.text.found.hits.is_empty() {
            return vec![];
        }
        for (piece, text) in self.shown.iter_mut().zip(texts) {
            piece.parts.clear();
            piece.parts.push((text.len(), language));
            piece.fill(text, self.instructions, &mut self.scratch);
        }
        let plain = self.instructions.plain;
        let mut visible: Vec<(TermId, Quote)> = vec![];
        for (piece, text) in self.shown.iter().zip(texts) {
            for hit in &piece.found.hits {
                let (from, sentence) = piece.sentence(hit.sentence, text);
                let place = piece.original(hit.start, hit.end, plain);
                visible.push((
                    hit.term,
                    Quote {
                        article: false,
                        text: Cow::Borrowed(sentence),
                        start: (place.start - from) as u32,
                        end: (place.end - from) as u32,
                    },
                ));
            }
        }
        let quote = |hit: &Hit| {
            if let Some(next) = visible.iter().position(|(term, _)| *term == hit.term) {
                return visible.remove(next).1;
            }
            let place = self.text.original(hit.start, hit.end, plain);
            let (before, behind) = (&document.text[..place.start], &document.text[place.end..]);
            let from = before
                .rfind(char::is_whitespace)
                .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
            let to =
                behind.find(char::is_whitespace).map_or(document.text.len(), |at| place.end + at);
            Quote {
                article: true,
                text: Cow::Borrowed(&document.text[from..to]),
                start: (place.start - from) as u32,
                end: (place.end - from) as u32,
            }
        };
        // The title's hits are of terms that the list does not have, so that each finds itself.
        [&self.title, &self.text]
            .into_iter()
            .flat_map(|piece| &piece.found.hits)
            .map(quote)
            .collect()
    }

    /// Those of the last document, each once, rising; none where they are not asked for.
    fn shingles(&mut self) -> &[u32] {
        self.shingles.clear();
        if self.instructions.shingles {
            for piece in [&mut self.title, &mut self.text] {
                piece.segments.list_words();
                self.shingles.add(&piece.segments);
            }
        }
        self.shingles.set()
    }

    /// Of the normal form of title and text: copies have the same.
    fn fingerprint(&mut self) -> u128 {
        self.hasher.reset();
        self.hasher.update(self.title.segments.normal.as_bytes());
        self.hasher.update(b" ");
        self.hasher.update(self.text.segments.normal.as_bytes());
        self.hasher.digest128()
    }
}
