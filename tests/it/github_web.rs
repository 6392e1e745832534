//! GitHub at the door of the site: people who sign in through it, and its deliveries.

use axum::http::StatusCode;
use axum_test::{TestResponse, TestServer};
use yiqi::workflow::Clock;

use crate::{
    fake_github::{Event, Merge, returned},
    support::{Scenario, UPSTREAM, post_delivery},
};

/// Goes to GitHub and comes back with its code; the answer of the site.
async fn sign_in(browser: &TestServer, state: Option<&str>) -> TestResponse {
    let sent = browser.get("/sign-in/github").await;
    let address = sent.header("location").to_str().expect("an address").to_owned();
    let code = returned(&address, "code").await;
    let own_state = returned(&address, "state").await;
    let state = state.unwrap_or(&own_state);
    come_back(browser, &code, state).await
}

async fn come_back(browser: &TestServer, code: &str, state: &str) -> TestResponse {
    let query = [("code", code), ("state", state)];
    browser.get("/sign-in/github/callback").add_query_params(query).await
}

#[tokio::test]
async fn somebody_who_signs_in_through_github_is_known_by_their_account() {
    let scenario = Scenario::new().await;
    scenario.github.at_browser(42, "ming-renamed", "小明");
    let browser = scenario.browser();
    sign_in(&browser, None).await.assert_status_see_other();
    let person = scenario.workshop.person(scenario.translator.id).await.unwrap().unwrap();
    assert_eq!(person.login, "ming-renamed");
    assert!(browser.get("/me").await.text().contains("小明"));
}

#[tokio::test]
async fn an_answer_nobody_asked_for_signs_nobody_in() {
    let scenario = Scenario::new().await;
    scenario.github.at_browser(42, "ming", "小明");
    let browser = scenario.browser();
    sign_in(&browser, Some("a state of somebody else")).await.assert_status_unauthorized();
    come_back(&browser, "a code", "a state").await.assert_status_unauthorized();
    assert!(!browser.get("/me").await.text().contains("小明"));
}

#[tokio::test]
async fn a_signed_delivery_closes_the_loop_and_a_forged_one_does_nothing() {
    let scenario = Scenario::new().await;
    let task = scenario.translate_kites().await;
    scenario.publish().await;
    scenario.merge_pull_request(Merge::Squash);
    let event = scenario.github.push_event(UPSTREAM, "main");
    let forged = Event { body: b"{}".to_vec(), ..event.clone() }.signature();
    let browser = scenario.browser();

    assert_eq!(post_delivery(&browser, &event, &forged).await, StatusCode::UNAUTHORIZED);
    assert_eq!(scenario.store.waiting_deliveries(scenario.clock.now()).await.unwrap(), []);
    assert_eq!(post_delivery(&browser, &event, &event.signature()).await, StatusCode::ACCEPTED);
    assert_eq!(post_delivery(&browser, &event, &event.signature()).await, StatusCode::OK);
    assert_eq!(scenario.workshop.work_inbox().await.unwrap(), 1);
    assert_eq!(scenario.stage(task).await, "merged");
}
