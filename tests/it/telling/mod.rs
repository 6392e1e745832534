//! People are told what happened: on the site once, elsewhere where they chose it.

mod pages;
mod receiver;
mod sending;

use jiff::SignedDuration;
use yiqi::{
    notices::Kind,
    workflow::{Clock, Person},
};

use crate::support::{Publisher, Scenario, blog};

/// Everything somebody was told on the site, newest first.
async fn all_heard(scenario: &Scenario, person: &Person) -> Vec<Kind> {
    let view = scenario.workshop.notices(person).await.expect("notices");
    view.notices.iter().map(|notice| notice.kind).collect()
}

/// The same without the weekly digest: the stories begin on a Monday.
async fn heard(scenario: &Scenario, person: &Person) -> Vec<Kind> {
    let all = all_heard(scenario, person).await;
    all.into_iter().filter(|kind| *kind != Kind::Digest).collect()
}

async fn tell(scenario: &Scenario) {
    scenario.workshop.tell().await.expect("a readable database");
}

#[tokio::test]
async fn each_turn_of_a_text_is_told_to_those_it_concerns() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let task = scenario.translate_kites().await;
    tell(&scenario).await;
    assert_eq!(heard(&scenario, &scenario.translator).await, [Kind::Approved]);
    assert_eq!(heard(&scenario, &scenario.proofreader).await, [Kind::ReviewWanted]);
    assert_eq!(heard(&scenario, &scenario.maintainer).await, [Kind::ReviewWanted]);
    let view = scenario.workshop.notices(&scenario.translator).await.unwrap();
    assert_eq!(view.unread, 1);
    assert_eq!(view.notices[0].facts.path, format!("/tasks/{task}"));
    assert_eq!(view.notices[0].facts.actor.as_deref(), Some("Hua Li"));
}

#[tokio::test]
async fn a_return_comes_with_its_reason_and_the_next_round_goes_to_the_same_reader() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, blog::KITES_ZH).await;
    scenario.submit(task, revision).await;
    scenario.workshop.start_review(task, &scenario.proofreader).await.unwrap();
    let reason = "第二段漏了一句".to_owned();
    scenario.workshop.request_changes(task, reason, &scenario.proofreader).await.unwrap();
    tell(&scenario).await;
    let view = scenario.workshop.notices(&scenario.translator).await.unwrap();
    let returned = view.notices.iter().find(|it| it.kind == Kind::ChangesRequested);
    assert_eq!(returned.expect("a return").facts.reason, Some("第二段漏了一句".into()));

    scenario.submit(task, revision).await;
    tell(&scenario).await;
    let waits = [Kind::ReviewWanted, Kind::ReviewWanted];
    assert_eq!(heard(&scenario, &scenario.proofreader).await, waits);
    assert_eq!(heard(&scenario, &scenario.maintainer).await, waits[..1]);
}

#[tokio::test]
async fn what_is_told_is_told_once_whoever_looks_and_however_often() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    scenario.translate_kites().await;
    let (other, again) = (scenario.second_worker(), scenario.restarted());
    let told = tokio::join!(scenario.workshop.tell(), other.tell(), again.tell());
    let told = told.0.unwrap() + told.1.unwrap() + told.2.unwrap();
    assert_eq!(told, 3);
    assert_eq!(scenario.restarted().tell().await.unwrap(), 0);
    assert_eq!(heard(&scenario, &scenario.translator).await, [Kind::Approved]);
}

#[tokio::test]
async fn a_lease_that_ends_soon_is_told_once_and_anew_after_it_was_prolonged() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let task = scenario.claim("kites").await;
    tell(&scenario).await;
    assert!(heard(&scenario, &scenario.translator).await.is_empty());
    scenario.wait(SignedDuration::from_hours(13 * 24));
    tell(&scenario).await;
    tell(&scenario).await;
    assert_eq!(heard(&scenario, &scenario.translator).await, [Kind::Expiring]);
    scenario.save(task, blog::KITES_ZH).await;
    scenario.wait(SignedDuration::from_hours(13 * 24));
    tell(&scenario).await;
    scenario.wait(SignedDuration::from_hours(2 * 24));
    scenario.workshop.expire_leases().await.unwrap();
    tell(&scenario).await;
    let leases = heard(&scenario, &scenario.translator).await;
    assert_eq!(leases, [Kind::Expired, Kind::Expiring, Kind::Expiring]);
}

#[tokio::test]
async fn a_source_that_moves_is_told_to_who_has_it_and_to_who_translated_it() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    scenario.claim("kites").await;
    let old_hand = scenario
        .workshop
        .set_profile(&scenario.proofreader, Some("Old-Hand".into()), Default::default())
        .await
        .unwrap();
    tell(&scenario).await;
    let lamps = blog::LAMPS.replace("40 watts is", "60 watts, and no less, is surely");
    let lamps = format!("{lamps}\nNever leave a lamp burning when nobody is at home to see it.\n");
    let kites = format!("{}\nMind the power lines above the field.\n", blog::KITES);
    scenario.push_source(&[("lamps.md", &lamps), ("kites.md", &kites)]);
    scenario.sync().await;
    tell(&scenario).await;
    tell(&scenario).await;
    assert_eq!(heard(&scenario, &scenario.translator).await, [Kind::SourceChanged]);
    assert_eq!(heard(&scenario, &old_hand).await, [Kind::Behind]);
}

#[tokio::test]
async fn a_week_is_told_once_to_those_who_took_part() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    scenario.claim("kites").await;
    // It is Monday noon in Shanghai.
    tell(&scenario).await;
    scenario.wait(SignedDuration::from_hours(7 * 24));
    for _ in 0..3 {
        tell(&scenario).await;
        scenario.wait(SignedDuration::from_hours(1));
    }
    let weeks = |all: Vec<Kind>| all.into_iter().filter(|kind| *kind == Kind::Digest).count();
    assert_eq!(weeks(all_heard(&scenario, &scenario.translator).await), 2);
    assert_eq!(weeks(all_heard(&scenario, &scenario.proofreader).await), 0);
}

#[tokio::test]
async fn one_outage_is_one_notice_for_maintainers() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let state = scenario.store.sync_state(scenario.project()).await.unwrap();
    let broken = yiqi::store::StoredSyncState { error: Some("no route".into()), ..state };
    scenario.store.set_sync_state(scenario.project(), &broken).await.unwrap();
    tell(&scenario).await;
    assert!(heard(&scenario, &scenario.maintainer).await.is_empty());
    scenario.wait(SignedDuration::from_hours(2));
    tell(&scenario).await;
    scenario.wait(SignedDuration::from_hours(2));
    tell(&scenario).await;
    assert_eq!(heard(&scenario, &scenario.maintainer).await, [Kind::Trouble]);
    assert!(heard(&scenario, &scenario.translator).await.is_empty());
    assert!(scenario.clock.now() > state_of(&scenario).await);
}

async fn state_of(scenario: &Scenario) -> jiff::Timestamp {
    let state = scenario.store.sync_state(scenario.project()).await.unwrap();
    state.last_success.expect("a sync that went well")
}
