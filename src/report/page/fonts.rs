//! The letters of the page's own words and charts, cut out of the embedded fonts, so that the page looks the same
//! everywhere. The texts of the corpus use the reader's fonts.

use std::collections::BTreeSet;

use font_subset::FontReader;

use crate::chart::text::{FONTS, is_in_main_font};

/// `@font-face` rules of both weights with just the characters of `texts`; empty where that does not work, and the
/// reader's fonts take over.
pub(super) fn faces<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut wanted: BTreeSet<char> = (' '..='~').collect();
    texts.for_each(|text| wanted.extend(text.chars()));
    wanted.retain(|character| is_in_main_font(*character));
    let weights = [(FONTS[0], 400), (FONTS[1], 600)];
    let faces = weights.map(|(font, weight)| {
        let subset = subset(font, &wanted)?;
        Some(format!(
            "@font-face{{font-family:\"KT Sans\";font-weight:{weight};src:url(data:font/woff2;base64,{}) format(\"woff2\")}}",
            base64(&subset)
        ))
    });
    faces.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn subset(font: &[u8], characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let reader = FontReader::new(font).ok()?;
    let font = reader.read().ok()?;
    Some(font.subset(characters).ok()?.to_woff2())
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            match at <= three.len() {
                true => text.push(LETTERS[(bits >> (18 - 6 * at) & 63) as usize] as char),
                false => text.push('='),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        // RFC 4648, section 10.
        let known =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in known {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn both_weights_are_cut_small() {
        let css = faces(["협력과 갈등 hợp tác và xung đột 1992–2021 ←→ \u{1F600}美"].into_iter());
        assert_eq!(css.matches("@font-face").count(), 2);
        assert_eq!(css.matches("d09GMg").count(), 2, "WOFF2 files begin with wOF2");
        assert!((10_000..60_000).contains(&css.len()), "{}", css.len());
    }
}
