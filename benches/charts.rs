//! The charts of a study, from findings to files: SVG and PNG, light. Before anything is timed, the pictures are looked
//! at: all are there, of the right size, and the same on one thread and on two.

mod corpus;

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use keytrend::chart::{CHARTS, Chart, Size, Theme, png};
use keytrend::document::Language;
use keytrend::pipeline::Watch;
use keytrend::pipeline::count::{Order, count};
use keytrend::study::{PathFilter, SeriesName};
use keytrend::trend::{self, Findings, Frame};
use rayon::ThreadPool;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use corpus::{Generator, Wish};

/// What the built-in terms give in thirty years of generated texts.
fn findings() -> Findings {
    let lexicon = corpus::built_in().expect("the built-in lexicon");
    let languages = Language::COUNTED.to_vec();
    let wish = Wish { bytes: 4 << 20, languages, years: 1992..=2021, seed: 1, rate: 5.0 };
    let mut generator = Generator::new(&lexicon, wish).expect("a generator");
    let mut lines = String::new();
    while generator.write_next(&mut lines) {}
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = folder.path().join("texts.jsonl");
    #[allow(clippy::disallowed_methods, reason = "it writes a corpus, no result")]
    std::fs::write(&texts, lines).expect("a file");
    let (paths, filter) = ([texts], PathFilter::default());
    let order = Order { threads: 2, evidence: false, ..corpus::order(&paths, &filter, &lexicon) };
    let interrupted = AtomicBool::new(false);
    let watch = Watch { interrupted: &interrupted, progress: &|_| {} };
    let counted = count(&order, folder.path(), &watch).expect("a count");
    let series = ["cooperation", "conflict", "health", "education", "environment:conflict"]
        .map(|name| name.parse::<SeriesName>().expect("a series"));
    let source_note = "Generated texts".to_owned();
    let frame = Frame { source_note, series: series.to_vec(), ..Frame::over(1992..=2021) };
    trend::findings(&counted.tally, &lexicon, &frame)
}

/// The wide picture of a chart and the same as points, if there is something to draw.
fn files(chart: &dyn Chart, findings: &Findings) -> Option<(String, Vec<u8>)> {
    let svg = chart.draw(findings, Theme::Light, Size::Wide)?;
    let points = png::render(&svg).expect("a picture");
    Some((svg, points))
}

fn all(findings: &Findings, pool: &ThreadPool) -> Vec<(String, Vec<u8>)> {
    pool.install(|| CHARTS.par_iter().filter_map(|chart| files(*chart, findings)).collect())
}

fn charts(criterion: &mut Criterion) {
    let findings = findings();
    let pools = [1, 2].map(|threads| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
    });
    let drawn = all(&findings, &pools[0]);
    // Too few generated sentences hold two terms for a network.
    let network = usize::from(!findings.network.nodes.is_empty());
    assert_eq!(drawn.len(), CHARTS.len() - 1 + network);
    for (svg, points) in &drawn {
        assert!(svg.contains("width=\"960\"") && svg.ends_with("</svg>\n"));
        // The width stands in the first block, after its length and name.
        assert_eq!(points[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!(points[16..20], 1920_u32.to_be_bytes());
    }
    assert!(all(&findings, &pools[1]) == drawn, "two threads draw otherwise");
    let mut group = criterion.benchmark_group("charts");
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(5));
    for (pool, name) in pools.iter().zip(["svg-and-png-1-thread", "svg-and-png-2-threads"]) {
        group.bench_function(name, |bencher| bencher.iter(|| all(&findings, pool)));
    }
    group.bench_function("svg-1-thread", |bencher| {
        bencher.iter(|| {
            let sizes = [Size::Wide, Size::BareWide, Size::BareNarrow];
            let every = CHARTS.iter().flat_map(|chart| sizes.map(|size| (chart, size)));
            let drawn = every.filter_map(|(chart, size)| chart.draw(&findings, Theme::Light, size));
            drawn.map(|svg| svg.len()).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, charts);
criterion_main!(benches);
