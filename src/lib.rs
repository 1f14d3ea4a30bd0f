//! keytrend counts cooperation and conflict keywords per year in Korean, Vietnamese and English text.

pub mod count;
pub mod document;
pub mod error;
pub mod lexicon;
pub mod report;
pub mod toml_text;
pub mod trend;
