//! How a project stood at the ends of past weeks and months: a cache that can be made again from Git.

use super::{Result, Store, rows::RowName};
use crate::{coverage::Point, ids::ProjectId};

impl Store {
    /// The points one engine made, oldest first.
    pub async fn coverage(&self, project: &ProjectId, engine: &str) -> Result<Vec<Point>> {
        let key = project.as_str();
        let rows = sqlx::query!(
            "SELECT at, commit_id, standing FROM coverage_points \
             WHERE project = ? AND engine = ? ORDER BY at",
            key,
            engine
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name =
                    RowName { table: "coverage_points", row: format_args!("{key}/{}", row.at) };
                Ok(Point {
                    at: row.at,
                    commit: name.parse("commit_id", &row.commit_id)?,
                    standing: name.json("standing", &row.standing)?,
                })
            })
            .collect()
    }

    /// Adds points, in the place of others that speak of the same moments.
    pub async fn add_coverage(
        &self,
        project: &ProjectId,
        engine: &str,
        points: &[Point],
    ) -> Result<()> {
        let key = project.as_str();
        let mut transaction = self.begin().await?;
        for point in points {
            let (commit, standing) = (point.commit.to_string(), super::encode(&point.standing)?);
            sqlx::query!(
                "INSERT INTO coverage_points (project, at, engine, commit_id, standing) \
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (project, at) DO UPDATE SET \
                 engine = ?3, commit_id = ?4, standing = ?5",
                key,
                point.at,
                engine,
                commit,
                standing
            )
            .execute(&mut *transaction)
            .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Removes the points that speak of these moments.
    pub async fn remove_coverage(&self, project: &ProjectId, moments: &[i64]) -> Result<()> {
        let key = project.as_str();
        let mut transaction = self.begin().await?;
        for at in moments {
            sqlx::query!("DELETE FROM coverage_points WHERE project = ? AND at = ?", key, at)
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Forgets all points of a project.
    pub async fn drop_coverage(&self, project: &ProjectId) -> Result<()> {
        let key = project.as_str();
        sqlx::query!("DELETE FROM coverage_points WHERE project = ?", key)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
