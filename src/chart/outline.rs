//! Charts with their letters as paths, for those who cannot have the fonts: print shops, old programs.

use resvg::usvg::WriteOptions;

use super::png;
use crate::error::{Error, Result};

/// The same picture without text elements. What the root says of the picture stays: its size, its summary, its title
/// and its description; classes and tooltips go.
///
/// # Errors
/// Not for SVG from this floor; a document that is no SVG is an error.
pub fn letters_as_paths(svg: &str) -> Result<String> {
    let options = WriteOptions {
        coordinates_precision: 3,
        transforms_precision: 5,
        indent: resvg::usvg::Indent::None,
        ..WriteOptions::default()
    };
    let drawn = png::tree(svg)?.to_string(&options);
    let strange = || Error::new("cannot write a chart's letters as paths");
    let (_, shapes) = drawn.split_once('>').ok_or_else(strange)?;
    let end = "</desc>\n";
    let head = svg.find(end).map(|at| &svg[..at + end.len()]).ok_or_else(strange)?;
    Ok(format!("{head}{}\n", shapes.trim()))
}

#[cfg(test)]
mod tests {
    use resvg::usvg::roxmltree::Document;

    use super::super::{CHARTS, Size, Theme, sample};
    use super::*;

    #[test]
    fn the_picture_is_the_same_without_any_text() {
        let findings = sample::realistic();
        for chart in CHARTS {
            let svg = chart.draw(&findings, Theme::Light, Size::Wide).expect("a chart");
            let outlined = letters_as_paths(&svg).expect("paths");
            let document = Document::parse(&outlined).expect("XML");
            assert!(svg.contains("<text") && !outlined.contains("<text"), "{}", chart.name());
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            assert!(root.attribute("aria-label").is_some_and(|label| label.len() > 10));
            assert!(root.children().any(|node| node.has_tag_name("desc")));
            let [one, other] = [&svg, &outlined].map(|svg| {
                let tree = png::tree(svg).expect("a tree");
                let bounds = tree.root().abs_bounding_box();
                [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f32::round)
            });
            assert_eq!(one, other, "{}", chart.name());
            assert_eq!(letters_as_paths(&svg).expect("paths"), outlined);
        }
    }

    #[test]
    fn what_is_no_chart_is_an_error() {
        assert!(letters_as_paths("no chart").is_err());
        let bare = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
        assert!(letters_as_paths(bare).is_err());
    }
}
