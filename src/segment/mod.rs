//! From text to words, sentences and languages.

pub mod normal;
pub mod words;
