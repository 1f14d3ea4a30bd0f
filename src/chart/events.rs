//! Events over a time axis: which are marked, and where their labels stand without touching each other.

use super::axis;
use super::canvas::{Canvas, Plot};
use super::style::{Color, Lettering};
use super::text::{self, Weight};
use super::words::Words;
use crate::trend::{Event, Findings, Row};

/// More would hide the data.
const MOST: usize = 7;
const PX: f64 = 12.0;
const YEAR: Lettering = Lettering::bold(PX, Color::Ink).halo();
const NAME: Lettering = Lettering::plain(PX, Color::Ink).halo();
const OTHER_NAMES: Lettering = Lettering::plain(PX, Color::Muted).halo();
/// Between year and name.
const WORD_GAP: f64 = 5.0;
/// Between a line and its label.
const LINE_GAP: f64 = 5.0;
/// Between two labels of a row.
const LABEL_GAP: f64 = 10.0;
const WIDEST: f64 = 280.0;
/// Height of a row of labels.
pub const ROW_HEIGHT: f64 = 34.0;
const DISC_RADIUS: f64 = 9.0;
const DISC_PITCH: f64 = 21.0;

/// The events that charts mark: the first seven of the study that lie in its periods, in order of time. The narrow
/// chart numbers them in this order, from 1.
pub fn marked(findings: &Findings) -> Vec<&Event> {
    let rows = &findings.overall.rows;
    let mut marked: Vec<&Event> = findings
        .events
        .iter()
        .filter(|event| rows.iter().any(|row| row.period.year == event.year))
        .take(MOST)
        .collect();
    marked.sort_by_key(|event| event.year);
    marked
}

/// Year and names of an event in one line, as lists below narrow charts have it.
pub fn lines(findings: &Findings) -> Vec<String> {
    marked(findings).into_iter().map(|event| line(Words::of(findings), event)).collect()
}

fn line(words: Words, event: &Event) -> String {
    format!("{} {}", event.year, words.full_name(&event.labels)).trim_end().to_owned()
}

/// Where on the axis an event's year lies: with months, in the middle of those of the year.
pub fn position(event: &Event, rows: &[Row]) -> f64 {
    let mut of_year = (0..rows.len()).filter(|position| rows[*position].period.year == event.year);
    let first = of_year.next().unwrap_or(0);
    let last = of_year.next_back().unwrap_or(first);
    (first + last) as f64 / 2.0
}

/// An event with its label in place.
#[derive(Clone, Debug, PartialEq)]
struct Placed {
    x: f64,
    row: usize,
    left: bool,
    label: Label,
}

/// Two lines: year and name, and the name in the other languages.
#[derive(Clone, Debug, PartialEq)]
struct Label {
    year: String,
    name: String,
    others: String,
}

impl Label {
    fn new(words: Words, event: &Event, room: f64) -> Self {
        let (name, others) = words.names(&event.labels);
        let year = event.year.to_string();
        let year_width = text::width(&year, PX, Weight::SemiBold) + WORD_GAP;
        Self {
            name: text::fit(&words.leading_name(name), PX, Weight::Regular, room - year_width),
            others: text::fit(&others, PX, Weight::Regular, room),
            year,
        }
    }

    fn width(&self) -> f64 {
        let first = text::width(&self.year, PX, Weight::SemiBold)
            + WORD_GAP
            + text::width(&self.name, PX, Weight::Regular);
        first.max(text::width(&self.others, PX, Weight::Regular))
    }
}

/// Labels of events in rows above a plot.
pub struct Labels {
    placed: Vec<Placed>,
}

impl Labels {
    /// Places the labels of events at `x` (in order of time) on a picture of `width`.
    ///
    /// From the last event to the first: right of its line, else left, else one row up; never across the line or the
    /// label of another. A row above all others is free of lines, so a place is always found.
    pub fn place(words: Words, events: &[(f64, &Event)], width: f64) -> Self {
        let edge = width - 8.0;
        let mut placed: Vec<Placed> = vec![];
        for (at, (x, event)) in events.iter().enumerate().rev() {
            let top = placed.iter().map(|other| other.row + 1).max().unwrap_or(0);
            let choices = (0..=top).flat_map(|row| [(row, false), (row, true)]);
            let free = choices.map(|(row, left)| {
                let room = if left { *x - LINE_GAP - 4.0 } else { edge - *x - LINE_GAP };
                let label = Label::new(words, event, room.min(WIDEST));
                Placed { x: *x, row, left, label }
            });
            let earlier = || events[..at].iter().map(|(x, _)| *x);
            let mut free = free.filter(|candidate| {
                // A label is cut only where no row is left to try.
                let whole = candidate.label == Label::new(words, event, WIDEST);
                (whole || candidate.row == top) && candidate.is_free(&placed, earlier())
            });
            // Rows above are free on the right; should rounding ever refuse one, the label goes there all the same.
            let chosen = free.next().unwrap_or_else(|| {
                let label = Label::new(words, event, (edge - *x - LINE_GAP).min(WIDEST));
                Placed { x: *x, row: top, left: false, label }
            });
            placed.push(chosen);
        }
        placed.reverse();
        Self { placed }
    }

    /// Space that the labels take above the plot.
    pub fn height(&self) -> f64 {
        let rows = self.placed.iter().map(|event| event.row + 1).max().unwrap_or(0);
        ROW_HEIGHT * rows as f64
    }

    /// Draws the labels above the plot and their lines down to its base.
    pub fn draw(&self, canvas: &Canvas, plot: &Plot<'_>) {
        for event in &self.placed {
            let Placed { x, row, left, label } = event;
            let base = plot.rect.top - 23.0 - ROW_HEIGHT * *row as f64;
            canvas.dashes(&[(*x, base - 10.0), (*x, plot.rect.bottom)], Color::Faint, 1.0, "2 3");
            let year_width = text::width(&label.year, PX, Weight::SemiBold) + WORD_GAP;
            let name_width = text::width(&label.name, PX, Weight::Regular);
            let (year_x, name_x, others_x) = match left {
                false => (x + LINE_GAP, x + LINE_GAP + year_width, x + LINE_GAP),
                true => {
                    let end = x - LINE_GAP;
                    let others_width = text::width(&label.others, PX, Weight::Regular);
                    (end - name_width - year_width, end - name_width, end - others_width)
                }
            };
            canvas.text(&label.year, (year_x, base), YEAR);
            canvas.text(&label.name, (name_x, base), NAME);
            canvas.text(&label.others, (others_x, base + 15.0), OTHER_NAMES);
        }
    }
}

impl Placed {
    fn extent(&self) -> (f64, f64) {
        match self.left {
            false => (self.x + LINE_GAP, self.x + LINE_GAP + self.label.width()),
            true => (self.x - LINE_GAP - self.label.width(), self.x - LINE_GAP),
        }
    }

    /// Free of the events already placed, all later ones, and of the lines of the earlier ones, which may end in any
    /// row above.
    fn is_free(&self, later: &[Placed], earlier: impl IntoIterator<Item = f64>) -> bool {
        let (start, end) = self.extent();
        let crosses = |x: f64| (x - self.x).abs() > 0.5 && x > start - 6.0 && x < end + 6.0;
        let over_label = later.iter().any(|other| {
            let (other_start, other_end) = other.extent();
            let meets = start < other_end + LABEL_GAP && end > other_start - LABEL_GAP;
            // This event's line comes down from its row through those below.
            let line_meets = other.row < self.row
                && (other.x - self.x).abs() > 0.5
                && self.x > other_start - 6.0
                && self.x < other_end + 6.0;
            other.row == self.row && meets || line_meets
        });
        let over_line = later.iter().any(|other| other.row >= self.row && crosses(other.x));
        !over_label && !over_line && !earlier.into_iter().any(|x| self.left && crosses(x))
    }
}

/// Numbered discs above a narrow plot: `DISC_SPACE` high.
pub const DISC_SPACE: f64 = 36.0;

/// Draws the events at `x` (in order of time) as numbers; the list of names stands elsewhere.
pub fn draw_discs(words: Words, canvas: &Canvas, plot: &Plot<'_>, events: &[(f64, &Event)]) {
    let places: Vec<f64> = events.iter().map(|event| event.0).collect();
    let edges = (DISC_RADIUS + 2.0, canvas.width - DISC_RADIUS - 2.0);
    let centres = axis::spread_out(&places, DISC_PITCH, edges);
    for (at, ((x, event), centre)) in events.iter().zip(&centres).enumerate() {
        let (top, centre_y) = (plot.rect.top, plot.rect.top - 24.0);
        let points = [(*centre, centre_y + DISC_RADIUS), (*x, top), (*x, plot.rect.bottom)];
        canvas.group(&[], &line(words, event), || {
            canvas.dashes(&points, Color::Faint, 1.0, "2 3");
            canvas.dot((*centre, centre_y), DISC_RADIUS, Color::Muted);
            let number = Lettering::bold(11.5, Color::Background).centre();
            canvas.text(&(at + 1).to_string(), (*centre, centre_y + 4.0), number);
        });
    }
}
