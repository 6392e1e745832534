//! The pages of notices, as people use them without JavaScript.

use scraper::{Html, Selector};

use crate::support::{Publisher, Scenario};

fn count(page: &str, selector: &str) -> usize {
    Html::parse_document(page).select(&Selector::parse(selector).unwrap()).count()
}

#[tokio::test]
async fn the_count_is_seen_on_every_page_and_goes_once_it_is_read() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let task = scenario.translate_kites().await;
    scenario.workshop.tell().await.unwrap();
    let browser = scenario.browser();
    scenario.sign_in(&browser, &scenario.translator).await;
    assert_eq!(count(&browser.get("/p/blog").await.text(), ".unread"), 1);
    let page = browser.get("/notices").await.text();
    assert_eq!(count(&page, ".told-new[data-kind=approved]"), 1);

    let id = scenario.workshop.notices(&scenario.translator).await.unwrap().notices[0].id;
    let led = browser.get(&format!("/notices/{id}")).await;
    led.assert_status_see_other();
    assert_eq!(led.header("location"), format!("/tasks/{task}"));
    let page = browser.get("/notices").await.text();
    assert_eq!(count(&page, ".unread") + count(&page, ".told-new"), 0);

    let other = scenario.browser();
    scenario.sign_in(&other, &scenario.maintainer).await;
    other.get(&format!("/notices/{id}")).await.assert_status_not_found();
}

#[tokio::test]
async fn what_is_not_ticked_is_not_shown() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let browser = scenario.browser();
    scenario.sign_in(&browser, &scenario.translator).await;
    let page = browser.get("/me/notices").await.text();
    // A translator is asked neither about reviews nor about syncs.
    assert_eq!(count(&page, "input[name=here]"), 10);
    let form =
        [("here", "merged"), ("zone", "Asia/Shanghai"), ("from", "22:00"), ("until", "08:00")];
    browser.post("/me/notices").form(&form).await.assert_status_see_other();
    let page = browser.get("/me/notices").await.text();
    assert_eq!(count(&page, "input[name=here][checked]"), 1);
    assert_eq!(count(&page, "input[name=from][value='22:00']"), 1);
    scenario.translate_kites().await;
    scenario.workshop.tell().await.unwrap();
    let view = scenario.workshop.notices(&scenario.translator).await.unwrap();
    assert!(view.notices.is_empty());
    let form = [("zone", "Moon/Crater")];
    browser.post("/me/notices").form(&form).await.assert_status_unprocessable_entity();
}

#[tokio::test]
async fn group_messages_are_for_maintainers_and_show_no_secret() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let browser = scenario.browser();
    scenario.sign_in(&browser, &scenario.translator).await;
    browser.get("/p/blog/channels").await.assert_status_forbidden();
    let browser = scenario.browser();
    scenario.sign_in(&browser, &scenario.maintainer).await;
    assert_eq!(count(&browser.get("/p/blog/channels").await.text(), "option"), 5);
}
