use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::{
    ids::PersonId,
    texts::Texts,
    workflow::{Person, Role, UiLanguage},
};

fn person(id: i64, role: Role) -> Person {
    Person {
        id: PersonId(id),
        login: format!("p{id}"),
        github_id: None,
        name: format!("P{id}"),
        hf_user: None,
        role,
        language: UiLanguage::Chinese,
        blocked: false,
    }
}

fn people() -> Vec<Person> {
    let blocked = Person { blocked: true, ..person(5, Role::Maintainer) };
    vec![
        person(1, Role::Volunteer),
        person(2, Role::Proofreader),
        person(3, Role::Proofreader),
        person(4, Role::Maintainer),
        blocked,
    ]
}

fn hears(happened: &str, scene: Scene) -> Vec<i64> {
    let scene = Scene { translator: Some(PersonId(1)), ..scene };
    told(happened, &scene, &people()).into_iter().map(|(person, _)| person.0).collect()
}

#[test]
fn a_text_that_waits_is_told_to_whoever_may_read_it_or_read_it_before() {
    let by_translator = Scene { actor: Some(PersonId(1)), ..Scene::default() };
    assert_eq!(hears("submitted", by_translator.clone()), [2, 3, 4]);
    let again = Scene { reviewer: Some(PersonId(3)), ..by_translator };
    assert_eq!(hears("submitted", again), [3]);
}

#[test]
fn nobody_is_told_of_what_they_did_and_nobody_twice() {
    let own = Scene { actor: Some(PersonId(1)), ..Scene::default() };
    assert!(hears("thread_opened", own).is_empty());
    let answered = Scene {
        actor: Some(PersonId(2)),
        reviewer: Some(PersonId(2)),
        talkers: vec![PersonId(2), PersonId(1), PersonId(4)],
        ..Scene::default()
    };
    assert_eq!(hears("thread_answered", answered), [1, 4]);
}

#[test]
fn whoever_is_shut_out_hears_nothing() {
    let parked = Scene { parked: true, ..Scene::default() };
    assert_eq!(hears("publish_failed", parked), [4]);
    assert!(hears("publish_failed", Scene::default()).is_empty());
    assert!(hears("signed_in", Scene::default()).is_empty());
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

#[test]
fn what_comes_in_quiet_hours_waits_for_their_end() {
    let night = Quiet { zone: "Asia/Shanghai".into(), hours: Some((22 * 60 + 30, 8 * 60)) };
    // 23:00 in Shanghai, then 07:59, 08:00 and 12:00 of the next day.
    assert_eq!(night.not_before(at("2026-11-23T15:00:00Z")), at("2026-11-24T00:00:00Z"));
    assert_eq!(night.not_before(at("2026-11-23T23:59:00Z")), at("2026-11-24T00:00:00Z"));
    for free in ["2026-11-24T00:00:00Z", "2026-11-24T04:00:00Z"] {
        assert_eq!(night.not_before(at(free)), at(free));
    }
    let noon = Quiet { zone: "UTC".into(), hours: Some((12 * 60, 13 * 60)) };
    assert_eq!(noon.not_before(at("2026-11-24T12:10:00Z")), at("2026-11-24T13:00:00Z"));
    assert_eq!(Quiet::default().not_before(at("2026-11-24T12:10:00Z")), at("2026-11-24T12:10:00Z"));
}

#[test]
fn a_wall_clock_that_jumps_neither_loses_nor_repeats_the_end() {
    // On 2026-03-29 Paris skips from 02:00 to 03:00.
    let night = Quiet { zone: "Europe/Paris".into(), hours: Some((23 * 60, 2 * 60 + 30)) };
    let now = at("2026-03-28T23:00:00Z");
    let end = night.not_before(now);
    assert_eq!(end, at("2026-03-29T01:30:00Z"));
    assert_eq!(night.not_before(end), end);
}

#[test]
fn a_week_has_one_digest_and_a_late_one_is_left_out() {
    let quiet = Quiet::default();
    // Monday 2026-11-23, 09:00 in Shanghai is 01:00 UTC.
    assert_eq!(digest_week(&quiet, at("2026-11-23T00:59:00Z")), None);
    let weeks: Vec<_> = (0..100)
        .filter_map(|hours| {
            digest_week(&quiet, at("2026-11-23T01:00:00Z") + SignedDuration::from_hours(hours))
        })
        .collect();
    assert_eq!(weeks.len(), 49);
    assert!(weeks.iter().all(|week| week == "2026-W48"), "{weeks:?}");
}

#[test]
fn every_kind_can_be_said_in_both_languages() {
    let facts = Facts {
        title: Some("风筝".into()),
        digest: Some(Digest { mine: vec!["风筝".into()], missing: 3, ..Digest::default() }),
        ..Facts::default()
    };
    for language in [UiLanguage::Chinese, UiLanguage::English] {
        for kind in Kind::ALL {
            let said = say(Texts::new(language), kind, &facts);
            assert!(said.head.contains("风筝"), "{kind:?}: {}", said.head);
            assert!(!said.body.expect("a body").contains('⟦'));
        }
    }
}

#[test]
fn names_are_read_back_as_they_are_written() {
    for kind in Kind::ALL {
        assert_eq!(kind.name().parse(), Ok(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
    for form in Form::WEBHOOKS.into_iter().chain([Form::Email]) {
        assert_eq!(form.name().parse(), Ok(form));
        assert_eq!(serde_json::to_value(form).unwrap(), form.name());
    }
}
