//! Filters that somebody keeps under a name.

use serde_json::{Value, json};
use yiqi::workflow::Scope;

use crate::{
    api::Script,
    web::site::{Site, location, text_of},
};

#[tokio::test]
async fn filters_are_kept_under_a_name_and_found_again_beside_the_board() {
    let site = Site::with_blog().await;
    let ada = site.signed_in("ada", "volunteer").await;
    let offered = ada.get("/p/blog?length=short&state=missing").await;
    assert!(text_of(&offered, ".keep summary").contains("收藏"));
    let form = [("name", "周末"), ("query", "?page=3&nonsense=1&state=missing&length=short")];
    let kept = ada.post("/p/blog/views").form(&form).await;
    assert_eq!(location(&kept), "/p/blog?state=missing&length=short");
    let board = ada.get("/p/blog?state=missing&length=short").await;
    assert_eq!(text_of(&board, ".choices-views [aria-current]"), "周末");
    assert!(!board.text().contains("data-action=\"keep-view\""), "it is kept already");
    let other = site.signed_in("bo", "volunteer").await;
    assert!(!other.get("/p/blog").await.text().contains("周末"));
    other.post("/p/blog/views/remove").form(&[("name", "周末")]).await;
    assert!(ada.get("/p/blog").await.text().contains("周末"), "it is not bo's to remove");
    ada.post("/p/blog/views/remove").form(&[("name", "周末")]).await.assert_status_see_other();
    assert!(!ada.get("/p/blog").await.text().contains("choices-views"));
}

#[tokio::test]
async fn there_are_not_views_without_number_and_a_name_is_a_name() {
    let site = Site::with_blog().await;
    let ada = Script::of(&site, "ada", "volunteer", Scope::Write).await;
    let put = async |name: &str, query: &str| {
        ada.put(&format!("/projects/blog/views/{name}")).json(&json!({ "query": query })).await
    };
    for number in 0..20 {
        put(&number.to_string(), "?tag=nlp").await.assert_status_ok();
    }
    put("one-more", "?tag=nlp").await.assert_status_unprocessable_entity();
    let changed: Value = put("7", "tag=cv&sort=asked").await.json();
    assert_eq!(changed, json!({ "name": "7", "query": "?tag=cv&sort=asked" }));
    put(&"a".repeat(41), "").await.assert_status_unprocessable_entity();
    put("8", &format!("?q={}", "a".repeat(3_000))).await.assert_status_unprocessable_entity();
    let all: Value = ada.get("/projects/blog/views").await.json();
    assert_eq!(all.as_array().map(Vec::len), Some(20));
}
