//! The integration tests: one binary, so that the crate is linked once.

#[path = "../../benches/altered.rs"]
mod altered;
mod archives;
mod bad_input;
mod bigkinds;
mod book;
mod copies;
#[path = "../../benches/corpus.rs"]
mod corpus;
mod counting;
mod determinism;
mod documents;
mod env;
mod floors;
mod generate;
mod generated;
mod handout;
mod licences;
mod mail;
mod papers;
mod pictures;
#[path = "../reference/mod.rs"]
mod reference;
mod render;
mod run;
mod sample;
