#![allow(clippy::disallowed_methods, reason = "tests write their own files")]

use super::*;
use std::collections::BTreeSet;

use crate::count::{Cell, CellCounts, Tally, TermCounts};
use crate::document::{Kind, Language};
use crate::lexicon::Lexicon;
use crate::trend::{Frame, findings};

/// A study of two years with a source whose name wants to be a formula.
pub(in crate::report) fn small() -> Findings {
    let text =
        "[[term]]\nid = \"aid\"\nstance = \"cooperation\"\nen = [\"aid\"]\nko = [\"원조\"]\n";
    let lexicon = Lexicon::parse(&[("test.toml".to_owned(), text.to_owned())]).unwrap();
    let cell = Cell {
        year: 2001,
        month: 0,
        language: Language::English,
        source: "=SUM(\"a\",1)".into(),
        kind: Kind::News,
    };
    let mut tally = Tally::default();
    tally.cells.insert(
        cell.clone(),
        CellCounts {
            documents: 3,
            documents_in_scope: 3,
            words: 9,
            words_in_scope: 9,
            ..Default::default()
        },
    );
    tally.terms.insert((cell, 0), TermCounts { hits: 2, documents: 1, ..Default::default() });
    let series = ["economic", "aid"].map(|name| name.parse().unwrap()).to_vec();
    let frame = Frame { series, ..Frame::over(2000..=2001) };
    findings(&tally, &lexicon, &frame)
}

fn csv_text(name: &str) -> String {
    String::from_utf8(table(name).unwrap().csv(&small()).unwrap()).unwrap()
}

#[test]
fn names_are_well_formed_and_unique() {
    let mut seen = BTreeSet::new();
    for table in TABLES {
        assert!(seen.insert(table.name), "{} twice", table.name);
        assert!(table.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", table.name);
        let columns = (table.columns)();
        let names: BTreeSet<_> = columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), columns.len(), "a column of {} stands twice", table.name);
        for column in columns {
            assert!(!column.meaning.is_empty() && !column.meaning.contains('|'), "{}", column.name);
            assert!(
                column.name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                "{}",
                column.name
            );
        }
    }
}

#[test]
fn rows_are_as_long_as_their_heading_and_read_back() {
    let findings = small();
    for table in TABLES {
        let columns = (table.columns)();
        let rows = (table.rows)(&findings);
        assert!(rows.iter().all(|row| row.len() == columns.len()), "{}", table.name);
        let bytes = table.csv(&findings).unwrap();
        assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
        assert!(!String::from_utf8_lossy(&bytes).replace("\r\n", "").contains(['\r', '\n']));
        let mut reader = csv::Reader::from_reader(&bytes[3..]);
        assert_eq!(reader.headers().unwrap().len(), columns.len());
        let read: Vec<_> = reader.records().map(|record| record.unwrap()).collect();
        assert_eq!(read.len(), rows.len(), "{}", table.name);
        for (record, row) in read.iter().zip(&rows) {
            for (text, value) in record.iter().zip(row) {
                match value {
                    Value::Text(wanted) => assert_eq!(text, wanted),
                    Value::Empty => assert_eq!(text, ""),
                    Value::Integer(wanted) => assert_eq!(text.parse::<u64>().unwrap(), *wanted),
                    Value::Decimal(wanted) | Value::Precise(wanted) => {
                        assert!((text.parse::<f64>().unwrap() - wanted).abs() < 1e-6);
                    }
                }
            }
        }
    }
}

#[test]
fn a_table_as_its_reader_sees_it() {
    let text = csv_text("keyword-year");
    let wanted = "\u{feff}id,label_en,label_ko,label_vi,stance,period,mentions,hits,documents,documents_in_scope,\
                  mentions_per_thousand,hits_without_near_copies,documents_without_near_copies\r\n\
                  aid,aid,원조,,cooperation,2000,2,0,0,0,,0,0\r\n\
                  aid,aid,원조,,cooperation,2001,2,2,1,3,666.666667,2,1\r\n";
    assert_eq!(text, wanted);
    assert!(csv_text("sources").contains("\r\n\"=SUM(\"\"a\"\",1)\",\"=SUM("));
    let tests = csv_text("trend-tests");
    assert!(
        tests.contains("\r\nall,,cooperation_share,1,,,,,,,,,,too few years (1)\r\n"),
        "{tests}"
    );
    assert_eq!(csv_text("keywords-conflict").lines().count(), 1);
}

#[test]
fn every_series_is_in_its_table() {
    let findings = small();
    for (name, series) in [
        ("languages", &findings.languages),
        ("sources", &findings.sources),
        ("kinds", &findings.kinds),
        ("sectors", &findings.sectors),
        ("themes", &findings.themes),
    ] {
        assert_eq!((table(name).unwrap().rows)(&findings).len(), 2 * series.len(), "{name}");
    }
    assert_eq!(table("trend").map(|trend| (trend.rows)(&findings).len()), Some(2));
}

#[test]
fn numbers_are_written_without_noise() {
    let text = |number| field(&Value::Precise(number)).into_owned();
    assert_eq!([text(0.0), text(-0.0), text(94.0), text(-1959.0)], ["0", "0", "94", "-1959"]);
    assert_eq!(text(4_889_800.333_333_333), "4889800.33");
    assert_eq!(text(4.066_539_564_862_026e-6), "0.00000406653956");
    assert_eq!(text(1.5e-12), "1.5e-12");
    assert_eq!(text(0.895_238_095_238), "0.895238095");
    assert_eq!(text(1e12), "1000000000000");
    assert_eq!(field(&Value::Decimal(0.5)), "0.500000");
    assert_eq!(field(&Value::Decimal(-1e-9)), "0.000000");
}

#[test]
fn the_documentation_is_generated() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/columns.md");
    let text = columns_markdown();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, text).unwrap();
        return;
    }
    assert!(
        text == include_str!("../../../docs/columns.md"),
        "docs/columns.md is old: run with UPDATE_GOLDEN=1"
    );
}
