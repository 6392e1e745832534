//! Which blocks of a task a machine drafted.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{Result, Store};
use crate::ids::{PersonId, TaskId};

impl Store {
    /// Remembers that a text with this digest is a machine's; one that was confirmed before and is
    /// drafted again the same is so no more.
    pub async fn add_machine_draft(
        &self,
        task: TaskId,
        digest: &str,
        model: &str,
        by: PersonId,
        at: Timestamp,
    ) -> Result<()> {
        let moment = at.as_millisecond();
        sqlx::query!(
            "INSERT INTO machine_drafts (task, digest, model, drafted_by, drafted_at) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (task, digest) DO UPDATE SET model = ?3, \
             drafted_by = ?4, drafted_at = ?5, confirmed_by = NULL, confirmed_at = NULL",
            task.0,
            digest,
            model,
            by.0,
            moment
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Somebody read a machine's text and found it right as it is; whether there was such a text.
    pub async fn confirm_machine_draft(
        &self,
        task: TaskId,
        digest: &str,
        by: PersonId,
        at: Timestamp,
    ) -> Result<bool> {
        let moment = at.as_millisecond();
        let result = sqlx::query!(
            "UPDATE machine_drafts SET confirmed_by = ?, confirmed_at = ? WHERE task = ? AND digest = ?",
            by.0,
            moment,
            task.0,
            digest
        )
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() > 0)
    }

    /// The digests of a task that nobody confirmed.
    pub async fn machine_drafts(&self, task: TaskId) -> Result<HashSet<String>> {
        let digests = sqlx::query_scalar!(
            "SELECT digest FROM machine_drafts WHERE task = ? AND confirmed_by IS NULL",
            task.0
        );
        Ok(digests.fetch_all(&self.readers).await?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        store::testing::{TestStore, at},
        workflow::Role,
    };

    #[tokio::test]
    async fn a_draft_is_a_machines_until_somebody_confirms_it() {
        let store = TestStore::new().await;
        let ming = store.person_named("ming", Role::Volunteer).await;
        let task = store.claim_post("hello", &ming).await.id;
        let (one, two) = ("a".repeat(64), "b".repeat(64));
        for digest in [&one, &two, &one] {
            store.add_machine_draft(task, digest, "m", ming.id, at(1)).await.unwrap();
        }
        assert_eq!(store.machine_drafts(task).await.unwrap().len(), 2);
        assert!(store.confirm_machine_draft(task, &one, ming.id, at(2)).await.unwrap());
        assert!(!store.confirm_machine_draft(task, &"c".repeat(64), ming.id, at(2)).await.unwrap());
        assert_eq!(
            store.machine_drafts(task).await.unwrap().into_iter().collect::<Vec<_>>(),
            [two]
        );
        store.add_machine_draft(task, &one, "m", ming.id, at(3)).await.unwrap();
        assert_eq!(store.machine_drafts(task).await.unwrap().len(), 2);
    }
}
