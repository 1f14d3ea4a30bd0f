//! Figures as SVG text, and those as PNG. Pure functions over [`Findings`]: the same findings give the same bytes.
//!
//! A further chart is one file here and one line in [`CHARTS`].

mod axis;
mod canvas;
pub mod events;
mod extra;
pub mod font;
mod heatmap;
mod ink;
mod keywords;
mod network;
pub mod outline;
pub mod png;
mod ranks;
mod sectors;
mod series;
pub mod style;
pub mod text;
mod themes;
mod trend;
mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use ink::missing_glyphs;
pub use words::Words;

use crate::lexicon::Stance;
use crate::trend::Findings;

/// One kind of picture.
pub trait Chart: Sync {
    /// The stem of its files, in kebab case: `keywords-conflict`.
    fn name(&self) -> &'static str;

    /// What stands around the picture: in it where it is [`Size::Wide`], in the page where it is bare.
    fn caption(&self, findings: &Findings) -> Caption;

    /// The picture as an SVG document; `None` where there is nothing to draw at all. A series of zeros is drawn.
    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String>;
}

/// Every chart of a run, in the order of the report.
pub static CHARTS: &[&dyn Chart] = &[
    &trend::Trend,
    &themes::Themes,
    &keywords::Keywords(Stance::Cooperation),
    &keywords::Keywords(Stance::Conflict),
    &heatmap::HeatMap,
    &network::Network,
    &ranks::Ranks,
    &sectors::Sectors,
    &series::SeriesChart,
];

/// The words around a picture. A title says a finding only where a rule over the data holds, and never a cause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    pub title: String,
    /// What is measured, its unit and its scope.
    pub subtitle: String,
    /// Below the picture; the source note comes after them.
    pub notes: Vec<String>,
    /// The picture in a sentence, for those who do not see it.
    pub summary: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

impl Theme {
    pub fn code(self) -> &'static str {
        ["light", "dark"][self as usize]
    }
}

/// Wide is 960 pixels with heading and notes, for files; bare ones are for the page, which says these itself:
/// 960 pixels, and 390 for phones. The height follows from the content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    #[default]
    Wide,
    BareWide,
    BareNarrow,
}
