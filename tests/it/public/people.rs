//! People are named by what Git and the log know of them, as long as they want to be.

use serde_json::Value;
use yiqi::workflow::UiLanguage;

use super::texts;
use crate::{
    fake_github::Merge,
    support::{Publisher, Scenario},
};

/// The kites, translated by `ming` and proofread by `hua`, are merged and seen.
async fn with_merged_kites() -> Scenario {
    let scenario = Scenario::new().await;
    let (chinese, hub) = (UiLanguage::Chinese, |name: &str| Some(name.to_owned()));
    scenario.workshop.set_profile(&scenario.translator, hub("ming-hub"), chinese).await.unwrap();
    scenario.wait(jiff::SignedDuration::from_hours(1));
    scenario.translate_kites().await;
    scenario.publish().await;
    scenario.merge_pull_request(Merge::Squash);
    scenario.sync().await;
    scenario.round().await;
    scenario
}

async fn contributors(scenario: &Scenario) -> Value {
    scenario.browser().get("/api/v1/projects/blog/contributors").await.json()
}

fn handles(credits: &Value) -> Vec<&str> {
    let people = credits["people"].as_array().expect("people");
    people.iter().map(|person| person["handle"].as_str().expect("a handle")).collect()
}

#[tokio::test]
async fn whoever_worked_before_is_credited_by_their_name_on_the_hub() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let browser = scenario.browser();
    let page = browser.get("/p/blog/credits").await.text();
    assert_eq!(texts(&page, ".person-name"), ["old-hand"]);
    let page = browser.get("/people/Old-Hand").await.text();
    assert_eq!(texts(&page, ".work-title"), ["灯"]);
    assert_eq!(texts(&page, "#byline"), ["translators: - user: old-hand"]);

    // Whoever says that the name is theirs has that work on their page.
    let name = Some("old-hand".to_owned());
    let claimed = scenario.workshop.set_profile(&scenario.maintainer, name, UiLanguage::Chinese);
    claimed.await.unwrap();
    let page = browser.get("/people/old-hand").await.text();
    assert_eq!(texts(&page, "h1"), ["云"]);
    assert_eq!(texts(&page, ".work-title"), ["灯"]);
    let named = browser.get("/people/@yun").await.text();
    assert_eq!(texts(&named, ".work-title"), ["灯"]);
}

#[tokio::test]
async fn a_merged_translation_is_on_the_pages_of_both_who_made_it() {
    let scenario = with_merged_kites().await;
    let credits = contributors(&scenario).await;
    assert_eq!(handles(&credits), ["old-hand", "@hua", "ming-hub"]);
    let ming = &credits["people"][2];
    assert_eq!((&ming["translated"], &ming["proofread"]), (&1.into(), &0.into()));
    assert_eq!(ming["months"], serde_json::json!(["2026-11"]));
    assert_eq!(credits["people"][1]["proofread"], 1);
    let browser = scenario.browser();
    let hua: Value = browser.get("/api/v1/contributors/@hua").await.json();
    assert_eq!(hua["works"][0]["part"], "proofread");
    assert_eq!(hua["milestones"][0]["kind"], "proofreadings");
    assert_eq!(hua["who"]["hf_user"], Value::Null);
}

#[tokio::test]
async fn whoever_does_not_want_a_page_is_counted_and_named_nowhere() {
    let scenario = with_merged_kites().await;
    let browser = scenario.browser();
    scenario.sign_in(&browser, &scenario.translator).await;
    let sent = browser.post("/me/page").form(&[("something", "else")]).await;
    sent.assert_status_see_other();
    let page = browser.get("/me").await.text();
    assert!(texts(&page, ".word-good").concat().contains("只有你自己看得到"), "{page}");

    let credits = contributors(&scenario).await;
    assert_eq!(handles(&credits), ["old-hand", "@hua"]);
    assert_eq!(credits["unlisted"], 1);
    let stranger = scenario.browser();
    for address in
        ["/people/ming-hub", "/people/@ming", "/people/ming-hub/badge.svg", "/people/nobody"]
    {
        stranger.get(address).await.assert_status_not_found();
    }
    for address in ["/p/blog/credits", "/p/blog/people.svg"] {
        let text = stranger.get(address).await.text();
        assert!(!text.contains("小明") && !text.contains("ming-hub"), "{address}: {text}");
    }
    let thanks: Value =
        stranger.get("/api/v1/projects/blog/thanks?from=2026-11-01&until=2026-11-30").await.json();
    let markdown = thanks["markdown"].as_str().expect("a text");
    assert!(markdown.contains("Hua Li") && markdown.contains("1 位不愿留名"), "{markdown}");
    assert!(!markdown.contains("小明"), "{markdown}");

    // They themselves still find it, and can open it again.
    let own = browser.get("/me/page").await;
    assert_eq!(own.header("location"), "/people/ming-hub");
    let own = browser.get("/people/ming-hub").await.text();
    assert!(texts(&own, "main .word").concat().contains("只有你自己"), "{own}");
    browser.post("/me/page").form(&[("listed", "yes")]).await.assert_status_see_other();
    stranger.get("/people/ming-hub").await.assert_status_ok();
}

#[tokio::test]
async fn choosing_what_one_hears_does_not_bring_the_page_back() {
    let scenario = with_merged_kites().await;
    let browser = scenario.browser();
    scenario.sign_in(&browser, &scenario.translator).await;
    browser.post("/me/page").form(&[("x", "y")]).await.assert_status_see_other();
    let form = [("here", "merged"), ("zone", "Asia/Shanghai")];
    browser.post("/me/notices").form(&form).await.assert_status_see_other();
    scenario.browser().get("/people/ming-hub").await.assert_status_not_found();
}

#[tokio::test]
async fn thanks_are_written_for_the_days_that_are_asked_for() {
    let scenario = with_merged_kites().await;
    let browser = scenario.browser();
    let page = browser.get("/p/blog/credits?from=2026-11-01&until=2026-11-30").await.text();
    let markdown = texts(&page, "#thanks-md").concat();
    assert!(markdown.contains("[小明](https://huggingface.co/ming-hub)：翻译 1 篇"), "{markdown}");
    let page = browser.get("/p/blog/credits?from=2025-01-01&until=2025-01-31").await.text();
    assert_eq!(texts(&page, "#thanks [role=status]"), ["这段日子里没有发布译文。"]);
    let page = browser.get("/p/blog/credits?from=2026-11-30&until=2026-11-01").await.text();
    assert_eq!(texts(&page, "#thanks [role=alert]").len(), 1);
    let api = browser.get("/api/v1/projects/blog/thanks?from=2026-11-30&until=2026-11-01").await;
    api.assert_status_unprocessable_entity();
    let api = browser.get("/api/v1/projects/blog/thanks?from=yesterday").await;
    api.assert_status_bad_request();
}

#[tokio::test]
async fn notices_are_read_by_scripts_and_marked_as_read() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    scenario.translate_kites().await;
    scenario.workshop.tell().await.unwrap();
    let browser = scenario.browser();
    scenario.sign_in(&browser, &scenario.translator).await;
    let told: Value = browser.get("/api/v1/me/notices?unread=true").await.json();
    let first = &told["items"][0];
    assert_eq!(first["kind"], "approved");
    assert!(first["head"].as_str().expect("words").contains("Kites and wind"), "{told}");
    assert!(first["path"].as_str().expect("a path").starts_with("/tasks/"));
    let id = first["id"].as_i64().expect("a number");

    let other = scenario.browser();
    scenario.sign_in(&other, &scenario.proofreader).await;
    other.post(&format!("/api/v1/me/notices/{id}/read")).await.assert_status_not_found();

    let read: Value = browser.post(&format!("/api/v1/me/notices/{id}/read")).await.json();
    assert!(read["read_at"].is_string(), "{read}");
    let last = serde_json::json!({ "last": id });
    browser.post("/api/v1/me/notices/read").json(&last).await.assert_status_no_content();
    let told: Value = browser.get("/api/v1/me/notices?unread=true").await.json();
    assert_eq!(told["items"], serde_json::json!([]));
    let all: Value = browser.get("/api/v1/me/notices").await.json();
    assert_eq!(all["items"].as_array().expect("a list").len(), 1);
}
