//! Drafts: append-only revisions.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::{Result, Store, StoreError, rows::RowName, task_row::TaskRow, tasks};
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

/// A revision without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevisionHead {
    pub number: RevisionNumber,
    pub by: PersonId,
    pub at: Timestamp,
}

/// How a save ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveOutcome {
    /// The text is the newest revision, which is returned.
    Saved(Revision),
    /// The newest revision is not the expected one; it is returned and nothing was written.
    Conflict(Revision),
    /// The task is no longer as it was given; nothing was written.
    TaskMoved,
}

struct RevisionRow {
    task: i64,
    number: i64,
    saved_by: i64,
    saved_at: i64,
    text: String,
}

impl TryFrom<RevisionRow> for Revision {
    type Error = StoreError;

    fn try_from(row: RevisionRow) -> Result<Self> {
        let name = RowName { table: "revisions", row: format_args!("{}/{}", row.task, row.number) };
        Ok(Self {
            at: name.moment("saved_at", row.saved_at)?,
            task: TaskId(row.task),
            number: RevisionNumber(row.number),
            by: PersonId(row.saved_by),
            text: row.text,
        })
    }
}

impl Store {
    /// Appends a revision on top of `expected` and writes the task's prolonged lease, in one transaction.
    /// A text equal to the newest revision's adds none and changes nothing, whatever was expected: a
    /// save that is sent again after its answer was lost is no conflict.
    pub async fn save_draft(
        &self,
        task: &Task,
        prolonged: &Task,
        expected: RevisionNumber,
        text: &str,
        by: PersonId,
        at: Timestamp,
    ) -> Result<SaveOutcome> {
        self.save_draft_after(task, prolonged, expected, |_| text.to_owned(), (by, at)).await
    }

    /// The same with a text that takes over the line endings of the newest revision. `text` gets that one,
    /// and answers `""` as it does any text without `\r`.
    pub async fn save_draft_after(
        &self,
        task: &Task,
        prolonged: &Task,
        expected: RevisionNumber,
        text: impl Fn(&str) -> String,
        (by, at): (PersonId, Timestamp),
    ) -> Result<SaveOutcome> {
        if prolonged == task {
            let number = RevisionNumber(expected.0 + 1);
            let revision = Revision { task: task.id, number, by, at, text: text("") };
            if self.append_draft(task, &revision).await? {
                return Ok(SaveOutcome::Saved(revision));
            }
        }
        let mut transaction = self.begin().await?;
        let newest = newest(&mut transaction, task.id).await?;
        let text = text(newest.as_ref().map_or("", |newest| &newest.text));
        match newest {
            Some(newest) if newest.text == text => return Ok(SaveOutcome::Saved(newest)),
            Some(newest) if newest.number != expected => return Ok(SaveOutcome::Conflict(newest)),
            _ => {}
        }
        if !tasks::replace(&mut transaction, task, prolonged).await? {
            return Ok(SaveOutcome::TaskMoved);
        }
        let number = RevisionNumber(expected.0 + 1);
        let revision = Revision { task: task.id, number, by, at, text };
        insert(&mut transaction, &revision).await?;
        transaction.commit().await?;
        Ok(SaveOutcome::Saved(revision))
    }

    /// Inserts a revision in one statement, as nearly every save goes: `false`, and nothing is written, unless
    /// it follows the newest, differs from it, that one has no `\r`, and nothing changed in the task that says
    /// who may write, or from which source.
    pub async fn append_draft(&self, task: &Task, revision: &Revision) -> Result<bool> {
        let (row, at) = (TaskRow::from(task), revision.at.as_millisecond());
        let before = revision.number.0 - 1;
        let appended = sqlx::query!(
            "INSERT INTO revisions (task, number, saved_by, saved_at, text) \
             SELECT tasks.id, newest.number + 1, ?1, ?2, ?3 \
             FROM tasks JOIN revisions AS newest ON newest.task = tasks.id \
             WHERE tasks.id = ?4 AND newest.number = ?5 AND newest.text <> ?3 \
             AND instr(newest.text, char(13)) = 0 \
             AND newest.number = (SELECT max(number) FROM revisions WHERE task = tasks.id) \
             AND tasks.stage = ?6 AND tasks.translator = ?7 AND tasks.reviewer IS ?8 \
             AND tasks.lease_until IS ?9 AND tasks.source_blob = ?10 AND tasks.revision IS ?11 \
             AND tasks.stage_at IS ?12",
            revision.by.0,
            at,
            revision.text,
            row.id,
            before,
            row.stage,
            row.translator,
            row.reviewer,
            row.lease_until,
            row.source_blob,
            row.revision,
            row.stage_at
        );
        Ok(appended.execute(&self.writer).await?.rows_affected() == 1)
    }

    pub async fn newest_revision(&self, task: TaskId) -> Result<Option<Revision>> {
        let mut connection = self.readers.acquire().await?;
        newest(&mut connection, task).await
    }

    pub async fn revision(&self, task: TaskId, number: RevisionNumber) -> Result<Option<Revision>> {
        let row = sqlx::query_as!(
            RevisionRow,
            "SELECT task, number, saved_by, saved_at, text FROM revisions \
             WHERE task = ? AND number = ?",
            task.0,
            number.0
        );
        row.fetch_optional(&self.readers).await?.map(Revision::try_from).transpose()
    }

    /// Newest first.
    pub async fn revisions(&self, task: TaskId) -> Result<Vec<Revision>> {
        let rows = sqlx::query_as!(
            RevisionRow,
            "SELECT task, number, saved_by, saved_at, text FROM revisions \
             WHERE task = ? ORDER BY number DESC",
            task.0
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(Revision::try_from).collect()
    }

    /// All revisions of a task without their texts, oldest first.
    pub async fn revision_heads(&self, task: TaskId) -> Result<Vec<RevisionHead>> {
        let rows = sqlx::query!(
            "SELECT number, saved_by, saved_at FROM revisions WHERE task = ? ORDER BY number",
            task.0
        );
        let head = |number: i64, by: i64, at: i64| {
            let name = RowName { table: "revisions", row: format_args!("{task}/{number}") };
            let at = name.moment("saved_at", at)?;
            Ok(RevisionHead { number: RevisionNumber(number), by: PersonId(by), at })
        };
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter().map(|row| head(row.number, row.saved_by, row.saved_at)).collect()
    }

    /// The newest draft an ended, unmerged task of this post left that differs from its first revision.
    /// Work from before the last merge is done with.
    pub async fn left_draft(&self, project: &ProjectId, slug: &Slug) -> Result<Option<Revision>> {
        let (project, slug) = (project.as_str(), slug.as_str());
        let row = sqlx::query_as!(
            RevisionRow,
            "SELECT newest.task AS \"task!\", newest.number AS \"number!\", \
             newest.saved_by AS \"saved_by!\", newest.saved_at AS \"saved_at!\", \
             newest.text AS \"text!\" \
             FROM tasks \
             JOIN revisions AS newest ON newest.task = tasks.id \
             JOIN revisions AS first ON first.task = tasks.id AND first.number = 1 \
             WHERE tasks.project = ?1 AND tasks.slug = ?2 \
             AND tasks.stage IN ('released', 'expired', 'closed') \
             AND newest.number = (SELECT max(number) FROM revisions WHERE task = tasks.id) \
             AND newest.text <> first.text \
             AND tasks.id > (SELECT coalesce(max(id), 0) FROM tasks \
                             WHERE project = ?1 AND slug = ?2 AND stage = 'merged') \
             ORDER BY newest.saved_at DESC, newest.task DESC LIMIT 1",
            project,
            slug
        );
        row.fetch_optional(&self.readers).await?.map(Revision::try_from).transpose()
    }
}

pub(super) async fn newest(
    connection: &mut SqliteConnection,
    task: TaskId,
) -> Result<Option<Revision>> {
    let row = sqlx::query_as!(
        RevisionRow,
        "SELECT task, number, saved_by, saved_at, text FROM revisions \
         WHERE task = ? ORDER BY number DESC LIMIT 1",
        task.0
    );
    row.fetch_optional(connection).await?.map(Revision::try_from).transpose()
}

/// Inserts a revision; the schema refuses a number that does not follow the newest.
pub(super) async fn insert(connection: &mut SqliteConnection, revision: &Revision) -> Result<()> {
    let at = revision.at.as_millisecond();
    sqlx::query!(
        "INSERT INTO revisions (task, number, saved_by, saved_at, text) VALUES (?, ?, ?, ?, ?)",
        revision.task.0,
        revision.number.0,
        revision.by.0,
        at,
        revision.text
    )
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
