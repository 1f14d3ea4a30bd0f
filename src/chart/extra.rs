//! Elements that plotters lacks: groups with a tooltip, dashes, rounded bars, cells with a tooltip.

use std::convert::Infallible;

use plotters::element::{Drawable, PointCollection};
use plotters::style::RGBColor;
use plotters_backend::{BackendColor, BackendCoord, DrawingErrorKind};

use super::ink::{Ink, number, path, pixels, point, rectangle, units, written};

/// What plotters has no element for. Coordinates are backend units.
pub enum Extra {
    /// Opens a group with attributes and, unless it is empty, a tooltip.
    Open {
        attributes: Vec<(&'static str, String)>,
        title: String,
    },
    Close,
    Dashes {
        points: Vec<BackendCoord>,
        color: RGBColor,
        width: f64,
        pattern: &'static str,
    },
    /// A line whose tangents lie flat at its points.
    Curve {
        points: Vec<BackendCoord>,
        color: RGBColor,
        width: f64,
    },
    /// A polygon with a wide round rim of its own colour.
    Ground {
        points: Vec<BackendCoord>,
        color: RGBColor,
        rim: f64,
        strength: f64,
    },
    /// A bar that lies, its right end rounded.
    Bar {
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        color: RGBColor,
        radius: f64,
    },
    /// A rectangle with a tooltip.
    Cell {
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        color: RGBColor,
        title: String,
    },
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Extra {
    type Point = BackendCoord;
    type IntoIter = std::iter::Empty<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::empty()
    }
}

impl Drawable<Ink> for Extra {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        ink: &mut Ink,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let opaque =
            |color: &RGBColor| BackendColor { alpha: 1.0, rgb: (color.0, color.1, color.2) };
        match self {
            Self::Open { attributes, title } => {
                let attributes: String = attributes
                    .iter()
                    .map(|(name, value)| format!(" {name}=\"{}\"", written(value)))
                    .collect();
                match title.is_empty() {
                    true => ink.element(format_args!("<g{attributes}>")),
                    false => {
                        let title = written(title);
                        ink.element(format_args!("<g{attributes}><title>{title}</title>"));
                    }
                }
            }
            Self::Close => ink.element(format_args!("</g>")),
            Self::Dashes { points, color, width, pattern } => {
                let paint = ink.stroke(opaque(color), units(*width) as u32);
                let points = path(points.iter().copied());
                ink.element(format_args!(
                    "<path{paint} stroke-dasharray=\"{pattern}\" d=\"M{points}\"/>"
                ));
            }
            Self::Curve { points, color, width } => {
                let paint = ink.stroke(opaque(color), units(*width) as u32);
                let Some(first) = points.first() else { return Ok(()) };
                let mut way = point(*first);
                for ends in points.windows(2) {
                    let [from, to] = ends else { continue };
                    let middle = i32::midpoint(from.0, to.0);
                    let (out, back) = (point((middle, from.1)), point((middle, to.1)));
                    way.push_str(&format!("C{out} {back} {}", point(*to)));
                }
                ink.element(format_args!("<path{paint} d=\"M{way}\"/>"));
            }
            Self::Ground { points, color, rim, strength } => {
                let paint = ink.fill_and_rim(opaque(color), units(*rim) as u32);
                let points = path(points.iter().copied());
                ink.element(format_args!(
                    "<path{paint} opacity=\"{}\" stroke-linejoin=\"round\" d=\"M{points}Z\"/>",
                    number(*strength)
                ));
            }
            Self::Bar { upper_left, bottom_right, color, radius } => {
                let paint = ink.fill(opaque(color));
                let (width, height) =
                    (pixels(bottom_right.0 - upper_left.0), pixels(bottom_right.1 - upper_left.1));
                let radius = radius.min(width / 2.0).min(height / 2.0);
                let (start, r) = (point(*upper_left), number(radius));
                let (flat, side) = (number(width - radius), number(height - 2.0 * radius));
                ink.element(format_args!(
                    "<path{paint} d=\"M{start}h{flat}q{r},0 {r},{r}v{side}q0,{r} -{r},{r}h-{flat}z\"/>"
                ));
            }
            Self::Cell { upper_left, bottom_right, color, title } => {
                let paint = ink.fill(opaque(color));
                let (place, title) = (rectangle(*upper_left, *bottom_right), written(title));
                ink.element(format_args!("<rect{paint} {place}><title>{title}</title></rect>"));
            }
        }
        Ok(())
    }
}
