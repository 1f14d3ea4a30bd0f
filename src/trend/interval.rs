//! Intervals at the 95 % level: Wilson for shares of documents, bootstrap by article for shares of hits.

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_distr::{Binomial, Distribution};
use sha2::{Digest, Sha256};

use super::{Estimate, Facet, Period};

/// The 0.975 quantile of the normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Resamples of one bootstrap.
pub const RESAMPLES: usize = 1_000;

/// Rows of the histogram with more documents are drawn as binomials: one costs about as much as so many single draws.
const MOST_DRAWN_SINGLY: u64 = 40;

/// Documents by their hits of (cooperation, conflict) terms.
pub type Histogram = BTreeMap<(u32, u32), u64>;

/// `successes` ÷ `trials` with the Wilson score interval (Wilson 1927; without continuity correction; Newcombe
/// 1998, method 3): (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n). `None` without trials.
pub fn wilson(successes: u64, trials: u64) -> Option<Estimate> {
    if trials == 0 {
        return None;
    }
    let successes = successes.min(trials);
    let n = trials as f64;
    let value = successes as f64 / n;
    let middle = value + Z95 * Z95 / (2.0 * n);
    let reach = Z95 * (value * (1.0 - value) / n + Z95 * Z95 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z95 * Z95 / n;
    // At the two ends the exact bound is 0 or 1; rounding must not leave a trace there.
    let low = if successes == 0 { 0.0 } else { (middle - reach) / scale };
    let high = if successes == trials { 1.0 } else { (middle + reach) / scale };
    Some(Estimate { value, low: low.clamp(0.0, value), high: high.clamp(value, 1.0) })
}

/// The balance of hits, cooperation ÷ (cooperation + conflict), with its percentile interval from a bootstrap by
/// article: hits stand together in articles, so articles are drawn again and not hits.
///
/// `histogram` holds the documents with a hit, `documents_without_hits` the others in scope, which are drawn too.
/// `hits` are the two sums whose ratio is the value; the interval is widened to hold the value where it would not
/// (hits of a language in documents of another are in the sums and not in the histogram). `None` without hits.
pub fn balance_of_hits(
    hits: [u64; 2],
    histogram: &Histogram,
    documents_without_hits: u64,
    seed: [u8; 32],
) -> Option<Estimate> {
    let total = hits[0] + hits[1];
    if total == 0 {
        return None;
    }
    let value = hits[0] as f64 / total as f64;
    let ratios = resampled_balances(histogram, documents_without_hits, seed);
    let low = quantile(&ratios, 0.025).map_or(value, |low| low.min(value));
    let high = quantile(&ratios, 0.975).map_or(value, |high| high.max(value));
    Some(Estimate { value, low, high })
}

/// The balances of [`RESAMPLES`] resamples in ascending order; a resample without any hit has no balance and is left
/// out.
///
/// A resample of articles with replacement is a multinomial over the rows of the histogram. Common rows are drawn as
/// binomials, each conditional on those before it, so that the work does not grow with the number of documents;
/// what is left falls on the rare rows and is drawn document by document, which is quicker there.
fn resampled_balances(
    histogram: &Histogram,
    documents_without_hits: u64,
    seed: [u8; 32],
) -> Vec<f64> {
    let mut generator = ChaCha8Rng::from_seed(seed);
    let documents: u64 = documents_without_hits + histogram.values().sum::<u64>();
    let (common, rare): (Vec<_>, Vec<_>) = std::iter::once(((0, 0), documents_without_hits))
        .chain(histogram.iter().map(|(hits, count)| (*hits, *count)))
        .partition(|(_, count)| *count > MOST_DRAWN_SINGLY);
    let singles: Vec<(u32, u32)> =
        rare.iter().flat_map(|(hits, count)| (0..*count).map(|_| *hits)).collect();
    let mut ratios = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let mut left_to_draw = documents;
        let mut left_to_choose = documents;
        let mut hits = [0_u64; 2];
        let mut add = |(cooperation, conflict): (u32, u32), times: u64| {
            hits[0] += times * u64::from(cooperation);
            hits[1] += times * u64::from(conflict);
        };
        for (row, count) in &common {
            let drawn = draw_binomial(&mut generator, left_to_draw, *count, left_to_choose);
            left_to_draw -= drawn;
            left_to_choose -= count;
            add(*row, drawn);
        }
        for _ in 0..left_to_draw {
            add(singles[draw_below(&mut generator, singles.len())], 1);
        }
        if hits[0] + hits[1] > 0 {
            ratios.push(hits[0] as f64 / (hits[0] + hits[1]) as f64);
        }
    }
    ratios.sort_by(f64::total_cmp);
    ratios
}

/// A position below `length`, each as likely but for a part of `length` ÷ 2³².
fn draw_below(generator: &mut ChaCha8Rng, length: usize) -> usize {
    ((u64::from(generator.next_u32()) * length as u64) >> 32) as usize
}

/// Successes in `trials` with probability `count` ÷ `of`.
fn draw_binomial(generator: &mut ChaCha8Rng, trials: u64, count: u64, of: u64) -> u64 {
    if trials == 0 || count == 0 {
        return 0;
    }
    if count >= of {
        return trials;
    }
    // The ratio lies between 0 and 1, which is all that `new` asks for.
    Binomial::new(trials, count as f64 / of as f64).map_or(0, |binomial| binomial.sample(generator))
}

/// The quantile of ascending values with linear interpolation (Hyndman & Fan type 7, the default of R and NumPy).
fn quantile(ascending: &[f64], probability: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let position = probability * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    let part = position - below as f64;
    Some(ascending[below] + part * (ascending[above] - ascending[below]))
}

/// The generator's seed for one row: every row has a stream of its own, which depends on the study's seed and the
/// row's name only, never on threads or on which other rows there are.
pub fn row_seed(study_seed: u64, facet: Facet, value: &str, period: Period) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(b"keytrend balance_hits\0");
    digest.update(study_seed.to_le_bytes());
    digest.update([0, facet as u8]);
    digest.update((value.len() as u64).to_le_bytes());
    digest.update(value.as_bytes());
    digest.update(period.year.to_le_bytes());
    digest.update([period.month.unwrap_or(0)]);
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEED: [u8; 32] = [7; 32];

    #[test]
    fn wilson_agrees_with_newcombe_1998_and_statsmodels() {
        let golden = [
            (81, 263, 0.255289, 0.366210),
            (15, 148, 0.062386, 0.160487),
            (0, 20, 0.0, 0.161125),
            (1, 29, 0.006113, 0.171755),
            (29, 29, 0.883030, 1.0),
        ];
        for (successes, trials, low, high) in golden {
            let estimate = wilson(successes, trials).unwrap();
            assert!((estimate.low - low).abs() < 5e-7, "{successes}/{trials}: {estimate:?}");
            assert!((estimate.high - high).abs() < 5e-7, "{successes}/{trials}: {estimate:?}");
        }
        assert_eq!(wilson(0, 20).unwrap().low, 0.0);
        assert_eq!(wilson(29, 29).unwrap().high, 1.0);
        assert_eq!(wilson(0, 0), None);
    }

    /// Three documents with (1,0), (0,1) and (2,1) hits: all 27 resamples, each as likely.
    fn every_resample_of_three() -> Vec<f64> {
        let documents = [(1_u64, 0_u64), (0, 1), (2, 1)];
        let mut ratios = vec![];
        for first in documents {
            for second in documents {
                for third in documents {
                    let cooperation = first.0 + second.0 + third.0;
                    let conflict = first.1 + second.1 + third.1;
                    ratios.push(cooperation as f64 / (cooperation + conflict) as f64);
                }
            }
        }
        ratios.sort_by(f64::total_cmp);
        ratios
    }

    /// Common rows alone, rare rows alone, and both: the number of conflict documents is a binomial.
    #[test]
    fn common_and_rare_rows_are_drawn_alike() {
        for (cooperation, conflict) in [(70_u64, 60_u64), (9, 6), (60, 6), (5, 50)] {
            let histogram = Histogram::from([((1, 0), cooperation), ((0, 1), conflict)]);
            let drawn = resampled_balances(&histogram, 0, SEED);
            let n = cooperation + conflict;
            let p = cooperation as f64 / n as f64;
            let (mut exact, mut term) = (0.0, libm::pow(1.0 - p, n as f64));
            for successes in 0..=n {
                exact += term;
                term *= (n - successes) as f64 / (successes + 1) as f64 * p / (1.0 - p);
                let ratio = successes as f64 / n as f64;
                let got = drawn.iter().filter(|other| **other <= ratio + 1e-12).count() as f64
                    / RESAMPLES as f64;
                assert!((exact - got).abs() < 0.06, "{n} of which {successes}: {exact} {got}");
            }
        }
    }

    /// 1,000 draws: the standard deviation of a proportion is at most 0.016, and 0.05 is more than three of them.
    #[test]
    fn the_bootstrap_draws_from_the_exact_distribution() {
        let exact = every_resample_of_three();
        let histogram = Histogram::from([((1, 0), 1), ((0, 1), 1), ((2, 1), 1)]);
        let drawn = resampled_balances(&histogram, 0, SEED);
        assert_eq!(drawn.len(), RESAMPLES);
        for ratio in &exact {
            let share = |ratios: &[f64]| {
                ratios.iter().filter(|other| **other <= ratio + 1e-12).count() as f64
                    / ratios.len() as f64
            };
            let (wanted, got) = (share(&exact), share(&drawn));
            assert!((wanted - got).abs() < 0.05, "P(≤ {ratio}): {wanted} exactly, {got} drawn");
        }
        // P(0) = P(1) = 1/27, more than 2.5 %: the percentile interval is the whole range.
        let estimate = balance_of_hits([3, 2], &histogram, 0, SEED).unwrap();
        assert_eq!(estimate, Estimate { value: 0.6, low: 0.0, high: 1.0 });
    }

    /// Hits one by one would give 0.5 ± 0.022 here; by article it is as wide as ten articles make it. The variance
    /// of the share of n = 10 documents with 100 hits each is p(1−p)/n: a binomial of 10, 0.5, whose 2.5 % and
    /// 97.5 % quantiles are 0.2 and 0.8.
    #[test]
    fn articles_are_drawn_and_not_hits() {
        let histogram = Histogram::from([((100, 0), 5), ((0, 100), 5)]);
        let estimate = balance_of_hits([500, 500], &histogram, 0, SEED).unwrap();
        assert_eq!(estimate, Estimate { value: 0.5, low: 0.2, high: 0.8 });
    }

    /// With 2 of 4 documents without hits the number with hits varies, and (2/4)^4 of the resamples have none.
    #[test]
    fn documents_without_hits_are_drawn_too() {
        let histogram = Histogram::from([((1, 0), 1), ((0, 1), 1)]);
        let drawn = resampled_balances(&histogram, 2, SEED);
        let skipped = (RESAMPLES - drawn.len()) as f64 / RESAMPLES as f64;
        assert!((skipped - 0.0625).abs() < 0.025, "{skipped}");
    }

    #[test]
    fn rows_have_streams_of_their_own() {
        let at = |year, month| Period { year, month };
        let seeds = [
            row_seed(1, Facet::All, "", at(1992, None)),
            row_seed(2, Facet::All, "", at(1992, None)),
            row_seed(1, Facet::Source, "", at(1992, None)),
            row_seed(1, Facet::Source, "a", at(1992, None)),
            row_seed(1, Facet::All, "", at(1993, None)),
            row_seed(1, Facet::All, "", at(1992, Some(1))),
        ];
        let distinct: std::collections::BTreeSet<_> = seeds.into_iter().collect();
        assert_eq!(distinct.len(), seeds.len());
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.975), Some(3.0));
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.25), Some(1.5));
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 1.0), Some(4.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn intervals_hold_their_value(
            histogram in prop::collection::btree_map((0_u32..9, 0_u32..9), 1_u64..60, 0..12),
            without in 0_u64..500,
        ) {
            let histogram: Histogram = histogram.into_iter().filter(|(key, _)| *key != (0, 0)).collect();
            let sum = |pick: fn(&(u32, u32)) -> u32| -> u64 {
                histogram.iter().map(|(key, count)| u64::from(pick(key)) * count).sum()
            };
            let hits = [sum(|key| key.0), sum(|key| key.1)];
            let estimate = balance_of_hits(hits, &histogram, without, SEED);
            prop_assert_eq!(estimate.is_some(), !histogram.is_empty());
            prop_assert_eq!(estimate, balance_of_hits(hits, &histogram, without, SEED));
            if let Some(Estimate { value, low, high }) = estimate {
                prop_assert!(0.0 <= low && low <= value && value <= high && high <= 1.0);
            }
        }

        #[test]
        fn wilson_lies_around_its_share(trials in 1_u64..100_000, part in 0.0..=1.0_f64) {
            let successes = (part * trials as f64) as u64;
            let Estimate { value, low, high } = wilson(successes, trials).unwrap();
            prop_assert!(0.0 <= low && low <= value && value <= high && high <= 1.0);
        }
    }
}
