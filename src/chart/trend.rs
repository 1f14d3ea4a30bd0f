//! The main chart: how many documents of each period use a cooperation or a conflict term, in per cent.

pub(super) mod drawing;

use drawing::Drawing;

use super::axis::{self, ShareScale};
use super::canvas::{Canvas, Frame, Rect};
use super::style::{Color, Lettering};
use super::text;
use super::words::{Balance, Words, period_is_month};
use super::{Caption, Chart, Size, Theme, events};
use crate::lexicon::Stance;
use crate::trend::{Estimate, Findings, Row, WithoutNearCopies};

/// Under so many documents a share says little.
pub(super) const FEW_DOCUMENTS: u64 = 30;
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
        let words = Words::of(findings);
        Caption {
            title: title(words, rows),
            subtitle: words.trend_subtitle(findings.subject.trim()),
            notes: vec![notes(findings)],
            summary: summary(words, rows),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        let rows = &findings.overall.rows;
        if rows.is_empty() {
            return None;
        }
        let (words, caption) = (Words::of(findings), self.caption(findings));
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
        let labels = events::Labels::place(words, if narrow { &[] } else { &marked }, frame.width);
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
            key(words, &canvas, (frame.margin, frame.top + 13.0), 12.0);
        }
        let drawing = Drawing { words, canvas: &canvas, plot: &plot, rows, scale, narrow, theme };
        canvas.group(&drawing.attributes(bars), "", || {
            drawing.axes();
            match narrow {
                true => events::draw_discs(words, &canvas, &plot, &marked),
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
pub(super) fn key(words: Words, canvas: &Canvas, (x, y): (f64, f64), px: f64) {
    let mut x = x;
    for stance in Stance::ALL {
        let (name, others) = words.stance(stance);
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
fn title(words: Words, rows: &[Row]) -> String {
    let pairs: Vec<Option<(f64, f64)>> = rows
        .iter()
        .map(|row| {
            let [cooperation, conflict] = Stance::ALL.map(|stance| share(row, stance));
            Some((cooperation?.value, conflict?.value))
        })
        .collect();
    let known = pairs.iter().flatten().count();
    let by_month = period_is_month(rows);
    for (leader, sign) in Stance::ALL.into_iter().zip([1.0, -1.0]) {
        let leads = |pair: &Option<(f64, f64)>| {
            pair.is_some_and(|(cooperation, conflict)| (cooperation - conflict) * sign > 0.0)
        };
        let led = pairs.iter().filter(|pair| leads(pair)).count();
        // The unbroken lead up to the last period; a period without documents breaks it.
        let run = pairs.iter().rev().take_while(|pair| leads(pair)).count();
        if known >= 5 && led == known {
            return words.trend_leads_in_all(leader, known, by_month, known < pairs.len());
        }
        if run >= 5 && led * 2 > known {
            let since = words.period(rows[rows.len() - run].period);
            return words.trend_leads_since(leader, &since, by_month);
        }
    }
    words.trend_plain_title(&words.span(rows))
}

fn is_few(row: &Row) -> bool {
    row.documents_in_scope > 0 && row.documents_in_scope < FEW_DOCUMENTS
}

fn notes(findings: &Findings) -> String {
    let (words, rows) = (Words::of(findings), &findings.overall.rows);
    let by_month = period_is_month(rows);
    let mut notes = vec![words.trend_bands().to_owned()];
    if rows.iter().any(is_few) {
        // Decided by the wide picture; the narrow one is denser, but its notes are the page's.
        notes.push(words.trend_few(FEW_DOCUMENTS, is_dense(rows.len(), WIDE_PLOT), by_month));
    }
    if rows.iter().any(|row| row.documents_in_scope == 0) {
        notes.push(words.trend_gap(by_month).to_owned());
    }
    notes.extend(copies_note(findings));
    notes.push(words.trend_lists(findings.terms));
    notes.join(" ")
}

/// What near copies do to the balance; nothing where there are none.
fn copies_note(findings: &Findings) -> Option<String> {
    let copies = findings.near_copies.filter(|copies| *copies > 0)?;
    let rows = &findings.overall.rows;
    let documents =
        |stance: usize| rows.iter().map(|row| row.stances[stance].documents).sum::<u64>();
    let (cooperation, conflict) = (documents(0), documents(1));
    let without: Option<WithoutNearCopies> = rows.iter().map(|row| row.without_near_copies).sum();
    let without = without.and_then(|without| without.balance_documents());
    let balance = without.filter(|_| cooperation + conflict > 0).map(|without| Balance {
        with: cooperation as f64 / (cooperation + conflict) as f64,
        without,
    });
    Some(Words::of(findings).trend_copies(copies, balance))
}

fn is_dense(periods: usize, width: f64) -> bool {
    periods > 1 && width / (periods - 1) as f64 <= DENSE_PITCH
}

fn summary(words: Words, rows: &[Row]) -> String {
    let mut shares = vec![];
    for stance in Stance::ALL {
        let values: Vec<f64> =
            rows.iter().filter_map(|row| share(row, stance)).map(|share| share.value).collect();
        match values[..] {
            [] => {}
            [only] => shares.push((stance, only, None)),
            [first, .., last] => shares.push((stance, first, Some(last))),
        }
    }
    let documents = rows.iter().map(|row| row.documents_in_scope).sum();
    words.trend_summary(&words.spoken_span(rows), &shares, documents)
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

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// Twenty documents of each stance a year, copies among them.
    fn note(near_copies: Option<u64>, copies: [u64; 2]) -> Option<String> {
        let row = |at| {
            let row = sample::row(sample::period(2000, at, false), 40, [20, 20]);
            let stance_documents = copies.map(|copies| 20 - copies);
            let without_near_copies =
                Some(WithoutNearCopies { stance_documents, ..WithoutNearCopies::default() });
            Row { without_near_copies, ..row }
        };
        let mut findings = sample::over((0..3).map(row).collect());
        findings.near_copies = near_copies;
        copies_note(&findings)
    }

    #[test]
    fn the_note_says_what_near_copies_would_change() {
        let changed = "Among the documents are 1,234 near-copies (balance by documents: 50.0% cooperation; without them 33.3%).";
        assert_eq!(note(Some(1_234), [10, 0]).as_deref(), Some(changed));
        let same = "Among the documents is 1 near-copy (balance by documents: 50.0% cooperation with or without them).";
        assert_eq!(note(Some(1), [1, 1]).as_deref(), Some(same));
        assert_eq!((note(Some(0), [0, 0]), note(None, [1, 0])), (None, None));
    }
}
