//! Tasks as rows: the stage is a name and the columns that stage fills.

use jiff::Timestamp;
use serde_json::json;

use super::{StoreError, rows::RowName};
use crate::{
    ids::{PersonId, ProjectId, PullRequestNumber, RevisionNumber, Slug, TaskId},
    workflow::{Published, Reason, Stage, Task, Told},
};

/// A row of `tasks`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TaskRow {
    pub id: i64,
    pub project: String,
    pub slug: String,
    pub kind: String,
    pub translator: i64,
    pub claimed_at: i64,
    pub source_commit: String,
    pub source_blob: String,
    pub stage: String,
    pub stage_at: Option<i64>,
    pub lease_until: Option<i64>,
    pub revision: Option<i64>,
    pub reviewer: Option<i64>,
    pub released_by: Option<i64>,
    /// The words of a person; empty where the program told why.
    pub reason: Option<String>,
    /// What the program told, as JSON.
    pub told: Option<String>,
    pub branch: Option<String>,
    pub published_commit: Option<String>,
    pub pull_request: Option<i64>,
    pub pull_request_url: Option<String>,
}

impl From<&Task> for TaskRow {
    fn from(task: &Task) -> Self {
        let published = task.published_as();
        let released_by = match &task.stage {
            Stage::Released { by, .. } => Some(by.0),
            _ => None,
        };
        let reason = match &task.stage {
            Stage::ChangesRequested { reason, .. } | Stage::Closed { reason, .. } => Some(reason),
            _ => None,
        };
        let stage_at = match task.stage {
            Stage::Claimed { .. } => None,
            _ => Some(task.since().as_millisecond()),
        };
        Self {
            id: task.id.0,
            project: task.project.to_string(),
            slug: task.slug.to_string(),
            kind: task.kind.name().into(),
            translator: task.translator.0,
            claimed_at: task.claimed_at.as_millisecond(),
            source_commit: task.source_commit.to_string(),
            source_blob: task.source_blob.to_string(),
            stage: task.stage_name().into(),
            stage_at,
            lease_until: task.lease_until().map(Timestamp::as_millisecond),
            revision: task.revision().map(|number| number.0),
            reviewer: task.reviewer().map(|person| person.0),
            released_by,
            reason: reason.map(|reason| match reason {
                Reason::Words(words) => words.clone(),
                Reason::Told(_) => String::new(),
            }),
            told: reason.and_then(Reason::told).map(|told| json!(told).to_string()),
            branch: published.map(|published| published.branch.clone()),
            published_commit: published.map(|published| published.commit.to_string()),
            pull_request: published.and_then(|it| it.number).map(|number| number.0.cast_signed()),
            pull_request_url: published.and_then(|published| published.url.clone()),
        }
    }
}

impl TryFrom<TaskRow> for Task {
    type Error = StoreError;

    fn try_from(row: TaskRow) -> Result<Self, StoreError> {
        let name = RowName { table: "tasks", row: row.id };
        Ok(Self {
            id: TaskId(row.id),
            kind: name.parse("kind", &row.kind)?,
            translator: PersonId(row.translator),
            claimed_at: name.moment("claimed_at", row.claimed_at)?,
            source_commit: name.parse("source_commit", &row.source_commit)?,
            source_blob: name.parse("source_blob", &row.source_blob)?,
            stage: row.stage()?,
            project: ProjectId::new(row.project),
            slug: Slug::new(row.slug),
        })
    }
}

impl TaskRow {
    fn name(&self) -> RowName<i64> {
        RowName { table: "tasks", row: self.id }
    }

    fn stage(&self) -> Result<Stage, StoreError> {
        Ok(match self.stage.as_str() {
            "claimed" => Stage::Claimed { lease_until: self.lease_until()? },
            "submitted" => Stage::Submitted { revision: self.revision()?, at: self.at()? },
            "in_review" => Stage::InReview {
                revision: self.revision()?,
                reviewer: self.reviewer()?,
                since: self.at()?,
                lease_until: self.lease_until()?,
            },
            "changes_requested" => Stage::ChangesRequested {
                reviewer: self.reviewer()?,
                at: self.at()?,
                lease_until: self.lease_until()?,
                reason: self.reason()?,
            },
            "approved" => Stage::Approved {
                revision: self.revision()?,
                reviewer: self.reviewer()?,
                at: self.at()?,
            },
            "pr_open" => Stage::PrOpen {
                revision: self.revision()?,
                reviewer: self.reviewer()?,
                published: self.name().required("branch", self.published()?)?,
                since: self.at()?,
            },
            "merged" => Stage::Merged {
                revision: self.revision()?,
                reviewer: self.reviewer()?,
                published: self.published()?,
                at: self.at()?,
            },
            "released" => Stage::Released {
                at: self.at()?,
                by: PersonId(self.name().required("released_by", self.released_by)?),
            },
            "expired" => Stage::Expired { at: self.at()? },
            "closed" => Stage::Closed { at: self.at()?, reason: self.reason()? },
            other => return Err(self.name().bad("stage", format!("{other:?} is no stage"))),
        })
    }

    fn at(&self) -> Result<Timestamp, StoreError> {
        self.name().moment("stage_at", self.name().required("stage_at", self.stage_at)?)
    }

    fn lease_until(&self) -> Result<Timestamp, StoreError> {
        self.name().moment("lease_until", self.name().required("lease_until", self.lease_until)?)
    }

    fn revision(&self) -> Result<RevisionNumber, StoreError> {
        self.name().required("revision", self.revision).map(RevisionNumber)
    }

    fn reviewer(&self) -> Result<PersonId, StoreError> {
        self.name().required("reviewer", self.reviewer).map(PersonId)
    }

    fn reason(&self) -> Result<Reason, StoreError> {
        match &self.told {
            Some(told) => self.name().json::<Told>("told", told).map(Reason::from),
            None => self.name().required("reason", self.reason.clone()).map(Reason::from),
        }
    }

    fn published(&self) -> Result<Option<Published>, StoreError> {
        let (Some(branch), Some(commit)) = (&self.branch, &self.published_commit) else {
            return Ok(None);
        };
        Ok(Some(Published {
            branch: branch.clone(),
            commit: self.name().parse("published_commit", commit)?,
            number: self.pull_request.map(|number| PullRequestNumber(number.cast_unsigned())),
            url: self.pull_request_url.clone(),
        }))
    }
}
