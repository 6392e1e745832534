//! What drafts have to follow of their sources, and what somebody says needs nothing.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::{
    Event, Result, SaveOutcome, Store, StoreError,
    drafts::{self, Revision},
    events,
    rows::RowName,
    tasks,
};
use crate::{
    ids::{CommitId, PersonId, RevisionNumber, TaskId},
    staleness::{Change, ChangeKind, Reason, Severity},
    workflow::Task,
};

/// What is noted with a claim of an update or a carry-over.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCarry {
    /// The text whose lines the changes speak of.
    pub ground: String,
    pub changes: Vec<Change>,
}

/// What a task has to follow of its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Carry {
    /// The newest revision when it was noted.
    pub revision: RevisionNumber,
    pub source_commit: CommitId,
    pub ground: String,
    pub changes: Vec<Change>,
    pub by: PersonId,
    pub at: Timestamp,
}

/// A change as it is kept for good: a field that a later version of the judgement adds does not make
/// old rows unreadable.
#[derive(Serialize, Deserialize)]
struct KeptChange {
    key: String,
    kind: ChangeKind,
    severity: Severity,
    old_source: String,
    new_source: String,
    source_lines: Option<(usize, usize)>,
    #[serde(default)]
    stood_after: Option<usize>,
    target_lines: Option<(usize, usize)>,
    reason: Value,
}

impl KeptChange {
    fn of(change: &Change) -> Self {
        Self {
            key: change.key.clone(),
            kind: change.kind,
            severity: change.severity,
            old_source: change.old_source.clone(),
            new_source: change.new_source.clone(),
            source_lines: change.source_lines,
            stood_after: change.stood_after,
            target_lines: change.target_lines,
            reason: serde_json::to_value(&change.reason).unwrap_or_default(),
        }
    }

    fn change(self) -> Change {
        Change {
            key: self.key,
            kind: self.kind,
            severity: self.severity,
            reflected: false,
            dismissed: false,
            old_source: self.old_source,
            new_source: self.new_source,
            source_lines: self.source_lines,
            stood_after: self.stood_after,
            target_lines: self.target_lines,
            reason: serde_json::from_value(self.reason).unwrap_or(Reason::WordingOnly),
        }
    }
}

struct CarryRow {
    task: i64,
    number: i64,
    revision: i64,
    source_commit: String,
    ground: String,
    changes: String,
    carried_by: i64,
    carried_at: i64,
}

impl TryFrom<CarryRow> for Carry {
    type Error = StoreError;

    fn try_from(row: CarryRow) -> Result<Self> {
        let name = RowName { table: "carries", row: format_args!("{}/{}", row.task, row.number) };
        let changes: Vec<KeptChange> = name.json("changes", &row.changes)?;
        Ok(Self {
            revision: RevisionNumber(row.revision),
            source_commit: name.parse("source_commit", &row.source_commit)?,
            changes: changes.into_iter().map(KeptChange::change).collect(),
            by: PersonId(row.carried_by),
            at: name.moment("carried_at", row.carried_at)?,
            ground: row.ground,
        })
    }
}

/// Selects whole rows of `carries`; the argument continues the statement after its column list.
macro_rules! select_carries {
    ($rest:tt $(, $argument:expr)*) => {
        sqlx::query_as!(
            CarryRow,
            "SELECT task, number, revision, source_commit, ground, changes, carried_by, carried_at \
             FROM carries " + $rest
            $(, $argument)*
        )
    };
}

impl Store {
    /// Carries a draft over in one transaction: the task goes on from another source version, the
    /// text follows `expected` unless it is the same, and what is left to do is noted with the event.
    pub async fn carry(
        &self,
        (before, after): (&Task, &Task),
        expected: RevisionNumber,
        text: &str,
        carry: &NewCarry,
        event: &Event,
        by: PersonId,
    ) -> Result<SaveOutcome> {
        let mut transaction = self.begin().await?;
        let newest = drafts::newest(&mut transaction, before.id).await?;
        let newest = newest.ok_or_else(|| StoreError::Missing {
            table: "revisions",
            row: before.id.to_string(),
        })?;
        if newest.number != expected {
            return Ok(SaveOutcome::Conflict(newest));
        }
        if !tasks::replace(&mut transaction, before, after).await? {
            return Ok(SaveOutcome::TaskMoved);
        }
        let revision = if newest.text == text {
            newest
        } else {
            let number = RevisionNumber(expected.0 + 1);
            let text = text.into();
            let revision = Revision { task: before.id, number, by, at: event.at, text };
            drafts::insert(&mut transaction, &revision).await?;
            revision
        };
        insert(&mut transaction, after, revision.number, carry, by, event.at).await?;
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(SaveOutcome::Saved(revision))
    }

    /// What a task has to follow; `None` where it never fell behind.
    pub async fn newest_carry(&self, task: TaskId) -> Result<Option<Carry>> {
        let row = select_carries!("WHERE task = ? ORDER BY number DESC LIMIT 1", task.0);
        row.fetch_optional(&self.readers).await?.map(Carry::try_from).transpose()
    }

    /// All that was noted of a task, oldest first.
    pub async fn carries(&self, task: TaskId) -> Result<Vec<Carry>> {
        let rows = select_carries!("WHERE task = ? ORDER BY number", task.0);
        rows.fetch_all(&self.readers).await?.into_iter().map(Carry::try_from).collect()
    }

    /// Keys of the changes somebody says need nothing in the draft of a task.
    pub async fn settled_changes(&self, task: TaskId) -> Result<HashSet<String>> {
        let keys =
            sqlx::query_scalar!("SELECT change_key FROM settled_changes WHERE task = ?", task.0);
        Ok(keys.fetch_all(&self.readers).await?.into_iter().collect())
    }

    /// Notes that a change needs nothing, or that it does after all.
    pub async fn settle_change(
        &self,
        task: TaskId,
        key: &str,
        settled: bool,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let at = at.as_millisecond();
        if settled {
            sqlx::query!(
                "INSERT INTO settled_changes (task, change_key, settled_by, settled_at) \
                 VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                task.0,
                key,
                by.0,
                at
            )
            .execute(&self.writer)
            .await?;
        } else {
            sqlx::query!(
                "DELETE FROM settled_changes WHERE task = ? AND change_key = ?",
                task.0,
                key
            )
            .execute(&self.writer)
            .await?;
        }
        Ok(())
    }
}

/// Notes what a task has to follow from this revision on.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    task: &Task,
    revision: RevisionNumber,
    carry: &NewCarry,
    by: PersonId,
    at: Timestamp,
) -> Result<()> {
    let kept: Vec<KeptChange> = carry.changes.iter().map(KeptChange::of).collect();
    let changes = serde_json::to_string(&kept).unwrap_or_else(|_| "[]".into());
    let (commit, at) = (task.source_commit.to_string(), at.as_millisecond());
    sqlx::query!(
        "INSERT INTO carries (task, number, revision, source_commit, ground, changes, carried_by, \
         carried_at) VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM carries WHERE task = ?1), \
         ?2, ?3, ?4, ?5, ?6, ?7)",
        task.id.0,
        revision.0,
        commit,
        carry.ground,
        changes,
        by.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
