//! Sentence ends (`docs/counting.md`, "Words and sentences"), found on the original text, whose case and line ends
//! the rules need.

mod candidates;

use super::abbreviations;
use candidates::candidates;

/// A line that goes on is at least this long, in characters: shorter ones are headings and list entries.
const LONG_LINE: usize = 40;

/// Replaces `ends` by where sentences end in `text`, as byte offsets in rising order; the last is the text's length.
/// `places` is room for where they may.
pub fn sentence_ends(text: &str, ends: &mut Vec<u32>, places: &mut Vec<u32>) {
    ends.clear();
    candidates(text.as_bytes(), places);
    let bytes = text.as_bytes();
    // Asked at the first line end, which many texts do not have.
    let mut every_line = None;
    let mut skip_to = 0;
    for (n, at) in places.iter().map(|at| *at as usize).enumerate() {
        if at < skip_to {
            continue;
        }
        match bytes[at] {
            b'\n' | b'\r' => {
                let every_line =
                    *every_line.get_or_insert_with(|| one_sentence_a_line(text, &places[n..]));
                if every_line || after_line_end(text, at).1 {
                    ends.push(at as u32);
                }
            }
            _ => {
                let (next, end) = terminator(text, at);
                skip_to = next;
                ends.extend(end.map(|end| end as u32));
            }
        }
    }
    if ends.last().is_none_or(|last| (*last as usize) < text.len()) {
        ends.push(text.len() as u32);
    }
}

/// Looks at the run of terminators at `at`: where to go on, and where a sentence ends, if one does.
fn terminator(text: &str, at: usize) -> (usize, Option<usize>) {
    // Nearly all are a full stop before white space and another word.
    if let [b'.', next, ..] = text.as_bytes()[at..]
        && is_ascii_space(next)
        && let Some(small) = begins_small(text, at + 2)
    {
        let stays = small || abbreviations::ends_with_one(&text[..at]);
        return (at + 1, (!stays).then_some(at + 1));
    }
    let rest = &text[at..];
    let run = rest.find(|c| !is_terminator(c)).unwrap_or(rest.len());
    let closed = rest[run..].find(|c| !is_closer(c)).unwrap_or(rest.len() - run);
    let end = at + run + closed;
    let after = &text[end..];
    let single_stop = &rest[..run] == ".";
    match after.chars().next() {
        None => return (end, Some(end)),
        Some(next) if next.is_whitespace() => {}
        Some(next) => {
            let against = single_stop
                && closed == 0
                && is_hangul(next)
                && (text[..at].ends_with('다')
                    || text[..at].ends_with('요')
                    || text[..at].ends_with('죠'));
            return (end, against.then_some(end));
        }
    }
    let next_is_lower = after.trim_start().chars().next().is_some_and(char::is_lowercase);
    let stays =
        next_is_lower || single_stop && closed == 0 && abbreviations::ends_with_one(&text[..at]);
    (end, (!stays).then_some(end))
}

fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Whether what comes first behind the ASCII space at `at` is a small letter. `None` at the end of the text, and where
/// other white space follows.
fn begins_small(text: &str, at: usize) -> Option<bool> {
    let rest = &text.as_bytes()[at..];
    let first = rest.iter().position(|byte| !is_ascii_space(*byte))?;
    match rest[first] {
        byte if byte.is_ascii() => Some(byte.is_ascii_lowercase()),
        0xEB..=0xED => Some(false),
        _ => {
            let character = text[at + first..].chars().next()?;
            (!character.is_whitespace()).then(|| character.is_lowercase())
        }
    }
}

fn is_terminator(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '。')
}

fn is_closer(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | ')' | ']' | '」' | '』' | '»' | '》' | '〉')
}

fn is_hangul(character: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&character)
}

/// Whether every line end ends a sentence: at most half of the single line ends are open, that is stand after a long
/// line without closing punctuation. Line ends are among `places`.
fn one_sentence_a_line(text: &str, places: &[u32]) -> bool {
    let bytes = text.as_bytes();
    let (mut single, mut open, mut line) = (0usize, 0usize, 0usize);
    for end in places.iter().map(|end| *end as usize) {
        // The second half of a line end of two bytes begins the next line.
        if end < line || !matches!(bytes[end], b'\n' | b'\r') {
            continue;
        }
        let (next, blank) = after_line_end(text, end);
        let content = trimmed(&text[line..end]);
        if !content.is_empty() && !blank && next < bytes.len() {
            single += 1;
            open += usize::from(is_open(content));
        }
        line = next;
    }
    2 * open <= single
}

/// Without the space around it. Beside ASCII space, nearly all lines begin and end with a letter or a mark of ASCII.
fn trimmed(line: &str) -> &str {
    let line = line.trim_ascii();
    match line.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => line,
        _ => line.trim(),
    }
}

/// Where the line after the line end at `at` begins, and whether that line is blank (the text's end is no line).
fn after_line_end(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let next = at + if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
    let blank =
        bytes[next..].iter().position(|byte| !matches!(byte, b' ' | b'\t')).is_some_and(|n| {
            match bytes[next + n] {
                b'\n' | b'\r' => true,
                b'\x0B' | b'\x0C' | 0x80.. => is_blank_line(&text[next + n..]),
                _ => false,
            }
        });
    (next, blank)
}

/// Whether a line end comes before anything that is no white space.
fn is_blank_line(text: &str) -> bool {
    let is_end = |c: char| matches!(c, '\n' | '\r');
    text.chars().find(|c| is_end(*c) || !c.is_whitespace()).is_some_and(is_end)
}

fn is_open(line: &str) -> bool {
    // A character has at most three bytes beside its first; most begin with so much ASCII that none need be counted.
    let is_long = line.len() > 4 * LONG_LINE
        || line.len() > LONG_LINE
            && (line.as_bytes()[..=LONG_LINE].is_ascii()
                || line.bytes().filter(|byte| !is_inside(*byte)).count() > LONG_LINE);
    is_long
        && !line
            .trim_end_matches(|c: char| is_closer(c) || c.is_whitespace())
            .ends_with(|c| is_terminator(c) || matches!(c, ':' | ';'))
}

/// Whether a byte goes on with a character.
fn is_inside(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut ends = vec![];
        sentence_ends(text, &mut ends, &mut vec![]);
        let mut start = 0;
        ends.iter()
            .map(|end| {
                let sentence = text[start..*end as usize].trim();
                start = *end as usize;
                sentence
            })
            .filter(|sentence| !sentence.is_empty())
            .collect()
    }

    #[test]
    fn the_rules() {
        for (text, expected) in [
            ("One. Two! Three? \"Four.\" five", vec!["One.", "Two!", "Three?", "\"Four.\" five"]),
            ("Mr. Kim met Dr. J. Lee. He left…", vec!["Mr. Kim met Dr. J. Lee.", "He left…"]),
            (
                "늘었다.베트남은 컸다. \"좋다.\"고 했다",
                vec!["늘었다.", "베트남은 컸다.", "\"좋다.\"고 했다"],
            ),
            ("TP. Hồ Chí Minh tăng 1.5 %. Hết.", vec!["TP. Hồ Chí Minh tăng 1.5 %.", "Hết."]),
            ("Health\nEducation\nJobs", vec!["Health", "Education", "Jobs"]),
            (
                "a line that is rather longer than forty characters in all\nand goes on here. Then\n\nnew",
                vec![
                    "a line that is rather longer than forty characters in all\nand goes on here.",
                    "Then",
                    "new",
                ],
            ),
            ("", vec![]),
        ] {
            assert_eq!(split(text), expected);
        }
    }
}
