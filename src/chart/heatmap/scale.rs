//! The steps of colour of the heat map, and the rates that they stand for.

use crate::chart::style::{Color, HEAT_STEPS};
use crate::chart::words::Words;
use crate::lexicon::Stance;

/// From how many mentions per 1,000 documents a step of the ramp starts; anything above nothing is in the first.
const STEPS: [u64; HEAT_STEPS] = [1, 2, 8, 16, 32, 64];
/// How often all of them may be doubled: the names of the steps have room for so much.
const MOST_DOUBLINGS: u32 = 10;
/// The top step holds no more than one of so many mentioned cells, if that can be.
const TOP_SHARE: usize = 4;

/// From which rate each step of the ramp starts: [`STEPS`], doubled as often as the rates need. In a small corpus a
/// single mention is a high rate, and all cells would be of the top step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    factor: u64,
}

impl Scale {
    /// The lowest with few cells in the top step; where rates lie too close for that, the highest with any there.
    pub(super) fn of(rates: &[f64]) -> Self {
        let top = |factor: u64| {
            let from = (STEPS[HEAT_STEPS - 1] * factor) as f64;
            rates.iter().filter(|rate| **rate >= from).count()
        };
        let mut factor = 1;
        for doublings in 0..=MOST_DOUBLINGS {
            let cells = top(1 << doublings);
            if doublings > 0 && cells == 0 {
                break;
            }
            factor = 1 << doublings;
            if cells * TOP_SHARE <= rates.len() {
                break;
            }
        }
        Self { factor }
    }

    fn bounds(self) -> [u64; HEAT_STEPS] {
        STEPS.map(|from| from * self.factor)
    }

    /// What the key calls the steps: `<2`, `2`, …, `64+`.
    pub(super) fn names(self, words: Words) -> [String; HEAT_STEPS] {
        let bounds = self.bounds();
        std::array::from_fn(|step| match step {
            0 => format!("<{}", words.thousands(bounds[1])),
            step if step == HEAT_STEPS - 1 => format!("{}+", words.thousands(bounds[step])),
            step => words.thousands(bounds[step]),
        })
    }

    pub(super) fn color(self, stance: Stance, rate: f64) -> Color {
        if rate <= 0.0 {
            return Color::NoMention;
        }
        let step = self.bounds().iter().rposition(|from| rate >= *from as f64).unwrap_or(0);
        Color::Heat(stance, step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::heatmap::rate;
    use crate::document::Language;

    const ENGLISH: Words = Words::new(Language::English);

    #[test]
    fn every_rate_has_its_step() {
        let step = |rate| Scale { factor: 1 }.color(Stance::Conflict, rate);
        assert_eq!(step(0.0), Color::NoMention);
        assert_eq!(step(0.2), Color::Heat(Stance::Conflict, 0));
        assert_eq!(step(2.0), Color::Heat(Stance::Conflict, 1));
        assert_eq!(step(63.9), Color::Heat(Stance::Conflict, 4));
        assert_eq!(step(64.0), Color::Heat(Stance::Conflict, 5));
        assert_eq!(rate(3, 0), None);
        let step = |rate| Scale { factor: 16 }.color(Stance::Conflict, rate);
        assert_eq!(step(0.2), Color::Heat(Stance::Conflict, 0));
        assert_eq!(step(1023.9), Color::Heat(Stance::Conflict, 4));
        assert_eq!(step(1024.0), Color::Heat(Stance::Conflict, 5));
    }

    #[test]
    fn the_scale_fits_the_rates() {
        let factor = |rates: &[f64]| Scale::of(rates).factor;
        // Few cells of the top step, or none: the scale is the usual one.
        assert_eq!(factor(&[]), 1);
        assert_eq!(factor(&[0.3, 1.0, 5.0]), 1);
        assert_eq!(factor(&[0.3, 1.0, 5.0, 70.0]), 1);
        assert_eq!(factor(&[0.3, 1.0, 65.0, 70.0]), 1, "twice as much leaves the top step empty");
        assert_eq!(factor(&[70.0, 140.0, 300.0, 500.0]), 4);
        // All alike: all are of the top step, whatever it is.
        assert_eq!(factor(&[1000.0; 9]), 8);
        assert_eq!(factor(&[1e9; 9]), 1 << MOST_DOUBLINGS);
        assert_eq!(Scale { factor: 1 }.names(ENGLISH), ["<2", "2", "8", "16", "32", "64+"]);
        let large = Scale { factor: 32 }.names(ENGLISH);
        assert_eq!(large, ["<64", "64", "256", "512", "1,024", "2,048+"]);
    }

    #[test]
    fn a_small_corpus_shows_more_than_presence() {
        // One mention in nine documents is 111 per 1,000.
        let rates: Vec<f64> =
            (0..200_u64).filter_map(|at| rate(1 + at % 9 * (at % 7) / 8, 9)).collect();
        let scale = Scale::of(&rates);
        let mut cells = [0; HEAT_STEPS];
        for rate in &rates {
            match scale.color(Stance::Cooperation, *rate) {
                Color::Heat(_, step) => cells[step] += 1,
                other => panic!("{other:?}"),
            }
        }
        let top = cells[HEAT_STEPS - 1];
        assert!(top > 0 && top * TOP_SHARE <= rates.len(), "{cells:?}");
        assert!(cells.iter().filter(|cells| **cells > 0).count() >= 3, "{cells:?}");
        // The order of the cells does not matter.
        let backwards: Vec<f64> = rates.iter().rev().copied().collect();
        assert_eq!(Scale::of(&backwards), scale);
    }
}
