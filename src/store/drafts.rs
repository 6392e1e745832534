//! Drafts: append-only revisions.

use jiff::Timestamp;

use super::{Result, Store};
use crate::{
    ids::{PersonId, ProjectId, RevisionNumber, Slug, TaskId},
    workflow::Task,
};

/// One saved version of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub task: TaskId,
    pub number: RevisionNumber,
    pub by: PersonId,
    pub at: Timestamp,
    pub text: String,
}

/// How a save ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveOutcome {
    Saved(Revision),
    /// The newest revision is not the expected one; it is returned.
    Conflict(Revision),
}

impl Store {
    /// Appends a revision on top of `expected` and writes the task's prolonged lease, in one transaction.
    /// A text equal to the newest revision's adds none.
    pub async fn save_draft(
        &self,
        _task: &Task,
        _prolonged: &Task,
        _expected: RevisionNumber,
        _text: &str,
        _by: PersonId,
        _at: Timestamp,
    ) -> Result<SaveOutcome> {
        todo!()
    }

    pub async fn newest_revision(&self, _task: TaskId) -> Result<Option<Revision>> {
        todo!()
    }

    pub async fn revision(
        &self,
        _task: TaskId,
        _number: RevisionNumber,
    ) -> Result<Option<Revision>> {
        todo!()
    }

    /// Newest first.
    pub async fn revisions(&self, _task: TaskId) -> Result<Vec<Revision>> {
        todo!()
    }

    /// The newest draft an ended, unmerged task of this post left that differs from its first revision.
    pub async fn left_draft(&self, _project: &ProjectId, _slug: &Slug) -> Result<Option<Revision>> {
        todo!()
    }
}
