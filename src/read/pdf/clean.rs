//! From the lines of pages to running text: what repeats at the edges of pages goes, and lines that were broken to fit
//! the page become whole again.

use std::collections::BTreeMap;

use super::line_ends::{Join, LineEnds};

/// How many lines at the head and at the foot of a page may be repeated ones.
const EDGE: usize = 3;
/// On fewer pages than this nothing is known to repeat.
const FEWEST_PAGES: usize = 3;
/// A line at least this share as wide as those around it goes on in the next, in tenths.
const FULL: usize = 7;
/// A column is at least this share as wide as the lines of its page, in tenths.
const COLUMN: usize = 4;
/// How many lines above and below are around a line.
const AROUND: usize = 4;

/// The text of pages that are separated by form feeds.
pub fn clean(pages: &str) -> String {
    let mut pages: Vec<Vec<&str>> = pages
        .trim_end_matches('\u{C}')
        .split('\u{C}')
        .map(|page| page.lines().filter(|line| !line.trim().is_empty()).collect())
        .collect();
    drop_repeated_edges(&mut pages);
    let lines: Vec<Line> = pages.iter().flat_map(|page| measured(page)).collect();
    let ends = LineEnds::learn(lines.iter().map(|line| line.text));
    let mut text = String::new();
    for (line, next) in lines.iter().zip(lines.iter().skip(1).map(Some).chain([None])) {
        text.push_str(line.text.trim_end());
        match next {
            None => text.push('\n'),
            Some(next) if !line.goes_on(next) => text.push('\n'),
            Some(next) => match ends.decide(line.text, next.text) {
                Join::Together => {}
                Join::Space => text.push(' '),
                Join::WithoutHyphen => {
                    text.pop();
                }
            },
        }
    }
    without_ligatures(text)
}

struct Line<'a> {
    text: &'a str,
    /// It reaches the edge of its column, so its end is no end of a paragraph.
    full: bool,
}

impl Line<'_> {
    fn goes_on(&self, next: &Self) -> bool {
        let end =
            self.text.trim_end().trim_end_matches(['"', '\'', '”', '’', ')', ']', '」', '』']);
        if end.ends_with(['.', '!', '?', '…', '。', ':', ';']) {
            // An abbreviation, a number: the sentence rules see to it, as long as the line is one with the next.
            return self.full && starts_small(next.text);
        }
        self.full && !starts_item(next.text) || starts_small(next.text)
    }
}

fn starts_small(line: &str) -> bool {
    line.trim_start().chars().next().is_some_and(char::is_lowercase)
}

/// An entry of a list, a speaker of minutes: a new paragraph, however long the line before is.
fn starts_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    // `1. ` and `1) `, but not the number that a sentence goes on with.
    let numbered = (1..=2).contains(&(line.len() - number.len()))
        && [". ", ") "].iter().any(|end| number.starts_with(end));
    let dashed = ["- ", "– ", "— ", "* "].iter().any(|dash| line.starts_with(dash));
    numbered
        || dashed
        || line.starts_with(['•', '◦', '○', '◯', '●', '■', '□', '◆', '◇', '▪', '▶', '※', '☞'])
}

/// The lines of a page, with whether each is as wide as those around it: a page may have a list over its whole width above
/// two columns. A block of short lines, as in a heading, is no column.
fn measured<'a>(page: &[&'a str]) -> Vec<Line<'a>> {
    let widths: Vec<usize> = page.iter().map(|line| width(line.trim())).collect();
    let usual = |widths: &[usize]| {
        let mut sorted = widths.to_vec();
        sorted.sort_unstable();
        sorted.get(sorted.len() * 3 / 5).copied().unwrap_or(0)
    };
    let column = usual(&widths) * COLUMN / 10;
    let lines = page.iter().enumerate().map(|(n, text)| {
        let around = &widths[n.saturating_sub(AROUND)..widths.len().min(n + AROUND + 1)];
        let full = widths[n] >= column && widths[n] * 10 >= usual(around) * FULL;
        Line { text, full }
    });
    lines.collect()
}

/// In half-width cells: an ideograph or a syllable takes two.
fn width(line: &str) -> usize {
    line.chars()
        .map(|c| if c >= '\u{1100}' && !('\u{2000}'..'\u{2E80}').contains(&c) { 2 } else { 1 })
        .sum()
}

/// Removes page numbers, and headers and footers that stand on several pages, whatever the numbers in them. In content
/// order a footer may come first.
fn drop_repeated_edges(pages: &mut [Vec<&str>]) {
    if pages.len() < FEWEST_PAGES {
        return;
    }
    let mut pages_with: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let mut keys: Vec<String> =
            edge(page).chain(edge(page.iter().rev())).map(|line| key(line)).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *pages_with.entry(key).or_default() += 1;
        }
    }
    // Left and right pages may carry different lines.
    let enough = FEWEST_PAGES.max(pages.len().div_ceil(3));
    let repeats = |line: &&&str| pages_with.get(&key(line)).is_some_and(|pages| *pages >= enough);
    for page in pages {
        let head = edge(page.iter()).take_while(repeats).count();
        page.drain(..head);
        let foot = edge(page.iter().rev()).take_while(repeats).count();
        page.truncate(page.len() - foot);
    }
}

/// The first lines, seen from one end of a page.
fn edge<'p, 'l>(lines: impl IntoIterator<Item = &'p &'l str>) -> impl Iterator<Item = &'p &'l str>
where
    'l: 'p,
{
    lines.into_iter().take(EDGE)
}

/// What is the same on every page: the line without its numbers and without spaces, which letter-spaced lines have.
fn key(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect()
}

/// Typographic ligatures as the letters that they stand for.
fn without_ligatures(text: String) -> String {
    if !text.contains(|c| ('\u{FB00}'..='\u{FB06}').contains(&c)) {
        return text;
    }
    let pairs = [
        ("\u{FB03}", "ffi"),
        ("\u{FB04}", "ffl"),
        ("\u{FB00}", "ff"),
        ("\u{FB01}", "fi"),
        ("\u{FB02}", "fl"),
        ("\u{FB05}", "st"),
        ("\u{FB06}", "st"),
    ];
    pairs.iter().fold(text, |text, (ligature, letters)| text.replace(ligature, letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_footers_and_page_numbers_go() {
        let page = |n: usize, start: &str| {
            format!(
                "Annual Report {n}\n{start} delegates met and agreed on a long list of measures to take\nin the years to \
                 come, as {start} ministers said.\n- {n} -\n\u{C}"
            )
        };
        let text = clean(&[page(1, "First"), page(2, "Second"), page(3, "Third")].concat());
        assert!(!text.contains("Annual"), "{text}");
        assert!(!text.contains('-'), "{text}");
        assert_eq!(text.matches("measures to take in the years to come").count(), 3, "{text}");
        for start in ["First", "Second", "Third"] {
            assert_eq!(text.matches(start).count(), 2, "{text}");
        }
        // Two pages alike are no proof.
        let text = clean(&[page(1, "First"), page(2, "Second")].concat());
        assert_eq!(text.matches("Annual Report").count(), 2, "{text}");
    }

    #[test]
    fn a_list_over_two_columns_is_no_measure() {
        let list = "1. 발전소주변지역 지원에 관한 법률 일부개정법률안 ······ 8\n".repeat(8);
        let column = "좌석을 정돈해 주시기 바랍니\n다 여러분 그리고 회의를 개의하\n겠습니다 그러면 보고를 듣겠습\n니다 이어서 현안에 대한 질의\n를 하겠습니다\n";
        let text = clean(&format!("{list}{column}"));
        assert!(text.contains("개의하겠습니다"), "{text}");
    }

    #[test]
    fn a_word_goes_on_behind_a_page() {
        let page = |text: &str| format!("제299회 회의록\n{text}\n\u{C}");
        let text =
            clean(&[page("우리는 경제 협"), page("력을 바랍니"), page("다 여러분 모두")].concat());
        assert_eq!(text.trim(), "우리는 경제 협력을 바랍니다 여러분 모두");
    }

    #[test]
    fn paragraphs_and_headings_stay_apart() {
        let text = clean(
            "Trade\nThe two countries signed an agreement on free trade that will\nbe in force next year.\nThe ministers \
             praised the work of the negotiators, who had met\nin Hanoi and in Seoul for many years.\n",
        );
        assert_eq!(
            text,
            "Trade\nThe two countries signed an agreement on free trade that will be in force next year.\nThe ministers \
             praised the work of the negotiators, who had met in Hanoi and in Seoul for many years.\n"
        );
    }

    #[test]
    fn ligatures_are_letters() {
        assert_eq!(
            clean("con\u{FB02}ict and e\u{FB03}cient o\u{FB00}ices"),
            "conflict and efficient offices\n"
        );
        assert_eq!(clean(""), "");
        assert_eq!(clean("\u{C}\u{C}\n\u{C}"), "");
    }
}
