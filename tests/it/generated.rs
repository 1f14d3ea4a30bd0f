//! The corpora of `benches/corpus.rs` hold what they say, by both counters.

use keytrend::document::Language;
use keytrend::lexicon::Lexicon;
use serde_json::Value;

use crate::corpus::{self, Counts, Expected, Generator, Wish};
use crate::env::Project;
use crate::reference::{self, Rules, Text};

fn wish(bytes: u64) -> Wish {
    let languages = Language::COUNTED.to_vec();
    Wish { bytes, languages, years: 1999..=2003, seed: 7, rate: 20.0 }
}

fn generate(lexicon: &Lexicon, wish: Wish) -> (String, Expected) {
    let mut generator = Generator::new(lexicon, wish).expect("a generator");
    let mut lines = String::new();
    while generator.write_next(&mut lines) {}
    assert_eq!(generator.bytes(), lines.len() as u64);
    (lines, generator.expected().clone())
}

/// Counts with the reference counter, in the scope of both actors.
fn count(lexicon: &Lexicon, lines: &str) -> Expected {
    let required = vec!["korea".to_owned(), "vietnam".to_owned()];
    let rules = Rules { required, ..Rules::default() };
    let counter = reference::Counter::new(lexicon, &rules);
    let mut counted = Expected::default();
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).expect("JSON");
        let field = |name: &str| row[name].as_str().expect("a string").to_owned();
        let year: i32 = field("date")[..4].parse().expect("a year");
        let language = Language::from_code(&field("lang"));
        let text = Text { language, title: field("title"), text: field("text"), ..Text::default() };
        let mut terms: Vec<String> = counter
            .count(&text)
            .hits
            .into_iter()
            .filter(|hit| hit.in_scope)
            .map(|hit| hit.term)
            .collect();
        *counted.documents.entry(year).or_default() += 1;
        let mut entry = |term: &str, counts: Counts| {
            let sum = counted.terms.entry((year, term.to_owned())).or_default();
            sum.hits += counts.hits;
            sum.documents += counts.documents;
        };
        terms.iter().for_each(|term| entry(term, Counts { hits: 1, documents: 0 }));
        terms.sort_unstable();
        terms.dedup();
        terms.iter().for_each(|term| entry(term, Counts { hits: 0, documents: 1 }));
    }
    counted
}

#[test]
fn what_is_planted_is_what_is_counted() {
    let lexicon = corpus::built_in().expect("the built-in lexicon");
    let (lines, expected) = generate(&lexicon, wish(1_000_000));
    let hits: u64 = expected.terms.values().map(|counts| counts.hits).sum();
    assert!(hits > 1_000 && expected.documents.len() == 5, "{hits} hits");
    // No two documents are the same, so that none is left out as a duplicate.
    let texts: std::collections::BTreeSet<&str> = lines.lines().collect();
    assert_eq!(texts.len(), lines.lines().count());
    let counted = count(&lexicon, &lines);
    assert_eq!(counted, expected);
}

#[test]
fn a_seed_is_a_corpus() {
    let lexicon = corpus::built_in().expect("the built-in lexicon");
    let first = generate(&lexicon, wish(50_000));
    assert!(first == generate(&lexicon, wish(50_000)));
    assert!(first != generate(&lexicon, Wish { seed: 8, ..wish(50_000) }));
    let none = generate(&lexicon, Wish { rate: 0.0, ..wish(50_000) });
    assert!(none.1.terms.is_empty());
}

#[test]
fn the_program_counts_what_is_planted() {
    let lexicon = corpus::built_in().expect("the built-in lexicon");
    let (lines, expected) = generate(&lexicon, wish(3_000_000));
    let project = Project::new();
    project.write("texts/all.jsonl", lines);
    let run = ["run", "texts", "--years", "1999-2003", "-o", "out"];
    project.keytrend(run).run().code(0);
    let mut counted = Expected { documents: expected.documents.clone(), ..Expected::default() };
    for row in project.rows("out/tables/keyword-year.csv") {
        let number = |name: &str| row[name].parse().expect("a number");
        let counts = Counts { hits: number("hits"), documents: number("documents") };
        if counts != Counts::default() {
            let year = row["period"].parse().expect("a year");
            counted.terms.insert((year, row["id"].clone()), counts);
        }
    }
    assert_eq!(counted, expected);
}
