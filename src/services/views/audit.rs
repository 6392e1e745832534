//! The log of everything, as maintainers read it.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::PersonBrief;
use crate::{
    ids::{ProjectId, Slug, TaskId},
    workflow::Reason,
};

/// One line of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditLine {
    /// Rises with time.
    pub id: i64,
    pub at: Timestamp,
    /// What happened, such as `claimed` or `role_changed`.
    pub kind: String,
    /// `None` for the worker.
    pub person: Option<PersonBrief>,
    /// `None` for what concerns the whole installation.
    pub project: Option<ProjectId>,
    pub slug: Option<Slug>,
    pub task: Option<TaskId>,
    /// Whom it concerns besides: who was given a post, or another role.
    pub to: Option<PersonBrief>,
    /// Why, where that was said.
    pub reason: Option<Reason>,
    /// Everything else that was noted.
    #[schema(value_type = Object)]
    pub data: Value,
}
