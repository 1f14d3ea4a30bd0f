//! `keytrend render`: the charts of an output folder, drawn again.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::{PictureSize, RenderArgs};
use super::terminal::number;
use super::{ExitStatus, Session, Stop, paths, series};
use crate::error::{Error, Result};
use crate::pipeline::render::{self, Order, Rendered};
use crate::report::output;
use crate::study::Format;

pub(super) fn render(
    args: &RenderArgs,
    session: &Session,
) -> std::result::Result<ExitStatus, Stop> {
    let dir = paths::find_output(args.dir.as_deref())?;
    let target = args.output.clone().unwrap_or_else(|| dir.join("charts"));
    check_target(&target)?;
    let mut formats = args.format.clone();
    if formats.is_empty() {
        formats = Format::ALL.to_vec();
    }
    series::check_together(&args.series)?;
    let order = Order {
        years: args.years.clone(),
        series: args.series.clone(),
        lang: args.lang,
        formats,
        shades: args.theme.unwrap_or_default(),
        narrow: args.size == PictureSize::Narrow,
        outline_text: args.outline_text,
        font: args.font.as_deref().map(paths::read_font).transpose()?,
    };
    let rendered = render::render(&dir, &order)?;
    if rendered.files.is_empty() {
        return Err(Error::new(format!("there is nothing to draw in {}", dir.display()))
            .tip("look into tables/trend.csv: it may hold zeros alone")
            .into());
    }
    let written = write(&rendered, &target)?;
    for (chart, characters) in &rendered.missing_glyphs {
        session.terminal.warning(&format!(
            "no embedded font has {characters} in the chart {chart}; it is drawn as a box"
        ));
    }
    if session.terminal.wants_json() {
        session.terminal.json(&json!({
            "read": dir.display().to_string(),
            "written": written,
            "left_out": rendered.left_out,
        }))?;
    }
    let what = format!(
        "{} charts as {} files in {}",
        number(rendered.charts),
        number(rendered.files.len()),
        target.display()
    );
    session.terminal.done("Drew", &what)?;
    if !rendered.left_out.is_empty() {
        let why = if order.narrow {
            "they have no narrow form, or nothing to show"
        } else {
            "they have nothing to show"
        };
        session.terminal.done("Left out", &format!("{}: {why}", rendered.left_out.join(", ")))?;
    }
    Ok(ExitStatus::Complete)
}

fn check_target(target: &Path) -> Result<()> {
    match target.exists() && !target.is_dir() {
        true => Err(Error::new(format!("cannot write to {}", target.display()))
            .cause("it is a file")
            .tip("name a folder with -o DIR")),
        false => Ok(()),
    }
}

/// Writes each picture as a whole, once all are drawn; other files stay as they are.
fn write(rendered: &Rendered, target: &Path) -> Result<Vec<String>> {
    let mut written = vec![];
    for (name, content) in &rendered.files {
        let path: PathBuf = target.join(name);
        output::write_bytes(&path, content)?;
        written.push(path.display().to_string());
    }
    Ok(written)
}
