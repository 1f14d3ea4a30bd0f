//! Text as pictures need it: cleaned, measured with the fonts that draw it, cut and wrapped to fit.

use std::sync::LazyLock;

use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::font;
use super::style::Lettering;

/// The embedded fonts: both weights, then the one with the Hanja that these lack.
pub static FONTS: [&[u8]; 3] = [
    include_bytes!("fonts/Pretendard-Regular.ttf"),
    include_bytes!("fonts/Pretendard-SemiBold.ttf"),
    include_bytes!("fonts/NotoSansKR-Hanja.ttf"),
];

/// What the pictures ask for: our font first, then what a reader's machine is likely to have.
const FAMILIES: &str = "Pretendard, 'Pretendard Variable', system-ui, 'Apple SD Gothic Neo', \
    'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', 'Segoe UI', sans-serif";

/// The font of the reader's, if there is one, before all others.
pub(super) fn families() -> String {
    match font::family() {
        Some(own) => format!("'{}', {FAMILIES}", clean(&own).replace(['\'', '"', '\\'], "")),
        None => FAMILIES.to_owned(),
    }
}

/// Stands in for a character that no embedded font has.
pub const REPLACEMENT: char = '\u{FFFD}';
/// What pictures of points show for [`REPLACEMENT`], which the embedded fonts lack too.
pub const REPLACEMENT_DRAWN: char = '□';

const ELLIPSIS: char = '…';

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    SemiBold,
}

static FACES: LazyLock<[Face<'static>; 3]> = LazyLock::new(|| {
    FONTS.map(|font| Face::parse(font, 0).expect("the embedded fonts are whole: a test draws them"))
});

/// Composed (NFC), on one line, without characters that XML forbids or that no eye can see.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.nfc() {
        match character {
            _ if character.is_whitespace() => {
                if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                    cleaned.push(' ');
                }
            }
            _ if is_hidden(character) => {}
            _ => cleaned.push(character),
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Control characters, marks that only steer the writing direction or joining, and what XML forbids.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// True where a font has the character: an embedded one, or the reader's.
pub fn has_glyph(character: char) -> bool {
    advance(character, Weight::Regular).is_some()
}

/// True where both weights of the main font have the character: what a page can take from them.
pub fn is_in_main_font(character: char) -> bool {
    FACES[..2].iter().all(|face| face.glyph_index(character).is_some())
}

/// Advance in ems.
fn advance(character: char, weight: Weight) -> Option<f64> {
    font::advance(character).or_else(|| embedded_advance(character, weight))
}

fn embedded_advance(character: char, weight: Weight) -> Option<f64> {
    [&FACES[weight as usize], &FACES[2]].into_iter().find_map(|face| {
        let glyph = face.glyph_index(character)?;
        let advance = face.glyph_hor_advance(glyph)?;
        Some(f64::from(advance) / f64::from(face.units_per_em()))
    })
}

/// Width in pixels; what has no glyph is as wide as the letter that replaces it.
pub fn width(text: &str, px: f64, weight: Weight) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|character| {
            advance(character, weight).or_else(|| advance(REPLACEMENT_DRAWN, weight)).unwrap_or(1.0)
        })
        .sum();
    ems * px
}

/// The text if it fits into `room` pixels, else as many whole letters as fit before an ellipsis.
pub fn fit(text: &str, px: f64, weight: Weight, room: f64) -> String {
    let text = clean(text);
    if width(&text, px, weight) <= room {
        return text;
    }
    let room = room - width(ELLIPSIS.encode_utf8(&mut [0; 4]), px, weight);
    let mut kept = text[..prefix(&text, px, weight, room)].trim_end().to_owned();
    kept.push(ELLIPSIS);
    kept
}

/// The text, cleaned, if it fits into `room`: titles name nothing by half.
pub fn whole(text: &str, lettering: &Lettering, room: f64) -> Option<String> {
    let text = clean(text);
    (width(&text, lettering.px, lettering.weight) <= room).then_some(text)
}

/// The text in lines of at most `room` pixels, broken at spaces, and inside a word only where it fits no line.
pub fn wrap(text: &str, px: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in clean(text).split(' ').filter(|word| !word.is_empty()) {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if width(&longer, px, weight) <= room {
                *line = longer;
                continue;
            }
        }
        let mut rest = word;
        while width(rest, px, weight) > room {
            let first = rest.graphemes(true).next().map_or(rest.len(), str::len);
            let (line, more) = rest.split_at(prefix(rest, px, weight, room).max(first));
            lines.push(line.to_owned());
            rest = more;
        }
        if !rest.is_empty() {
            lines.push(rest.to_owned());
        }
    }
    lines
}

/// The text in as few lines as [`wrap`] needs, made about equally long: for headings.
pub fn balance(text: &str, px: f64, weight: Weight, room: f64) -> Vec<String> {
    let lines = wrap(text, px, weight, room);
    // Narrower by steps, as long as no further line is needed.
    let narrower = (1..=20).map(|step| room * (1.0 - 0.025 * f64::from(step)));
    let balanced = narrower
        .map(|room| wrap(text, px, weight, room))
        .take_while(|narrower| narrower.len() == lines.len())
        .last();
    balanced.unwrap_or(lines)
}

/// Bytes of the longest run of whole letters that fits into `room`.
fn prefix(text: &str, px: f64, weight: Weight, room: f64) -> usize {
    let (mut end, mut used) = (0, 0.0);
    for (at, letter) in text.grapheme_indices(true) {
        used += width(letter, px, weight);
        if used > room {
            break;
        }
        end = at + letter.len();
    }
    end
}

/// `text` with `& < > "` written as XML wants them.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_cover_three_languages_and_hanja() {
        let letters =
            "ABCxyz0123456789%–…·†“”’<>&#가힣뷁협력갈등ăâđêôơưắằẳẵặếềểễệộỗờợữựỹ美北韓越南";
        let missing: Vec<char> = letters.chars().filter(|letter| !has_glyph(*letter)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(has_glyph(REPLACEMENT_DRAWN));
        assert!(!has_glyph(REPLACEMENT) && !has_glyph('\u{1F600}'));
    }

    #[test]
    fn decomposed_text_is_composed_and_the_invisible_dropped() {
        assert_eq!(clean("hợp tác"), "hợp tác");
        assert_eq!(clean("\u{1112}\u{1167}\u{11B8}력"), "협력");
        assert_eq!(clean(" a\u{0}\n\t b\u{202E}\u{FFFF} "), "a b");
    }

    #[test]
    fn what_is_too_long_is_cut_between_letters() {
        let room = 60.0;
        for text in
            ["cooperation agreement", "한국과 베트남의 협력", "thiết lập quan hệ ngoại giao"]
        {
            let cut = fit(text, 12.0, Weight::Regular, room);
            assert!(cut.ends_with('…') && width(&cut, 12.0, Weight::Regular) <= room, "{cut}");
        }
        assert_eq!(fit("short", 12.0, Weight::Regular, room), "short");
    }

    #[test]
    fn wrapping_keeps_every_letter() {
        let text = "one two threethreethreethreethree 네";
        let lines = wrap(text, 12.0, Weight::Regular, 60.0);
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        assert!(lines.iter().all(|line| width(line, 12.0, Weight::Regular) <= 60.0), "{lines:?}");

        let title = "one two three four five six";
        assert_eq!(wrap(title, 12.0, Weight::Regular, 130.0), ["one two three four five", "six"]);
        assert_eq!(
            balance(title, 12.0, Weight::Regular, 130.0),
            ["one two three", "four five six"]
        );
    }
}
