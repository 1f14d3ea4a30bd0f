//! One picture being drawn, in pixels: its frame (heading, notes) and the few shapes that charts are made of.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};

use super::extra::Extra;
use super::ink::{HALO, Ink, Root, UNITS, pixels, units};
use super::style::{Align, Color, Lettering, NOTE, SUBTITLE, TITLE};
use super::text::{self, Weight};
use super::{Caption, Size, Theme};

/// White space at both sides of a chart with a heading.
pub const MARGIN: f64 = 28.0;

/// A plotters element can fail only where its backend can, and [`Ink`] cannot.
const CANNOT_FAIL: &str = "Ink cannot fail";

/// A rectangle on the picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Heading above and notes below, laid out; the body of the chart stands between.
pub struct Frame {
    pub width: f64,
    /// Where the body starts.
    pub top: f64,
    /// White space at both sides of the body.
    pub margin: f64,
    size: Size,
    title: Vec<String>,
    subtitle: Vec<String>,
    notes: Vec<String>,
}

impl Frame {
    /// The notes end with `source_note`. A bare picture has neither heading nor notes.
    pub fn new(caption: &Caption, source_note: &str, size: Size) -> Self {
        let (width, margin) = match size {
            Size::Wide => (960.0, MARGIN),
            Size::BareWide => (960.0, 6.0),
            Size::BareNarrow => (390.0, 6.0),
        };
        let mut frame =
            Self { width, top: 2.0, margin, size, title: vec![], subtitle: vec![], notes: vec![] };
        if size == Size::Wide {
            let room = width - 2.0 * MARGIN;
            frame.title = text::balance(&caption.title, TITLE.px, TITLE.weight, room);
            frame.subtitle = text::balance(&caption.subtitle, SUBTITLE.px, SUBTITLE.weight, room);
            for note in caption.notes.iter().map(String::as_str).chain([source_note]) {
                frame.notes.extend(text::wrap(note, NOTE.px, NOTE.weight, room));
            }
            frame.top = frame.title_base(frame.title.len()) - 4.0
                + SUBTITLE_PITCH * (frame.subtitle.len() as f64 - 1.0)
                + 12.0;
        }
        frame
    }

    /// Base line of a line of the title; that after the last one is 4 below the first of the subtitle.
    fn title_base(&self, line: usize) -> f64 {
        38.0 + TITLE_PITCH * line as f64
    }

    /// Height of the picture whose body ends at `bottom`.
    fn height(&self, bottom: f64) -> f64 {
        match self.size {
            Size::Wide => (bottom + 32.0 + NOTE_PITCH * self.notes.len() as f64).ceil(),
            Size::BareWide | Size::BareNarrow => (bottom + 6.0).ceil(),
        }
    }
}

const TITLE_PITCH: f64 = 28.0;
const SUBTITLE_PITCH: f64 = 19.0;
const NOTE_PITCH: f64 = 16.0;

/// A picture being drawn.
pub struct Canvas {
    area: DrawingArea<Ink, Shift>,
    finished: Rc<RefCell<String>>,
    theme: Theme,
    pub width: f64,
}

impl Canvas {
    /// A picture with its background, heading and notes, whose body ends at `bottom`.
    pub fn new(frame: &Frame, caption: &Caption, theme: Theme, bottom: f64) -> Self {
        let finished = Rc::new(RefCell::new(String::new()));
        let (width, height) = (frame.width, frame.height(bottom));
        let root = Root {
            width,
            height,
            summary: caption.summary.clone(),
            title: (frame.size == Size::Wide).then(|| caption.title.clone()),
            description: caption.subtitle.clone(),
        };
        let area = Ink::new(root, theme, Rc::clone(&finished)).into_drawing_area();
        let canvas = Self { area, finished, theme, width };
        canvas.rect(Rect { left: 0.0, top: 0.0, right: width, bottom: height }, Color::Background);
        for (at, line) in frame.title.iter().enumerate() {
            canvas.text(line, (MARGIN, frame.title_base(at)), TITLE);
        }
        for (at, line) in frame.subtitle.iter().enumerate() {
            let base = frame.title_base(frame.title.len()) - 4.0 + SUBTITLE_PITCH * at as f64;
            canvas.text(line, (MARGIN, base), SUBTITLE);
        }
        for (at, line) in frame.notes.iter().rev().enumerate() {
            canvas.text(line, (MARGIN, height - 14.0 - NOTE_PITCH * at as f64), NOTE);
        }
        canvas
    }

    /// The finished document.
    pub fn svg(self) -> String {
        self.area.present().expect(CANNOT_FAIL);
        self.finished.take()
    }

    fn put<E>(&self, element: E)
    where
        for<'e> &'e E: PointCollection<'e, (i32, i32)>,
        E: Drawable<Ink>,
    {
        self.area.draw(&element).expect(CANNOT_FAIL);
    }

    /// A text on its base line.
    pub fn text(&self, text: &str, (x, y): (f64, f64), lettering: Lettering) {
        if text.is_empty() {
            return;
        }
        let family = if lettering.halo { HALO } else { "text" };
        let style = match lettering.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::SemiBold => FontStyle::Bold,
        };
        let side = match lettering.align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let style = TextStyle {
            font: FontDesc::new(FontFamily::Name(family), lettering.px * UNITS, style),
            color: lettering.color.rgb(self.theme).to_backend_color(),
            pos: Pos::new(side, VPos::Bottom),
        };
        self.put(Text::new(text.to_owned(), (units(x), units(y)), style));
    }

    pub fn line(&self, points: &[(f64, f64)], color: Color, width: f64) {
        let points: Vec<_> = points.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        self.put(PathElement::new(points, self.stroke(color, width)));
    }

    pub fn dashes(&self, points: &[(f64, f64)], color: Color, width: f64, pattern: &'static str) {
        let points = points.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        self.put(Extra::Dashes { points, color: color.rgb(self.theme), width, pattern });
    }

    /// A line whose tangents lie flat at its points; a single one is none.
    pub fn curve(&self, points: &[(f64, f64)], color: Color, width: f64) {
        if points.len() > 1 {
            let points = points.iter().map(|(x, y)| (units(*x), units(*y))).collect();
            self.put(Extra::Curve { points, color: color.rgb(self.theme), width });
        }
    }

    /// A line that lets what is below it through.
    pub fn veil(&self, points: &[(f64, f64)], color: Color, width: f64, strength: f64) {
        let points: Vec<_> = points.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        let color = color.rgb(self.theme).mix(strength);
        let style = ShapeStyle { color, filled: false, stroke_width: units(width) as u32 };
        self.put(PathElement::new(points, style));
    }

    /// The grey ground of a group: its hull with a wide round rim.
    pub fn ground(&self, hull: &[(f64, f64)], rim: f64) {
        let points = hull.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        let color = Color::Grid.rgb(self.theme);
        self.put(Extra::Ground { points, color, rim, strength: 0.5 });
    }

    pub fn rect(&self, rect: Rect, color: Color) {
        let (upper_left, bottom_right) = corners(rect);
        self.put(Rectangle::new([upper_left, bottom_right], color.rgb(self.theme).filled()));
    }

    /// A rectangle with a tooltip.
    pub fn cell(&self, rect: Rect, color: Color, title: String) {
        let (upper_left, bottom_right) = corners(rect);
        self.put(Extra::Cell { upper_left, bottom_right, color: color.rgb(self.theme), title });
    }

    /// A bar that lies, its right end rounded.
    pub fn bar(&self, rect: Rect, color: Color) {
        let (upper_left, bottom_right) = corners(rect);
        let color = color.rgb(self.theme);
        self.put(Extra::Bar { upper_left, bottom_right, color, radius: 2.0 });
    }

    pub fn dot(&self, (x, y): (f64, f64), radius: f64, color: Color) {
        let color = color.rgb(self.theme).filled();
        self.put(Circle::new((units(x), units(y)), units(radius), color));
    }

    /// A hollow dot.
    pub fn ring(&self, (x, y): (f64, f64), radius: f64, color: Color) {
        self.dot((x, y), radius, Color::Background);
        self.put(Circle::new((units(x), units(y)), units(radius), self.stroke(color, 1.6)));
    }

    /// What `draw` draws, in a group with attributes and a tooltip; an empty title is none.
    pub fn group(&self, attributes: &[(&'static str, String)], title: &str, draw: impl FnOnce()) {
        self.put(Extra::Open { attributes: attributes.to_vec(), title: title.to_owned() });
        draw();
        self.put(Extra::Close);
    }

    /// A field with coordinates of its own; `rect.bottom` is the low end of `y`.
    pub fn plot(&self, rect: Rect, x: Range<f64>, y: Range<f64>) -> Plot<'_> {
        let ((left, top), (right, bottom)) = corners(rect);
        let area = self.area.apply_coord_spec(Cartesian2d::new(x, y, (left..right, bottom..top)));
        Plot { canvas: self, area, rect }
    }

    fn stroke(&self, color: Color, width: f64) -> ShapeStyle {
        ShapeStyle {
            color: color.rgb(self.theme).to_rgba(),
            filled: false,
            stroke_width: units(width) as u32,
        }
    }
}

fn corners(rect: Rect) -> ((i32, i32), (i32, i32)) {
    ((units(rect.left), units(rect.top)), (units(rect.right), units(rect.bottom)))
}

/// A field of a [`Canvas`] with coordinates of its own.
pub struct Plot<'a> {
    canvas: &'a Canvas,
    area: DrawingArea<Ink, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    pub rect: Rect,
}

impl Plot<'_> {
    /// Where on the picture a point of the field is, in pixels.
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.area.map_coordinate(&(x, y));
        (pixels(x), pixels(y))
    }

    /// A line through values; data are never smoothed.
    pub fn line(&self, points: &[(f64, f64)], color: Color, width: f64) {
        let style = self.canvas.stroke(color, width);
        for element in LineSeries::new(points.iter().copied(), style) {
            self.area.draw(&element).expect(CANNOT_FAIL);
        }
    }

    /// The area between `(x, low, high)`, lightly filled.
    pub fn band(&self, edges: &[(f64, f64, f64)], color: Color, strength: f64) {
        let upper = edges.iter().map(|(x, _, high)| (*x, *high));
        let lower = edges.iter().rev().map(|(x, low, _)| (*x, *low));
        let color = color.rgb(self.canvas.theme).mix(strength);
        let polygon = Polygon::new(upper.chain(lower).collect::<Vec<_>>(), color);
        self.area.draw(&polygon).expect(CANNOT_FAIL);
    }
}
