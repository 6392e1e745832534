//! Real payloads: every one of the handled events is accepted, and the rest is answered without error.

use axum::http::StatusCode;
use serde_json::Value;
use yiqi::{
    github::{WebhookEvent, parse_event},
    ids::DeliveryId,
};

use crate::{
    fake_github::Event,
    support::{Scenario, post_delivery},
};

const HANDLED: &str = include_str!("../data/github/webhooks-examples/handled.jsonl");
const OTHERS: &str = include_str!("../data/github/webhooks-examples/others.jsonl");

/// Events and their payloads.
fn examples(lines: &'static str) -> Vec<(String, Vec<u8>)> {
    let read = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("a line of JSON");
        let event = value["event"].as_str().expect("an event").to_owned();
        (event, value["payload"].to_string().into_bytes())
    };
    lines.lines().map(read).collect()
}

#[test]
fn every_payload_of_a_handled_event_is_understood() {
    let examples = examples(HANDLED);
    assert_eq!(examples.len(), 84);
    for (event, payload) in &examples {
        let read = parse_event(event, payload);
        let shown = String::from_utf8_lossy(&payload[..payload.len().min(300)]);
        assert!(!matches!(read, Ok(WebhookEvent::Ignored)), "{event} is not handled");
        assert!(read.is_ok(), "{event}: {read:?}: {shown}");
    }
    let means = |wanted: &dyn Fn(&WebhookEvent) -> bool| {
        examples.iter().filter(|(event, body)| wanted(&parse_event(event, body).unwrap())).count()
    };
    assert_eq!(means(&|it| matches!(it, WebhookEvent::PullRequest { .. })), 29);
    // Every review, remark and thread names its pull request; of the issue comments those on pull requests do.
    assert!(means(&|it| matches!(it, WebhookEvent::Conversation { .. })) >= 12);
    assert_eq!(means(&|it| matches!(it, WebhookEvent::Renamed { .. })), 4);
    assert!(means(&|it| matches!(it, WebhookEvent::Push { .. })) >= 1);
}

#[tokio::test]
async fn every_payload_of_the_package_is_answered_and_worked_on_without_error() {
    let scenario = Scenario::new().await;
    let browser = scenario.browser();
    let mut seen = 0;
    for (event, body) in examples(HANDLED).into_iter().chain(examples(OTHERS)) {
        let id = format!("example-{seen}");
        let name: &'static str = event.leak();
        let delivery = Event { id, name, body };
        let signature = delivery.signature();
        let status = post_delivery(&browser, &delivery, &signature).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 84 + 48);
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), seen);
    assert_eq!(scenario.store.failed_deliveries().await.unwrap(), []);
    assert_eq!(scenario.store.ignored_events().await.unwrap().len(), 48);
    let first = DeliveryId::new("example-0");
    assert!(!scenario.workshop.receive(&first, "ping", b"{}").await.unwrap());
}
