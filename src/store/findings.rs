//! What people say of findings.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Result, Store, rows::RowName};
use crate::{
    ids::{PersonId, Slug, TaskId},
    workflow::Task,
};

/// A person's word that a finding is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingWord {
    pub reason: String,
    pub task: TaskId,
    pub by: PersonId,
    pub at: Timestamp,
}

impl Store {
    /// Notes that a finding on a task's post is none, or with no reason that it stands after all.
    pub async fn add_finding_word(
        &self,
        task: &Task,
        finding: &str,
        reason: Option<&str>,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let (project, slug) = (task.project.as_str(), task.slug.as_str());
        let moment = at.as_millisecond();
        sqlx::query!(
            "INSERT INTO finding_words (project, slug, finding, task, reason, said_by, said_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            project,
            slug,
            finding,
            task.id.0,
            reason,
            by.0,
            moment
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The findings of a post that are dismissed now, by their ids.
    pub async fn dismissed_findings(
        &self,
        project: &crate::ids::ProjectId,
        slug: &Slug,
    ) -> Result<HashMap<String, FindingWord>> {
        let (project, slug) = (project.as_str(), slug.as_str());
        let rows = sqlx::query!(
            "SELECT id, finding, task, reason AS \"reason!\", said_by, said_at FROM finding_words \
             WHERE reason IS NOT NULL AND id IN \
             (SELECT max(id) FROM finding_words WHERE project = ? AND slug = ? GROUP BY finding)",
            project,
            slug
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName { table: "finding_words", row: row.id };
                let word = FindingWord {
                    reason: row.reason,
                    task: TaskId(row.task),
                    by: PersonId(row.said_by),
                    at: name.moment("said_at", row.said_at)?,
                };
                Ok((row.finding, word))
            })
            .collect()
    }
}
