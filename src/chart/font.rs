//! A font of the reader's own, asked before the embedded ones for measuring and for drawing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, Source};
use ttf_parser::Face;

use super::text::FONTS;
use crate::error::{Error, Result};

/// A TrueType or OpenType font; of a collection its first. One font serves both weights.
#[derive(Clone, Debug)]
pub struct Font(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    family: String,
    /// In ems.
    advances: HashMap<char, f64>,
    /// This font, then the embedded ones.
    database: Arc<Database>,
}

thread_local! {
    /// A chart is drawn by one thread from its first measure to its last picture point.
    static CURRENT: RefCell<Option<Font>> = const { RefCell::new(None) };
}

impl Font {
    /// # Errors
    /// Bytes that are no TrueType or OpenType font, or a font without a name, letters or widths.
    pub fn parse(bytes: Vec<u8>) -> Result<Self> {
        let no_font = || {
            Error::new("it is no TrueType or OpenType font")
                .tip("give a .ttf, .otf or .ttc file; web fonts (.woff2) have to be unpacked first")
        };
        let face = Face::parse(&bytes, 0).map_err(|cause| no_font().cause(cause))?;
        let units = f64::from(face.units_per_em());
        let mut advances = HashMap::new();
        for table in face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables) {
            if !table.is_unicode() {
                continue;
            }
            table.codepoints(|code| {
                let known = char::from_u32(code).and_then(|character| {
                    let glyph = face.glyph_index(character)?;
                    Some((character, f64::from(face.glyph_hor_advance(glyph)?) / units))
                });
                advances.extend(known);
            });
        }
        let mut database = Database::new();
        let bytes: Arc<Vec<u8>> = Arc::new(bytes);
        database.load_font_source(Source::Binary(bytes));
        let family = database.faces().next().and_then(|face| face.families.first().cloned());
        let family = family.map(|(name, _)| name).filter(|name| !name.trim().is_empty());
        let family = family.ok_or_else(|| no_font().cause("it has no name"))?;
        if advances.is_empty() {
            return Err(no_font().cause("it has no letters"));
        }
        for font in FONTS {
            database.load_font_source(Source::Binary(Arc::new(font)));
        }
        database.set_sans_serif_family("Pretendard");
        Ok(Self(Arc::new(Inner { family, advances, database: Arc::new(database) })))
    }
}

/// What `draw` draws, in `font` where there is one. Nothing that it draws may go to another thread.
pub fn with<T>(font: Option<&Font>, draw: impl FnOnce() -> T) -> T {
    /// Puts back what was before, also where `draw` panics.
    struct Before(Option<Font>);
    impl Drop for Before {
        fn drop(&mut self) {
            CURRENT.set(self.0.take());
        }
    }
    let _before = Before(CURRENT.replace(font.cloned()));
    draw()
}

fn current<T>(ask: impl FnOnce(&Inner) -> Option<T>) -> Option<T> {
    CURRENT.with_borrow(|font| ask(&font.as_ref()?.0))
}

/// Advance in ems by the reader's font.
pub(super) fn advance(character: char) -> Option<f64> {
    current(|font| font.advances.get(&character).copied())
}

/// The name of the reader's font.
pub(super) fn family() -> Option<String> {
    current(|font| Some(font.family.clone()))
}

/// The fonts to draw with where there is one of the reader's.
pub(super) fn database() -> Option<Arc<Database>> {
    current(|font| Some(Arc::clone(&font.database)))
}

#[cfg(test)]
mod tests {
    use super::super::text::{self, Weight};
    use super::super::{CHARTS, Size, Theme, png, sample};
    use super::*;

    /// The font with the Hanja: it has nothing else.
    fn hanja() -> Font {
        Font::parse(FONTS[2].to_vec()).expect("a font")
    }

    #[test]
    fn what_is_no_font_is_refused() {
        for bytes in [&b""[..], b"no font", b"\0\x01\0\0\0\0", b"wOF2\0\x01\0\0", &FONTS[0][..400]]
        {
            let error = Font::parse(bytes.to_vec()).expect_err("no font");
            assert_eq!(error.to_string(), "it is no TrueType or OpenType font", "{bytes:?}");
        }
    }

    #[test]
    fn the_readers_font_comes_first_and_the_embedded_ones_stay() {
        let semi_bold = Font::parse(FONTS[1].to_vec()).expect("a font");
        let measure = || text::width("Cooperation 협력", 10.0, Weight::Regular);
        let bold = text::width("Cooperation 협력", 10.0, Weight::SemiBold);
        let regular = measure();
        assert_ne!(regular, bold);
        assert_eq!(with(Some(&semi_bold), measure), bold);
        assert_eq!(with(Some(&hanja()), measure), regular, "it has none of these letters");
        assert_eq!(measure(), regular, "only for the time of drawing");
    }

    #[test]
    fn charts_name_it_and_are_drawn_with_it() {
        let findings = sample::realistic();
        let draw = || {
            let svg = CHARTS[0].draw(&findings, Theme::Light, Size::BareNarrow).expect("a chart");
            let picture = png::render(&svg).expect("a picture");
            (svg, picture)
        };
        let (svg, picture) = draw();
        let own = hanja();
        let (own_svg, own_picture) = with(Some(&own), draw);
        assert!(own_svg.contains(&format!("font-family=\"'{}', Pretendard", own.0.family)));
        assert!(svg.contains("font-family=\"Pretendard"));
        // None of its letters is in the chart, so that all come from the embedded fonts.
        assert_eq!(own_svg.matches("<text").count(), svg.matches("<text").count());
        assert!(own_picture.len() > picture.len() / 2, "letters are drawn");
        assert_eq!(with(Some(&hanja()), draw), (own_svg, own_picture), "the file alone decides");
    }
}
