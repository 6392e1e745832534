//! Proofreading over HTTP: threads by form and by script, blocks mended in place, approvals that ask.

use serde_json::{Value, json};

use super::site::{Browser, Site, location, text_of};

const TEXT: &str = "# 一篇新文章\n\n还没有人翻译过这句话。\n";

/// Task 1, sent to proofreading by `ada` at revision 2 and taken in hand by `pia`.
async fn in_review(site: &Site) -> (Browser, Browser) {
    let ada = site.signed_in("ada", "volunteer").await;
    assert_eq!(location(&ada.post("/p/blog/claim").form(&[("slug", "fresh")]).await), "/tasks/1");
    let form = [("revision", "1"), ("text", TEXT)];
    assert_eq!(location(&ada.post("/tasks/1/submit").form(&form).await), "/tasks/1");
    let pia = site.signed_in("pia", "proofreader").await;
    assert_eq!(location(&pia.post("/tasks/1/review").await), "/tasks/1/review");
    (ada, pia)
}

#[tokio::test]
async fn threads_work_by_form_alone() {
    let site = Site::with_blog().await;
    let (ada, pia) = in_review(&site).await;
    let said = [("line", "3"), ("body", "语气？ <b>"), ("back", "/tasks/1/review#pair-2")];
    let sent = pia.post("/tasks/1/comments").form(&said).await;
    assert_eq!(location(&sent), "/tasks/1/review#pair-2");
    let page = pia.get("/tasks/1/review").await;
    assert!(text_of(&page, "#pair-2 .thread .comment-body").contains("语气？ <b>"));
    assert_eq!(text_of(&page, ".ask label"), "还有 1 条批注没处理完，仍然通过");

    let answer = [("body", "改好了"), ("then", "resolve"), ("back", "/tasks/1")];
    assert_eq!(location(&ada.post("/tasks/1/threads/1").form(&answer).await), "/tasks/1");
    let desk = ada.get("/tasks/1").await;
    assert_eq!(text_of(&desk, ".word-good"), "这条批注已处理。");
    assert!(text_of(&desk, "#drawer-thread-1 summary").starts_with("已处理"));
    let empty = ada.post("/tasks/1/threads/1").form(&[("body", " "), ("then", "")]).await;
    empty.assert_status_unprocessable_entity();
    ada.post("/tasks/1/threads/9").form(&[("body", "x")]).await.assert_status_not_found();
}

#[tokio::test]
async fn a_remark_that_cannot_be_taken_is_shown_again() {
    let site = Site::with_blog().await;
    in_review(&site).await;
    let stranger = site.browser();
    for (address, form) in [
        ("/tasks/1/comments", [("line", ""), ("body", "写了很久的话")]),
        ("/tasks/1/threads/1", [("then", ""), ("body", "写了很久的话")]),
    ] {
        let page = stranger.post(address).form(&form).await;
        page.assert_status_unauthorized();
        assert!(page.text().contains("写了很久的话"), "{}", page.text());
    }
}

#[tokio::test]
async fn a_script_gets_the_thread_as_it_stands_in_each_place() {
    let site = Site::with_blog().await;
    let (ada, pia) = in_review(&site).await;
    let body = json!({ "line": 3, "body": "语气？ <b>", "back": "/tasks/1/review" });
    let sent = pia.post("/parts/tasks/1/threads").json(&body).await;
    sent.assert_status_ok();
    let answer: Value = sent.json();
    assert_eq!(
        (&answer["id"], &answer["pair"], &answer["open"]),
        (&json!(1), &json!(2), &json!(1))
    );
    for place in ["beside", "note", "drawer"] {
        let html = answer[place].as_str().expect("markup");
        assert!(
            html.contains("语气？ &#60;b&#62;") && html.contains("data-thread=\"1\""),
            "{html}"
        );
        assert_eq!(html.contains("<form"), place != "note", "{html}");
    }
    assert!(answer["ask"].as_str().expect("markup").contains("value=\"1\""));

    // The block as it stands in the editor, which is not saved yet, is what is spoken of.
    let quote = "还没有人译过这句话呢。";
    let body = json!({ "source_line": 3, "quote": quote, "body": "这样？", "back": "/tasks/1" });
    let sent: Value = ada.post("/parts/tasks/1/threads").json(&body).await.json();
    assert_eq!(sent["pair"], 2);
    assert!(sent["note"].as_str().expect("markup").contains(quote));

    let settle = json!({ "resolved": true, "back": "/tasks/1" });
    let settled: Value = ada.post("/parts/tasks/1/threads/1").json(&settle).await.json();
    assert_eq!(settled["open"], 1);
    assert!(settled["drawer"].as_str().expect("markup").contains("已处理"));
    let nothing = json!({ "body": " ", "back": "/tasks/1" });
    let refused = ada.post("/parts/tasks/1/threads/1").json(&nothing).await;
    refused.assert_status_unprocessable_entity();
    assert!(!refused.json::<Value>()["detail"].as_str().expect("a sentence").is_empty());
}

#[tokio::test]
async fn a_block_is_mended_on_the_page_and_a_late_one_shows_both_texts() {
    let site = Site::with_blog().await;
    let (_, pia) = in_review(&site).await;
    let from = TEXT.find('还').expect("a place").to_string();
    let to = (TEXT.len() - 1).to_string();
    let form = [
        ("revision", "2"),
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("text", "这句话\r\n还没有人译过。"),
        ("back", "/tasks/1/review#pair-2"),
    ];
    let sent = pia.post("/tasks/1/block").form(&form).await;
    assert_eq!(location(&sent), "/tasks/1/review#pair-2");
    let draft = pia.get("/tasks/1/draft.md").await.text();
    assert_eq!(draft, "# 一篇新文章\n\n这句话\n还没有人译过。\n");
    let again = pia.post("/tasks/1/block").form(&form).await;
    assert_eq!(location(&again), "/tasks/1/review#pair-2", "the same again changes nothing");
    let other = [form[0], form[1], form[2], ("text", "另一句话。"), form[4]];
    let late = pia.post("/tasks/1/block").form(&other).await;
    late.assert_status_conflict();
    assert!(late.text().contains("另一句话。"), "{}", late.text());
    assert_eq!(pia.get("/tasks/1/draft.md").await.text(), draft);
}

#[tokio::test]
async fn an_approval_with_open_threads_is_asked_about_and_then_taken() {
    let site = Site::with_blog().await;
    let (_, pia) = in_review(&site).await;
    pia.post("/tasks/1/comments").form(&[("line", ""), ("body", "通读一遍")]).await;
    let asked = pia.post("/tasks/1/approve").form(&[("revision", "2")]).await;
    asked.assert_status_conflict();
    assert_eq!(text_of(&asked, "h1"), "还有批注没处理完");
    assert!(asked.text().contains("href=\"/tasks/1/review\""));
    let known = [("revision", "2"), ("despite_open", "1")];
    let taken = pia.post("/tasks/1/approve").form(&known).await;
    assert_eq!(location(&taken), "/tasks/1/review");
    assert!(text_of(&pia.get("/tasks/1/review").await, "#round1 summary").contains("pia通过"));
}

#[tokio::test]
async fn a_second_look_begins_with_what_changed() {
    let site = Site::with_blog().await;
    let (ada, pia) = in_review(&site).await;
    assert!(!pia.get("/tasks/1/review").await.text().contains("class=\"since\""));
    pia.post("/tasks/1/return").form(&[("reason", "标题再短些")]).await;
    let shorter = TEXT.replace("一篇新文章", "新文章");
    ada.post("/tasks/1/submit").form(&[("revision", "2"), ("text", &shorter)]).await;
    pia.post("/tasks/1/review").await;
    let page = pia.get("/tasks/1/review").await;
    assert_eq!(text_of(&page, ".since b"), "上次看过之后，改了 1 段");
    assert_eq!(text_of(&page, "#pair-1 .target del"), "一篇");
    assert_eq!(text_of(&page, ".folded summary"), "中间 1 段没有改动");
    let all = pia.get("/tasks/1/review?show=all").await.text();
    assert!(!all.contains("class=\"folded\"") && all.contains("<del>一篇</del>"), "{all}");
}
