//! The command line. Only this folder prints.

pub mod args;
mod paths;
pub mod plan;
