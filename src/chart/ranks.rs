//! Ranks by period: the ten keywords in the most documents, and how they change places.

mod words;

use std::collections::BTreeMap;

use self::words::Finding;
use super::canvas::{Canvas, Frame};
use super::style::{Color, Lettering, TITLE};
use super::text::{self, Weight};
use super::words::Words;
use super::{Caption, Chart, Size, Theme};
use crate::trend::Findings;
use crate::trend::ranks::{RANKS_DRAWN, RankPeriod, Ranked};

const PITCH: f64 = 46.0;
const GLOSS: Lettering = Lettering::plain(11.5, Color::Muted);
const NAME_PX: f64 = 13.5;
/// Beside a disc, before a name.
const GAP: f64 = 20.0;
/// So many keywords are in colour at most, and each has moved so many ranks.
const MOST_COLOURED: usize = 5;
const FEWEST_RANKS_MOVED: usize = 3;
/// A title claims first ranks only of periods with so many documents, and of so many periods.
const ENOUGH_DOCUMENTS: u64 = 30;
const ENOUGH_PERIODS: usize = 3;
const LONGEST_IN_TITLE: f64 = 220.0;

pub struct Ranks;

impl Chart for Ranks {
    fn name(&self) -> &'static str {
        "ranks"
    }

    fn caption(&self, findings: &Findings) -> Caption {
        let (periods, lang) = (&findings.ranks, findings.lang);
        let leaders: Vec<String> = periods
            .iter()
            .filter_map(|period| {
                Some(format!("{} {}", period.name, names(period.ranked.first()?, findings).0))
            })
            .collect();
        Caption {
            title: title(findings),
            subtitle: words::subtitle(lang).to_owned(),
            notes: vec![words::note(lang, shorter(periods))],
            summary: words::summary(lang, periods.len(), &leaders.join(", ")),
        }
    }

    fn draw(&self, findings: &Findings, theme: Theme, size: Size) -> Option<String> {
        let periods = &findings.ranks;
        if periods.iter().all(|period| period.ranked.is_empty()) {
            return None;
        }
        let caption = self.caption(findings);
        let frame = Frame::new(&caption, &findings.source_note, size);
        let field = Field::new(findings, &frame, size);
        let canvas = Canvas::new(&frame, &caption, theme, field.bottom() + 8.0);
        field.periods(&canvas, periods);
        let coloured = coloured(periods);
        let mut rows: Vec<Row> = rows(periods);
        rows.sort_by_key(|row| coloured.contains(&row.ranked.id.as_str()));
        for row in &rows {
            let in_colour = coloured.contains(&row.ranked.id.as_str());
            field.row(&canvas, findings, row, in_colour);
        }
        Some(canvas.svg())
    }
}

/// A keyword with its rank in each period.
struct Row<'a> {
    ranked: &'a Ranked,
    ranks: Vec<Option<usize>>,
}

fn rows(periods: &[RankPeriod]) -> Vec<Row<'_>> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for (at, period) in periods.iter().enumerate() {
        for ranked in &period.ranked {
            let row = || Row { ranked, ranks: vec![None; periods.len()] };
            rows.entry(&ranked.id).or_insert_with(row).ranks[at] = Some(ranked.rank);
        }
    }
    rows.into_values().collect()
}

/// The keywords whose rank differs most between the first and the last period; who is not ranked counts as one below.
fn coloured(periods: &[RankPeriod]) -> Vec<&str> {
    let mut moved: Vec<(usize, &str)> = rows(periods)
        .iter()
        .filter_map(|row| {
            let rank = |rank: &Option<usize>| rank.unwrap_or(RANKS_DRAWN + 1);
            let moved = rank(row.ranks.first()?).abs_diff(rank(row.ranks.last()?));
            (moved >= FEWEST_RANKS_MOVED).then_some((moved, row.ranked.id.as_str()))
        })
        .collect();
    moved.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    moved.into_iter().take(MOST_COLOURED).map(|(_, id)| id).collect()
}

fn names(ranked: &Ranked, findings: &Findings) -> (String, String) {
    let (name, others) = Words::of(findings).names_or_id(&ranked.labels, &ranked.id);
    (name.to_owned(), others)
}

/// The name of the last period, where it has fewer years than the one before.
fn shorter(periods: &[RankPeriod]) -> Option<&str> {
    let [.., before, last] = periods else { return None };
    let years = |period: &RankPeriod| period.years.end() - period.years.start();
    (years(last) < years(before)).then_some(&*last.name)
}

fn title(findings: &Findings) -> String {
    let periods = &findings.ranks;
    // First alone, over enough documents, and with a name that fits.
    let leader = |period: &RankPeriod| {
        let first = period.ranked.first()?;
        let alone = period.ranked.get(1).is_none_or(|second| second.documents < first.documents);
        let holds = alone && period.documents_in_scope >= ENOUGH_DOCUMENTS;
        let name = text::whole(&names(first, findings).0, &TITLE, LONGEST_IN_TITLE)?;
        let named = text::whole(&period.name, &TITLE, LONGEST_IN_TITLE)?;
        holds.then(|| (first.id.clone(), name, named))
    };
    let span = Words::of(findings).span(&findings.overall.rows);
    let leaders: Option<Vec<_>> = periods.iter().map(leader).collect();
    let ends = periods.first().and_then(leader).zip(periods.last().and_then(leader));
    let finding = match (&leaders, &ends) {
        (Some(leaders), Some((one, _)))
            if leaders.len() >= ENOUGH_PERIODS && leaders.iter().all(|(id, ..)| *id == one.0) =>
        {
            Finding::Always(&one.1, leaders.len())
        }
        (_, Some(((first, one, from), (last, other, to)))) if first != last => {
            Finding::Changed([(one, from), (other, to)])
        }
        _ => Finding::None(&span),
    };
    words::title(findings.lang, &finding)
}

/// Where ranks and periods lie.
struct Field {
    left: f64,
    right: f64,
    top: f64,
    periods: usize,
    /// Widths that names may take at both ends; none on the left of narrow pictures.
    rooms: [f64; 2],
    radius: f64,
}

impl Field {
    fn new(findings: &Findings, frame: &Frame, size: Size) -> Self {
        let narrow = size == Size::BareNarrow;
        let most: [f64; 2] = if narrow { [0.0, 120.0] } else { [190.0, 240.0] };
        let widest =
            |period: Option<&RankPeriod>, most: f64| {
                let ranked = period.map_or(&[][..], |period| &period.ranked);
                let widths =
                    ranked.iter().map(|ranked| {
                        let (name, others) = names(ranked, findings);
                        text::width(&text::clean(&name), NAME_PX, Weight::SemiBold)
                            .max(text::width(&text::clean(&others), GLOSS.px, GLOSS.weight))
                    });
                widths.fold(0.0, f64::max).min(most)
            };
        let periods = findings.ranks.len();
        let first = if periods > 1 { widest(findings.ranks.first(), most[0]) } else { 0.0 };
        let rooms = [first, widest(findings.ranks.last(), most[1])];
        let left = frame.margin + (if narrow { 12.0 } else { rooms[0] + GAP }).max(26.0);
        let right = frame.width - frame.margin - rooms[1] - GAP - 8.0;
        Self {
            left,
            right,
            top: frame.top + 52.0,
            periods,
            rooms,
            radius: if narrow { 9.0 } else { 10.0 },
        }
    }

    fn bottom(&self) -> f64 {
        self.top + PITCH * (RANKS_DRAWN as f64 - 1.0) + 18.0
    }

    fn pitch(&self) -> f64 {
        (self.right - self.left) / (self.periods.max(2) - 1) as f64
    }

    fn at(&self, period: usize, rank: usize) -> (f64, f64) {
        let x = match self.periods {
            0 | 1 => self.left,
            _ => self.left + self.pitch() * period as f64,
        };
        (x, self.top + PITCH * (rank as f64 - 1.0))
    }

    /// Names those periods that have room, the last one always.
    fn periods(&self, canvas: &Canvas, periods: &[RankPeriod]) {
        let lettering = Lettering::bold(if self.rooms[0] > 0.0 { 12.5 } else { 11.0 }, Color::Ink);
        let mut free = f64::INFINITY;
        for (at, period) in periods.iter().enumerate().rev() {
            let (x, _) = self.at(at, 1);
            canvas.line(&[(x, self.top - 18.0), (x, self.bottom())], Color::Grid, 1.0);
            let name = text::fit(&period.name, lettering.px, lettering.weight, 150.0);
            let half = text::width(&name, lettering.px, lettering.weight) / 2.0;
            let middle = x.max(half + 2.0).min(canvas.width - half - 2.0);
            if middle + half + 6.0 <= free {
                canvas.text(&name, (middle, self.top - 30.0), lettering.centre());
                free = middle - half;
            }
        }
    }

    fn row(&self, canvas: &Canvas, findings: &Findings, row: &Row, in_colour: bool) {
        let stance = row.ranked.stance;
        let color = if in_colour { Color::of(stance) } else { Color::Other };
        let (name, others) = names(row.ranked, findings);
        let mut tooltip = name.clone();
        for (period, rank) in findings.ranks.iter().zip(&row.ranks) {
            let counts = rank.and_then(|rank| period.ranked.get(rank - 1));
            if let Some(counts) = counts {
                let words = Words::of(findings);
                let documents = words.thousands(counts.documents);
                let all = words.thousands(period.documents_in_scope);
                tooltip += &format!(", {} #{} ({documents} / {all})", period.name, counts.rank);
            }
        }
        canvas.group(&[("data-term", row.ranked.id.clone())], &tooltip, || {
            let places = row.ranks.iter().enumerate();
            let places: Vec<Option<(f64, f64)>> =
                places.map(|(at, rank)| rank.map(|rank| self.at(at, rank))).collect();
            for run in places.split(Option::is_none) {
                let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
                canvas.curve(&run, color, if in_colour { 4.0 } else { 2.5 });
            }
            for (at, rank) in row.ranks.iter().enumerate() {
                let Some(rank) = rank else { continue };
                let (x, y) = self.at(at, *rank);
                let ink = match in_colour {
                    true => Color::Background,
                    false => Color::Muted,
                };
                match in_colour {
                    true => canvas.dot((x, y), self.radius + 1.0, color),
                    false => canvas.ring((x, y), self.radius, color),
                }
                let px = if self.radius < 10.0 { 11.0 } else { 11.5 };
                let number = Lettering { weight: Weight::SemiBold, ..Lettering::plain(px, ink) };
                canvas.text(&rank.to_string(), (x, y + 4.1), number.centre());
            }
            let words = if in_colour { Color::words_of(stance) } else { Color::Ink };
            let ends = [(0, row.ranks.first(), -GAP), (self.periods - 1, row.ranks.last(), GAP)];
            for (side, (at, rank, gap)) in ends.into_iter().enumerate() {
                let Some(Some(rank)) = rank else { continue };
                if self.rooms[side] < 1.0 {
                    continue;
                }
                let (x, y) = self.at(at, *rank);
                let turned =
                    |lettering: Lettering| if side == 0 { lettering.right() } else { lettering };
                let room = self.rooms[side] + 0.5;
                let name = text::fit(&name, NAME_PX, Weight::SemiBold, room);
                let gloss = text::fit(&others, GLOSS.px, GLOSS.weight, room);
                let base = if gloss.is_empty() { y + 5.0 } else { y - 1.0 };
                canvas.text(&name, (x + gap, base), turned(Lettering::bold(NAME_PX, words)));
                canvas.text(&gloss, (x + gap, y + 14.0), turned(GLOSS));
            }
        });
    }
}
