//! Mann-Kendall test and Theil-Sen slope.

/// The Mann-Kendall test of a series for a monotone trend, with the Theil-Sen slope per period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    pub n: usize,
    /// Sum of signs over all pairs.
    pub s: f64,
    pub variance: f64,
    pub z: f64,
    /// Two-sided.
    pub p: f64,
    pub tau: f64,
    /// Median of the pairwise slopes, per period.
    pub slope: f64,
    pub slope_low: f64,
    pub slope_high: f64,
    pub intercept: f64,
}
