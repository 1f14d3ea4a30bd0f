//! Patterns and where they match within one sentence (counting.md, section 4).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use keytrend::document::Language;
use keytrend::lexicon::{Pattern, Scope};
use regex::Regex;

use super::text::{Normal, prepare, words};
use super::{english, korean, vietnamese};

/// One word of a sentence: a range of the normal form, and in Vietnamese its key.
#[derive(Clone)]
pub struct Word {
    pub range: Range<usize>,
    pub key: String,
    /// Vietnamese: the longest match over the word list makes it a word of its own.
    pub own: bool,
}

/// One sentence: its words, and the range of the normal form that regular expressions see.
pub struct Sentence<'a> {
    pub normal: &'a Normal,
    pub words: Vec<Word>,
    pub range: Range<usize>,
}

impl Sentence<'_> {
    fn word(&self, i: usize) -> &str {
        &self.normal.text[self.words[i].range.clone()]
    }

    fn cased_word(&self, i: usize) -> &str {
        self.normal.cased(self.words[i].range.clone())
    }

    /// What stands between word `i` and the next.
    fn gap(&self, i: usize) -> &str {
        &self.normal.text[self.words[i].range.end..self.words[i + 1].range.start]
    }
}

/// Marks for `*` and `?` while a pattern is cut into words: letters without case that no text holds.
const STAR: char = 'ǀ';
const ONE: char = 'ǁ';

fn with_marks(text: &str) -> String {
    text.replace('*', &STAR.to_string()).replace('?', &ONE.to_string())
}

fn has_marks(text: &str) -> bool {
    text.contains([STAR, ONE])
}

/// Whether a word with marks matches the whole of `text`.
fn glob(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((&STAR, rest)) => (0..=text.len()).any(|skip| glob(rest, &text[skip..])),
        Some((&ONE, rest)) => !text.is_empty() && glob(rest, &text[1..]),
        Some((c, rest)) => text.first() == Some(c) && glob(rest, &text[1..]),
    }
}

fn glob_matches(pattern: &str, text: &str) -> bool {
    glob(&pattern.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>())
}

/// Spaces and hyphens only, or what the pattern itself has there.
fn gap_fits(gap: &str, own: &str) -> bool {
    gap == own || gap.chars().all(|c| c == ' ' || c == '-')
}

/// What one word of a pattern accepts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Accepts {
    OneOf(BTreeSet<String>),
    Glob(String),
}

/// Consecutive words, and what stands between them in the pattern.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sequence {
    words: Vec<Accepts>,
    gaps: Vec<String>,
}

/// One way of writing a Korean pattern: pieces that stand in words of their own.
struct Pieces {
    pieces: Vec<String>,
    gaps: Vec<String>,
    all_together: bool,
}

enum Shape {
    /// English and Vietnamese.
    Words {
        ways: Vec<Sequence>,
        written: Vec<String>,
    },
    Korean {
        ways: Vec<Pieces>,
        scope: Scope,
    },
    Regex {
        regex: Regex,
        whole: Regex,
    },
}

enum Except {
    Pattern(Box<Compiled>),
    /// Korean: a text that covers the match.
    Text(String),
}

/// One pattern, ready to match.
struct Compiled {
    shape: Shape,
    language: Language,
    case: bool,
    ambiguous: bool,
    /// Vietnamese, of one syllable.
    alone: bool,
    except: Vec<Except>,
}

impl Compiled {
    fn new(pattern: &Pattern, language: Language) -> Self {
        let shape = shape(pattern, language);
        let alone = language == Language::Vietnamese
            && matches!(&shape, Shape::Words { written, .. } if written.len() == 1);
        let except = pattern.except.iter().map(|text| {
            if language == Language::Korean {
                return Except::Text(prepare(text, true).text.replace('+', ""));
            }
            let except = Pattern {
                text: text.clone(),
                verb: false,
                case: false,
                scope: Scope::Compound,
                except: vec![],
                ..pattern.clone()
            };
            // No setting of the pattern goes over to its except texts. A syllable alone
            // stands on word edges like any other.
            Except::Pattern(Box::new(Self { alone: false, ..Self::new(&except, language) }))
        });
        Self {
            except: except.collect(),
            shape,
            language,
            case: pattern.case,
            ambiguous: pattern.ambiguous,
            alone,
        }
    }
}

fn shape(pattern: &Pattern, language: Language) -> Shape {
    if let Some(regex) = pattern.text.strip_prefix('/').and_then(|text| text.strip_suffix('/'))
        && !regex.is_empty()
    {
        return Shape::Regex {
            whole: Regex::new(&format!("(?:{regex})\\z")).expect("a regular expression"),
            regex: Regex::new(regex).expect("a regular expression"),
        };
    }
    let marked = prepare(&with_marks(&pattern.text), true);
    let text = if pattern.case { &marked.cased } else { &marked.text };
    match language {
        Language::Korean => {
            let ways = korean_ways(text);
            let together: String = ways[0].pieces.concat();
            let scope = match together.chars().count() {
                1 => Scope::Word,
                _ => pattern.scope,
            };
            Shape::Korean { ways, scope }
        }
        Language::English => {
            let (ways, written) = english_ways(text, pattern.verb, pattern.case);
            Shape::Words { ways, written }
        }
        _ => {
            let ranges = words(text);
            let written: Vec<String> = ranges.iter().map(|r| text[r.clone()].to_owned()).collect();
            let accepts = |word: &String| match has_marks(word) {
                true => Accepts::Glob(word.clone()),
                false => Accepts::OneOf(BTreeSet::from([vietnamese::key(word)])),
            };
            let way = Sequence {
                words: written.iter().map(accepts).collect(),
                gaps: gaps(text, &ranges),
            };
            Shape::Words { ways: vec![way], written }
        }
    }
}

fn gaps(text: &str, words: &[Range<usize>]) -> Vec<String> {
    words.windows(2).map(|pair| text[pair[0].end..pair[1].start].to_owned()).collect()
}

/// Every subset of the joints `+` apart; all together comes first.
fn korean_ways(text: &str) -> Vec<Pieces> {
    let ranges = words(text);
    let joints = gaps(text, &ranges);
    let mut ways = vec![Pieces { pieces: vec![], gaps: vec![], all_together: true }];
    for (i, range) in ranges.into_iter().enumerate() {
        let word = &text[range];
        let joint = i.checked_sub(1).map(|before| joints[before].as_str());
        let mut longer = vec![];
        for way in ways {
            if joint == Some("+") {
                let mut together = way.pieces.clone();
                together.last_mut().expect("a piece before the joint").push_str(word);
                longer.push(Pieces { pieces: together, gaps: way.gaps.clone(), ..way });
            }
            let mut apart = way;
            apart.pieces.push(word.to_owned());
            match joint {
                Some("+") => {
                    apart.gaps.push(String::new());
                    apart.all_together = false;
                }
                Some(gap) => apart.gaps.push(gap.to_owned()),
                None => {}
            }
            longer.push(apart);
        }
        ways = longer;
    }
    ways.sort_by_key(|way| Reverse(way.all_together));
    ways
}

/// All sequences of words that an English pattern matches, and its words as written.
fn english_ways(text: &str, verb: bool, case: bool) -> (Vec<Sequence>, Vec<String>) {
    let ranges = words(text);
    let written: Vec<String> = ranges.iter().map(|r| text[r.clone()].to_owned()).collect();
    // Words between two white spaces go together: `co-operation`, `u.s.`.
    let mut chunks: Vec<Range<usize>> = vec![];
    for range in ranges {
        match chunks.last_mut() {
            Some(last) if !text[last.end..range.start].contains(char::is_whitespace) => {
                last.end = range.end;
            }
            _ => chunks.push(range),
        }
    }
    let separators = gaps(text, &chunks);
    let mut ways = vec![Sequence { words: vec![], gaps: vec![] }];
    for (i, chunk) in chunks.iter().enumerate() {
        let literal = text[..chunk.start].ends_with('=');
        let (first, last) = (i == 0, i + 1 == chunks.len());
        let word = &text[chunk.clone()];
        let mut forms = vec![word.to_owned()];
        // With anything but letters, digits and hyphens (`u.s.`, `workers'`), as written.
        let start = text[..chunk.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let end =
            text[chunk.end..].find(char::is_whitespace).map_or(text.len(), |at| chunk.end + at);
        let piece = text[start..end].trim_start_matches('=');
        let literal = literal || !piece.chars().all(|c| c.is_alphanumeric() || c == '-');
        if !literal && !has_marks(word) {
            forms.push(format!("{word}'s"));
            if case {
                let capitals =
                    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
                if last && capitals {
                    forms.push(format!("{word}s"));
                }
            } else {
                if last {
                    forms.extend(english::plural_forms(word));
                }
                if first && verb {
                    forms.extend(english::verb_forms(word));
                }
            }
        }
        let spelled = !literal && !case;
        let endings = chunk_ways(&forms, spelled);
        let mut longer = vec![];
        for way in ways {
            for ending in &endings {
                let mut way = way.clone();
                if !first {
                    way.gaps.push(separators[i - 1].clone());
                }
                way.words.extend(ending.words.iter().cloned());
                way.gaps.extend(ending.gaps.iter().cloned());
                longer.push(way);
            }
        }
        ways = longer;
    }
    (ways, written)
}

/// The forms of one chunk with every hyphen kept or left out. All single words become one.
fn chunk_ways(forms: &[String], spelled: bool) -> Vec<Sequence> {
    let mut ways = BTreeSet::new();
    let mut singles = BTreeSet::new();
    for form in forms {
        for joined in hyphens(form) {
            let ranges = words(&joined);
            let accepted: Vec<Accepts> = ranges
                .iter()
                .map(|range| {
                    let word = &joined[range.clone()];
                    match (has_marks(word), spelled) {
                        (true, _) => Accepts::Glob(word.to_owned()),
                        (_, true) => Accepts::OneOf(english::spellings(word)),
                        (_, false) => Accepts::OneOf(BTreeSet::from([word.to_owned()])),
                    }
                })
                .collect();
            match accepted.as_slice() {
                [Accepts::OneOf(single)] => singles.extend(single.iter().cloned()),
                _ => {
                    ways.insert(Sequence { words: accepted, gaps: gaps(&joined, &ranges) });
                }
            }
        }
    }
    if !singles.is_empty() {
        ways.insert(Sequence { words: vec![Accepts::OneOf(singles)], gaps: vec![] });
    }
    ways.into_iter().collect()
}

/// Each hyphen kept or left out. (Kept, it is a gap, which spaces fill as well.)
fn hyphens(text: &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    for c in text.chars() {
        let without = if c == '-' { ways.clone() } else { vec![] };
        ways.iter_mut().for_each(|way| way.push(c));
        ways.extend(without);
    }
    ways
}

/// Where a pattern matches in a sentence.
#[derive(Clone)]
pub struct Match {
    pub owner: usize,
    pub pattern: usize,
    /// First and last word.
    pub words: (usize, usize),
    /// Range of the normal form.
    pub range: Range<usize>,
    pub literal: bool,
    pub class: &'static str,
    pub ambiguous: bool,
}

impl Match {
    /// What makes one match at a place stand before another; the greatest wins.
    fn rank(&self, normal: &str) -> impl Ord + use<> {
        let characters = normal[self.range.clone()].chars().count();
        (
            self.words.1 - self.words.0,
            characters,
            self.literal,
            Reverse(self.owner),
            Reverse(self.pattern),
        )
    }
}

/// The patterns of one language, each with its owner (a term or an actor).
pub struct Matcher {
    language: Language,
    patterns: Vec<(usize, usize, Compiled)>,
    /// Patterns and ways by the first word (English, Vietnamese: text or key) or first character (Korean).
    index: BTreeMap<String, Vec<(usize, usize)>>,
    /// Those that begin with a mark, and regular expressions.
    always: Vec<(usize, usize)>,
}

impl Matcher {
    pub fn new<'a>(
        language: Language,
        owners: impl Iterator<Item = (usize, &'a [Pattern])>,
    ) -> Self {
        let mut matcher =
            Self { language, patterns: vec![], index: BTreeMap::new(), always: vec![] };
        for (owner, patterns) in owners {
            for (i, pattern) in patterns.iter().enumerate() {
                matcher.patterns.push((owner, i, Compiled::new(pattern, language)));
            }
        }
        for (i, (.., compiled)) in matcher.patterns.iter().enumerate() {
            let mut put = |key: String, way| {
                matcher.index.entry(key).or_default().push((i, way));
            };
            match &compiled.shape {
                Shape::Regex { .. } => matcher.always.push((i, 0)),
                Shape::Words { ways, .. } => {
                    for (way, sequence) in ways.iter().enumerate() {
                        match sequence.words.first() {
                            Some(Accepts::OneOf(words)) => {
                                // With `case` the index still holds the normal form.
                                let lower: BTreeSet<String> =
                                    words.iter().map(|word| word.to_lowercase()).collect();
                                lower.into_iter().for_each(|word| put(word, way));
                            }
                            Some(Accepts::Glob(_)) => matcher.always.push((i, way)),
                            None => {}
                        }
                    }
                }
                Shape::Korean { ways, .. } => {
                    for (way, pieces) in ways.iter().enumerate() {
                        match pieces.pieces.first().and_then(|piece| piece.chars().next()) {
                            Some(STAR | ONE) => matcher.always.push((i, way)),
                            Some(c) => put(c.to_lowercase().collect(), way),
                            None => {}
                        }
                    }
                }
            }
        }
        matcher
    }

    /// Left to right, at each place the longest; what a match covers is used up.
    pub fn longest(&self, sentence: &Sentence) -> Vec<Match> {
        let mut found: Vec<Match> = vec![];
        let mut free = 0;
        for (word, at) in self.places(sentence) {
            if at < free {
                continue;
            }
            let best = self
                .at(sentence, word, at)
                .into_iter()
                .max_by_key(|candidate| candidate.rank(&sentence.normal.text));
            if let Some(best) = best {
                free = best.range.end;
                found.push(best);
            }
        }
        found
    }

    /// Every match of every owner; for one owner at one place only the longest.
    pub fn all(&self, sentence: &Sentence) -> Vec<Match> {
        let mut found = vec![];
        for (word, at) in self.places(sentence) {
            let mut best: BTreeMap<usize, Match> = BTreeMap::new();
            for candidate in self.at(sentence, word, at) {
                let text = &sentence.normal.text;
                match best.get(&candidate.owner) {
                    Some(known) if known.rank(text) >= candidate.rank(text) => {}
                    _ => {
                        best.insert(candidate.owner, candidate);
                    }
                }
            }
            found.extend(best.into_values());
        }
        found
    }

    /// Places where a match may begin: words, and in Korean every character of them.
    fn places(&self, sentence: &Sentence) -> Vec<(usize, usize)> {
        let mut places = vec![];
        for (i, word) in sentence.words.iter().enumerate() {
            if self.language == Language::Korean {
                let chars = sentence.word(i).char_indices();
                places.extend(chars.map(|(offset, _)| (i, word.range.start + offset)));
            } else {
                places.push((i, word.range.start));
            }
        }
        places
    }

    /// All matches that begin at a place and stand.
    fn at(&self, sentence: &Sentence, word: usize, at: usize) -> Vec<Match> {
        let key = match self.language {
            Language::Korean => {
                let rest = &sentence.normal.text[at..];
                rest.chars().next().into_iter().collect()
            }
            Language::Vietnamese => sentence.words[word].key.clone(),
            _ => sentence.word(word).to_owned(),
        };
        let indexed = self.index.get(&key).into_iter().flatten();
        let mut found = vec![];
        for (i, way) in indexed.chain(&self.always) {
            let (owner, pattern, compiled) = &self.patterns[*i];
            for place in compiled.matches(sentence, word, at, *way) {
                if !compiled.is_excepted(sentence, &place) {
                    found.push(Match {
                        owner: *owner,
                        pattern: *pattern,
                        words: place.words,
                        range: place.range,
                        literal: place.literal,
                        class: place.class,
                        ambiguous: compiled.ambiguous,
                    });
                }
            }
        }
        found
    }
}

struct Place {
    words: (usize, usize),
    range: Range<usize>,
    literal: bool,
    class: &'static str,
}

impl Compiled {
    /// The matches of one way of the pattern that begin at `at`, in word `word`.
    fn matches(&self, sentence: &Sentence, word: usize, at: usize, way: usize) -> Vec<Place> {
        match &self.shape {
            Shape::Words { ways, written } => {
                self.match_words(sentence, word, &ways[way], written).into_iter().collect()
            }
            Shape::Korean { ways, scope } => {
                self.match_korean(sentence, word, at, &ways[way], *scope)
            }
            Shape::Regex { regex, whole } => {
                self.match_regex(sentence, word, at, regex, whole).into_iter().collect()
            }
        }
    }

    fn match_words(
        &self,
        sentence: &Sentence,
        first: usize,
        way: &Sequence,
        written: &[String],
    ) -> Option<Place> {
        let last = first + way.words.len().checked_sub(1)?;
        if last >= sentence.words.len() || (self.alone && !sentence.words[first].own) {
            return None;
        }
        let spelled = |i: usize| match self.case {
            true => sentence.cased_word(i),
            false => sentence.word(i),
        };
        for (offset, accepts) in way.words.iter().enumerate() {
            let i = first + offset;
            let fits = match accepts {
                Accepts::Glob(pattern) => glob_matches(pattern, spelled(i)),
                Accepts::OneOf(keys) if self.language == Language::Vietnamese && self.case => {
                    keys.contains(&vietnamese::key(spelled(i)))
                }
                Accepts::OneOf(keys) if self.language == Language::Vietnamese => {
                    keys.contains(&sentence.words[i].key)
                }
                Accepts::OneOf(words) => words.contains(spelled(i)),
            };
            if !fits || (i < last && !gap_fits(sentence.gap(i), &way.gaps[offset])) {
                return None;
            }
        }
        let globs = way.words.iter().any(|accepts| matches!(accepts, Accepts::Glob(_)));
        let as_written = self.language == Language::Vietnamese
            || (first..=last).map(spelled).eq(written.iter().map(String::as_str));
        Some(Place {
            words: (first, last),
            range: sentence.words[first].range.start..sentence.words[last].range.end,
            literal: !globs && as_written,
            class: "exact",
        })
    }

    fn match_korean(
        &self,
        sentence: &Sentence,
        first: usize,
        at: usize,
        way: &Pieces,
        scope: Scope,
    ) -> Vec<Place> {
        let last = first + way.pieces.len() - 1;
        if last >= sentence.words.len() {
            return vec![];
        }
        let text = &sentence.normal.text;
        let fits = |piece: &str, range: Range<usize>| {
            let found = match self.case {
                _ if range.is_empty() => "",
                true => sentence.normal.cased(range),
                false => &text[range],
            };
            match has_marks(piece) {
                true => glob_matches(piece, found),
                false => piece == found,
            }
        };
        for (offset, piece) in way.pieces.iter().enumerate() {
            let i = first + offset;
            let word = sentence.words[i].range.clone();
            // All but the last piece end their word, all but the first begin it.
            let start = if i == first { at } else { word.start };
            if i < last
                && (!fits(piece, start..word.end) || !gap_fits(sentence.gap(i), &way.gaps[offset]))
            {
                return vec![];
            }
        }
        let piece = &way.pieces[last - first];
        let word = sentence.words[last].range.clone();
        let start = if last == first { at } else { word.start };
        let mut places = vec![];
        for end in start + 1..=word.end {
            if !text.is_char_boundary(end) || !fits(piece, start..end) {
                continue;
            }
            let begins = at == sentence.words[first].range.start;
            let before = text[..end].chars().next_back().expect("a piece is not empty");
            let suffix = korean::class(before, &text[end..word.end]);
            let class = match (begins, suffix) {
                (true, Some(class)) => class,
                _ if scope == Scope::Word => continue,
                (true, None) | (false, Some(_)) => "compound",
                (false, None) if scope == Scope::Any => "compound",
                (false, None) => continue,
            };
            places.push(Place {
                words: (first, last),
                range: at..end,
                literal: way.all_together && !way.pieces.iter().any(|piece| has_marks(piece)),
                class,
            });
        }
        places
    }

    /// The longest match that begins at a word and ends at the end of one.
    fn match_regex(
        &self,
        sentence: &Sentence,
        first: usize,
        at: usize,
        regex: &Regex,
        whole: &Regex,
    ) -> Option<Place> {
        if at != sentence.words[first].range.start {
            return None;
        }
        let normal = sentence.normal;
        let (start, text, from) = match self.case {
            true => {
                (normal.cased_starts[at], &normal.cased, normal.cased_starts[sentence.range.start])
            }
            false => (at, &normal.text, sentence.range.start),
        };
        // Most sentences hold no match at all.
        let until = match self.case {
            true => normal.cased_ends[sentence.range.end - 1],
            false => sentence.range.end,
        };
        if regex.find_at(&text[from..until], start - from)?.start() != start - from {
            return None;
        }
        for last in (first..sentence.words.len()).rev() {
            let end = sentence.words[last].range.end;
            let cut = if self.case { normal.cased_ends[end - 1] } else { end };
            let found = whole.find_at(&text[from..cut], start - from);
            if found.is_some_and(|found| found.start() == start - from) {
                return Some(Place {
                    words: (first, last),
                    range: at..end,
                    literal: false,
                    class: "exact",
                });
            }
        }
        None
    }

    /// Whether one of the `except` texts covers the match.
    fn is_excepted(&self, sentence: &Sentence, place: &Place) -> bool {
        self.except.iter().any(|except| match except {
            Except::Text(except) => {
                let text = &sentence.normal.text;
                (place.range.end.saturating_sub(except.len())..=place.range.start).any(|start| {
                    text.get(start..).is_some_and(|rest| rest.starts_with(except.as_str()))
                })
            }
            Except::Pattern(except) => (0..=place.words.0).any(|first| {
                let at = sentence.words[first].range.start;
                let ways = match &except.shape {
                    Shape::Words { ways, .. } => ways.len(),
                    _ => 1,
                };
                (0..ways).any(|way| {
                    let covers = |found: &Place| found.words.1 >= place.words.1;
                    except.matches(sentence, first, at, way).iter().any(covers)
                })
            }),
        })
    }
}
