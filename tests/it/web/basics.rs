//! What every request is promised.

use axum::http::StatusCode;

use super::site::Site;

#[tokio::test]
async fn every_response_carries_the_strict_policy() {
    let browser = Site::new().await.browser();
    for address in ["/sign-in", "/nowhere", "/healthz", "/assets/favicon.svg", "/api/nowhere"] {
        let response = browser.get(address).await;
        let policy = response.header("content-security-policy");
        let policy = policy.to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{address}: {policy}");
        assert!(!policy.contains("unsafe"), "{address}: {policy}");
        assert_eq!(response.header("x-content-type-options"), "nosniff", "{address}");
        assert!(!response.header("x-request-id").is_empty(), "{address}");
    }
}

#[tokio::test]
async fn an_unknown_address_is_explained_in_the_reader_s_language() {
    let browser = Site::new().await.browser();
    let chinese = browser.get("/nowhere").await;
    chinese.assert_status_not_found();
    assert!(chinese.text().contains("lang=\"zh-CN\""), "{}", chinese.text());
    let english = browser.get("/nowhere").add_header("accept-language", "en").await;
    english.assert_status_not_found();
    assert!(english.text().contains("lang=\"en\""), "{}", english.text());
}

#[tokio::test]
async fn the_api_answers_failures_as_problem_json() {
    let browser = Site::new().await.browser();
    let unknown = browser.get("/api/nowhere").await;
    unknown.assert_status_not_found();
    assert_eq!(unknown.header("content-type"), "application/problem+json");
    let problem: serde_json::Value = unknown.json();
    assert_eq!(problem["status"], 404);
    assert!(!problem["detail"].as_str().expect("text").contains('⟦'), "{problem}");

    let stranger = browser.post("/api/v1/preview").json(&serde_json::json!({})).await;
    stranger.assert_status_unauthorized();
    assert_eq!(stranger.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let browser = Site::new().await.browser();
    let form = [("login", "ada"), ("role", "volunteer")];
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let response = browser
            .post("/sign-in/local")
            .add_header(name, value)
            .add_header("host", "yiqi.example")
            .form(&form)
            .await;
        response.assert_status_forbidden();
        assert!(response.maybe_header("set-cookie").is_none());
        assert!(response.text().contains("<html"), "{}", response.text());
    }
}

#[tokio::test]
async fn the_chosen_language_is_remembered() {
    let browser = Site::new().await.browser();
    let form = [("language", "en"), ("back", "//evil.example")];
    let chosen = browser.post("/language").form(&form).await;
    chosen.assert_status_see_other();
    assert_eq!(chosen.header("location"), "/");
    assert!(browser.get("/nowhere").await.text().contains("lang=\"en\""));
}

#[tokio::test]
async fn a_wrong_method_is_not_a_panic() {
    let browser = Site::new().await.browser();
    browser.get("/sign-out").await.assert_status(StatusCode::METHOD_NOT_ALLOWED);
    browser.post("/mine").await.assert_status(StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn assets_are_found_under_names_that_change_with_their_content() {
    let browser = Site::new().await.browser();
    let page = browser.get("/sign-in").await.text();
    let at = page.find("/assets/favicon.").expect("the page names its icon");
    let address: String = page[at..].chars().take_while(|c| *c != '"').collect();
    assert_ne!(address, "/assets/favicon.svg");
    for address in [address.as_str(), "/assets/favicon.svg"] {
        let icon = browser.get(address).await;
        icon.assert_status_ok();
        assert_eq!(icon.header("content-type"), "image/svg+xml");
        assert!(!icon.header("etag").is_empty());
    }
    browser.get("/assets/nothing.css").await.assert_status_not_found();
    browser.get("/assets/../Cargo.toml").await.assert_status_not_found();
}
