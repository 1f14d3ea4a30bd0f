//! Findings to pictures: every chart in the sizes, colours and file formats that were asked for.

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::chart::font::{self, Font};
use crate::chart::{self, CHARTS, Chart, Size, Theme, outline, png};
use crate::error::Result;
use crate::report::page::Figure;
use crate::study::{Format, Shades};
use crate::trend::Findings;

/// One chart in all its forms.
pub struct Drawn {
    pub figure: Figure,
    /// Name below the output folder, and content.
    pub files: Vec<(String, Vec<u8>)>,
    /// The chart, and the characters in it that no font has.
    pub missing: Option<(String, String)>,
}

/// How charts are drawn and written.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub formats: &'a [Format],
    pub shades: Shades,
    /// Letters of SVG files as paths; in the page they stay letters.
    pub outline_text: bool,
    pub font: Option<&'a Font>,
}

/// Draws every chart that has something to show, side by side.
///
/// # Errors
/// A picture that cannot be made of a chart, which is our mistake.
pub fn draw(findings: &Findings, look: Look<'_>) -> Result<Vec<Drawn>> {
    let drawn: Vec<Option<Drawn>> = CHARTS
        .par_iter()
        .map(|chart| font::with(look.font, || draw_one(*chart, findings, look)))
        .collect::<Result<_>>()?;
    Ok(drawn.into_iter().flatten().collect())
}

fn draw_one(chart: &dyn Chart, findings: &Findings, look: Look<'_>) -> Result<Option<Drawn>> {
    let picture = |size| chart.draw(findings, Theme::Light, size);
    let Some(wide) = picture(Size::BareWide) else {
        return Ok(None);
    };
    let name = chart.name();
    let Pictures { files, mut missing } = pictures(chart, findings, look, Size::Wide)?;
    let files = files.into_iter().map(|(name, content)| (format!("charts/{name}"), content));
    let files = files.collect();
    missing.extend(chart::missing_glyphs(&wide));
    let missing: String = missing.into_iter().collect();
    let caption = chart.caption(findings);
    let narrow_key = if name == "trend" { chart::events::lines(findings) } else { vec![] };
    let figure = Figure {
        name: name.to_owned(),
        title: caption.title,
        subtitle: caption.subtitle,
        notes: caption.notes,
        wide,
        narrow: picture(Size::BareNarrow),
        narrow_key,
    };
    let missing = (!missing.is_empty()).then(|| (name.to_owned(), missing));
    Ok(Some(Drawn { figure, files, missing }))
}

/// One chart as files.
#[derive(Default)]
pub(super) struct Pictures {
    /// Name and content: `trend-dark.svg`. None where there is nothing to draw.
    pub files: Vec<(String, Vec<u8>)>,
    /// Characters that no font has.
    pub missing: BTreeSet<char>,
}

/// Draws one chart in the colours and formats that are asked for.
///
/// # Errors
/// As for [`draw`].
pub(super) fn pictures(
    chart: &dyn Chart,
    findings: &Findings,
    look: Look<'_>,
    size: Size,
) -> Result<Pictures> {
    let mut pictures = Pictures::default();
    let middle = if size == Size::BareNarrow { "-narrow" } else { "" };
    for (theme, ending) in [(Theme::Light, ""), (Theme::Dark, "-dark")] {
        let wanted = match theme {
            Theme::Light => look.shades != Shades::Dark,
            Theme::Dark => look.shades != Shades::Light,
        };
        let picture = wanted.then(|| chart.draw(findings, theme, size)).flatten();
        let Some(svg) = picture else { continue };
        pictures.missing.extend(chart::missing_glyphs(&svg));
        let name = format!("{}{middle}{ending}", chart.name());
        if look.formats.contains(&Format::Png) {
            pictures.files.push((format!("{name}.png"), png::render(&svg)?));
        }
        if look.formats.contains(&Format::Svg) {
            let svg = if look.outline_text { outline::letters_as_paths(&svg)? } else { svg };
            pictures.files.push((format!("{name}.svg"), svg.into_bytes()));
        }
    }
    Ok(pictures)
}
