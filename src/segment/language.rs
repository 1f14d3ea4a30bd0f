//! Which language a text is in, paragraph by paragraph, where its source does not say (`docs/counting.md`,
//! "Documents").

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use crate::document::Language;

/// What is looked at of a paragraph, and of a document's Latin text, in characters.
const SAMPLE: usize = 2_000;
/// A Latin sample with fewer letters and no English function word is too little to tell.
const FEWEST_LETTERS: usize = 20;

/// English words that other languages in Latin letters do not share.
const FUNCTION_WORDS: [&str; 20] = [
    "the", "and", "to", "was", "that", "for", "with", "this", "which", "have", "are", "from", "by",
    "be", "been", "has", "it", "not", "we", "our",
];

/// Paragraphs with their languages, and the language of most letters.
#[derive(Debug, PartialEq, Eq)]
pub struct Detected {
    pub title: Language,
    /// Byte ranges that cover the text, in order.
    pub paragraphs: Vec<(Range<usize>, Language)>,
    pub document: Language,
}

/// What one paragraph's letters say.
#[derive(Clone, Copy, Default)]
struct Letters {
    all: usize,
    hangul: usize,
    latin: usize,
    vietnamese: usize,
}

pub fn detect(title: &str, text: &str) -> Detected {
    let paragraphs = paragraphs(text);
    let pieces = [title].into_iter().chain(paragraphs.iter().map(|range| &text[range.clone()]));
    let pieces: Vec<&str> = pieces.map(str::trim).collect();
    let letters: Vec<Letters> = pieces.iter().map(|piece| letters(piece)).collect();
    let is_latin: Vec<bool> = letters.iter().map(|l| l.script() == Script::Latin).collect();
    let latin = LazyLock::new(|| {
        let mut sample = String::new();
        for (piece, _) in pieces.iter().zip(&is_latin).filter(|(_, is_latin)| **is_latin) {
            sample.push_str(piece);
            sample.push('\n');
        }
        latin_language(
            sample.char_indices().nth(SAMPLE).map_or(&sample[..], |(at, _)| &sample[..at]),
        )
    });
    let mut languages: Vec<Option<Language>> = letters
        .iter()
        .map(|letters| match letters.script() {
            Script::None => None,
            Script::Hangul => Some(Language::Korean),
            Script::Vietnamese => Some(Language::Vietnamese),
            Script::Latin => Some(*latin),
            Script::Other => Some(Language::Und),
        })
        .collect();
    let mut known = languages.iter().flatten();
    let first = known.next();
    let mixed = known.any(|language| Some(language) != first);
    let mut totals = [0; 4];
    for ((language, letters), piece) in languages.iter().zip(&letters).zip(&pieces) {
        if let Some(language) = language {
            // Where all agree, the letters beyond the sample need not be counted.
            totals[*language as usize] += match mixed {
                true => piece.chars().filter(|c| c.is_alphabetic()).count(),
                false => letters.all,
            };
        }
    }
    let document = Language::ALL
        .into_iter()
        .rev()
        .max_by_key(|language| totals[*language as usize])
        .filter(|language| totals[*language as usize] > 0)
        .unwrap_or(Language::Und);
    // A paragraph without letters goes with the one before it, at the start with the next.
    let mut known = languages.iter().flatten().next().copied().unwrap_or(Language::Und);
    for language in &mut languages {
        known = language.unwrap_or(known);
        *language = Some(known);
    }
    let mut languages = languages.into_iter().flatten();
    Detected {
        title: languages.next().unwrap_or(Language::Und),
        paragraphs: paragraphs.into_iter().zip(languages).collect(),
        document,
    }
}

#[derive(PartialEq, Eq)]
enum Script {
    None,
    Hangul,
    Vietnamese,
    Latin,
    Other,
}

impl Letters {
    fn script(&self) -> Script {
        match self {
            Self { all: 0, .. } => Script::None,
            Self { all, hangul, .. } if 4 * hangul >= *all => Script::Hangul,
            Self { latin, vietnamese, .. } if *latin > 0 && 50 * vietnamese >= *latin => {
                Script::Vietnamese
            }
            Self { all, latin, .. } if 2 * latin >= *all => Script::Latin,
            _ => Script::Other,
        }
    }
}

fn letters(paragraph: &str) -> Letters {
    static LATIN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\p{Latin}$").expect("a valid pattern"));
    let mut letters = Letters::default();
    for character in paragraph.chars().take(SAMPLE) {
        let mark = matches!(character, '\u{309}' | '\u{323}' | '\u{31B}');
        letters.all += usize::from(character.is_alphabetic());
        match character {
            'a'..='z' | 'A'..='Z' => letters.latin += 1,
            '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' => {
                letters.hangul += 1;
            }
            'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1EA0}'..='\u{1EF9}' => {
                letters.latin += 1;
                letters.vietnamese += 1;
            }
            _ if mark => {
                letters.latin += 1;
                letters.vietnamese += 1;
            }
            _ if character.is_alphabetic()
                && LATIN.is_match(character.encode_utf8(&mut [0; 4])) =>
            {
                letters.latin += 1;
            }
            _ => {}
        }
    }
    letters
}

/// English or not: by function words, which settle nearly all texts, else by trigrams.
fn latin_language(sample: &str) -> Language {
    let lower = sample.to_lowercase();
    let (mut words, mut function_words) = (0, 0);
    for word in lower.unicode_words() {
        words += 1;
        function_words += usize::from(FUNCTION_WORDS.contains(&word));
    }
    if function_words > 0 && 10 * function_words >= words {
        return Language::English;
    }
    if sample.chars().filter(|c| c.is_alphabetic()).count() < FEWEST_LETTERS {
        return if function_words > 0 { Language::English } else { Language::Und };
    }
    match whatlang::detect_lang(sample) {
        Some(whatlang::Lang::Eng) => Language::English,
        _ => Language::Und,
    }
}

/// Byte ranges between blank lines, which together cover the text.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs = vec![];
    let (mut start, mut blank_before) = (0, false);
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        // The line feed of a `\r\n` is no line of its own.
        let half = line == "\n" && text[..at].ends_with('\r');
        let blank = line.trim().is_empty();
        if !blank && blank_before && at > start {
            paragraphs.push(start..at);
            start = at;
        }
        if !half {
            blank_before = blank;
        }
        at += line.len();
    }
    if start < text.len() {
        paragraphs.push(start..text.len());
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Korean, Und, Vietnamese};

    #[test]
    fn languages_by_paragraph() {
        let found = detect(
            "",
            "한국과 베트남의 협력을 다룬다.\n\nThis report looks at the two countries.\n\nThe end of it, with a much longer English body than the Korean abstract has.",
        );
        assert_eq!(
            found.paragraphs.iter().map(|p| p.1).collect::<Vec<_>>(),
            [Korean, English, English]
        );
        assert_eq!((found.title, found.document), (Korean, English));
        for (text, language) in [
            ("Hai nước hợp tác về y tế và giáo dục.", Vietnamese),
            ("Hai nu\u{31B}o\u{31B}\u{301}c ho\u{31B}\u{323}p ta\u{301}c.", Vietnamese),
            ("Les deux pays renforcent leur coopération dans le domaine de la santé.", Und),
            ("Kedua negara memperkuat kerja sama di bidang kesehatan dan pendidikan.", Und),
            ("Two ministers signed an agreement on health.", English),
            ("12 345", Und),
            ("", Und),
            ("两国加强合作。", Und),
        ] {
            assert_eq!(detect("", text).document, language, "{text}");
        }
        assert_eq!(paragraphs("a\r\n\r\nb\n c\n \nd"), [0..5, 5..12, 12..13]);
    }

    #[test]
    fn most_letters_are_of_the_whole_text() {
        let korean = "두 나라가 협력한다. ".repeat(400);
        let english = "The two countries are to work with each other. ".repeat(40);
        let text = format!("{korean}\n\n{english}\n\n{english}");
        assert_eq!(detect("", &text).document, Korean);
    }
}
