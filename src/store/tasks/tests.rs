use std::collections::BTreeSet;

use jiff::SignedDuration;
use tokio::task::JoinSet;

use super::*;
use crate::{
    store::{
        EventFilter,
        testing::{TestStore, at, commit, event, new_task, project},
    },
    workflow::{Published, Role},
};

const LEASE: SignedDuration = SignedDuration::from_hours(48);

#[tokio::test]
async fn a_claim_brings_its_task_its_first_draft_and_its_event() {
    let store = TestStore::new().await;
    let person = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &person).await;

    assert_eq!(store.task(task.id).await.unwrap().as_ref(), Some(&task));
    assert_eq!(
        store.active_task(&project(), &Slug::new("hello")).await.unwrap(),
        Some(task.clone())
    );
    let first = store.newest_revision(task.id).await.unwrap().unwrap();
    assert_eq!((first.number, first.text.as_str()), (RevisionNumber(1), "# Hello\n"));
    let filter = EventFilter { project: Some(project()), slug: None, limit: 10 };
    let events = store.events(&filter).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].kind.as_str(), events[0].task), ("claimed", Some(task.id)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_simultaneous_claims_exactly_one_wins() {
    let store = TestStore::new().await;
    let mut people = Vec::new();
    for number in 0..24 {
        people.push(store.person_named(&format!("p{number}"), Role::Volunteer).await);
    }
    let mut attempts = JoinSet::new();
    for person in people {
        let store = store.store.clone();
        attempts.spawn(async move { store.claim(&new_task("wanted", person.id), 3).await });
    }
    let mut winners = Vec::new();
    let mut told = BTreeSet::new();
    while let Some(outcome) = attempts.join_next().await {
        match outcome.unwrap().unwrap() {
            ClaimOutcome::Claimed(task) => winners.push(task.id),
            ClaimOutcome::Taken(task) => {
                told.insert(task.id);
            }
            ClaimOutcome::TooMany => panic!("nobody has a claim"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(told, BTreeSet::from([winners[0]]));
    assert_eq!(store.tasks_of_post(&project(), &Slug::new("wanted")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn only_unfinished_drafts_count_towards_the_limit() {
    let store = TestStore::new().await;
    let person = store.person_named("mei", Role::Volunteer).await;
    let first = store.claim_post("one", &person).await;
    store.claim_post("two", &person).await;
    let third = new_task("three", person.id);
    assert_eq!(store.claim(&third, 2).await.unwrap(), ClaimOutcome::TooMany);

    let submitted = first.clone().submit(RevisionNumber(1), at(2)).unwrap();
    store.walk(&first, submitted).await;
    TestStore::claimed(store.claim(&third, 2).await.unwrap());
}

#[tokio::test]
async fn a_step_on_a_task_that_moved_meanwhile_writes_nothing() {
    let store = TestStore::new().await;
    let person = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &person).await;
    let released = task.clone().release(person.id, at(2)).unwrap();
    let submitted = task.clone().submit(RevisionNumber(1), at(2)).unwrap();

    assert!(store.step(&task, &released, &event("released", &task)).await.unwrap());
    assert!(!store.step(&task, &submitted, &event("submitted", &task)).await.unwrap());
    assert_eq!(store.task(task.id).await.unwrap(), Some(released));
    let events = store.events(&EventFilter { limit: 10, ..Default::default() }).await.unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["released", "claimed"]);
}

#[tokio::test]
async fn a_task_that_ended_goes_on_only_while_its_post_is_free() {
    let store = TestStore::new().await;
    let (mei, lan) = (
        store.person_named("mei", Role::Volunteer).await,
        store.person_named("lan", Role::Volunteer).await,
    );
    let task = store.claim_post("hello", &mei).await;
    let expired = store.walk(&task, task.clone().expire(at(30)).unwrap()).await;
    let resumed = expired.clone().resume(at(31), LEASE).unwrap();
    store.claim_post("hello", &lan).await;
    assert!(!store.step(&expired, &resumed, &event("claimed", &task)).await.unwrap());
    assert_eq!(store.task(task.id).await.unwrap(), Some(expired));
}

#[tokio::test]
async fn every_stage_is_read_back_as_it_was_written() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let lan = store.person_named("lan", Role::Proofreader).await;
    let published = Published {
        branch: "yiqi/zh/hello".into(),
        commit: commit(5),
        number: Some(PullRequestNumber(7)),
        url: Some("https://example.org/7".into()),
    };
    let unnumbered = Published { number: None, url: None, ..published.clone() };
    let revision = RevisionNumber(1);

    let claimed = store.claim_post("hello", &mei).await;
    let mut path = vec![claimed];
    let steps: Vec<Box<dyn Fn(Task) -> Task>> = vec![
        Box::new(|task| task.submit(revision, at(1)).unwrap()),
        Box::new(|task| task.withdraw(at(2), LEASE).unwrap()),
        Box::new(|task| task.submit(revision, at(3)).unwrap()),
        Box::new(|task| task.start_review(lan.id, at(4), LEASE).unwrap()),
        Box::new(|task| task.request_changes(lan.id, "语气".into(), at(5), LEASE).unwrap()),
        Box::new(|task| task.submit(revision, at(6)).unwrap()),
        Box::new(|task| task.start_review(lan.id, at(7), LEASE).unwrap()),
        Box::new(|task| task.approve(lan.id, revision, at(8)).unwrap()),
        Box::new(|task| task.published(unnumbered.clone(), at(9)).unwrap()),
        Box::new(|task| task.published(published.clone(), at(10)).unwrap()),
        Box::new(|task| task.merged(at(11)).unwrap()),
    ];
    for step in steps {
        let before = path.last().unwrap().clone();
        path.push(store.walk(&before, step(before.clone())).await);
        assert_eq!(store.task(before.id).await.unwrap().as_ref(), path.last());
    }
    let number = PullRequestNumber(7);
    let found = store.task_of_pull_request(&project(), number).await.unwrap();
    assert_eq!(found.as_ref(), path.last());

    let ends: [fn(Task) -> Task; 3] = [
        |task| task.clone().release(task.translator, at(12)).unwrap(),
        |task| task.expire(at(1000)).unwrap(),
        |task| task.close("重复".into(), at(12)).unwrap(),
    ];
    for end in ends {
        let task = store.claim_post("hello", &mei).await;
        let ended = store.walk(&task, end(task.clone())).await;
        assert_eq!(store.task(task.id).await.unwrap(), Some(ended));
    }
    assert!(store.active_tasks(&project()).await.unwrap().is_empty());
    assert_eq!(store.merged_tasks(&project()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn leases_of_translators_and_proofreaders_are_found_when_they_end() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let lan = store.person_named("lan", Role::Proofreader).await;
    let claimed = store.claim_post("one", &mei).await;
    let other = store.claim_post("two", &mei).await;
    let submitted =
        store.walk(&other, other.clone().submit(RevisionNumber(1), at(1)).unwrap()).await;
    let reviewed = submitted.clone().start_review(lan.id, at(2), LEASE).unwrap();
    let reviewed = store.walk(&submitted, reviewed).await;

    assert!(store.tasks_with_lease_before(at(23)).await.unwrap().is_empty());
    let both = [claimed, reviewed];
    assert_eq!(store.tasks_with_lease_before(at(24)).await.unwrap(), both[..1]);
    assert_eq!(store.tasks_with_lease_before(at(50)).await.unwrap(), both);
}

#[tokio::test]
async fn a_person_finds_what_they_translate_and_what_they_proofread() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Proofreader).await;
    let lan = store.person_named("lan", Role::Proofreader).await;
    let own = store.claim_post("own", &mei).await;
    let other = store.claim_post("other", &lan).await;
    let submitted =
        store.walk(&other, other.clone().submit(RevisionNumber(1), at(1)).unwrap()).await;
    let reviewed = submitted.clone().start_review(mei.id, at(2), LEASE).unwrap();
    let reviewed = store.walk(&submitted, reviewed).await;
    store.claim_post("third", &lan).await;
    assert_eq!(store.tasks_of_person(mei.id).await.unwrap(), [reviewed, own]);
}

#[tokio::test]
async fn a_row_nobody_wrote_is_named_in_the_error() {
    let store = TestStore::new().await;
    let mei = store.person_named("mei", Role::Volunteer).await;
    let task = store.claim_post("hello", &mei).await;
    let broken = "z".repeat(40);
    sqlx::query("UPDATE tasks SET source_commit = ?")
        .bind(broken)
        .execute(&store.store.writer)
        .await
        .unwrap();
    let error = store.task(task.id).await.unwrap_err().to_string();
    assert!(error.starts_with("tasks.source_commit of row 1: "), "{error}");
}
