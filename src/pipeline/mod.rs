//! The stages joined: paths to chunks, chunks to counts in parallel, counts to a tally, the tally to findings,
//! charts, tables and the page. Threads, progress and interruption live here and nowhere else.

pub mod count;
mod drawing;
pub mod handout;
mod piece;
pub mod publish;
pub mod render;
pub mod survey;
pub mod worker;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result};

/// What a long stage looks at and tells while it works.
pub struct Watch<'a> {
    pub interrupted: &'a AtomicBool,
    /// Told how many bytes of input were read since it was told last.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

impl Watch<'_> {
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// # Errors
    /// The run was interrupted.
    pub fn check(&self) -> Result<()> {
        if self.is_interrupted() { Err(Error::interrupted()) } else { Ok(()) }
    }
}
