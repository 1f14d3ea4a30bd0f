//! Commands that need the pipeline: a plan in, a result on disk and on the terminal out.

use std::path::Path;

use super::plan::{KwicPlan, MergePlan, Plan};
use super::{ExitStatus, Session, Stop};
use crate::error::Error;

pub(super) fn run(_plan: &Plan, _session: &Session) -> Result<ExitStatus, Stop> {
    not_built("run")
}

pub(super) fn count(_plan: &Plan, _session: &Session) -> Result<ExitStatus, Stop> {
    not_built("count")
}

pub(super) fn merge(_plan: &MergePlan, _session: &Session) -> Result<ExitStatus, Stop> {
    not_built("merge")
}

pub(super) fn report(_plan: &Plan, _session: &Session) -> Result<ExitStatus, Stop> {
    not_built("report")
}

pub(super) fn kwic(_plan: &KwicPlan, _session: &Session) -> Result<ExitStatus, Stop> {
    not_built("kwic")
}

pub(super) fn verify(_dir: &Path, _session: &Session) -> Result<ExitStatus, Stop> {
    not_built("verify")
}

fn not_built(command: &str) -> Result<ExitStatus, Stop> {
    Err(Error::new(format!("`{command}` is not built yet")).into())
}
