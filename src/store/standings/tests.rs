use serde_json::json;

use super::*;
use crate::{
    store::{
        EventFilter,
        testing::{TestStore, at, project},
    },
    workflow::Role,
};

fn kites() -> Slug {
    Slug::new("kites")
}

fn said(kind: &str, by: PersonId) -> Event {
    Event {
        at: at(1),
        actor: Some(by),
        project: Some(project()),
        slug: Some(kites()),
        task: None,
        kind: kind.into(),
        data: json!({}),
    }
}

#[tokio::test]
async fn everybody_has_one_voice() {
    let store = TestStore::new().await;
    let ada = store.person_named("ada", Role::Volunteer).await.id;
    let bo = store.person_named("bo", Role::Volunteer).await.id;
    let (project, kites) = (project(), kites());
    let place = (&project, &kites);
    assert!(store.set_vote(place, ada, true, &said("asked", ada)).await.unwrap());
    assert!(!store.set_vote(place, ada, true, &said("asked", ada)).await.unwrap());
    assert!(store.set_vote(place, bo, true, &said("asked", bo)).await.unwrap());
    assert_eq!(store.votes(&project).await.unwrap()[&kites], 2);
    assert!(store.set_vote(place, ada, false, &said("unasked", ada)).await.unwrap());
    assert!(!store.set_vote(place, ada, false, &said("unasked", ada)).await.unwrap());
    assert_eq!(store.voters(&project, &kites).await.unwrap(), [bo]);
    let filter = EventFilter { project: Some(project), slug: Some(kites), limit: 9 };
    let kinds: Vec<String> =
        store.events(&filter).await.unwrap().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["unasked", "asked", "asked"], "what changed nothing is not logged");
}

#[tokio::test]
async fn a_decision_replaces_the_one_before_and_can_be_taken_back() {
    let store = TestStore::new().await;
    let mia = store.person_named("mia", Role::Maintainer).await.id;
    let (project, kites) = (project(), kites());
    let place = (&project, &kites);
    let set = async |kind, value: Option<&str>| {
        store.set_mark(place, kind, value, mia, &said("marked", mia)).await.unwrap()
    };
    assert!(set(MarkKind::Note, Some("Begin at the end.")).await);
    assert!(!set(MarkKind::Note, Some("Begin at the end.")).await);
    assert!(set(MarkKind::Note, Some("Begin at the start.")).await);
    assert!(set(MarkKind::Priority, Some("high")).await);
    let marks = store.marks_of(&project, &kites).await.unwrap();
    let told: Vec<_> = marks.iter().map(|mark| (mark.kind, mark.value.as_str())).collect();
    assert_eq!(told, [(MarkKind::Note, "Begin at the start."), (MarkKind::Priority, "high")]);
    assert_eq!(store.marks(&project).await.unwrap().len(), 2);
    assert!(set(MarkKind::Note, None).await);
    assert!(!set(MarkKind::Note, None).await);
    assert_eq!(store.marks(&project).await.unwrap().len(), 1);
    let event = said("raised", mia);
    let odd = store.set_mark(place, MarkKind::Priority, Some("odd"), mia, &event);
    assert!(odd.await.is_err(), "the schema knows what a priority is");
}
