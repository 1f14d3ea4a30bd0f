//! What is written: tables, the page, the record of a run. Everything under an output folder goes through
//! [`output::Output`], which replaces the folder as a whole.

pub mod about;
pub mod check;
pub mod datapackage;
pub mod duplicates;
pub mod evidence;
pub mod kwic;
pub mod listing;
pub mod manifest;
pub mod output;
pub mod page;
pub mod spool;
pub mod summary;
pub mod tables;
pub mod workbook;
