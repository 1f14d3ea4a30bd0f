#![allow(clippy::disallowed_methods, reason = "tests write their own files")]

use super::*;

use crate::count::{ArticleKey, Cell, CellCounts, Tally, TermCounts};
use crate::document::{Kind, Language};
use crate::lexicon::Lexicon;
use crate::report::kwic::KwicLine;
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
        source_note: "Made-up numbers, drawn to test the page.".to_owned(),
        languages: Language::COUNTED.to_vec(),
        ..Frame::over(years)
    };
    findings(&tally, &lexicon, &frame)
}

fn page_of(findings: &Findings, figures: &[Figure], problems: &[Problem]) -> String {
    page_with(findings, figures, problems, &Lines::Of(BTreeMap::new()))
}

fn page_with(
    findings: &Findings,
    figures: &[Figure],
    problems: &[Problem],
    lines: &Lines,
) -> String {
    render(&Page {
        findings,
        figures,
        problems,
        lines,
        study_id: "test",
        lexicon_hash: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        scope: Some(&Scope::default()),
        corpus_note: "These numbers are made up: they test the page and say nothing about the world.",
    })
    .unwrap()
}

/// The JSON block of a page.
fn data_of(html: &str) -> serde_json::Value {
    let (_, rest) = html.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

fn line(left: &str, keyword: &str, right: &str, source: &str) -> KwicLine {
    KwicLine {
        date: "1992-12-22".to_owned(),
        year: 1992,
        language: "ko".to_owned(),
        source: source.to_owned(),
        document: "a.csv#3".to_owned(),
        left: left.to_owned(),
        keyword: keyword.to_owned(),
        right: right.to_owned(),
    }
}

#[test]
fn text_of_the_corpus_cannot_become_markup() {
    let evil = "</style></script><script>alert(1)</script><!--\"'&";
    let found = made_up(2000..=2001, 40, evil);
    let problems = [Problem {
        path: evil.to_owned(),
        line: 3,
        reason: "broken-record",
        detail: evil.to_owned(),
        hint: evil.to_owned(),
    }];
    let lines = BTreeMap::from([("cooperation".to_owned(), vec![line(evil, evil, evil, evil)])]);
    let html = page_with(&found, &[], &problems, &Lines::Of(lines));
    assert_eq!(html.matches("<script").count(), 3, "our own three");
    assert_eq!(html.matches("</script>").count(), 3);
    assert_eq!(html.matches("</style>").count(), 1);
    assert!(html.contains("&lt;script&gt;alert(1)"));
    assert!(html.contains("Content-Security-Policy"));
    let data = data_of(&html);
    assert_eq!(data["sources"][0], evil);
    let keywords = data["keywords"].as_array().unwrap();
    assert!(keywords.iter().any(|keyword| keyword["lines"][0][4] == evil));
}

#[test]
fn the_page_loads_nothing() {
    let html = page_of(&made_up(2000..=2001, 40, "Báo Mẫu"), &[], &[]);
    // The name of the SVG elements is no address.
    let html = html.replace("http://www.w3.org/2000/svg", "");
    for address in ["http:", "https:", "url(//", "src=\"//", "@import"] {
        assert!(!html.contains(address), "{address}");
    }
    for handler in [" onclick=", " onload=", " onerror=", "javascript:", "eval("] {
        assert!(!html.contains(handler), "{handler}");
    }
}

#[test]
fn a_page_holds_what_was_counted() {
    let found = made_up(1992..=2021, 12, "Báo Mẫu");
    let figure = |prolog: &str| Figure {
        name: "trend".to_owned(),
        wide: format!("{prolog}<svg class=\"a\"></svg>"),
        narrow: Some("<svg class=\"b\"></svg>".to_owned()),
        ..Figure::default()
    };
    let html = page_of(&found, &[figure("<?xml version=\"1.0\"?>\n")], &[]);
    for wanted in [
        "><svg class=\"a\"></svg></div>",
        "><svg class=\"b\"></svg></div>",
        "href=\"tables/trend.csv\"",
        "href=\"charts/trend.png\"",
        "<span lang=\"ko\">협력</span>",
        "<span lang=\"vi\">hợp tác</span>",
        "Báo Mẫu",
        "Every input was used.",
        "points a year (95%",
        "keytrend read",
        "Study test.",
        "font/woff2",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
    assert!(!html.contains("<?xml"));
    assert_eq!(html, page_of(&found, &[figure("")], &[]));
}

#[test]
fn every_figure_is_shown_in_order_and_the_keyword_table_once() {
    let found = made_up(1992..=1999, 12, "a");
    let names = ["trend", "themes", "keywords-conflict", "heatmap", "network", "something-new"];
    let figures = names.map(|name| Figure {
        name: name.to_owned(),
        title: format!("Title of {name}"),
        wide: "<svg></svg>".to_owned(),
        ..Figure::default()
    });
    for lang in Language::COUNTED {
        let html = page_of(&Findings { lang, ..found.clone() }, &figures, &[]);
        let at = |id: &str| {
            html.find(&format!("<section class=\"figure\" id=\"{id}\""))
                .or_else(|| html.find(&format!("id=\"{id}\" aria-labelledby")))
        };
        let places: Vec<Option<usize>> = names.into_iter().map(at).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
        assert_eq!(html.matches("id=\"keyword-table\"").count(), 1);
        let table = at("keyword-table");
        assert!(at("keywords-conflict") < table && table < at("heatmap"));
        assert!(html.starts_with(&format!("<!doctype html>\n<html lang=\"{}\">", lang.code())));
    }
    assert_eq!(page_of(&found, &[], &[]).matches("id=\"keyword-table\"").count(), 1);
}

#[test]
fn the_data_are_those_of_the_tables() {
    let found = made_up(1992..=2021, 12, "Báo Mẫu");
    let data = data_of(&page_of(&found, &[], &[]));
    assert_eq!(data["periods"].as_array().unwrap().len(), 30);
    let cells = data["cells"].as_array().unwrap();
    let sum = |at: usize| cells.iter().map(|cell| cell[at].as_u64().unwrap()).sum::<u64>();
    let rows = &found.overall.rows;
    assert_eq!(sum(3), rows.iter().map(|row| row.documents).sum::<u64>());
    assert_eq!(sum(4), found.documents_in_scope());
    assert_eq!(sum(5), rows.iter().map(|row| row.stances[0].documents).sum::<u64>());
    assert_eq!(sum(8), found.overall.hits(Stance::Conflict));
    for (keyword, data) in rows::listed(&found).iter().zip(data["keywords"].as_array().unwrap()) {
        let counts: Vec<u64> =
            data["counts"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
        assert_eq!(counts.iter().skip(2).step_by(4).sum::<u64>(), keyword.documents);
    }
}

#[test]
fn what_is_not_there_is_said() {
    let found = made_up(1992..=1999, 12, "a");
    for (lines, said) in [
        (Lines::NotCounted, "holds no sentences"),
        (Lines::NotKept, "keeps no evidence"),
        (Lines::NotWanted, "left out of this page"),
    ] {
        let html = page_with(&found, &[], &[], &lines);
        assert!(html.contains(said), "{said}");
        assert!(!html.contains("class=\"open\""));
    }
}

#[test]
fn an_empty_study_has_a_page() {
    let frame = Frame::over(2000..=2001);
    let html = page_of(&findings(&Tally::default(), &Lexicon::default(), &frame), &[], &[]);
    assert!(html.contains("No document from 2000 to 2001 was found"));
    assert!(html.contains("too few years (0)"));
    assert!(!html.contains("NaN"));
}

/// Two hundred keywords with twenty long lines each stay below the three megabytes that a page may have.
#[test]
fn many_lines_make_no_large_page() {
    let mut found = made_up(1992..=2021, 12, "연합뉴스");
    let one = found.keywords[0].clone();
    found.keywords = (0..200)
        .map(|at| crate::trend::Keyword { id: format!("term-{at}"), ..one.clone() })
        .collect();
    // As long as extracts get.
    let side = "한국과 베트남은 ".repeat(6);
    let lines: Vec<KwicLine> = (0..20).map(|_| line(&side, "협력", &side, "연합뉴스")).collect();
    let lines = found.keywords.iter().map(|keyword| (keyword.id.clone(), lines.clone()));
    let html = page_with(&found, &[], &[], &Lines::Of(lines.collect()));
    assert!(html.len() < 2_500_000, "{} without charts", html.len());
    assert!(html.len() > 1_000_000);
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
