//! Tasks: at most one active per post, by a unique index.

use jiff::Timestamp;

use super::{Event, Result, Store};
use crate::{
    ids::{BlobId, CommitId, PersonId, ProjectId, PullRequestNumber, Slug, TaskId},
    workflow::{Task, TaskKind},
};

/// A claim to be made.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub project: ProjectId,
    pub slug: Slug,
    pub kind: TaskKind,
    pub translator: PersonId,
    pub source_commit: CommitId,
    pub source_blob: BlobId,
    pub claimed_at: Timestamp,
    pub lease_until: Timestamp,
    /// Text of revision 1.
    pub first_draft: String,
}

/// How a claim ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimOutcome {
    Claimed(Task),
    /// Somebody has it; the post's active task.
    Taken(Task),
    /// The person has `limit` active claims already.
    TooMany,
}

impl Store {
    /// Decides a claim in one IMMEDIATE transaction: counts the person's claims (tasks in stage
    /// claimed or changes_requested), inserts task, first draft and event.
    pub async fn claim(&self, _new: &NewTask, _limit: u32) -> Result<ClaimOutcome> {
        todo!()
    }

    pub async fn task(&self, _id: TaskId) -> Result<Option<Task>> {
        todo!()
    }

    pub async fn active_task(&self, _project: &ProjectId, _slug: &Slug) -> Result<Option<Task>> {
        todo!()
    }

    /// All active tasks of a project.
    pub async fn active_tasks(&self, _project: &ProjectId) -> Result<Vec<Task>> {
        todo!()
    }

    /// All tasks of a post, newest first.
    pub async fn tasks_of_post(&self, _project: &ProjectId, _slug: &Slug) -> Result<Vec<Task>> {
        todo!()
    }

    /// All tasks of a person as translator or reviewer, newest first.
    pub async fn tasks_of_person(&self, _person: PersonId) -> Result<Vec<Task>> {
        todo!()
    }

    pub async fn tasks_with_lease_before(&self, _at: Timestamp) -> Result<Vec<Task>> {
        todo!()
    }

    pub async fn task_of_pull_request(
        &self,
        _project: &ProjectId,
        _number: PullRequestNumber,
    ) -> Result<Option<Task>> {
        todo!()
    }

    /// Writes a step: succeeds only if the stored task still equals `before`; writes the event in the
    /// same transaction. `false`: somebody else was faster, nothing was written.
    pub async fn step(&self, _before: &Task, _after: &Task, _event: &Event) -> Result<bool> {
        todo!()
    }
}
