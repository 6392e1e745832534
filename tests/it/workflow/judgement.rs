use jiff::SignedDuration;
use yiqi::{
    ids::CommitId,
    services::{
        ServiceError, SyncMode,
        views::{Seal, StoryKind},
    },
    staleness::{BaseOrigin, Status},
    workflow::Clock,
};

use super::{BRIGHTER_LAMPS, blog, lamps, scenario};
use crate::support::Scenario;

/// The sample blog with one translation that is behind its source.
async fn behind() -> Scenario {
    let scenario = scenario().await;
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS)]);
    scenario.sync().await;
    assert_eq!(scenario.seal("lamps").await, Seal::Stale);
    scenario
}

#[tokio::test]
async fn a_dismissed_change_needs_nothing_and_the_board_says_so_at_once() {
    let scenario = behind().await;
    let key = scenario.post("lamps").await.changes[0].key.clone();
    let dismiss = |key: &str, by| {
        let key = key.to_owned();
        let workshop = &scenario.workshop;
        async move { workshop.dismiss(&blog(), &lamps(), &key, "读者不在意", by).await }
    };
    let volunteer = dismiss(&key, &scenario.translator).await;
    assert!(matches!(volunteer, Err(ServiceError::Forbidden)));
    let unknown = dismiss("no such change", &scenario.maintainer).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("change"))));

    dismiss(&key, &scenario.maintainer).await.unwrap();
    assert_eq!(scenario.seal("lamps").await, Seal::Published);
    // It holds for this change alone, and outlives the cache.
    scenario.workshop.sync(&blog(), SyncMode::Rebuild, &|_, _, _| {}).await.unwrap();
    assert_eq!(scenario.seal("lamps").await, Seal::Published);
    scenario.push_source(&[("lamps.md", &BRIGHTER_LAMPS.replace("60 watts", "75 watts"))]);
    scenario.sync().await;
    assert_eq!(scenario.seal("lamps").await, Seal::Stale);
}

#[tokio::test]
async fn a_pinned_base_wins_over_what_was_inferred() {
    let scenario = behind().await;
    let post = scenario.post("lamps").await.post;
    let newest = post.source.unwrap().commit;
    let pin = |base, by| {
        let workshop = &scenario.workshop;
        async move { workshop.pin(&blog(), &lamps(), base, by).await }
    };
    assert!(matches!(pin(newest, &scenario.translator).await, Err(ServiceError::Forbidden)));
    let foreign = pin(CommitId::from_bytes([7; 20]), &scenario.maintainer).await;
    assert!(matches!(foreign, Err(ServiceError::Invalid { field: "commit", .. })));

    pin(newest, &scenario.maintainer).await.unwrap();
    let judged = scenario.post("lamps").await.post;
    assert_eq!(judged.status, Status::Current);
    let base = judged.judgement.unwrap().base;
    assert_eq!((base.commit, base.origin), (newest, BaseOrigin::Pinned));
}

#[tokio::test]
async fn a_cache_made_anew_is_the_same_catalogue() {
    let scenario = behind().await;
    scenario.push_source(&[("kites.md", "# Kites\n\nA new beginning.\n")]);
    scenario.sync().await;
    let step_by_step = scenario.workshop.catalogue(&blog()).await.unwrap().unwrap();
    let rebuilt = scenario.workshop.sync(&blog(), SyncMode::Rebuild, &|_, _, _| {}).await.unwrap();
    assert_eq!(rebuilt.catalogue, step_by_step);
    let engine = {
        let convention = yiqi::convention::ConventionKind::HfBlog;
        let convention =
            yiqi::convention::Convention::new(convention, "zh-CN", None, None).unwrap();
        yiqi::catalogue::engine(&convention, 15)
    };
    let stored = scenario.store.catalogue(&blog(), &engine).await.unwrap().unwrap();
    assert_eq!(stored, *step_by_step);
}

#[tokio::test]
async fn what_was_said_of_a_judgement_can_be_taken_back() {
    let scenario = behind().await;
    let (workshop, maintainer) = (&scenario.workshop, &scenario.maintainer);
    let view = scenario.post("lamps").await;
    let (key, newest) = (view.changes[0].key.clone(), view.post.source.unwrap().commit);
    let inferred = view.post.judgement.unwrap().base;
    assert!(view.pinned.is_none() && view.dismissals.is_empty());

    workshop.pin(&blog(), &lamps(), newest, maintainer).await.unwrap();
    let pinned = scenario.post("lamps").await.pinned.unwrap();
    assert_eq!((pinned.by.id, pinned.at), (maintainer.id, scenario.clock.now()));
    let volunteer = workshop.unpin(&blog(), &lamps(), &scenario.translator).await;
    assert!(matches!(volunteer, Err(ServiceError::Forbidden)));
    assert!(workshop.unpin(&blog(), &lamps(), maintainer).await.unwrap());
    assert!(!workshop.unpin(&blog(), &lamps(), maintainer).await.unwrap());
    assert_eq!(scenario.judged_base("lamps").await, inferred);

    workshop.dismiss(&blog(), &lamps(), &key, "", maintainer).await.unwrap();
    let view = scenario.post("lamps").await;
    let word = &view.dismissals[&key];
    assert_eq!((word.by.id, &word.reason), (maintainer.id, &None));
    let undismiss = async |by| workshop.undismiss_all(&blog(), &lamps(), &[&key], by).await;
    let volunteer = undismiss(&scenario.translator).await;
    assert!(matches!(volunteer, Err(ServiceError::Forbidden)));
    assert_eq!(undismiss(maintainer).await.unwrap(), 1);
    assert_eq!(undismiss(maintainer).await.unwrap(), 0);
    assert_eq!(scenario.seal("lamps").await, Seal::Stale);

    let told: Vec<StoryKind> =
        scenario.post("lamps").await.story.iter().map(|it| it.kind).collect();
    use StoryKind::{Dismissed, Pinned, Undismissed, Unpinned};
    for kind in [Pinned, Unpinned, Dismissed, Undismissed] {
        assert_eq!(told.iter().filter(|told| **told == kind).count(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn a_base_is_chosen_among_the_versions_of_the_source() {
    let scenario = behind().await;
    let versions = scenario.workshop.source_versions(&blog(), &lamps()).await.unwrap();
    let subjects: Vec<&str> = versions.iter().map(|version| version.subject.as_str()).collect();
    assert_eq!(subjects, ["Change a post", "Begin the blog"]);
    let marked: Vec<bool> = versions.iter().map(|version| version.is_base).collect();
    assert_eq!(marked, [false, true]);
}

#[tokio::test]
async fn a_base_pinned_after_the_approval_outlasts_the_merge() {
    for pinned_late in [false, true] {
        let scenario = behind().await;
        let older = scenario.post("lamps").await.post.judgement.unwrap().base.commit;
        let pin = async || {
            let (blog, lamps) = (blog(), lamps());
            let pinned = scenario.workshop.pin(&blog, &lamps, older, &scenario.maintainer);
            pinned.await.unwrap();
        };
        let task = scenario.claim("lamps").await;
        let of_task = scenario.task(task).await.source_commit;
        let text = scenario.draft(task).await.replace("40 瓦", "60 瓦");
        if !pinned_late {
            pin().await;
            scenario.wait(SignedDuration::from_mins(1));
        }
        scenario.finish(task, &text).await;
        scenario.wait(SignedDuration::from_mins(1));
        if pinned_late {
            pin().await;
        }
        scenario.publish().await;
        let published = scenario.draft(task).await;
        scenario.push_source(&[("zh/lamps.md", &published)]);
        scenario.sync().await;
        assert_eq!(scenario.stage(task).await, "merged");
        let expected = if pinned_late { older } else { of_task };
        assert_eq!(scenario.judged_base("lamps").await.commit, expected, "late: {pinned_late}");
        // However old the base: the text has what the source has.
        assert_eq!(scenario.seal("lamps").await, Seal::Published);
    }
}
