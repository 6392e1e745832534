//! What GitHub tells, tells twice, or never tells.

use jiff::SignedDuration;
use serde_json::json;
use yiqi::workflow::Clock;

use crate::{
    fake_github::{Fault, Merge},
    support::{Scenario, UPSTREAM, blog},
};

#[tokio::test]
async fn a_push_brings_the_merge_home() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    scenario.merge_pull_request(Merge::Squash);
    assert!(scenario.deliver(&scenario.github.push_event(UPSTREAM, "main")).await);
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), 1);
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn a_pull_request_event_is_enough_to_know_of_the_merge() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    scenario.merge_pull_request(Merge::Squash);
    scenario.deliver(&scenario.github.pull_event(UPSTREAM, 1)).await;
    scenario.workshop.work_inbox().await.unwrap();
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn what_is_delivered_twice_is_worked_on_once() {
    let scenario = Scenario::new().await;
    let event = scenario.github.push_event(UPSTREAM, "main");
    assert!(scenario.deliver(&event).await);
    assert!(!scenario.deliver(&event).await);
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), 1);
    assert!(!scenario.deliver(&event).await);
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), 0);
}

#[tokio::test]
async fn a_late_event_changes_nothing_that_is_past() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    let opened = scenario.github.pull_event(UPSTREAM, 1);
    scenario.merge_pull_request(Merge::Squash);
    let closed = scenario.github.pull_event(UPSTREAM, 1);
    for event in [&closed, &opened] {
        scenario.deliver(event).await;
        scenario.workshop.work_inbox().await.unwrap();
    }
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn events_nobody_asked_for_are_done_at_once() {
    let scenario = Scenario::new().await;
    let other_branch = scenario.github.push_event(UPSTREAM, "feature");
    let ping = scenario.github.event("ping", &json!({"zen": "Keep it logically awesome."}));
    let star = scenario.github.event("star", &json!({"action": "created"}));
    for event in [other_branch, ping, star] {
        scenario.deliver(&event).await;
    }
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), 3);
    assert_eq!(scenario.store.failed_deliveries().await.unwrap(), []);
}

#[tokio::test]
async fn a_delivery_that_cannot_be_worked_on_is_tried_again_and_then_parked() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    scenario.merge_pull_request(Merge::Squash);
    scenario.github.fail(Fault::AnswerOnce {
        matching: "GET /repos/hub/blog/pulls/1".into(),
        status: 403,
        headers: vec![],
    });
    scenario.deliver(&scenario.github.pull_event(UPSTREAM, 1)).await;
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), 0);
    let failed = scenario.store.failed_deliveries().await.unwrap();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].error.starts_with("GitHub does not allow pull request #1"), "{failed:?}");
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), 0);
    scenario.wait(SignedDuration::from_secs(30));
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), 1);
    assert_eq!(scenario.stage(task).await, "merged");
    assert_eq!(scenario.store.failed_deliveries().await.unwrap(), []);
}

#[tokio::test]
async fn what_nobody_can_read_is_parked_at_once_and_run_again_when_a_maintainer_asks() {
    let scenario = Scenario::new().await;
    let broken = scenario.github.event("push", &json!({"no": "push"}));
    scenario.deliver(&broken).await;
    scenario.workshop.work_inbox().await.unwrap();
    scenario.wait(SignedDuration::from_hours(2));
    let is_due =
        async || !scenario.store.waiting_deliveries(scenario.clock.now()).await.unwrap().is_empty();
    assert!(!is_due().await);

    let id = yiqi::ids::DeliveryId::new(broken.id.as_str());
    let page = scenario.dashboard().await;
    assert!(page.contains(&format!("/p/blog/deliveries/{}/again", broken.id)), "{page}");
    let refused = scenario.workshop.run_delivery_again(&id, &scenario.translator).await;
    assert_eq!(refused.unwrap_err().to_string(), "you may not do this");
    scenario.workshop.run_delivery_again(&id, &scenario.maintainer).await.unwrap();
    assert!(is_due().await);
    scenario.workshop.work_inbox().await.unwrap();
    assert_eq!(scenario.store.failed_deliveries().await.unwrap().len(), 1);
}

#[tokio::test]
async fn deliveries_are_forgotten_by_their_rule_and_ignored_events_are_counted() {
    let scenario = Scenario::new().await;
    let star = || scenario.github.event("star", &json!({"action": "created"}));
    let first = star();
    for event in [&first, &star(), &scenario.github.event("push", &json!({}))] {
        scenario.deliver(event).await;
    }
    scenario.round().await;
    assert_eq!(scenario.store.ignored_events().await.unwrap(), [("star".to_owned(), 2)]);
    assert!(scenario.dashboard().await.contains("<code>star</code> 2"));
    scenario.wait(SignedDuration::from_hours(31 * 24));
    scenario.round().await;
    assert!(scenario.deliver(&first).await, "what was done a month ago is forgotten");
    assert_eq!(scenario.store.failed_deliveries().await.unwrap().len(), 1);
    scenario.wait(SignedDuration::from_hours(60 * 24));
    scenario.round().await;
    assert_eq!(scenario.store.failed_deliveries().await.unwrap(), []);
}

#[tokio::test]
async fn lost_webhooks_are_made_up_for_by_the_timer() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.round().await;
    assert_eq!(scenario.stage(task).await, "pr_open");
    scenario.merge_pull_request(Merge::Squash);
    scenario.round().await;
    assert_eq!(scenario.stage(task).await, "pr_open");
    scenario.wait(SignedDuration::from_mins(10));
    scenario.round().await;
    assert_eq!(scenario.stage(task).await, "merged");
}

#[tokio::test]
async fn a_closed_pull_request_is_found_without_a_webhook() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.round().await;
    scenario.github.close_pull(UPSTREAM, 1);
    scenario.wait(SignedDuration::from_mins(10));
    scenario.round().await;
    assert_eq!(scenario.stage(task).await, "changes_requested");
    assert_eq!(scenario.draft(task).await, blog::KITES_ZH);
}

#[tokio::test]
async fn one_failure_does_not_stop_the_rest_of_a_round() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    // The source is gone for a while; GitHub is not.
    let away = scenario.folder().join("elsewhere.git");
    std::fs::rename(scenario.upstream.path(), &away).unwrap();
    scenario.github.add_repository(UPSTREAM, &away);
    scenario.wait(SignedDuration::from_mins(10));
    assert!(scenario.workshop.round().await.is_err());
    assert_eq!(scenario.stage(task).await, "pr_open");
}

#[tokio::test]
async fn a_missed_close_is_found_however_often_a_push_asks_for_a_sync() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.round().await;
    scenario.github.close_pull(UPSTREAM, 1);
    for _ in 0..3 {
        assert_eq!(scenario.stage(task).await, "pr_open");
        scenario.wait(SignedDuration::from_mins(4));
        scenario.deliver(&scenario.github.push_event(UPSTREAM, "main")).await;
        scenario.round().await;
    }
    assert_eq!(scenario.stage(task).await, "changes_requested");
}
