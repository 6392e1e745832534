//! When a project was synced, and how that went.

use jiff::Timestamp;

use super::{Result, Store};
use crate::ids::ProjectId;

/// How the last syncs of a project went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredSyncState {
    pub last_success: Option<Timestamp>,
    pub last_attempt: Option<Timestamp>,
    pub error: Option<String>,
}

impl Store {
    pub async fn sync_state(&self, _project: &ProjectId) -> Result<StoredSyncState> {
        todo!()
    }

    pub async fn set_sync_state(
        &self,
        _project: &ProjectId,
        _state: &StoredSyncState,
    ) -> Result<()> {
        todo!()
    }
}
