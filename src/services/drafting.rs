//! Drafts: append-only revisions under optimistic concurrency.

use super::{
    Result, Workshop,
    views::{Draft, Saved},
};
use crate::{
    ids::{RevisionNumber, TaskId},
    workflow::{Person, Task},
};

impl Workshop {
    /// Saves the whole text on top of revision `expected`; otherwise [`super::ServiceError::Conflict`]
    /// with the newer text. Saving what is saved already changes nothing.
    pub async fn save_draft(
        &self,
        _task: TaskId,
        _expected: RevisionNumber,
        _text: String,
        _by: &Person,
    ) -> Result<Saved> {
        todo!()
    }

    /// All revisions, newest first, without their texts.
    pub async fn revisions(&self, _task: TaskId, _viewer: &Person) -> Result<Vec<Draft>> {
        todo!()
    }

    pub async fn revision(
        &self,
        _task: TaskId,
        _number: RevisionNumber,
        _viewer: &Person,
    ) -> Result<Draft> {
        todo!()
    }

    /// Sends a draft to proofreading; refused while it has findings of level error.
    pub async fn submit(
        &self,
        _task: TaskId,
        _revision: RevisionNumber,
        _by: &Person,
    ) -> Result<Task> {
        todo!()
    }

    /// Takes a submitted draft back.
    pub async fn withdraw(&self, _task: TaskId, _by: &Person) -> Result<Task> {
        todo!()
    }
}
