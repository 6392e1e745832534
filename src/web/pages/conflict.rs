//! Two versions of one draft: what was typed here and what was saved elsewhere meanwhile.

use askama::Template;

use super::Shell;
use crate::ids::{RevisionNumber, TaskId};

/// Shown when a save by button was refused; both texts are here, nothing is overwritten.
#[derive(Debug, Clone, Template)]
#[template(path = "conflict.html")]
pub struct ConflictPage {
    pub shell: Shell,
    pub task: TaskId,
    /// What was typed here and is not saved yet.
    pub mine: String,
    /// What was saved elsewhere.
    pub theirs: String,
    pub theirs_by: String,
    /// The revision `theirs` has; a new save goes on top of it.
    pub revision: RevisionNumber,
}
