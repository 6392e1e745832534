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
    assert!(store.update_person(&mei, &changed("role_changed", &mei)).await.unwrap());
    assert_eq!(store.person(mei.id).await.unwrap(), Some(mei.clone()));
    let events = store.events(&EventFilter { limit: 5, ..Default::default() }).await.unwrap();
    assert_eq!(events, [changed("role_changed", &mei)]);

    let nobody = Person { id: PersonId(99), ..mei };
    let outcome = store.update_person(&nobody, &changed("blocked", &nobody)).await;
    assert!(matches!(outcome, Err(StoreError::Missing { table: "people", .. })));
}

#[tokio::test]
async fn the_last_maintainer_keeps_the_role() {
    let store = TestStore::new().await;
    let mut mei = store.person_named("mei", Role::Maintainer).await;
    let mut lan = store.person_named("lan", Role::Maintainer).await;
    lan.blocked = true;
    assert!(store.update_person(&lan, &changed("blocked", &lan)).await.unwrap());
    mei.role = Role::Volunteer;
    assert!(!store.update_person(&mei, &changed("role_changed", &mei)).await.unwrap());
    assert_eq!(store.person(mei.id).await.unwrap().unwrap().role, Role::Maintainer);

    lan.blocked = false;
    assert!(store.update_person(&lan, &changed("unblocked", &lan)).await.unwrap());
    assert!(store.update_person(&mei, &changed("role_changed", &mei)).await.unwrap());
}
