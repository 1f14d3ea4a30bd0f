//! keytrend counts cooperation and conflict keywords per year in Korean, Vietnamese and English text.
//!
//! The data's way: [`read`] makes documents of files, [`segment`] cuts them into words and sentences, [`matching`]
//! finds terms and actors, [`count`] adds them up into tallies that merge, [`trend`] makes series with intervals and
//! tests of them, [`chart`] draws, [`report`] writes. [`pipeline`] joins the stages; [`cli`] speaks.
//!
//! Which terms of a lexicon stand in a text:
//!
//! ```
//! use keytrend::document::Language;
//! use keytrend::lexicon::Lexicon;
//! use keytrend::matching::{Found, Matcher, Scratch};
//! use keytrend::segment::Segments;
//!
//! let terms = r#"
//!     [[term]]
//!     id = "domestic-violence"
//!     stance = "conflict"
//!     ko = ["가정+폭력"]
//! "#;
//! let lexicon = Lexicon::parse(&[("terms.toml".to_owned(), terms.to_owned())])?;
//! let matcher = Matcher::new(&lexicon, &[], false, false)?;
//!
//! let text = "이주여성 가정 폭력의 원인, 가정폭력방지법";
//! let mut segments = Segments::default();
//! segments.fill(text, &[(text.len(), Language::Korean)], false);
//! let mut found = Found::default();
//! matcher.find(text, &segments, &mut Scratch::default(), &mut found);
//!
//! let classes: Vec<&str> = found.hits.iter().map(|hit| hit.class.code()).collect();
//! assert_eq!(classes, ["josa", "compound"]);
//! # Ok::<(), keytrend::error::Error>(())
//! ```

pub mod builtin;
pub mod chart;
pub mod cli;
pub mod count;
pub mod document;
pub mod duplicates;
pub mod error;
pub mod lexicon;
pub mod mail;
pub mod matching;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod segment;
pub mod study;
pub mod toml_text;
pub mod trend;
