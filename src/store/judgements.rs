//! What people said about the judgement: pinned bases and dismissed changes. Not derived from Git, so never rebuilt.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Event, Result, Store, events, rows::RowName};
use crate::ids::{CommitId, PersonId, ProjectId, Slug};

impl Store {
    /// Sets the base of a translation, in place of an earlier pin, and logs it.
    pub async fn set_pin(
        &self,
        project: &ProjectId,
        slug: &Slug,
        base: CommitId,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let (project_id, key) = (project.as_str(), slug.as_str());
        let (base, moment) = (base.to_string(), at.as_millisecond());
        sqlx::query!(
            "INSERT INTO pins (project, slug, base, set_by, set_at) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (project, slug) DO UPDATE SET base = ?3, set_by = ?4, set_at = ?5",
            project_id,
            key,
            base,
            by.0,
            moment
        )
        .execute(&mut *transaction)
        .await?;
        let data = serde_json::json!({ "commit": base });
        let event = judgement_event(project, slug, by, at, "pinned", data);
        events::insert(&mut transaction, &event).await?;
        Ok(transaction.commit().await?)
    }

    pub async fn pins(&self, project: &ProjectId) -> Result<HashMap<Slug, CommitId>> {
        let project = project.as_str();
        let rows = sqlx::query!("SELECT slug, base FROM pins WHERE project = ?", project);
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName { table: "pins", row: format_args!("{project}/{}", row.slug) };
                let base = name.parse("base", &row.base)?;
                Ok((Slug::new(row.slug), base))
            })
            .collect()
    }

    /// Dismisses a change and logs it; a change that is dismissed already stays so.
    pub async fn add_dismissal(
        &self,
        project: &ProjectId,
        slug: &Slug,
        change_key: &str,
        reason: &str,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let (project_id, key, moment) = (project.as_str(), slug.as_str(), at.as_millisecond());
        let added = sqlx::query!(
            "INSERT INTO dismissals (project, slug, change_key, reason, dismissed_by, dismissed_at) \
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            project_id,
            key,
            change_key,
            reason,
            by.0,
            moment
        )
        .execute(&mut *transaction)
        .await?;
        if added.rows_affected() == 1 {
            let data = serde_json::json!({ "change": change_key, "reason": reason });
            let event = judgement_event(project, slug, by, at, "dismissed", data);
            events::insert(&mut transaction, &event).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The keys of the dismissed changes, by post.
    pub async fn dismissals(&self, project: &ProjectId) -> Result<HashMap<Slug, Vec<String>>> {
        let project = project.as_str();
        let rows = sqlx::query!(
            "SELECT slug, change_key FROM dismissals WHERE project = ? ORDER BY slug, change_key",
            project
        );
        let mut dismissed: HashMap<Slug, Vec<String>> = HashMap::new();
        for row in rows.fetch_all(&self.readers).await? {
            dismissed.entry(Slug::new(row.slug)).or_default().push(row.change_key);
        }
        Ok(dismissed)
    }
}

fn judgement_event(
    project: &ProjectId,
    slug: &Slug,
    by: PersonId,
    at: Timestamp,
    kind: &str,
    data: serde_json::Value,
) -> Event {
    Event {
        at,
        actor: Some(by),
        project: Some(project.clone()),
        slug: Some(slug.clone()),
        task: None,
        kind: kind.into(),
        data,
    }
}
