//! Whether a word goes on behind a line end. Hangul is broken at any syllable, and the page does not show whether a space
//! stood there; the rest of the document tells: how often the two syllables stand inside a word, and how often one ends
//! a word and the other begins one.

use rustc_hash::{FxHashMap, FxHashSet};

/// How a line is put together with the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// A word goes on.
    Together,
    Space,
    /// A word goes on, and the hyphen at the line end belongs to the line end.
    WithoutHyphen,
}

/// A pair of syllables seen together is worth as much as this many seen apart.
const PAIR: u64 = 8;
/// A document with fewer hyphens at line ends than one in this many lines does not break words.
const LINES_PER_HYPHEN: usize = 50;

/// What a document says about its words.
#[derive(Debug, Default)]
pub struct LineEnds<'a> {
    /// Two syllables inside a word, and across a space.
    inside: FxHashMap<(char, char), u64>,
    across: FxHashMap<(char, char), u64>,
    /// One syllable with another behind it, before it, and at the end and the start of a word.
    before: FxHashMap<char, u64>,
    behind: FxHashMap<char, u64>,
    last: FxHashMap<char, u64>,
    first: FxHashMap<char, u64>,
    /// Words with a hyphen, or long enough for one, that do not touch a line end.
    words: FxHashSet<&'a str>,
    /// Lines end in a space where a word ends.
    spaces_are_kept: bool,
    /// Words are broken with hyphens.
    hyphenates: bool,
}

impl<'a> LineEnds<'a> {
    pub fn learn(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut ends = Self::default();
        let (mut count, mut hyphens, mut hangul, mut spaces) = (0, 0, 0, 0);
        for line in lines {
            count += 1;
            hyphens += usize::from(hyphenated(line).is_some());
            let trimmed = line.trim_end();
            if trimmed.chars().next_back().is_some_and(is_hangul) {
                hangul += 1;
                spaces += usize::from(line.len() > trimmed.len());
            }
            ends.line(trimmed);
        }
        ends.spaces_are_kept = spaces * 10 > hangul;
        ends.hyphenates = hyphens > 2 && hyphens * LINES_PER_HYPHEN > count;
        ends
    }

    fn line(&mut self, line: &'a str) {
        let mut previous: Option<char> = None;
        let mut words = line.split_whitespace().peekable();
        let mut is_first = true;
        while let Some(word) = words.next() {
            let mut letters = word.chars();
            let first = letters.next().unwrap_or_default();
            let mut last = first;
            // Nor does the start of a line.
            if is_hangul(first) && !is_first {
                *self.first.entry(first).or_default() += 1;
                if let Some(previous) = previous.filter(|c| is_hangul(*c)) {
                    *self.across.entry((previous, first)).or_default() += 1;
                }
            }
            for letter in letters {
                if is_hangul(last) && is_hangul(letter) {
                    *self.inside.entry((last, letter)).or_default() += 1;
                    *self.before.entry(last).or_default() += 1;
                    *self.behind.entry(letter).or_default() += 1;
                }
                last = letter;
            }
            // The end of a line says nothing: that is what is asked.
            if words.peek().is_some() {
                if is_hangul(last) {
                    *self.last.entry(last).or_default() += 1;
                }
                if !is_first {
                    self.words.insert(word.trim_matches(|c: char| !c.is_alphanumeric()));
                }
            }
            previous = Some(last);
            is_first = false;
        }
    }

    /// How `line` goes on in `next`, if they are of one paragraph.
    pub fn decide(&self, line: &str, next: &str) -> Join {
        let next = next.trim_start();
        if let Some(part) = hyphenated(line) {
            let rest = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            return self.hyphen(part, rest);
        }
        let (Some(last), Some(first)) = (line.trim_end().chars().next_back(), next.chars().next())
        else {
            return Join::Space;
        };
        if line.ends_with('\u{AD}') {
            return Join::WithoutHyphen;
        }
        if !is_hangul(last) || !is_hangul(first) || line.ends_with(char::is_whitespace) {
            return Join::Space;
        }
        if self.spaces_are_kept || self.is_inside(last, first) {
            Join::Together
        } else {
            Join::Space
        }
    }

    /// Odds by Bayes' rule, each count begun at one, the syllables taken as independent and their pair on top. Where nothing
    /// is known the word goes on, as most do.
    fn is_inside(&self, last: char, first: char) -> bool {
        let of = |counts: &FxHashMap<char, u64>, c| counts.get(&c).copied().unwrap_or(0) + 1;
        let pair = |counts: &FxHashMap<_, u64>| {
            PAIR * counts.get(&(last, first)).copied().unwrap_or(0) + 1
        };
        let inside = of(&self.before, last) as u128 * of(&self.behind, first) as u128;
        let apart = of(&self.last, last) as u128 * of(&self.first, first) as u128;
        inside * u128::from(pair(&self.inside)) >= apart * u128::from(pair(&self.across))
    }

    /// `co-` and `operation`: the word as the document writes it elsewhere, else as it mostly does.
    fn hyphen(&self, part: &str, rest: &str) -> Join {
        if rest.chars().next().is_none_or(|c| !c.is_lowercase()) {
            return Join::Together;
        }
        if self.words.contains(format!("{part}{rest}").as_str()) {
            return Join::WithoutHyphen;
        }
        if self.words.contains(format!("{part}-{rest}").as_str()) {
            return Join::Together;
        }
        if self.hyphenates { Join::WithoutHyphen } else { Join::Together }
    }
}

/// The letters before a hyphen at the end of a line.
fn hyphenated(line: &str) -> Option<&str> {
    let before = line.trim_end().strip_suffix(['-', '\u{2010}'])?;
    let part = before.rsplit(|c: char| !c.is_alphabetic()).next()?;
    part.chars().next_back()?.is_lowercase().then_some(part)
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_tell_whether_a_word_goes_on() {
        let lines = [
            "양국은 경제 협력을 위하여 노력하고 있습니다",
            "정부는 협력을 강화하기 위하여 회의를 하고 있습니다",
            "무역은 양국 정부의 협력을 통하여 늘고 있습니다",
        ];
        let ends = LineEnds::learn(lines.into_iter());
        assert_eq!(ends.decide("양국은 경제 협", "력을 위하여"), Join::Together);
        assert_eq!(ends.decide("우리는 협력을", "위하여 왔다"), Join::Space);
        assert_eq!(ends.decide("노력하고", "있습니다"), Join::Space);
        // Nothing known: the word goes on, unless a space says that it does not.
        assert_eq!(ends.decide("뜀", "틀"), Join::Together);
        assert_eq!(ends.decide("뜀 ", "틀"), Join::Space);
        assert_eq!(ends.decide("Seoul", "방문"), Join::Space);
    }

    #[test]
    fn lines_that_keep_their_spaces_are_believed() {
        let lines = ["양국은 협력을 ", "위하여 노력하고", "있습니다 협력을 ", "위하여"];
        let ends = LineEnds::learn(lines.into_iter());
        assert_eq!(ends.decide("노력하고", "있습니다"), Join::Together);
        assert_eq!(ends.decide("협력을 ", "위하여"), Join::Space);
    }

    #[test]
    fn hyphens() {
        let ends = LineEnds::learn(["a long-term plan for the cooperation of all"].into_iter());
        assert_eq!(ends.decide("a long-", "term plan"), Join::Together);
        assert_eq!(ends.decide("the coop-", "eration of"), Join::WithoutHyphen);
        assert_eq!(ends.decide("a non-", "permanent seat"), Join::Together);
        assert_eq!(ends.decide("the Korea-", "Vietnam pact"), Join::Together);
        assert_eq!(ends.decide("1992-", "2021"), Join::Space);
        let lines = ["the govern-", "ment and its minis-", "ters on devel-", "opment"];
        let ends = LineEnds::learn(lines.into_iter());
        assert_eq!(ends.decide("govern-", "ment and"), Join::WithoutHyphen);
    }
}
