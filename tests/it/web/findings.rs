//! Findings over HTTP: mended and answered with and without scripts.

use serde_json::{Value, json};

use super::site::{Browser, Site, location, text_of};

const BROKEN: &str = "# 标题\n\n看[这里](https://example.com）。\n";

/// A volunteer whose draft of `fresh`, as task 1, has a broken link; and the id of that finding.
async fn with_broken_link(site: &Site) -> (Browser, String) {
    let browser = site.signed_in("ada", "volunteer").await;
    browser.post("/p/blog/claim").form(&[("slug", "fresh")]).await;
    let draft = json!({ "revision": 1, "text": BROKEN });
    let saved: Value = browser.put("/api/v1/tasks/1/draft").json(&draft).await.json();
    let findings = saved["findings"].as_array().expect("findings");
    let found = findings.iter().find(|finding| finding["rule"] == "links.full_width");
    let id = found.expect("the broken link")["id"].as_str().expect("an id").to_owned();
    (browser, id)
}

#[tokio::test]
async fn a_finding_is_mended_by_a_form() {
    let site = Site::with_blog().await;
    let (browser, id) = with_broken_link(&site).await;
    let page = browser.get("/tasks/1").await;
    let item = format!("[data-finding=\"{id}\"]");
    assert!(text_of(&page, &item).contains("全角括号"), "{}", text_of(&page, &item));
    assert!(text_of(&page, &format!("{item} [data-action=fix-finding]")).contains("一键修正"));
    let form = [("revision", "2"), ("back", "/tasks/1#findings")];
    let mended = browser.post(&format!("/tasks/1/findings/{id}/fix")).form(&form).await;
    assert_eq!(location(&mended), "/tasks/1#findings");
    assert_eq!(browser.get("/tasks/1/draft.md").await.text(), BROKEN.replace('）', ")"));
    let again = browser.post(&format!("/tasks/1/findings/{id}/fix")).form(&form).await;
    again.assert_status_conflict();
}

#[tokio::test]
async fn everything_safe_is_mended_by_one_form() {
    let site = Site::with_blog().await;
    let (browser, _) = with_broken_link(&site).await;
    let text = format!("{BROKEN}\n共有3个人.\n");
    browser.put("/api/v1/tasks/1/draft").json(&json!({ "revision": 2, "text": text })).await;
    let mended = browser.post("/tasks/1/fix").form(&[("revision", "3")]).await;
    assert_eq!(location(&mended), "/tasks/1");
    let text = browser.get("/tasks/1/draft.md").await.text();
    assert!(text.contains("example.com)。") && text.contains("共有 3 个人。"), "{text}");
}

#[tokio::test]
async fn a_finding_is_dismissed_with_a_reason_and_taken_back() {
    let site = Site::with_blog().await;
    let (browser, id) = with_broken_link(&site).await;
    let address = format!("/tasks/1/findings/{id}");
    let empty = browser.post(&format!("{address}/dismiss")).form(&[("reason", " ")]).await;
    empty.assert_status_unprocessable_entity();
    let said = browser.post(&format!("{address}/dismiss")).form(&[("reason", "示例 <b>")]).await;
    assert_eq!(location(&said), "/tasks/1");
    let page = browser.get("/tasks/1").await;
    let word =
        text_of(&page, &format!("[data-findings-aside] [data-finding=\"{id}\"] .finding-word"));
    assert!(word.contains("ada") && word.contains("示例 <b>"), "{word}");
    let review = browser.get("/tasks/1/review").await;
    assert!(text_of(&review, "[data-findings-aside]").contains("示例 <b>"));
    let back = browser.post(&format!("{address}/restore")).form(&[("back", "/tasks/1")]).await;
    assert_eq!(location(&back), "/tasks/1");
    let page = browser.get("/tasks/1").await;
    assert!(text_of(&page, "[data-findings]").contains("全角括号"));
}

#[tokio::test]
async fn scripts_mend_and_answer_without_saving() {
    let site = Site::with_blog().await;
    let (browser, id) = with_broken_link(&site).await;
    let text = format!("{BROKEN}\n还没保存。\n");
    let answer =
        browser.post("/api/v1/tasks/1/fix").json(&json!({ "text": text, "findings": [id] }));
    let answer: Value = answer.await.json();
    assert_eq!(answer["text"], text.replace('）', ")"));
    assert!(answer["rows"].is_array() && answer["findings"].is_array());
    assert_eq!(browser.get("/tasks/1/draft.md").await.text(), BROKEN);

    let address = format!("/api/v1/tasks/1/findings/{id}");
    let dismissed = |answer: &Value| {
        let findings = answer["findings"].as_array().expect("findings");
        let found = findings.iter().find(|finding| finding["id"] == id.as_str());
        found.expect("the finding")["dismissed"].clone()
    };
    let answer: Value =
        browser.put(&address).json(&json!({ "reason": "示例", "text": text })).await.json();
    assert_eq!(dismissed(&answer)["reason"], "示例");
    let answer: Value = browser.put(&address).json(&json!({ "text": text })).await.json();
    assert_eq!(dismissed(&answer), Value::Null);
}

#[tokio::test]
async fn whoever_saves_often_is_answered_before_anything_is_checked() {
    let site = Site::with_blog().await;
    let (browser, id) = with_broken_link(&site).await;
    let text = format!("{BROKEN}\n又一句。\n");
    let draft = json!({ "revision": 2, "text": text, "check": false });
    let saved: Value = browser.put("/api/v1/tasks/1/draft").json(&draft).await.json();
    assert_eq!(saved["revision"], 3);
    assert!(saved.get("findings").is_none(), "{saved}");
    let found: Value = browser.get("/api/v1/tasks/1/findings").await.json();
    let found = found["findings"].as_array().expect("findings");
    assert!(found.iter().any(|finding| finding["id"] == *id), "{found:?}");
}
