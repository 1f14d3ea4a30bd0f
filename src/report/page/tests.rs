#![allow(clippy::disallowed_methods, reason = "tests write their own files")]

use super::*;

use crate::count::{ArticleKey, Cell, CellCounts, Tally, TermCounts};
use crate::document::{Kind, Language};
use crate::lexicon::Lexicon;
use crate::trend::{Frame, findings};

const LEXICON: &str = r#"
[[theme]]
id = "aid"
en = "Development aid"
ko = "개발 원조"
vi = "Viện trợ phát triển"

[[term]]
id = "cooperation"
stance = "cooperation"
sector = "economic"
themes = ["aid"]
en = ["cooperation"]
ko = ["협력"]
vi = ["hợp tác"]

[[term]]
id = "dispute"
stance = "conflict"
sector = "political"
en = [{ p = "dispute", ambiguous = true }]
ko = ["분쟁"]
vi = ["tranh chấp"]
"#;

/// Made-up documents of three languages; nothing here was measured. `documents` in the first year of `years`.
fn made_up(years: std::ops::RangeInclusive<i32>, documents: u64, source: &str) -> Findings {
    let lexicon = Lexicon::parse(&[("test.toml".to_owned(), LEXICON.to_owned())]).unwrap();
    let mut tally = Tally::default();
    for year in years.clone() {
        let step = (year - years.start()) as u64;
        for language in Language::COUNTED {
            let cell = Cell { year, month: 0, language, source: source.into(), kind: Kind::News };
            let in_scope = documents + step * documents / 3;
            let with = [in_scope * (30 + step) / 100, in_scope * (25 - step / 2) / 100];
            let counts = CellCounts {
                documents: in_scope + 2,
                documents_in_scope: in_scope,
                documents_with_cooperation: with[0],
                documents_with_conflict: with[1],
                words: in_scope * 400,
                words_in_scope: in_scope * 400,
                sentences: in_scope * 20,
                ..CellCounts::default()
            };
            tally.cells.insert(cell.clone(), counts);
            for (stance, documents) in with.into_iter().enumerate() {
                let mut hits = [0, 0];
                hits[stance] = 2;
                let [cooperation, conflict] = hits;
                let term = TermCounts {
                    hits: 2 * documents,
                    hits_negated: documents / 9,
                    documents,
                    ..TermCounts::default()
                };
                tally.terms.insert((cell.clone(), stance as u16), term);
                for group in crate::count::groups_of(&lexicon, stance as u16) {
                    let key = ArticleKey { cell: cell.clone(), group, cooperation, conflict };
                    *tally.articles.entry(key).or_default() += documents;
                }
            }
        }
    }
    let frame = Frame {
        title: "Thirty years of cooperation and conflict words".to_owned(),
        subject: "Korea–Vietnam relations".to_owned(),
        years,
        by_month: false,
        events: vec![],
        periods: vec![],
        source_note: "Made-up numbers, drawn to test the page.".to_owned(),
        seed: 1,
        languages: Language::COUNTED.to_vec(),
        lang: Language::English,
    };
    findings(&tally, &lexicon, &frame)
}

fn page_of(findings: &Findings, figures: &[Figure], problems: &[Problem]) -> String {
    render(&Page {
        findings,
        figures,
        problems,
        study_id: "test",
        lexicon_hash: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        scope_note: "",
        corpus_note: "These numbers are made up: they test the page and say nothing about the world.",
    })
    .unwrap()
}

#[test]
fn text_of_the_corpus_cannot_become_markup() {
    let evil = "</style><script>alert(1)</script>\"'&";
    let found = made_up(2000..=2001, 40, evil);
    let problems = [Problem {
        path: evil.to_owned(),
        line: 3,
        reason: "broken-record",
        detail: evil.to_owned(),
        hint: evil.to_owned(),
    }];
    let html = page_of(&found, &[], &problems);
    assert!(!html.contains("<script"), "no script at all");
    assert_eq!(html.matches("</style>").count(), 1);
    assert!(html.contains("&lt;script&gt;alert(1)"));
    assert!(html.contains("Content-Security-Policy"));
    assert!(!html.contains("http://") && !html.contains("https://"), "the page loads nothing");
}

#[test]
fn a_page_holds_what_was_counted() {
    let found = made_up(1992..=2021, 12, "Báo Mẫu");
    let figure = Figure {
        name: "trend".to_owned(),
        wide: "<?xml version=\"1.0\"?>\n<svg class=\"a\"></svg>".to_owned(),
        narrow: Some("<svg class=\"b\"></svg>".to_owned()),
        ..Figure::default()
    };
    let html = page_of(&found, &[figure], &[]);
    for wanted in [
        "<div class=\"wide\"><svg class=\"a\"></svg></div>",
        "<div class=\"narrow\"><svg class=\"b\"></svg></div>",
        "href=\"tables/trend.csv\"",
        "href=\"charts/trend.png\"",
        "<span lang=\"ko\">협력</span>",
        "<span lang=\"vi\">hợp tác</span>",
        "Báo Mẫu",
        "Every input was used.",
        "points a year (95\u{a0}%",
        "keytrend read",
        "<code>test</code>",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
    assert!(!html.contains("<?xml"));
    assert_eq!(
        html,
        page_of(
            &found,
            &[Figure {
                name: "trend".to_owned(),
                wide: "<svg class=\"a\"></svg>".to_owned(),
                narrow: Some("<svg class=\"b\"></svg>".to_owned()),
                ..Figure::default()
            }],
            &[]
        )
    );
}

#[test]
fn an_empty_study_has_a_page() {
    let frame = Frame {
        title: String::new(),
        subject: String::new(),
        years: 2000..=2001,
        by_month: false,
        events: vec![],
        periods: vec![],
        source_note: String::new(),
        seed: 1,
        languages: vec![],
        lang: Language::English,
    };
    let html = page_of(&findings(&Tally::default(), &Lexicon::default(), &frame), &[], &[]);
    assert!(html.contains("No document from 2000 to 2001 was found"));
    assert!(html.contains("too few years (0)"));
    assert!(!html.contains("NaN"));
}

/// Writes the page with pictures from a folder, to be looked at: `KEYTREND_PREVIEW=folder`.
#[test]
fn preview() {
    let Some(folder) = std::env::var_os("KEYTREND_PREVIEW").map(std::path::PathBuf::from) else {
        return;
    };
    let read = |name: String| std::fs::read_to_string(folder.join(name)).ok();
    let names = ["trend", "themes", "keywords-cooperation", "keywords-conflict", "heatmap"];
    let figures = names.into_iter().filter_map(|name| {
        Some(Figure {
            name: name.to_owned(),
            title: format!("The chart {name}, 1992–2021"),
            subtitle: "Share of documents in scope that use at least one keyword, by year"
                .to_owned(),
            notes: vec!["Bands: 95 % intervals.".to_owned()],
            wide: read(format!("{name}-bare.svg"))?,
            narrow: read(format!("{name}-narrow.svg")),
            narrow_key: vec!["1992 Diplomatic relations".to_owned(), "2007 WTO".to_owned()],
        })
    });
    let figures: Vec<Figure> = figures.collect();
    let problems = [Problem {
        path: "corpus/sample/press/1998.txt".to_owned(),
        line: 0,
        reason: "no-year",
        detail: "no year in the name, the folders or the first lines".to_owned(),
        hint: "put the year into the file’s name: 1998-press.txt".to_owned(),
    }];
    let found = made_up(1992..=2021, 12, "Báo Mẫu");
    std::fs::write(folder.join("report.html"), page_of(&found, &figures, &problems)).unwrap();
}
