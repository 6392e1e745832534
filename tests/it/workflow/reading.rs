use std::sync::Arc;

use jiff::SignedDuration;
use yiqi::{
    services::{
        ServiceError, SyncMode,
        views::{MyTask, Seal, StoryKind},
    },
    staleness::Severity,
};

use super::{BRIGHTER_LAMPS, blog, scenario};
use crate::support::blog::KITES_ZH;

fn slugs(tasks: &[MyTask]) -> Vec<&str> {
    tasks.iter().map(|task| task.slug.as_str()).collect()
}

#[tokio::test]
async fn the_board_is_made_once_and_again_after_every_change() {
    let scenario = scenario().await;
    let board = async || scenario.workshop.board(&blog()).await.unwrap();
    let (first, second) = (board().await, board().await);
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!((first.counts.missing, first.counts.published), (1, 1));

    let task = scenario.claim("kites").await;
    assert_eq!(scenario.seal("kites").await, Seal::Translating);
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    assert_eq!(scenario.seal("kites").await, Seal::AwaitingReview);
    scenario.approve(task, revision).await;
    assert_eq!(scenario.seal("kites").await, Seal::Approved);
    scenario.publish().await;
    assert_eq!(scenario.seal("kites").await, Seal::PullRequest);
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS)]);
    scenario.sync().await;
    let row = scenario.row("lamps").await;
    assert_eq!((row.seal, row.changed_blocks), (Seal::Stale, 1));
    assert!(row.severity >= Severity::Minor && row.words_to_touch > 0);
}

#[tokio::test]
async fn the_story_of_a_post_is_told_from_git_and_from_the_log() {
    let scenario = scenario().await;
    scenario.wait(SignedDuration::from_hours(1));
    let task = scenario.claim("kites").await;
    scenario.wait(SignedDuration::from_hours(1));
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    scenario.wait(SignedDuration::from_hours(1));
    scenario.workshop.start_review(task, &scenario.proofreader).await.unwrap();
    let reason = "标题".to_owned();
    scenario.wait(SignedDuration::from_hours(1));
    scenario.workshop.request_changes(task, reason, &scenario.proofreader).await.unwrap();

    let view = scenario.post("kites").await;
    let kinds: Vec<StoryKind> = view.story.iter().map(|event| event.kind).collect();
    assert_eq!(
        kinds,
        [
            StoryKind::ChangesRequested,
            StoryKind::ReviewStarted,
            StoryKind::Submitted,
            StoryKind::Claimed,
            StoryKind::SourceChanged,
        ]
    );
    assert_eq!(view.story[0].note, Some("标题".into()));
    assert_eq!(view.story[0].person.as_ref().unwrap().name, "Hua Li");
    assert_eq!(view.source_url.as_deref(), Some("https://github.com/hub/blog/blob/main/kites.md"));
    assert_eq!(view.target_url, None);
}

#[tokio::test]
async fn everybody_sees_what_is_theirs_and_what_waits_for_them() {
    let scenario = scenario().await;
    let mine = async |person| scenario.workshop.mine(person).await.unwrap();
    let (ming, hua) = (&scenario.translator, &scenario.proofreader);
    let task = scenario.claim("kites").await;
    assert_eq!(slugs(&mine(ming).await.working), ["kites"]);
    assert!(mine(hua).await.to_review.is_empty());

    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    assert_eq!(slugs(&mine(ming).await.waiting), ["kites"]);
    assert!(mine(ming).await.to_review.is_empty());
    assert_eq!(slugs(&mine(hua).await.to_review), ["kites"]);
    let lan = scenario.volunteer("lan").await;
    assert!(mine(&lan).await.to_review.is_empty());

    scenario.workshop.start_review(task, hua).await.unwrap();
    assert!(mine(&scenario.maintainer).await.to_review.is_empty());
    scenario.workshop.approve(task, revision, 0, hua).await.unwrap();
    assert_eq!(slugs(&mine(hua).await.waiting), ["kites"]);
    assert_eq!(mine(ming).await.waiting[0].title, "Kites and wind");
}

#[tokio::test]
async fn the_dashboard_shows_the_health_of_the_effort_to_maintainers() {
    let scenario = scenario().await;
    let refused = scenario.workshop.dashboard(&blog(), &scenario.proofreader).await;
    assert!(matches!(refused, Err(ServiceError::Forbidden)));
    scenario.push_source(&[("lamps.md", BRIGHTER_LAMPS)]);
    scenario.sync().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    let waiting_since = scenario.task(task).await.since();
    scenario.wait(SignedDuration::from_hours(5));

    let view = scenario.workshop.dashboard(&blog(), &scenario.maintainer).await.unwrap();
    assert_eq!((view.counts.behind, view.counts.in_progress), (1, 1));
    assert_eq!(view.stale.iter().map(|(_, posts, _)| posts).sum::<usize>(), 1);
    assert_eq!(slugs(&view.pipeline), ["kites"]);
    assert_eq!(view.oldest_wait, Some(waiting_since));
    let ming = view.people.iter().find(|load| load.person.login == "ming").unwrap();
    assert_eq!((ming.active, ming.merged, ming.reviewed), (1, 0, 0));
    assert_eq!(view.recent[0].1.kind, StoryKind::Submitted);
    assert!(view.failures.is_empty() && view.sync.error.is_none());
}

#[tokio::test]
async fn a_source_that_cannot_be_reached_leaves_the_last_good_state() {
    let scenario = scenario().await;
    let before = scenario.workshop.board(&blog()).await.unwrap();
    let upstream = scenario.upstream.path().to_owned();
    std::fs::rename(&upstream, upstream.with_extension("away")).unwrap();
    let mode = SyncMode::Incremental;
    let synced = scenario.workshop.sync(&blog(), mode, &|_, _, _| {}).await;
    synced.unwrap_err();
    let after = scenario.workshop.board(&blog()).await.unwrap();
    assert_eq!(after.rows.len(), before.rows.len());
    assert!(after.sync.error.is_some());
    assert_eq!(after.sync.last_success, before.sync.last_success);
}
