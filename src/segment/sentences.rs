//! Sentence ends (`docs/counting.md`, "Words and sentences"), found on the original text, whose case and line ends
//! the rules need.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

static ABBREVIATIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("abbreviations.txt").lines().collect());
const LONGEST_ABBREVIATION: usize = 8;

/// A bit for each length of the entries that begin with an ASCII character.
static LENGTHS: LazyLock<[u16; 256]> = LazyLock::new(|| {
    let mut lengths = [0; 256];
    #[allow(clippy::iter_over_hash_type, reason = "bits have no order")]
    for entry in ABBREVIATIONS.iter() {
        lengths[usize::from(entry.as_bytes()[0])] |= 1 << entry.len();
    }
    lengths
});

/// A line that goes on is at least this long, in characters: shorter ones are headings and list entries.
const LONG_LINE: usize = 40;

/// Appends where sentences end in `text`, as byte offsets in rising order; the last is the text's length.
pub fn sentence_ends(text: &str, ends: &mut Vec<u32>) {
    let every_line = one_sentence_a_line(text);
    let bytes = text.as_bytes();
    let mut skip_to = 0;
    candidates(bytes, |at| {
        if at < skip_to {
            return;
        }
        match bytes[at] {
            b'\n' | b'\r' => {
                let (_, blank) = after_line_end(bytes, at);
                if every_line || blank {
                    ends.push(at as u32);
                }
            }
            _ => {
                let (next, end) = terminator(text, at);
                skip_to = next;
                ends.extend(end.map(|end| end as u32));
            }
        }
    });
    if ends.last().is_none_or(|last| (*last as usize) < text.len()) {
        ends.push(text.len() as u32);
    }
}

/// Looks at the run of terminators at `at`: where to go on, and where a sentence ends, if one does.
fn terminator(text: &str, at: usize) -> (usize, Option<usize>) {
    // Nearly all are a full stop inside a number, or before a space and a capital, a digit or a Hangul syllable.
    if let [b'.', next, ..] = text.as_bytes()[at..] {
        if next.is_ascii_alphanumeric() {
            return (at + 1, None);
        }
        if next == b' '
            && let Some(then) = text.as_bytes().get(at + 2)
            && (then.is_ascii_alphanumeric() || matches!(then, 0xEA..=0xED))
        {
            // Of what begins with these bytes only some behind EA are small letters.
            let small = then.is_ascii_lowercase() || *then == 0xEA && is_small(&text[at + 2..]);
            let stays = small || is_abbreviation(&text[..at]);
            return (at + 1, (!stays).then_some(at + 1));
        }
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
    let stays = next_is_lower || single_stop && closed == 0 && is_abbreviation(&text[..at]);
    (end, (!stays).then_some(end))
}

fn is_small(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
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

/// Whether the token that `before` ends with takes a full stop of its own: an abbreviation or an initial.
fn is_abbreviation(before: &str) -> bool {
    // Nothing on the list is of Hangul, and no space of Unicode begins or ends like a Hangul syllable.
    if let [.., 0xEA..=0xED, _, _] = before.as_bytes() {
        let syllables = before.as_bytes().rchunks_exact(3).take(3);
        if syllables.filter(|bytes| matches!(bytes[0], 0xEB | 0xEC)).count() == 3 {
            return false;
        }
    }
    // Nearly all are plain words, which are not on the list if they are long or begin like nothing on it.
    let bytes = before.as_bytes();
    let letters = bytes.iter().rev().take(LONGEST_ABBREVIATION + 1);
    let letters = letters.take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if letters > LONGEST_ABBREVIATION {
        return false;
    }
    let (rest, token) = bytes.split_at(bytes.len() - letters);
    if letters > 1 && matches!(rest, [] | [.., b' ' | b'\n' | b'(' | b'"' | b'\'']) {
        let first = token[0].to_ascii_lowercase();
        if LENGTHS[usize::from(first)] >> letters & 1 == 0 {
            return false;
        }
    }
    let mut start = before.len();
    for (at, character) in before.char_indices().rev() {
        if character.is_whitespace() || matches!(character, '(' | '[' | '"' | '“' | '‘' | '\'')
        {
            break;
        }
        start = at;
        if before.len() - start > LONGEST_ABBREVIATION {
            return false;
        }
    }
    let token = &before[start..];
    let mut characters = token.chars();
    match (characters.next(), characters.next()) {
        (None, _) => false,
        (Some(only), None) if only.is_uppercase() => true,
        _ => {
            // Without making a string, since every full stop asks.
            let mut lower = [0; LONGEST_ABBREVIATION];
            let lower = &mut lower[..token.len()];
            lower.copy_from_slice(token.as_bytes());
            lower.make_ascii_lowercase();
            match std::str::from_utf8(lower) {
                Ok(lower) if token.is_ascii() => ABBREVIATIONS.contains(lower),
                _ => ABBREVIATIONS.contains(token.to_lowercase().as_str()),
            }
        }
    }
}

/// Whether every line end ends a sentence: at most half of the single line ends are open, that is stand after a long
/// line without closing punctuation.
fn one_sentence_a_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut single, mut open, mut line) = (0usize, 0usize, 0usize);
    let mut at = 0;
    while let Some(n) = memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
        let end = at + n;
        let (next, blank) = after_line_end(bytes, end);
        let content = trimmed(&text[line..end]);
        if !content.is_empty() && !blank && next < bytes.len() {
            single += 1;
            open += usize::from(is_open(content));
        }
        (at, line) = (next, next);
    }
    2 * open <= single
}

/// Without the space around it; nearly all lines begin and end with a letter or a mark.
fn trimmed(line: &str) -> &str {
    match line.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => line,
        _ => line.trim(),
    }
}

/// Where the line after the line end at `at` begins, and whether that line is blank (the text's end is no line).
fn after_line_end(bytes: &[u8], at: usize) -> (usize, bool) {
    let next = at + if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
    let blank =
        bytes[next..].iter().position(|byte| !matches!(byte, b' ' | b'\t')).is_some_and(|n| {
            match bytes[next + n] {
                b'\n' | b'\r' => true,
                b'\x0B' | b'\x0C' | 0x80.. => is_blank_line(&bytes[next..]),
                _ => false,
            }
        });
    (next, blank)
}

/// The same for white space beyond the usual.
#[cold]
fn is_blank_line(bytes: &[u8]) -> bool {
    let Some(end) = memchr::memchr2(b'\n', b'\r', bytes) else { return false };
    std::str::from_utf8(&bytes[..end]).is_ok_and(|line| line.trim().is_empty())
}

fn is_open(line: &str) -> bool {
    if line
        .trim_end_matches(|c: char| is_closer(c) || c.is_whitespace())
        .ends_with(|c| is_terminator(c) || matches!(c, ':' | ';'))
    {
        return false;
    }
    // A character has at most four bytes.
    line.len() > 4 * LONG_LINE || line.len() > LONG_LINE && line.chars().nth(LONG_LINE).is_some()
}

/// Calls `visit` with every byte that begins a terminator or a line end.
fn candidates(bytes: &[u8], mut visit: impl FnMut(usize)) {
    let mut at = 0;
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        while at + 34 <= bytes.len() {
            // SAFETY: AVX2 is there, and 34 bytes from `at` on are readable.
            let mut found = unsafe { candidate_mask(bytes.as_ptr().add(at)) };
            while found != 0 {
                visit(at + found.trailing_zeros() as usize);
                found &= found - 1;
            }
            at += 32;
        }
    }
    for n in at..bytes.len() {
        let found = match bytes[n] {
            b'.' | b'!' | b'?' | b'\n' | b'\r' => true,
            0xE2 => bytes[n..].starts_with("…".as_bytes()),
            0xE3 => bytes[n..].starts_with("。".as_bytes()),
            _ => false,
        };
        if found {
            visit(n);
        }
    }
}

/// # Safety
/// 34 bytes from `at` on must be readable.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn candidate_mask(at: *const u8) -> u32 {
    use std::arch::x86_64::*;
    // SAFETY: the caller says that the bytes are readable.
    let (block, second, third) = unsafe {
        (
            _mm256_loadu_si256(at.cast()),
            _mm256_loadu_si256(at.add(1).cast()),
            _mm256_loadu_si256(at.add(2).cast()),
        )
    };
    let is = |block, byte: u8| _mm256_cmpeq_epi8(block, _mm256_set1_epi8(byte as i8));
    let or = |a, b| _mm256_or_si256(a, b);
    let and = |a, b| _mm256_and_si256(a, b);
    let marks = or(or(is(block, b'.'), is(block, b'!')), is(block, b'?'));
    let lines = or(is(block, b'\n'), is(block, b'\r'));
    let wide = and(
        is(second, 0x80),
        or(and(is(block, 0xE2), is(third, 0xA6)), and(is(block, 0xE3), is(third, 0x82))),
    );
    _mm256_movemask_epi8(or(or(marks, lines), wide)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut ends = vec![];
        sentence_ends(text, &mut ends);
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
