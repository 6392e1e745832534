//! A clock that jumps, and a source that is away for a week.

use jiff::SignedDuration;
use yiqi::{
    ids::{RevisionNumber, Slug},
    workflow::Clock as _,
};

use crate::support::{Scenario, blog};

const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);

#[tokio::test]
async fn a_clock_that_jumps_back_ends_no_claim_and_loses_no_text() {
    let scenario = Scenario::new().await;
    let task = scenario.claim("kites").await;
    let before = scenario.clock.now();
    scenario.wait(-YEAR);
    assert!(scenario.clock.now() < before);

    scenario.round().await;
    assert_eq!(scenario.stage(task).await, "claimed");
    let revision = scenario.save(task, blog::KITES_ZH).await;
    assert_eq!(revision, RevisionNumber(2));
    assert_eq!(scenario.draft(task).await, blog::KITES_ZH);
    // Pages, which tell how long ago things were, are still there.
    let dashboard = scenario.dashboard().await;
    assert!(dashboard.contains("</html>") && !dashboard.contains('⟦'), "{dashboard}");
    scenario.push_source(&[("kites.md", &blog::KITES.replace("free", "long"))]);
    scenario.sync().await;
    scenario.submit(task, revision).await;
    scenario.approve(task, revision).await;
    assert_eq!(scenario.publish().await, 1);

    // And right again: nothing has run out meanwhile that should not have.
    scenario.wait(YEAR);
    scenario.round().await;
    assert_eq!(scenario.stage(task).await, "pr_open");
}

#[tokio::test]
async fn a_claim_made_by_a_clock_ahead_can_be_ended_and_its_text_stays() {
    let scenario = Scenario::new().await;
    scenario.wait(YEAR);
    let task = scenario.claim("kites").await;
    scenario.save(task, blog::KITES_ZH).await;
    scenario.wait(-YEAR);
    // A lease is never made shorter, so this one would hold the post for a year.
    scenario.wait(SignedDuration::from_hours(30 * 24));
    scenario.round().await;
    assert_eq!(scenario.stage(task).await, "claimed");
    let released = scenario.workshop.release(task, &scenario.maintainer).await;
    released.expect("a maintainer may end it");
    let again = scenario.claim("kites").await;
    assert_eq!(scenario.draft(again).await, blog::KITES_ZH);
}

#[tokio::test]
async fn a_source_that_is_away_for_a_week_stops_nobody_and_is_followed_when_it_is_back() {
    let scenario = Scenario::new().await;
    let task = scenario.claim("kites").await;
    let away = scenario.folder().join("away.git");
    std::fs::rename(scenario.upstream.path(), &away).expect("moves");
    for day in 0..7 {
        scenario.wait(SignedDuration::from_hours(24));
        // It fails over the source alone; everything else of it is done.
        assert!(scenario.workshop.round().await.is_err());
        scenario.save(task, &format!("{}\n第 {day} 天。\n", blog::KITES_ZH)).await;
    }
    let state = scenario.store.sync_state(scenario.project()).await.expect("readable");
    assert!(state.error.is_some(), "nobody is told that the source is away");
    // Its name is told, and what the workshop knows is still shown.
    let board = scenario.browser().get("/p/blog").await;
    board.assert_status_ok();
    let post = scenario.browser().get("/p/blog/posts/kites").await;
    assert!(post.text().contains("Kites and wind"), "{}", post.text());
    let lamps = Slug::new("lamps");
    let second = scenario.workshop.claim(scenario.project(), &lamps, &scenario.maintainer).await;
    assert!(second.is_err(), "there is nothing to do for the lamps");

    std::fs::rename(&away, scenario.upstream.path()).expect("moves back");
    scenario.push_source(&[("kites.md", &blog::KITES.replace("free", "long"))]);
    scenario.wait(SignedDuration::from_mins(11));
    scenario.round().await;
    let state = scenario.store.sync_state(scenario.project()).await.expect("readable");
    assert_eq!(state.error, None);
    assert_eq!(scenario.stage(task).await, "claimed");
}

#[tokio::test]
async fn a_mirror_that_is_lost_or_damaged_is_made_again_by_the_worker() {
    let scenario = Scenario::new().await;
    let task = scenario.claim("kites").await;
    let mirror = scenario.folder().join("mirror.git");
    std::fs::remove_dir_all(&mirror).expect("was there");
    scenario.wait(SignedDuration::from_mins(11));
    scenario.round().await;
    scenario.finish(task, blog::KITES_ZH).await;

    // Now its contents are cut off, as by a disk that was full.
    for pack in std::fs::read_dir(mirror.join("objects/pack")).expect("reads") {
        let pack = pack.expect("reads").path();
        if pack.extension().is_some_and(|ending| ending == "pack") {
            std::fs::remove_file(&pack).expect("is ours");
            std::fs::write(&pack, b"PACK").expect("writes");
        }
    }
    // One round may meet the damage, the next one mends it.
    for _ in 0..2 {
        scenario.wait(SignedDuration::from_mins(11));
        let _ = scenario.workshop.round().await;
    }
    assert_eq!(scenario.publish_error(task).await, None);
    assert_eq!(scenario.stage(task).await, "pr_open");
    assert_eq!(scenario.draft(task).await, blog::KITES_ZH);
}
