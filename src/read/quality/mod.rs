//! How well real files are read, measured again where they are; `docs/formats.md` shows the figures.

#[cfg(all(feature = "pdf", feature = "html", feature = "docx", feature = "hwp"))]
mod papers;
#[cfg(all(feature = "xlsx", feature = "parquet-input"))]
mod tables;
