//! Votes, notes, priority, exclusion and talk: by forms and by scripts, seen where they matter.

use axum::http::Method;
use serde_json::{Value, json};
use yiqi::{
    ids::{ProjectId, Slug},
    workflow::Scope,
};

use crate::{
    api::Script,
    web::site::{BLOG, Site, location, text_of},
};

async fn events(site: &Site, slug: &str) -> Vec<String> {
    let answer: Value =
        site.browser().get(&format!("/api/v1/projects/blog/events?slug={slug}")).await.json();
    let items = answer["items"].as_array().expect("a list");
    items.iter().map(|it| it["kind"].as_str().expect("a kind").to_owned()).collect()
}

#[tokio::test]
async fn readers_ask_for_a_post_and_translators_see_it() {
    let site = Site::with_blog().await;
    let ada = site.signed_in("ada", "volunteer").await;
    let bo = site.signed_in("bo", "volunteer").await;
    let form = [("slug", "fresh"), ("wanted", "true")];
    for browser in [&ada, &bo, &ada] {
        let asked = browser.post("/p/blog/ask").form(&form).await;
        assert_eq!(location(&asked), "/p/blog/posts/fresh");
    }
    let board = site.browser().get("/p/blog").await;
    assert!(text_of(&board, ".row[data-slug=fresh] .row-remark").contains("2 人想看"));
    let asked = site.browser().get("/p/blog?pick=asked").await;
    assert_eq!(text_of(&asked, ".choices-picks [aria-current]").split_whitespace().count(), 2);
    let post = ada.get("/p/blog/posts/fresh").await;
    assert_eq!(text_of(&post, "[data-action=unask]"), "已说想看");
    ada.post("/p/blog/ask").form(&[("slug", "fresh"), ("wanted", "false")]).await;
    let row: Value = site.browser().get("/api/v1/projects/blog/posts/fresh").await.json();
    assert_eq!(row["row"]["asked"], 1);
    assert_eq!(events(&site, "fresh").await, ["unasked", "asked", "asked"]);
    let nowhere = ada.post("/p/blog/ask").form(&[("slug", "gone"), ("wanted", "true")]).await;
    nowhere.assert_status_not_found();
}

#[tokio::test]
async fn a_post_that_is_left_out_is_not_offered_until_it_is_included() {
    let site = Site::with_blog().await;
    let mia = site.signed_in("mia", "maintainer").await;
    let ada = site.signed_in("ada", "volunteer").await;
    let form = [("slug", "fresh"), ("reason", "  只是一则广告  ")];
    mia.post("/p/blog/exclude").form(&form).await.assert_status_see_other();
    assert!(!ada.get("/p/blog").await.text().contains("A fresh post"));
    let left_out = ada.get("/p/blog?state=excluded").await;
    assert!(text_of(&left_out, ".row-why").starts_with("不译 · 只是一则广告"));
    assert!(text_of(&ada.get("/p/blog/posts/fresh").await, ".left-out").contains("只是一则广告"));
    let refused = ada.post("/p/blog/claim").form(&[("slug", "fresh")]).await;
    refused.assert_status_conflict();
    assert!(refused.text().contains("维护者决定不译这篇：只是一则广告"));
    let person = site.workshop.sign_in_locally("ada", "ada", "volunteer".parse().unwrap()).await;
    let given = [("slug", "fresh".to_owned()), ("person", person.unwrap().id.to_string())];
    mia.post("/p/blog/assign").form(&given).await.assert_status_conflict();

    mia.post("/p/blog/include").form(&[("slug", "fresh")]).await.assert_status_see_other();
    let claimed = ada.post("/p/blog/claim").form(&[("slug", "fresh")]).await;
    assert_eq!(location(&claimed), "/tasks/1");
    // What somebody has in hand goes on to its end.
    mia.post("/p/blog/exclude").form(&form).await.assert_status_see_other();
    let board = ada.get("/p/blog").await;
    assert!(text_of(&board, ".mine-first .row-state").contains("翻译中"));
    ada.post("/tasks/1/release").await.assert_status_see_other();
    let counts: Value = ada.get("/api/v1/projects/blog").await.json();
    assert_eq!(
        (&counts["counts"]["excluded"], &counts["counts"]["missing"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(
        events(&site, "fresh").await,
        ["released", "excluded", "claimed", "included", "excluded"]
    );
}

#[tokio::test]
async fn a_note_and_a_priority_are_read_by_whoever_is_about_to_begin() {
    let site = Site::with_blog().await;
    let mia = site.signed_in("mia", "maintainer").await;
    let note = [("slug", "fresh"), ("note", "术语请看词汇表。\n别译代码。")];
    mia.post("/p/blog/note").form(&note).await.assert_status_see_other();
    let wanted = [("slug", "fresh"), ("priority", "high")];
    mia.post("/p/blog/priority").form(&wanted).await.assert_status_see_other();
    let post = site.browser().get("/p/blog/posts/fresh").await;
    assert_eq!(text_of(&post, ".note-body"), "术语请看词汇表。\n别译代码。");
    assert_eq!(text_of(&post, ".speaks .row-urgent"), "急着要");
    let story = text_of(&post, ".timeline");
    assert!(story.contains("标为急着要") && story.contains("写了说明"), "{story}");
    let odd = mia.post("/p/blog/priority").form(&[("slug", "fresh"), ("priority", "now")]).await;
    odd.assert_status_unprocessable_entity();
    mia.post("/p/blog/note").form(&[("slug", "fresh"), ("note", " ")]).await;
    assert!(!site.browser().get("/p/blog/posts/fresh").await.text().contains("note-body"));
    let all = ["note_removed", "raised", "noted"];
    assert_eq!(events(&site, "fresh").await, all);
}

#[tokio::test]
async fn people_talk_about_a_post_that_nobody_translates() {
    let site = Site::with_blog().await;
    let ada = site.signed_in("ada", "volunteer").await;
    let said =
        ada.post("/p/blog/say").form(&[("slug", "done"), ("body", "第二段<b>很好</b>")]).await;
    assert_eq!(location(&said), "/p/blog/posts/done#talk");
    let post = site.browser().get("/p/blog/posts/done").await;
    assert_eq!(text_of(&post, ".said-body"), "第二段<b>很好</b>");
    assert!(text_of(&post, ".said-head").starts_with("ada"));
    let nothing = ada.post("/p/blog/say").form(&[("slug", "done"), ("body", "  ")]).await;
    nothing.assert_status_unprocessable_entity();
    let long = "很".repeat(50_000);
    let too_long = ada.post("/p/blog/say").form(&[("slug", "done"), ("body", &long)]).await;
    too_long.assert_status_unprocessable_entity();
    assert!(too_long.text().contains(&long), "what was typed is not lost");
    assert_eq!(events(&site, "done").await, ["remarked"]);
}

#[tokio::test]
async fn scripts_may_say_the_same() {
    let site = Site::with_blog().await;
    let ada = Script::of(&site, "ada", "volunteer", Scope::Write).await;
    let mia = Script::of(&site, "mia", "maintainer", Scope::Manage).await;
    let post = "/projects/blog/posts/fresh";
    ada.put(&format!("{post}/vote")).await.assert_status_no_content();
    let said = ada.post(&format!("{post}/remarks")).json(&json!({ "body": "hello" })).await;
    assert_eq!(said.status_code(), 201);
    for (path, body) in [
        ("priority", json!({ "priority": "low" })),
        ("note", json!({ "note": "Mind the tone." })),
        ("exclusion", json!({ "reason": "an advertisement" })),
    ] {
        let path = format!("{post}/{path}");
        ada.put(&path).json(&body).await.assert_status_forbidden();
        mia.put(&path).json(&body).await.assert_status_no_content();
    }
    let detail: Value = ada.get(post).await.json();
    assert_eq!(detail["row"]["seal"], "excluded");
    assert_eq!(detail["row"]["priority"], "low");
    assert_eq!(detail["note"]["reason"], "Mind the tone.");
    assert_eq!(detail["excluded"]["by"]["login"], "mia");
    assert_eq!(detail["remarks"][0]["body"], "hello");
    mia.ask(Method::DELETE, &format!("{post}/exclusion")).await.assert_status_no_content();
    ada.ask(Method::DELETE, &format!("{post}/vote")).await.assert_status_no_content();
    let listed: Value = ada.get("/projects/blog/posts?state=excluded").await.json();
    assert_eq!(listed["items"], json!([]));
}

#[tokio::test]
async fn related_posts_are_those_with_the_same_tags_and_never_itself() {
    let site = Site::with_blog().await;
    // The posts of this blog have neither tags nor authors.
    let view = site.workshop.post(&ProjectId::new(BLOG), &Slug::new("done")).await.unwrap();
    assert_eq!(view.related, []);
}
