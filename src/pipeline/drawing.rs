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
    let mut missing: BTreeSet<char> = chart::missing_glyphs(&wide).into_iter().collect();
    let mut files = vec![];
    for (theme, ending) in [(Theme::Light, ""), (Theme::Dark, "-dark")] {
        let wanted = match theme {
            Theme::Light => look.shades != Shades::Dark,
            Theme::Dark => look.shades != Shades::Light,
        };
        let Some(whole) = chart.draw(findings, theme, Size::Wide).filter(|_| wanted) else {
            continue;
        };
        missing.extend(chart::missing_glyphs(&whole));
        if look.formats.contains(&Format::Png) {
            files.push((format!("charts/{name}{ending}.png"), png::render(&whole)?));
        }
        if look.formats.contains(&Format::Svg) {
            let svg = if look.outline_text { outline::letters_as_paths(&whole)? } else { whole };
            files.push((format!("charts/{name}{ending}.svg"), svg.into_bytes()));
        }
    }
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
