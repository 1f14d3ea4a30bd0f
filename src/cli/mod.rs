//! The command line. Only this folder prints.

pub mod args;
