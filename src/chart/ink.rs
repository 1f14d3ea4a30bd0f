//! A plotters backend that writes SVG as we want it read: fine positions, text as text, colours by class.
//!
//! 20 backend units are one pixel, for plotters knows whole units only. Nothing here can fail.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::rc::Rc;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use super::Theme;
use super::style::Color;
use super::text::{self, REPLACEMENT, Weight};

/// Backend units in a pixel.
pub const UNITS: f64 = 20.0;

/// The font family name by which plotters hands over that a text has a rim.
pub const HALO: &str = "halo";

const HALO_WIDTH: f64 = 3.5;

/// Pixels to backend units.
pub fn units(px: f64) -> i32 {
    (px * UNITS).round() as i32
}

/// Backend units to pixels.
pub fn pixels(units: i32) -> f64 {
    f64::from(units) / UNITS
}

/// What the root element says of the picture.
pub struct Root {
    pub width: f64,
    pub height: f64,
    /// Read out in place of the picture.
    pub summary: String,
    /// Shown by browsers over the whole picture; left out where the picture stands in a page.
    pub title: Option<String>,
    pub description: String,
}

/// The backend. [`DrawingBackend::present`] leaves the finished document in the cell given to [`Ink::new`], since
/// plotters keeps the backend itself.
pub struct Ink {
    root: Root,
    theme: Theme,
    elements: String,
    missing: BTreeSet<char>,
    finished: Rc<RefCell<String>>,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Ink {
    pub fn new(root: Root, theme: Theme, finished: Rc<RefCell<String>>) -> Self {
        Self { root, theme, elements: String::new(), missing: BTreeSet::new(), finished }
    }

    /// One line of the document. Writing to a string cannot fail, hence no result.
    pub(super) fn element(&mut self, element: std::fmt::Arguments<'_>) {
        self.elements.write_fmt(element).expect("a string takes everything");
        self.elements.push('\n');
    }

    /// The class of a colour that has a meaning.
    fn token(&self, color: RGBColor) -> Option<&'static str> {
        Color::all().find(|token| token.rgb(self.theme) == color).map(Color::class)
    }

    fn class(&self, color: RGBColor, prefix: char) -> String {
        let class = self.token(color).map(|token| format!(" class=\"{prefix}-{token}\""));
        class.unwrap_or_default()
    }

    pub(super) fn fill(&self, color: BackendColor) -> String {
        let (r, g, b) = color.rgb;
        let class = self.class(RGBColor(r, g, b), 'f');
        format!("{class} fill=\"{}\"{}", hex(color), opacity("fill", color))
    }

    pub(super) fn stroke(&self, color: BackendColor, width: u32) -> String {
        let (r, g, b) = color.rgb;
        let class = self.class(RGBColor(r, g, b), 's');
        let width = number(f64::from(width) / UNITS);
        let opacity = opacity("stroke", color);
        format!("{class} fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"{opacity}", hex(color))
    }

    /// Filled and stroked in one opaque colour, with the classes of both.
    pub(super) fn fill_and_rim(&self, color: BackendColor, width: u32) -> String {
        let (r, g, b) = color.rgb;
        let class = match self.token(RGBColor(r, g, b)) {
            Some(token) => format!(" class=\"f-{token} s-{token}\""),
            None => String::new(),
        };
        let (width, hex) = (number(f64::from(width) / UNITS), hex(color));
        format!("{class} fill=\"{hex}\" stroke=\"{hex}\" stroke-width=\"{width}\"")
    }

    fn document(&self) -> String {
        let Root { width, height, summary, title, description } = &self.root;
        let (width, height) = (number(*width), number(*height));
        let (summary, description) = (written(summary), written(description));
        let theme = self.theme.code();
        let families = text::escape(&text::families());
        let missing = match self.missing.is_empty() {
            true => String::new(),
            false => {
                let codes: Vec<String> = self
                    .missing
                    .iter()
                    .map(|character| format!("{:X}", *character as u32))
                    .collect();
                format!(" {MISSING_ATTRIBUTE}=\"{}\"", codes.join(" "))
            }
        };
        let title = match title {
            Some(title) => format!("<title>{}</title>\n", written(title)),
            None => String::new(),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{summary}\" \
             font-family=\"{families}\" data-theme=\"{theme}\"{missing}>\n\
             {title}<desc>{description}</desc>\n{}</svg>\n",
            self.elements
        )
    }
}

/// Where the root element names the characters that no embedded font has.
const MISSING_ATTRIBUTE: &str = "data-missing-glyphs";

/// The characters that the picture shows as U+FFFD because no embedded font has them, in order of code.
pub fn missing_glyphs(svg: &str) -> Vec<char> {
    let root = &svg[..svg.find('>').unwrap_or(0)];
    let start = format!(" {MISSING_ATTRIBUTE}=\"");
    let codes = root.split_once(&start).and_then(|(_, rest)| rest.split('"').next());
    codes
        .unwrap_or_default()
        .split(' ')
        .filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?))
        .collect()
}

/// Text as it stands in the document: cleaned and escaped, every character kept.
pub(super) fn written(text: &str) -> String {
    text::escape(&text::clean(text))
}

fn hex(color: BackendColor) -> String {
    let (r, g, b) = color.rgb;
    format!("#{r:02X}{g:02X}{b:02X}")
}

fn opacity(of: &str, color: BackendColor) -> String {
    match color.alpha < 1.0 {
        true => format!(" {of}-opacity=\"{}\"", number(color.alpha)),
        false => String::new(),
    }
}

/// At most two decimals, no trailing zeros, no minus before nothing.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

pub(super) fn point((x, y): BackendCoord) -> String {
    format!("{},{}", number(pixels(x)), number(pixels(y)))
}

pub(super) fn path(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let points: Vec<String> = points.into_iter().map(point).collect();
    points.join("L")
}

impl DrawingBackend for Ink {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.root.width * UNITS) as u32, (self.root.height * UNITS) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        *self.finished.borrow_mut() = self.document();
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        let (fill, x, y) = (self.fill(color), number(pixels(at.0)), number(pixels(at.1)));
        self.element(format_args!(
            "<rect{fill} x=\"{x}\" y=\"{y}\" width=\"0.05\" height=\"0.05\"/>"
        ));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let paint = match fill {
            true => self.fill(style.color()),
            false => self.stroke(style.color(), style.stroke_width()),
        };
        let place = rectangle(upper_left, bottom_right);
        self.element(format_args!("<rect{paint} {place}/>"));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        let paint = self.stroke(style.color(), style.stroke_width());
        let points = path(points);
        self.element(format_args!(
            "<path{paint} stroke-linejoin=\"round\" stroke-linecap=\"round\" d=\"M{points}\"/>"
        ));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let paint = match fill {
            true => self.fill(style.color()),
            false => self.stroke(style.color(), style.stroke_width()),
        };
        let (x, y) = (number(pixels(center.0)), number(pixels(center.1)));
        let radius = number(f64::from(radius) / UNITS);
        self.element(format_args!("<circle{paint} cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        let paint = self.fill(style.color());
        let points = path(points);
        self.element(format_args!("<path{paint} d=\"M{points}Z\"/>"));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let px = style.size() / UNITS;
        let width = text::width(&text::clean(text), px, weight(style));
        Ok((units(width) as u32, units(px) as u32))
    }

    /// `VPos::Bottom` is the base line.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let px = style.size() / UNITS;
        let shift = match style.anchor().v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.36,
            VPos::Bottom => 0.0,
        };
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let bold = match weight(style) {
            Weight::Regular => "",
            Weight::SemiBold => " font-weight=\"600\"",
        };
        let mut paint = self.fill(style.color());
        if style.family().as_str() == HALO {
            paint = paint.replacen("class=\"", "class=\"halo ", 1);
            let RGBColor(r, g, b) = Color::Background.rgb(self.theme);
            write!(
                paint,
                " stroke=\"#{r:02X}{g:02X}{b:02X}\" stroke-width=\"{HALO_WIDTH}\" \
                 stroke-linejoin=\"round\" paint-order=\"stroke\""
            )
            .expect("a string takes everything");
        }
        let mut shown = String::with_capacity(text.len());
        for character in text::clean(text).chars() {
            if text::has_glyph(character) {
                shown.push(character);
            } else {
                self.missing.insert(character);
                shown.push(REPLACEMENT);
            }
        }
        let (x, y) = (number(pixels(at.0)), number(pixels(at.1) + shift * px));
        let (size, shown) = (number(px), text::escape(&shown));
        self.element(format_args!(
            "<text{paint} x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{bold}>{shown}</text>"
        ));
        Ok(())
    }
}

fn weight<S: BackendTextStyle>(style: &S) -> Weight {
    match style.style() {
        FontStyle::Bold => Weight::SemiBold,
        _ => Weight::Regular,
    }
}

pub(super) fn rectangle(upper_left: BackendCoord, bottom_right: BackendCoord) -> String {
    format!(
        "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(pixels(upper_left.0)),
        number(pixels(upper_left.1)),
        number(pixels(bottom_right.0 - upper_left.0)),
        number(pixels(bottom_right.1 - upper_left.1))
    )
}
