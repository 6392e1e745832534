//! Comments on drafts.

use jiff::Timestamp;

use super::{Result, Store};
use crate::ids::{CommentId, PersonId, RevisionNumber, TaskId};

/// A comment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredComment {
    pub id: CommentId,
    pub task: TaskId,
    pub revision: RevisionNumber,
    pub line: Option<usize>,
    pub by: PersonId,
    pub at: Timestamp,
    pub body: String,
    pub resolved: bool,
}

impl Store {
    pub async fn add_comment(
        &self,
        _task: TaskId,
        _revision: RevisionNumber,
        _line: Option<usize>,
        _by: PersonId,
        _at: Timestamp,
        _body: &str,
    ) -> Result<StoredComment> {
        todo!()
    }

    /// Oldest first.
    pub async fn comments(&self, _task: TaskId) -> Result<Vec<StoredComment>> {
        todo!()
    }

    /// `false` where there is no such comment of this task.
    pub async fn set_comment_resolved(
        &self,
        _task: TaskId,
        _comment: CommentId,
        _resolved: bool,
    ) -> Result<bool> {
        todo!()
    }
}
