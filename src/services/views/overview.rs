//! What maintainers see of the health of a project.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Counts, MyTask, StoryEvent, SyncState, Updating};
use crate::{
    coverage::{Activity, Standing, Step},
    figures::{Bearers, Waits},
    ids::{CommitId, DeliveryId, ProjectId, Slug, TaskId},
    staleness::Severity,
    workflow::{Person, Role},
};

/// The maintainer's page of one project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Dashboard {
    pub project: ProjectId,
    pub project_name: String,
    pub counts: Counts,
    pub coverage: CoverageView,
    /// What the last twelve months brought, oldest first; the present one is not over.
    pub activity: Vec<Activity>,
    /// Stale posts and words that wait, by severity: cosmetic, minor, major.
    pub stale: Vec<(Severity, usize, usize)>,
    /// What somebody brings up to date; not counted among the stale ones.
    pub updating: Updating,
    /// All active tasks, the longest in their stage first.
    pub pipeline: Vec<MyTask>,
    /// How long what stands in each stage has stood there, in the order of the work.
    pub stages: Vec<StageWaits>,
    /// Oldest wait for a proofreader.
    pub oldest_wait: Option<Timestamp>,
    /// Tasks whose lease ends within three days, the next first.
    pub expiring: Vec<MyTask>,
    pub sync: SyncState,
    pub deliveries: DeliveryHealth,
    /// Publishing and delivery failures that need a look.
    pub failures: Vec<Failure>,
    /// Webhook events that nobody handles, and how often they came.
    pub ignored_events: Vec<(String, u64)>,
    pub people: Vec<PersonLoad>,
    /// How few people made half of the translations of the last 365 days.
    pub bearers: Bearers,
    /// Newest first.
    pub recent: Vec<(Slug, StoryEvent)>,
    /// What the posts are called.
    #[serde(skip)]
    pub titles: HashMap<Slug, String>,
}

/// How far a project was, over time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverageView {
    pub step: Step,
    /// The ends of past weeks or months, oldest first, and the present moment.
    pub points: Vec<CoveragePoint>,
    /// Points of the past that the worker has yet to make.
    pub unmade: usize,
}

/// How a project stood at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoveragePoint {
    pub at: Timestamp,
    /// The head of the branch at that moment.
    pub commit: CommitId,
    #[serde(flatten)]
    pub standing: Standing,
}

/// How long what stands in a stage has stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageWaits {
    /// As [`crate::workflow::Task::stage_name`].
    pub stage: &'static str,
    #[serde(flatten)]
    pub waits: Waits,
}

/// How the webhooks of this installation do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveryHealth {
    /// When the last one came.
    pub last_at: Option<Timestamp>,
    /// Those the worker has yet to read, failed ones among them.
    pub waiting: usize,
    /// Those that failed and are not done.
    pub failing: usize,
}

/// Something that did not work and may be tried again.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Failure {
    pub what: String,
    pub task: Option<TaskId>,
    /// The webhook delivery that failed.
    pub delivery: Option<DeliveryId>,
    pub at: Timestamp,
    /// When it is tried again without being asked; `None`: it waits for a person.
    pub next_try: Option<Timestamp>,
    pub error: String,
}

/// A person and their work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonLoad {
    pub person: Person,
    pub role: Role,
    pub active: usize,
    pub merged: usize,
    pub reviewed: usize,
}
