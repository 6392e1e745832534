//! Scripts with a personal token.

use axum::http::{HeaderName, HeaderValue, header};
use axum_test::{TestResponse, TestServer};
use jiff::SignedDuration;
use serde_json::Value;

use super::site::{Browser, Site, location, text_of};

const DRAFT: &str = "/api/v1/tasks/1/draft.md";

/// A volunteer who has claimed `fresh` as task 1.
async fn translating(site: &Site) -> Browser {
    let browser = site.signed_in("ada", "volunteer").await;
    browser.post("/p/blog/claim").form(&[("slug", "fresh")]).await.assert_status_see_other();
    browser
}

async fn token(browser: &TestServer, scope: &str) -> String {
    let form = [("name", "laptop"), ("scope", scope), ("days", "30")];
    let page = browser.post("/me/tokens").form(&form).await;
    page.assert_status_ok();
    assert_eq!(page.header("cache-control"), "no-store");
    text_of(&page, "#token")
}

fn bearer(token: &str) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::try_from(format!("Bearer {token}")).expect("a header");
    (header::AUTHORIZATION, value)
}

async fn put(script: &TestServer, token: &str, revision: &str, text: &str) -> TestResponse {
    let (name, value) = bearer(token);
    let revision = HeaderValue::try_from(revision).expect("a header");
    let request = script.put(DRAFT).add_header(name, value).add_header(header::IF_MATCH, revision);
    request.bytes(text.to_owned().into()).await
}

async fn get(script: &TestServer, token: &str, address: &str) -> TestResponse {
    let (name, value) = bearer(token);
    script.get(address).add_header(name, value).await
}

#[tokio::test]
async fn a_script_reads_a_draft_and_saves_it_on_top_of_what_it_read() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let token = token(&browser, "write").await;
    assert!(token.starts_with("yiqi_") && token.len() > 60, "{token}");
    assert!(!browser.get("/me/tokens").await.text().contains(&token), "shown once");
    let script = site.browser();

    let tasks: Value = get(&script, &token, "/api/v1/me/tasks").await.json();
    assert_eq!(tasks["working"][0]["slug"], "fresh");
    let draft = get(&script, &token, DRAFT).await;
    assert_eq!(draft.header("etag"), "\"1\"");
    let saved = put(&script, &token, "\"1\"", "# 一篇新文章\n").await;
    saved.assert_status_ok();
    let saved: Value = saved.json();
    assert_eq!(saved["revision"], 2);
    assert!(saved["findings"].is_array());
    assert_eq!(get(&script, &token, DRAFT).await.text(), "# 一篇新文章\n");
}

#[tokio::test]
async fn what_a_script_did_not_see_is_never_overwritten() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let token = token(&browser, "write").await;
    let script = site.browser();
    put(&script, &token, "1", "# 先\n").await.assert_status_ok();
    let late = put(&script, &token, "1", "# 后\n").await;
    assert_eq!(late.status_code(), 412);
    let late: Value = late.json();
    assert_eq!((&late["revision"], &late["text"]), (&Value::from(2), &Value::from("# 先\n")));
    let (name, value) = bearer(&token);
    let blind = script.put(DRAFT).add_header(name, value).bytes("x".into()).await;
    assert_eq!(blind.status_code(), 428);
    let (name, value) = bearer(&token);
    let broken = script
        .put(DRAFT)
        .add_header(name, value)
        .add_header(header::IF_MATCH, HeaderValue::from_static("2"))
        .bytes(vec![0xff, 0xfe].into())
        .await;
    broken.assert_status_bad_request();
    assert_eq!(get(&script, &token, DRAFT).await.text(), "# 先\n");
}

#[tokio::test]
async fn a_token_does_what_its_scope_says_while_it_holds() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let script = site.browser();
    let reading = token(&browser, "read").await;
    get(&script, &reading, DRAFT).await.assert_status_ok();
    put(&script, &reading, "1", "x").await.assert_status_forbidden();
    // It opens nothing else.
    for address in ["/mine", "/me/tokens"] {
        assert!(location(&get(&script, &reading, address).await).starts_with("/sign-in?"));
    }
    for wrong in ["yiqi_00", "", "x y"] {
        get(&script, wrong, DRAFT).await.assert_status_unauthorized();
    }
    // Somebody else's task is theirs to read and not to write.
    let bo = site.signed_in("bo", "volunteer").await;
    let other = token(&bo, "write").await;
    put(&script, &other, "1", "x").await.assert_status_forbidden();

    let revoked = browser.post("/me/tokens/1/revoke").await;
    assert_eq!(location(&revoked), "/me/tokens");
    get(&script, &reading, DRAFT).await.assert_status_unauthorized();
    let old = token(&browser, "write").await;
    site.clock.advance(SignedDuration::from_hours(31 * 24));
    get(&script, &old, DRAFT).await.assert_status_unauthorized();
}

#[tokio::test]
async fn nobody_revokes_the_token_of_another() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let held = token(&browser, "read").await;
    let other = site.signed_in("bo", "volunteer").await;
    other.post("/me/tokens/1/revoke").await.assert_status_not_found();
    get(&site.browser(), &held, DRAFT).await.assert_status_ok();
    let form = [("name", " "), ("scope", "read"), ("days", "30")];
    browser.post("/me/tokens").form(&form).await.assert_status_unprocessable_entity();
}
