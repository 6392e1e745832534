use super::*;
use crate::{
    store::testing::{TestStore, at, project},
    workflow::{Person, Role},
};

const ONE: RevisionNumber = RevisionNumber(1);

/// Saves without touching the lease.
async fn save(store: &Store, task: &Task, expected: i64, text: &str, by: &Person) -> SaveOutcome {
    let expected = RevisionNumber(expected);
    store.save_draft(task, task, expected, text, by.id, at(3)).await.unwrap()
}

#[track_caller]
fn number(outcome: SaveOutcome) -> i64 {
    match outcome {
        SaveOutcome::Saved(revision) => revision.number.0,
        other => panic!("not saved: {other:?}"),
    }
}

#[tokio::test]
async fn a_save_appends_a_revision_and_prolongs_the_lease() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    let lease = jiff::SignedDuration::from_hours(100);
    let prolonged = task.clone().saved(mei.id, at(3), lease).unwrap();
    let outcome =
        store.save_draft(&task, &prolonged, ONE, "# 你好\n", mei.id, at(3)).await.unwrap();
    assert_eq!(number(outcome), 2);
    assert_eq!(store.task(task.id).await.unwrap(), Some(prolonged));
    let texts: Vec<String> =
        store.revisions(task.id).await.unwrap().into_iter().map(|it| it.text).collect();
    assert_eq!(texts, ["# 你好\n", "# Hello\n"]);
    assert_eq!(store.revision(task.id, ONE).await.unwrap().unwrap().text, "# Hello\n");
}

#[tokio::test]
async fn a_stale_save_is_a_conflict_that_leaves_both_texts_intact() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    assert_eq!(number(save(&store, &task, 1, "第一台电脑", &mei).await), 2);
    let SaveOutcome::Conflict(newest) = save(&store, &task, 1, "第二台电脑", &mei).await
    else {
        panic!("the second save must not win");
    };
    assert_eq!((newest.number.0, newest.text.as_str()), (2, "第一台电脑"));
    assert_eq!(store.newest_revision(task.id).await.unwrap(), Some(newest));
    assert_eq!(number(save(&store, &task, 2, "第二台电脑", &mei).await), 3);
}

#[tokio::test]
async fn a_save_sent_again_after_its_answer_was_lost_is_no_conflict() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    assert_eq!(number(save(&store, &task, 1, "译文", &mei).await), 2);
    assert_eq!(number(save(&store, &task, 1, "译文", &mei).await), 2);
    assert_eq!(store.revisions(task.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_save_onto_a_task_that_moved_writes_nothing() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    store.walk(&task, task.clone().submit(ONE, at(2)).unwrap()).await;
    assert_eq!(save(&store, &task, 1, "译文", &mei).await, SaveOutcome::TaskMoved);
    assert_eq!(store.revisions(task.id).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_simultaneous_saves_on_one_revision_exactly_one_wins() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    let mut saves = tokio::task::JoinSet::new();
    for writer in 0..16 {
        let (store, task, mei) = (store.store.clone(), task.clone(), mei.clone());
        saves.spawn(async move { save(&store, &task, 1, &format!("译文 {writer}"), &mei).await });
    }
    let mut saved = 0;
    while let Some(outcome) = saves.join_next().await {
        match outcome.unwrap() {
            SaveOutcome::Saved(_) => saved += 1,
            SaveOutcome::Conflict(newest) => assert_eq!(newest.number.0, 2),
            SaveOutcome::TaskMoved => panic!("the task did not move"),
        }
    }
    assert_eq!(saved, 1);
}

#[tokio::test]
async fn revisions_can_be_neither_changed_nor_removed_nor_skipped() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    store.claim_post("hello", &mei).await;
    for statement in [
        "UPDATE revisions SET text = ''",
        "DELETE FROM revisions",
        "INSERT INTO revisions VALUES (1, 3, 1, 0, '')",
        "INSERT OR REPLACE INTO revisions VALUES (1, 1, 1, 0, '')",
        "UPDATE events SET kind = 'x'",
        "DELETE FROM events",
    ] {
        let outcome = sqlx::query(statement).execute(&store.store.writer).await;
        assert!(outcome.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn the_next_volunteer_is_offered_what_an_ended_task_left() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let hello = Slug::new("hello");

    // Nothing typed: nothing to offer.
    let untouched = store.claim_post("hello", &mei).await;
    store.walk(&untouched, untouched.clone().release(mei.id, at(1)).unwrap()).await;
    assert_eq!(store.left_draft(&project(), &hello).await.unwrap(), None);

    // Work in progress is not offered, work that was left is.
    let task = store.claim_post("hello", &mei).await;
    save(&store, &task, 1, "一半", &mei).await;
    assert_eq!(store.left_draft(&project(), &hello).await.unwrap(), None);
    store.walk(&task, task.clone().expire(at(100)).unwrap()).await;
    let left = store.left_draft(&project(), &hello).await.unwrap().unwrap();
    assert_eq!((left.task, left.text.as_str()), (task.id, "一半"));
    assert_eq!(store.left_draft(&project(), &Slug::new("other")).await.unwrap(), None);

    // A merge makes it history.
    let lan = store.person_named("lan", Role::Proofreader).await;
    let mut task = store.claim_post("hello", &mei).await;
    for step in [
        |task: Task, _| task.submit(ONE, at(1)),
        |task: Task, lan| task.start_review(lan, at(2), jiff::SignedDuration::from_hours(9)),
        |task: Task, lan| task.approve(lan, ONE, at(3)),
        |task: Task, _| task.merged(at(4)),
    ] {
        task = store.walk(&task, step(task.clone(), lan.id).unwrap()).await;
    }
    assert_eq!(store.left_draft(&project(), &hello).await.unwrap(), None);
}
