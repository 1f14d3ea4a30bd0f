//! Scales: where a period lies, which periods are named below the axis, and how high a share axis goes.

use super::style::Lettering;
use super::text;
use super::words::{Words, period_is_month};
use crate::trend::{Period, Row};

/// Least space beside the first and the last name below an axis.
const TICK_GAP: f64 = 12.0;
/// Least space between the others, for calm.
const STEP_GAP: f64 = 26.0;

/// A period as one number that grows by one: the year, or the months since year 0.
pub fn ordinal(period: Period) -> i32 {
    match period.month {
        Some(month) => period.year * 12 + i32::from(month) - 1,
        None => period.year,
    }
}

/// The x range of `periods` rows, by their position: the first and last lie on the edges, a lone one in the middle.
pub fn position_range(periods: usize) -> std::ops::Range<f64> {
    match periods {
        0 | 1 => -0.5..0.5,
        more => 0.0..(more - 1) as f64,
    }
}

/// A named period.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub position: usize,
    pub label: String,
    /// The middle of the label: over its period, but for labels that the picture's edge pushes in.
    pub centre: f64,
}

/// The periods to name: first and last, and between them the finest regular step whose names all fit.
///
/// `at` gives the place of a row, and labels stay between `edges`.
pub fn ticks(
    words: Words,
    rows: &[Row],
    at: impl Fn(usize) -> f64,
    lettering: Lettering,
    edges: (f64, f64),
) -> Vec<Tick> {
    let width = |label: &str| text::width(label, lettering.px, lettering.weight);
    let tick = |position: usize, label: String| {
        let half = width(&label) / 2.0;
        let centre = at(position).min(edges.1 - half).max(edges.0 + half);
        Tick { position, label, centre }
    };
    let apart = |one: &Tick, other: &Tick, gap: f64| {
        let between = (width(&one.label) + width(&other.label)) / 2.0 + gap;
        (one.centre - other.centre).abs() >= between
    };
    let Some((first, last)) = rows.first().zip(rows.last()) else { return vec![] };
    let first = tick(0, words.tick(first.period));
    let last = tick(rows.len() - 1, words.tick(last.period));
    if last.position == 0 {
        return vec![first];
    }
    if !apart(&first, &last, TICK_GAP) {
        return vec![last];
    }
    for step in steps(period_is_month(rows)) {
        let between: Vec<Tick> = rows
            .iter()
            .enumerate()
            .filter_map(|(position, row)| Some(tick(position, step.label(words, row.period)?)))
            .filter(|tick| {
                tick.position > 0
                    && tick.position < last.position
                    && apart(&first, tick, TICK_GAP)
                    && apart(tick, &last, TICK_GAP)
            })
            .collect();
        if between.windows(2).all(|pair| apart(&pair[0], &pair[1], STEP_GAP)) {
            return [vec![first], between, vec![last]].concat();
        }
    }
    vec![first, last]
}

/// A regular choice of periods.
#[derive(Clone, Copy)]
enum Step {
    Months(u8),
    Years(i32),
}

fn steps(by_month: bool) -> impl Iterator<Item = Step> {
    let months = [1, 3, 6].into_iter().filter(move |_| by_month).map(Step::Months);
    months.chain([1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000].map(Step::Years))
}

impl Step {
    /// The label of a period that this step names.
    fn label(self, words: Words, period: Period) -> Option<String> {
        match (self, period.month) {
            (Self::Months(step), Some(month)) => {
                (month.wrapping_sub(1) % step == 0).then(|| words.tick(period))
            }
            (Self::Years(step), None) => (period.year % step == 0).then(|| words.tick(period)),
            (Self::Years(step), Some(1)) => {
                (period.year % step == 0).then(|| words.year_tick(period.year))
            }
            _ => None,
        }
    }
}

/// A zero-based axis of shares in per cent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareScale {
    pub top: f64,
    pub step: f64,
}

/// Tops and the steps that divide them.
const SCALES: [(f64, f64); 12] = [
    (0.5, 0.1),
    (1.0, 0.2),
    (2.0, 0.5),
    (5.0, 1.0),
    (10.0, 2.0),
    (20.0, 5.0),
    (25.0, 5.0),
    (40.0, 10.0),
    (50.0, 10.0),
    (60.0, 20.0),
    (80.0, 20.0),
    (100.0, 20.0),
];

impl ShareScale {
    /// The lowest scale that holds `most` (0 to 1); nothing at all is shown against ten per cent.
    pub fn holding(most: f64) -> Self {
        let most = if most > 0.0 { most * 100.0 } else { 10.0 };
        let (top, step) = SCALES
            .into_iter()
            .find(|(top, _)| most <= *top + 1e-9)
            .unwrap_or(SCALES[SCALES.len() - 1]);
        Self { top, step }
    }

    /// Values and labels from zero up; the unit stands on the top one only.
    pub fn ticks(self, words: Words) -> Vec<(f64, String)> {
        let count = (self.top / self.step).round() as usize;
        let decimals = usize::from(self.step < 1.0);
        (0..=count)
            .map(|at| {
                let value = self.step * at as f64;
                let unit = if at == count { "%" } else { "" };
                let decimals = if at == 0 { 0 } else { decimals };
                (value, words.fixed(value, decimals) + unit)
            })
            .collect()
    }

    /// Decimals that values beside this scale are written with.
    pub fn decimals(self) -> usize {
        usize::from(self.top <= 5.0)
    }
}

/// Rising places moved as little as needed to lie at least `pitch` apart, within the edges.
pub fn spread_out(places: &[f64], pitch: f64, (left, right): (f64, f64)) -> Vec<f64> {
    // Pools of neighbours that touch: sum of their wanted starts, and how many they are.
    let mut pools: Vec<(f64, usize)> = vec![];
    for (at, place) in places.iter().enumerate() {
        pools.push((place - pitch * at as f64, 1));
        while let [.., before, last] = pools[..]
            && before.0 / before.1 as f64 > last.0 / last.1 as f64
        {
            pools.pop();
            pools.pop();
            pools.push((before.0 + last.0, before.1 + last.1));
        }
    }
    let starts = pools.iter().flat_map(|(sum, count)| vec![sum / *count as f64; *count]);
    let last = right - pitch * places.len().saturating_sub(1) as f64;
    let starts = starts.map(|start| start.min(last).max(left));
    starts.enumerate().map(|(at, start)| start + pitch * at as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::style::TICK;
    use super::*;
    use crate::document::Language;

    const ENGLISH: Words = Words::new(Language::English);

    fn labels(rows: &[Row], room: f64) -> Vec<String> {
        let range = position_range(rows.len());
        let at =
            |position: usize| room * (position as f64 - range.start) / (range.end - range.start);
        ticks(ENGLISH, rows, at, TICK, (-40.0, room + 40.0))
            .into_iter()
            .map(|tick| tick.label)
            .collect()
    }

    #[test]
    fn years_are_named_regularly_with_the_first_and_the_last() {
        let rows = sample::rows(1992, 30, false);
        let fives = ["1992", "1995", "2000", "2005", "2010", "2015", "2021"];
        assert_eq!(labels(&rows, 900.0)[..4], ["1992", "1994", "1996", "1998"]);
        assert_eq!(labels(&rows, 748.0), fives);
        assert_eq!(labels(&rows, 400.0), fives);
        assert_eq!(labels(&rows[..1], 400.0), ["1992"]);
        assert_eq!(labels(&rows[..2], 400.0), ["1992", "1993"]);
        assert_eq!(labels(&rows, 30.0), ["2021"]);
        assert!(labels(&[], 400.0).is_empty());
    }

    #[test]
    fn months_become_years_where_they_are_many() {
        let rows = sample::rows(2019, 30, true);
        assert_eq!(labels(&rows[..4], 780.0), ["Jan 2019", "Feb 2019", "Mar 2019", "Apr 2019"]);
        assert_eq!(labels(&rows, 250.0), ["Jan 2019", "2020", "Jun 2021"]);
    }

    #[test]
    fn a_scale_holds_its_values() {
        assert_eq!(ShareScale::holding(0.64).top, 80.0);
        assert_eq!(ShareScale::holding(1.0).top, 100.0);
        assert_eq!(ShareScale::holding(0.0).top, 10.0);
        let labels: Vec<String> =
            ShareScale::holding(0.019).ticks(ENGLISH).into_iter().map(|tick| tick.1).collect();
        assert_eq!(labels, ["0", "0.5", "1.0", "1.5", "2.0%"]);
    }

    #[test]
    fn places_move_apart_around_their_middle() {
        assert_eq!(spread_out(&[10.0, 50.0], 20.0, (0.0, 100.0)), [10.0, 50.0]);
        assert_eq!(spread_out(&[50.0, 50.0], 20.0, (0.0, 100.0)), [40.0, 60.0]);
        assert_eq!(spread_out(&[98.0, 99.0], 20.0, (0.0, 100.0)), [80.0, 100.0]);
        assert!(spread_out(&[], 20.0, (0.0, 100.0)).is_empty());
    }
}
