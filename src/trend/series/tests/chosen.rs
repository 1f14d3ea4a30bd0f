//! The series that a study compares.

use super::*;
use crate::study::SeriesName;

fn names(texts: &[&str]) -> Vec<SeriesName> {
    texts.iter().map(|text| text.parse().expect(text)).collect()
}

/// Three documents: one of both stances, one without a hit, and one of another source a year later.
fn found() -> Findings {
    let later = Text { source: "B", ..text(2001, Language::Korean, &[(VIOLENCE, 2)]) };
    let texts = [
        text(2000, Language::English, &[(COOPERATION, 1), (DISPUTE, 3)]),
        text(2000, Language::English, &[]),
        later,
    ];
    findings(&tally_of(&texts), &lexicon(), &frame(2000..=2001))
}

/// Documents and their denominators by year.
#[track_caller]
fn counts(name: &str) -> Vec<(u64, u64)> {
    let mut found = found();
    assert!(found.choose(&names(&[name])).is_empty(), "{name}");
    let [chosen] = &found.chosen[..] else { panic!("{:?}", found.chosen) };
    for row in &chosen.rows {
        assert_eq!(row.share, wilson(row.documents, row.documents_in_scope));
    }
    chosen.rows.iter().map(|row| (row.documents, row.documents_in_scope)).collect()
}

#[test]
fn a_document_of_both_stances_is_one() {
    assert_eq!(counts("trade"), [(1, 2), (1, 1)]);
    assert_eq!(counts("all"), [(1, 2), (1, 1)]);
    assert_eq!(counts("trade:cooperation"), [(1, 2), (0, 1)]);
    assert_eq!(counts("conflict"), [(1, 2), (1, 1)]);
    assert_eq!(counts("dispute"), [(1, 2), (0, 1)]);
}

#[test]
fn languages_sources_and_kinds_have_their_own_denominators() {
    assert_eq!(counts("ko"), [(0, 0), (1, 1)]);
    assert_eq!(counts("source:A"), [(1, 2), (0, 0)]);
    assert_eq!(counts("news"), [(1, 2), (1, 1)]);
}

#[test]
fn names_are_ids_or_labels_and_themes_come_first() {
    assert_eq!(counts("GIA ĐÌNH"), counts("theme:family"));
}

#[test]
fn what_is_not_there_is_told() {
    let mut found = found();
    let wanted = names(&["trade", "source:C", "dispute:cooperation", "familly"]);
    let missing = found.choose(&wanted);
    assert_eq!(missing, wanted[1..]);
    assert_eq!(found.chosen.len(), 1);
    let tip = |at: usize| found.unknown(&missing[at]).tip.expect("a tip");
    assert!(tip(0).contains("source:NAME"), "{}", tip(0));
    assert!(tip(1).contains("a stance of its own"), "{}", tip(1));
    assert_eq!(tip(2), "did you mean `family`?");
}
