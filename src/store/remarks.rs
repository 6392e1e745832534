//! What people say to each other about a post; append-only.

use jiff::Timestamp;

use super::{Event, Result, Store, events, rows::RowName};
use crate::ids::{PersonId, ProjectId, Slug};

/// One thing somebody said about a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRemark {
    /// Rises with time.
    pub id: i64,
    pub by: PersonId,
    pub at: Timestamp,
    pub body: String,
}

impl Store {
    /// Keeps what somebody said, with the event; its id.
    pub async fn add_remark(
        &self,
        (project, slug): (&ProjectId, &Slug),
        by: PersonId,
        body: &str,
        event: &Event,
    ) -> Result<i64> {
        let mut transaction = self.begin().await?;
        let (project, slug) = (project.as_str(), slug.as_str());
        let at = event.at.as_millisecond();
        let added = sqlx::query!(
            "INSERT INTO post_remarks (project, slug, written_by, written_at, body) \
             VALUES (?, ?, ?, ?, ?)",
            project,
            slug,
            by.0,
            at,
            body
        )
        .execute(&mut *transaction)
        .await?;
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(added.last_insert_rowid())
    }

    /// The last things said about a post, at most `limit`, oldest first.
    pub async fn remarks_of(
        &self,
        project: &ProjectId,
        slug: &Slug,
        limit: u32,
    ) -> Result<Vec<StoredRemark>> {
        let (project, slug) = (project.as_str(), slug.as_str());
        let rows = sqlx::query!(
            "SELECT id, written_by, written_at, body FROM post_remarks \
             WHERE project = ? AND slug = ? ORDER BY id DESC LIMIT ?",
            project,
            slug,
            limit
        );
        let rows = rows.fetch_all(&self.readers).await?.into_iter().rev();
        rows.map(|row| {
            let name = RowName { table: "post_remarks", row: row.id };
            Ok(StoredRemark {
                id: row.id,
                by: PersonId(row.written_by),
                at: name.moment("written_at", row.written_at)?,
                body: row.body,
            })
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        store::testing::{TestStore, at, project},
        workflow::Role,
    };

    #[tokio::test]
    async fn what_was_said_stays_and_the_newest_is_told() {
        let store = TestStore::new().await;
        let ada = store.person_named("ada", Role::Volunteer).await.id;
        let (project, kites) = (project(), Slug::new("kites"));
        for body in ["one", "two", "three"] {
            let event = Event {
                at: at(1),
                actor: Some(ada),
                project: Some(project.clone()),
                slug: Some(kites.clone()),
                task: None,
                kind: "remarked".into(),
                data: json!({}),
            };
            store.add_remark((&project, &kites), ada, body, &event).await.unwrap();
        }
        let said = store.remarks_of(&project, &kites, 2).await.unwrap();
        let bodies: Vec<&str> = said.iter().map(|it| it.body.as_str()).collect();
        assert_eq!(bodies, ["two", "three"]);
        let gone = sqlx::query("DELETE FROM post_remarks").execute(&store.writer).await;
        assert!(gone.unwrap_err().to_string().contains("append-only"));
    }
}
