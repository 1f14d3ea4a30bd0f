//! The main chart: how many documents of each period use a cooperation or a conflict term, in per cent.

use super::axis::{self, ShareScale};
use super::canvas::{Canvas, Frame, Plot, Rect};
use super::ink::number;
use super::style::{
    Align, Color, Lettering, NOTE, STANCE_NAMES, TICK, band_strength, names, percent, thousands,
};
use super::text;
use super::{Caption, Chart, Size, Theme, events};
use crate::lexicon::Stance;
use crate::trend::{Estimate, Findings, Row};

/// Under so many documents a share says little.
const FEW_DOCUMENTS: u64 = 30;
/// Periods closer than this have no room for hollow points: few documents are shown by dashes.
const DENSE_PITCH: f64 = 7.0;
/// Least distance between the labels of the two lines.
const LABEL_PITCH: f64 = 39.0;

/// Width of the plot in the wide chart.
const WIDE_PLOT: f64 = 746.0;

pub struct Trend;

impl Chart for Trend {
    fn name(&self) -> &'static str {
        "trend"
    }

    fn caption(&self, findings: &Findings) -> Caption {
        let rows = &findings.overall.rows;
        let subject = match findings.subject.trim() {
            "" => "in scope".to_owned(),
            subject => format!("on {subject}"),
        };
        Caption {
            title: title(rows),
            subtitle: format!(
                "Share of documents {subject} that use at least one cooperation / conflict keyword, %"
            ),
            notes: vec![notes(findings)],
            summary: summary(rows),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        let rows = &findings.overall.rows;
        if rows.is_empty() {
            return None;
        }
        let caption = self.caption(findings);
        let frame = Frame::new(&caption, &findings.source_note, size);
        let narrow = size == Size::BareNarrow;
        let (left, right) = match narrow {
            true => (38.0, frame.width - 50.0),
            false => (frame.margin + 36.0, frame.width - 150.0),
        };
        let range = axis::position_range(rows.len());
        let at = |position: f64| {
            left + (right - left) * (position - range.start) / (range.end - range.start)
        };
        let marked: Vec<_> = events::marked(findings)
            .into_iter()
            .map(|event| (at(events::position(event, rows)), event))
            .collect();
        let labels = events::Labels::place(if narrow { &[] } else { &marked }, frame.width);
        let above = match narrow {
            true => 22.0 + if marked.is_empty() { 10.0 } else { events::DISC_SPACE },
            false => labels.height() + if marked.is_empty() { 14.0 } else { 4.0 },
        };
        let top = frame.top + above;
        let bottom = top + if narrow { 250.0 } else { 300.0 };
        let bars = Rect {
            left,
            top: bottom + 56.0,
            right,
            bottom: bottom + if narrow { 90.0 } else { 100.0 },
        };
        let canvas = Canvas::new(&frame, &caption, theme, bars.bottom);
        let scale = ShareScale::holding(most(rows));
        let plot = canvas.plot(Rect { left, top, right, bottom }, range, 0.0..scale.top);
        if narrow {
            key(&canvas, (frame.margin, frame.top + 13.0), 12.0);
        }
        let drawing = Drawing { canvas: &canvas, plot: &plot, rows, scale, narrow, theme };
        canvas.group(&drawing.attributes(bars), "", || {
            drawing.axes();
            match narrow {
                true => events::draw_discs(&canvas, &plot, &marked),
                false => labels.draw(&canvas, &plot),
            }
            Stance::ALL.into_iter().for_each(|stance| drawing.band(stance));
            // Cooperation last: on top.
            Stance::ALL.into_iter().rev().for_each(|stance| drawing.line(stance));
            drawing.end_labels();
            drawing.bars(bars);
        });
        Some(canvas.svg())
    }
}

/// The names of both stances with their colours, in one line from `x` on its base line.
pub(super) fn key(canvas: &Canvas, (x, y): (f64, f64), px: f64) {
    let mut x = x;
    for stance in Stance::ALL {
        let (name, others) = names(&STANCE_NAMES[stance as usize]);
        let bold = Lettering::bold(px, Color::words_of(stance));
        let plain = Lettering::plain(px, Color::Muted);
        canvas.dot((x + 4.5, y - px * 0.36), 4.5, Color::of(stance));
        x += 14.0;
        canvas.text(name, (x, y), bold);
        x += text::width(name, px, bold.weight) + 6.0;
        canvas.text(&others, (x, y), plain);
        x += text::width(&others, px, plain.weight) + 18.0;
    }
}

fn share(row: &Row, stance: Stance) -> Option<Estimate> {
    row.stances[stance as usize].share
}

/// The highest band end.
fn most(rows: &[Row]) -> f64 {
    let shares = rows.iter().flat_map(|row| &row.stances).filter_map(|stance| stance.share);
    shares.map(|share| share.high.max(share.value)).fold(0.0, f64::max)
}

/// Says who leads, where one of them leads for long enough; else what is shown.
fn title(rows: &[Row]) -> String {
    let plain = || format!("Cooperation and conflict words, {}", axis::span(rows));
    let pairs: Vec<Option<(f64, f64)>> = rows
        .iter()
        .map(|row| {
            let [cooperation, conflict] = Stance::ALL.map(|stance| share(row, stance));
            Some((cooperation?.value, conflict?.value))
        })
        .collect();
    let known = pairs.iter().flatten().count();
    let word = axis::period_word(rows);
    for (leader, other, sign) in
        [("Cooperation", "conflict", 1.0), ("Conflict", "cooperation", -1.0)]
    {
        let leads = |pair: &Option<(f64, f64)>| {
            pair.is_some_and(|(cooperation, conflict)| (cooperation - conflict) * sign > 0.0)
        };
        let led = pairs.iter().filter(|pair| leads(pair)).count();
        // The unbroken lead up to the last period; a period without documents breaks it.
        let run = pairs.iter().rev().take_while(|pair| leads(pair)).count();
        if known >= 5 && led == known {
            let such = if known == pairs.len() { "" } else { " with documents" };
            return format!("{leader} words lead {other} words in all {known} {word}s{such}");
        }
        if run >= 5 && led * 2 > known {
            let since = axis::period_name(rows[rows.len() - run].period);
            return format!("{leader} words have led {other} words every {word} since {since}");
        }
    }
    plain()
}

fn is_few(row: &Row) -> bool {
    row.documents_in_scope > 0 && row.documents_in_scope < FEW_DOCUMENTS
}

fn notes(findings: &Findings) -> String {
    let rows = &findings.overall.rows;
    let word = axis::period_word(rows);
    let mut notes = "Bands: 95% Wilson interval.".to_owned();
    if rows.iter().any(is_few) {
        // Decided by the wide picture; the narrow one is denser, but its notes are the page's.
        let mark = if is_dense(rows.len(), WIDE_PLOT) { "Dashed line" } else { "Hollow points" };
        notes += &format!(" {mark}: fewer than {FEW_DOCUMENTS} documents that {word}.");
    }
    if rows.iter().any(|row| row.documents_in_scope == 0) {
        notes += &format!(" A gap: no documents that {word}.");
    }
    let [cooperation, conflict] = findings.terms.map(|count| thousands(count as u64));
    notes += &format!(
        " Keyword lists: {cooperation} cooperation and {conflict} conflict terms in Korean, Vietnamese and English."
    );
    notes
}

fn is_dense(periods: usize, width: f64) -> bool {
    periods > 1 && width / (periods - 1) as f64 <= DENSE_PITCH
}

fn summary(rows: &[Row]) -> String {
    let mut summary = format!("Line chart, {}:", axis::spoken_span(rows));
    let mut parts = vec![];
    for stance in Stance::ALL {
        let values: Vec<f64> =
            rows.iter().filter_map(|row| share(row, stance)).map(|share| share.value).collect();
        if let [first, .., last] = values[..] {
            let (first, last) = (percent(first, 0), percent(last, 0));
            parts.push(format!("{} {first} to {last} percent", stance.code()));
        } else if let [only] = values[..] {
            parts.push(format!("{} {} percent", stance.code(), percent(only, 0)));
        }
    }
    match parts.is_empty() {
        true => summary += " no documents in scope.",
        false => {
            let documents: u64 = rows.iter().map(|row| row.documents_in_scope).sum();
            let documents = thousands(documents);
            summary += &format!(" {} of {documents} documents in scope.", parts.join(", "));
        }
    }
    summary
}

/// What the parts of the chart share.
struct Drawing<'a> {
    canvas: &'a Canvas,
    plot: &'a Plot<'a>,
    rows: &'a [Row],
    scale: ShareScale,
    narrow: bool,
    theme: Theme,
}

impl Drawing<'_> {
    /// For the page's script, which redraws the chart for a part of the documents:
    /// `data-plot="left right top bottom first-period last-period 0 highest-percent bars-top bars-bottom"`.
    fn attributes(&self, bars: Rect) -> [(&'static str, String); 2] {
        let Rect { left, top, right, bottom } = self.plot.rect;
        let [first, last] = [0, self.rows.len() - 1]
            .map(|position| f64::from(axis::ordinal(self.rows[position].period)));
        let numbers =
            [left, right, top, bottom, first, last, 0.0, self.scale.top, bars.top, bars.bottom];
        [("class", "plot".to_owned()), ("data-plot", numbers.map(number).join(" "))]
    }

    fn group(&self, name: &'static str, value: impl ToString, draw: impl FnOnce()) {
        self.canvas.group(&[(name, value.to_string())], "", draw);
    }

    fn axes(&self) {
        let Rect { left, right, bottom, .. } = self.plot.rect;
        for (value, label) in self.scale.ticks() {
            let (_, y) = self.plot.at(0.0, value);
            let color = if value == 0.0 { Color::Axis } else { Color::Grid };
            self.canvas.line(&[(left, y), (right, y)], color, 1.0);
            self.group("data-ytick", number(value), || {
                let gap = if self.narrow { 6.0 } else { 9.0 };
                self.canvas.text(&label, (left - gap, y + 4.2), TICK.right());
            });
        }
        let at = |position: usize| self.plot.at(position as f64, 0.0).0;
        for tick in axis::ticks(self.rows, at, TICK, (4.0, self.canvas.width - 4.0)) {
            let x = at(tick.position);
            self.canvas.line(&[(x, bottom), (x, bottom + 5.0)], Color::Axis, 1.0);
            self.canvas.text(&tick.label, (tick.centre, bottom + 20.0), TICK.centre());
        }
        if self.rows.iter().all(|row| row.documents_in_scope == 0) {
            let middle = ((left + right) / 2.0, (self.plot.rect.top + bottom) / 2.0);
            self.canvas.text("No documents in scope", middle, TICK.centre().halo());
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

    fn band(&self, stance: Stance) {
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
                self.plot.band(&edges, Color::of(stance), band_strength(self.theme));
            }
        });
    }

    fn units_per_pixel(&self) -> f64 {
        let range = axis::position_range(self.rows.len());
        (range.end - range.start) / (self.plot.rect.right - self.plot.rect.left)
    }

    fn line(&self, stance: Stance) {
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
    fn end_labels(&self) {
        let Rect { top, right, bottom, .. } = self.plot.rect;
        let ends = Stance::ALL.map(|stance| {
            let last = self.runs(stance).last().and_then(|run| run.last().copied());
            last.map(|(position, share)| {
                (position, share, self.plot.at(position as f64, share.value * 100.0))
            })
        });
        // The label's reference line, for each stance in order of height.
        let wanted = ends.map(|end| end.map_or(bottom, |(_, _, (_, y))| y));
        let pitch = if self.narrow { 17.0 } else { LABEL_PITCH };
        let (highest, lowest) =
            if self.narrow { (top, bottom) } else { (top + 15.0, bottom - 20.0) };
        let bases = spread(wanted, pitch, (highest, lowest));
        for (stance, (end, base)) in Stance::ALL.into_iter().zip(ends.iter().zip(bases)) {
            let Some((position, share, at)) = end else { continue };
            let value = percent(share.value, self.scale.decimals());
            // Beside a lone point, else in the margin.
            let edge = if self.rows.len() == 1 { at.0 + 6.0 } else { right };
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
                let (name, others) = names(&STANCE_NAMES[stance as usize]);
                let lettering = Lettering::bold(15.0, Color::words_of(stance));
                self.canvas.text(&format!("{name} {value}%"), (edge + 12.0, base + 1.0), lettering);
                let others = match position + 1 == self.rows.len() {
                    true => others,
                    false => {
                        format!("{} · {others}", axis::period_name(self.rows[*position].period))
                    }
                };
                let room = self.canvas.width - right - 16.0;
                let gloss = Lettering::plain(12.5, Color::Muted);
                let others = text::fit(&others, gloss.px, gloss.weight, room);
                self.canvas.text(&others, (edge + 12.0, base + 18.0), gloss);
            });
        }
    }

    /// How many documents stand behind each period.
    fn bars(&self, field: Rect) {
        let counts: Vec<u64> = self.rows.iter().map(|row| row.documents_in_scope).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let pitch = 1.0 / self.units_per_pixel();
        let half = (pitch * 0.31).min(20.0);
        let word = axis::period_word(self.rows);
        let (first, last) = (counts[0], counts[counts.len() - 1]);
        let mut heading = format!("Documents in scope per {word}");
        if self.narrow {
            heading += &match counts.len() {
                1 => format!(": {}", thousands(first)),
                _ => format!(": {} to {}", thousands(first), thousands(last)),
            };
        }
        let room = self.canvas.width - field.left - 4.0;
        let heading = text::fit(&heading, NOTE.px, NOTE.weight, room);
        self.canvas.text(&heading, (field.left, field.top - 12.0), NOTE);
        let height = |count: u64| match count {
            0 => 0.0,
            _ => ((field.bottom - field.top) * count as f64 / most as f64).max(1.5),
        };
        let x = |position: usize| self.plot.at(position as f64, 0.0).0;
        self.group("data-bars", most, || {
            for (position, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let rect = Rect {
                    left: x(position) - half,
                    top: field.bottom - height(*count),
                    right: x(position) + half,
                    bottom: field.bottom,
                };
                let name = axis::period_name(self.rows[position].period);
                let title = format!("{name}: {} documents", thousands(*count));
                self.canvas.cell(rect, Color::Other, title);
            }
        });
        let ends = (x(0) - half - 2.0, x(counts.len() - 1) + half + 2.0);
        self.canvas.line(&[(ends.0, field.bottom), (ends.1, field.bottom)], Color::Axis, 1.0);
        if !self.narrow {
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
        let mut lettering = Lettering { align, ..NOTE };
        let label = thousands(self.rows[position].documents_in_scope);
        let wide = text::width(&label, NOTE.px, NOTE.weight);
        let base = (y + 9.0).min(self.plot.rect.bottom + 100.0 - 1.0);
        // A long number at the left edge stands at it.
        let x = match align {
            Align::Right if x - wide < 3.0 => {
                lettering.align = Align::Left;
                3.0
            }
            _ => x,
        };
        self.group("data-barlab", position, || self.canvas.text(&label, (x, base), lettering));
    }
}

/// Both heights as they are if `pitch` apart, else moved apart around their middle, within the limits.
pub(super) fn spread(wanted: [f64; 2], pitch: f64, (top, bottom): (f64, f64)) -> [f64; 2] {
    let [one, other] = wanted;
    let upper_first = one <= other;
    let (mut upper, mut lower) = if upper_first { (one, other) } else { (other, one) };
    if lower - upper < pitch {
        let middle = (upper + lower) / 2.0;
        (upper, lower) = (middle - pitch / 2.0, middle + pitch / 2.0);
    }
    lower = lower.min(bottom);
    upper = upper.min(lower - pitch).max(top);
    lower = lower.max(upper + pitch);
    if upper_first { [upper, lower] } else { [lower, upper] }
}
