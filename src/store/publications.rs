//! Tries to publish a task: what failed, how often, and when the next is due.

use jiff::Timestamp;

use super::{Result, Store, StoreError, rows::RowName};
use crate::ids::{ProjectId, TaskId};

/// The state of publishing one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub task: TaskId,
    pub attempts: u32,
    pub last_error: Option<String>,
    pub last_attempt: Option<Timestamp>,
    /// `None`: parked until a person asks.
    pub next_attempt: Option<Timestamp>,
}

struct PublicationRow {
    task: i64,
    attempts: i64,
    last_error: Option<String>,
    last_attempt: Option<i64>,
    next_attempt: Option<i64>,
}

impl TryFrom<PublicationRow> for Publication {
    type Error = StoreError;

    fn try_from(row: PublicationRow) -> Result<Self> {
        let name = RowName { table: "publications", row: row.task };
        Ok(Self {
            task: TaskId(row.task),
            attempts: name.number("attempts", row.attempts)?,
            last_error: row.last_error,
            last_attempt: name.optional_moment("last_attempt", row.last_attempt)?,
            next_attempt: name.optional_moment("next_attempt", row.next_attempt)?,
        })
    }
}

impl Store {
    pub async fn publication(&self, task: TaskId) -> Result<Option<Publication>> {
        let row = sqlx::query_as!(
            PublicationRow,
            "SELECT task, attempts, last_error, last_attempt, next_attempt FROM publications \
             WHERE task = ?",
            task.0
        );
        row.fetch_optional(&self.readers).await?.map(Publication::try_from).transpose()
    }

    /// Inserts or replaces the state of a task's publishing.
    pub async fn set_publication(&self, publication: &Publication) -> Result<()> {
        let last = publication.last_attempt.map(Timestamp::as_millisecond);
        let next = publication.next_attempt.map(Timestamp::as_millisecond);
        let result = sqlx::query!(
            "INSERT INTO publications (task, attempts, last_error, last_attempt, next_attempt) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (task) DO UPDATE SET \
             attempts = ?2, last_error = ?3, last_attempt = ?4, next_attempt = ?5",
            publication.task.0,
            publication.attempts,
            publication.last_error,
            last,
            next
        )
        .execute(&self.writer)
        .await?;
        RowName { table: "publications", row: publication.task }.changed(&result)
    }

    /// Publications of a project's active tasks whose last try failed.
    pub async fn failed_publications(&self, project: &ProjectId) -> Result<Vec<Publication>> {
        let project = project.as_str();
        let rows = sqlx::query_as!(
            PublicationRow,
            "SELECT task, attempts, last_error, last_attempt, next_attempt FROM publications \
             JOIN tasks ON tasks.id = task \
             WHERE project = ? AND last_error IS NOT NULL \
             AND stage NOT IN ('merged', 'released', 'expired', 'closed') \
             ORDER BY last_attempt DESC",
            project
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(Publication::try_from).collect()
    }
}
