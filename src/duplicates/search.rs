//! From signatures to clusters: documents that agree in a band are compared, shingle by shingle.

use std::collections::VecDeque;

use super::RowAt;
use super::clusters::Clusters;
use super::shingles::alike;
use super::signature::{PLACES, band_keys, rows_of_band};
use super::sketches::Sketches;
use crate::error::Result;

/// Band keys that are looked at together: 64 MiB.
const BATCH: u64 = 4 << 20;
/// Of documents that agree in a band, each is compared with so many before it, and with so many of their shingles (16
/// MiB): thousands that share a band without being near copies are texts of one form, and must not cost their square.
const WINDOW_DOCUMENTS: usize = 1_024;
const WINDOW_SHINGLES: usize = 4 << 20;

/// Documents joined by pairs whose similarity is at least `threshold`: numbers in the order of the corpus, each cluster
/// rising. `passed_over` says which rows take no part; `stop` is asked now and then.
///
/// # Errors
/// The files cannot be read back, or what `stop` says.
pub fn clusters(
    sketches: &mut Sketches,
    threshold: f64,
    passed_over: &dyn Fn(RowAt) -> bool,
    stop: &dyn Fn() -> Result<()>,
) -> Result<Vec<Vec<u32>>> {
    let rows = rows_of_band(threshold);
    let keys = u64::from(sketches.documents()) * (PLACES / rows) as u64;
    let passes = keys.div_ceil(BATCH).max(1);
    let mut clusters = Clusters::default();
    let mut slice: Vec<(u64, u32)> = vec![];
    for pass in 0..passes {
        stop()?;
        slice.clear();
        sketches.each(|document, row, record| {
            if !passed_over(row) {
                let keys = band_keys(&record.signature, rows);
                let keys = keys.filter(|key| passes == 1 || key % passes == pass);
                slice.extend(keys.map(|key| (key, document)));
            }
        })?;
        // By document within a key, so that the window is the same on any number of threads.
        slice.sort_unstable();
        let agreeing = slice.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
        for (at, group) in agreeing.enumerate() {
            if at % 1_024 == 0 {
                stop()?;
            }
            compare(group, sketches, threshold, &mut clusters)?;
        }
    }
    Ok(clusters.into_groups())
}

/// Joins those of `group` that are near copies. Who is in one cluster already is not compared again.
fn compare(
    group: &[(u64, u32)],
    sketches: &mut Sketches,
    threshold: f64,
    clusters: &mut Clusters,
) -> Result<()> {
    let first = clusters.root(group[0].1);
    if group.iter().all(|(_, document)| clusters.root(*document) == first) {
        return Ok(());
    }
    let mut window: VecDeque<(u32, Vec<u32>)> = VecDeque::new();
    let mut held = 0;
    for (_, document) in group {
        let set = sketches.set(*document)?;
        let mut root = clusters.root(*document);
        for (other, other_set) in &window {
            if clusters.root(*other) != root && alike(&set, other_set, threshold) {
                clusters.join(*document, *other);
                root = clusters.root(*document);
            }
        }
        held += set.len();
        window.push_back((*document, set));
        while window.len() > WINDOW_DOCUMENTS || window.len() > 1 && held > WINDOW_SHINGLES {
            held -= window.pop_front().map_or(0, |(_, set)| set.len());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
