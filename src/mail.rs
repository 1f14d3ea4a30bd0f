//! E-mail addresses, which news exports give for every author: no output shows one.

use std::borrow::Cow;
use std::ops::Range;

/// What stands where an address was.
pub const MASK: &str = "[e-mail]";

/// The text without its addresses.
pub fn mask(text: &str) -> Cow<'_, str> {
    mask_with(text, &mut [])
}

/// The same; `places` in the text stay where they were. A place within an address becomes the whole mask.
pub fn mask_with<'a>(text: &'a str, places: &mut [Range<usize>]) -> Cow<'a, str> {
    // Nearly no text has an `@`, and finding none is one pass at memory speed.
    if memchr::memchr(b'@', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let addresses = addresses(text);
    if addresses.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut moved: Vec<Range<usize>> = places.to_vec();
    let mut from = 0;
    for address in &addresses {
        masked.push_str(&text[from..address.start]);
        let (start, end) = (masked.len(), masked.len() + MASK.len());
        masked.push_str(MASK);
        for (place, moved) in places.iter().zip(&mut moved) {
            let shift = |at: usize| at - address.end + end;
            if place.start >= address.end {
                moved.start = shift(place.start);
            } else if place.start >= address.start {
                moved.start = start;
            }
            if place.end >= address.end {
                moved.end = shift(place.end);
            } else if place.end > address.start {
                moved.end = end;
            }
        }
        from = address.end;
    }
    masked.push_str(&text[from..]);
    places.clone_from_slice(&moved);
    Cow::Owned(masked)
}

/// Where addresses stand, in order.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = vec![];
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        let from = found.last().map_or(0, |last| last.end);
        if let Some(end) = domain_end(text, at + 1).filter(|_| at >= from) {
            let start = local_start(&text[from..at]) + from;
            if start < at {
                found.push(start..end);
            }
        }
    }
    found
}

/// Where the name before the `@` begins. Korean text writes on without a space (`기자hong@…`), so letters of other
/// scripts belong to the name only where it has no ASCII.
fn local_start(before: &str) -> usize {
    let ascii = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let start = before.trim_end_matches(ascii).len();
    match start < before.len() {
        // Quotes and the like around an address are no part of it.
        true => {
            let name = &before[start..];
            let inner = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            if inner.is_empty() { start } else { start + name.len() - inner.len() }
        }
        false => before.trim_end_matches(char::is_alphanumeric).len(),
    }
}

/// Where the domain that begins at `at` ends: labels with dots between them, the last of two letters or more.
fn domain_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let other = rest.chars().next().is_some_and(|c| !c.is_ascii() && c.is_alphanumeric());
    let in_label =
        |c: char| c == '-' || if other { c.is_alphanumeric() } else { c.is_ascii_alphanumeric() };
    let (mut end, mut from) = (None, 0);
    loop {
        let label = &rest[from..];
        let length = label.find(|c| !in_label(c)).unwrap_or(label.len());
        if length == 0 {
            return end;
        }
        let name = &label[..length];
        if from > 0 && name.chars().filter(|c| c.is_alphabetic()).count() >= 2 {
            end = Some(at + from + length);
        }
        from += length;
        match rest[from..].starts_with('.') {
            true => from += 1,
            false => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_masked_and_nothing_else() {
        for (text, expected) in [
            ("홍길동 기자 hong@example.com", "홍길동 기자 [e-mail]"),
            ("홍길동.김철수(kim.c+news@mail.example.co.kr)", "홍길동.김철수([e-mail])"),
            ("기자hong_g@example.com입니다", "기자[e-mail]입니다"),
            ("write to 'a-b@example.org'.", "write to '[e-mail]'."),
            ("홍길동@example.com, b@c.de", "[e-mail], [e-mail]"),
            ("홍길동@한국.한국", "[e-mail]"),
            ("a@b@c.de", "a@[e-mail]"),
            ("mailto:x@y.museum?subject=1", "mailto:[e-mail]?subject=1"),
            ("A@B.COM.", "[e-mail]."),
            ("@handle and 3 @ 5.20 and a@b", "@handle and 3 @ 5.20 and a@b"),
            ("root@10.0.0.1", "root@10.0.0.1"),
            ("no address", "no address"),
        ] {
            assert_eq!(mask(text), expected, "{text}");
        }
    }

    #[test]
    fn places_move_with_their_text() {
        let text = "협력 a@b.com 협력 c.peace@d.org 협력";
        let places = |word: &str| -> Vec<Range<usize>> {
            text.match_indices(word).map(|(at, _)| at..at + word.len()).collect()
        };
        let mut moved = places("협력");
        moved.extend(places("peace"));
        moved.push(0..text.len());
        let masked = mask_with(text, &mut moved);
        assert_eq!(masked, "협력 [e-mail] 협력 [e-mail] 협력");
        let shown: Vec<&str> = moved.iter().map(|place| &masked[place.clone()]).collect();
        assert_eq!(shown, ["협력", "협력", "협력", MASK, &masked]);
    }

    proptest! {
        #[test]
        fn places_stay_within_the_text(text in "[a가ạ@. ]{0,40}", a in 0..41usize, b in 0..41usize) {
            let at = |n: usize| text.char_indices().map(|(at, _)| at).nth(n).unwrap_or(text.len());
            let mut place = at(a.min(b))..at(a.max(b));
            let masked = mask_with(&text, std::slice::from_mut(&mut place));
            prop_assert!(masked.get(place.clone()).is_some(), "{:?} in {}", place, masked);
            prop_assert_eq!(mask(&masked), masked.clone());
        }
    }
}
