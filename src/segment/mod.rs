//! From text to words, sentences and languages.

pub mod language;
pub mod normal;
pub mod sentences;
pub mod words;
