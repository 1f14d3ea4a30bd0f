//! What is written: tables, the page, the record of a run.

pub mod evidence;
pub mod page;
pub mod tables;
