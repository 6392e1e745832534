//! The state machine of one volunteer's work on one post.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::{
    BlobId, CommitId, PersonId, ProjectId, PullRequestNumber, RevisionNumber, Slug, TaskId,
};

/// What kind of work a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TaskKind {
    /// A post that has no translation yet.
    Translate,
    /// A translation that fell behind its source.
    Update,
}

/// What never changes during a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub project: ProjectId,
    pub slug: Slug,
    pub kind: TaskKind,
    pub translator: PersonId,
    pub claimed_at: Timestamp,
    /// The source version that is being translated.
    pub source_commit: CommitId,
    pub source_blob: BlobId,
    pub stage: Stage,
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
        revision: RevisionNumber,
        reviewer: PersonId,
        since: Timestamp,
    },
    ChangesRequested {
        reviewer: PersonId,
        at: Timestamp,
        lease_until: Timestamp,
        reason: String,
    },
    Approved {
        revision: RevisionNumber,
        reviewer: PersonId,
        at: Timestamp,
    },
    /// The work stands on a branch; `number` is known where a pull request was opened.
    PrOpen {
        revision: RevisionNumber,
        reviewer: PersonId,
        branch: String,
        commit: CommitId,
        number: Option<PullRequestNumber>,
        url: Option<String>,
        since: Timestamp,
    },
    Merged {
        at: Timestamp,
    },
    Released {
        at: Timestamp,
        by: PersonId,
    },
    Expired {
        at: Timestamp,
    },
    /// The pull request was closed without merging, or a maintainer ended the task.
    Closed {
        at: Timestamp,
        reason: String,
    },
}

/// Why a step is not possible now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a task that is {stage} cannot be {wanted}")]
    WrongStage { stage: &'static str, wanted: &'static str },
    #[error("the lease ended at {0}")]
    LeaseEnded(Timestamp),
    #[error("{0} may not do this")]
    NotAllowed(PersonId),
    #[error("somebody else is proofreading this")]
    ReviewedByAnother,
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
        todo!()
    }

    /// Prolongs the lease because the translator saved something.
    pub fn saved(self, _at: Timestamp, _lease: SignedDuration) -> Result<Self, Refusal> {
        todo!()
    }

    pub fn submit(self, _revision: RevisionNumber, _at: Timestamp) -> Result<Self, Refusal> {
        todo!()
    }

    /// The translator takes a submitted text back to work on it further.
    pub fn withdraw(self, _at: Timestamp, _lease: SignedDuration) -> Result<Self, Refusal> {
        todo!()
    }

    pub fn start_review(self, _by: PersonId, _at: Timestamp) -> Result<Self, Refusal> {
        todo!()
    }

    pub fn request_changes(
        self,
        _by: PersonId,
        _reason: String,
        _at: Timestamp,
        _lease: SignedDuration,
    ) -> Result<Self, Refusal> {
        todo!()
    }

    pub fn approve(
        self,
        _by: PersonId,
        _revision: RevisionNumber,
        _at: Timestamp,
    ) -> Result<Self, Refusal> {
        todo!()
    }

    pub fn published(
        self,
        _branch: String,
        _commit: CommitId,
        _pull_request: Option<(PullRequestNumber, String)>,
        _at: Timestamp,
    ) -> Result<Self, Refusal> {
        todo!()
    }

    pub fn merged(self, _at: Timestamp) -> Result<Self, Refusal> {
        todo!()
    }

    /// Gives a claim back.
    pub fn release(self, _by: PersonId, _at: Timestamp) -> Result<Self, Refusal> {
        todo!()
    }

    /// Ends a lease that ran out before `at`.
    pub fn expire(self, _at: Timestamp) -> Result<Self, Refusal> {
        todo!()
    }

    /// The pull request was closed without merging: the text goes back to its translator.
    pub fn return_to_translator(
        self,
        _reason: String,
        _at: Timestamp,
        _lease: SignedDuration,
    ) -> Result<Self, Refusal> {
        todo!()
    }

    pub fn close(self, _reason: String, _at: Timestamp) -> Result<Self, Refusal> {
        todo!()
    }

    /// A maintainer gives a claimed task to somebody else; the draft stays with the task.
    pub fn reassign(
        self,
        _to: PersonId,
        _at: Timestamp,
        _lease: SignedDuration,
    ) -> Result<Self, Refusal> {
        todo!()
    }
}
