//! Near copies: noting the shingles of documents, and finding the clusters. Before anything is measured, the answer is
//! compared with what the altered copies are by construction.

#![allow(clippy::unwrap_used, reason = "a program by itself")]

mod altered;
mod corpus;

use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use keytrend::duplicates::search;
use keytrend::duplicates::shingles::Shingles;
use keytrend::duplicates::sketches::{SketchWriter, Sketches};
use keytrend::segment::Segments;

use altered::Altered;

const THRESHOLD: f64 = 0.8;

fn segmented(altered: &Altered) -> Vec<[Segments; 2]> {
    let segments = |text: &altered::Text| {
        [&text.title, &text.text].map(|part| {
            let mut segments = Segments::default();
            segments.fill(part, &[(part.len(), text.language)], false);
            segments
        })
    };
    altered.texts.iter().map(segments).collect()
}

fn sketched(documents: &[[Segments; 2]], folder: &std::path::Path) -> Sketches {
    let mut writer = SketchWriter::new(folder).expect("a folder");
    writer.begin((0, 0));
    let mut shingles = Shingles::default();
    for (row, parts) in (0..).zip(documents) {
        shingles.clear();
        parts.iter().for_each(|part| shingles.add(part));
        writer.push(row, shingles.set()).expect("room on the disk");
    }
    Sketches::new(vec![writer]).expect("room on the disk")
}

fn found(sketches: &mut Sketches) -> Vec<Vec<u32>> {
    search::clusters(sketches, THRESHOLD, &|_| false, &|| Ok(())).expect("readable files")
}

fn near_copies(criterion: &mut Criterion) {
    let altered = Altered::new(6_000_000, 7).expect("a corpus");
    let documents = segmented(&altered);
    let folder = tempfile::tempdir().expect("a folder");
    let clusters = found(&mut sketched(&documents, folder.path()));
    // Original and copy stand side by side.
    let near = altered.pairs.iter().zip(0_u32..).filter(|((.., similarity), _)| *similarity >= 0.8);
    let expected: Vec<Vec<u32>> = near.map(|(_, n)| vec![2 * n, 2 * n + 1]).collect();
    assert!(expected.len() > 500, "{}", expected.len());
    assert!(clusters.iter().all(|cluster| expected.contains(cluster)), "a pair too many");
    assert!(
        clusters.len() * 100 >= expected.len() * 99,
        "{} of {}",
        clusters.len(),
        expected.len()
    );

    let bytes = altered.texts.iter().map(|text| text.title.len() + text.text.len()).sum::<usize>();
    let mut group = criterion.benchmark_group("near-copies");
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("note", |bencher| {
        bencher.iter(|| sketched(&documents, folder.path()).documents());
    });
    group.bench_function("find", |bencher| {
        bencher.iter_batched(
            || sketched(&documents, folder.path()),
            |mut sketches| found(&mut sketches).len(),
            BatchSize::PerIteration,
        );
    });
}

criterion_group!(benches, near_copies);
criterion_main!(benches);
