//! Mann-Kendall test and Theil-Sen slope: does a series rise or fall, and by how much a period?

use std::f64::consts::SQRT_2;

use super::TooFew;
use super::interval::Z95;

/// A test needs this many periods with a value: below, the normal approximation of S is poor, and a five-year series
/// says little about a trend whatever its numbers are.
pub const FEWEST_PERIODS: usize = 8;

/// The Mann-Kendall test of a series for a monotone trend, with the Theil-Sen slope per period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// Periods with a value.
    pub n: usize,
    /// Sum of signs over all pairs.
    pub s: f64,
    pub variance: f64,
    pub z: f64,
    /// Two-sided.
    pub p: f64,
    /// Kendall's tau-a: `s` ÷ number of pairs.
    pub tau: f64,
    /// Median of the pairwise slopes, in units of the measure per period.
    pub slope: f64,
    pub slope_low: f64,
    pub slope_high: f64,
    /// The line's value at the first period of the series, whether or not that period has a value.
    pub intercept: f64,
}

/// Tests `values`, one a period. Periods without a value are left out and the others keep their place in time.
///
/// S = Σ sgn(xⱼ − xᵢ) over i < j; variance with the correction for ties (Mann 1945; Kendall 1975), z with continuity
/// correction, p from the normal distribution; no correction for serial correlation. Slope: Sen 1968, its 95 %
/// interval by ranks among the slopes (as `scipy.stats.theilslopes`); intercept: median of the values − slope ×
/// median of the times.
///
/// # Errors
/// Fewer than [`FEWEST_PERIODS`] values.
pub fn mann_kendall(values: &[Option<f64>]) -> Result<MannKendall, TooFew> {
    let points: Vec<(f64, f64)> = values
        .iter()
        .enumerate()
        .filter_map(|(time, value)| value.map(|value| (time as f64, value)))
        .filter(|(_, value)| value.is_finite())
        .collect();
    let n = points.len();
    if n < FEWEST_PERIODS {
        return Err(TooFew { periods: n });
    }
    let mut s = 0_i64;
    let mut slopes = Vec::with_capacity(n * (n - 1) / 2);
    for (at, (time, value)) in points.iter().enumerate() {
        for (later_time, later_value) in &points[at + 1..] {
            s += i64::from(later_value > value) - i64::from(later_value < value);
            slopes.push((later_value - value) / (later_time - time));
        }
    }
    slopes.sort_by(f64::total_cmp);
    let times: Vec<f64> = points.iter().map(|point| point.0).collect();
    let mut sorted: Vec<f64> = points.iter().map(|point| point.1).collect();
    sorted.sort_by(f64::total_cmp);

    let variance = variance_of_s(&sorted);
    // Without any spread s is 0 as well.
    let z = if s == 0 { 0.0 } else { (s - s.signum()) as f64 / variance.sqrt() };
    let slope = median(&slopes);
    let (slope_low, slope_high) = slope_interval(&slopes, variance);
    Ok(MannKendall {
        n,
        s: s as f64,
        variance,
        z,
        p: libm::erfc(z.abs() / SQRT_2),
        tau: s as f64 / slopes.len() as f64,
        slope,
        slope_low,
        slope_high,
        intercept: median(&sorted) - slope * median(&times),
    })
}

/// [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] ÷ 18 over groups of t equal values.
fn variance_of_s(ascending: &[f64]) -> f64 {
    let term = |count: usize| (count * count.saturating_sub(1) * (2 * count + 5)) as f64;
    let ties: f64 = ascending.chunk_by(|a, b| a == b).map(|group| term(group.len())).sum();
    (term(ascending.len()) - ties) / 18.0
}

/// The slopes at the ranks (N ∓ z √variance) ÷ 2 of N.
fn slope_interval(slopes: &[f64], variance: f64) -> (f64, f64) {
    let count = slopes.len() as f64;
    let reach = Z95 * variance.sqrt();
    let low = ((count - reach) / 2.0).round_ties_even() - 1.0;
    let high = ((count + reach) / 2.0).round_ties_even();
    let last = slopes.len() - 1;
    (slopes[low.max(0.0) as usize], slopes[(high as usize).min(last)])
}

/// Of ascending values; 0 of none.
fn median(ascending: &[f64]) -> f64 {
    let middle = ascending.len() / 2;
    match ascending.len() {
        0 => 0.0,
        len if len % 2 == 1 => ascending[middle],
        _ => (ascending[middle - 1] + ascending[middle]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn test(values: &[f64]) -> MannKendall {
        mann_kendall(&values.iter().copied().map(Some).collect::<Vec<_>>()).unwrap()
    }

    #[track_caller]
    fn near(got: f64, wanted: f64, tolerance: f64) {
        assert!((got - wanted).abs() <= tolerance, "{got} is not {wanted}");
    }

    // The golden values are pymannkendall 1.4.3's, the intervals of slopes scipy 1.17.1's; tolerances are the digits
    // they were printed with.

    #[test]
    fn a_rising_series() {
        let got = test(&[2., 3., 5., 4., 6., 8., 7., 9., 12., 11., 13., 12., 15., 14., 18.]);
        assert_eq!((got.n, got.s), (15, 94.0));
        near(got.variance, 407.333_333_333_333_3, 1e-9);
        near(got.z, 4.607_952_280_849_481, 1e-12);
        near(got.p, 4.066_539_564_862_026e-6, 1e-15);
        near(got.tau, 0.895_238, 5e-7);
        near(got.slope, 1.0, 1e-12);
        near(got.intercept, 2.0, 1e-12);
        near(got.slope_low, 0.909_091, 5e-7);
        near(got.slope_high, 1.2, 1e-12);
    }

    #[test]
    fn ties_shrink_the_variance() {
        let got = test(&[5., 5., 5., 3., 4., 4., 6., 7., 7., 7., 8., 2.]);
        assert_eq!(got.s, 19.0);
        near(got.variance, 204.333_333_3, 5e-8);
        near(got.z, 1.259_223_718, 5e-10);
        near(got.p, 0.207_949_537, 5e-10);
        near(got.slope, 0.267_857_142_9, 5e-11);
        near(got.intercept, 3.526_785_714_3, 5e-11);
    }

    #[test]
    fn thirty_shares() {
        let got = test(&[
            0.42, 0.40, 0.44, 0.41, 0.45, 0.43, 0.47, 0.46, 0.48, 0.50, 0.49, 0.52, 0.51, 0.53,
            0.55, 0.54, 0.52, 0.56, 0.58, 0.57, 0.59, 0.60, 0.58, 0.61, 0.63, 0.66, 0.65, 0.67,
            0.66, 0.68,
        ]);
        assert_eq!(got.s, 398.0);
        near(got.variance, 3138.6667, 5e-5);
        near(got.z, 7.086_273_483, 5e-10);
        near(got.slope, 0.009_444_444, 5e-10);
        near(got.slope_low, 0.008_75, 1e-12);
        near(got.slope_high, 0.01, 1e-12);
    }

    #[test]
    fn a_long_series_with_holes() {
        let data = std::env::var_os("KEYTREND_DATA").map_or_else(
            || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")),
            PathBuf::from,
        );
        let path = data.join("golden/mann_kendall.json");
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: {} is not there", path.display());
            return;
        };
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let values: Vec<Option<f64>> =
            json["data"].as_array().unwrap().iter().map(serde_json::Value::as_f64).collect();
        assert_eq!(values.len(), 360);
        let got = mann_kendall(&values).unwrap();
        assert_eq!(got.s, -1959.0);
        near(got.variance, 4_889_800.333_333_333, 1e-6);
        near(got.z, -0.885_456_284_258_991_6, 1e-12);
        near(got.p, 0.375_910_587_405_068_33, 1e-12);
        near(got.tau, -0.031_531_676_538_758_69, 1e-12);
        near(got.slope, -0.006_369_426_751_592_357, 1e-12);
        near(got.intercept, 96.152_866_242_038_21, 1e-9);
    }

    #[test]
    fn a_constant_series_has_no_trend() {
        let got = test(&[0.5; 12]);
        assert_eq!((got.s, got.variance, got.z, got.p, got.tau), (0.0, 0.0, 0.0, 1.0, 0.0));
        assert_eq!((got.slope, got.slope_low, got.slope_high, got.intercept), (0., 0., 0., 0.5));
    }

    #[test]
    fn holes_keep_their_place_in_time() {
        // x = 3 + 2t with holes: the slope is still 2 a period, the line still begins at 3.
        let mut values: Vec<Option<f64>> =
            (0..14).map(|time| Some(3.0 + 2.0 * f64::from(time))).collect();
        for hole in [0, 4, 5, 9] {
            values[hole] = None;
        }
        let got = mann_kendall(&values).unwrap();
        assert_eq!((got.n, got.s, got.tau), (10, 45.0, 1.0));
        assert_eq!((got.slope, got.slope_low, got.slope_high, got.intercept), (2., 2., 2., 3.));
    }

    #[test]
    fn a_short_series_has_no_test() {
        assert_eq!(mann_kendall(&[]), Err(TooFew { periods: 0 }));
        let mut values = vec![Some(1.0); 7];
        values.extend([None; 20]);
        assert_eq!(mann_kendall(&values), Err(TooFew { periods: 7 }));
        values.push(Some(1.0));
        assert!(mann_kendall(&values).is_ok());
    }

    #[test]
    fn the_mirror_image_falls_as_the_series_rises() {
        let values = [5., 5., 5., 3., 4., 4., 6., 7., 7., 7., 8., 2.];
        let up = test(&values);
        let down = test(&values.map(|value| -value));
        assert_eq!((down.s, down.z, down.p, down.tau), (-up.s, -up.z, up.p, -up.tau));
        assert_eq!((down.slope, down.variance), (-up.slope, up.variance));
    }
}
