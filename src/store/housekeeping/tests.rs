use jiff::{SignedDuration, ToSpan as _};

use crate::{
    ids::RevisionNumber,
    store::{
        Event,
        testing::{TestStore, at, event},
    },
    workflow::{Person, Role, Task},
};

const LEASE: SignedDuration = SignedDuration::from_hours(999);

/// Saves a text some minutes after an hour.
async fn save(store: &TestStore, task: &Task, number: i64, by: &Person, hour: i64, minute: i64) {
    let moment = at(hour) + minute.minutes();
    let text = format!("第 {number} 稿");
    let expected = RevisionNumber(number - 1);
    let saved = store.save_draft(task, task, expected, &text, by.id, moment).await.unwrap();
    assert!(matches!(saved, crate::store::SaveOutcome::Saved(_)), "{saved:?}");
}

async fn step(store: &TestStore, before: &Task, after: Task, hour: i64) -> Task {
    let event = Event { at: at(hour), ..event("stepped", &after) };
    assert!(store.step(before, &after, &event).await.unwrap());
    after
}

async fn numbers(store: &TestStore, task: &Task) -> Vec<i64> {
    let heads = store.revision_heads(task.id).await.unwrap();
    heads.into_iter().map(|head| head.number.0).collect()
}

/// A task with an evening of saves, a look, a review with corrections, merged at hour 60.
async fn merged(store: &TestStore) -> Task {
    let mei = store.person_named("mei", Role::Volunteer).await;
    let hua = store.person_named("hua", Role::Proofreader).await;
    let task = store.claim_post("hello", &mei).await;
    // Revision 1 is the first draft. An evening in Beijing, past midnight there (16:00 by UTC):
    for (number, hour, minute) in [(2, 13, 0), (3, 13, 5), (4, 15, 50), (5, 16, 5), (6, 16, 10)] {
        save(store, &task, number, &mei, hour, minute).await;
    }
    // The next evening; somebody looks at what is there after the first save.
    save(store, &task, 7, &mei, 37, 0).await;
    store.add_look(task.id, hua.id, RevisionNumber(7), at(38)).await.unwrap();
    for (number, minute) in [(8, 0), (9, 10), (10, 20)] {
        save(store, &task, number, &mei, 39, minute).await;
    }
    let sent = task.clone().submit(RevisionNumber(10), at(40)).unwrap();
    let sent = step(store, &task, sent, 40).await;
    let review = sent.clone().start_review(hua.id, at(41), LEASE).unwrap();
    let review = step(store, &sent, review, 41).await;
    for (number, minute) in [(11, 0), (12, 10), (13, 20)] {
        save(store, &review, number, &hua, 42, minute).await;
    }
    let approved = review.clone().approve(hua.id, RevisionNumber(13), at(43)).unwrap();
    let approved = step(store, &review, approved, 43).await;
    let merged = approved.clone().merged(at(60)).unwrap();
    step(store, &approved, merged, 60).await
}

#[tokio::test]
async fn what_was_sent_seen_or_ends_a_turn_or_a_day_stays() {
    let store = TestStore::new().await;
    let task = merged(&store).await;

    assert_eq!(store.tasks_to_thin(at(60)).await.unwrap(), [], "not before its time");
    assert_eq!(store.tasks_to_thin(at(61)).await.unwrap(), [task.id]);
    assert_eq!(store.thin_revisions(task.id).await.unwrap(), 8);

    // 4 ends a day in Beijing (6 does not, it is past midnight there), 7 was looked at, 10 was sent and ends a turn, 13 is the newest.
    assert_eq!(numbers(&store, &task).await, [1, 4, 7, 10, 13]);
    assert_eq!(store.tasks_to_thin(at(61)).await.unwrap(), [], "nothing is left to do");
    assert_eq!(store.thin_revisions(task.id).await.unwrap(), 0);
    let newest = store.newest_revision(task.id).await.unwrap().unwrap();
    assert_eq!(newest.text, "第 13 稿");
}

#[tokio::test]
async fn the_schema_refuses_to_let_anything_else_go() {
    let store = TestStore::new().await;
    let task = merged(&store).await;
    for number in [1, 4, 7, 10, 13] {
        let gone = sqlx::query("DELETE FROM revisions WHERE task = ? AND number = ?")
            .bind(task.id.0)
            .bind(number)
            .execute(&store.writer)
            .await;
        let error = gone.expect_err("it is not superseded").to_string();
        assert!(error.contains("append-only"), "{number}: {error}");
    }
    assert_eq!(numbers(&store, &task).await.len(), 13);
}

#[tokio::test]
async fn work_that_is_not_merged_keeps_every_save() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    for number in 2..9 {
        save(&store, &task, number, &mei, 13, number).await;
    }
    let released = task.clone().release(mei.id, at(20)).unwrap();
    let released = step(&store, &task, released, 20).await;

    assert_eq!(store.tasks_to_thin(at(999_999)).await.unwrap(), []);
    assert_eq!(store.thin_revisions(released.id).await.unwrap(), 0);
    assert_eq!(numbers(&store, &released).await.len(), 8);
}

#[tokio::test]
async fn tuning_disturbs_nothing() {
    let store = TestStore::new().await;
    let task = merged(&store).await;
    store.tune().await.unwrap();
    assert_eq!(numbers(&store, &task).await.len(), 13);
}
