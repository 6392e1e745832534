//! Open pull requests of other people that concern translations.

use jiff::Timestamp;

use super::{Result, Store, StoreError, rows::RowName};
use crate::ids::{CommitId, ProjectId, PullRequestNumber, Slug};

/// An open pull request somebody else has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsidePull {
    pub number: PullRequestNumber,
    /// The head whose files are known; `None`: not looked at yet.
    pub looked_at: Option<CommitId>,
    pub author: String,
    pub title: String,
    pub url: String,
    pub opened_at: Timestamp,
    /// The translations it adds or changes.
    pub slugs: Vec<Slug>,
}

struct OutsideRow {
    project: String,
    number: i64,
    looked_at: Option<String>,
    author: String,
    title: String,
    url: String,
    opened_at: i64,
    slugs: String,
}

impl TryFrom<OutsideRow> for OutsidePull {
    type Error = StoreError;

    fn try_from(row: OutsideRow) -> Result<Self> {
        let key = format!("{}/{}", row.project, row.number);
        let name = RowName { table: "outside_pulls", row: &key };
        let slugs: Vec<String> = name.json("slugs", &row.slugs)?;
        Ok(Self {
            number: PullRequestNumber(row.number.cast_unsigned()),
            looked_at: row.looked_at.map(|head| name.parse("looked_at", &head)).transpose()?,
            opened_at: name.moment("opened_at", row.opened_at)?,
            author: row.author,
            title: row.title,
            url: row.url,
            slugs: slugs.into_iter().map(Slug::new).collect(),
        })
    }
}

impl Store {
    /// All that are known of a project, oldest first.
    pub async fn outside_pulls(&self, project: &ProjectId) -> Result<Vec<OutsidePull>> {
        let project = project.as_str();
        let rows = sqlx::query_as!(
            OutsideRow,
            "SELECT project, number, looked_at, author, title, url, opened_at, slugs \
             FROM outside_pulls WHERE project = ? ORDER BY number",
            project
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(OutsidePull::try_from).collect()
    }

    /// Writes what is known of one now.
    pub async fn set_outside_pull(&self, project: &ProjectId, pull: &OutsidePull) -> Result<()> {
        let (project, number) = (project.as_str(), pull.number.0.cast_signed());
        let head = pull.looked_at.map(|head| head.to_string());
        let opened_at = pull.opened_at.as_millisecond();
        let slugs: Vec<&str> = pull.slugs.iter().map(Slug::as_str).collect();
        let slugs = serde_json::json!(slugs).to_string();
        sqlx::query!(
            "INSERT INTO outside_pulls \
             (project, number, looked_at, author, title, url, opened_at, slugs) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (project, number) DO UPDATE SET \
             looked_at = ?3, author = ?4, title = ?5, url = ?6, opened_at = ?7, slugs = ?8",
            project,
            number,
            head,
            pull.author,
            pull.title,
            pull.url,
            opened_at,
            slugs
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Forgets one that is open no more; one that is not known is no error.
    pub async fn forget_outside_pull(
        &self,
        project: &ProjectId,
        number: PullRequestNumber,
    ) -> Result<()> {
        let (project, number) = (project.as_str(), number.0.cast_signed());
        sqlx::query!("DELETE FROM outside_pulls WHERE project = ? AND number = ?", project, number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
