//! Follows the source: fetch, walk, judge, store what differs.

use super::{Result, Workshop};
use crate::{
    catalogue::{Catalogue, CatalogueDiff},
    ids::{CommitId, ProjectId},
};
use std::sync::Arc;

/// How a sync goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncMode {
    /// Only what is new.
    Incremental,
    /// Throws the cache away and makes it again.
    Rebuild,
    /// Tells what would change and changes nothing in the database.
    DryRun,
}

/// What a sync found.
#[derive(Debug, Clone)]
pub struct SyncOutcome {
    pub head: CommitId,
    pub diff: CatalogueDiff,
    pub catalogue: Arc<Catalogue>,
}

impl Workshop {
    /// Syncs one project. A failure is recorded as the sync state and the last good catalogue stays.
    /// Afterwards tasks whose work is on the base branch are merged (by content).
    pub async fn sync(
        &self,
        _project: &ProjectId,
        _mode: SyncMode,
        _progress: &(dyn Fn(&str, u64, u64) + Send + Sync),
    ) -> Result<SyncOutcome> {
        todo!()
    }
}
