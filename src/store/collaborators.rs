//! Who may write to a project's repository at GitHub, and what that made of their roles here.

use std::collections::BTreeSet;

use super::{Result, Store, rows::RowName};
use crate::{ids::ProjectId, workflow::Role};

/// Somebody who may not write any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departed {
    pub project: ProjectId,
    pub github_id: u64,
    /// The role they were raised from; `None` where they were not raised.
    pub raised_from: Option<Role>,
}

impl Store {
    /// Writes down who may write now: who is new waits to be raised, who is gone to be lowered.
    pub async fn set_collaborators(
        &self,
        project: &ProjectId,
        github_ids: &BTreeSet<u64>,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let project = project.as_str();
        sqlx::query!("UPDATE collaborators SET gone = 1 WHERE project = ?", project)
            .execute(&mut *transaction)
            .await?;
        for id in github_ids {
            let id = id.cast_signed();
            sqlx::query!(
                "INSERT INTO collaborators (project, github_id, applied) VALUES (?, ?, 0) \
                 ON CONFLICT DO UPDATE SET gone = 0",
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
        let rows = sqlx::query!(
            "SELECT project, github_id FROM collaborators WHERE applied = 0 AND gone = 0"
        );
        let rows = rows.fetch_all(&self.readers).await?;
        Ok(rows
            .into_iter()
            .map(|row| (ProjectId::new(row.project), row.github_id.cast_unsigned()))
            .collect())
    }

    /// The accounts that may not write any more and are still known, of any project.
    pub async fn departed_collaborators(&self) -> Result<Vec<Departed>> {
        let rows = sqlx::query!(
            "SELECT project, github_id, raised_from FROM collaborators WHERE gone = 1"
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName { table: "collaborators", row: row.github_id };
                let role = row.raised_from.as_deref();
                Ok(Departed {
                    project: ProjectId::new(&row.project),
                    github_id: row.github_id.cast_unsigned(),
                    raised_from: role.map(|role| name.parse("raised_from", role)).transpose()?,
                })
            })
            .collect()
    }

    /// Notes the role somebody has who is about to be raised; the first one noted stays.
    pub async fn collaborator_raised_from(
        &self,
        project: &ProjectId,
        github_id: u64,
        role: Role,
    ) -> Result<()> {
        let (project, id, role) = (project.as_str(), github_id.cast_signed(), role.name());
        sqlx::query!(
            "UPDATE collaborators SET raised_from = coalesce(raised_from, ?) \
             WHERE project = ? AND github_id = ?",
            role,
            project,
            id
        )
        .execute(&self.writer)
        .await?;
        Ok(())
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

    /// Leaves it to another project's repository to say what somebody's role follows from; `false`
    /// where they may write to no other.
    pub async fn hand_collaborator_on(&self, project: &ProjectId, github_id: u64) -> Result<bool> {
        let (project, id) = (project.as_str(), github_id.cast_signed());
        let mut transaction = self.begin().await?;
        let handed = sqlx::query!(
            "UPDATE collaborators SET raised_from = coalesce(raised_from, (SELECT raised_from \
             FROM collaborators WHERE project = ?1 AND github_id = ?2)) \
             WHERE github_id = ?2 AND project <> ?1 AND gone = 0",
            project,
            id
        )
        .execute(&mut *transaction)
        .await?;
        if handed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query!("DELETE FROM collaborators WHERE project = ? AND github_id = ?", project, id)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    pub async fn forget_collaborator(&self, project: &ProjectId, github_id: u64) -> Result<()> {
        let (project, id) = (project.as_str(), github_id.cast_signed());
        sqlx::query!("DELETE FROM collaborators WHERE project = ? AND github_id = ?", project, id)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// A maintainer decided somebody's role: it follows from nothing else any more.
    pub async fn keep_role(&self, github_id: u64) -> Result<()> {
        let id = github_id.cast_signed();
        sqlx::query!("UPDATE collaborators SET raised_from = NULL WHERE github_id = ?", id)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
