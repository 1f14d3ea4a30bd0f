//! Every chart of the registry over a grid: languages, spans of time, how much there is to count, sizes and themes.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use super::super::style::Color;
use super::*;
use crate::document::Language;

/// Years or months, how many.
const SPANS: [(usize, bool); 9] = [
    (1, false),
    (2, false),
    (5, false),
    (30, false),
    (130, false),
    (1, true),
    (7, true),
    (61, true),
    (360, true),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Amount {
    /// No documents at all.
    Empty,
    Ordinary,
    /// A thousand million documents in each period.
    Huge,
    /// Ordinary numbers, names of forty letters.
    LongNames,
}

fn findings(language: Language, (periods, by_month): (usize, bool), amount: Amount) -> Findings {
    let rows = match amount {
        Amount::Ordinary | Amount::LongNames => sample::rows(1900, periods, by_month),
        Amount::Empty | Amount::Huge => (0..periods)
            .map(|at| {
                let (all, [one, two]): (u64, [u64; 2]) = match amount {
                    Amount::Huge => (1_000_000_000, [723_456_789, 412_345_678]),
                    _ => (0, [0, 0]),
                };
                // Not all alike: lines, bars and ranks shall have something to show.
                let less = all / 1_000 * (at as u64 % 7);
                let period = sample::period(1900, at, by_month);
                sample::row(period, all - less, [one.saturating_sub(less), two])
            })
            .collect(),
    };
    let mut findings = sample::over(rows);
    for (at, event) in findings.events.iter_mut().enumerate() {
        event.year = 1900 + (at * at * 2) as i32;
    }
    if amount == Amount::Huge {
        findings.near_copies = Some(123_456_789);
    }
    if amount == Amount::LongNames {
        findings = renamed(findings, LONG);
    }
    findings.lang = language;
    findings
}

/// Nothing leaves the picture and no texts meet, whatever is drawn; in both themes.
#[test]
fn the_grid() {
    let mut grid = vec![];
    for language in Language::COUNTED {
        for span in SPANS {
            for amount in [Amount::Empty, Amount::Ordinary, Amount::Huge, Amount::LongNames] {
                grid.push((language, span, amount));
            }
        }
    }
    grid.into_par_iter().for_each(|(language, span, amount)| {
        let findings = findings(language, span, amount);
        let name = format!("{}, {span:?}, {amount:?}", language.code());
        for chart in CHARTS {
            for size in SIZES {
                for theme in [Theme::Light, Theme::Dark] {
                    if theme == Theme::Dark && amount != Amount::Ordinary {
                        continue;
                    }
                    let Some(svg) = chart.draw(&findings, theme, size) else {
                        // Of few documents there is neither a link nor a rank; series of zeros are drawn.
                        let nothing = match chart.name() {
                            "network" => findings.network.nodes.is_empty(),
                            "ranks" => findings.ranks.iter().all(|period| period.ranked.is_empty()),
                            _ => false,
                        };
                        assert!(nothing, "{} of {name}", chart.name());
                        continue;
                    };
                    check(&name, *chart, size, &svg, Shaping::Own);
                    let background = Color::Background.rgb(theme);
                    let (r, g, b) = (background.0, background.1, background.2);
                    assert!(svg.contains(&format!("fill=\"#{r:02X}{g:02X}{b:02X}\" x=\"0\"")));
                }
            }
        }
    });
}

/// No language shows the words of another: what stands in a picture, but for names, differs in all three.
#[test]
fn each_language_has_its_own_words() {
    for chart in CHARTS {
        let captions = Language::COUNTED.map(|language| {
            let findings =
                renamed(findings(language, (30, false), Amount::Ordinary), ["x", "x", "x"]);
            chart.caption(&findings)
        });
        for (one, other) in [(0, 1), (0, 2), (1, 2)] {
            let (one, other) = (&captions[one], &captions[other]);
            assert_ne!(one.title, other.title, "{}", chart.name());
            assert_ne!(one.subtitle, other.subtitle, "{}", chart.name());
            assert_ne!(one.summary, other.summary, "{}", chart.name());
            assert!(one.notes.iter().all(|note| !other.notes.contains(note)), "{}", chart.name());
        }
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        let [english, korean, vietnamese] = captions.map(|caption| {
            let Caption { title, subtitle, notes, summary } = caption;
            [vec![title, subtitle, summary], notes].concat()
        });
        assert!(korean.iter().all(|text| hangul(text)), "{}: {korean:?}", chart.name());
        assert!(!english.iter().chain(&vietnamese).any(|text| hangul(text)), "{}", chart.name());
    }
}

#[test]
fn any_number_of_threads_draws_the_same() {
    let mut work = vec![];
    for language in Language::COUNTED {
        for chart in 0..CHARTS.len() {
            for size in SIZES {
                work.push((language, chart, size));
            }
        }
    }
    let draw = |(language, chart, size): &(Language, usize, Size)| {
        let findings = findings(*language, (30, false), Amount::Ordinary);
        CHARTS[*chart].draw(&findings, Theme::Light, *size).expect("a picture")
    };
    let alone: Vec<String> = work.iter().map(draw).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(8).build().expect("threads");
    let together: Vec<String> =
        pool.install(|| work.par_chunks(1).map(|chunk| draw(&chunk[0])).collect());
    assert!(alone == together, "eight threads draw otherwise than one");
}

/// Writes the pictures of all languages to `keytrend-charts/languages` in the folder for temporary files:
/// `cargo nextest run languages --run-ignored all`.
#[test]
#[ignore = "writes pictures for a look"]
fn pictures_in_all_languages() {
    let folder = std::env::temp_dir().join("keytrend-charts/languages");
    std::fs::create_dir_all(&folder).expect("a folder");
    let variants = [
        (Theme::Light, Size::Wide, "wide"),
        (Theme::Dark, Size::Wide, "dark"),
        (Theme::Light, Size::BareNarrow, "narrow"),
    ];
    for (span, amount, case) in [
        ((30, false), Amount::Ordinary, "30y"),
        ((130, false), Amount::Ordinary, "130y"),
        ((360, true), Amount::Ordinary, "360m"),
        ((5, false), Amount::Huge, "huge"),
        ((30, false), Amount::Empty, "empty"),
    ] {
        for language in Language::COUNTED {
            let mut findings = findings(language, span, amount);
            if case == "30y" {
                findings = sample::realistic();
                findings.lang = language;
            }
            for chart in CHARTS {
                for (theme, size, variant) in variants {
                    let svg = chart.draw(&findings, theme, size).expect("a picture");
                    let stem = format!("{case}-{}-{}-{variant}.png", chart.name(), language.code());
                    std::fs::write(folder.join(stem), png::render(&svg).expect("a PNG"))
                        .expect("written");
                }
            }
        }
    }
}
