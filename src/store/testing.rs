//! What tests of the store share: a database of their own, people, and tasks to claim.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tempfile::TempDir;

use super::{ClaimOutcome, Event, NewPerson, NewTask, Store};
use crate::{
    ids::{BlobId, CommitId, PersonId, ProjectId, Slug},
    workflow::{Person, Role, Task, TaskKind, UiLanguage},
};

/// A database in a folder of its own, which goes with it.
pub struct TestStore {
    pub store: Store,
    folder: TempDir,
}

impl std::ops::Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// Hours after 1 January 2026.
pub fn at(hours: i64) -> Timestamp {
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
    start + SignedDuration::from_hours(hours)
}

pub fn project() -> ProjectId {
    ProjectId::new("blog")
}

pub fn commit(byte: u8) -> CommitId {
    CommitId::from_bytes([byte; 20])
}

pub fn event(kind: &str, task: &Task) -> Event {
    Event {
        at: at(1),
        actor: Some(task.translator),
        project: Some(task.project.clone()),
        slug: Some(task.slug.clone()),
        task: Some(task.id),
        kind: kind.into(),
        data: json!({}),
    }
}

/// A claim of a post by somebody, whose first draft is `# Hello`.
pub fn new_task(slug: &str, translator: PersonId) -> NewTask {
    NewTask {
        project: project(),
        slug: Slug::new(slug),
        kind: TaskKind::Translate,
        translator,
        actor: translator,
        source_commit: commit(1),
        source_blob: BlobId::from_bytes([2; 20]),
        claimed_at: at(0),
        lease_until: at(24),
        first_draft: "# Hello\n".into(),
        follows: None,
    }
}

impl TestStore {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("yiqi.db")).await.expect("a database");
        Self { store, folder }
    }

    /// The file of the database.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("yiqi.db")
    }

    pub async fn person_named(&self, login: &str, role: Role) -> Person {
        let new = NewPerson {
            login: login.into(),
            github_id: None,
            name: login.to_uppercase(),
            role,
            language: UiLanguage::Chinese,
            at: at(0),
        };
        self.store.add_person(&new).await.expect("a person")
    }

    #[track_caller]
    pub fn claimed(outcome: ClaimOutcome) -> Task {
        match outcome {
            ClaimOutcome::Claimed(task) => task,
            other => panic!("not claimed: {other:?}"),
        }
    }

    pub async fn claim_post(&self, slug: &str, translator: &Person) -> Task {
        Self::claimed(self.store.claim(&new_task(slug, translator.id), 10).await.expect("a claim"))
    }

    /// Takes a step that nobody else interferes with.
    pub async fn walk(&self, before: &Task, after: Task) -> Task {
        assert!(self.store.step(before, &after, &event("walked", &after)).await.expect("a step"));
        after
    }
}
