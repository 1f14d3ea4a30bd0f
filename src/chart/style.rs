//! The look in numbers: colours by meaning, lettering by place, and how numbers are written.
//!
//! Blue is cooperation and orange is conflict in every chart; everything else is grey.

use plotters::style::RGBColor;

use super::Theme;
use super::text::Weight;
use crate::lexicon::Stance;

/// A colour by what it means. Every one has its own RGB value within a theme, so that the page's style sheet can
/// recolour a finished picture by class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    Background,
    Ink,
    Muted,
    Faint,
    Axis,
    Grid,
    Other,
    Cooperation,
    CooperationText,
    Conflict,
    ConflictText,
    NoMention,
    /// Of the third to sixth series of a chart that has more than the two stances, from 0.
    Hue(usize),
    /// Step 0 (least) to 5 (most) of a stance's ramp.
    Heat(Stance, usize),
}

/// Steps of a heat ramp.
pub const HEAT_STEPS: usize = 6;

/// Colours by class name, light and dark.
const TOKENS: [(Color, &str, u32, u32); 16] = [
    (Color::Background, "bg", 0xFFFFFF, 0x12181E),
    (Color::Ink, "ink", 0x16202A, 0xE8EDF2),
    (Color::Muted, "mut", 0x5A6672, 0xA3AFBA),
    (Color::Faint, "fnt", 0x8A949E, 0x7C8894),
    (Color::Axis, "axs", 0x9AA5AF, 0x5B6773),
    (Color::Grid, "grd", 0xE4E8EC, 0x2A333C),
    (Color::Other, "oth", 0xC3CAD1, 0x4A5560),
    (Color::Cooperation, "cp", 0x0072B2, 0x56B4E9),
    (Color::CooperationText, "cpt", 0x00629B, 0x7CC6F0),
    (Color::Conflict, "cf", 0xD55E00, 0xFF9248),
    (Color::ConflictText, "cft", 0xB84A00, 0xFFA869),
    (Color::NoMention, "z", 0xF3F5F6, 0x1D242C),
    (Color::Hue(0), "h3", 0x009E73, 0x2DBE93),
    (Color::Hue(1), "h4", 0xCC79A7, 0xE59AC4),
    (Color::Hue(2), "h5", 0xE69F00, 0xF2C24B),
    (Color::Hue(3), "h6", 0x56B4E9, 0x3F7FD0),
];

/// Ramps by stance, least to most: class names, light, dark.
const HEAT: [([&str; HEAT_STEPS], [u32; HEAT_STEPS], [u32; HEAT_STEPS]); 2] = [
    (
        ["b0", "b1", "b2", "b3", "b4", "b5"],
        [0xEAF3F9, 0xBFDCEE, 0x85BBDD, 0x4394C6, 0x00659E, 0x003A5E],
        [0x003A5E, 0x00639B, 0x3589BF, 0x73B0D7, 0xABD1E9, 0xDBEAF5],
    ),
    (
        ["o0", "o1", "o2", "o3", "o4", "o5"],
        [0xFCEFE6, 0xF8D3B8, 0xF0A877, 0xDE7430, 0xA94600, 0x652900],
        [0x652900, 0xA34400, 0xD66D28, 0xEC9D68, 0xF5C4A2, 0xFAE5D6],
    ),
];

impl Color {
    pub fn all() -> impl Iterator<Item = Self> {
        let heat = Stance::ALL
            .into_iter()
            .flat_map(|stance| (0..HEAT_STEPS).map(move |step| Self::Heat(stance, step)));
        TOKENS.iter().map(|token| token.0).chain(heat)
    }

    /// The class of the style sheet: `f-…` where it fills, `s-…` where it strokes.
    pub fn class(self) -> &'static str {
        match self {
            Self::Heat(stance, step) => HEAT[stance as usize].0[step],
            token => TOKENS[token.place()].1,
        }
    }

    pub fn rgb(self, theme: Theme) -> RGBColor {
        let (light, dark) = match self {
            Self::Heat(stance, step) => {
                let (_, light, dark) = &HEAT[stance as usize];
                (light[step], dark[step])
            }
            token => (TOKENS[token.place()].2, TOKENS[token.place()].3),
        };
        let [_, red, green, blue] = match theme {
            Theme::Light => light,
            Theme::Dark => dark,
        }
        .to_be_bytes();
        RGBColor(red, green, blue)
    }

    fn place(self) -> usize {
        TOKENS.iter().position(|token| token.0 == self).expect("every plain colour is in TOKENS")
    }

    /// The series of a chart with up to eight, by place: the six hues of Okabe and Ito, then greys.
    pub fn of_series(place: usize) -> Self {
        match place {
            0 => Self::Cooperation,
            1 => Self::Conflict,
            2..=5 => Self::Hue(place - 2),
            6 => Self::Faint,
            _ => Self::Muted,
        }
    }

    pub fn of(stance: Stance) -> Self {
        [Self::Cooperation, Self::Conflict][stance as usize]
    }

    /// The colour for words about a stance: darker than its lines.
    pub fn words_of(stance: Stance) -> Self {
        [Self::CooperationText, Self::ConflictText][stance as usize]
    }
}

/// How strongly a band of uncertainty is coloured. Over thin data bands are wide and lie on each other: lighter ones
/// leave the lines in front.
pub fn band_strength(theme: Theme, thin: bool) -> f64 {
    let strength = match theme {
        Theme::Light => 0.14,
        Theme::Dark => 0.20,
    };
    if thin { strength / 2.0 } else { strength }
}

/// Where a text stands from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// Size, weight and colour of a text, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lettering {
    pub px: f64,
    pub weight: Weight,
    pub color: Color,
    pub align: Align,
    /// A rim in the background colour, for texts that lie on lines.
    pub halo: bool,
}

impl Lettering {
    pub const fn bold(px: f64, color: Color) -> Self {
        Self { px, weight: Weight::SemiBold, color, align: Align::Left, halo: false }
    }

    pub const fn plain(px: f64, color: Color) -> Self {
        Self { weight: Weight::Regular, ..Self::bold(px, color) }
    }

    pub const fn centre(self) -> Self {
        Self { align: Align::Centre, ..self }
    }

    pub const fn right(self) -> Self {
        Self { align: Align::Right, ..self }
    }

    pub const fn halo(self) -> Self {
        Self { halo: true, ..self }
    }
}

pub const TITLE: Lettering = Lettering::bold(22.0, Color::Ink);
pub const SUBTITLE: Lettering = Lettering::plain(14.0, Color::Muted);
pub const NOTE: Lettering = Lettering::plain(11.5, Color::Muted);
pub const TICK: Lettering = Lettering::plain(12.5, Color::Muted);
pub const SMALL_TICK: Lettering = Lettering::plain(11.5, Color::Muted);
/// No text is smaller.
pub const SMALLEST_PX: f64 = 11.0;

/// Marks an ambiguous term.
pub const DAGGER: &str = " †";

/// `1,234,567`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share (0 to 1) in per cent with `decimals`, without the sign; what is not nothing is never written as `0`, and
/// what is not everything never as `100`.
pub fn percent(share: f64, decimals: usize) -> String {
    let value = share * 100.0;
    let text = format!("{value:.decimals$}");
    let rounded: f64 = text.parse().unwrap_or(value);
    if value > 0.0 && rounded == 0.0 {
        format!("<{:.decimals$}", if decimals == 0 { 1.0 } else { 0.1 })
    } else if value < 100.0 && rounded == 100.0 {
        format!(">{:.decimals$}", if decimals == 0 { 99.0 } else { 99.9 })
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast ratio of WCAG 2.
    fn contrast(one: RGBColor, other: RGBColor) -> f64 {
        let luminance = |color: RGBColor| {
            let [red, green, blue] = [color.0, color.1, color.2].map(|channel| {
                let part = f64::from(channel) / 255.0;
                match part <= 0.04045 {
                    true => part / 12.92,
                    false => libm::pow((part + 0.055) / 1.055, 2.4),
                }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn text_and_marks_stand_out_from_the_background() {
        for theme in [Theme::Light, Theme::Dark] {
            let on_background =
                |color: Color| contrast(color.rgb(theme), Color::Background.rgb(theme));
            for text in [Color::Ink, Color::Muted, Color::CooperationText, Color::ConflictText] {
                assert!(on_background(text) >= 4.5, "{text:?} {theme:?} {}", on_background(text));
            }
            // A number on a disc.
            let disc = contrast(Color::Background.rgb(theme), Color::Muted.rgb(theme));
            assert!(disc >= 4.5, "{theme:?} {disc}");
            for mark in [Color::Cooperation, Color::Conflict, Color::Faint] {
                assert!(on_background(mark) >= 3.0, "{mark:?} {theme:?} {}", on_background(mark));
            }
        }
    }

    #[test]
    fn neighbouring_heat_steps_differ_and_run_one_way() {
        for theme in [Theme::Light, Theme::Dark] {
            for stance in Stance::ALL {
                let steps: Vec<f64> = (0..HEAT_STEPS)
                    .map(|step| {
                        let color = Color::Heat(stance, step).rgb(theme);
                        contrast(color, Color::Background.rgb(theme))
                    })
                    .collect();
                // Most mentions: as clear as text.
                assert!(steps[HEAT_STEPS - 1] >= 7.0, "{theme:?} {stance:?} {steps:?}");
                assert!(steps.windows(2).all(|pair| pair[1] > pair[0] * 1.2), "{steps:?}");
            }
        }
    }

    #[test]
    fn every_colour_of_a_theme_is_its_own() {
        for theme in [Theme::Light, Theme::Dark] {
            for one in Color::all() {
                for other in Color::all().filter(|other| *other != one) {
                    assert_ne!(one.rgb(theme), other.rgb(theme), "{one:?} {other:?}");
                    assert_ne!(one.class(), other.class());
                }
            }
        }
    }

    #[test]
    fn numbers_are_written_for_readers() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(percent(0.637, 0), "64");
        assert_eq!([percent(0.001, 0), percent(0.0, 0)], ["<1", "0"]);
        assert_eq!([percent(0.999, 0), percent(1.0, 0)], [">99", "100"]);
        assert_eq!([percent(0.0123, 1), percent(0.0001, 1)], ["1.2", "<0.1"]);
    }
}
