//! What is written: tables, the page, the record of a run. Everything under an output folder goes through
//! [`Output`], which replaces the folder as a whole.

pub mod duplicates;
pub mod manifest;
pub mod output;
pub mod evidence;
pub mod page;
pub mod spool;
pub mod tables;
