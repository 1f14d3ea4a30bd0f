//! The parts of the trend chart: scale, bands, lines, their labels, and the bars of documents.

use super::super::axis::{self, ShareScale};
use super::super::canvas::{Canvas, Plot, Rect};
use super::super::ink::number;
use super::super::style::{Align, Color, Lettering, NOTE, TICK, band_strength};
use super::super::words::{Words, period_is_month};
use super::super::{Theme, text};
use super::{LABEL_PITCH, is_dense, is_few, share, spread};
use crate::lexicon::Stance;
use crate::trend::{Estimate, Row};

/// What the parts of the chart share.
pub(in crate::chart) struct Drawing<'a> {
    pub(in crate::chart) words: Words,
    pub(in crate::chart) canvas: &'a Canvas,
    pub(in crate::chart) plot: &'a Plot<'a>,
    pub(in crate::chart) rows: &'a [Row],
    pub(in crate::chart) scale: ShareScale,
    pub(in crate::chart) narrow: bool,
    pub(in crate::chart) theme: Theme,
}

impl Drawing<'_> {
    /// For the page's script, which redraws the chart for a part of the documents:
    /// `data-plot="left right top bottom first-period last-period 0 highest-percent bars-top bars-bottom"`.
    /// `data-ends="least-distance highest lowest offset"` says how the labels of the lines are kept apart.
    pub(super) fn attributes(&self, bars: Rect) -> [(&'static str, String); 3] {
        let Rect { left, top, right, bottom } = self.plot.rect;
        let [first, last] = [0, self.rows.len() - 1]
            .map(|position| f64::from(axis::ordinal(self.rows[position].period)));
        let numbers =
            [left, right, top, bottom, first, last, 0.0, self.scale.top, bars.top, bars.bottom];
        let (pitch, (highest, lowest)) = self.room_of_labels();
        let ends = [pitch, highest, lowest, if self.narrow { 5.0 } else { 1.0 }];
        [
            ("class", "plot".to_owned()),
            ("data-plot", numbers.map(number).join(" ")),
            ("data-ends", ends.map(number).join(" ")),
        ]
    }

    /// Least distance between the labels of the lines, and the heights that they keep within.
    fn room_of_labels(&self) -> (f64, (f64, f64)) {
        let Rect { top, bottom, .. } = self.plot.rect;
        match self.narrow {
            true => (17.0, (top, bottom)),
            false => (LABEL_PITCH, (top + 15.0, bottom - 20.0)),
        }
    }

    fn group(&self, name: &'static str, value: impl ToString, draw: impl FnOnce()) {
        self.canvas.group(&[(name, value.to_string())], "", draw);
    }

    pub(in crate::chart) fn axes(&self) {
        let Rect { left, right, bottom, .. } = self.plot.rect;
        self.group("data-yaxis", number(self.scale.step), || {
            for (value, label) in self.scale.ticks(self.words) {
                let (_, y) = self.plot.at(0.0, value);
                let color = if value == 0.0 { Color::Axis } else { Color::Grid };
                self.group("data-ytick", number(value), || {
                    self.canvas.line(&[(left, y), (right, y)], color, 1.0);
                    let gap = if self.narrow { 6.0 } else { 9.0 };
                    self.canvas.text(&label, (left - gap, y + 4.2), TICK.right());
                });
            }
        });
        let at = |position: usize| self.plot.at(position as f64, 0.0).0;
        for tick in axis::ticks(self.words, self.rows, at, TICK, (4.0, self.canvas.width - 4.0)) {
            let x = at(tick.position);
            self.canvas.line(&[(x, bottom), (x, bottom + 5.0)], Color::Axis, 1.0);
            self.canvas.text(&tick.label, (tick.centre, bottom + 20.0), TICK.centre());
        }
        if self.rows.iter().all(|row| row.documents_in_scope == 0) {
            let middle = ((left + right) / 2.0, (self.plot.rect.top + bottom) / 2.0);
            self.canvas.text(self.words.nothing_in_scope(), middle, TICK.centre().halo());
        }
    }

    /// Runs of neighbouring periods that have a share.
    fn runs(&self, stance: Stance) -> Vec<Vec<(usize, Estimate)>> {
        let mut runs = vec![vec![]];
        for (position, row) in self.rows.iter().enumerate() {
            match share(row, stance) {
                Some(share) => runs.last_mut().expect("it starts with one").push((position, share)),
                None => runs.push(vec![]),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    pub(super) fn band(&self, stance: Stance) {
        let thin = self.rows.iter().all(|row| row.documents_in_scope == 0 || is_few(row));
        self.group("data-band", stance.code(), || {
            for run in self.runs(stance) {
                let mut edges: Vec<(f64, f64, f64)> = run
                    .iter()
                    .map(|(position, share)| {
                        (*position as f64, share.low * 100.0, share.high * 100.0)
                    })
                    .collect();
                if let [(position, low, high)] = edges[..] {
                    // A lone period would have a band without width.
                    let half = 6.0 * self.units_per_pixel();
                    edges = vec![(position - half, low, high), (position + half, low, high)];
                }
                self.plot.band(&edges, Color::of(stance), band_strength(self.theme, thin));
            }
        });
    }

    fn units_per_pixel(&self) -> f64 {
        let range = axis::position_range(self.rows.len());
        (range.end - range.start) / (self.plot.rect.right - self.plot.rect.left)
    }

    pub(super) fn line(&self, stance: Stance) {
        let color = Color::of(stance);
        let dense = is_dense(self.rows.len(), self.plot.rect.right - self.plot.rect.left);
        self.group("data-line", stance.code(), || {
            for run in self.runs(stance) {
                let dashed = |pair: &[(usize, Estimate)]| {
                    dense && pair.iter().any(|(position, _)| is_few(&self.rows[*position]))
                };
                let mut start = 0;
                while start + 1 < run.len() {
                    let kind = dashed(&run[start..start + 2]);
                    let mut end = start + 1;
                    while end + 1 < run.len() && dashed(&run[end..end + 2]) == kind {
                        end += 1;
                    }
                    let points: Vec<(f64, f64)> = run[start..=end]
                        .iter()
                        .map(|(position, share)| (*position as f64, share.value * 100.0))
                        .collect();
                    match kind {
                        false => self.plot.line(&points, color, 2.5),
                        true => {
                            let points: Vec<_> =
                                points.iter().map(|(x, y)| self.plot.at(*x, *y)).collect();
                            self.canvas.dashes(&points, color, 2.0, "5 3");
                        }
                    }
                    start = end;
                }
            }
        });
        self.group("data-pts", stance.code(), || {
            for run in self.runs(stance) {
                for (position, share) in &run {
                    let at = self.plot.at(*position as f64, share.value * 100.0);
                    if is_few(&self.rows[*position]) && !dense {
                        self.canvas.ring(at, 3.2, color);
                    } else if run.len() == 1 {
                        self.canvas.dot(at, 3.2, color);
                    }
                }
            }
        });
    }

    /// Names and last values of both lines, moved apart where they would touch.
    pub(super) fn end_labels(&self) {
        let Rect { right, bottom, .. } = self.plot.rect;
        let ends = Stance::ALL.map(|stance| {
            let last = self.runs(stance).last().and_then(|run| run.last().copied());
            last.map(|(position, share)| {
                (position, share, self.plot.at(position as f64, share.value * 100.0))
            })
        });
        // The label's reference line, for each stance in order of height.
        let wanted = ends.map(|end| end.map_or(bottom, |(_, _, (_, y))| y));
        let (pitch, limits) = self.room_of_labels();
        let bases = spread(wanted, pitch, limits);
        for (stance, (end, base)) in Stance::ALL.into_iter().zip(ends.iter().zip(bases)) {
            let Some((position, share, at)) = end else { continue };
            let value = self.words.percent(share.value, self.scale.decimals());
            // In the margin, or where the documents end: what follows is empty.
            let edge = match *position + 1 == self.rows.len() && self.rows.len() > 1 {
                true => right,
                false => at.0 + 6.0,
            };
            self.group("data-end", stance.code(), || {
                match is_few(&self.rows[*position]) {
                    true => self.canvas.ring(*at, 4.0, Color::of(stance)),
                    false => self.canvas.dot(*at, 4.5, Color::of(stance)),
                }
                if self.narrow {
                    let lettering = Lettering::bold(14.0, Color::words_of(stance));
                    self.canvas.text(&format!("{value}%"), (edge + 8.0, base + 5.0), lettering);
                    return;
                }
                let (name, others) = self.words.stance(stance);
                let lettering = Lettering::bold(15.0, Color::words_of(stance));
                self.canvas.text(&format!("{name} {value}%"), (edge + 12.0, base + 1.0), lettering);
                let others = match position + 1 == self.rows.len() {
                    true => others,
                    false => {
                        format!("{} · {others}", self.words.tick(self.rows[*position].period))
                    }
                };
                let room = self.canvas.width - edge - 16.0;
                let gloss = Lettering::plain(12.5, Color::Muted);
                let others = text::fit(&others, gloss.px, gloss.weight, room);
                self.canvas.text(&others, (edge + 12.0, base + 18.0), gloss);
            });
        }
    }

    /// How many documents stand behind each period.
    pub(in crate::chart) fn bars(&self, field: Rect) {
        let counts: Vec<u64> = self.rows.iter().map(|row| row.documents_in_scope).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let pitch = 1.0 / self.units_per_pixel();
        let half = (pitch * 0.31).min(20.0);
        let (first, last) = (counts[0], counts[counts.len() - 1]);
        let by_month = period_is_month(self.rows);
        let x = |position: usize| self.plot.at(position as f64, 0.0).0;
        let ends = (x(0) - half - 2.0, x(counts.len() - 1) + half + 2.0);
        // Numbers too long to stand beside the bars, or nought at both ends, stand in the heading, as in the narrow
        // chart.
        let first_width = text::width(&self.words.thousands(first), NOTE.px, NOTE.weight);
        let says_something = counts.len() == 1 || first + last > 0;
        let fits = counts.len() == 1 || ends.0 - 5.0 - first_width >= 3.0;
        let labelled = !self.narrow && fits && says_something;
        let heading = match counts.len() {
            _ if labelled => self.words.trend_bars(by_month).to_owned(),
            1 => format!("{}: {}", self.words.trend_bars(by_month), self.words.thousands(first)),
            _ => {
                let fewest = counts.iter().copied().min().unwrap_or(0);
                self.words.trend_bars_from_to(by_month, fewest, most)
            }
        };
        let room = self.canvas.width - field.left - 4.0;
        let heading = text::fit(&heading, NOTE.px, NOTE.weight, room);
        self.group("data-barhead", "", || {
            self.canvas.text(&heading, (field.left, field.top - 12.0), NOTE);
        });
        let height = |count: u64| match count {
            0 => 0.0,
            _ => ((field.bottom - field.top) * count as f64 / most as f64).max(1.5),
        };
        self.group("data-bars", most, || {
            for (position, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let rect = Rect {
                    left: x(position) - half,
                    top: field.bottom - height(*count),
                    right: x(position) + half,
                    bottom: field.bottom,
                };
                let name = self.words.leading_period(self.rows[position].period);
                let title = format!("{name}: {}", self.words.documents(*count));
                self.canvas.cell(rect, Color::Other, title);
            }
        });
        self.canvas.line(&[(ends.0, field.bottom), (ends.1, field.bottom)], Color::Axis, 1.0);
        if labelled {
            self.bar_label(
                counts.len() - 1,
                (ends.1 + 5.0, field.bottom - height(last)),
                Align::Left,
            );
            if counts.len() > 1 {
                self.bar_label(0, (ends.0 - 5.0, field.bottom - height(first)), Align::Right);
            }
        }
    }

    /// The number of documents beside a bar whose top is at `y`.
    fn bar_label(&self, position: usize, (x, y): (f64, f64), align: Align) {
        let lettering = Lettering { align, ..NOTE };
        let label = self.words.thousands(self.rows[position].documents_in_scope);
        let base = (y + 9.0).min(self.plot.rect.bottom + 100.0 - 1.0);
        self.group("data-barlab", position, || self.canvas.text(&label, (x, base), lettering));
    }
}
