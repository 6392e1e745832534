//! Tries to publish a task: what failed, how often, and when the next is due.

use jiff::Timestamp;

use super::{Result, Store};
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

impl Store {
    pub async fn publication(&self, _task: TaskId) -> Result<Option<Publication>> {
        todo!()
    }

    pub async fn set_publication(&self, _publication: &Publication) -> Result<()> {
        todo!()
    }

    /// Publications of a project's active tasks whose last try failed.
    pub async fn failed_publications(&self, _project: &ProjectId) -> Result<Vec<Publication>> {
        todo!()
    }
}
