//! One panel a sector: the share of documents with its keywords, on one scale.

mod words;

use super::axis::ShareScale;
use super::canvas::{Canvas, Frame, Rect};
use super::style::TITLE;
use super::text;
use super::themes::Panel;
use super::trend::key;
use super::words::Words;
use super::{Caption, Chart, Size, Theme};
use crate::lexicon::Stance;
use crate::trend::{Findings, Series};

const PLOT_HEIGHT: f64 = 150.0;
const ROW_PITCH: f64 = 226.0;
/// A title names a sector only over so many hits.
const ENOUGH_HITS: u64 = 30;
const LONGEST_IN_TITLE: f64 = 300.0;

pub struct Sectors;

impl Chart for Sectors {
    fn name(&self) -> &'static str {
        "sectors"
    }

    fn caption(&self, findings: &Findings) -> Caption {
        let lang = findings.lang;
        let spoken = Words::of(findings);
        let leaders = Stance::ALL.map(|stance| leader(findings, stance));
        let leaders = match &leaders {
            [Some(one), Some(other)] => Some([one.as_str(), other.as_str()]),
            _ => None,
        };
        let rows = &findings.overall.rows;
        let mentions = |series: &Series| {
            let hits = Stance::ALL.map(|stance| spoken.thousands(series.hits(stance)));
            (name(series, findings), hits)
        };
        let parts: Vec<_> = findings.sectors.iter().map(mentions).collect();
        Caption {
            title: words::title(lang, leaders, &spoken.span(rows)),
            subtitle: words::subtitle(lang).to_owned(),
            notes: vec![words::note(lang).to_owned()],
            summary: words::summary(lang, &spoken.span(rows), &parts),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        if findings.sectors.iter().all(|series| series.rows.is_empty()) {
            return None;
        }
        let caption = self.caption(findings);
        let frame = Frame::new(&caption, &findings.source_note, size);
        let narrow = size == Size::BareNarrow;
        let left = frame.margin + 32.0;
        let pitch = (frame.width - frame.margin.min(8.0) - left) / 2.0;
        let plot_width = pitch - if narrow { 42.0 } else { 70.0 };
        let first_top = frame.top + 84.0;
        let rows = findings.sectors.len().div_ceil(2) as f64;
        let bottom = first_top + ROW_PITCH * (rows - 1.0) + PLOT_HEIGHT + 22.0;
        let canvas = Canvas::new(&frame, &caption, theme, bottom);
        let words = Words::of(findings);
        key(words, &canvas, (frame.margin, frame.top + 14.0), if narrow { 12.0 } else { 13.0 });
        let shares = findings.sectors.iter().flat_map(|series| &series.rows);
        let shares = shares.flat_map(|row| &row.stances).filter_map(|stance| stance.share);
        let scale = ShareScale::holding(shares.map(|share| share.value).fold(0.0, f64::max));
        for (at, series) in findings.sectors.iter().enumerate() {
            let left = left + pitch * (at % 2) as f64;
            let top = first_top + ROW_PITCH * (at / 2) as f64;
            let field = Rect { left, top, right: left + plot_width, bottom: top + PLOT_HEIGHT };
            let room = pitch - 12.0;
            let panel = Panel { words, canvas: &canvas, series, scale, field, room };
            canvas.group(&[("data-sector", series.value.clone())], &panel.tooltip(), || {
                panel.draw(at % 2 == 0);
            });
        }
        Some(canvas.svg())
    }
}

fn name(series: &Series, findings: &Findings) -> String {
    Words::of(findings).names_or_id(&series.labels, &series.value).0.to_owned()
}

/// The sector with the most mentions of a stance, where it is one alone with enough.
fn leader(findings: &Findings, stance: Stance) -> Option<String> {
    let mut sectors: Vec<&Series> = findings.sectors.iter().collect();
    sectors.sort_by_key(|series| std::cmp::Reverse(series.hits(stance)));
    let [first, second, ..] = sectors[..] else { return None };
    let hits = first.hits(stance);
    (hits >= ENOUGH_HITS && hits > second.hits(stance))
        .then(|| text::whole(&name(first, findings), &TITLE, LONGEST_IN_TITLE))?
}
