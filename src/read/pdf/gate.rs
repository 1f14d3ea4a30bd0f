//! Whether what a reader found is a text at all. A scan has none, and some fonts do not say which letters they draw: what
//! comes out then is noise that must not be counted.

/// A page with fewer letters than this holds no text to speak of.
const LETTERS_OF_A_PAGE: usize = 25;
/// Fewer words than this are too few to judge by.
const FEWEST_WORDS: usize = 10;
/// And fewer letters than this.
const FEWEST_LETTERS: usize = 60;
/// Vowels among a hundred letters, below which it is no language.
const FEWEST_VOWELS: usize = 22;

/// What is wrong with a text, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Text,
    /// This many pages, none with text.
    Scanned {
        pages: usize,
    },
    /// Most pages have none; the others are worth counting.
    PartlyScanned {
        without: usize,
        pages: usize,
    },
    /// So many of a hundred words look like words.
    Noise {
        wordlike: usize,
    },
    /// So many of a hundred Latin letters are vowels: letters that stand for others.
    FewVowels {
        vowels: usize,
    },
}

/// Judges pages that are separated by form feeds.
pub fn judge(pages: &str) -> Verdict {
    let letters: Vec<usize> = pages
        .strip_suffix('\u{C}')
        .unwrap_or(pages)
        .split('\u{C}')
        .map(|page| page.chars().filter(|c| c.is_alphabetic()).count())
        .collect();
    let without = letters.iter().filter(|letters| **letters < LETTERS_OF_A_PAGE).count();
    let pages_in_all = letters.len();
    if without == pages_in_all {
        return Verdict::Scanned { pages: pages_in_all };
    }
    let (words, wordlike) = words(pages);
    if words >= FEWEST_WORDS && wordlike * 2 < words {
        return Verdict::Noise { wordlike: wordlike * 100 / words };
    }
    if let Some(vowels) = few_vowels(pages) {
        return Verdict::FewVowels { vowels };
    }
    if without * 2 > pages_in_all {
        return Verdict::PartlyScanned { without, pages: pages_in_all };
    }
    Verdict::Text
}

/// The share of vowels among Latin letters, in hundredths, if there are fewer than in any language: English and Vietnamese
/// have about 40. Letters that a font exchanged have another share.
fn few_vowels(text: &str) -> Option<usize> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text.chars().filter(|c| is_latin(*c)).count();
    let vowels = text.chars().filter(|c| is_vowel(*c)).count();
    let judged = latin >= FEWEST_LETTERS && latin * 2 > letters;
    (judged && vowels * 100 < latin * FEWEST_VOWELS).then(|| vowels * 100 / latin)
}

/// How many words there are, and how many of them look like words of some language.
fn words(text: &str) -> (usize, usize) {
    let (mut all, mut good) = (0, 0);
    for word in text.split_whitespace() {
        if word.chars().any(is_noise) {
            all += 1;
        } else if word.chars().any(char::is_alphabetic) {
            all += 1;
            good += usize::from(is_wordlike(word));
        }
    }
    (all, good)
}

/// No letter of any text: what stands for a glyph without a name.
fn is_noise(c: char) -> bool {
    matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..) || c.is_control()
}

fn is_wordlike(word: &str) -> bool {
    let mut latin = false;
    for part in word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        if part.chars().any(|c| c.is_alphabetic() && !is_latin(c)) {
            return true;
        }
        latin |= part.chars().any(is_vowel) && has_sensible_case(part);
    }
    // One letter or two may be an abbreviation: `Mr`, `b.`.
    latin || word.chars().filter(|c| c.is_alphabetic()).count() <= 2 && word.chars().count() <= 4
}

/// Latin letters, those of Vietnamese among them.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

fn is_vowel(c: char) -> bool {
    "aeiouyAEIOUY".contains(c) || is_latin(c) && !c.is_ascii()
}

/// `word`, `Word`, `WORD`, `UNs`, but not `wOrD`; no digits among the letters, as in `H3ll0`.
fn has_sensible_case(word: &str) -> bool {
    let digits_within = word
        .chars()
        .zip(word.chars().skip(1))
        .any(|(one, next)| one.is_ascii_digit() && next.is_alphabetic());
    let rest: Vec<char> = word.chars().skip(1).collect();
    let (upper, lower) = (
        rest.iter().filter(|c| c.is_uppercase()).count(),
        rest.iter().filter(|c| c.is_lowercase()).count(),
    );
    (upper == 0 || lower <= 1 || upper == 1) && !digits_within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_three_languages() {
        for text in [
            "The Ministers of Foreign Affairs (ASEAN+3) met in Ha Noi on 3 May 2021; Mr. Kim spoke.",
            "한국과 베트남은 1992년 12월 22일 수교하였으며, ODA 사업을 함께 추진하고 있다.",
            "Hợp tác Việt Nam – Hàn Quốc: hai bên ký 5 hiệp định về thương mại và đầu tư.",
            "Министры иностранных дел встретились в Ханое и подписали соглашение о торговле.",
        ] {
            assert_eq!(judge(text), Verdict::Text, "{text}");
        }
    }

    #[test]
    fn scans() {
        assert_eq!(judge("\u{C}\u{C}\u{C}"), Verdict::Scanned { pages: 3 });
        assert_eq!(judge("12\u{C}13\u{C}"), Verdict::Scanned { pages: 2 });
        assert_eq!(judge(""), Verdict::Scanned { pages: 1 });
        let page = "The delegates met and agreed on a long list of measures.\u{C}";
        let partly = format!("{page}\u{C}\u{C}\u{C}");
        assert_eq!(judge(&partly), Verdict::PartlyScanned { without: 3, pages: 4 });
        assert_eq!(judge(&format!("{page}{page}\u{C}")), Verdict::Text);
    }

    #[test]
    fn noise() {
        for text in [
            // Letters shifted by a font that does not name them.
            "7KH PLQLVWHUV RI IRUHLJQ DIIDLUV PHW LQ 6HRXO DQG +DQRL WR VLJQ WKH SDFW RQ WUDGH",
            "\u{E001}\u{E002}\u{E003} \u{E004}\u{E005} \u{FFFD}\u{FFFD} \u{E001} \u{E002} \u{E003} \u{E004} \u{E005} abc \u{E006} \
             \u{E007} \u{E008} some other text that is rather short \u{FFFD} \u{FFFD} \u{FFFD}",
        ] {
            let verdict = judge(text);
            assert!(
                matches!(verdict, Verdict::Noise { .. } | Verdict::FewVowels { .. }),
                "{verdict:?} {text}"
            );
        }
    }
}
