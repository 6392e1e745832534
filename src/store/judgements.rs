//! What people said about the judgement: pinned bases and dismissed changes. Not derived from Git, so never rebuilt.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Event, Result, Store, events, rows::RowName};
use crate::{
    ids::{CommitId, PersonId, ProjectId, Slug},
    staleness::dismissal_of_all,
};

/// A base that somebody set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    pub base: CommitId,
    pub by: PersonId,
    pub at: Timestamp,
}

/// What somebody said of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissal {
    /// As in [`staleness::Pair::dismissed`](crate::staleness::Pair::dismissed).
    pub entry: String,
    pub reason: Option<String>,
    pub by: PersonId,
    pub at: Timestamp,
}

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
        let data = json!({ "commit": base });
        let event = judgement_event(project, slug, by, at, "pinned", data);
        events::insert(&mut transaction, &event).await?;
        Ok(transaction.commit().await?)
    }

    /// Takes a pin back and logs it; the base that was pinned.
    pub async fn remove_pin(
        &self,
        project: &ProjectId,
        slug: &Slug,
        by: PersonId,
        at: Timestamp,
    ) -> Result<Option<CommitId>> {
        let mut transaction = self.begin().await?;
        let (project_id, post) = (project.as_str(), slug.as_str());
        let gone = sqlx::query!(
            "DELETE FROM pins WHERE project = ? AND slug = ? RETURNING base",
            project_id,
            post
        );
        let Some(row) = gone.fetch_optional(&mut *transaction).await? else { return Ok(None) };
        let base = {
            let name = RowName { table: "pins", row: format_args!("{project_id}/{post}") };
            name.parse("base", &row.base)?
        };
        let data = json!({ "commit": row.base });
        let event = judgement_event(project, slug, by, at, "unpinned", data);
        events::insert(&mut transaction, &event).await?;
        transaction.commit().await?;
        Ok(Some(base))
    }

    /// The pin of one post, with who set it and when.
    pub async fn pin(&self, project: &ProjectId, slug: &Slug) -> Result<Option<Pin>> {
        let (project_id, post) = (project.as_str(), slug.as_str());
        let row = sqlx::query!(
            "SELECT base, set_by, set_at FROM pins WHERE project = ? AND slug = ?",
            project_id,
            post
        );
        let Some(row) = row.fetch_optional(&self.readers).await? else { return Ok(None) };
        let name = RowName { table: "pins", row: format_args!("{project_id}/{post}") };
        Ok(Some(Pin {
            base: name.parse("base", &row.base)?,
            by: PersonId(row.set_by),
            at: name.moment("set_at", row.set_at)?,
        }))
    }

    pub async fn pins(&self, project: &ProjectId) -> Result<HashMap<Slug, CommitId>> {
        self.pins_before(project, Timestamp::MAX).await
    }

    /// The pins of today that were set before a moment.
    pub async fn pins_before(
        &self,
        project: &ProjectId,
        before: Timestamp,
    ) -> Result<HashMap<Slug, CommitId>> {
        let (project, before) = (project.as_str(), before.as_millisecond());
        let rows = sqlx::query!(
            "SELECT slug, base FROM pins WHERE project = ? AND set_at < ?",
            project,
            before
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName { table: "pins", row: format_args!("{project}/{}", row.slug) };
                let base = name.parse("base", &row.base)?;
                Ok((Slug::new(row.slug), base))
            })
            .collect()
    }

    /// Dismisses a change and logs it, with what the change is about; a change that is dismissed
    /// already stays so.
    pub async fn add_dismissal(
        &self,
        project: &ProjectId,
        slug: &Slug,
        (change_key, about): (&str, &str),
        reason: &str,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let (project_id, key, moment) = (project.as_str(), slug.as_str(), at.as_millisecond());
        let added = sqlx::query!(
            "INSERT INTO dismissals (project, slug, change_key, reason, dismissed_by, dismissed_at, of_all) \
             VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
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
            let data = json!({ "change": change_key, "reason": reason, "about": about });
            let event = judgement_event(project, slug, by, at, "dismissed", data);
            events::insert(&mut transaction, &event).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The dismissals by post, as [`staleness::Pair::dismissed`](crate::staleness::Pair::dismissed)
    /// wants them.
    pub async fn dismissals(&self, project: &ProjectId) -> Result<HashMap<Slug, Vec<String>>> {
        self.dismissals_before(project, Timestamp::MAX).await
    }

    /// The dismissals of today that were made before a moment.
    pub async fn dismissals_before(
        &self,
        project: &ProjectId,
        before: Timestamp,
    ) -> Result<HashMap<Slug, Vec<String>>> {
        let (project, before) = (project.as_str(), before.as_millisecond());
        let rows = sqlx::query!(
            r#"SELECT slug, change_key, of_all AS "of_all: bool" FROM dismissals
               WHERE project = ? AND dismissed_at < ? ORDER BY slug, change_key"#,
            project,
            before
        );
        let mut dismissed: HashMap<Slug, Vec<String>> = HashMap::new();
        for row in rows.fetch_all(&self.readers).await? {
            let entry = entry(row.change_key, row.of_all);
            dismissed.entry(Slug::new(row.slug)).or_default().push(entry);
        }
        Ok(dismissed)
    }

    /// Takes dismissals back, given as [`Store::dismissals_of`] names them, and logs each; how many
    /// there were.
    pub async fn remove_dismissals(
        &self,
        project: &ProjectId,
        slug: &Slug,
        entries: &[(&str, Value)],
        by: PersonId,
        at: Timestamp,
    ) -> Result<usize> {
        let mut transaction = self.begin().await?;
        let (project_id, post) = (project.as_str(), slug.as_str());
        let mut removed = 0;
        for (entry, about) in entries {
            let (key, of_all) = match entry.strip_suffix('*') {
                Some(key) => (key, true),
                None => (*entry, false),
            };
            let gone = sqlx::query!(
                "DELETE FROM dismissals \
                 WHERE project = ? AND slug = ? AND change_key = ? AND of_all = ?",
                project_id,
                post,
                key,
                of_all
            )
            .execute(&mut *transaction)
            .await?;
            if gone.rows_affected() == 1 {
                let data = json!({ "change": key, "about": about });
                let event = judgement_event(project, slug, by, at, "undismissed", data);
                events::insert(&mut transaction, &event).await?;
                removed += 1;
            }
        }
        transaction.commit().await?;
        Ok(removed)
    }

    /// Who dismissed which changes of a post, when and why.
    pub async fn dismissals_of(&self, project: &ProjectId, slug: &Slug) -> Result<Vec<Dismissal>> {
        let (project_id, post) = (project.as_str(), slug.as_str());
        let rows = sqlx::query!(
            r#"SELECT change_key, reason, dismissed_by, dismissed_at, of_all AS "of_all: bool"
               FROM dismissals WHERE project = ? AND slug = ? ORDER BY change_key"#,
            project_id,
            post
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName {
                    table: "dismissals",
                    row: format_args!("{project_id}/{post}/{}", row.change_key),
                };
                Ok(Dismissal {
                    at: name.moment("dismissed_at", row.dismissed_at)?,
                    by: PersonId(row.dismissed_by),
                    reason: Some(row.reason).filter(|reason| !reason.is_empty()),
                    entry: entry(row.change_key, row.of_all),
                })
            })
            .collect()
    }
}

fn entry(key: String, of_all: bool) -> String {
    if of_all { dismissal_of_all(&key) } else { key }
}

fn judgement_event(
    project: &ProjectId,
    slug: &Slug,
    by: PersonId,
    at: Timestamp,
    kind: &str,
    data: Value,
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
