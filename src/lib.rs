//! keytrend counts cooperation and conflict keywords per year in Korean, Vietnamese and English text.

pub mod builtin;
pub mod chart;
pub mod cli;
pub mod count;
pub mod document;
pub mod error;
pub mod lexicon;
pub mod matching;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod segment;
pub mod study;
pub mod toml_text;
pub mod trend;
