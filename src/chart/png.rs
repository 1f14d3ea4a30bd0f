//! The same SVG as a PNG picture: fonts from memory, twice the size, no transparency.

use std::sync::{Arc, LazyLock};

use ::png::{BitDepth, ColorType, Compression, Encoder, Filter};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use super::font;
use super::text::{FONTS, REPLACEMENT, REPLACEMENT_DRAWN};
use crate::error::{Error, Result};

/// Picture points to a pixel of the chart.
const SCALE: f32 = 2.0;

static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    for font in FONTS {
        database.load_font_source(Source::Binary(Arc::new(font)));
    }
    database.set_sans_serif_family("Pretendard");
    Arc::new(database)
});

/// The chart as resvg understands it.
pub(super) fn tree(svg: &str) -> Result<Tree> {
    let options = Options {
        fontdb: font::database().unwrap_or_else(|| Arc::clone(&DATABASE)),
        font_family: font::family().unwrap_or_else(|| "Pretendard".to_owned()),
        ..Options::default()
    };
    // A letter that no font has ends resvg's search for fonts, and letters after it would be boxes.
    let svg = svg.replace(REPLACEMENT, REPLACEMENT_DRAWN.encode_utf8(&mut [0; 4]));
    Tree::from_str(&svg, &options)
        .map_err(|cause| Error::new("cannot read a chart's SVG").cause(cause))
}

/// Draws a chart's SVG as PNG bytes.
///
/// # Errors
/// Not for SVG from this floor; a document that is no SVG, or too large to draw, is an error.
pub fn render(svg: &str) -> Result<Vec<u8>> {
    let tree = tree(svg)?;
    let size = tree.size();
    let [width, height] = [size.width(), size.height()].map(|side| (side * SCALE).ceil() as u32);
    let mut pixmap = Pixmap::new(width, height)
        .ok_or_else(|| Error::new(format!("cannot draw a picture of {width} × {height} points")))?;
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixmap.as_mut());
    // Opaque everywhere, so premultiplied colours are plain colours.
    let rgb: Vec<u8> =
        pixmap.data().chunks_exact(4).flat_map(|point| &point[..3]).copied().collect();
    encode(width, height, &rgb)
        .map_err(|cause| Error::new("cannot write a chart's PNG").cause(cause))
}

fn encode(
    width: u32,
    height: u32,
    rgb: &[u8],
) -> std::result::Result<Vec<u8>, ::png::EncodingError> {
    let mut bytes = vec![];
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    // Flat colours compress better unfiltered. After the compression, which sets a filter of its own.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgb)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_becomes_an_opaque_picture_of_twice_its_size() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20" viewBox="0 0 30 20">
            <rect width="30" height="20" fill="#12181E"/><text x="2" y="15" font-size="14" fill="#FFF">협력</text></svg>"##;
        let bytes = render(svg).expect("the SVG is sound");
        let mut reader =
            ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().expect("a PNG");
        let mut data = vec![0; reader.output_buffer_size().expect("a small picture")];
        let info = reader.next_frame(&mut data).expect("a frame");
        assert_eq!((info.width, info.height, info.color_type), (60, 40, ColorType::Rgb));
        assert_eq!(data[..3], [0x12, 0x18, 0x1E]);
        assert!(data.contains(&0xFF), "the text is drawn");
    }

    #[test]
    fn hanja_are_drawn_in_both_weights_even_after_a_letter_that_no_font_has() {
        let draw = |weight: &str, text: &str| {
            let svg = format!(
                r##"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" viewBox="0 0 60 20"
                font-family="Pretendard"><text y="15" font-size="14" font-weight="{weight}">{text}</text></svg>"##
            );
            render(&svg).expect("the SVG is sound")
        };
        for weight in ["400", "600"] {
            assert_ne!(draw(weight, "\u{FFFD}美國"), draw(weight, "\u{FFFD}越南"), "{weight}");
            assert_ne!(draw(weight, "美國"), draw(weight, "越南"), "{weight}");
        }
    }
}
