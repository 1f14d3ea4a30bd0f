//! Lines of keywords in context for the page: some for each term, spread over years and languages, always the same
//! ones. Only extracts: at most [`SIDE`] columns on each side of the word.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;
use xxhash_rust::xxh3::xxh3_64;

use super::evidence::EvidenceRow;

/// Columns of text on each side of a word; Hangul takes two a letter.
pub const SIDE: usize = 96;

/// A word with what stands around it, spaces as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KwicLine {
    /// ISO 8601, as long as it is known.
    pub date: String,
    pub year: i32,
    /// Of the paragraph, by its code.
    pub language: String,
    /// Outlet or publisher; empty where it is not known.
    pub source: String,
    /// Id of the document.
    pub document: String,
    pub left: String,
    pub keyword: String,
    pub right: String,
}

/// Chooses the lines of a run while its hits go by. Of the same hits in any order it chooses the same.
#[derive(Debug)]
pub struct Extracts {
    most: usize,
    terms: BTreeMap<String, Chosen>,
}

/// Year and language.
type Group = (i32, String);

/// Candidates of one term.
#[derive(Debug)]
struct Chosen {
    /// Each group in the order of its keys.
    groups: BTreeMap<Group, BTreeMap<Key, KwicLine>>,
    /// More than so many of a group are never chosen.
    depth: usize,
    held: usize,
}

/// Order within a group: by chance, but always the same. A document has one line.
type Key = (u64, String);

impl Extracts {
    /// At most `most` lines a term.
    pub fn new(most: usize) -> Self {
        Self { most, terms: BTreeMap::new() }
    }

    /// Looks at a hit. Those outside the scope are not in the numbers of the page, and those that the source shows
    /// no sentence of cannot be read.
    pub fn see(&mut self, row: &EvidenceRow<'_>) {
        if self.most == 0 || !row.in_scope || row.evidence != "sentence" {
            return;
        }
        let depth = self.most;
        let term = self.terms.entry(row.term.to_string());
        let chosen = term.or_insert_with(|| Chosen { groups: BTreeMap::new(), depth, held: 0 });
        let group = (row.year, row.language.to_string());
        let key = (xxh3_64(row.document.as_bytes()), row.document.to_string());
        let lines = chosen.groups.entry(group).or_default();
        // The first hit of a document stands for it: hits of one document come in their order.
        if lines.contains_key(&key) {
            return;
        }
        let last = lines.last_key_value().map(|(key, _)| key);
        if lines.len() >= chosen.depth && last.is_some_and(|last| *last < key) {
            return;
        }
        let Some(line) = line_of(row) else { return };
        lines.insert(key, line);
        chosen.held += 1;
        if chosen.held > 2 * self.most {
            chosen.trim(self.most);
        }
    }

    /// The lines by term id, by year, then language.
    pub fn finish(self) -> BTreeMap<String, Vec<KwicLine>> {
        let Self { most, terms } = self;
        terms.into_iter().map(|(term, chosen)| (term, chosen.finish(most))).collect()
    }
}

impl Chosen {
    /// Lowers the depth to what `most` lines can need, and drops what lies deeper.
    fn trim(&mut self, most: usize) {
        let up_to =
            |depth: usize| self.groups.values().map(|lines| lines.len().min(depth)).sum::<usize>();
        let needed = (1..=self.depth).find(|depth| up_to(*depth) >= most);
        self.depth = needed.unwrap_or(self.depth);
        for lines in self.groups.values_mut() {
            while lines.len() > self.depth {
                lines.pop_last();
            }
        }
        self.held = self.groups.values().map(BTreeMap::len).sum();
    }

    /// One of each group in turn; of the last turn, which would be too many, some evenly spread.
    fn finish(self, most: usize) -> Vec<KwicLine> {
        let mut groups: Vec<(Group, Vec<KwicLine>, usize)> = self
            .groups
            .into_iter()
            .map(|(group, lines)| (group, lines.into_values().collect(), 0))
            .collect();
        let mut left = most;
        for turn in 0.. {
            let open: Vec<usize> =
                (0..groups.len()).filter(|at| groups[*at].1.len() > turn).collect();
            if open.is_empty() || left == 0 {
                break;
            }
            let taken = open.len().min(left);
            for n in 0..taken {
                groups[open[n * open.len() / taken]].2 += 1;
            }
            left -= taken;
        }
        let chosen = groups.into_iter().flat_map(|(_, lines, taken)| {
            let mut lines: Vec<KwicLine> = lines.into_iter().take(taken).collect();
            lines.sort_by(|a, b| (&a.date, &a.document).cmp(&(&b.date, &b.document)));
            lines
        });
        chosen.collect()
    }
}

fn line_of(row: &EvidenceRow<'_>) -> Option<KwicLine> {
    let text = &*row.sentence_text;
    let (start, end) = (row.match_start as usize, row.match_end as usize);
    let (left, keyword, right) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    Some(KwicLine {
        date: row.date.to_string(),
        year: row.year,
        language: row.language.to_string(),
        source: row.source.to_string(),
        document: row.document.to_string(),
        left: last_columns(&on_one_line(left)),
        keyword: on_one_line(keyword),
        right: first_columns(&on_one_line(right)),
    })
}

/// Line breaks and other control characters become spaces; marks that turn the writing direction go, so that no text
/// can turn the page around.
fn on_one_line(text: &str) -> String {
    let turns = |character: char| matches!(character, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let kept = text.chars().filter(|character| !turns(*character));
    kept.map(|character| if character.is_control() { ' ' } else { character }).collect()
}

fn first_columns(text: &str) -> String {
    match cut(text.graphemes(true)) {
        None => text.to_owned(),
        Some(bytes) => {
            let kept = &text[..bytes];
            // At a space, if there is one in the last third.
            let end = kept.rfind(' ').filter(|at| *at > bytes * 2 / 3).unwrap_or(bytes);
            format!("{}…", kept[..end].trim_end())
        }
    }
}

fn last_columns(text: &str) -> String {
    match cut(text.graphemes(true).rev()) {
        None => text.to_owned(),
        Some(bytes) => {
            let kept = &text[text.len() - bytes..];
            let start = kept.find(' ').filter(|at| *at < bytes / 3).unwrap_or(0);
            format!("…{}", kept[start..].trim_start())
        }
    }
}

/// Bytes of the letters that fit; `None` where all do.
fn cut<'a>(letters: impl Iterator<Item = &'a str>) -> Option<usize> {
    let (mut columns, mut bytes) = (0, 0);
    for letter in letters {
        columns += letter.width();
        if columns > SIDE || bytes > 4 * SIDE {
            return Some(bytes);
        }
        bytes += letter.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(document: usize, year: i32, language: &'static str) -> EvidenceRow<'static> {
        EvidenceRow {
            document: format!("d{document}").into(),
            date: format!("{year}").into(),
            year,
            language: language.into(),
            term: "aid".into(),
            in_scope: true,
            evidence: "sentence".into(),
            sentence_text: "그는 국제결혼이\u{202E} 늘었다고\n말했다".into(),
            match_start: 7,
            match_end: 19,
            ..EvidenceRow::default()
        }
    }

    fn chosen(most: usize, rows: impl Iterator<Item = EvidenceRow<'static>>) -> Vec<KwicLine> {
        let mut extracts = Extracts::new(most);
        rows.for_each(|row| extracts.see(&row));
        extracts.finish().remove("aid").unwrap_or_default()
    }

    fn rows() -> impl DoubleEndedIterator<Item = EvidenceRow<'static>> {
        (0..3000).map(|at| row(at, 1992 + (at % 30) as i32, ["ko", "vi"][at % 2]))
    }

    #[test]
    fn lines_are_spread_over_years_and_the_same_in_any_order() {
        let lines = chosen(20, rows());
        assert_eq!(lines.len(), 20);
        assert_eq!(lines, chosen(20, rows().rev()));
        let years: std::collections::BTreeSet<i32> = lines.iter().map(|line| line.year).collect();
        assert_eq!(years.len(), 20);
        assert!(lines.is_sorted_by_key(|line| line.year));
        assert_eq!(chosen(0, rows()), []);
        // All of them, where there are no more.
        assert_eq!(chosen(20, rows().take(7)).len(), 7);
        let one_year = |at| EvidenceRow { year: 2000, ..row(at, 2000, "ko") };
        assert_eq!(chosen(20, (0..500).map(one_year)).len(), 20);
    }

    #[test]
    fn a_document_has_one_line_and_what_cannot_be_read_none() {
        assert_eq!(chosen(20, (0..9).map(|_| row(1, 2000, "ko"))).len(), 1);
        let outside = EvidenceRow { in_scope: false, ..row(1, 2000, "ko") };
        let withheld = EvidenceRow { evidence: "article".into(), ..row(2, 2000, "ko") };
        assert_eq!(chosen(20, [outside, withheld].into_iter()), []);
    }

    #[test]
    fn spaces_stay_and_long_sides_are_cut() {
        let line = chosen(1, [row(1, 2000, "ko")].into_iter()).remove(0);
        assert_eq!(
            [&*line.left, &*line.keyword, &*line.right],
            ["그는 ", "국제결혼", "이 늘었다고 말했다"]
        );
        let long = "word ".repeat(100);
        let text = format!("{long}국제결혼이 {long}");
        let (start, end) = (long.len() as i32, long.len() as i32 + 12);
        let row = EvidenceRow {
            sentence_text: text.into(),
            match_start: start,
            match_end: end,
            ..row(1, 2000, "ko")
        };
        let line = chosen(1, [row].into_iter()).remove(0);
        assert!(line.left.starts_with("…word") && line.left.ends_with("word "), "{}", line.left);
        assert!(line.right.starts_with("이 word") && line.right.ends_with("word…"));
        assert!(line.left.width() <= SIDE + 1 && line.right.width() <= SIDE + 1);
    }
}
