//! Signing in through GitHub, there and back.

use std::sync::Arc;

use axum_test::{TestResponse, TestServer};
use secrecy::SecretString;
use url::Url;
use yiqi::{
    github::{self, OAuthSettings},
    web::Settings,
    workflow::FakeClock,
};

use super::site::{Site, location};
use crate::fake_github::{CLIENT_ID, CLIENT_SECRET, FakeGithub, returned};

const PUBLIC_URL: &str = "https://yiqi.example/";

async fn site(github: &FakeGithub) -> Site {
    let github = github::Settings {
        api_url: github.url.clone(),
        web_url: github.url.clone(),
        oauth: Some(OAuthSettings {
            client_id: CLIENT_ID.into(),
            client_secret: SecretString::from(CLIENT_SECRET),
        }),
        ..github::Settings::default()
    };
    let public_url = PUBLIC_URL.parse().ok();
    Site::with(Settings { public_url, github: Some(github), ..Settings::default() }).await
}

async fn fake() -> FakeGithub {
    let clock = FakeClock::at("2026-01-01T00:00:00Z".parse().expect("a moment"));
    let github = FakeGithub::start(Arc::new(clock)).await;
    github.at_browser(42, "ming", "小明");
    github
}

/// Sets out for GitHub; returns its address and what it will answer with.
async fn set_out(browser: &TestServer, back: &str) -> (Url, String) {
    let left = browser.get("/sign-in/github").add_query_param("back", back).await;
    let address = location(&left);
    let code = returned(&address, "code").await;
    (address.parse().expect("an address"), code)
}

fn parameter(address: &Url, wanted: &str) -> String {
    let found = address.query_pairs().find(|(name, _)| name == wanted);
    found.map(|(_, value)| value.into_owned()).expect("the parameter is there")
}

async fn come_back(browser: &TestServer, code: &str, state: &str) -> TestResponse {
    let answer = browser.get("/sign-in/github/callback");
    answer.add_query_param("code", code).add_query_param("state", state).await
}

#[tokio::test]
async fn somebody_who_signed_in_at_github_comes_back_to_where_they_were() {
    let github = fake().await;
    let browser = site(&github).await.browser();
    let (address, code) = set_out(&browser, "/mine?x=1").await;
    assert_eq!(parameter(&address, "redirect_uri"), "https://yiqi.example/sign-in/github/callback");
    let back = come_back(&browser, &code, &parameter(&address, "state")).await;
    assert_eq!(location(&back), "/welcome?back=%2Fmine%3Fx%3D1", "whoever is new is asked first");
    let asked = browser.get("/welcome?back=%2Fmine%3Fx%3D1").await.text();
    assert!(asked.contains("name=\"hf_user\"") && asked.contains("我们会保存什么"), "{asked}");
    let form = [("hf_user", "no name!"), ("language", "en"), ("back", "/mine?x=1")];
    let refused = browser.post("/welcome").form(&form).await;
    refused.assert_status_unprocessable_entity();
    assert!(refused.text().contains("no name!"));
    let form = [("hf_user", "ming-hf"), ("language", "en"), ("back", "/mine?x=1")];
    assert_eq!(location(&browser.post("/welcome").form(&form).await), "/mine?x=1");
    assert!(browser.get("/me").await.text().contains("ming-hf"));

    // Whoever was here before is not asked again.
    let (address, code) = set_out(&browser, "/mine?x=1").await;
    let back = come_back(&browser, &code, &parameter(&address, "state")).await;
    assert_eq!(location(&back), "/mine?x=1");
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_of_one_person_alone() {
    let github = fake().await;
    let site = site(&github).await;
    let mut browsers = Vec::new();
    for (id, login) in [(42, "ming"), (42, "ming"), (43, "hua")] {
        github.at_browser(id, login, login);
        let browser = site.browser();
        let (address, code) = set_out(&browser, "/").await;
        come_back(&browser, &code, &parameter(&address, "state")).await;
        browser.get("/me").await.assert_status_ok();
        browsers.push(browser);
    }
    browsers[0].post("/sign-out/everywhere").await.assert_status_see_other();
    for browser in &browsers[..2] {
        assert!(location(&browser.get("/me").await).starts_with("/sign-in"));
    }
    browsers[2].get("/me").await.assert_status_ok();
}

#[tokio::test]
async fn an_answer_nobody_asked_for_signs_nobody_in() {
    let github = fake().await;
    let site = site(&github).await;
    let browser = site.browser();
    let (address, code) = set_out(&browser, "/").await;
    let state = parameter(&address, "state");

    come_back(&browser, &code, "another state").await.assert_status_unauthorized();
    // The state is gone after one try, and belongs to one browser alone.
    come_back(&browser, &code, &state).await.assert_status_unauthorized();
    come_back(&site.browser(), &code, &state).await.assert_status_unauthorized();
    assert!(location(&browser.get("/me").await).starts_with("/sign-in"));
}

#[tokio::test]
async fn a_refusal_by_github_is_told_at_the_door() {
    let github = fake().await;
    let browser = site(&github).await.browser();
    let (address, _) = set_out(&browser, "/mine").await;
    let answer = come_back(&browser, "a wrong code", &parameter(&address, "state")).await;
    answer.assert_status_unauthorized();
    assert!(answer.text().contains("/sign-in/github?back=%2Fmine"), "{}", answer.text());

    let (address, _) = set_out(&browser, "/").await;
    let denied = browser
        .get("/sign-in/github/callback")
        .add_query_param("error", "access_denied")
        .add_query_param("error_description", "The user has <denied> your application")
        .add_query_param("state", parameter(&address, "state"))
        .await;
    denied.assert_status_unauthorized();
    assert!(!denied.text().contains("<denied>"), "{}", denied.text());
}

#[tokio::test]
async fn the_way_back_from_github_stays_on_this_site() {
    let github = fake().await;
    let browser = site(&github).await.browser();
    let (address, code) = set_out(&browser, "//evil.example").await;
    let back = come_back(&browser, &code, &parameter(&address, "state")).await;
    assert_eq!(location(&back), "/welcome?back=%2F");
}

#[tokio::test]
async fn a_cookie_behind_https_is_bound_to_its_host() {
    let settings = Settings { secure_cookies: true, local_sign_in: true, ..Settings::default() };
    let browser = Site::with(settings).await.browser();
    let form = [("login", "ada"), ("role", "volunteer")];
    let signed_in = browser.post("/sign-in/local").form(&form).await;
    let cookie = signed_in.header("set-cookie");
    let cookie = cookie.to_str().expect("text");
    assert!(cookie.starts_with("__Host-yiqi=") && cookie.contains("Secure"), "{cookie}");
    assert!(cookie.contains("Path=/") && !cookie.contains("Domain"), "{cookie}");
}
