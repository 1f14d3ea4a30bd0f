//! Pictures drawn again from the tables of an output folder, without a count.

use std::ops::RangeInclusive;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::drawing::{Look, Pictures, pictures};
use crate::chart::font::{self, Font};
use crate::chart::{CHARTS, Chart, Size};
use crate::document::Language;
use crate::error::Result;
use crate::report::tables::{self, reading};
use crate::study::{Format, SeriesName, Shades};

/// Which pictures are asked for.
#[derive(Clone, Debug)]
pub struct Order {
    /// `None` draws all years.
    pub years: Option<RangeInclusive<i32>>,
    /// Compared in place of those of the run; none keeps these.
    pub series: Vec<SeriesName>,
    /// `None` keeps the language of the run.
    pub lang: Option<Language>,
    pub formats: Vec<Format>,
    pub shades: Shades,
    pub narrow: bool,
    /// Letters of SVG files as paths.
    pub outline_text: bool,
    /// The reader's own.
    pub font: Option<Font>,
}

/// Pictures in the order of the report.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Name and content: `trend.svg`.
    pub files: Vec<(String, Vec<u8>)>,
    pub charts: usize,
    /// Charts that have nothing to show, or no narrow form.
    pub left_out: Vec<&'static str>,
    /// Charts, and the characters in them that no embedded font has.
    pub missing_glyphs: Vec<(String, String)>,
}

/// Reads the tables of `dir` and draws.
///
/// # Errors
/// Tables that cannot be used, or years that they do not have.
pub fn render(dir: &Path, order: &Order) -> Result<Rendered> {
    let mut findings = reading::findings(dir)?;
    if let Some(years) = &order.years {
        findings = reading::within(findings, years)?;
    }
    if !order.series.is_empty()
        && let Some(missing) = findings.choose(&order.series).first()
    {
        return Err(findings.unknown(missing));
    }
    findings.lang = order.lang.unwrap_or(findings.lang);
    let look = Look {
        formats: &order.formats,
        shades: order.shades,
        outline_text: order.outline_text,
        font: order.font.as_ref(),
    };
    let size = if order.narrow { Size::BareNarrow } else { Size::Wide };
    let one = |chart: &&dyn Chart| -> Result<(&'static str, Pictures)> {
        let drawn = font::with(look.font, || pictures(*chart, &findings, look, size))?;
        Ok((chart.name(), drawn))
    };
    let drawn: Vec<_> = CHARTS.par_iter().map(one).collect::<Result<_>>()?;
    let mut rendered = Rendered::default();
    for (name, Pictures { files, missing }) in drawn {
        match files.is_empty() {
            true => rendered.left_out.push(name),
            false => rendered.charts += 1,
        }
        if !missing.is_empty() {
            rendered.missing_glyphs.push((name.to_owned(), missing.into_iter().collect()));
        }
        rendered.files.extend(files);
    }
    // They need not be in a table of the run.
    if let Some(table) = tables::table("series").filter(|_| !order.series.is_empty()) {
        rendered.files.push(("series.csv".to_owned(), table.csv(&findings)?));
    }
    Ok(rendered)
}
