//! Why a document is not read: reason, detail and hint of a problem, wherever in a reader that is found out.

use super::{Chunk, Record};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub reason: &'static str,
    pub detail: String,
    pub hint: &'static str,
}

impl Refused {
    pub fn new(reason: &'static str, detail: impl Into<String>, hint: &'static str) -> Self {
        Self { reason, detail: detail.into(), hint }
    }
}

impl Chunk {
    /// The problem of a file that is one document.
    pub fn refused(&self, Refused { reason, detail, hint }: Refused) -> Record<'static> {
        self.problem(0, reason, detail, hint)
    }
}
