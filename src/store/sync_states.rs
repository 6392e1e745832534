//! When a project was synced, and how that went.

use jiff::Timestamp;

use super::{Result, Store, rows::RowName};
use crate::ids::ProjectId;

/// How the last syncs of a project went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredSyncState {
    pub last_success: Option<Timestamp>,
    pub last_attempt: Option<Timestamp>,
    /// Why the last attempt failed.
    pub error: Option<String>,
}

impl Store {
    /// The state of a project; empty where it was never synced.
    pub async fn sync_state(&self, project: &ProjectId) -> Result<StoredSyncState> {
        let project = project.as_str();
        let row = sqlx::query!(
            "SELECT last_success, last_attempt, error FROM sync_states WHERE project = ?",
            project
        );
        let Some(row) = row.fetch_optional(&self.readers).await? else {
            return Ok(StoredSyncState::default());
        };
        let name = RowName { table: "sync_states", row: project };
        Ok(StoredSyncState {
            last_success: name.optional_moment("last_success", row.last_success)?,
            last_attempt: name.optional_moment("last_attempt", row.last_attempt)?,
            error: row.error,
        })
    }

    /// Inserts or replaces the state of a project.
    pub async fn set_sync_state(&self, project: &ProjectId, state: &StoredSyncState) -> Result<()> {
        let project = project.as_str();
        let success = state.last_success.map(Timestamp::as_millisecond);
        let attempt = state.last_attempt.map(Timestamp::as_millisecond);
        sqlx::query!(
            "INSERT INTO sync_states (project, last_success, last_attempt, error) \
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT (project) DO UPDATE SET \
             last_success = ?2, last_attempt = ?3, error = ?4",
            project,
            success,
            attempt,
            state.error
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
