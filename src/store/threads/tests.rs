use super::*;
use crate::{
    store::testing::{TestStore, at, event, new_task},
    workflow::{Role, Task},
};

const ONE: RevisionNumber = RevisionNumber(1);

fn entry(kind: EntryKind, by: PersonId, body: &str) -> NewEntry {
    NewEntry { kind, by: Speaker::Person(by), at: at(2), body: body.into() }
}

async fn open(store: &Store, task: &Task, by: PersonId, body: &str) -> ThreadId {
    let first = entry(EntryKind::Said, by, body);
    let logged = |_| event("thread_opened", task);
    store.open_thread(task.id, ONE, None, &first, logged).await.unwrap()
}

#[tokio::test]
async fn a_thread_belongs_to_a_revision_of_its_task() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    let other = TestStore::claimed(store.claim(&new_task("other", mei.id), 9).await.unwrap());
    let place = StoredPlace {
        block: 2,
        line: Some(3),
        target_text: Some("一段。".into()),
        source_text: Some("A block.".into()),
    };
    let first = entry(EntryKind::Said, mei.id, "术语？");
    let logged = |_| event("thread_opened", &task);
    let id = store.open_thread(task.id, ONE, Some(&place), &first, logged).await.unwrap();
    let threads = store.threads(task.id).await.unwrap();
    assert_eq!((threads.len(), threads[0].id, &threads[0].place), (1, id, &Some(place)));
    assert_eq!(threads[0].entries[0].body, "术语？");
    assert!(store.threads(other.id).await.unwrap().is_empty());
    let said = [entry(EntryKind::Said, mei.id, "x")];
    let foreign = store.add_to_thread(other.id, id, &said, &event("x", &other)).await;
    assert!(!foreign.unwrap());
    let nine = RevisionNumber(9);
    let logged = |_| event("thread_opened", &task);
    assert!(store.open_thread(task.id, nine, None, &first, logged).await.is_err());
    let log = store.events_of_task(&task).await.unwrap();
    let kinds: Vec<&str> = log.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["claimed", "thread_opened"]);
}

#[tokio::test]
async fn a_thread_is_settled_once_and_opened_again_by_what_is_said_after() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    let thread = open(&store, &task, mei.id, "术语？").await;
    open(&store, &task, mei.id, "另一条").await;
    let add = async |kind, body: &str| {
        let logged = event("thread", &task);
        let entries = [entry(kind, mei.id, body)];
        assert!(store.add_to_thread(task.id, thread, &entries, &logged).await.unwrap());
        let threads = store.threads(task.id).await.unwrap();
        let open = store.open_threads().await.unwrap().get(&task.id).copied();
        (threads[0].is_resolved(), threads[0].entries.len(), open)
    };
    assert_eq!(add(EntryKind::Reopened, "").await, (false, 1, Some(2)));
    assert_eq!(add(EntryKind::Resolved, "").await, (true, 2, Some(1)));
    assert_eq!(add(EntryKind::Resolved, "").await, (true, 2, Some(1)));
    assert_eq!(add(EntryKind::Said, "还是不对").await, (false, 3, Some(2)));
    assert_eq!(add(EntryKind::Resolved, "").await, (true, 4, Some(1)));
    assert_eq!(add(EntryKind::Reopened, "").await, (false, 5, Some(2)));
    // What changed nothing was not logged either.
    assert_eq!(store.events_of_task(&task).await.unwrap().len(), 1 + 2 + 4);
}

#[tokio::test]
async fn what_was_said_is_never_changed_or_removed() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    open(&store, &task, mei.id, "术语？").await;
    for statement in [
        "UPDATE thread_entries SET body = 'nothing'",
        "DELETE FROM thread_entries",
        "UPDATE threads SET line = 9",
        "DELETE FROM threads",
    ] {
        let refused = sqlx::query(statement).execute(&store.store.writer).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{statement}: {refused}");
    }
}

#[tokio::test]
async fn what_was_said_outside_is_known_by_its_id() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    let by = Speaker::Outside { name: "octo".into(), url: None, id: "line/7".into() };
    let first = NewEntry { kind: EntryKind::Said, by: by.clone(), at: at(2), body: "hm".into() };
    let logged = |_| event("thread_opened", &task);
    let id = store.open_thread(task.id, ONE, None, &first, logged).await.unwrap();
    assert_eq!(store.thread_of_outside("line/7").await.unwrap(), Some(id));
    assert_eq!(store.thread_of_outside("line/8").await.unwrap(), None);
    assert_eq!(store.threads(task.id).await.unwrap()[0].entries[0].by, by);
    let logged = |_| event("thread_opened", &task);
    assert!(store.open_thread(task.id, ONE, None, &first, logged).await.is_err());
}

#[tokio::test]
async fn the_last_look_is_the_newest_revision_seen_below_a_limit() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let lan = store.person_named("lan", Role::Proofreader).await;
    let task = store.claim_post("hello", &mei).await;
    for (number, by) in [(1, &mei), (2, &lan), (3, &mei)] {
        let text = format!("# {number}\n");
        let expected = RevisionNumber(number);
        store.save_draft(&task, &task, expected, &text, by.id, at(3)).await.unwrap();
    }
    let last = async |limit| {
        store.last_look(task.id, lan.id, RevisionNumber(limit)).await.unwrap().map(|it| it.0)
    };
    // What one saved one has seen.
    assert_eq!((last(3).await, last(9).await), (None, Some(3)));
    for _ in 0..2 {
        store.add_look(task.id, lan.id, RevisionNumber(2), at(4)).await.unwrap();
    }
    assert_eq!((last(2).await, last(3).await), (None, Some(2)));
}
