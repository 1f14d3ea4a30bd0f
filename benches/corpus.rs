//! Large corpora with known counts, from a seed: filler words that no pattern matches, and terms planted among them,
//! each in a form that counts once. The expected counts are those of the planting, not of a counter.
//!
//! Why they are exact: every match begins with the first word of a pattern (in Korean: holds the pattern's first part),
//! and no filler word is or holds one. A planted term stands between commas or sentence ends, over which no pattern
//! reaches. Each form is tried alone before it is used, and the first documents are counted, which also looks after
//! regular expressions, whose first words are not known.

#![allow(dead_code, reason = "each that uses it uses a part")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use keytrend::builtin;
use keytrend::document::{Kind, Language};
use keytrend::error::{Error, Result};
use keytrend::lexicon::{Lexicon, Pattern, TermId};
use keytrend::matching::{Found, Matcher, Scratch};
use keytrend::pipeline::count::Order;
use keytrend::read::{Chunk, Compression, Context, Record, Settings, reader_of, walk};
use keytrend::segment::Segments;
use keytrend::study::{PathFilter, ScopeUnit};

/// Counts `paths` in full mode on one thread, without scope, and keeps the evidence.
pub fn order<'a>(paths: &'a [PathBuf], filter: &'a PathFilter, lexicon: &'a Lexicon) -> Order<'a> {
    Order {
        paths: Some(paths),
        filter,
        columns: &[],
        kind: Kind::News,
        language: None,
        encoding: None,
        date_order: None,
        pdf: Default::default(),
        lexicon,
        actors: &[],
        unit: ScopeUnit::Document,
        home: false,
        overlap_all: false,
        near_duplicates: None,
        keep_duplicates: false,
        plain: false,
        years: 1992..=2021,
        threads: 1,
        evidence: true,
        list_copies: true,
        hash: false,
        output: None,
    }
}

/// What a corpus shall be like.
#[derive(Clone, Debug)]
pub struct Wish {
    pub bytes: u64,
    pub languages: Vec<Language>,
    pub years: RangeInclusive<i32>,
    pub seed: u64,
    /// Planted terms for every 1,000 words.
    pub rate: f64,
}

/// Hits and documents by year and term; years and terms without any are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    pub documents: BTreeMap<i32, u64>,
    pub terms: BTreeMap<(i32, String), Counts>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub hits: u64,
    pub documents: u64,
}

/// SplitMix64: small, fast, and the same for ever.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.draw()) * end as u128) >> 64) as usize
    }

    /// Likewise, but small numbers are far more frequent, as words are in texts.
    fn low(&mut self, end: usize) -> usize {
        let a = self.below(1 << 20) as u64;
        let cube = (((a * a) >> 20) * a) >> 20;
        ((cube * end as u64) >> 20) as usize
    }
}

/// What documents of one language are made of.
#[derive(Debug)]
struct Stock {
    language: Language,
    /// Words of real texts, frequent ones first.
    filler: Vec<String>,
    /// Words that are seldom or never met, as names are.
    rare: Vec<String>,
    /// Terms with the forms in which they are planted.
    terms: Vec<(TermId, Vec<String>)>,
    /// Names every actor; matches no term.
    title: String,
    bytes: u64,
}

pub struct Generator<'a> {
    lexicon: &'a Lexicon,
    matcher: Matcher,
    wish: Wish,
    random: Random,
    stocks: Vec<Stock>,
    expected: Expected,
    documents: u64,
    bytes: u64,
    /// Terms of the document being written.
    seen: BTreeSet<TermId>,
}

/// How many rare words there are, and how many words of 1,000 are such.
const RARE: usize = 20_000;
const RARE_PER_THOUSAND: usize = 20;
/// How many documents are counted by the library while they are made.
const COUNTED: u64 = 500;

impl<'a> Generator<'a> {
    /// Chooses filler and forms; the same for the same lexicon and seed.
    ///
    /// # Errors
    /// A lexicon whose patterns cannot be compiled, or that leaves nothing to plant or to fill with.
    pub fn new(lexicon: &'a Lexicon, wish: Wish) -> Result<Self> {
        let mut random = Random::new(wish.seed);
        let matcher = Matcher::new(lexicon, &[], false, false)?;
        let mut stocks = vec![];
        for language in &wish.languages {
            stocks.push(Stock::new(lexicon, &matcher, *language, &mut random)?);
        }
        if stocks.is_empty() || wish.years.is_empty() {
            return Err(Error::new("no language or no year to write about"));
        }
        Ok(Self {
            lexicon,
            matcher,
            wish,
            random,
            stocks,
            expected: Expected::default(),
            documents: 0,
            bytes: 0,
            seen: BTreeSet::new(),
        })
    }

    /// What was planted so far.
    pub fn expected(&self) -> &Expected {
        &self.expected
    }

    pub fn documents(&self) -> u64 {
        self.documents
    }

    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many terms of each language have a form to plant.
    pub fn plantable(&self) -> Vec<(Language, usize)> {
        self.stocks.iter().map(|stock| (stock.language, stock.terms.len())).collect()
    }

    /// Appends a document to `lines`, as a line of JSON; false if there are enough.
    ///
    /// # Panics
    /// If the library counts another number of hits in one of the first documents: then one of the two is wrong.
    pub fn write_next(&mut self, lines: &mut String) -> bool {
        if self.bytes >= self.wish.bytes {
            return false;
        }
        // The language with the fewest bytes, so that all have equally many.
        let next = (0..self.stocks.len()).min_by_key(|at| self.stocks[*at].bytes);
        let at = next.expect("at least one language");
        let (first, years) = (*self.wish.years.start(), self.wish.years.clone().count());
        let year = first + self.random.below(years) as i32;
        let (month, day) = (self.random.below(12) + 1, self.random.below(28) + 1);
        self.documents += 1;
        let start = lines.len();
        let (stock, number) = (&self.stocks[at], self.documents);
        let (code, title) = (stock.language.code(), &stock.title);
        let source = self.random.below(8) + 1;
        write!(
            lines,
            r#"{{"id":"{number:09}","date":"{year}-{month:02}-{day:02}","source":"{code} {source}","lang":"{code}","title":"{title} {number}","text":""#,
        )
        .expect("a string");
        let text = lines.len();
        let planted = self.write_text(at, lines, year);
        if number <= COUNTED {
            let text = lines[text..].replace("\\n", "\n");
            self.count(at, &text, &planted);
        }
        lines.push_str("\"}\n");
        self.stocks[at].bytes += (lines.len() - start) as u64;
        self.bytes += (lines.len() - start) as u64;
        *self.expected.documents.entry(year).or_default() += 1;
        for term in std::mem::take(&mut self.seen) {
            let id = self.lexicon.terms[usize::from(term)].id.clone();
            self.expected.terms.entry((year, id)).or_default().documents += 1;
        }
        true
    }

    /// Writes sentences of some 600 words, and gives the terms planted in them.
    fn write_text(&mut self, at: usize, text: &mut String, year: i32) -> Vec<TermId> {
        let (stock, random) = (&self.stocks[at], &mut self.random);
        let threshold = (self.wish.rate * 1e6) as usize;
        let mut planted = vec![];
        for sentence in 0..random.below(40) + 10 {
            match sentence {
                0 => {}
                _ if random.below(4) == 0 => text.push_str("\\n\\n"),
                _ => text.push(' '),
            }
            for word in 0..random.below(25) + 6 {
                if word > 0 {
                    text.push(' ');
                }
                let filler = match random.below(1_000) < RARE_PER_THOUSAND {
                    true => &stock.rare[random.below(stock.rare.len())],
                    false => &stock.filler[random.low(stock.filler.len())],
                };
                match word {
                    0 => push_capitalised(text, filler),
                    _ => text.push_str(filler),
                }
                if random.below(1_000_000_000) < threshold {
                    let (term, forms) = &stock.terms[random.low(stock.terms.len())];
                    text.push_str(", ");
                    text.push_str(&forms[random.below(forms.len())]);
                    text.push(',');
                    planted.push(*term);
                }
            }
            if text.ends_with(',') {
                text.pop();
            }
            text.push('.');
        }
        for term in &planted {
            let id = self.lexicon.terms[usize::from(*term)].id.clone();
            self.expected.terms.entry((year, id)).or_default().hits += 1;
        }
        self.seen.extend(&planted);
        planted
    }

    fn count(&self, at: usize, text: &str, planted: &[TermId]) {
        let mut found = hits(&self.matcher, self.stocks[at].language, text);
        let mut planted = planted.to_vec();
        found.sort_unstable();
        planted.sort_unstable();
        assert_eq!(found, planted, "the library does not find what was planted in:\n{text}");
    }
}

impl Expected {
    /// As `expected.json` has it.
    pub fn json(&self, wish: &Wish, lexicon: &Lexicon) -> serde_json::Value {
        let languages: Vec<&str> = wish.languages.iter().map(|language| language.code()).collect();
        let mut years = serde_json::Map::new();
        for (year, documents) in &self.documents {
            let of_year = self.terms.range((*year, String::new())..(*year + 1, String::new()));
            let terms: serde_json::Map<String, serde_json::Value> = of_year
                .map(|((_, term), counts)| {
                    let counts = [counts.hits, counts.documents];
                    (term.clone(), serde_json::Value::from(counts.to_vec()))
                })
                .collect();
            let entry = serde_json::json!({ "documents": documents, "terms": terms });
            years.insert(year.to_string(), entry);
        }
        serde_json::json!({
            "what": "hits and documents by year and term, as planted; one place, one term, no scope or that of all actors",
            "seed": wish.seed,
            "rate_per_1000_words": wish.rate,
            "languages": languages,
            "lexicon_sha256": lexicon.hash(),
            "years": years,
        })
    }
}

impl Stock {
    fn new(
        lexicon: &Lexicon,
        matcher: &Matcher,
        language: Language,
        random: &mut Random,
    ) -> Result<Self> {
        let firsts = Firsts::new(lexicon, language)?;
        let mut filler = sample_words(language);
        filler.retain(|word| firsts.are_not_in(word));
        let mut rare: Vec<String> = (0..RARE).map(|_| made_up(language, random)).collect();
        rare.retain(|word| firsts.are_not_in(word));
        let mut terms = vec![];
        for (term, entry) in lexicon.terms.iter().enumerate() {
            let term = term as TermId;
            let patterns = &entry.patterns[language as usize];
            let mut forms: Vec<String> =
                patterns.iter().flat_map(|pattern| forms(pattern, language)).collect();
            forms.dedup();
            forms.retain(|form| {
                hits(matcher, language, &format!("{}, {form}, {}.", filler[0], filler[1])) == [term]
            });
            if !forms.is_empty() {
                terms.push((term, forms));
            }
        }
        if terms.is_empty() || filler.len() < 100 || rare.is_empty() {
            return Err(Error::new(format!(
                "{} terms to plant and {} words to fill with in {}: too few",
                terms.len(),
                filler.len(),
                language.code()
            )));
        }
        // Frequent terms are not those whose names begin with `a`.
        for at in (1..terms.len()).rev() {
            terms.swap(at, random.below(at + 1));
        }
        let names = lexicon.actors.iter().filter_map(|actor| {
            let pattern = actor.patterns[language as usize].first()?;
            Some(pattern.text.replace(['+', '='], ""))
        });
        let title = names.collect::<Vec<String>>().join(", ");
        let title = match hits(matcher, language, &title).is_empty() {
            true => title,
            false => String::new(),
        };
        Ok(Self { language, filler, rare, terms, title, bytes: 0 })
    }
}

/// The first words of all patterns; in Korean their first parts.
struct Firsts {
    language: Language,
    matcher: Matcher,
    parts: Vec<String>,
}

impl Firsts {
    fn new(lexicon: &Lexicon, language: Language) -> Result<Self> {
        let of_language = |patterns: &[Vec<Pattern>; 3]| patterns[language as usize].clone();
        let terms = lexicon.terms.iter().flat_map(|term| of_language(&term.patterns));
        let mut toml = String::new();
        let mut parts = vec![];
        let mut known = BTreeSet::new();
        for pattern in terms {
            let expression = pattern.text.starts_with('/');
            if language == Language::Korean && !expression {
                let first = pattern.text.split(['+', ' ', '-']).next().unwrap_or_default();
                parts.extend(
                    first
                        .split(['*', '?'])
                        .filter(|part| !part.is_empty())
                        .take(1)
                        .map(str::to_lowercase),
                );
                continue;
            }
            let first = pattern.text.split(' ').next().unwrap_or_default();
            let beginning = first.split('-').next().unwrap_or_default();
            for text in if expression { [pattern.text.as_str(), ""] } else { [first, beginning] } {
                // Settings would only turn words away; without them, more are.
                if text.chars().any(char::is_alphanumeric) && known.insert(text.to_lowercase()) {
                    let text = serde_json::Value::from(text);
                    writeln!(
                        toml,
                        "[[term]]\nid = \"{}\"\n{} = [{{ p = {text}, v = {} }}]",
                        known.len(),
                        language.code(),
                        language == Language::English
                    )
                    .expect("a string");
                }
            }
        }
        let lexicon = Lexicon::parse(&[("first words".to_owned(), toml)])?;
        Ok(Self { language, matcher: Matcher::new(&lexicon, &[], false, false)?, parts })
    }

    fn are_not_in(&self, word: &str) -> bool {
        !self.parts.iter().any(|part| word.contains(part.as_str()))
            && hits(&self.matcher, self.language, word).is_empty()
    }
}

/// Terms that the library finds in a text of one language.
fn hits(matcher: &Matcher, language: Language, text: &str) -> Vec<TermId> {
    let mut segments = Segments::default();
    segments.fill(text, &[(text.len(), language)], false);
    let mut found = Found::default();
    matcher.find(text, &segments, &mut Scratch::default(), &mut found);
    found.hits.iter().map(|hit| hit.term).collect()
}

/// Ways of writing a pattern that may match it; those that do not are sorted out later.
fn forms(pattern: &Pattern, language: Language) -> Vec<String> {
    if pattern.text.starts_with('/') {
        return vec![];
    }
    let plain = pattern.text.replace(['=', '?'], "");
    let written = [plain.replace('+', ""), plain.replace('+', " ")];
    let mut forms: Vec<String> = vec![];
    for written in written {
        let endings: &[&str] = match language {
            Language::English => &["", "s", "'s"],
            Language::Korean => &["", "은", "는", "을", "를", "의", "에서", "으로", "하고"],
            _ => &[""],
        };
        let written = written.replace('*', "");
        for ending in endings {
            let form = format!("{written}{ending}");
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        if language != Language::Korean {
            let mut capitalised = String::new();
            push_capitalised(&mut capitalised, &written);
            forms.push(capitalised);
        }
    }
    forms
}

fn push_capitalised(text: &mut String, word: &str) {
    let mut characters = word.chars();
    text.extend(characters.next().into_iter().flat_map(char::to_uppercase));
    text.push_str(characters.as_str());
}

/// The words of the sample texts in one language, frequent ones first.
fn sample_words(language: Language) -> Vec<String> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut segments = Segments::default();
    for text in sample_texts(language) {
        segments.fill(&text, &[(text.len(), language)], false);
        for at in 0..segments.words().len() {
            *counts.entry(segments.word(at).to_owned()).or_default() += 1;
        }
    }
    let mut words: Vec<(String, u64)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.into_iter().map(|(word, _)| word).collect()
}

/// News of the sample corpus.
fn sample_texts(language: Language) -> Vec<String> {
    const NEWS: [(&str, &[u8]); 3] = [
        ("en.jsonl", include_bytes!("../corpus/sample/news/en-1992-2021.jsonl")),
        ("ko.jsonl", include_bytes!("../corpus/sample/news/ko-2007-2021.jsonl")),
        ("vi.jsonl", include_bytes!("../corpus/sample/news/vi-1992-2021.jsonl")),
    ];
    let (name, bytes) = NEWS[language as usize % 3];
    let (reader, _) = reader_of(name).expect("a reader of JSON lines");
    let input = walk::Input {
        path: name.into(),
        relative: name.to_owned(),
        size: bytes.len() as u64,
        reader,
        compression: Compression::None,
        embedded: Some(bytes.into()),
        modified: None,
        read_by: Default::default(),
    };
    let chunk = Chunk {
        input: input.into(),
        place: (0, 0),
        first_line: 1,
        first_record: 0,
        bytes: bytes.to_vec().into(),
        header: None,
        failure: None,
        context: Context::default(),
    };
    let settings = Settings::default();
    let mut texts = vec![];
    reader.parse(&chunk, &settings, &mut |record| {
        if let Record::Document(document) = record {
            texts.push(document.text.into_owned());
        }
    });
    texts
}

/// A word that nobody has written, as names are: two to four syllables.
fn made_up(language: Language, random: &mut Random) -> String {
    const ONSETS: [&str; 12] = ["b", "k", "d", "tr", "g", "l", "m", "n", "p", "r", "s", "v"];
    const RHYMES: [&str; 10] = ["a", "e", "i", "o", "u", "an", "el", "ir", "on", "um"];
    let mut word = String::new();
    for _ in 0..random.below(3) + 2 {
        match language {
            Language::Korean => {
                let syllable = 0xAC00 + random.below(11_172) as u32;
                word.extend(char::from_u32(syllable));
            }
            _ => {
                word.push_str(ONSETS[random.below(ONSETS.len())]);
                word.push_str(RHYMES[random.below(RHYMES.len())]);
            }
        }
    }
    word
}

/// The built-in lexicon.
pub fn built_in() -> Result<Lexicon> {
    Lexicon::parse(&builtin::lexicon_files())
}
