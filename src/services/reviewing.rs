//! Proofreading by another person.

use super::{Result, Workshop, views::Comment};
use crate::{
    ids::{CommentId, RevisionNumber, TaskId},
    workflow::{Person, Task},
};

impl Workshop {
    pub async fn start_review(&self, _task: TaskId, _by: &Person) -> Result<Task> {
        todo!()
    }

    pub async fn approve(
        &self,
        _task: TaskId,
        _revision: RevisionNumber,
        _by: &Person,
    ) -> Result<Task> {
        todo!()
    }

    pub async fn request_changes(
        &self,
        _task: TaskId,
        _reason: String,
        _by: &Person,
    ) -> Result<Task> {
        todo!()
    }

    /// Adds a comment to the newest revision, on a line of it or on the whole.
    pub async fn comment(
        &self,
        _task: TaskId,
        _line: Option<usize>,
        _body: String,
        _by: &Person,
    ) -> Result<Comment> {
        todo!()
    }

    pub async fn resolve_comment(
        &self,
        _task: TaskId,
        _comment: CommentId,
        _resolved: bool,
        _by: &Person,
    ) -> Result<()> {
        todo!()
    }
}
