//! Chinese translations of a post that somebody found outside the repository.

use jiff::Timestamp;

use super::{Event, Result, Store, events, rows::RowName};
use crate::ids::{ElsewhereId, PersonId, ProjectId, Slug};

/// Where a translation was found, and what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredElsewhere {
    pub id: ElsewhereId,
    pub slug: Slug,
    /// An `http` or `https` address.
    pub address: String,
    /// Empty where nothing was said.
    pub word: String,
    pub by: PersonId,
    pub at: Timestamp,
}

struct Row {
    id: i64,
    slug: String,
    address: String,
    word: String,
    noted_by: i64,
    noted_at: i64,
}

impl Row {
    fn read(self) -> Result<StoredElsewhere> {
        let name = RowName { table: "elsewhere", row: self.id };
        Ok(StoredElsewhere {
            id: ElsewhereId(self.id),
            slug: Slug::new(self.slug),
            address: self.address,
            word: self.word,
            by: PersonId(self.noted_by),
            at: name.moment("noted_at", self.noted_at)?,
        })
    }
}

impl Store {
    /// What was found of the posts of a project; of each post the first noted first.
    pub async fn elsewhere(&self, project: &ProjectId) -> Result<Vec<StoredElsewhere>> {
        let project = project.as_str();
        let rows = sqlx::query_as!(
            Row,
            "SELECT id, slug, address, word, noted_by, noted_at FROM elsewhere \
             WHERE project = ? ORDER BY slug, id",
            project
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(Row::read).collect()
    }

    /// What was found of one post, the first noted first.
    pub async fn elsewhere_of(
        &self,
        project: &ProjectId,
        slug: &Slug,
    ) -> Result<Vec<StoredElsewhere>> {
        let (project, slug) = (project.as_str(), slug.as_str());
        let rows = sqlx::query_as!(
            Row,
            "SELECT id, slug, address, word, noted_by, noted_at FROM elsewhere \
             WHERE project = ? AND slug = ? ORDER BY id",
            project,
            slug
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(Row::read).collect()
    }

    /// Notes an address with a word, and the event, where the post has fewer than `most` of them and not
    /// this one; its id.
    pub async fn note_elsewhere(
        &self,
        (project, slug): (&ProjectId, &Slug),
        (address, word): (&str, &str),
        by: PersonId,
        most: u32,
        event: &Event,
    ) -> Result<Option<ElsewhereId>> {
        let mut transaction = self.begin().await?;
        let (project, slug) = (project.as_str(), slug.as_str());
        let at = event.at.as_millisecond();
        let noted = sqlx::query!(
            "INSERT INTO elsewhere (project, slug, address, word, noted_by, noted_at) \
             SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (SELECT count(*) FROM elsewhere \
             WHERE project = ?1 AND slug = ?2) < ?7 ON CONFLICT DO NOTHING",
            project,
            slug,
            address,
            word,
            by.0,
            at,
            most
        )
        .execute(&mut *transaction)
        .await?;
        if noted.rows_affected() == 0 {
            return Ok(None);
        }
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(Some(ElsewhereId(noted.last_insert_rowid())))
    }

    /// Says something else of what is noted, and logs it. Whether it is still there.
    pub async fn reword_elsewhere(
        &self,
        id: ElsewhereId,
        word: &str,
        by: PersonId,
        event: &Event,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let at = event.at.as_millisecond();
        let changed = sqlx::query!(
            "UPDATE elsewhere SET word = ?, noted_by = ?, noted_at = ? WHERE id = ?",
            word,
            by.0,
            at,
            id.0
        )
        .execute(&mut *transaction)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Takes an address away, and logs it. Whether it was there.
    pub async fn remove_elsewhere(&self, id: ElsewhereId, event: &Event) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let removed = sqlx::query!("DELETE FROM elsewhere WHERE id = ?", id.0)
            .execute(&mut *transaction)
            .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        store::{
            EventFilter,
            testing::{TestStore, at, project},
        },
        workflow::Role,
    };

    #[tokio::test]
    async fn an_address_is_noted_once_reworded_and_taken_away_with_a_line_in_the_log_each() {
        let store = TestStore::new().await;
        let ada = store.person_named("ada", Role::Volunteer).await.id;
        let (project, kites) = (project(), Slug::new("kites"));
        let place = (&project, &kites);
        let event = |kind: &str| Event {
            at: at(1),
            actor: Some(ada),
            project: Some(project.clone()),
            slug: Some(kites.clone()),
            task: None,
            kind: kind.into(),
            data: json!({}),
        };
        let note = async |address: &str| {
            let noted = store.note_elsewhere(place, (address, ""), ada, 2, &event("noted")).await;
            noted.unwrap()
        };
        let first = note("https://one.example/kites").await.expect("the first");
        assert_eq!(note("https://one.example/kites").await, None, "it is there already");
        assert!(note("http://two.example/").await.is_some());
        assert_eq!(note("https://three.example/").await, None, "two are the most");
        assert!(store.reword_elsewhere(first, "可转载", ada, &event("reworded")).await.unwrap());
        let found = store.elsewhere(&project).await.unwrap();
        let told: Vec<_> = found.iter().map(|it| (it.address.as_str(), it.word.as_str())).collect();
        assert_eq!(told, [("https://one.example/kites", "可转载"), ("http://two.example/", "")]);
        assert_eq!(store.elsewhere_of(&project, &Slug::new("lamps")).await.unwrap(), []);
        assert!(store.remove_elsewhere(first, &event("removed")).await.unwrap());
        assert!(!store.remove_elsewhere(first, &event("removed")).await.unwrap());
        assert!(!store.reword_elsewhere(first, "x", ada, &event("reworded")).await.unwrap());
        assert_eq!(store.elsewhere_of(&project, &kites).await.unwrap().len(), 1);
        let filter = EventFilter { project: Some(project.clone()), slug: None, limit: 9 };
        let kinds: Vec<String> =
            store.events(&filter).await.unwrap().into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds, ["removed", "reworded", "noted", "noted"]);
        let script = ("javascript:alert(1)", "");
        let odd = store.note_elsewhere(place, script, ada, 9, &event("noted")).await;
        assert!(odd.is_err(), "the schema knows what an address is");
    }
}
