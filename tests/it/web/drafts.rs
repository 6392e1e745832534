//! Drafts over HTTP: saved with and without scripts, and never lost.

use serde_json::{Value, json};

use super::site::{Browser, Site, location, text_of};

/// A volunteer who has claimed `fresh` as task 1.
async fn translating(site: &Site) -> Browser {
    let browser = site.signed_in("ada", "volunteer").await;
    let claimed = browser.post("/p/blog/claim").form(&[("slug", "fresh")]).await;
    assert_eq!(location(&claimed), "/tasks/1");
    browser
}

#[tokio::test]
async fn a_draft_saved_by_button_is_there_afterwards() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let form = [("revision", "1"), ("text", "# 一篇新文章\r\n\r\n正文\r\n")];
    assert_eq!(location(&browser.post("/tasks/1/draft").form(&form).await), "/tasks/1");
    let draft = browser.get("/tasks/1/draft.md").await;
    assert_eq!(draft.text(), "# 一篇新文章\n\n正文\n");
    assert_eq!(draft.header("content-type"), "text/markdown; charset=utf-8");
    assert_eq!(draft.header("content-disposition"), "attachment; filename*=UTF-8''fresh.md");
}

#[tokio::test]
async fn a_second_tab_sees_both_texts_and_overwrites_nothing() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let first = json!({ "revision": 1, "text": "# 第一个\n" });
    let saved = browser.put("/api/v1/tasks/1/draft").json(&first).await;
    saved.assert_status_ok();
    assert_eq!(saved.json::<Value>()["revision"], 2);

    let form = [("revision", "1"), ("text", "# 第二个 <b>\n")];
    let page = browser.post("/tasks/1/draft").form(&form).await;
    page.assert_status_conflict();
    let texts = page.text();
    assert!(texts.contains("第<ins>一</ins>个") && texts.contains("第二个 &#60;b&#62;"), "{texts}");

    let late = json!({ "revision": 1, "text": "# 第三个\n" });
    let answer = browser.put("/api/v1/tasks/1/draft").json(&late).await;
    answer.assert_status_conflict();
    let answer: Value = answer.json();
    assert_eq!(answer["revision"], 2);
    assert_eq!(answer["text"], "# 第一个\n");
    assert_eq!(answer["saved_by"], "ada");
    assert_eq!(browser.get("/tasks/1/draft.md").await.text(), "# 第一个\n");
}

#[tokio::test]
async fn a_text_sent_after_the_session_ended_is_shown_again() {
    let site = Site::with_blog().await;
    translating(&site).await;
    let stranger = site.browser();
    let form = [("revision", "1"), ("text", "# 写了很久的译文\n")];
    for address in ["/tasks/1/draft", "/tasks/1/submit"] {
        let page = stranger.post(address).form(&form).await;
        page.assert_status_unauthorized();
        assert!(page.text().contains("# 写了很久的译文"), "{}", page.text());
    }
}

#[tokio::test]
async fn a_text_that_may_not_be_saved_is_shown_again() {
    let site = Site::with_blog().await;
    translating(&site).await;
    let other = site.signed_in("bo", "volunteer").await;
    let form = [("revision", "1"), ("text", "# 别人的译文\n")];
    let page = other.post("/tasks/1/draft").form(&form).await;
    page.assert_status_forbidden();
    assert!(page.text().contains("# 别人的译文"), "{}", page.text());
}

#[tokio::test]
async fn a_text_with_errors_says_which_and_leads_back_to_the_draft() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let text = "# 一篇新文章\n\n```\n没有结束的代码\n";
    let page = browser.post("/tasks/1/submit").form(&[("revision", "1"), ("text", text)]).await;
    page.assert_status_unprocessable_entity();
    let shown = page.text();
    assert!(shown.contains("这里的代码块没有结束") && shown.contains("第 3 行"), "{shown}");
    assert!(shown.contains("href=\"/tasks/1\""), "{shown}");
    assert_eq!(browser.get("/tasks/1/draft.md").await.text(), text);
}

#[tokio::test]
async fn a_text_too_large_is_refused_in_words() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let text = "长".repeat(3 * 1024 * 1024);
    let page = browser.post("/tasks/1/draft").form(&[("revision", "1"), ("text", &text)]).await;
    page.assert_status_payload_too_large();
    assert!(!text_of(&page, "h1").is_empty());
}

#[tokio::test]
async fn submitting_saves_what_is_on_the_screen_first() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let text = "# 一篇新文章\n\n还没有人翻译过这句话。\n";
    let form = [("revision", "1"), ("text", text)];
    assert_eq!(location(&browser.post("/tasks/1/submit").form(&form).await), "/tasks/1");
    assert_eq!(browser.get("/tasks/1/draft.md").await.text(), text);
    browser.get("/tasks/1/revisions/2").await.assert_status_ok();
    browser.get("/tasks/1/revisions/3").await.assert_status_not_found();
}

#[tokio::test]
async fn an_emptied_text_does_not_send_the_one_before_it() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let text = "# 一篇新文章\n\n还没有人翻译过这句话。\n";
    browser.post("/tasks/1/draft").form(&[("revision", "1"), ("text", text)]).await;
    let page = browser.post("/tasks/1/submit").form(&[("revision", "2"), ("text", "")]).await;
    page.assert_status_unprocessable_entity();
    assert_eq!(browser.get("/tasks/1/draft.md").await.text(), "");
}

#[tokio::test]
async fn no_work_is_spent_on_a_text_that_cannot_be_a_post() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let text = "长\n\n".repeat(600_000);
    let rows = browser.post("/api/v1/tasks/1/rows").json(&json!({ "text": text })).await;
    rows.assert_status_payload_too_large();
    let body = json!({ "project": "blog", "text": text });
    browser.post("/api/v1/preview").json(&body).await.assert_status_payload_too_large();
}

#[tokio::test]
async fn rows_and_preview_show_a_text_that_is_not_saved() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let text = "# 一篇新文章\n\n还没有人翻译过这句话。<script>alert(1)</script>\n";
    let rows = browser.post("/api/v1/tasks/1/rows").json(&json!({ "text": text })).await;
    rows.assert_status_ok();
    let rows: Value = rows.json();
    assert_eq!(rows["rows"].as_array().map(Vec::len), Some(2), "{rows}");
    assert_eq!(rows["rows"][0]["target"], "# 一篇新文章");
    assert!(rows["findings"].is_array());

    let body = json!({ "project": "blog", "text": text });
    let preview: Value = browser.post("/api/v1/preview").json(&body).await.json();
    let html = preview["html"].as_str().expect("markup");
    assert!(html.contains("<h1") && !html.contains("<script"), "{html}");
}

#[tokio::test]
async fn two_texts_are_put_together_block_by_block() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let base = "# 一\n\n二。\n\n三。\n";
    browser.post("/tasks/1/draft").form(&[("revision", "1"), ("text", base)]).await;
    let elsewhere = [("revision", "2"), ("text", "# 一\n\n二，改过。\n\n三。\n")];
    browser.post("/tasks/1/draft").form(&elsewhere).await;
    let mine = "# 一\n\n二，我也改过。\n\n三，我改过。\n";
    let page = browser.post("/tasks/1/draft").form(&[("revision", "2"), ("text", mine)]).await;
    page.assert_status_conflict();
    assert_eq!(text_of(&page, "form.clash legend"), "两边都改过，请选一份");

    let chosen = [("base", "2"), ("revision", "3"), ("mine", mine), ("choice-1", "theirs")];
    assert_eq!(location(&browser.post("/tasks/1/merge").form(&chosen).await), "/tasks/1");
    let kept = browser.get("/tasks/1/draft.md").await.text();
    assert_eq!(
        kept, "# 一\n\n二，改过。\n\n三，我改过。\n",
        "what only I changed stays without a word"
    );
    // A choice that comes too late is asked again.
    browser.post("/tasks/1/draft").form(&[("revision", "4"), ("text", "# 又改\n")]).await;
    let late = [("base", "2"), ("revision", "3"), ("mine", mine), ("choice-1", "mine")];
    browser.post("/tasks/1/merge").form(&late).await.assert_status_conflict();
    assert_eq!(browser.get("/tasks/1/draft.md").await.text(), "# 又改\n");
}

#[tokio::test]
async fn an_earlier_revision_comes_back_as_a_new_one() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    for (revision, text) in [("1", "# 一\n"), ("2", "# 二\n")] {
        browser.post("/tasks/1/draft").form(&[("revision", revision), ("text", text)]).await;
    }
    let page = browser.get("/tasks/1/revisions/2").await;
    assert!(page.text().contains("恢复到这一版"), "{}", page.text());
    let restore = |seen: &'static str| {
        browser.post("/tasks/1/revisions/2/restore").form(&[("revision", seen)])
    };
    assert_eq!(location(&restore("2").await), "/tasks/1/revisions/2", "it was saved since");
    assert_eq!(location(&restore("3").await), "/tasks/1");
    assert_eq!(browser.get("/tasks/1/draft.md").await.text(), "# 一\n");
    browser.get("/tasks/1/revisions/3").await.assert_status_ok();
    let stranger = site.signed_in("bo", "volunteer").await;
    assert!(!stranger.get("/tasks/1/revisions/2").await.text().contains("恢复到这一版"));
}

#[tokio::test]
async fn a_file_made_elsewhere_stands_on_what_was_downloaded() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    browser.post("/tasks/1/draft").form(&[("revision", "1"), ("text", "# 一\n")]).await;
    browser.get("/tasks/1/draft.md").await.assert_status_ok();
    browser.post("/tasks/1/draft").form(&[("revision", "2"), ("text", "# 二\n")]).await;
    let page = browser.get("/tasks/1/upload").await;
    assert_eq!(text_of(&page, "option[selected]").split(' ').take(3).collect::<String>(), "第2版");
}

#[tokio::test]
async fn a_block_that_stays_english_counts_as_done() {
    let site = Site::with_blog().await;
    let browser = translating(&site).await;
    let before = text_of(&browser.get("/tasks/1").await, "[data-progress]");
    assert_eq!(before, "已译 0 / 9 词");
    let kept = json!({ "block": "Nobody has translated this sentence yet.", "kept": true });
    browser.put("/api/v1/tasks/1/kept").json(&kept).await.assert_status_no_content();
    assert_eq!(text_of(&browser.get("/tasks/1").await, "[data-progress]"), "已译 6 / 9 词");
}
