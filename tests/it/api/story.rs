//! One translation by scripts alone, and what they are promised on the way.

use axum::http::{HeaderValue, Method, header};
use serde_json::{Value, json};
use yiqi::workflow::Scope;

use super::{Script, with_token};
use crate::web::site::Site;

const TEXT: &str = "# 一篇新文章\n\n这句话现在有人翻译了。\n";

#[tokio::test]
async fn a_translation_goes_from_claim_to_approval_by_scripts_alone() {
    let site = Site::with_blog().await;
    let ada = Script::of(&site, "ada", "volunteer", Scope::Write).await;
    let bo = Script::of(&site, "bo", "proofreader", Scope::Review).await;

    let posts: Value = ada.get("/projects/blog/posts?state=missing").await.json();
    assert_eq!(posts["items"][0]["slug"], "fresh");
    let claimed: Value = ada.post("/projects/blog/posts/fresh/claim").json(&json!({})).await.json();
    let again = ada.post("/projects/blog/posts/fresh/claim").json(&json!({})).await;
    again.assert_status_ok();
    assert_eq!(again.json::<Value>()["task"]["id"], claimed["task"]["id"]);
    let taken = bo.post("/projects/blog/posts/fresh/claim").json(&json!({})).await;
    taken.assert_status_conflict();
    assert_eq!(taken.json::<Value>()["type"], "urn:yiqi:problem:already-claimed");

    let source = ada.get("/tasks/1/source.md").await.text();
    assert!(source.starts_with("# A fresh post"));
    let saved = ada.put("/tasks/1/draft").json(&json!({ "revision": 1, "text": TEXT })).await;
    saved.assert_status_ok();
    let early = ada.post("/tasks/1/submit").json(&json!({ "revision": 1 })).await;
    early.assert_status_conflict();
    let sent: Value = ada.post("/tasks/1/submit").json(&json!({ "revision": 2 })).await.json();
    assert_eq!(sent["task"]["stage"], "submitted");

    bo.post("/tasks/1/review").await.assert_status_ok();
    let said = bo.post("/tasks/1/threads").json(&json!({ "line": 3, "body": "很好" })).await;
    assert_eq!(said.status_code(), 201);
    let thread = said.json::<Value>()["id"].as_i64().expect("an id");
    let approve = json!({ "revision": 2 });
    let open = bo.post("/tasks/1/approve").json(&approve).await;
    assert_eq!(open.json::<Value>()["type"], "urn:yiqi:problem:open-threads");
    let settled = bo.post(&format!("/tasks/1/threads/{thread}")).json(&json!({ "resolved": true }));
    assert_eq!(settled.await.json::<Value>()["resolved"], true);
    let approved: Value = bo.post("/tasks/1/approve").json(&approve).await.json();
    assert_eq!(approved["task"]["stage"], "approved");

    let log: Value = ada.get("/projects/blog/events?slug=fresh").await.json();
    let kinds: Vec<&str> =
        log["items"].as_array().unwrap().iter().filter_map(|it| it["kind"].as_str()).collect();
    assert_eq!(kinds, ["approved", "review_started", "submitted", "claimed"]);
    let mine: Value = ada.get("/me/tasks").await.json();
    assert_eq!(mine["waiting"][0]["slug"], "fresh");
}

#[tokio::test]
async fn a_role_is_not_widened_by_a_token() {
    let site = Site::with_blog().await;
    let ada = Script::of(&site, "ada", "volunteer", Scope::Manage).await;
    for request in [
        ada.post("/projects/blog/sync"),
        ada.get("/people"),
        ada.get("/projects/blog/dashboard"),
        ada.put("/projects/blog/posts/done/changes/x/dismissal").json(&json!({})),
    ] {
        request.await.assert_status_forbidden();
    }
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let site = Site::with_blog().await;
    let ada = Script::of(&site, "ada", "volunteer", Scope::Write).await;
    let first = ada.get("/projects/blog/posts").await;
    let tag = first.header("etag");
    let again =
        ada.get("/projects/blog/posts").add_header(header::IF_NONE_MATCH, tag.clone()).await;
    assert_eq!((again.status_code().as_u16(), again.text().len()), (304, 0));
    assert_eq!(again.header("etag"), tag);
    ada.post("/projects/blog/posts/fresh/claim").json(&json!({})).await.assert_status_ok();
    let news = ada.get("/projects/blog/posts").add_header(header::IF_NONE_MATCH, tag).await;
    news.assert_status_ok();
    let draft = ada.get("/tasks/1/draft").await;
    assert_eq!(draft.header("etag"), "\"1\"");
}

#[tokio::test]
async fn lists_are_read_page_by_page() {
    let site = Site::with_blog().await;
    let anybody = site.browser();
    let mut slugs = Vec::new();
    let mut address = "/api/v1/projects/blog/posts?limit=1".to_owned();
    loop {
        let page: Value = anybody.get(&address).await.json();
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
        slugs.push(page["items"][0]["slug"].as_str().unwrap().to_owned());
        let Some(next) = page["next"].as_str() else { break };
        address = format!("/api/v1/projects/blog/posts?limit=1&cursor={next}");
    }
    assert_eq!(slugs, ["fresh", "done"]);
}

#[tokio::test]
async fn a_cookie_is_asked_where_it_comes_from_and_a_token_is_not() {
    let site = Site::with_blog().await;
    let browser = site.signed_in("ada", "volunteer").await;
    let foreign = (header::ORIGIN, HeaderValue::from_static("https://evil.example"));
    let claim = "/api/v1/projects/blog/posts/fresh/claim";
    let forged =
        browser.post(claim).json(&json!({})).add_header(foreign.0.clone(), foreign.1.clone());
    forged.await.assert_status_forbidden();
    let ada = Script::of(&site, "ada", "volunteer", Scope::Write).await;
    let meant = ada.post("/projects/blog/posts/fresh/claim").json(&json!({}));
    meant.add_header(foreign.0, foreign.1).await.assert_status_ok();
    // A token that does not hold is not made up for by the cookie beside it.
    with_token(&browser, "yiqi_wrong", Method::GET, "/api/v1/me")
        .await
        .assert_status_unauthorized();
    browser.get("/api/v1/me").await.assert_status_ok();
}
