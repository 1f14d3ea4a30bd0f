//! The series that a study compares: up to eight shares of documents as lines, each with its name at its end.

use super::axis::{self, ShareScale};
use super::canvas::{Canvas, Frame, Plot, Rect};
use super::style::{Color, Lettering, TITLE, band_strength};
use super::text;
use super::trend::{FEW_DOCUMENTS, drawing::Drawing};
use super::words::{Words, period_is_month};
use super::{Caption, Chart, Size, Theme};
use crate::lexicon::Stance;
use crate::trend::chosen::{Chosen, ChosenRow};
use crate::trend::{Estimate, Findings};

/// More bands than this hide each other.
const MOST_BANDS: usize = 3;
/// A title names a series only over so many documents and periods.
const ENOUGH_DOCUMENTS: u64 = 30;
const ENOUGH_PERIODS: usize = 5;
const LONGEST_IN_TITLE: f64 = 360.0;
const NAME_PX: f64 = 13.5;
const GLOSS: Lettering = Lettering::plain(11.5, Color::Muted);
/// Between the end of a line and its name, for the line that leads there.
const LEADER: f64 = 30.0;
/// Width that names may take at most.
const WIDEST_NAME: f64 = 250.0;
/// Of the lines of the key in narrow pictures.
const KEY_PITCH: f64 = 19.0;

pub struct SeriesChart;

impl Chart for SeriesChart {
    fn name(&self) -> &'static str {
        "series"
    }

    fn caption(&self, findings: &Findings) -> Caption {
        let (words, chosen) = (Words::of(findings), &findings.chosen);
        let by_month = period_is_month(&findings.overall.rows);
        let mut notes = vec![match chosen.len() <= MOST_BANDS {
            true => words.trend_bands().to_owned(),
            false => words.series_no_bands().to_owned(),
        }];
        let rows = || chosen.iter().flat_map(|chosen| &chosen.rows);
        match (rows().any(is_few), is_all_few(chosen)) {
            (false, _) => {}
            (true, true) => notes.push(words.series_few(FEW_DOCUMENTS, by_month)),
            (true, false) => notes.push(words.trend_few(FEW_DOCUMENTS, true, by_month)),
        }
        if rows().any(|row| row.documents_in_scope == 0) {
            notes.push(words.trend_gap(by_month).to_owned());
        }
        notes.push(words.series_note(has_own_documents(chosen)));
        Caption {
            title: title(words, findings),
            subtitle: words.series_subtitle().to_owned(),
            notes: vec![notes.join(" ")],
            summary: summary(words, findings),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        let (chosen, rows) = (&findings.chosen, &findings.overall.rows);
        if chosen.is_empty() || rows.is_empty() {
            return None;
        }
        let (words, caption) = (Words::of(findings), self.caption(findings));
        let frame = Frame::new(&caption, &findings.source_note, size);
        let narrow = size == Size::BareNarrow;
        let lines: Vec<Line> = chosen
            .iter()
            .zip(hues(chosen))
            .enumerate()
            .map(|(place, (chosen, hue))| Line::new(words, place, hue, chosen))
            .collect();
        let most = chosen.iter().flat_map(|chosen| &chosen.rows).filter_map(|row| row.share);
        let with_bands = chosen.len() <= MOST_BANDS;
        let most = most.map(|share| if with_bands { share.high } else { share.value });
        let scale = ShareScale::holding(most.fold(0.0, f64::max));
        let room = lines.iter().map(|line| line.width(words, scale)).fold(0.0, f64::max);
        let (left, right, above) = match narrow {
            true => (38.0, frame.width - 66.0, 10.0 + KEY_PITCH * lines.len() as f64),
            false => {
                let right = frame.width - frame.margin - room.min(WIDEST_NAME) - LEADER - 10.0;
                (frame.margin + 36.0, right, 14.0)
            }
        };
        let (top, high) = (frame.top + above, if narrow { 250.0 } else { 340.0 });
        let bottom = top + high;
        let bars = Rect {
            left,
            top: bottom + 56.0,
            right,
            bottom: bottom + if narrow { 90.0 } else { 100.0 },
        };
        let canvas = Canvas::new(&frame, &caption, theme, bars.bottom);
        let field = Rect { left, top, right, bottom };
        let plot = canvas.plot(field, axis::position_range(rows.len()), 0.0..scale.top);
        let drawing = Drawing { words, canvas: &canvas, plot: &plot, rows, scale, narrow, theme };
        drawing.axes();
        let all_few = is_all_few(chosen);
        let picture = Picture { words, canvas: &canvas, plot: &plot, scale, theme, all_few };
        if with_bands {
            lines.iter().for_each(|line| picture.band(line));
        }
        // The first last: on top.
        for line in lines.iter().rev() {
            canvas.group(
                &[("data-series", line.chosen.name.to_string())],
                &line.full_name(),
                || {
                    picture.line(line);
                },
            );
        }
        match narrow {
            true => picture.numbered_ends(&lines, (frame.margin, frame.top + 13.0)),
            false => picture.named_ends(&lines),
        }
        drawing.bars(bars);
        Some(canvas.svg())
    }
}

/// Whether shares are of other documents than those of the study.
fn has_own_documents(chosen: &[Chosen]) -> bool {
    use crate::study::SeriesGroup::{Kind, Language, Source};
    chosen.iter().any(|chosen| matches!(chosen.group, Kind | Language | Source))
}

/// The first series of each stance has its colour, as in every chart; the others have what is left, in order.
fn hues(chosen: &[Chosen]) -> Vec<usize> {
    let mut hues: Vec<Option<usize>> = vec![None; chosen.len()];
    for stance in Stance::ALL {
        if let Some(first) = chosen.iter().position(|chosen| chosen.stance == Some(stance)) {
            hues[first] = Some(stance as usize);
        }
    }
    let taken: Vec<usize> = hues.iter().flatten().copied().collect();
    let mut free = (0..).filter(|hue| !taken.contains(hue));
    hues.into_iter().map(|hue| hue.or_else(|| free.next()).unwrap_or(0)).collect()
}

/// Whether there is nothing to tell periods with few documents from.
fn is_all_few(chosen: &[Chosen]) -> bool {
    chosen.iter().flat_map(|chosen| &chosen.rows).all(|row| row.documents_in_scope < FEW_DOCUMENTS)
}

fn is_few(row: &ChosenRow) -> bool {
    row.documents_in_scope > 0 && row.documents_in_scope < FEW_DOCUMENTS
}

/// The series with the highest share, where one has it in most periods; else what is shown.
fn title(words: Words, findings: &Findings) -> String {
    let (chosen, rows) = (&findings.chosen, &findings.overall.rows);
    let plain = || words.series_plain_title(chosen.len(), &words.span(rows));
    let mut led = vec![0_usize; chosen.len()];
    let mut known = 0;
    for position in 0..rows.len() {
        let share = |chosen: &Chosen| Some(chosen.rows.get(position)?.share?.value);
        let Some(shares) = chosen.iter().map(share).collect::<Option<Vec<f64>>>() else { continue };
        known += 1;
        let most = shares.iter().copied().fold(0.0, f64::max);
        let mut leaders = (0..shares.len()).filter(|at| shares[*at] >= most);
        if let (Some(leader), None) = (leaders.next(), leaders.next()) {
            led[leader] += 1;
        }
    }
    let leader = (0..chosen.len()).find(|at| led[*at] * 2 > known);
    let Some(at) = leader.filter(|_| known >= ENOUGH_PERIODS && chosen.len() > 1) else {
        return plain();
    };
    let documents: u64 = chosen[at].rows.iter().map(|row| row.documents).sum();
    let (name, _) = words.series_name(&chosen[at]);
    match text::whole(&name, &TITLE, LONGEST_IN_TITLE).filter(|_| documents >= ENOUGH_DOCUMENTS) {
        Some(name) => words.series_leads(&name, led[at], known, period_is_month(rows)),
        None => plain(),
    }
}

fn summary(words: Words, findings: &Findings) -> String {
    let of = |chosen: &Chosen| {
        let mut shares = chosen.rows.iter().filter_map(|row| row.share);
        let first = shares.next().map(|share| share.value);
        let last = shares.next_back().map(|share| share.value);
        (words.series_name(chosen).0, first, last)
    };
    let series: Vec<_> = findings.chosen.iter().map(of).collect();
    words.series_summary(&words.spoken_span(&findings.overall.rows), &series)
}

/// A series with its names and its place in the order of colours.
struct Line<'a> {
    chosen: &'a Chosen,
    name: String,
    /// Its names in the other languages.
    others: String,
    /// In the order of the study.
    place: usize,
    /// In the order of colours.
    hue: usize,
}

impl<'a> Line<'a> {
    fn new(words: Words, place: usize, hue: usize, chosen: &'a Chosen) -> Self {
        let (name, others) = words.series_name(chosen);
        Self { chosen, name: words.leading_name(&name), others, place, hue }
    }

    fn color(&self) -> Color {
        Color::of_series(self.hue)
    }

    /// Of words beside the line: the later hues are too light for words.
    fn color_of_words(&self) -> Color {
        match self.hue {
            0 => Color::CooperationText,
            1 => Color::ConflictText,
            _ => Color::Ink,
        }
    }

    fn full_name(&self) -> String {
        match self.others.is_empty() {
            true => self.name.clone(),
            false => format!("{} · {}", self.name, self.others),
        }
    }

    /// The last period with a share.
    fn last(&self) -> Option<(usize, Estimate)> {
        let rows = self.chosen.rows.iter().enumerate();
        rows.rev().find_map(|(position, row)| Some((position, row.share?)))
    }

    /// The value behind the name, with its period where that is not the last one.
    fn value(&self, words: Words, scale: ShareScale) -> String {
        let Some((position, share)) = self.last() else { return String::new() };
        let value = words.percent(share.value, scale.decimals());
        match position + 1 == self.chosen.rows.len() {
            true => format!(" {value}%"),
            false => format!(" {value}% ({})", words.tick(self.chosen.rows[position].period)),
        }
    }

    /// Of name and value in one line.
    fn width(&self, words: Words, scale: ShareScale) -> f64 {
        let bold = Lettering::bold(NAME_PX, Color::Ink);
        let line = self.name.clone() + &self.value(words, scale);
        let name = text::width(&text::clean(&line), bold.px, bold.weight);
        name.max(text::width(&text::clean(&self.others), GLOSS.px, GLOSS.weight))
    }

    /// Neighbouring periods with a share.
    fn runs(&self) -> Vec<Vec<(usize, Estimate)>> {
        let places: Vec<Option<(usize, Estimate)>> =
            self.chosen.rows.iter().enumerate().map(|(at, row)| Some((at, row.share?))).collect();
        let runs = places.split(Option::is_none).filter(|run| !run.is_empty());
        runs.map(|run| run.iter().flatten().copied().collect()).collect()
    }
}

struct Picture<'a> {
    words: Words,
    canvas: &'a Canvas,
    plot: &'a Plot<'a>,
    scale: ShareScale,
    theme: Theme,
    /// No period has many documents.
    all_few: bool,
}

impl Picture<'_> {
    fn at(&self, position: usize, share: &Estimate) -> (f64, f64) {
        self.plot.at(position as f64, share.value * 100.0)
    }

    fn band(&self, line: &Line) {
        for run in line.runs() {
            let edge = |(position, share): &(usize, Estimate)| {
                (*position as f64, share.low * 100.0, share.high * 100.0)
            };
            let edges: Vec<(f64, f64, f64)> = run.iter().map(edge).collect();
            if edges.len() > 1 {
                self.plot.band(&edges, line.color(), band_strength(self.theme, self.all_few));
            }
        }
    }

    /// Whole where both ends have enough documents, or none has; else dashed.
    fn line(&self, line: &Line) {
        for run in line.runs() {
            if let [(position, share)] = &run[..] {
                self.canvas.dot(self.at(*position, share), 3.2, line.color());
            }
            let is_dashed = |pair: &[(usize, Estimate)]| {
                let few = |(position, _): &(usize, _)| is_few(&line.chosen.rows[*position]);
                !self.all_few && pair.iter().any(few)
            };
            let pairs: Vec<&[(usize, Estimate)]> = run.windows(2).collect();
            for same in pairs.chunk_by(|one, other| is_dashed(one) == is_dashed(other)) {
                let first = same.iter().take(1).map(|pair| pair[0]);
                let points: Vec<(f64, f64)> = first
                    .chain(same.iter().map(|pair| pair[1]))
                    .map(|(position, share)| (position as f64, share.value * 100.0))
                    .collect();
                match same.first().is_some_and(|pair| is_dashed(pair)) {
                    false => self.plot.line(&points, line.color(), 2.5),
                    true => {
                        let points: Vec<(f64, f64)> =
                            points.iter().map(|(x, y)| self.plot.at(*x, *y)).collect();
                        self.canvas.dashes(&points, line.color(), 2.0, "5 3");
                    }
                }
            }
        }
    }

    /// Where labels stand so that they are `pitch` apart: the ends of the lines in order of height, with the base line
    /// of each label.
    fn ends<'l>(&self, lines: &'l [Line<'l>], pitch: f64) -> Vec<(&'l Line<'l>, (f64, f64), f64)> {
        let end = |line: &'l Line<'l>| {
            let (position, share) = line.last()?;
            Some((line, self.at(position, &share)))
        };
        let mut ends: Vec<(&Line, (f64, f64))> = lines.iter().filter_map(end).collect();
        ends.sort_by(|one, other| {
            one.1.1.total_cmp(&other.1.1).then_with(|| one.0.place.cmp(&other.0.place))
        });
        let wanted: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
        let Rect { top, bottom, .. } = self.plot.rect;
        let places = axis::spread_out(&wanted, pitch, (top, bottom));
        ends.into_iter().zip(places).map(|((line, at), place)| (line, at, place)).collect()
    }

    /// Name and last value of each line in the margin, with a thin line from its end.
    fn named_ends(&self, lines: &[Line]) {
        let with_others = lines.len() <= 5;
        let ends = self.ends(lines, if with_others { 36.0 } else { 20.0 });
        let start = self.plot.rect.right + LEADER;
        let room = self.canvas.width - start - 16.0;
        for (line, end, y) in ends {
            let bold = Lettering::bold(NAME_PX, line.color_of_words());
            let value = self.words_of_value(line);
            let value_width = text::width(&value, bold.px, bold.weight);
            let name = text::fit(&line.name, bold.px, bold.weight, room - value_width);
            self.canvas.group(&[], &line.full_name(), || {
                let bend = self.plot.rect.right.max(end.0) + 8.0;
                let leader = [(end.0 + 5.0, end.1), (bend, end.1), (start - 12.0, y)];
                self.canvas.line(&leader, Color::Other, 1.0);
                self.canvas.dot(end, 4.5, line.color());
                self.canvas.dot((start - 8.0, y), 3.5, line.color());
                self.canvas.text(&(name + &value), (start, y + 4.8), bold);
                if with_others {
                    let others = text::fit(&line.others, GLOSS.px, GLOSS.weight, room);
                    self.canvas.text(&others, (start, y + 19.5), GLOSS);
                }
            });
        }
    }

    fn words_of_value(&self, line: &Line) -> String {
        line.value(self.words, self.scale)
    }

    /// A number in a ring and the last value at each line, and what the numbers stand for above.
    fn numbered_ends(&self, lines: &[Line], (x, y): (f64, f64)) {
        let number = |line: &Line, (x, y): (f64, f64)| {
            self.canvas.ring((x, y), 7.5, line.color());
            let digit = Lettering::bold(11.0, Color::Ink).centre();
            self.canvas.text(&(line.place + 1).to_string(), (x, y + 4.0), digit);
        };
        for line in lines {
            let base = y + KEY_PITCH * line.place as f64;
            let bold = Lettering::bold(12.5, line.color_of_words());
            let room = self.canvas.width - x - 30.0;
            let name = text::fit(&line.name, bold.px, bold.weight, room);
            let others_x = x + 22.0 + text::width(&name, bold.px, bold.weight) + 6.0;
            let others_room = self.canvas.width - others_x - 8.0;
            let others = text::fit(&line.others, GLOSS.px, GLOSS.weight, others_room.max(0.0));
            number(line, (x + 9.0, base - 4.0));
            self.canvas.text(&name, (x + 22.0, base), bold);
            if others_room > 30.0 {
                self.canvas.text(&others, (others_x, base), GLOSS);
            }
        }
        for (line, end, place) in self.ends(lines, 18.0) {
            let Some((_, share)) = line.last() else { continue };
            let middle = self.plot.rect.right + 15.0;
            let value = self.words.percent(share.value, self.scale.decimals());
            self.canvas.group(&[], &line.full_name(), || {
                self.canvas.line(&[end, (middle, place)], Color::Other, 1.0);
                self.canvas.dot(end, 3.2, line.color());
                number(line, (middle, place));
                let bold = Lettering::bold(12.0, line.color_of_words());
                self.canvas.text(&format!("{value}%"), (middle + 12.0, place + 4.3), bold);
            });
        }
    }
}
