//! The append-only log of everything people and the worker did.

use jiff::Timestamp;
use serde_json::Value;

use super::{Result, Store};
use crate::ids::{PersonId, ProjectId, Slug, TaskId};

/// One line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub at: Timestamp,
    /// `None` for the worker.
    pub actor: Option<PersonId>,
    pub project: Option<ProjectId>,
    pub slug: Option<Slug>,
    pub task: Option<TaskId>,
    /// Name of what happened, such as `claimed`; the snake-case names of `services::views::StoryKind`
    /// and `role_changed`, `blocked`, `signed_in`, `profile_changed`.
    pub kind: String,
    /// Anything more (`{"reason": …}`).
    pub data: Value,
}

/// Which events are wanted.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    pub project: Option<ProjectId>,
    pub slug: Option<Slug>,
    pub limit: u32,
}

impl Store {
    pub async fn add_event(&self, _event: &Event) -> Result<()> {
        todo!()
    }

    /// Newest first.
    pub async fn events(&self, _filter: &EventFilter) -> Result<Vec<Event>> {
        todo!()
    }
}
