//! Translations outside the repository: noted by forms and by scripts, seen where somebody is about to begin.

use axum::http::Method;
use serde_json::{Value, json};
use yiqi::workflow::Scope;

use crate::{
    api::Script,
    web::site::{Site, location, text_of},
};

const WECHAT: &str = "https://mp.weixin.qq.com/s/AbC_1";

async fn detail(site: &Site) -> Value {
    site.browser().get("/api/v1/projects/blog/posts/fresh").await.json()
}

#[tokio::test]
async fn a_translation_elsewhere_is_a_hint_to_whoever_is_about_to_begin() {
    let site = Site::with_blog().await;
    let ada = site.signed_in("ada", "volunteer").await;
    let bo = site.signed_in("bo", "volunteer").await;
    assert!(!site.browser().get("/p/blog").await.text().contains("choices-elsewhere"));
    let form = [("slug", "fresh"), ("address", WECHAT), ("word", " 作者同意转载 ")];
    let noted = ada.post("/p/blog/elsewhere").form(&form).await;
    assert_eq!(location(&noted), "/p/blog/posts/fresh");

    let post = bo.get("/p/blog/posts/fresh").await;
    let told = text_of(&post, ".elsewhere p");
    assert!(told.starts_with("已有译文：mp.weixin.qq.com 作者同意转载 ada"), "{told}");
    assert!(text_of(&post, ".timeline").contains("记下了别处的译文"));
    let html = post.text();
    assert!(html.contains(&format!("href=\"{WECHAT}\" rel=\"nofollow noopener ugc\"")), "{html}");
    assert!(!html.contains("remove-elsewhere"), "another volunteer takes nothing away");
    let board = site.browser().get("/p/blog").await;
    let row = ".row[data-slug=fresh] .row-remark";
    assert!(text_of(&board, row).contains("已有译文：mp.weixin.qq.com"));
    let with = site.browser().get("/p/blog?elsewhere=1&state=all").await.text();
    assert!(with.contains("data-slug=\"fresh\"") && !with.contains("data-slug=\"done\""));
    let without = site.browser().get("/p/blog?elsewhere=0&state=all").await.text();
    assert!(!without.contains("data-slug=\"fresh\"") && without.contains("data-slug=\"done\""));
    let claimed = bo.post("/p/blog/claim").form(&[("slug", "fresh")]).await;
    assert_eq!(location(&claimed), "/tasks/1");
}

#[tokio::test]
async fn what_was_noted_is_taken_away_by_its_finder_or_a_proofreader() {
    let site = Site::with_blog().await;
    let ada = site.signed_in("ada", "volunteer").await;
    let bo = site.signed_in("bo", "volunteer").await;
    let pia = site.signed_in("pia", "proofreader").await;
    let note = [("slug", "fresh"), ("address", WECHAT)];
    for taker in [&ada, &pia] {
        ada.post("/p/blog/elsewhere").form(&note).await.assert_status_see_other();
        let id = detail(&site).await["elsewhere"][0]["id"].to_string();
        let form = [("slug", "fresh"), ("id", id.as_str())];
        bo.post("/p/blog/elsewhere/remove").form(&form).await.assert_status_forbidden();
        let taken = taker.post("/p/blog/elsewhere/remove").form(&form).await;
        taken.assert_status_see_other();
        assert_eq!(detail(&site).await["elsewhere"], json!([]));
    }
    let nobody = site.browser().post("/p/blog/elsewhere").form(&note).await;
    nobody.assert_status_unauthorized();
}

#[tokio::test]
async fn what_is_no_address_of_the_web_is_refused_and_not_lost() {
    let site = Site::with_blog().await;
    let ada = site.signed_in("ada", "volunteer").await;
    for address in ["javascript:alert(1)", "mp.weixin.qq.com/s/1", "http://127.0.0.1/a"] {
        let form = [("slug", "fresh"), ("address", address), ("word", "可转载")];
        let refused = ada.post("/p/blog/elsewhere").form(&form).await;
        refused.assert_status_unprocessable_entity();
        let html = refused.text();
        assert!(html.contains("这里只记 http:// 或 https:// 开头"), "{html}");
        assert!(html.contains(address) && html.contains("可转载"), "what was typed is lost");
    }
    for number in 1..=5 {
        let address = format!("https://site{number}.example/");
        let form = [("slug", "fresh"), ("address", address.as_str())];
        ada.post("/p/blog/elsewhere").form(&form).await.assert_status_see_other();
    }
    let sixth = [("slug", "fresh"), ("address", "https://site6.example/")];
    ada.post("/p/blog/elsewhere").form(&sixth).await.assert_status_conflict();
    let board = text_of(&ada.get("/p/blog").await, ".row[data-slug=fresh] .row-remark");
    assert!(board.contains("已有译文：site1.example 等 5 处"), "{board}");
    let gone = [("slug", "gone"), ("address", WECHAT)];
    ada.post("/p/blog/elsewhere").form(&gone).await.assert_status_not_found();
}

#[tokio::test]
async fn scripts_note_it_say_it_better_and_take_it_away() {
    let site = Site::with_blog().await;
    let ada = Script::of(&site, "ada", "volunteer", Scope::Write).await;
    let bo = Script::of(&site, "bo", "volunteer", Scope::Write).await;
    let path = "/projects/blog/posts/fresh/elsewhere";
    let note = json!({ "address": "https://www.blog.example/a" });
    let noted: Value = ada.post(path).json(&note).await.json();
    assert_eq!((&noted["host"], &noted["word"]), (&json!("blog.example"), &Value::Null));
    let again: Value = bo.post(path).json(&note).await.json();
    assert_eq!(again["id"], noted["id"], "the same address is the same translation");
    let better = json!({ "address": "https://www.blog.example/a", "word": "可转载" });
    bo.post(path).json(&better).await.assert_status_forbidden();
    let said: Value = ada.post(path).json(&better).await.json();
    assert_eq!((&said["id"], &said["word"]), (&noted["id"], &json!("可转载")));
    let found: Value = bo.post(path).json(&note).await.json();
    assert_eq!(found["word"], "可转载", "whoever says nothing takes back nothing");

    let listed: Value = bo.get("/projects/blog/posts?elsewhere=true").await.json();
    assert_eq!(listed["items"][0]["slug"], "fresh");
    assert_eq!(listed["items"][0]["elsewhere"], json!(["https://www.blog.example/a"]));
    let others: Value = bo.get("/projects/blog/posts?elsewhere=false").await.json();
    assert_eq!(others["items"][0]["slug"], "done");
    let table = site.browser().get("/p/blog/posts.csv").await.text();
    assert!(table.lines().any(|line| line.ends_with(",https://www.blog.example/a")), "{table}");

    let one = format!("{path}/{}", noted["id"]);
    bo.ask(Method::DELETE, &one).await.assert_status_forbidden();
    ada.ask(Method::DELETE, &one).await.assert_status_no_content();
    ada.ask(Method::DELETE, &one).await.assert_status_not_found();
    let events: Value = ada.get("/projects/blog/events?slug=fresh").await.json();
    let kinds: Vec<&Value> =
        events["items"].as_array().expect("a list").iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["elsewhere_removed", "elsewhere_reworded", "elsewhere_noted"]);
    assert_eq!(events["items"][2]["about"], "https://www.blog.example/a");
}
