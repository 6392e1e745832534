use yiqi::{
    ids::CommitId,
    services::{ServiceError, SyncMode, views::Seal},
    staleness::{BaseOrigin, Status},
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
