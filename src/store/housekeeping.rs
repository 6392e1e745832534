//! What may go after a while. The schema says what that is (`superseded_revisions`, and a trigger that
//! refuses everything else); here it is only looked up and done, in small transactions.

use jiff::Timestamp;

use super::{Result, Store};
use crate::ids::TaskId;

impl Store {
    /// Tasks merged before a moment that have superseded revisions, oldest first.
    pub async fn tasks_to_thin(&self, merged_before: Timestamp) -> Result<Vec<TaskId>> {
        let before = merged_before.as_millisecond();
        let tasks = sqlx::query_scalar!(
            "SELECT DISTINCT task AS \"task!: i64\" FROM superseded_revisions \
             WHERE merged_at < ? ORDER BY task",
            before
        );
        Ok(tasks.fetch_all(&self.readers).await?.into_iter().map(TaskId).collect())
    }

    /// Removes the superseded revisions of one task; returns how many.
    pub async fn thin_revisions(&self, task: TaskId) -> Result<u64> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query!(
            "DELETE FROM revisions WHERE task = ?1 AND number IN \
             (SELECT number FROM superseded_revisions WHERE task = ?1)",
            task.0
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected())
    }

    /// Lets SQLite look whether its statistics are still true, and hands the log's space back.
    pub async fn tune(&self) -> Result<()> {
        sqlx::query("PRAGMA optimize").execute(&self.writer).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
