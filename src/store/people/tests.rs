use serde_json::json;

use super::*;
use crate::store::{
    EventFilter,
    testing::{TestStore, at},
};

fn changed(kind: &str, person: &Person) -> Event {
    Event {
        at: at(1),
        actor: Some(person.id),
        project: None,
        slug: None,
        task: None,
        kind: kind.into(),
        data: json!({}),
    }
}

/// Writes a person as given; whether that was allowed.
async fn write(store: &Store, person: &Person, kind: &str) -> Result<bool> {
    let event = changed(kind, person);
    Ok(store.update_person(person.id, |_| person.clone(), &event).await?.is_some())
}

#[tokio::test]
async fn a_person_of_github_and_a_local_one_may_have_the_same_login() {
    let store = TestStore::new().await;
    let local = store.person_named("mei", Role::Volunteer).await;
    let new = NewPerson {
        login: "mei".into(),
        github_id: Some(u64::MAX),
        name: "Mei".into(),
        role: Role::Proofreader,
        language: UiLanguage::English,
        at: at(0),
    };
    let remote = store.add_person(&new).await.unwrap();
    assert_ne!(local.id, remote.id);
    assert_eq!(store.add_person(&new).await.unwrap(), remote);
    assert_eq!(store.person_by_github_id(u64::MAX).await.unwrap(), Some(remote.clone()));
    assert_eq!(store.local_person("mei").await.unwrap(), Some(local.clone()));
    assert_eq!(store.person(remote.id).await.unwrap(), Some(remote.clone()));
    assert_eq!(store.people().await.unwrap(), [local, remote]);
    assert_eq!(store.person(PersonId(99)).await.unwrap(), None);
}

#[tokio::test]
async fn a_change_of_a_person_is_written_together_with_its_event() {
    let store = TestStore::new().await;
    let mut mei = store.person_named("mei", Role::Volunteer).await;
    mei.hf_user = Some("mei-hf".into());
    mei.role = Role::Proofreader;
    mei.blocked = true;
    mei.language = UiLanguage::English;
    assert!(write(&store, &mei, "role_changed").await.unwrap());
    assert_eq!(store.person(mei.id).await.unwrap(), Some(mei.clone()));
    let events = store.events(&EventFilter { limit: 5, ..Default::default() }).await.unwrap();
    assert_eq!(events, [changed("role_changed", &mei)]);

    let nobody = Person { id: PersonId(99), ..mei };
    let outcome = write(&store, &nobody, "blocked").await;
    assert!(matches!(outcome, Err(StoreError::Missing { table: "people", .. })));
}

#[tokio::test]
async fn the_last_maintainer_keeps_the_role() {
    let store = TestStore::new().await;
    let mut mei = store.person_named("mei", Role::Maintainer).await;
    let mut lan = store.person_named("lan", Role::Maintainer).await;
    lan.blocked = true;
    assert!(write(&store, &lan, "blocked").await.unwrap());
    mei.role = Role::Volunteer;
    assert!(!write(&store, &mei, "role_changed").await.unwrap());
    assert_eq!(store.person(mei.id).await.unwrap().unwrap().role, Role::Maintainer);

    lan.blocked = false;
    assert!(write(&store, &lan, "unblocked").await.unwrap());
    assert!(write(&store, &mei, "role_changed").await.unwrap());
}

#[tokio::test]
async fn a_change_starts_from_the_person_as_they_are_by_then() {
    let store = TestStore::new().await;
    let seen = store.person_named("mei", Role::Volunteer).await;
    let blocked = |person| Person { blocked: true, ..person };
    store.update_person(seen.id, blocked, &changed("blocked", &seen)).await.unwrap();
    let renamed = |person| Person { name: "梅".into(), ..person };
    let event = changed("profile_changed", &seen);
    let written = store.update_person(seen.id, renamed, &event).await.unwrap();
    assert_eq!(written, Some(Person { blocked: true, name: "梅".into(), ..seen.clone() }));
    assert_eq!(store.person(seen.id).await.unwrap(), written);
}
