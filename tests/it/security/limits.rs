//! How much one address and one person may ask in a minute.

use std::net::SocketAddr;

use axum::{
    extract::connect_info::MockConnectInfo,
    http::{StatusCode, header},
};
use axum_test::{TestResponse, TestServer};
use serde_json::Value;
use yiqi::web::{self, Limits, Settings};

use crate::web::site::{Site, webhooks_only};

const STRANGER: &str = "203.0.113.9:4711";

/// Tight limits, and a proxy on this machine that is believed.
fn settings(limits: Limits) -> Settings {
    let trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    Settings { local_sign_in: true, trusted_proxies, limits, ..webhooks_only() }
}

/// The site as a peer sees it.
fn seen_from(site: &Site, settings: &Settings, peer: &str) -> TestServer {
    let peer: SocketAddr = peer.parse().expect("an address");
    let router = web::router(site.workshop.clone(), settings.clone());
    let router = router.layer(MockConnectInfo(peer));
    TestServer::builder().save_cookies().mock_transport().build(router)
}

/// The seconds somebody is told to wait.
#[track_caller]
fn told_to_wait(response: &TestResponse) -> u64 {
    response.assert_status(StatusCode::TOO_MANY_REQUESTS);
    let seconds = response.header(header::RETRY_AFTER);
    seconds.to_str().expect("text").parse().expect("a number of seconds")
}

#[tokio::test]
async fn an_address_that_asks_too_much_is_told_in_its_language_and_others_go_on() {
    let site = Site::with_blog().await;
    let settings = settings(Limits { requests: 3, ..Limits::default() });
    let server = seen_from(&site, &settings, STRANGER);
    for _ in 0..3 {
        server.get("/sign-in").await.assert_status_ok();
    }
    let refused = server.get("/p/blog").await;
    assert!((1..=21).contains(&told_to_wait(&refused)));
    assert!(refused.text().contains("lang=\"zh-CN\"") && refused.text().contains("请求太多"));
    let refused = server.get("/p/blog").add_header("accept-language", "en").await;
    assert!(refused.text().contains("too many requests"), "{}", refused.text());
    let refused = server.get("/api/v1/projects").await;
    told_to_wait(&refused);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    let problem: Value = refused.json();
    assert_eq!(problem["type"], "urn:yiqi:problem:too-many-requests");
    assert!(problem["retry_after"].as_u64().is_some_and(|seconds| seconds > 0), "{problem}");
    // What the pages are made of, and the look whether the site is up, are not counted.
    server.get("/healthz").await.assert_status_ok();
    server.get("/assets/favicon.svg").await.assert_status_ok();
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_limit() {
    let site = Site::new().await;
    let settings = settings(Limits { requests: 1, ..Limits::default() });
    let proxied = seen_from(&site, &settings, "127.0.0.1:5000");
    let ask = async |client: &'static str| {
        proxied.get("/sign-in").add_header("x-forwarded-for", client).await
    };
    ask("203.0.113.9").await.assert_status_ok();
    told_to_wait(&ask("203.0.113.9").await);
    // What a client claims of itself stands before what the proxy saw.
    told_to_wait(&ask("198.51.100.1, 203.0.113.9").await);
    ask("203.0.113.10").await.assert_status_ok();
    // A stranger's word on where it comes from does not count.
    let stranger = seen_from(&site, &settings, STRANGER);
    let ask = async |client: &'static str| {
        stranger.get("/sign-in").add_header("x-forwarded-for", client).await
    };
    ask("198.51.100.7").await.assert_status_ok();
    told_to_wait(&ask("198.51.100.8").await);
}

#[tokio::test]
async fn trying_to_get_in_is_limited_tightly() {
    let site = Site::new().await;
    let settings = settings(Limits { attempts: 2, ..Limits::default() });
    let server = seen_from(&site, &settings, STRANGER);
    let form = [("login", "ada"), ("role", "volunteer")];
    for _ in 0..2 {
        server.post("/sign-in/local").form(&form).await.assert_status_see_other();
    }
    told_to_wait(&server.post("/sign-in/local").form(&form).await);
    told_to_wait(&server.get("/sign-in/github").await);
    // The page that explains it, and everything else, is still there.
    server.get("/sign-in").await.assert_status_ok();
    server.get("/mine").await.assert_status_ok();
}

#[tokio::test]
async fn guessing_tokens_ends_and_a_right_token_elsewhere_still_holds() {
    let site = Site::new().await;
    let settings = settings(Limits { attempts: 3, ..Limits::default() });
    let server = seen_from(&site, &settings, STRANGER);
    let guess = async |number: u32| {
        let guess = format!("Bearer yiqi_{number:064x}");
        server.get("/api/v1/me").add_header(header::AUTHORIZATION, guess).await
    };
    for number in 0..3 {
        guess(number).await.assert_status_unauthorized();
    }
    told_to_wait(&guess(3).await);
    let other = seen_from(&site, &settings, "198.51.100.1:1");
    let answer = other.get("/api/v1/me").add_header(header::AUTHORIZATION, "Bearer yiqi_0").await;
    answer.assert_status_unauthorized();
}

#[tokio::test]
async fn deliveries_that_are_signed_wrongly_are_not_read_for_ever() {
    let site = Site::new().await;
    let settings = settings(Limits { attempts: 2, ..Limits::default() });
    let server = seen_from(&site, &settings, STRANGER);
    let deliver = async || {
        let request = server.post("/webhooks/github").add_header("x-github-delivery", "1");
        let request = request.add_header("x-github-event", "ping");
        request.add_header("x-hub-signature-256", "sha256=00").bytes("{}".into()).await
    };
    for _ in 0..2 {
        deliver().await.assert_status_unauthorized();
    }
    deliver().await.assert_status(StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_person_who_writes_too_much_reads_on_and_others_write_on() {
    let site = Site::with_blog().await;
    let settings = settings(Limits { writes: 2, ..Limits::default() });
    // Over a socket of this machine nothing is limited by address.
    let ada = seen_from(&site, &settings, "127.0.0.1:1");
    let sign_in = async |browser: &TestServer, login: &'static str| {
        let form = [("login", login), ("role", "volunteer")];
        browser.post("/sign-in/local").form(&form).await.assert_status_see_other();
    };
    sign_in(&ada, "ada").await;
    let profile = [("hf_user", ""), ("language", "zh-CN")];
    for _ in 0..2 {
        ada.post("/me").form(&profile).await.assert_status_see_other();
    }
    told_to_wait(&ada.post("/me").form(&profile).await);
    ada.get("/me").await.assert_status_ok();
}

#[tokio::test]
async fn scripts_of_one_person_share_a_limit_of_their_own() {
    let site = Site::with_blog().await;
    let settings = settings(Limits { api: 2, ..Limits::default() });
    let ada = seen_from(&site, &settings, "127.0.0.1:1");
    ada.post("/sign-in/local").form(&[("login", "ada"), ("role", "volunteer")]).await;
    let mut tokens = Vec::new();
    for name in ["laptop", "desk"] {
        let form = [("name", name), ("scope", "read"), ("days", "1")];
        let page = ada.post("/me/tokens").form(&form).await;
        tokens.push(crate::web::site::text_of(&page, "#token"));
    }
    let script = seen_from(&site, &settings, "127.0.0.1:1");
    // A table of its own for each router: both tokens are shown to the same.
    let ask = async |token: &str| {
        script.get("/api/v1/me").add_header(header::AUTHORIZATION, format!("Bearer {token}")).await
    };
    ask(&tokens[0]).await.assert_status_ok();
    ask(&tokens[1]).await.assert_status_ok();
    told_to_wait(&ask(&tokens[0]).await);
    // The same person in a browser is not a script.
    ada.get("/api/v1/me").await.assert_status_ok();
}
