//! Messages that leave: at least once, under one id, never in quiet hours, never into the own network.

use jiff::SignedDuration;
use yiqi::{
    ids::ChannelId,
    notices::{Form, Kind, Quiet},
    services::{ServiceError, WantedChannel, Workshop},
    store::Wishes,
    workflow::{Clock, UiLanguage},
};

use super::receiver::{Manner, Receiver, client};
use crate::support::{Publisher, Scenario};

fn wanted(form: Form, address: &str) -> WantedChannel {
    WantedChannel {
        form,
        name: "群".into(),
        address: address.into(),
        secret: Some("whsec_ZGVtbw==".into()),
        language: UiLanguage::Chinese,
    }
}

struct Story {
    scenario: Scenario,
    workshop: Workshop,
    receiver: Receiver,
    channel: ChannelId,
}

/// The translator has a webhook of their own.
async fn with_webhook(form: Form) -> Story {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let receiver = Receiver::start(Manner::Takes).await;
    let workshop = scenario.restarted().with_notify(client(true));
    let wanted = wanted(form, &receiver.url);
    let channel = workshop.add_channel(None, wanted, &scenario.translator).await.unwrap();
    Story { scenario, workshop, receiver, channel }
}

impl Story {
    async fn tell_and_send(&self) -> usize {
        self.workshop.tell().await.unwrap();
        self.workshop.send_due().await.unwrap()
    }

    async fn state(&self) -> yiqi::store::Channel {
        self.scenario.store.channel(self.channel).await.unwrap().unwrap()
    }
}

#[tokio::test]
async fn an_approval_leaves_once_signed_in_the_words_of_its_reader() {
    let story = with_webhook(Form::Json).await;
    story.scenario.translate_kites().await;
    assert_eq!(story.tell_and_send().await, 1);
    assert_eq!(story.tell_and_send().await, 0);
    let asked = story.receiver.asked();
    assert_eq!(asked.len(), 1);
    let (headers, body) = &asked[0];
    assert!(headers["webhook-signature"].to_str().unwrap().starts_with("v1,"));
    assert_eq!(headers["webhook-id"].to_str().unwrap(), body["id"].as_str().unwrap());
    assert_eq!(body["title"], "译起：Hua Li通过了《Kites and wind》");
    assert_eq!(body["items"][0]["kind"], "approved");
}

#[tokio::test]
async fn killed_between_sending_and_noting_it_goes_out_again_under_the_same_id() {
    let story = with_webhook(Form::Json).await;
    story.scenario.translate_kites().await;
    story.workshop.tell().await.unwrap();
    // The receiver has the message, and the answer never comes back: as if killed after the request.
    story.receiver.behave(Manner::Silent);
    let sending = story.workshop.clone();
    let cut = tokio::spawn(async move { sending.send_due().await });
    while story.receiver.asked().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    cut.abort();
    assert!(cut.await.is_err());

    // More happens before the next start; the letter stays as it was.
    story.receiver.behave(Manner::Takes);
    let again = story.scenario.restarted().with_notify(client(true));
    again.tell().await.unwrap();
    assert_eq!(again.send_due().await.unwrap(), 1);
    assert_eq!(again.send_due().await.unwrap(), 0);
    let asked = story.receiver.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].1, asked[1].1);
    assert_eq!(asked[0].0["webhook-id"], asked[1].0["webhook-id"]);
    let heard = super::heard(&story.scenario, &story.scenario.translator).await;
    assert_eq!(heard, [Kind::Approved]);
}

#[tokio::test]
async fn a_receiver_that_fails_is_asked_again_later_and_later() {
    let story = with_webhook(Form::Json).await;
    story.scenario.translate_kites().await;
    story.receiver.behave(Manner::Fails(503));
    assert_eq!(story.tell_and_send().await, 0);
    assert_eq!(story.tell_and_send().await, 0);
    assert_eq!(story.receiver.asked().len(), 1);
    for _ in 0..10 {
        story.scenario.wait(SignedDuration::from_hours(13));
        story.tell_and_send().await;
    }
    let state = story.state().await;
    assert!(state.parked_at.is_some() && state.last_error.is_some());
    assert_eq!(story.receiver.asked().len(), 8);
}

#[tokio::test]
async fn a_wish_to_be_left_alone_is_followed() {
    let story = with_webhook(Form::Slack).await;
    story.scenario.translate_kites().await;
    story.receiver.behave(Manner::Busy("7200"));
    assert_eq!(story.tell_and_send().await, 0);
    let now = story.scenario.clock.now();
    assert_eq!(story.state().await.next_attempt, Some(now + SignedDuration::from_hours(2)));
    story.receiver.behave(Manner::Takes);
    story.scenario.wait(SignedDuration::from_mins(119));
    assert_eq!(story.tell_and_send().await, 0);
    story.scenario.wait(SignedDuration::from_mins(2));
    assert_eq!(story.tell_and_send().await, 1);
}

#[tokio::test]
async fn what_no_second_try_mends_waits_for_a_person_whose_test_sets_it_going() {
    let story = with_webhook(Form::Feishu).await;
    story.scenario.translate_kites().await;
    for manner in [Manner::Redirects, Manner::Fails(404)] {
        story.receiver.behave(manner);
        story.scenario.wait(SignedDuration::from_mins(1));
        story.tell_and_send().await;
        assert!(story.state().await.parked_at.is_some(), "{manner:?}");
    }
    story.receiver.behave(Manner::Says(r#"{"code":19021,"msg":"sign match fail"}"#));
    let failed = story.workshop.test_channel(story.channel, &story.scenario.translator).await;
    assert!(matches!(failed, Err(ServiceError::Notify(_))));
    assert_eq!(story.state().await.last_error.unwrap(), "refused: sign match fail (19021)");
    story.receiver.behave(Manner::Says(r#"{"code":0}"#));
    story.workshop.test_channel(story.channel, &story.scenario.translator).await.unwrap();
    assert_eq!(story.tell_and_send().await, 1);
    assert!(story.state().await.last_error.is_none());
}

#[tokio::test]
async fn a_receiver_that_stalls_or_never_stops_holds_nothing_up() {
    let story = with_webhook(Form::Json).await;
    story.scenario.translate_kites().await;
    for manner in [Manner::Silent, Manner::Endless] {
        story.receiver.behave(manner);
        story.scenario.wait(SignedDuration::from_mins(6));
        let began = std::time::Instant::now();
        story.tell_and_send().await;
        assert!(began.elapsed() < std::time::Duration::from_secs(3), "{manner:?}");
    }
}

#[tokio::test]
async fn quiet_hours_hold_it_and_what_came_in_them_leaves_as_one() {
    let story = with_webhook(Form::Json).await;
    // It is 13:00 in Shanghai.
    let quiet = Quiet { zone: "Asia/Shanghai".into(), hours: Some((12 * 60, 15 * 60)) };
    let wishes = Wishes { quiet, ..Wishes::default() };
    story.workshop.set_wishes(wishes, &[], &story.scenario.translator).await.unwrap();
    let task = story.scenario.translate_kites().await;
    story.workshop.open_thread(task, None, "谢谢！", &story.scenario.proofreader).await.unwrap();
    assert_eq!(story.tell_and_send().await, 0);
    assert_eq!(super::heard(&story.scenario, &story.scenario.translator).await.len(), 2);
    story.scenario.wait(SignedDuration::from_hours(2));
    assert_eq!(story.tell_and_send().await, 1);
    let asked = story.receiver.asked();
    assert_eq!(asked[0].1["items"].as_array().unwrap().len(), 2);
    assert_eq!(asked[0].1["title"], "译起：2 件事");
}

#[tokio::test]
async fn nothing_goes_into_the_own_network_unless_it_may() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let workshop = scenario.restarted().with_notify(client(false));
    for address in [
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.1.2.3/x",
        "https://localhost/x",
        "http://hooks.example.com/x",
        "https://me:you@hooks.example.com/x",
        "file:///etc/passwd",
        "https://169.254.169.254/latest",
        "https://2130706433/",
    ] {
        let added = workshop.add_channel(None, wanted(Form::Json, address), &scenario.translator);
        assert!(matches!(added.await, Err(ServiceError::Notify(_))), "{address}");
    }
}

#[tokio::test]
async fn what_is_somebody_s_own_is_nobody_else_s() {
    let story = with_webhook(Form::Json).await;
    let (workshop, other) = (&story.workshop, &story.scenario.proofreader);
    assert!(workshop.test_channel(story.channel, other).await.is_err());
    assert!(workshop.remove_channel(story.channel, other).await.is_err());
    let group = wanted(Form::Json, &story.receiver.url);
    let added = workshop.add_channel(Some(story.scenario.project()), group, other).await;
    assert!(matches!(added, Err(ServiceError::Forbidden)));
}

#[tokio::test]
async fn a_group_hears_what_concerns_all_and_nothing_of_a_single_person() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let receiver = Receiver::start(Manner::Says(r#"{"errcode":0}"#)).await;
    let workshop = scenario.restarted().with_notify(client(true));
    let group = wanted(Form::Wecom, &receiver.url);
    workshop.add_channel(Some(scenario.project()), group, &scenario.maintainer).await.unwrap();
    scenario.translate_kites().await;
    workshop.tell().await.unwrap();
    assert_eq!(workshop.send_due().await.unwrap(), 1);
    let text = receiver.asked()[0].1["markdown"]["content"].as_str().unwrap().to_owned();
    assert!(text.contains("小明译完了《Kites and wind》"), "{text}");
    assert!(!text.contains("通过"), "{text}");
}
