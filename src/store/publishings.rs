//! What went out for a task: the commits of its branch and its pull requests.

use jiff::Timestamp;

use super::{Result, Store, StoreError, rows::RowName};
use crate::ids::{CommitId, PersonId, ProjectId, PullRequestNumber, RevisionNumber, TaskId};

/// A commit of a task's branch: ours, or one of others that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishing {
    pub task: TaskId,
    pub commit: CommitId,
    /// The revision whose text it carries, or that took its text in.
    pub revision: RevisionNumber,
    /// SHA-256 of the translation in it, in hexadecimal.
    pub text_hash: Option<String>,
    pub at: Timestamp,
}

/// A pull request Yiqi opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPull {
    pub project: ProjectId,
    pub number: PullRequestNumber,
    pub task: TaskId,
    pub branch: String,
    pub url: Option<String>,
    /// Who approved what it holds.
    pub reviewer: PersonId,
    /// Whether the draft went back because it was closed.
    pub closed: bool,
    /// What was told of it, a key on each line, so that it is told once.
    pub told: Option<String>,
    /// GitHub's number of the newest request for changes that was followed.
    pub verdict: u64,
}

struct PublishingRow {
    id: i64,
    task: i64,
    commit_id: String,
    revision: i64,
    text_hash: Option<String>,
    at: i64,
}

struct OwnPullRow {
    project: String,
    number: i64,
    task: i64,
    branch: String,
    url: Option<String>,
    reviewer: i64,
    closed: bool,
    told: Option<String>,
    verdict: i64,
}

impl TryFrom<PublishingRow> for Publishing {
    type Error = StoreError;

    fn try_from(row: PublishingRow) -> Result<Self> {
        let name = RowName { table: "publishings", row: row.id };
        Ok(Self {
            task: TaskId(row.task),
            commit: name.parse("commit_id", &row.commit_id)?,
            revision: RevisionNumber(row.revision),
            text_hash: row.text_hash,
            at: name.moment("at", row.at)?,
        })
    }
}

impl From<OwnPullRow> for OwnPull {
    fn from(row: OwnPullRow) -> Self {
        Self {
            project: ProjectId::new(row.project),
            number: PullRequestNumber(row.number.cast_unsigned()),
            task: TaskId(row.task),
            branch: row.branch,
            url: row.url,
            reviewer: PersonId(row.reviewer),
            closed: row.closed,
            told: row.told,
            verdict: row.verdict.cast_unsigned(),
        }
    }
}

impl Store {
    /// Notes a commit of a task's branch; one that is known stays as it is.
    pub async fn add_publishing(&self, publishing: &Publishing) -> Result<()> {
        let commit = publishing.commit.to_string();
        let at = publishing.at.as_millisecond();
        sqlx::query!(
            "INSERT INTO publishings (task, commit_id, revision, text_hash, at) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            publishing.task.0,
            commit,
            publishing.revision.0,
            publishing.text_hash,
            at
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The known commits of a task's branch, newest first.
    pub async fn publishings(&self, task: TaskId) -> Result<Vec<Publishing>> {
        let rows = sqlx::query_as!(
            PublishingRow,
            "SELECT id, task, commit_id, revision, text_hash, at FROM publishings \
             WHERE task = ? ORDER BY id DESC",
            task.0
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(Publishing::try_from).collect()
    }

    /// Writes what is known of a pull request of ours.
    pub async fn set_own_pull(&self, pull: &OwnPull) -> Result<()> {
        let (project, number) = (pull.project.as_str(), pull.number.0.cast_signed());
        let verdict = pull.verdict.cast_signed();
        sqlx::query!(
            "INSERT INTO own_pulls \
             (project, number, task, branch, url, reviewer, closed, told, verdict) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             ON CONFLICT (project, number) DO UPDATE SET \
             task = ?3, branch = ?4, url = ?5, reviewer = ?6, closed = ?7, told = ?8, \
             verdict = ?9",
            project,
            number,
            pull.task.0,
            pull.branch,
            pull.url,
            pull.reviewer.0,
            pull.closed,
            pull.told,
            verdict
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The pull requests of a task, newest first.
    pub async fn own_pulls(&self, task: TaskId) -> Result<Vec<OwnPull>> {
        let rows = sqlx::query_as!(
            OwnPullRow,
            "SELECT project, number AS \"number!\", task, branch, url, reviewer, closed AS \"closed: bool\", \
             told, verdict FROM own_pulls WHERE task = ? ORDER BY number DESC",
            task.0
        );
        Ok(rows.fetch_all(&self.readers).await?.into_iter().map(OwnPull::from).collect())
    }
}
