//! What every chart must hold, walked over the registry: over long and short studies, empty ones, and names in three
//! languages that are too long or meant to break the document.

#![allow(clippy::disallowed_methods, reason = "tests write their own files")]

mod grid;

use resvg::usvg::roxmltree::{Document, Node};

use super::style::{Color, SMALLEST_PX};
use super::text::{self, Weight};
use super::{CHARTS, Caption, Chart, Size, Theme, missing_glyphs, png, sample};
use crate::trend::{Event, Findings, WithoutNearCopies};

const SIZES: [Size; 3] = [Size::Wide, Size::BareWide, Size::BareNarrow];

/// Forty characters each.
const LONG: [&str; 3] = [
    "comprehensive strategic partnerships now",
    "한국과베트남의포괄적전략적동반자관계를위한공동협력사무국설치에관한양해각서체결식",
    "đối tác hợp tác chiến lược toàn diện mới",
];
const HOSTILE: [&str; 3] =
    ["<script>\"&'</text>", "]]>&amp;<!--협력\u{0}", "--><svg onload=1>\u{202E}"];

fn renamed(mut findings: Findings, names: [&str; 3]) -> Findings {
    let names = names.map(str::to_owned);
    findings.keywords.iter_mut().for_each(|keyword| keyword.labels = names.clone());
    findings.themes.iter_mut().for_each(|series| series.labels = names.clone());
    findings.sectors.iter_mut().for_each(|series| series.labels = names.clone());
    findings.network.nodes.iter_mut().for_each(|node| node.labels = names.clone());
    let ranked = findings.ranks.iter_mut().flat_map(|period| &mut period.ranked);
    ranked.for_each(|ranked| ranked.labels = names.clone());
    findings.events.iter_mut().for_each(|event| event.labels = names.clone());
    findings.subject = names[0].clone();
    findings.source_note = format!("{} · ", names.join(" ")).repeat(4);
    findings
}

/// Named findings over which every chart is drawn.
fn cases() -> Vec<(String, Findings)> {
    let mut cases = vec![];
    for years in [1, 2, 5, 30, 60, 130] {
        cases.push((format!("{years} years"), sample::over(sample::rows(1990, years, false))));
    }
    for months in [1, 2, 14, 130, 390] {
        cases.push((format!("{months} months"), sample::over(sample::rows(2007, months, true))));
    }
    let realistic = sample::realistic;
    cases.push(("long names".to_owned(), renamed(realistic(), LONG)));
    cases.push(("hostile names".to_owned(), renamed(realistic(), HOSTILE)));
    cases.push(("no names".to_owned(), renamed(realistic(), ["", "", ""])));
    for language in 0..3 {
        let mut names = [""; 3];
        names[language] = LONG[language];
        cases.push((format!("names in language {language}"), renamed(realistic(), names)));
    }
    let with_counts = |of: &dyn Fn(usize) -> (u64, [u64; 2])| {
        let rows = (0..30).map(|at| {
            let (in_scope, documents) = of(at);
            sample::row(sample::period(1992, at, false), in_scope, documents)
        });
        sample::over(rows.collect())
    };
    cases.push(("no documents".to_owned(), with_counts(&|_| (0, [0, 0]))));
    cases.push(("no hits".to_owned(), with_counts(&|_| (100, [0, 0]))));
    cases.push(("one empty class".to_owned(), with_counts(&|_| (100, [60, 0]))));
    cases.push(("equal classes at the top".to_owned(), with_counts(&|_| (100, [100, 100]))));
    cases.push((
        "gaps".to_owned(),
        with_counts(&|at| if at % 4 < 2 { (50, [30, 10]) } else { (0, [0, 0]) }),
    ));
    cases.push((
        "ends in a gap".to_owned(),
        with_counts(&|at| if at < 20 { (9, [3, 3]) } else { (0, [0, 0]) }),
    ));
    cases.push(("millions".to_owned(), with_counts(&|_| (9_876_543, [8_000_000, 7_900_000]))));
    cases.push(("small shares".to_owned(), with_counts(&|_| (400_000, [700, 90]))));
    for (name, step) in [("neighbouring", 1), ("shared", 0)] {
        let events =
            (0..9).map(|at| Event { year: 2012 + at * step, labels: LONG.map(str::to_owned) });
        let mut findings = realistic();
        findings.events = events.collect();
        cases.push((format!("{name} event years"), findings));
    }
    let mut unmentioned = realistic();
    for keyword in &mut unmentioned.keywords {
        (keyword.hits, keyword.documents) = (0, 0);
        keyword.periods.iter_mut().for_each(|period| (period.hits, period.documents) = (0, 0));
    }
    cases.push(("no mentions".to_owned(), unmentioned));
    let mut copied = realistic();
    copied.near_copies = Some(1_234_567);
    for row in &mut copied.overall.rows {
        let stance_documents = [3 * row.stances[0].documents, row.stances[1].documents];
        row.without_near_copies =
            Some(WithoutNearCopies { stance_documents, ..WithoutNearCopies::default() });
    }
    cases.push(("near copies".to_owned(), copied));
    let mut bare = realistic();
    bare.events.clear();
    bare.source_note.clear();
    cases.push(("no events".to_owned(), bare));
    cases
}

/// A text and the box it takes by our own widths.
struct Placed {
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

fn placed(node: &Node<'_, '_>) -> Placed {
    let number = |name: &str| node.attribute(name).and_then(|value| value.parse::<f64>().ok());
    let (x, y, px) =
        (number("x").expect("x"), number("y").expect("y"), number("font-size").expect("size"));
    let weight = match node.attribute("font-weight") {
        Some("600") => Weight::SemiBold,
        _ => Weight::Regular,
    };
    let text = node.text().unwrap_or_default().to_owned();
    assert!(px >= SMALLEST_PX, "{px} px: {text}");
    let width = text::width(&text, px, weight);
    let left = match node.attribute("text-anchor") {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    Placed { left, right: left + width, top: y - 0.75 * px, bottom: y + 0.2 * px, text }
}

/// Who says where texts lie: our own widths alone, or resvg too, which takes its time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shaping {
    Own,
    Resvg,
}

fn check(name: &str, chart: &dyn Chart, size: Size, svg: &str, shaping: Shaping) {
    let place = format!("{}, {size:?}, {name}", chart.name());
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{place}: {error}\n{svg}"));
    let root = document.root_element();
    let side = |name: &str| {
        root.attribute(name).and_then(|value| value.parse::<f64>().ok()).expect("a side")
    };
    let (width, height) = (side("width"), side("height"));
    assert_eq!(root.attribute("role"), Some("img"));
    assert!(root.attribute("aria-label").is_some_and(|label| label.len() > 10), "{place}");
    assert!(
        root.children().any(|node| node.has_tag_name("desc") && node.text().is_some()),
        "{place}"
    );
    let texts: Vec<Placed> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| placed(&node))
        .collect();
    for (at, one) in texts.iter().enumerate() {
        let inside =
            one.left >= 0.0 && one.right <= width && one.top >= 0.0 && one.bottom <= height;
        assert!(
            inside,
            "{place}: `{}` at {}..{} leaves the picture",
            one.text, one.left, one.right
        );
        for other in &texts[at + 1..] {
            let overlap = one.left < other.right - 0.2
                && other.left < one.right - 0.2
                && one.top < other.bottom - 0.2
                && other.top < one.bottom - 0.2;
            assert!(!overlap, "{place}: `{}` meets `{}`", one.text, other.text);
        }
    }
    assert!(missing_glyphs(svg).is_empty() && !svg.contains(text::REPLACEMENT), "{place}");
    let shapes =
        |svg: &str| -> String { svg.lines().filter(|line| !line.starts_with("<text")).collect() };
    let svg = if shaping == Shaping::Own { shapes(svg) } else { svg.to_owned() };
    let drawn = png::tree(&svg).expect("resvg reads it").root().abs_stroke_bounding_box();
    let edge = 0.6;
    assert!(
        drawn.left() >= -edge
            && drawn.top() >= -edge
            && f64::from(drawn.right()) <= width + f64::from(edge)
            && f64::from(drawn.bottom()) <= height + f64::from(edge),
        "{place}: {drawn:?} leaves {width} × {height}"
    );
}

#[test]
fn every_chart_stays_in_its_picture_and_no_texts_touch() {
    for (name, findings) in cases() {
        for chart in CHARTS {
            for size in SIZES {
                let draw = || chart.draw(&findings, Theme::Light, size);
                let empty = match chart.name() {
                    "network" => findings.network.nodes.is_empty(),
                    "ranks" => findings.ranks.iter().all(|period| period.ranked.is_empty()),
                    _ => false,
                };
                let svg = draw();
                assert_eq!(svg.is_none(), empty, "{} and {name}", chart.name());
                let Some(svg) = svg else { continue };
                assert_eq!(draw().as_deref(), Some(svg.as_str()), "the same bytes twice");
                let shaping = match name.as_str() {
                    "30 years" | "long names" | "hostile names" => Shaping::Resvg,
                    _ => Shaping::Own,
                };
                check(&name, *chart, size, &svg, shaping);
            }
        }
    }
}

#[test]
fn both_themes_say_the_same() {
    let findings = sample::realistic();
    for chart in CHARTS {
        let [light, dark] = [Theme::Light, Theme::Dark].map(|theme| {
            let svg = chart.draw(&findings, theme, Size::Wide).expect("a picture");
            let document = Document::parse(&svg).expect("XML");
            let texts = document.descendants().filter(Node::is_text);
            texts.map(|node| node.text().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(light, dark);
    }
}

#[test]
fn nothing_to_draw_is_no_picture() {
    let mut nothing = sample::over(vec![]);
    nothing.keywords.clear();
    nothing.themes.clear();
    nothing.sectors.clear();
    for chart in CHARTS {
        assert_eq!(chart.draw(&nothing, Theme::Light, Size::Wide), None, "{}", chart.name());
    }
}

#[test]
fn names_are_kebab_case_and_unique() {
    let mut names: Vec<&str> = CHARTS.iter().map(|chart| chart.name()).collect();
    let expected =
        "trend themes keywords-cooperation keywords-conflict heatmap network ranks sectors series";
    assert_eq!(names.join(" "), expected);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CHARTS.len());
}

/// The page turns pictures dark by class: a colour without one would stay light.
#[test]
fn every_colour_has_its_class() {
    let hex = |color: Color| {
        let rgb = color.rgb(Theme::Light);
        format!("#{:02X}{:02X}{:02X}", rgb.0, rgb.1, rgb.2)
    };
    let findings = sample::realistic();
    for chart in CHARTS {
        for size in SIZES {
            let svg = chart.draw(&findings, Theme::Light, size).expect("a picture");
            let document = Document::parse(&svg).expect("a document");
            for node in document.descendants() {
                for (attribute, prefix) in [("fill", "f"), ("stroke", "s")] {
                    let Some(color) = node.attribute(attribute).filter(|c| c.starts_with('#'))
                    else {
                        continue;
                    };
                    let token = Color::all().find(|token| hex(*token) == color).expect(color);
                    let class = format!("{prefix}-{}", token.class());
                    let classes = node.attribute("class").unwrap_or_default();
                    let there = classes.split(' ').any(|known| {
                        // The rim of a text is the background, under a name of its own.
                        known == class || known == "halo" && attribute == "stroke"
                    });
                    assert!(
                        there,
                        "{} {size:?}: {attribute} {color} has `{classes}`",
                        chart.name()
                    );
                }
            }
        }
    }
}

#[test]
fn what_no_font_has_is_replaced_and_reported() {
    let findings = renamed(sample::realistic(), ["emoji \u{1F600}", "\u{13000}", "美國 x"]);
    for chart in CHARTS {
        let svg = chart.draw(&findings, Theme::Light, Size::Wide).expect("a picture");
        assert_eq!(missing_glyphs(&svg), ['\u{13000}', '\u{1F600}'], "{}", chart.name());
        assert!(svg.contains(text::REPLACEMENT));
    }
}

#[test]
fn bare_pictures_leave_heading_and_notes_to_the_page() {
    let findings = sample::realistic();
    for chart in CHARTS {
        let Caption { title, notes, .. } = chart.caption(&findings);
        let wide = chart.draw(&findings, Theme::Light, Size::Wide).expect("a picture");
        let bare = chart.draw(&findings, Theme::Light, Size::BareWide).expect("a picture");
        assert!(wide.contains(&findings.source_note) && !bare.contains(&findings.source_note));
        assert!(wide.contains("<title>") && !bare.contains(&text::escape(&title)), "{title}");
        assert!(!notes.is_empty());
    }
}

#[test]
fn a_finding_is_claimed_only_where_it_holds() {
    let trend = CHARTS[0];
    let title = |years: usize, documents: &dyn Fn(usize) -> [u64; 2]| {
        let rows =
            (0..years).map(|at| sample::row(sample::period(2000, at, false), 100, documents(at)));
        trend.caption(&sample::over(rows.collect())).title
    };
    assert_eq!(title(6, &|_| [50, 40]), "Cooperation words lead conflict words in all 6 years");
    assert_eq!(title(6, &|_| [40, 50]), "Conflict words lead cooperation words in all 6 years");
    let plain = "Cooperation and conflict words, 2000–2003";
    assert_eq!(title(4, &|_| [50, 40]), plain, "too few years for a claim");
    let since = |year: usize| move |at: usize| if at < year { [40, 50] } else { [50, 40] };
    assert_eq!(
        title(10, &since(4)),
        "Cooperation words have led conflict words every year since 2004"
    );
    assert_eq!(
        title(10, &since(5)),
        "Cooperation and conflict words, 2000–2009",
        "half is not more than half"
    );
    assert_eq!(title(6, &|_| [50, 50]), "Cooperation and conflict words, 2000–2005");
}

#[test]
fn a_year_without_documents_breaks_line_and_band() {
    let rows = (0..9).map(|at| {
        let in_scope = if at == 4 { 0 } else { 100 };
        sample::row(sample::period(2000, at, false), in_scope, [in_scope / 2, in_scope / 4])
    });
    let svg =
        CHARTS[0].draw(&sample::over(rows.collect()), Theme::Light, Size::Wide).expect("a picture");
    let document = Document::parse(&svg).expect("XML");
    for part in ["data-band", "data-line"] {
        for group in document.descendants().filter(|node| node.has_attribute(part)) {
            assert_eq!(group.children().filter(Node::is_element).count(), 2, "{part}");
        }
    }
}

/// Writes the pictures to `keytrend-charts` in the folder for temporary files, for eyes:
/// `cargo nextest run pictures --run-ignored all`.
#[test]
#[ignore = "writes pictures for a look"]
fn pictures() {
    let findings = sample::realistic();
    let variants = [
        (Theme::Light, Size::Wide, "wide"),
        (Theme::Dark, Size::Wide, "dark"),
        (Theme::Light, Size::BareWide, "bare"),
        (Theme::Light, Size::BareNarrow, "narrow"),
    ];
    let folder = std::env::temp_dir().join("keytrend-charts");
    std::fs::create_dir_all(folder.join("cases")).expect("a folder");
    for chart in CHARTS {
        for (theme, size, variant) in variants {
            let svg = chart.draw(&findings, theme, size).expect("a picture");
            let file = folder.join(format!("{}-{variant}.svg", chart.name()));
            std::fs::write(file.with_extension("png"), png::render(&svg).expect("a PNG"))
                .expect("written");
            std::fs::write(file, svg).expect("written");
        }
    }
    let uncovered = renamed(sample::realistic(), ["emoji \u{1F600} here", "\u{13000}", "美國 x"]);
    let cases = cases().into_iter().chain([("uncovered".to_owned(), uncovered)]);
    let shown = [
        "1 years",
        "130 months",
        "long names",
        "uncovered",
        "no mentions",
        "ends in a gap",
        "neighbouring event years",
    ];
    for (name, findings) in cases.filter(|(name, _)| shown.contains(&name.as_str())) {
        let stem = name.replace(' ', "-");
        for chart in CHARTS {
            for (size, variant) in [(Size::Wide, "wide"), (Size::BareNarrow, "narrow")] {
                let Some(svg) = chart.draw(&findings, Theme::Light, size) else { continue };
                let file = format!("cases/{}-{stem}-{variant}.png", chart.name());
                std::fs::write(folder.join(file), png::render(&svg).expect("a PNG"))
                    .expect("written");
            }
        }
    }
}
