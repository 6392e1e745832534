use serde_json::Value;

use super::{blog, days, scenario};
use crate::support::{Publisher, Scenario, blog::KITES_ZH};

#[tokio::test]
async fn each_stage_tells_its_median_and_its_longest_wait() {
    let scenario = scenario().await;
    let task = scenario.claim("kites").await;
    let revision = scenario.save(task, KITES_ZH).await;
    scenario.submit(task, revision).await;
    scenario.wait(days(12));
    let view = scenario.overview().await;
    let told: Vec<_> = view
        .stages
        .iter()
        .map(|it| (it.stage, it.waits.count, it.waits.median.map(|span| span / 86_400)))
        .collect();
    let expected = [
        ("claimed", 0, None),
        ("submitted", 1, Some(12)),
        ("in_review", 0, None),
        ("changes_requested", 0, None),
        ("approved", 0, None),
        ("pr_open", 0, None),
    ];
    assert_eq!(told, expected);
    let page = scenario.dashboard().await;
    assert!(page.contains("1 篇在等校对，最久的一篇已经等了 12 天。"), "{page}");
    assert!(page.contains("class=\"queue\""));
}

#[tokio::test]
async fn a_claim_that_is_about_to_expire_is_told_three_days_before() {
    let scenario = scenario().await;
    scenario.claim("kites").await;
    scenario.wait(days(10));
    assert!(scenario.overview().await.expiring.is_empty());
    scenario.wait(days(1));
    let expiring = scenario.overview().await.expiring;
    assert_eq!(expiring.len(), 1);
    assert_eq!(expiring[0].slug.as_str(), "kites");
}

#[tokio::test]
async fn the_work_rests_on_whom_the_bylines_name() {
    let scenario = scenario().await;
    // The lamps are by somebody who never signed in here.
    let before = scenario.overview().await.bearers;
    assert_eq!((before.people, before.of, before.texts, before.uncredited), (1, 1, 1, 0));
    // Translated besides Yiqi, and credited to nobody.
    scenario.push_source(&[("zh/kites.md", KITES_ZH)]);
    scenario.sync().await;
    let after = scenario.overview().await.bearers;
    assert_eq!((after.people, after.texts, after.uncredited), (1, 1, 1));
    scenario.wait(days(366));
    assert_eq!(scenario.overview().await.bearers.texts, 0, "a year has passed");
}

#[tokio::test]
async fn the_last_months_tell_what_came_in_and_what_was_done() {
    let scenario = scenario().await;
    scenario.wait(days(31));
    scenario.push_source(&[("zh/kites.md", KITES_ZH)]);
    scenario.sync().await;
    let view = scenario.overview().await;
    assert_eq!(view.activity.len(), 12);
    let [november, december] = view.activity[10..] else { panic!("two months") };
    assert_eq!((november.new_posts, november.new_translations), (2, 1));
    assert_eq!((december.new_posts, december.new_translations), (0, 1));
}

#[tokio::test]
async fn the_present_is_the_last_point_of_the_story() {
    let scenario = scenario().await;
    let view = scenario.overview().await.coverage;
    let [now] = view.points[..] else { panic!("one point: {:?}", view.points) };
    assert_eq!((now.standing.in_step(), now.standing.untranslated), (1, 1));
    let browser = scenario.browser();
    let told: Value = browser.get("/api/v1/projects/blog/coverage").await.json();
    assert_eq!(told["points"][0]["current"], 1, "anybody may ask: {told}");
    assert_eq!(told["step"], "week");
}

#[tokio::test]
async fn webhooks_that_fail_are_counted_where_they_are_told() {
    let scenario = Scenario::publishing_to(Publisher::Upstream).await;
    let broken = scenario.github.event("push", &serde_json::json!({"no": "push"}));
    scenario.deliver(&broken).await;
    let health = scenario.overview().await.deliveries;
    assert_eq!((health.waiting, health.failing), (1, 0));
    scenario.workshop.work_inbox().await.expect("a look into the inbox");
    let health = scenario.overview().await.deliveries;
    assert_eq!((health.waiting, health.failing), (1, 1));
    assert!(health.last_at.is_some());
    let refused = scenario.workshop.dashboard(&blog(), &scenario.proofreader).await;
    refused.expect_err("it is for maintainers");
}
