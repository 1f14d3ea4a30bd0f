//! Plain mode: every pattern as written, each for itself.

use std::ops::Range;

use regex::Regex;

use super::text::prepare;
use keytrend::document::Language;

/// Where a pattern occurs in a text that is NFC and lower-cased.
pub struct Plain {
    regex: Regex,
    at_word_start: bool,
}

impl Plain {
    pub fn new(pattern: &str, language: Language) -> Self {
        // `+` and `=` are marks of the pattern language, no text.
        let text = prepare(&pattern.replace(['+', '='], ""), false).text;
        let english = language == Language::English;
        let parts: Vec<String> = match english {
            true => text.split('*').map(regex::escape).collect(),
            false => vec![regex::escape(&text)],
        };
        let regex = Regex::new(&parts.join(r"\p{Alphabetic}*")).expect("an escaped pattern");
        Self { regex, at_word_start: english }
    }

    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = vec![];
        let mut at = 0;
        while let Some(place) = self.regex.find_at(text, at) {
            let before = text[..place.start()].chars().next_back();
            let stands = !self.at_word_start || !before.is_some_and(char::is_alphabetic);
            if stands && !place.is_empty() {
                found.push(place.range());
                at = place.end();
            } else {
                let next = text[place.start()..].chars().next();
                let Some(next) = next else { break };
                at = place.start() + next.len_utf8();
            }
        }
        found
    }
}
