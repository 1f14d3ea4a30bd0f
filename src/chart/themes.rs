//! Small multiples: the share of documents with terms of each theme, on one scale.

use super::axis::{self, ShareScale};
use super::canvas::{Canvas, Frame, Rect};
use super::ink::number;
use super::style::{Color, Lettering, SMALL_TICK, TITLE};
use super::text;
use super::trend::{key, spread};
use super::words::Words;
use super::{Caption, Chart, Size, Theme};
use crate::lexicon::Stance;
use crate::trend::{Findings, Row, Series};

const NAME: Lettering = Lettering::bold(14.5, Color::Ink);
const OTHER_NAMES: Lettering = Lettering::plain(12.0, Color::Muted);
const PLOT_HEIGHT: f64 = 170.0;
const ROW_PITCH: f64 = 248.0;
/// Least distance between the last values of a panel.
const VALUE_PITCH: f64 = 14.0;
/// A title names a theme only over so many hits.
const ENOUGH_HITS: u64 = 30;
/// Pixels that a name may take there.
const LONGEST_IN_TITLE: f64 = 360.0;

pub struct Themes;

impl Chart for Themes {
    fn name(&self) -> &'static str {
        "themes"
    }

    fn caption(&self, findings: &Findings) -> Caption {
        let words = Words::of(findings);
        Caption {
            title: title(words, findings),
            subtitle: words.themes_subtitle().to_owned(),
            notes: vec![words.themes_note().to_owned()],
            summary: summary(words, findings),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        if findings.themes.iter().all(|series| series.rows.is_empty()) {
            return None;
        }
        let (words, caption) = (Words::of(findings), self.caption(findings));
        let frame = Frame::new(&caption, &findings.source_note, size);
        let grid = Grid::new(&frame, size);
        let themes = by_hits(findings);
        let panel_rows = themes.len().div_ceil(grid.columns);
        let first_top = frame.top + 84.0;
        let bottom = first_top + ROW_PITCH * (panel_rows as f64 - 1.0) + PLOT_HEIGHT + 22.0;
        let canvas = Canvas::new(&frame, &caption, theme, bottom);
        key(
            words,
            &canvas,
            (frame.margin, frame.top + 14.0),
            if size == Size::BareNarrow { 12.0 } else { 13.0 },
        );
        let most = themes.iter().flat_map(|series| &series.rows).flat_map(|row| &row.stances);
        let most = most.filter_map(|stance| stance.share).map(|share| share.value);
        let scale = ShareScale::holding(most.fold(0.0, f64::max));
        for (at, series) in themes.iter().enumerate() {
            let (column, row) = (at % grid.columns, at / grid.columns);
            let left = grid.left + grid.pitch * column as f64;
            let top = first_top + ROW_PITCH * row as f64;
            let field =
                Rect { left, top, right: left + grid.plot_width, bottom: top + PLOT_HEIGHT };
            let room = grid.pitch - 12.0;
            let panel = Panel { words, canvas: &canvas, series, scale, field, room };
            canvas.group(&panel.attributes(), &panel.tooltip(), || {
                panel.draw(column == 0);
            });
        }
        Some(canvas.svg())
    }
}

/// Where the panels lie.
struct Grid {
    columns: usize,
    left: f64,
    plot_width: f64,
    /// From one panel's left edge to the next's.
    pitch: f64,
}

impl Grid {
    fn new(frame: &Frame, size: Size) -> Self {
        let columns = if size == Size::BareNarrow { 2 } else { 4 };
        let left = frame.margin + 32.0;
        let pitch = (frame.width - frame.margin.min(8.0) - left) / columns as f64;
        // Room for the last value at the right of each plot.
        let plot_width = pitch - if size == Size::BareNarrow { 42.0 } else { 48.0 };
        Self { columns, left, plot_width, pitch }
    }
}

fn by_hits(findings: &Findings) -> Vec<&Series> {
    let hits = |series: &Series| Stance::ALL.map(|stance| series.hits(stance)).iter().sum::<u64>();
    let mut themes: Vec<&Series> = findings.themes.iter().collect();
    themes.sort_by(|a, b| hits(b).cmp(&hits(a)).then_with(|| a.value.cmp(&b.value)));
    themes
}

/// Names the themes with most mentions of each stance, where each is one alone with enough; else what is shown.
fn title(words: Words, findings: &Findings) -> String {
    let leader = |stance: Stance| {
        let mut themes = by_hits(findings);
        themes.sort_by_key(|series| std::cmp::Reverse(series.hits(stance)));
        let [first, second, ..] = themes[..] else { return None };
        let hits = first.hits(stance);
        (hits >= ENOUGH_HITS && hits > second.hits(stance))
            .then(|| text::whole(name_of(words, first).0, &TITLE, LONGEST_IN_TITLE))?
    };
    match (leader(Stance::Cooperation), leader(Stance::Conflict)) {
        (Some(one), Some(other)) if one == other => {
            words.themes_one_leads(&words.leading_name(&one))
        }
        (Some(one), Some(other)) => words.themes_two_lead(&words.leading_name(&one), &other),
        _ => words.themes_plain_title(&words.span(&findings.overall.rows)),
    }
}

fn name_of(words: Words, series: &Series) -> (&str, String) {
    words.names_or_id(&series.labels, &series.value)
}

fn summary(words: Words, findings: &Findings) -> String {
    let themes = by_hits(findings);
    let themes: Vec<(&str, [u64; 2])> = themes
        .into_iter()
        .map(|series| (name_of(words, series).0, Stance::ALL.map(|stance| series.hits(stance))))
        .collect();
    words.themes_summary(&words.spoken_span(&findings.overall.rows), &themes)
}

pub(super) struct Panel<'a> {
    pub(super) words: Words,
    pub(super) canvas: &'a Canvas,
    pub(super) series: &'a Series,
    pub(super) scale: ShareScale,
    pub(super) field: Rect,
    /// Width that names may take.
    pub(super) room: f64,
}

impl Panel<'_> {
    /// The last period with a share, by position.
    fn last(&self, stance: Stance) -> Option<(usize, f64)> {
        let share = |row: &Row| row.stances[stance as usize].share.map(|share| share.value);
        let rows = self.series.rows.iter().enumerate();
        rows.rev().find_map(|(position, row)| Some((position, share(row)?)))
    }

    pub(super) fn tooltip(&self) -> String {
        let mut tooltip = match name_of(self.words, self.series) {
            (name, others) if others.is_empty() => name.to_owned(),
            (name, others) => format!("{name} · {others}"),
        };
        for stance in Stance::ALL {
            if let Some((position, value)) = self.last(stance) {
                let value = self.words.percent(value, self.scale.decimals());
                let period = self.words.period(self.series.rows[position].period);
                tooltip += ", ";
                tooltip += &self.words.themes_last_share(stance, &value, &period);
            }
        }
        tooltip
    }

    /// Values inside the plot stay above its base line.
    fn lowest_value(&self) -> f64 {
        let rows = self.series.rows.len();
        let mut ends = Stance::ALL.into_iter().filter_map(|stance| self.last(stance));
        match ends.any(|(position, _)| position + 1 < rows) {
            true => self.field.bottom - 7.0,
            false => self.field.bottom,
        }
    }

    /// For the page's script, as in the trend chart: `data-plot="left right top bottom 0 highest-percent"`.
    fn attributes(&self) -> [(&'static str, String); 3] {
        let Rect { left, top, right, bottom } = self.field;
        let numbers = [left, right, top, bottom, 0.0, self.scale.top];
        let ends = [VALUE_PITCH, top, self.lowest_value(), 4.5];
        [
            ("data-theme-id", self.series.value.clone()),
            ("data-plot", numbers.map(number).join(" ")),
            ("data-ends", ends.map(number).join(" ")),
        ]
    }

    pub(super) fn draw(&self, with_scale: bool) {
        let Rect { left, top, right, bottom } = self.field;
        let (name, others) = name_of(self.words, self.series);
        let name = text::fit(&self.words.leading_name(name), NAME.px, NAME.weight, self.room);
        let others = text::fit(&others, OTHER_NAMES.px, OTHER_NAMES.weight, self.room);
        self.canvas.text(&name, (left, top - 32.0), NAME);
        self.canvas.text(&others, (left, top - 14.0), OTHER_NAMES);
        let rows = &self.series.rows;
        let range = axis::position_range(rows.len());
        let plot = self.canvas.plot(self.field, range, 0.0..self.scale.top);
        self.group("data-yaxis", number(self.scale.step), || {
            for (value, label) in self.scale.ticks(self.words) {
                let (_, y) = plot.at(0.0, value);
                let color = if value == 0.0 { Color::Axis } else { Color::Grid };
                self.group("data-ytick", number(value), || {
                    self.canvas.line(&[(left, y), (right, y)], color, 1.0);
                    if with_scale {
                        self.canvas.text(&label, (left - 7.0, y + 4.0), SMALL_TICK.right());
                    }
                });
            }
        });
        self.periods(|position| plot.at(position as f64, 0.0).0);
        // Cooperation last: on top.
        for stance in Stance::ALL.into_iter().rev() {
            let color = Color::of(stance);
            self.group("data-line", stance.code(), || {
                for run in runs(rows, stance) {
                    match run[..] {
                        [(x, y)] => self.canvas.dot(plot.at(x, y), 3.0, color),
                        _ => plot.line(&run, color, 2.0),
                    }
                }
            });
        }
        let ends = Stance::ALL.map(|stance| {
            self.last(stance)
                .map(|(position, value)| (value, plot.at(position as f64, value * 100.0)))
        });
        let wanted = ends.map(|end| end.map_or(bottom, |(_, (_, y))| y));
        let bases = spread(wanted, VALUE_PITCH, (top, self.lowest_value()));
        for (stance, (end, base)) in Stance::ALL.into_iter().zip(ends.iter().zip(bases)) {
            let Some((value, at)) = end else { continue };
            let ends_early =
                self.last(stance).is_some_and(|(position, _)| position + 1 < rows.len());
            self.group("data-end", stance.code(), || {
                self.canvas.dot(*at, 3.2, Color::of(stance));
                let value = self.words.percent(*value, self.scale.decimals());
                let lettering = Lettering::bold(12.5, Color::words_of(stance));
                let edge = if ends_early || rows.len() == 1 { at.0 } else { right };
                self.canvas.text(&value, (edge + 8.0, base + 4.5), lettering);
            });
        }
    }

    fn group(&self, name: &'static str, value: impl ToString, draw: impl FnOnce()) {
        self.canvas.group(&[(name, value.to_string())], "", draw);
    }

    /// Names the first and the last period.
    fn periods(&self, at: impl Fn(usize) -> f64) {
        let base = self.field.bottom + 16.0;
        let rows = &self.series.rows;
        let Some((first, last)) = rows.first().zip(rows.last()) else { return };
        let (first, last) = (self.words.tick(first.period), self.words.tick(last.period));
        if rows.len() == 1 {
            return self.canvas.text(&first, (at(0), base), SMALL_TICK.centre());
        }
        self.canvas.text(&first, (self.field.left, base), SMALL_TICK);
        self.canvas.text(&last, (self.field.right, base), SMALL_TICK.right());
    }
}

/// Neighbouring periods with a share, as points of the plot.
fn runs(rows: &[Row], stance: Stance) -> Vec<Vec<(f64, f64)>> {
    let points = rows.iter().enumerate().map(|(position, row)| {
        let share = row.stances[stance as usize].share?;
        Some((position as f64, share.value * 100.0))
    });
    let points: Vec<Option<(f64, f64)>> = points.collect();
    let runs = points.split(Option::is_none).filter(|run| !run.is_empty());
    runs.map(|run| run.iter().flatten().copied().collect()).collect()
}
