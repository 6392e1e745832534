//! Who may write to a project's repository at GitHub.

use std::collections::BTreeSet;

use super::{Result, Store};
use crate::ids::ProjectId;

impl Store {
    /// Writes down who may write now; who is new waits to be raised, who is gone is forgotten.
    pub async fn set_collaborators(
        &self,
        project: &ProjectId,
        github_ids: &BTreeSet<u64>,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let project = project.as_str();
        let known =
            sqlx::query_scalar!("SELECT github_id FROM collaborators WHERE project = ?", project)
                .fetch_all(&mut *transaction)
                .await?;
        for gone in known.into_iter().filter(|id| !github_ids.contains(&id.cast_unsigned())) {
            sqlx::query!(
                "DELETE FROM collaborators WHERE project = ? AND github_id = ?",
                project,
                gone
            )
            .execute(&mut *transaction)
            .await?;
        }
        for id in github_ids {
            let id = id.cast_signed();
            sqlx::query!(
                "INSERT INTO collaborators (project, github_id, applied) VALUES (?, ?, 0) \
                 ON CONFLICT DO NOTHING",
                project,
                id
            )
            .execute(&mut *transaction)
            .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The accounts that are to be raised and have not been, of any project.
    pub async fn unapplied_collaborators(&self) -> Result<Vec<(ProjectId, u64)>> {
        let rows = sqlx::query!("SELECT project, github_id FROM collaborators WHERE applied = 0");
        let rows = rows.fetch_all(&self.readers).await?;
        Ok(rows
            .into_iter()
            .map(|row| (ProjectId::new(row.project), row.github_id.cast_unsigned()))
            .collect())
    }

    pub async fn collaborator_applied(&self, project: &ProjectId, github_id: u64) -> Result<()> {
        let (project, id) = (project.as_str(), github_id.cast_signed());
        sqlx::query!(
            "UPDATE collaborators SET applied = 1 WHERE project = ? AND github_id = ?",
            project,
            id
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
