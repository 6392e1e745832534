//! A machine drafts, a person answers for it; whatever goes wrong, the text stays as it was.

use futures_util::StreamExt;
use yiqi::{
    glossary::Entry,
    ids::TaskId,
    services::{FailedDraft, MachineEvent, ServiceError, Workshop},
    workflow::Person,
};

use super::endpoint::{Endpoint, Manner};
use crate::support::{Scenario, blog};

/// The line of the paragraph of the kites.
const PARAGRAPH: usize = 10;
const DRAFTED: &str = "放风筝需要风、一根线和一个空闲的下午。";

struct Desk {
    scenario: Scenario,
    endpoint: Endpoint,
    workshop: Workshop,
    task: TaskId,
}

/// A translator who has claimed the kites, with an aid of some manner.
async fn desk(manner: Manner) -> Desk {
    let scenario = Scenario::new().await;
    let endpoint = Endpoint::start(manner).await;
    let workshop = scenario.restarted().with_aid(endpoint.client());
    let task = scenario.claim("kites").await;
    Desk { scenario, endpoint, workshop, task }
}

impl Desk {
    async fn draft(&self, line: usize) -> Result<Vec<MachineEvent>, ServiceError> {
        self.draft_as(line, &self.scenario.translator).await
    }

    async fn draft_as(&self, line: usize, by: &Person) -> Result<Vec<MachineEvent>, ServiceError> {
        let text = self.scenario.draft(self.task).await;
        let events = self.workshop.machine_draft(self.task, line, &text, by).await?;
        Ok(events.collect().await)
    }

    async fn last(&self) -> MachineEvent {
        self.draft(PARAGRAPH).await.expect("a request").pop().expect("an event")
    }

    /// The blocks that are still a machine's, of a text.
    async fn machines(&self, text: &str) -> Vec<String> {
        let rows = self.workshop.rows(self.task, text, &self.scenario.translator).await.unwrap();
        let ours = rows.rows.into_iter().filter(|row| row.machine_drafted);
        ours.filter_map(|row| row.target).collect()
    }
}

#[tokio::test]
async fn a_draft_streams_and_is_asked_for_with_what_a_translator_would_look_at() {
    let desk = desk(Manner::Says(DRAFTED.into())).await;
    let kite = Entry { term: "kite".into(), preferred: Some("风筝".into()), ..Entry::default() };
    let project = desk.scenario.project();
    desk.workshop.write_term(project, None, kite, &desk.scenario.maintainer).await.unwrap();
    let before = desk.scenario.draft(desk.task).await;

    let events = desk.draft(PARAGRAPH).await.unwrap();
    assert!(events.len() > 3, "{events:?}");
    assert_eq!(events[0], MachineEvent::Draft { text: "放风筝".into() });
    assert_eq!(events.last(), Some(&MachineEvent::Done { text: DRAFTED.into() }));

    let (headers, body) = desk.endpoint.asked().remove(0);
    assert_eq!(headers["authorization"], "Bearer sk-secret");
    assert_eq!(
        (body["model"].as_str(), body["stream"].as_bool()),
        (Some("example-model"), Some(true))
    );
    let user = body["messages"][1]["content"].as_str().unwrap();
    for part in
        ["Kites and wind", "- kite → 风筝", "A kite needs wind, a line and a free afternoon."]
    {
        assert!(user.contains(part), "{part:?} is missing in {user}");
    }
    // Nothing of the people, and the draft of the person is where it was.
    assert!(!body.to_string().contains("ming") && !body.to_string().contains("小明"));
    assert_eq!(desk.scenario.draft(desk.task).await, before);
}

#[tokio::test]
async fn a_server_that_does_not_stream_serves_as_well() {
    let desk = desk(Manner::SaysAtOnce(DRAFTED.into())).await;
    assert_eq!(desk.last().await, MachineEvent::Done { text: DRAFTED.into() });
    // A heading keeps its marks.
    desk.endpoint.behave(Manner::Says("风筝与风".into()));
    let heading = desk.draft(8).await.unwrap().pop();
    assert_eq!(heading, Some(MachineEvent::Done { text: "# 风筝与风".into() }));
}

#[tokio::test]
async fn a_block_is_a_machines_until_somebody_edits_or_confirms_it() {
    let desk = desk(Manner::Says(DRAFTED.into())).await;
    desk.draft(PARAGRAPH).await.unwrap();
    let text = blog::KITES_ZH;
    assert_eq!(desk.machines(text).await, [DRAFTED]);
    assert!(desk.machines(&text.replace("空闲", "自由")).await.is_empty());

    let stranger =
        desk.workshop.confirm_machine(desk.task, DRAFTED, &desk.scenario.proofreader).await;
    assert!(matches!(stranger, Err(ServiceError::Forbidden)));
    let by = &desk.scenario.translator;
    assert!(desk.workshop.confirm_machine(desk.task, DRAFTED, by).await.unwrap());
    assert!(desk.machines(text).await.is_empty());
    assert!(!desk.workshop.confirm_machine(desk.task, "别的", by).await.unwrap());
}

#[tokio::test]
async fn the_commit_and_the_pull_request_say_what_a_machine_drafted() {
    let desk = desk(Manner::Says(DRAFTED.into())).await;
    desk.draft(PARAGRAPH).await.unwrap();
    desk.scenario.finish(desk.task, blog::KITES_ZH).await;
    assert_eq!(desk.scenario.publish().await, 1);
    let head = desk.scenario.upstream.head("yiqi/zh/kites").unwrap();
    let message = desk.scenario.upstream.commit(&head).unwrap().message;
    assert!(message.ends_with("\nMachine-Drafted: 1 of 2 blocks\n"), "{message}");
    let body = desk.scenario.expect_pull_request().body;
    assert!(body.contains("1 of 2 blocks of prose are as a machine drafted them"), "{body}");
}

#[tokio::test]
async fn however_the_endpoint_fails_nothing_is_drafted_and_the_reason_is_told() {
    let desk = desk(Manner::Silent).await;
    let before = desk.scenario.draft(desk.task).await;
    for (manner, wanted) in [
        (Manner::Silent, FailedDraft::TooSlow),
        (Manner::Stalls, FailedDraft::TooSlow),
        (Manner::Fails(500), FailedDraft::Unreachable),
        (Manner::Fails(429), FailedDraft::Busy),
        (Manner::Fails(401), FailedDraft::Misconfigured),
        (Manner::BreaksOff, FailedDraft::Unreachable),
        (Manner::Rubbish, FailedDraft::Refused),
        (Manner::Endless, FailedDraft::Refused),
        (Manner::Says(String::new()), FailedDraft::Refused),
        (
            Manner::Says("I am sorry, I cannot translate that text for you.".into()),
            FailedDraft::Refused,
        ),
        (Manner::Says("放风筝需要 ⟦1⟧ 和一个空闲的下午。".into()), FailedDraft::Refused),
        (Manner::Says(format!("{DRAFTED}\n\n希望对你有帮助！")), FailedDraft::Refused),
    ] {
        desk.endpoint.behave(manner.clone());
        let events = desk.draft(PARAGRAPH).await.unwrap();
        let last = events.last().unwrap();
        assert_eq!(*last, MachineEvent::Failed { reason: wanted }, "{manner:?}");
        assert!(!format!("{events:?}").contains("secret reason"));
    }
    // Nothing counts as drafted, and nothing was written.
    assert!(desk.machines(blog::KITES_ZH).await.is_empty());
    assert_eq!(desk.scenario.draft(desk.task).await, before);
}

#[tokio::test]
async fn whoever_goes_away_ends_the_request() {
    let desk = desk(Manner::Stalls).await;
    let text = desk.scenario.draft(desk.task).await;
    let by = &desk.scenario.translator;
    let events = desk.workshop.machine_draft(desk.task, PARAGRAPH, &text, by).await.unwrap();
    let mut events = Box::pin(events);
    assert_eq!(events.next().await, Some(MachineEvent::Draft { text: "开头".into() }));
    drop(events);
    desk.endpoint.given_up().await;
}

#[tokio::test]
async fn only_prose_is_drafted_by_those_who_write_and_only_where_there_is_an_aid() {
    let desk = desk(Manner::Says(DRAFTED.into())).await;
    // Front matter, code, and a line at which no block begins.
    for line in [1, 12, 9] {
        let refused = desk.draft(line).await;
        assert!(
            matches!(refused, Err(ServiceError::NotDraftable | ServiceError::NotFound("block"))),
            "line {line}: {refused:?}"
        );
    }
    let stranger = desk.draft_as(PARAGRAPH, &desk.scenario.proofreader).await;
    assert!(matches!(stranger, Err(ServiceError::Forbidden)));
    assert!(desk.endpoint.asked().is_empty());

    let text = desk.scenario.draft(desk.task).await;
    let by = &desk.scenario.translator;
    let none = desk.scenario.workshop.machine_draft(desk.task, PARAGRAPH, &text, by).await;
    assert!(matches!(none.err(), Some(ServiceError::NoAid)));
}

#[tokio::test]
async fn no_more_answers_are_waited_for_than_there_are_places() {
    let desk = desk(Manner::Stalls).await;
    let text = desk.scenario.draft(desk.task).await;
    let by = &desk.scenario.translator;
    let mut under_way = Vec::new();
    for _ in 0..4 {
        under_way.push(desk.workshop.machine_draft(desk.task, PARAGRAPH, &text, by).await.unwrap());
    }
    let fifth = desk.workshop.machine_draft(desk.task, PARAGRAPH, &text, by).await;
    assert!(matches!(fifth.err(), Some(ServiceError::AidBusy)));
    under_way.pop();
    assert!(desk.workshop.machine_draft(desk.task, PARAGRAPH, &text, by).await.is_ok());
}
