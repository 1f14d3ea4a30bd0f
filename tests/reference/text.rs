//! Normal form, words, sentences, paragraphs and their languages (counting.md, sections 1 to 3).

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use keytrend::document::Language;
use regex::Regex;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// A text in normal form, with the way back.
pub struct Normal {
    pub text: String,
    /// For each byte of `text`: where the original character it came from starts, and where it ends.
    pub starts: Vec<usize>,
    pub ends: Vec<usize>,
    /// The text before it was lower-cased, and for each byte of `text` where its character starts and ends in it.
    pub cased: String,
    pub cased_starts: Vec<usize>,
    pub cased_ends: Vec<usize>,
}

impl Normal {
    /// The range of original bytes behind a range of the normal form that is not empty.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        self.starts[range.start]..self.ends[range.end - 1]
    }

    pub fn cased(&self, range: Range<usize>) -> &str {
        &self.cased[self.cased_starts[range.start]..self.cased_ends[range.end - 1]]
    }
}

/// The normal form and, for each byte of it, where the original character starts.
pub fn normal(text: &str) -> (String, Vec<usize>) {
    let normal = prepare(text, true);
    (normal.text, normal.starts)
}

/// NFC, then (if `mapped`) removal and mapping, then lower case.
pub fn prepare(text: &str, mapped: bool) -> Normal {
    // Characters with the original range they came from.
    let mut chars: Vec<(char, usize, usize)> = vec![];
    for cluster in clusters(text) {
        let original = &text[cluster.clone()];
        let composed: String = original.nfc().collect();
        if composed == original {
            for (at, c) in original.char_indices() {
                let start = cluster.start + at;
                chars.push((c, start, start + c.len_utf8()));
            }
        } else {
            chars.extend(composed.chars().map(|c| (c, cluster.start, cluster.end)));
        }
    }
    if mapped {
        chars.retain(|(c, ..)| !is_removed(*c));
        for (c, ..) in &mut chars {
            *c = mapping(*c);
        }
    }
    let cased: String = chars.iter().map(|(c, ..)| *c).collect();
    let lower = cased.to_lowercase();
    let mut normal = Normal {
        text: String::new(),
        starts: vec![],
        ends: vec![],
        cased_starts: vec![],
        cased_ends: vec![],
        cased: String::new(),
    };
    // `str::to_lowercase` differs from character by character only in which sigma it writes.
    let mut lower_chars = lower.chars();
    let mut at = 0;
    for (c, start, end) in chars {
        for _ in 0..c.to_lowercase().count() {
            let low = lower_chars.next().expect("as many characters as each becomes");
            normal.text.push(low);
            for _ in 0..low.len_utf8() {
                normal.starts.push(start);
                normal.ends.push(end);
                normal.cased_starts.push(at);
                normal.cased_ends.push(at + c.len_utf8());
            }
        }
        at += c.len_utf8();
    }
    assert_eq!(normal.text, lower);
    normal.cased = cased;
    normal
}

/// Stretches that NFC treats each by itself: a new one begins at every character whose decomposition begins with a
/// starter that composes with nothing before it.
fn clusters(text: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> =
        text.char_indices().filter(|(_, c)| begins_cluster(*c)).map(|(at, _)| at).collect();
    if !text.is_empty() && starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn begins_cluster(c: char) -> bool {
    if c < '\u{300}' {
        return true;
    }
    let mut first = None;
    decompose_canonical(c, |d| {
        first.get_or_insert(d);
    });
    let first = first.unwrap_or(c);
    canonical_combining_class(first) == 0
        && is_nfc_quick([first].into_iter()) != IsNormalized::Maybe
}

fn is_removed(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

fn mapping(c: char) -> char {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from(b'!' + (c as u32 - 0xFF01) as u8),
        other => other,
    };
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{B7}' | '\u{318D}' | '\u{30FB}' | '\u{2027}' | '\u{2022}' => ' ',
        '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{3000}' | '_' => ' ',
        other => other,
    }
}

/// Characters of a class of the regex crate.
pub struct Class(Vec<bool>);

impl Class {
    pub fn new(class: &str) -> Self {
        let all: String = ('\0'..=char::MAX).collect();
        let mut held = vec![false; 0x11_0000];
        for run in Regex::new(class).expect("a class").find_iter(&all) {
            run.as_str().chars().for_each(|c| held[c as usize] = true);
        }
        Self(held)
    }

    pub fn has(&self, c: char) -> bool {
        self.0[c as usize]
    }
}

static NUMBER_OR_MARK: LazyLock<Class> = LazyLock::new(|| Class::new(r"[\p{N}\p{M}]+"));
static DIGIT: LazyLock<Class> = LazyLock::new(|| Class::new(r"\p{Nd}+"));
static LATIN: LazyLock<Class> = LazyLock::new(|| Class::new(r"\p{Latin}+"));

/// The words of a text in normal form.
pub fn words(normal: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    for (at, word) in normal.unicode_word_indices() {
        let chars: Vec<(usize, char)> = word.char_indices().collect();
        let between = |i: usize, holds: &dyn Fn(char) -> bool| {
            i > 0 && i + 1 < chars.len() && holds(chars[i - 1].1) && holds(chars[i + 1].1)
        };
        let belongs = |i: usize| match chars[i].1 {
            '\'' => between(i, &char::is_alphabetic),
            '.' | ',' => between(i, &|c| DIGIT.has(c)),
            c => c.is_alphabetic() || NUMBER_OR_MARK.has(c),
        };
        let mut start = None;
        for i in 0..=chars.len() {
            let offset = chars.get(i).map_or(word.len(), |(offset, _)| *offset);
            if i < chars.len() && belongs(i) {
                start.get_or_insert(offset);
            } else if let Some(start) = start.take()
                && word[start..offset].chars().any(char::is_alphanumeric)
            {
                found.push(at + start..at + offset);
            }
        }
    }
    found
}

const TERMINATORS: &str = ".!?…。";
const CLOSERS: &str = "\"'”’)]」』»》〉";
const OPENERS: &str = "([\"“‘'";

static ABBREVIATIONS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("../../src/segment/abbreviations.txt").lines().collect());

/// The sentences of a text that hold a word, without the white space around them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let normal = prepare(text, true);
    let words: Vec<usize> =
        words(&normal.text).into_iter().map(|word| normal.starts[word.start]).collect();
    let pieces = pieces(text);
    let holds_word = |piece: &Range<usize>| words.iter().any(|word| piece.contains(word));
    // Both lists are sorted, but texts handed to this function are short or searched once.
    if words.len() * pieces.len() < 10_000_000 {
        return pieces.into_iter().filter(holds_word).map(|piece| trimmed(text, piece)).collect();
    }
    let words: BTreeSet<usize> = words.into_iter().collect();
    let holds_word = |piece: &Range<usize>| words.range(piece.clone()).next().is_some();
    pieces.into_iter().filter(holds_word).map(|piece| trimmed(text, piece)).collect()
}

pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..start.max(range.start + inner.trim_end().len())
}

/// A text cut at its sentence ends; the pieces cover all of it.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut cuts = line_cuts(text);
    cuts.extend(terminator_cuts(text));
    cuts.extend([0, text.len()]);
    cuts.into_iter()
        .collect::<BTreeSet<usize>>()
        .into_iter()
        .collect::<Vec<usize>>()
        .windows(2)
        .map(|pair| pair[0]..pair[1])
        .collect()
}

/// Lines without their line ends.
pub fn lines(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut lines = vec![];
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let end_length = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\r' | b'\n' => 1,
            _ => 0,
        };
        if end_length > 0 {
            lines.push(start..at);
            start = at + end_length;
        }
        at += end_length.max(1);
    }
    lines.push(start..text.len());
    lines
}

fn is_visible(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace())
}

fn line_cuts(text: &str) -> Vec<usize> {
    let lines = lines(text);
    let (mut blank, mut single, mut open) = (vec![], vec![], 0);
    for pair in lines.windows(2) {
        let (line, next) = (&text[pair[0].clone()], &text[pair[1].clone()]);
        match (is_visible(line), is_visible(next)) {
            (true, true) => {
                single.push(pair[0].end);
                open += usize::from(is_open(line));
            }
            (true, false) => blank.push(pair[0].end),
            (false, _) => blank.push(pair[1].start),
        }
    }
    if open * 2 <= single.len() {
        blank.extend(single);
    }
    blank
}

/// Whether the sentence of a line seems to go on in the next.
fn is_open(line: &str) -> bool {
    let end = line.trim_end_matches(|c: char| c.is_whitespace() || CLOSERS.contains(c));
    line.trim().chars().count() > 40 && !end.ends_with(['.', '!', '?', '…', '。', ':', ';'])
}

fn terminator_cuts(text: &str) -> Vec<usize> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let skip = |mut i: usize, holds: &dyn Fn(char) -> bool| {
        while i < chars.len() && holds(chars[i].1) {
            i += 1;
        }
        i
    };
    let mut cuts = vec![];
    let mut i = 0;
    while i < chars.len() {
        if !TERMINATORS.contains(chars[i].1) {
            i += 1;
            continue;
        }
        let run_end = skip(i, &|c| TERMINATORS.contains(c));
        let end = skip(run_end, &|c| CLOSERS.contains(c));
        let single_stop = chars[i].1 == '.' && run_end == i + 1 && end == run_end;
        let ends = match chars.get(end).map(|(_, c)| *c) {
            None => true,
            Some(next) if next.is_whitespace() => {
                let visible = chars.get(skip(end, &char::is_whitespace));
                let goes_on = visible.is_some_and(|(_, c)| c.is_lowercase());
                let abbreviates = single_stop && is_abbreviation(&text[..chars[i].0]);
                !goes_on && !abbreviates
            }
            Some(next) => {
                let before = text[..chars[i].0].chars().next_back();
                single_stop
                    && is_hangul_syllable(next)
                    && before.is_some_and(|c| "다요죠".contains(c))
            }
        };
        if ends {
            cuts.push(chars.get(end).map_or(text.len(), |(offset, _)| *offset));
        }
        i = end;
    }
    cuts
}

/// Whether the last token of `before`, the text up to a full stop, is one that a full stop abbreviates.
fn is_abbreviation(before: &str) -> bool {
    let token = before
        .rsplit(|c: char| c.is_whitespace() || OPENERS.contains(c))
        .next()
        .unwrap_or_default();
    let mut chars = token.chars();
    let single_capital = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    single_capital || ABBREVIATIONS.contains(token.to_lowercase().as_str())
}

pub fn is_hangul_syllable(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// Stretches of lines that hold a visible character.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = vec![];
    let mut goes_on = false;
    for line in lines(text) {
        let visible = is_visible(&text[line.clone()]);
        match paragraphs.last_mut() {
            Some(last) if visible && goes_on => last.end = line.end,
            _ if visible => paragraphs.push(line),
            _ => {}
        }
        goes_on = visible;
    }
    paragraphs
}

/// The language of each paragraph, and of the document.
pub fn languages(paragraphs: &[&str]) -> (Vec<Language>, Language) {
    let paragraphs: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.trim()).collect();
    let looks: Vec<Option<Look>> = paragraphs.iter().map(|paragraph| look(paragraph)).collect();
    let latin: Vec<&str> = paragraphs
        .iter()
        .zip(&looks)
        .filter(|(_, look)| **look == Some(Look::Latin))
        .map(|(paragraph, _)| *paragraph)
        .collect();
    let latin = latin_language(&latin.join("\n"));
    let known: Vec<Option<Language>> = looks
        .iter()
        .map(|look| {
            look.map(|look| match look {
                Look::Language(language) => language,
                Look::Latin => latin,
            })
        })
        .collect();
    let resolved: Vec<Language> = (0..known.len())
        .map(|i| {
            let before = known[..=i].iter().rev().flatten().next();
            let after = known[i..].iter().flatten().next();
            before.or(after).copied().unwrap_or(Language::Und)
        })
        .collect();
    let mut letters = [0; 4];
    for (paragraph, language) in paragraphs.iter().zip(&resolved) {
        letters[*language as usize] += count(paragraph, char::is_alphabetic);
    }
    let most = letters.into_iter().max().unwrap_or(0);
    let document = Language::ALL.into_iter().find(|language| letters[*language as usize] == most);
    let document = document.filter(|_| most > 0).unwrap_or(Language::Und);
    (resolved, document)
}

#[derive(Clone, Copy, PartialEq)]
enum Look {
    Language(Language),
    Latin,
}

fn count(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.chars().filter(|c| holds(*c)).count()
}

fn first_2000(text: &str) -> &str {
    text.char_indices().nth(2000).map_or(text, |(end, _)| &text[..end])
}

/// `None` where there is no letter.
fn look(paragraph: &str) -> Option<Look> {
    let sample = first_2000(paragraph);
    let letters = count(sample, char::is_alphabetic);
    let is_jamo = |c| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}');
    let hangul = count(sample, |c| is_hangul_syllable(c) || is_jamo(c));
    let is_mark = |c| matches!(c, '\u{309}' | '\u{323}' | '\u{31B}');
    let latin = count(sample, |c| LATIN.has(c) || is_mark(c));
    let is_vietnamese =
        |c| "ăđơưĂĐƠƯ".contains(c) || ('\u{1EA0}'..='\u{1EF9}').contains(&c) || is_mark(c);
    let vietnamese = count(sample, is_vietnamese);
    if letters == 0 {
        None
    } else if hangul * 4 >= letters {
        Some(Look::Language(Language::Korean))
    } else if latin > 0 && vietnamese * 50 >= latin {
        Some(Look::Language(Language::Vietnamese))
    } else if latin * 2 >= letters {
        Some(Look::Latin)
    } else {
        Some(Look::Language(Language::Und))
    }
}

const FUNCTION_WORDS: [&str; 20] = [
    "the", "and", "to", "was", "that", "for", "with", "this", "which", "have", "are", "from", "by",
    "be", "been", "has", "it", "not", "we", "our",
];

fn latin_language(text: &str) -> Language {
    let sample = first_2000(text);
    let lower = sample.to_lowercase();
    let words: Vec<&str> = lower.unicode_words().collect();
    let function = words.iter().filter(|word| FUNCTION_WORDS.contains(word)).count();
    let is_english = if function > 0 && function * 10 >= words.len() {
        true
    } else if count(sample, char::is_alphabetic) < 20 {
        function > 0
    } else {
        whatlang::detect_lang(sample) == Some(whatlang::Lang::Eng)
    };
    if is_english { Language::English } else { Language::Und }
}
