//! Near copies: a wire story under another lead, an article posted again. Two documents are near copies where the
//! Jaccard similarity of their shingles (three words in a row, in the normal form) is at least a threshold.
//!
//! Candidates come from MinHash signatures cut into bands; every candidate is then checked on the shingles themselves, so
//! that a pair below the threshold is never joined. Signatures and shingles lie on disk while a run lasts; memory holds
//! one slice of band keys (64 MiB), one window of shingles (16 MiB), and a few numbers for each near copy.

pub mod clusters;
pub mod search;
pub mod shingles;
pub mod signature;
pub mod sketches;

/// Documents with fewer different shingles are near copies of none: in a short notice, one figure changes too much.
pub const FEWEST_SHINGLES: usize = 20;

/// Where a document's row stands: writer and offset.
pub type RowAt = (u32, u64);
