//! What became of an act on many posts.

use serde::Serialize;
use utoipa::ToSchema;

use crate::ids::{ProjectId, PullRequestNumber, Slug, TaskId};

/// What became of an act on many posts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkDone {
    pub project: ProjectId,
    /// In the order they were given.
    pub posts: Vec<BulkPost>,
}

/// What became of one of the posts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkPost {
    pub slug: Slug,
    #[serde(flatten)]
    pub outcome: BulkOutcome,
}

/// What was done, or why it was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum BulkOutcome {
    /// The person has it.
    Assigned { task: TaskId },
    /// So many cosmetic changes need nothing.
    Dismissed { changes: usize },
    /// It stands as it was asked for: its place in the order, left out, or offered again.
    Marked,
    /// Nothing was changed, and nothing has to be.
    NothingToDo,
    /// Somebody was faster.
    Taken { by: String },
    /// Somebody has it open as a pull request.
    OpenElsewhere { number: PullRequestNumber, author: String, url: String },
    /// It is left out, for this reason.
    LeftOut { reason: String },
    /// The source is gone.
    NoSource,
    /// There is no such post.
    NoSuchPost,
    /// The work on it has come to where this cannot be done.
    WrongStage,
}

impl BulkOutcome {
    /// Whether something was changed.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Assigned { .. } | Self::Dismissed { .. } | Self::Marked)
    }
}
