//! Pictures drawn again from the tables of an output folder, without a count.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::chart::{self, CHARTS, Chart, Size, Theme};
use crate::document::Language;
use crate::error::Result;
use crate::report::tables::reading;
use crate::study::{Format, Shades};

/// Which pictures are asked for.
#[derive(Clone, Debug)]
pub struct Order {
    /// `None` draws all years.
    pub years: Option<RangeInclusive<i32>>,
    /// `None` keeps the language of the run.
    pub lang: Option<Language>,
    pub formats: Vec<Format>,
    pub shades: Shades,
    pub narrow: bool,
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
    findings.lang = order.lang.unwrap_or(findings.lang);
    type Files = (&'static str, Vec<(String, Vec<u8>)>, BTreeSet<char>);
    let one = |chart: &&dyn Chart| -> Result<Files> {
        let mut files = vec![];
        let mut missing = BTreeSet::new();
        let (size, middle) = match order.narrow {
            true => (Size::BareNarrow, "-narrow"),
            false => (Size::Wide, ""),
        };
        for (theme, end) in [(Theme::Light, ""), (Theme::Dark, "-dark")] {
            let wanted = match theme {
                Theme::Light => order.shades != Shades::Dark,
                Theme::Dark => order.shades != Shades::Light,
            };
            let picture = wanted.then(|| chart.draw(&findings, theme, size)).flatten();
            let Some(picture) = picture else { continue };
            missing.extend(chart::missing_glyphs(&picture));
            let name = format!("{}{middle}{end}", chart.name());
            if order.formats.contains(&Format::Png) {
                files.push((format!("{name}.png"), chart::png::render(&picture)?));
            }
            if order.formats.contains(&Format::Svg) {
                files.push((format!("{name}.svg"), picture.into_bytes()));
            }
        }
        Ok((chart.name(), files, missing))
    };
    let drawn: Vec<Files> = CHARTS.par_iter().map(one).collect::<Result<_>>()?;
    let mut rendered = Rendered::default();
    for (name, files, missing) in drawn {
        match files.is_empty() {
            true => rendered.left_out.push(name),
            false => rendered.charts += 1,
        }
        if !missing.is_empty() {
            rendered.missing_glyphs.push((name.to_owned(), missing.into_iter().collect()));
        }
        rendered.files.extend(files);
    }
    Ok(rendered)
}
