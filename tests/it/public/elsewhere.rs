//! Badges, data and feeds, as they are fetched from elsewhere.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::texts;
use crate::support::{Publisher, Scenario};

const LAMPS_BRIGHTER: &str = "\
---
title: \"Lamps\"
thumbnail: /blog/assets/lamps/thumbnail.png
authors:
- user: bob
---

# Lamps

A lamp of 60 watts is enough to read by.

Never look into it, and never leave it burning in an empty room.
";

#[tokio::test]
async fn a_badge_counts_all_posts_or_those_of_a_tag() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let browser = scenario.browser();
    let svg = browser.get("/p/blog/badge.svg").await;
    assert_eq!(svg.header("content-type"), "image/svg+xml; charset=utf-8");
    assert!(svg.text().contains("1/2 · 50%"), "{}", svg.text());
    let tagged = browser.get("/p/blog/badge.svg?tag=light&language=en").await.text();
    assert!(tagged.contains("1/1 · 100%") && tagged.contains("Chinese translation"), "{tagged}");
    let shield: Value = browser.get("/p/blog/badge.json?tag=wind").await.json();
    assert_eq!(
        shield,
        json!({ "schemaVersion": 1, "label": "中文翻译 · wind", "message": "0/1 · 0%", "color": "b5362b" })
    );
    browser.get("/p/blog/badge.svg?tag=nothing").await.assert_status_not_found();
    browser.get("/p/other/badge.svg").await.assert_status_not_found();
}

#[tokio::test]
async fn what_is_put_elsewhere_may_be_kept_and_does_nothing_there() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let browser = scenario.browser();
    for address in [
        "/p/blog/badge.svg",
        "/p/blog/badge.json",
        "/p/blog/progress.json",
        "/p/blog/people.svg",
        "/p/blog/behind.svg?post=lamps",
        "/p/blog/behind.json?post=lamps",
        "/p/blog/feeds/new.atom",
        "/people/old-hand/badge.svg",
        "/behind.js",
    ] {
        let answer = browser.get(address).await;
        answer.assert_status_ok();
        let header = |name: &str| answer.header(name).to_str().expect("text").to_owned();
        assert_eq!(header("cross-origin-resource-policy"), "cross-origin", "{address}");
        assert_eq!(header("access-control-allow-origin"), "*", "{address}");
        let policy = header("content-security-policy");
        assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'", "{address}");
        assert!(header("cache-control").starts_with("public, max-age="), "{address}");
        assert!(answer.maybe_header("set-cookie").is_none(), "{address}");
        let again = browser.get(address).add_header("if-none-match", header("etag")).await;
        assert_eq!(again.status_code(), StatusCode::NOT_MODIFIED, "{address}");
        assert_eq!(again.header("etag"), header("etag"), "{address}");
        assert_eq!(again.text(), "", "{address}");
    }
    // Nothing else lets other sites in.
    let page = browser.get("/p/blog/progress").await;
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
    assert!(page.maybe_header("access-control-allow-origin").is_none());
}

#[tokio::test]
async fn a_translation_that_falls_behind_says_so_everywhere() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let browser = scenario.browser();
    let before: Value = browser.get("/p/blog/behind.json?post=lamps").await.json();
    assert_eq!((&before["is_translated"], &before["is_behind"]), (&json!(true), &json!(false)));
    assert_eq!(before["words"], "译文与原文一致");
    let feed = browser.get("/p/blog/feeds/stale.atom").await.text();
    assert!(!feed.contains("<entry>"), "{feed}");
    let tag = browser.get("/p/blog/feeds/stale.atom").await.header("etag");

    scenario.wait(jiff::SignedDuration::from_hours(1));
    scenario.push_source(&[("lamps.md", LAMPS_BRIGHTER)]);
    scenario.sync().await;

    let after: Value = browser.get("/p/blog/behind.json?post=lamps&language=en").await.json();
    assert_eq!(after["is_behind"], true);
    assert!(after["changes"].as_u64().expect("a number") >= 1, "{after}");
    assert_eq!(after["url"], "https://yiqi.example/p/blog/posts/lamps");
    assert!(after["words"].as_str().expect("words").starts_with("behind the original in"));
    let feed = browser.get("/p/blog/feeds/stale.atom").add_header("if-none-match", tag).await;
    feed.assert_status_ok();
    assert_eq!(texts(&feed.text(), "entry > title"), ["灯 — Lamps"]);
    let progress: Value = browser.get("/p/blog/progress.json").await.json();
    assert_eq!((&progress["translated"], &progress["behind"]), (&json!(1), &json!(1)));
    assert!(progress["words_behind"].as_u64().expect("a number") > 0, "{progress}");
    assert_eq!(progress, browser.get("/api/v1/projects/blog/progress").await.json::<Value>());
    browser.get("/p/blog/behind.json?post=nothing").await.assert_status_not_found();
    browser.get("/p/blog/behind.json").await.assert_status_not_found();
}

#[tokio::test]
async fn feeds_keep_their_ids_and_come_in_both_languages() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let browser = scenario.browser();
    let new = browser.get("/p/blog/feeds/new.atom").await;
    assert_eq!(new.header("content-type"), "application/atom+xml; charset=utf-8");
    let id = "https://yiqi.example/p/blog/feeds/new.atom#kites";
    assert_eq!(texts(&new.text(), "entry > id"), [id]);
    assert_eq!(texts(&new.text(), "entry > author > name"), ["ann"]);
    let english = browser.get("/p/blog/feeds/new.atom?language=en").await.text();
    assert_eq!(texts(&english, "entry > id"), [id]);
    assert!(english.contains("not translated yet") && english.contains("xml:lang=\"en\""));
    let published = browser.get("/p/blog/feeds/published.atom").await.text();
    assert_eq!(texts(&published, "entry > author > name"), ["old-hand"]);
    let page = browser.get("/p/blog/progress").await.text();
    assert!(page.contains("href=\"/p/blog/feeds/new.atom\""), "{page}");
}

#[tokio::test]
async fn somebody_who_brings_a_translation_up_to_date_leaves_it_counted() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    scenario.push_source(&[("lamps.md", LAMPS_BRIGHTER)]);
    scenario.sync().await;
    scenario.claim("lamps").await;
    let progress: Value = scenario.browser().get("/p/blog/progress.json").await.json();
    assert_eq!(
        (&progress["posts"], &progress["translated"], &progress["behind"]),
        (&json!(2), &json!(1), &json!(1))
    );
}

#[tokio::test]
async fn search_engines_are_kept_from_what_only_works_for_whoever_works_here() {
    let scenario = Scenario::publishing_to(Publisher::Branch).await;
    let robots = scenario.browser().get("/robots.txt").await.text();
    assert!(robots.starts_with("User-agent: *\n"), "{robots}");
    for path in ["/tasks/", "/me", "/api/"] {
        assert!(robots.contains(&format!("\nDisallow: {path}\n")), "{robots}");
    }
    assert!(!robots.contains("Disallow: /p/") && !robots.contains("Disallow: /\n"), "{robots}");
}
