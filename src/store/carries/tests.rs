use jiff::SignedDuration;

use super::*;
use crate::{
    ids::BlobId,
    store::testing::{TestStore, at, commit, event},
    workflow::Role,
};

const ONE: RevisionNumber = RevisionNumber(1);

fn change(key: &str) -> Change {
    Change {
        key: key.into(),
        kind: ChangeKind::Modified,
        severity: Severity::Minor,
        reflected: false,
        dismissed: false,
        old_source: "old".into(),
        new_source: "new".into(),
        source_lines: Some((3, 3)),
        stood_after: None,
        target_lines: Some((4, 5)),
        reason: Reason::AddedMissing { what: "new".into() },
    }
}

fn carry(ground: &str) -> NewCarry {
    NewCarry { ground: ground.into(), changes: vec![change("abc")] }
}

fn moved(task: &Task) -> Task {
    let to = (commit(9), BlobId::from_bytes([9; 20]));
    task.clone().carried(to, task.translator, at(2), SignedDuration::from_hours(24)).unwrap()
}

#[tokio::test]
async fn a_carried_draft_follows_the_newer_source_in_one_step() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    assert_eq!(store.newest_carry(task.id).await.unwrap(), None);
    let after = moved(&task);
    let event = event("carried", &after);
    let carry = carry("# Hello\n\nnew\n");
    let done = store.carry((&task, &after), ONE, &carry.ground, &carry, &event, mei.id).await;
    let SaveOutcome::Saved(revision) = done.unwrap() else { panic!("not carried") };
    assert_eq!((revision.number, revision.text.as_str()), (RevisionNumber(2), "# Hello\n\nnew\n"));
    let stored = store.task(task.id).await.unwrap().unwrap();
    assert_eq!(stored, after);
    let noted = store.newest_carry(task.id).await.unwrap().unwrap();
    assert_eq!((noted.revision, noted.source_commit), (RevisionNumber(2), commit(9)));
    assert_eq!((noted.ground, noted.changes), (carry.ground, carry.changes));
    // The draft from before is still there.
    assert_eq!(store.revision(task.id, ONE).await.unwrap().unwrap().text, "# Hello\n");
}

#[tokio::test]
async fn a_save_that_was_faster_is_not_carried_over() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    let saved = task.clone().saved(mei.id, at(1), SignedDuration::from_hours(24)).unwrap();
    store.save_draft(&task, &saved, ONE, "# 你好\n", mei.id, at(1)).await.unwrap();
    let after = moved(&task);
    let (event, carry) = (event("carried", &after), carry("x"));
    let late = store.carry((&saved, &after), ONE, "x", &carry, &event, mei.id).await.unwrap();
    assert!(matches!(late, SaveOutcome::Conflict(newest) if newest.text == "# 你好\n"));
    let two = RevisionNumber(2);
    let moved = store.carry((&task, &after), two, "x", &carry, &event, mei.id).await.unwrap();
    assert_eq!(moved, SaveOutcome::TaskMoved);
    assert_eq!(store.newest_carry(task.id).await.unwrap(), None);
    assert_eq!(store.task(task.id).await.unwrap().unwrap(), saved);
}

#[tokio::test]
async fn a_draft_that_needs_no_word_changed_gets_no_revision() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    let after = moved(&task);
    let (event, carry) = (event("carried", &after), carry("# Hello\n"));
    let done = store.carry((&task, &after), ONE, "# Hello\n", &carry, &event, mei.id).await;
    assert!(matches!(done.unwrap(), SaveOutcome::Saved(revision) if revision.number == ONE));
    assert_eq!(store.carries(task.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_change_is_settled_and_opened_again() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    for settled in [true, true, false] {
        store.settle_change(task.id, "abc", settled, mei.id, at(1)).await.unwrap();
        let keys = store.settled_changes(task.id).await.unwrap();
        assert_eq!(keys.contains("abc"), settled);
    }
}
