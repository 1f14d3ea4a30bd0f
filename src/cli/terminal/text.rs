//! Text in terminal cells: a Hangul syllable takes two, a combining mark none.

pub(super) use crate::chart::style::thousands;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Text from outside, made harmless: composed, and without line ends, escape sequences and marks that turn the
/// writing direction.
pub(super) fn clean(text: &str) -> String {
    text.nfc()
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// `text` with spaces to its right, `cells` wide.
pub(super) fn left(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// `text` with spaces to its left, `cells` wide.
pub(super) fn right(text: &str, cells: usize) -> String {
    format!("{}{text}", " ".repeat(cells.saturating_sub(width(text))))
}

/// The beginning of `text` in at most `cells`; `…` where something is left out.
pub(super) fn head(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let fits = fitting(text.graphemes(true), cells.saturating_sub(1));
    let kept: String = text.graphemes(true).take(fits).collect();
    if cells == 0 { String::new() } else { format!("{}…", kept.trim_end()) }
}

/// The end of `text` in at most `cells`; `…` where something is left out.
pub(super) fn tail(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let fits = fitting(text.graphemes(true).rev(), cells.saturating_sub(1));
    let skipped = text.graphemes(true).count() - fits;
    let kept: String = text.graphemes(true).skip(skipped).collect();
    if cells == 0 { String::new() } else { format!("…{}", kept.trim_start()) }
}

/// How many of the graphemes fit.
fn fitting<'a>(graphemes: impl Iterator<Item = &'a str>, cells: usize) -> usize {
    graphemes
        .scan(0, |used, grapheme| {
            *used += width(grapheme);
            Some(*used)
        })
        .take_while(|used| *used <= cells)
        .count()
}

/// `1 document`, `2,387 documents`
pub(super) fn plural(number: u64, one: &str) -> String {
    format!("{} {one}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// `342 kB`, `1.2 MB`
pub fn bytes(number: u64) -> String {
    let number = number as f64;
    match number {
        _ if number < 1e3 => format!("{number:.0} B"),
        _ if number < 1e6 => format!("{:.0} kB", number / 1e3),
        _ if number < 1e7 => format!("{:.1} MB", number / 1e6),
        _ if number < 1e9 => format!("{:.0} MB", number / 1e6),
        _ => format!("{:.1} GB", number / 1e9),
    }
}

/// `0.3 s`, `42 s`, `3 min 12 s`
pub(super) fn seconds(number: f64) -> String {
    match number {
        _ if number < 9.95 => format!("{number:.1} s"),
        _ if number < 59.5 => format!("{number:.0} s"),
        _ => {
            let whole = number.round() as u64;
            format!("{} min {} s", thousands(whole / 60), whole % 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_not_characters() {
        assert_eq!((width("협력"), width("hợp tác"), width("a")), (4, 7, 1));
        assert_eq!(left("협력", 6), "협력  ");
        assert_eq!(right("협력", 6), "  협력");
        assert_eq!(head("국제결혼", 8), "국제결혼");
        assert_eq!(head("국제결혼", 7), "국제결…");
        assert_eq!(head("국제결혼", 6), "국제…");
        assert_eq!(tail("국제결혼", 6), "…결혼");
        assert_eq!(
            (head("ab", 1), head("ab", 0), tail("ab", 0)),
            ("…".into(), "".into(), "".into())
        );
        assert_eq!(head("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
    }

    #[test]
    fn text_from_outside_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{202e}d\u{1112}\u{1161}\u{11ab}"), "a [31mb cd한");
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!([0, 999, 1000, 1234567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([1, 2, 0].map(|n| plural(n, "year")), ["1 year", "2 years", "0 years"]);
        assert_eq!(
            [12, 342_100, 1_234_567, 41_000_000].map(bytes),
            ["12 B", "342 kB", "1.2 MB", "41 MB"]
        );
        assert_eq!(
            [0.04, 2.94, 42.4, 192.0].map(seconds),
            ["0.0 s", "2.9 s", "42 s", "3 min 12 s"]
        );
    }
}
