use jiff::SignedDuration;
use tokio::task::JoinSet;
use yiqi::{
    ids::Slug,
    services::{
        ServiceError,
        views::{PersonBrief, Seal, StoryKind},
    },
    workflow::TaskKind,
};

use super::{BRIGHTER_LAMPS, blog, kites, lamps, scenario};
use crate::support::blog::{KITES, KITES_ZH, LAMPS_ZH};

#[tokio::test]
async fn second_claim_of_a_post_is_refused() {
    let scenario = scenario().await;
    scenario.claim("kites").await;
    let second = scenario.volunteer("lan").await;
    let refused = scenario.workshop.claim(&blog(), &kites(), &second).await.unwrap_err();
    assert!(matches!(&refused, ServiceError::AlreadyClaimed { by } if by == "小明"), "{refused}");
    assert_eq!(scenario.seal("kites").await, Seal::Translating);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twenty_who_click_at_once_one_has_it() {
    let scenario = scenario().await;
    let mut clicks = JoinSet::new();
    for number in 0..20 {
        let person = scenario.volunteer(&format!("p{number}")).await;
        let workshop = scenario.workshop.clone();
        clicks.spawn(async move { workshop.claim(&blog(), &kites(), &person).await });
    }
    let outcomes = clicks.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let others = outcomes.into_iter().filter_map(Result::err);
    for refused in others {
        assert!(matches!(refused, ServiceError::AlreadyClaimed { .. }), "{refused}");
    }
}

#[tokio::test]
async fn a_person_holds_only_so_many_claims_at_once() {
    let scenario = scenario().await;
    let slugs = ["p1", "p2", "p3", "p4"];
    let index: String =
        slugs.iter().map(|slug| format!("- local: {slug}\n  date: Mar 3, 2025\n\n")).collect();
    let mut files: Vec<(String, &str)> =
        slugs.iter().map(|slug| (format!("{slug}.md"), KITES)).collect();
    files.push(("_blog.yml".into(), &index));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    scenario.push_source(&files);
    scenario.sync().await;

    let first = scenario.claim("p1").await;
    scenario.claim("p2").await;
    scenario.claim("p3").await;
    let fourth = Slug::new("p4");
    let refused = scenario.workshop.claim(&blog(), &fourth, &scenario.translator).await;
    assert!(matches!(refused, Err(ServiceError::TooManyClaims { limit: 3 })));
    scenario.workshop.release(first, &scenario.translator).await.unwrap();
    scenario.claim("p4").await;
}

#[tokio::test]
async fn a_lease_that_ended_frees_the_post_at_once_and_keeps_the_draft() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario.save(task, KITES_ZH).await;
    scenario.wait(SignedDuration::from_hours(15 * 24));

    let second = scenario.volunteer("lan").await;
    let taken = scenario.workshop.claim(&blog(), &kites(), &second).await.unwrap();
    assert_eq!(scenario.stage(task).await, "expired");
    assert_eq!(scenario.draft(taken.id).await, KITES_ZH);
    assert_eq!(scenario.draft(task).await, KITES_ZH);
}

#[tokio::test]
async fn the_worker_ends_leases_and_a_save_prolongs_them() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario.wait(SignedDuration::from_hours(13 * 24));
    scenario.save(task, KITES_ZH).await;
    scenario.wait(SignedDuration::from_hours(13 * 24));
    assert_eq!(scenario.workshop.expire_leases().await.unwrap(), 0);
    scenario.wait(SignedDuration::from_hours(2 * 24));
    assert_eq!(scenario.workshop.expire_leases().await.unwrap(), 1);
    assert_eq!(scenario.stage(task).await, "expired");
    assert_eq!(scenario.seal("kites").await, Seal::Missing);
    assert!(scenario.post("kites").await.inherited_draft);
}

#[tokio::test]
async fn who_comes_back_late_goes_on_unless_somebody_else_began() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    scenario.wait(SignedDuration::from_hours(15 * 24));
    scenario.workshop.expire_leases().await.unwrap();
    scenario.save(task, "回来了\n").await;
    assert_eq!(scenario.stage(task).await, "claimed");

    scenario.wait(SignedDuration::from_hours(15 * 24));
    let second = scenario.volunteer("lan").await;
    scenario.workshop.claim(&blog(), &kites(), &second).await.unwrap();
    let newest = scenario.store.newest_revision(task).await.unwrap().unwrap().number;
    let late = scenario.workshop.save_draft(task, newest, "晚了\n".into(), &scenario.translator);
    let refused = late.await.unwrap_err();
    assert!(matches!(&refused, ServiceError::AlreadyClaimed { by } if by == "lan"), "{refused}");
}

#[tokio::test]
async fn a_released_draft_is_offered_to_the_next() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    assert_ne!(scenario.draft(task).await, KITES_ZH);
    scenario.save(task, KITES_ZH).await;
    scenario.workshop.release(task, &scenario.translator).await.unwrap();
    assert_eq!(scenario.seal("kites").await, Seal::Missing);
    let again = scenario.claim("kites").await;
    assert_eq!(scenario.draft(again).await, KITES_ZH);
}

#[tokio::test]
async fn what_needs_nothing_or_has_no_source_cannot_be_claimed() {
    let scenario = scenario().await;
    let claim = |slug| {
        let (workshop, person) = (scenario.workshop.clone(), scenario.translator.clone());
        async move { workshop.claim(&blog(), &Slug::new(slug), &person).await }
    };
    assert!(matches!(claim("lamps").await, Err(ServiceError::NothingToDo)));
    assert!(matches!(claim("nowhere").await, Err(ServiceError::NotFound("post"))));
    scenario.remove_source("lamps.md");
    scenario.sync().await;
    assert_eq!(scenario.seal("lamps").await, Seal::Orphan);
    assert!(matches!(claim("lamps").await, Err(ServiceError::NoSource)));
}

#[tokio::test]
async fn a_translation_that_is_behind_is_updated_from_what_is_published() {
    let scenario = scenario().await;
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS)]);
    scenario.sync().await;
    assert_eq!(scenario.seal("lamps").await, Seal::Stale);
    let task = scenario.claim("lamps").await;
    let task = scenario.task(task).await;
    assert_eq!(task.kind, TaskKind::Update);
    assert_eq!(scenario.draft(task.id).await, LAMPS_ZH);

    let view = scenario.workshop.workspace(task.id, &scenario.translator).await.unwrap();
    assert_eq!(view.published_text.as_deref(), Some(LAMPS_ZH));
    let marked: Vec<&str> = view
        .rows
        .iter()
        .filter(|row| row.change.is_some())
        .filter_map(|row| row.target.as_deref())
        .collect();
    assert_eq!(marked.len(), 1, "{marked:?}");
    assert!(marked[0].contains("40 瓦"), "{marked:?}");
}

#[tokio::test]
async fn a_draft_of_an_update_goes_from_hand_to_hand_until_it_is_done() {
    let scenario = scenario().await;
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS)]);
    scenario.sync().await;
    for text in [LAMPS_ZH.replace("40", "50"), LAMPS_ZH.replace("40", "60")] {
        let task = scenario.claim("lamps").await;
        scenario.save(task, &text).await;
        scenario.workshop.release(task, &scenario.translator).await.unwrap();
    }
    let third = scenario.claim("lamps").await;
    assert_eq!(scenario.draft(third).await, LAMPS_ZH.replace("40", "60"));

    // Written from the published text in the end, so it may replace it.
    scenario.finish(third, &LAMPS_ZH.replace("40", "六十")).await;
    assert_eq!(scenario.publish().await, 1);
}

#[tokio::test]
async fn an_old_draft_of_an_update_never_undoes_what_was_published_since() {
    let scenario = scenario().await;
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS)]);
    scenario.sync().await;
    let task = scenario.claim("lamps").await;
    scenario.save(task, &LAMPS_ZH.replace("40", "60")).await;
    scenario.workshop.release(task, &scenario.translator).await.unwrap();

    // Somebody edits the translation upstream, which still lacks the change.
    let edited = LAMPS_ZH.replace("就够读书了", "就足够读书了");
    scenario.push_source(&[("zh/lamps.md", &edited)]);
    scenario.sync().await;
    let task = scenario.claim("lamps").await;
    assert_eq!(scenario.draft(task).await, edited);
}

#[tokio::test]
async fn a_maintainer_gives_a_post_to_somebody_and_on_to_another() {
    let scenario = scenario().await;
    let (lan, yun) = (scenario.volunteer("lan").await, &scenario.maintainer);
    let given = scenario.workshop.assign(&blog(), &kites(), lan.id, yun).await.unwrap();
    assert_eq!((given.translator, given.stage_name()), (lan.id, "claimed"));
    let translator = scenario.translator.id;
    let handed = scenario.workshop.assign(&blog(), &kites(), translator, yun).await.unwrap();
    assert_eq!((handed.id, handed.translator), (given.id, translator));

    let story = scenario.post("kites").await.story;
    let name = |person: &Option<PersonBrief>| person.as_ref().map(|person| person.id);
    let told: Vec<_> = story
        .iter()
        .filter(|event| event.kind == StoryKind::Assigned)
        .map(|event| (name(&event.person), name(&event.to)))
        .collect();
    // Both happened in the same moment.
    assert_eq!(told.len(), 2);
    for to in [lan.id, translator] {
        assert!(told.contains(&(Some(yun.id), Some(to))), "{told:?}");
    }
    let page = scenario.browser().get("/p/blog/posts/kites").await.text();
    assert!(page.contains("交给了小明"), "{page}");

    let refused = scenario.workshop.assign(&blog(), &lamps(), lan.id, &lan).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));
    scenario.workshop.set_blocked(lan.id, true, yun).await.unwrap();
    let refused = scenario.workshop.assign(&blog(), &kites(), lan.id, yun).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "person", .. })));
}
