//! The steps from stage to stage.

use jiff::{SignedDuration, Timestamp};

use super::{Published, Reason, Stage, Task};
use crate::ids::{BlobId, CommitId, PersonId, RevisionNumber};

/// Why a step is not possible now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a task that is {stage} cannot be {wanted}")]
    WrongStage { stage: &'static str, wanted: &'static str },
    #[error("the lease runs until {0}")]
    LeaseRunning(Timestamp),
    #[error("somebody else is proofreading this")]
    ReviewedByAnother,
    /// An approval of a text older than the one that was submitted.
    #[error("revision {submitted} was submitted, and revision {given} is older")]
    OldRevision { submitted: RevisionNumber, given: RevisionNumber },
}

type Step = Result<Task, Refusal>;

/// What a lease is prolonged by at least.
const LEASE_STEP: SignedDuration = SignedDuration::from_mins(1);

/// Where a lease ends that could end at `wanted`.
fn moved(lease_until: Timestamp, wanted: Timestamp) -> Timestamp {
    if wanted >= lease_until + LEASE_STEP { wanted } else { lease_until }
}

impl Task {
    /// Prolongs the lease because somebody saved something: the translator while the text is theirs,
    /// the proofreader during the review. A lease that ran out while nobody else took the post goes
    /// on: the work is there, and refusing it would only lose it. A lease moves by a minute at least, so
    /// that most saves of somebody who writes leave the task as it is.
    pub fn saved(self, by: PersonId, at: Timestamp, lease: SignedDuration) -> Step {
        match self.stage {
            Stage::Claimed { lease_until } => {
                let lease_until = moved(lease_until, at + lease);
                Ok(self.into_stage(Stage::Claimed { lease_until }))
            }
            Stage::ChangesRequested { reviewer, at: since, lease_until, ref reason } => {
                let reason = reason.clone();
                let lease_until = moved(lease_until, at + lease);
                Ok(self.into_stage(Stage::ChangesRequested {
                    reviewer,
                    at: since,
                    lease_until,
                    reason,
                }))
            }
            Stage::InReview { revision, reviewer, since, lease_until } => {
                ensure_reviewer(reviewer, by)?;
                let lease_until = moved(lease_until, at + lease);
                Ok(self.into_stage(Stage::InReview { revision, reviewer, since, lease_until }))
            }
            _ => self.refuse("saved"),
        }
    }

    /// The text goes on from another version of its source, carried over by whoever may write in it now.
    pub fn carried(
        self,
        (commit, blob): (CommitId, BlobId),
        by: PersonId,
        at: Timestamp,
        lease: SignedDuration,
    ) -> Step {
        let after = self.saved(by, at, lease)?;
        Ok(Self { source_commit: commit, source_blob: blob, ..after })
    }

    /// Sends a revision to proofreading.
    pub fn submit(self, revision: RevisionNumber, at: Timestamp) -> Step {
        match self.stage {
            Stage::Claimed { .. } | Stage::ChangesRequested { .. } => {
                Ok(self.into_stage(Stage::Submitted { revision, at }))
            }
            _ => self.refuse("submitted"),
        }
    }

    /// The translator takes a submitted text back to work on it further.
    pub fn withdraw(self, at: Timestamp, lease: SignedDuration) -> Step {
        match self.stage {
            Stage::Submitted { .. } => {
                Ok(self.into_stage(Stage::Claimed { lease_until: at + lease }))
            }
            _ => self.refuse("withdrawn"),
        }
    }

    /// A proofreader takes the submitted text in hand; doing so twice changes nothing.
    pub fn start_review(self, by: PersonId, at: Timestamp, lease: SignedDuration) -> Step {
        match self.stage {
            Stage::Submitted { revision, .. } => Ok(self.into_stage(Stage::InReview {
                revision,
                reviewer: by,
                since: at,
                lease_until: at + lease,
            })),
            Stage::InReview { reviewer, .. } => {
                ensure_reviewer(reviewer, by)?;
                Ok(self)
            }
            _ => self.refuse("proofread"),
        }
    }

    /// The proofreader puts the text back, so that another one can take it.
    pub fn leave_review(self, by: PersonId) -> Step {
        match self.stage {
            Stage::InReview { revision, reviewer, since, .. } => {
                ensure_reviewer(reviewer, by)?;
                Ok(self.into_stage(Stage::Submitted { revision, at: since }))
            }
            _ => self.refuse("put back"),
        }
    }

    /// The proofreader gives the text back to its translator.
    pub fn request_changes(
        self,
        by: PersonId,
        reason: Reason,
        at: Timestamp,
        lease: SignedDuration,
    ) -> Step {
        match self.stage {
            Stage::InReview { reviewer, .. } => {
                ensure_reviewer(reviewer, by)?;
                let lease_until = at + lease;
                Ok(self.into_stage(Stage::ChangesRequested { reviewer, at, lease_until, reason }))
            }
            _ => self.refuse("returned"),
        }
    }

    /// The proofreader approves the submitted revision or a newer one.
    pub fn approve(self, by: PersonId, revision: RevisionNumber, at: Timestamp) -> Step {
        match self.stage {
            Stage::InReview { reviewer, revision: submitted, .. } => {
                ensure_reviewer(reviewer, by)?;
                if revision < submitted {
                    return Err(Refusal::OldRevision { submitted, given: revision });
                }
                Ok(self.into_stage(Stage::Approved { revision, reviewer, at }))
            }
            _ => self.refuse("approved"),
        }
    }

    /// The approved text stands on a branch; of a text that already does, its newest commit.
    pub fn published(self, published: Published, at: Timestamp) -> Step {
        match self.stage {
            Stage::Approved { revision, reviewer, .. } => {
                Ok(self.into_stage(Stage::PrOpen { revision, reviewer, published, since: at }))
            }
            Stage::PrOpen { revision, reviewer, since, .. } => {
                Ok(self.into_stage(Stage::PrOpen { revision, reviewer, published, since }))
            }
            _ => self.refuse("published"),
        }
    }

    /// Others pushed to the branch: what it holds now, and the revision that has it.
    pub fn pushed(self, revision: RevisionNumber, published: Published) -> Step {
        match self.stage {
            Stage::PrOpen { reviewer, since, .. } => {
                Ok(self.into_stage(Stage::PrOpen { revision, reviewer, published, since }))
            }
            _ => self.refuse("pushed to"),
        }
    }

    /// A text that had come back stands outside again as it was, because its pull request was reopened.
    pub fn reopened(self, revision: RevisionNumber, published: Published, at: Timestamp) -> Step {
        match self.stage {
            Stage::ChangesRequested { reviewer, .. } => {
                Ok(self.into_stage(Stage::PrOpen { revision, reviewer, published, since: at }))
            }
            _ => self.refuse("reopened"),
        }
    }

    /// What was published before the text came back is on the base branch, and nobody wrote on since.
    pub fn merged_as(
        self,
        revision: RevisionNumber,
        reviewer: PersonId,
        published: Option<Published>,
        at: Timestamp,
    ) -> Step {
        if self.is_active() {
            Ok(self.into_stage(Stage::Merged { revision, reviewer, published, at }))
        } else {
            self.refuse("merged")
        }
    }

    /// The text is on the base branch.
    pub fn merged(self, at: Timestamp) -> Step {
        match self.stage {
            Stage::PrOpen { revision, reviewer, ref published, .. } => {
                let published = Some(published.clone());
                Ok(self.into_stage(Stage::Merged { revision, reviewer, published, at }))
            }
            Stage::Approved { revision, reviewer, .. } => {
                Ok(self.into_stage(Stage::Merged { revision, reviewer, published: None, at }))
            }
            _ => self.refuse("merged"),
        }
    }

    /// Gives a claim back.
    pub fn release(self, by: PersonId, at: Timestamp) -> Step {
        match self.stage {
            Stage::Claimed { .. } | Stage::ChangesRequested { .. } => {
                Ok(self.into_stage(Stage::Released { at, by }))
            }
            _ => self.refuse("released"),
        }
    }

    /// Ends a lease that ran out by `at`: the translator's ends the task, the proofreader's puts the
    /// text back among those that wait, where it keeps the age it had.
    pub fn expire(self, at: Timestamp) -> Step {
        match self.lease_until() {
            Some(lease_until) if lease_until > at => {
                return Err(Refusal::LeaseRunning(lease_until));
            }
            Some(_) => {}
            None => return self.refuse("expired"),
        }
        let next = match self.stage {
            Stage::InReview { revision, since, .. } => Stage::Submitted { revision, at: since },
            _ => Stage::Expired { at },
        };
        Ok(self.into_stage(next))
    }

    /// An expired task goes on, because its translator came back before anybody else took the post.
    pub fn resume(self, at: Timestamp, lease: SignedDuration) -> Step {
        match self.stage {
            Stage::Expired { .. } => {
                Ok(self.into_stage(Stage::Claimed { lease_until: at + lease }))
            }
            _ => self.refuse("resumed"),
        }
    }

    /// The text was refused upstream, or before it got there: it goes back to its translator.
    pub fn return_to_translator(
        self,
        reason: Reason,
        at: Timestamp,
        lease: SignedDuration,
    ) -> Step {
        match self.stage {
            Stage::Approved { reviewer, .. } | Stage::PrOpen { reviewer, .. } => {
                let lease_until = at + lease;
                Ok(self.into_stage(Stage::ChangesRequested { reviewer, at, lease_until, reason }))
            }
            _ => self.refuse("returned"),
        }
    }

    /// Ends a task for good, whatever it was at.
    pub fn close(self, reason: Reason, at: Timestamp) -> Step {
        if self.is_active() {
            Ok(self.into_stage(Stage::Closed { at, reason }))
        } else {
            self.refuse("closed")
        }
    }

    /// A maintainer gives the work to somebody else; the draft stays with the task, and so does the
    /// reason of a return.
    pub fn reassign(mut self, to: PersonId, at: Timestamp, lease: SignedDuration) -> Step {
        let until = at + lease;
        match &mut self.stage {
            Stage::Claimed { lease_until } | Stage::ChangesRequested { lease_until, .. } => {
                *lease_until = until;
                self.translator = to;
                self.claimed_at = at;
                Ok(self)
            }
            _ => self.refuse("given to somebody else"),
        }
    }

    fn into_stage(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }

    fn refuse(&self, wanted: &'static str) -> Step {
        Err(Refusal::WrongStage { stage: self.stage_name(), wanted })
    }
}

fn ensure_reviewer(reviewer: PersonId, by: PersonId) -> Result<(), Refusal> {
    if reviewer == by { Ok(()) } else { Err(Refusal::ReviewedByAnother) }
}

#[cfg(test)]
mod tests;
