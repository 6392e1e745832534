//! Filters of a board that somebody keeps under a name.

use jiff::Timestamp;

use super::{Result, Store};
use crate::ids::{PersonId, ProjectId};

/// Filters under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredView {
    pub name: String,
    /// As it stands in the address of the board, with its question mark; empty where nothing is filtered.
    pub query: String,
}

impl Store {
    /// The views of a person on a project, the oldest first.
    pub async fn saved_views(
        &self,
        person: PersonId,
        project: &ProjectId,
    ) -> Result<Vec<StoredView>> {
        let project = project.as_str();
        let rows = sqlx::query_as!(
            StoredView,
            "SELECT name, query FROM saved_views WHERE person = ? AND project = ? \
             ORDER BY saved_at, name",
            person.0,
            project
        );
        Ok(rows.fetch_all(&self.readers).await?)
    }

    /// Keeps a view, in place of an earlier one of that name, unless there are `most` already; whether it
    /// was kept.
    pub async fn save_view(
        &self,
        person: PersonId,
        project: &ProjectId,
        view: &StoredView,
        at: Timestamp,
        most: u32,
    ) -> Result<bool> {
        let (project, at) = (project.as_str(), at.as_millisecond());
        let saved = sqlx::query!(
            "INSERT INTO saved_views (person, project, name, query, saved_at) \
             SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM saved_views \
             WHERE person = ?1 AND project = ?2 AND name <> ?3) < ?6 \
             ON CONFLICT (person, project, name) DO UPDATE SET query = ?4, saved_at = ?5",
            person.0,
            project,
            view.name,
            view.query,
            at,
            most
        );
        Ok(saved.execute(&self.writer).await?.rows_affected() == 1)
    }

    /// Forgets a view; whether there was one.
    pub async fn remove_view(
        &self,
        person: PersonId,
        project: &ProjectId,
        name: &str,
    ) -> Result<bool> {
        let project = project.as_str();
        let removed = sqlx::query!(
            "DELETE FROM saved_views WHERE person = ? AND project = ? AND name = ?",
            person.0,
            project,
            name
        );
        Ok(removed.execute(&self.writer).await?.rows_affected() == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        store::testing::{TestStore, at, project},
        workflow::Role,
    };

    #[tokio::test]
    async fn views_belong_to_one_person_and_are_not_without_number() {
        let store = TestStore::new().await;
        let ada = store.person_named("ada", Role::Volunteer).await.id;
        let bo = store.person_named("bo", Role::Volunteer).await.id;
        let project = project();
        let save = async |name: &str, query: &str, hours| {
            let view = StoredView { name: name.into(), query: query.into() };
            store.save_view(ada, &project, &view, at(hours), 2).await.unwrap()
        };
        assert!(save("short", "?length=short", 1).await);
        assert!(save("mine", "?tag=nlp", 2).await);
        assert!(!save("more", "", 3).await, "two are the most here");
        assert!(save("short", "?length=medium", 4).await, "a name is used again");
        let views = store.saved_views(ada, &project).await.unwrap();
        let told: Vec<_> = views.iter().map(|it| (it.name.as_str(), it.query.as_str())).collect();
        assert_eq!(told, [("mine", "?tag=nlp"), ("short", "?length=medium")]);
        assert_eq!(store.saved_views(bo, &project).await.unwrap(), []);
        assert!(!store.remove_view(bo, &project, "mine").await.unwrap());
        assert!(store.remove_view(ada, &project, "mine").await.unwrap());
    }
}
