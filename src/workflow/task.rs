//! One volunteer's work on one post: what it is and where it stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Reason, UnknownName};
use crate::ids::{
    BlobId, CommitId, PersonId, ProjectId, PullRequestNumber, RevisionNumber, Slug, TaskId,
};

/// What kind of work a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TaskKind {
    /// A post that has no translation yet.
    Translate,
    /// A translation that fell behind its source.
    Update,
}

impl TaskKind {
    /// The name as stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Translate => "translate",
            Self::Update => "update",
        }
    }
}

impl std::str::FromStr for TaskKind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "translate" => Ok(Self::Translate),
            "update" => Ok(Self::Update),
            _ => Err(UnknownName { name: name.into(), known: "translate, update" }),
        }
    }
}

/// A piece of work on one post, and the stage it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub project: ProjectId,
    pub slug: Slug,
    pub kind: TaskKind,
    pub translator: PersonId,
    /// When the present translator got it.
    pub claimed_at: Timestamp,
    /// The source version that is being translated; another one once the draft was carried over.
    pub source_commit: CommitId,
    pub source_blob: BlobId,
    pub stage: Stage,
}

/// Where the work stands outside: a branch, and the pull request where one was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub branch: String,
    pub commit: CommitId,
    pub number: Option<PullRequestNumber>,
    pub url: Option<String>,
}

/// Where a task stands; each stage carries exactly its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    Claimed {
        lease_until: Timestamp,
    },
    Submitted {
        revision: RevisionNumber,
        at: Timestamp,
    },
    InReview {
        /// The revision that was submitted; the proofreader may have saved newer ones since.
        revision: RevisionNumber,
        reviewer: PersonId,
        since: Timestamp,
        lease_until: Timestamp,
    },
    ChangesRequested {
        reviewer: PersonId,
        at: Timestamp,
        lease_until: Timestamp,
        reason: Reason,
    },
    Approved {
        revision: RevisionNumber,
        reviewer: PersonId,
        at: Timestamp,
    },
    /// The work stands on a branch.
    PrOpen {
        revision: RevisionNumber,
        reviewer: PersonId,
        published: Published,
        since: Timestamp,
    },
    Merged {
        revision: RevisionNumber,
        reviewer: PersonId,
        /// `None` where the text reached the base branch before Yiqi published it.
        published: Option<Published>,
        at: Timestamp,
    },
    Released {
        at: Timestamp,
        by: PersonId,
    },
    Expired {
        at: Timestamp,
    },
    /// The pull request was closed for good, or a maintainer ended the task.
    Closed {
        at: Timestamp,
        reason: Reason,
    },
}

impl Stage {
    /// The name of the stage as stored and shown (`changes_requested`).
    pub fn name(&self) -> &'static str {
        match self {
            Self::Claimed { .. } => "claimed",
            Self::Submitted { .. } => "submitted",
            Self::InReview { .. } => "in_review",
            Self::ChangesRequested { .. } => "changes_requested",
            Self::Approved { .. } => "approved",
            Self::PrOpen { .. } => "pr_open",
            Self::Merged { .. } => "merged",
            Self::Released { .. } => "released",
            Self::Expired { .. } => "expired",
            Self::Closed { .. } => "closed",
        }
    }
}

impl Task {
    /// Whether it occupies its post, so that nobody else can claim it.
    pub fn is_active(&self) -> bool {
        !matches!(
            self.stage,
            Stage::Merged { .. }
                | Stage::Released { .. }
                | Stage::Expired { .. }
                | Stage::Closed { .. }
        )
    }

    /// The name of the stage as stored and shown (`changes_requested`).
    pub fn stage_name(&self) -> &'static str {
        self.stage.name()
    }

    /// When the present stage began; for a claim, when the translator got it.
    pub fn since(&self) -> Timestamp {
        match &self.stage {
            Stage::Claimed { .. } => self.claimed_at,
            Stage::Submitted { at, .. }
            | Stage::InReview { since: at, .. }
            | Stage::ChangesRequested { at, .. }
            | Stage::Approved { at, .. }
            | Stage::PrOpen { since: at, .. }
            | Stage::Merged { at, .. }
            | Stage::Released { at, .. }
            | Stage::Expired { at }
            | Stage::Closed { at, .. } => *at,
        }
    }

    /// When the translator's or the proofreader's lease runs out, in stages that have one.
    pub fn lease_until(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Claimed { lease_until }
            | Stage::InReview { lease_until, .. }
            | Stage::ChangesRequested { lease_until, .. } => Some(*lease_until),
            _ => None,
        }
    }

    /// Who proofreads or proofread it, where the stage knows.
    pub fn reviewer(&self) -> Option<PersonId> {
        match &self.stage {
            Stage::InReview { reviewer, .. }
            | Stage::ChangesRequested { reviewer, .. }
            | Stage::Approved { reviewer, .. }
            | Stage::PrOpen { reviewer, .. }
            | Stage::Merged { reviewer, .. } => Some(*reviewer),
            _ => None,
        }
    }

    /// The revision that was submitted or approved, where the stage knows one.
    pub fn revision(&self) -> Option<RevisionNumber> {
        match &self.stage {
            Stage::Submitted { revision, .. }
            | Stage::InReview { revision, .. }
            | Stage::Approved { revision, .. }
            | Stage::PrOpen { revision, .. }
            | Stage::Merged { revision, .. } => Some(*revision),
            _ => None,
        }
    }

    /// Where the work stands outside, once it does.
    pub fn published_as(&self) -> Option<&Published> {
        match &self.stage {
            Stage::PrOpen { published, .. } => Some(published),
            Stage::Merged { published, .. } => published.as_ref(),
            _ => None,
        }
    }
}
