//! Comments on drafts.

use jiff::Timestamp;

use super::{Result, Store, StoreError, rows::RowName};
use crate::ids::{CommentId, PersonId, RevisionNumber, TaskId};

/// A comment as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredComment {
    pub id: CommentId,
    pub task: TaskId,
    pub revision: RevisionNumber,
    /// 1-based line of that revision.
    pub line: Option<usize>,
    pub by: PersonId,
    pub at: Timestamp,
    pub body: String,
    pub resolved: bool,
}

struct CommentRow {
    id: i64,
    task: i64,
    revision: i64,
    line: Option<i64>,
    written_by: i64,
    written_at: i64,
    body: String,
    resolved: bool,
}

impl TryFrom<CommentRow> for StoredComment {
    type Error = StoreError;

    fn try_from(row: CommentRow) -> Result<Self> {
        let name = RowName { table: "comments", row: row.id };
        Ok(Self {
            id: CommentId(row.id),
            task: TaskId(row.task),
            revision: RevisionNumber(row.revision),
            line: row.line.map(|line| name.number("line", line)).transpose()?,
            by: PersonId(row.written_by),
            at: name.moment("written_at", row.written_at)?,
            body: row.body,
            resolved: row.resolved,
        })
    }
}

impl Store {
    /// Adds a comment on a revision that exists.
    pub async fn add_comment(
        &self,
        task: TaskId,
        revision: RevisionNumber,
        line: Option<usize>,
        by: PersonId,
        at: Timestamp,
        body: &str,
    ) -> Result<StoredComment> {
        let moment = at.as_millisecond();
        let stored_line = line.map(|line| i64::try_from(line).unwrap_or(i64::MAX));
        let result = sqlx::query!(
            "INSERT INTO comments (task, revision, line, written_by, written_at, body, resolved) \
             VALUES (?, ?, ?, ?, ?, ?, 0)",
            task.0,
            revision.0,
            stored_line,
            by.0,
            moment,
            body
        )
        .execute(&self.writer)
        .await?;
        let id = CommentId(result.last_insert_rowid());
        Ok(StoredComment { id, task, revision, line, by, at, body: body.into(), resolved: false })
    }

    /// Oldest first.
    pub async fn comments(&self, task: TaskId) -> Result<Vec<StoredComment>> {
        let rows = sqlx::query_as!(
            CommentRow,
            "SELECT id, task, revision, line, written_by, written_at, body, \
             resolved AS \"resolved: bool\" FROM comments WHERE task = ? ORDER BY id",
            task.0
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(StoredComment::try_from).collect()
    }

    /// `false` where there is no such comment of this task.
    pub async fn set_comment_resolved(
        &self,
        task: TaskId,
        comment: CommentId,
        resolved: bool,
    ) -> Result<bool> {
        let result = sqlx::query!(
            "UPDATE comments SET resolved = ? WHERE id = ? AND task = ?",
            resolved,
            comment.0,
            task.0
        )
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }
}
