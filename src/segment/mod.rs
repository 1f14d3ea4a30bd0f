//! From text to words, sentences and languages.

pub mod english;
pub mod korean;
pub mod language;
pub mod normal;
pub mod sentences;
pub mod vietnamese;
pub mod words;
