//! `examples/generate.rs` from outside: what it writes, the program counts exactly.

use std::collections::BTreeMap;
use std::fs::File;

use clap::Parser;
use keytrend::count::tally_file;
use serde_json::Value;

use crate::corpus;
use crate::env::Project;

#[path = "../../examples/generate.rs"]
#[allow(
    dead_code,
    clippy::duplicate_mod,
    reason = "the example has a `main` and a generator of its own"
)]
mod example;

/// Hits and documents by year and term.
type Counts = BTreeMap<(i32, String), [u64; 2]>;

/// Documents by year, and counts, as `expected.json` says them.
fn expected(json: &str) -> (BTreeMap<i32, u64>, Counts) {
    let json: Value = serde_json::from_str(json).expect("JSON");
    let (mut documents, mut counts) = (BTreeMap::new(), Counts::new());
    for (year, entry) in json["years"].as_object().expect("years") {
        let year: i32 = year.parse().expect("a year");
        documents.insert(year, entry["documents"].as_u64().expect("a number"));
        for (term, pair) in entry["terms"].as_object().expect("terms") {
            let pair = [0, 1].map(|at| pair[at].as_u64().expect("a number"));
            counts.insert((year, term.clone()), pair);
        }
    }
    (documents, counts)
}

#[test]
fn the_program_counts_what_the_example_writes() {
    let project = Project::new();
    let folder = project.path("large");
    let folder = folder.to_str().expect("a path in UTF-8");
    let args = ["generate", "--bytes", "2MB", "--seed", "11", "--rate", "20", folder];
    let told = example::write(example::Args::parse_from(args)).expect("a corpus");
    let (documents, counts) = expected(&project.read("large/expected.json"));
    let hits: u64 = counts.values().map(|pair| pair[0]).sum();
    assert!(hits > 2_000 && documents.len() == 30, "{hits} hits in {} years", documents.len());
    assert_eq!(told.documents, documents);
    assert_eq!(told.terms.len(), counts.len());

    let count = ["count", "large/texts", "-o", "all.parquet"];
    project.keytrend(count).run().code(0);
    let lexicon = corpus::built_in().expect("the built-in lexicon");
    let file = File::open(project.path("all.parquet")).expect("the tally");
    let (tally, _) = tally_file::read("all.parquet", file, &lexicon).expect("a tally");
    let (mut counted_documents, mut counted) = (BTreeMap::<i32, u64>::new(), Counts::new());
    for (cell, of_cell) in &tally.cells {
        assert_eq!(of_cell.documents, of_cell.documents_in_scope);
        *counted_documents.entry(cell.year).or_default() += of_cell.documents;
    }
    for ((cell, term), of_term) in &tally.terms {
        let id = lexicon.terms[usize::from(*term)].id.clone();
        let sum = counted.entry((cell.year, id)).or_default();
        sum[0] += of_term.hits;
        sum[1] += of_term.documents;
    }
    assert_eq!(counted_documents, documents);
    assert_eq!(counted, counts);
}
