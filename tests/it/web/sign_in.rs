//! Signing in and out, and what a session is worth.

use jiff::SignedDuration;

use super::site::{Site, location, webhooks_only};

const FORM: [(&str, &str); 4] =
    [("login", "ada"), ("name", "Ada"), ("role", "volunteer"), ("back", "/mine")];

#[tokio::test]
async fn signing_in_leads_back_and_is_remembered() {
    let browser = Site::new().await.browser();
    assert_eq!(location(&browser.get("/mine").await), "/sign-in?back=%2Fmine");
    assert_eq!(location(&browser.post("/sign-in/local").form(&FORM).await), "/mine");
    browser.get("/me").await.assert_status_ok();
}

#[tokio::test]
async fn the_way_back_stays_on_this_site() {
    let site = Site::new().await;
    for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"] {
        let form = [("login", "ada"), ("role", "volunteer"), ("back", bad)];
        let response = site.browser().post("/sign-in/local").form(&form).await;
        assert_eq!(location(&response), "/", "{bad}");
    }
}

#[tokio::test]
async fn a_session_gets_a_new_key_at_every_sign_in() {
    let browser = Site::new().await.browser();
    let first = browser.post("/sign-in/local").form(&FORM).await;
    let second = browser.post("/sign-in/local").form(&FORM).await;
    assert_ne!(first.cookie("yiqi").value(), second.cookie("yiqi").value());
    let cookie = first.header("set-cookie");
    let cookie = cookie.to_str().expect("text");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
}

#[tokio::test]
async fn an_old_key_opens_nothing() {
    let site = Site::new().await;
    let browser = site.browser();
    let old = browser.post("/sign-in/local").form(&FORM).await.cookie("yiqi");
    browser.post("/sign-in/local").form(&FORM).await;
    let response = site.browser().get("/me").add_cookie(old).await;
    assert!(location(&response).starts_with("/sign-in"));
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere_its_key_is() {
    let site = Site::new().await;
    let browser = site.browser();
    let key = browser.post("/sign-in/local").form(&FORM).await.cookie("yiqi");
    browser.post("/sign-out").await.assert_status_see_other();
    for browser in [browser, site.browser()] {
        let response = browser.get("/me").add_cookie(key.clone()).await;
        assert!(location(&response).starts_with("/sign-in"));
    }
}

#[tokio::test]
async fn a_session_ends_when_nothing_happens_in_it() {
    let site = Site::new().await;
    let browser = site.signed_in("ada", "volunteer").await;
    browser.get("/me").await.assert_status_ok();
    // Sessions count real time from their creation; the database compares with the workshop's clock.
    site.clock.advance(SignedDuration::from_hours(24 * 365 * 20));
    assert!(location(&browser.get("/me").await).starts_with("/sign-in"));
}

#[tokio::test]
async fn local_sign_in_exists_only_where_it_is_allowed() {
    let site = Site::with(webhooks_only()).await;
    let browser = site.browser();
    browser.post("/sign-in/local").form(&FORM).await.assert_status_not_found();
    browser.get("/sign-in/github").await.assert_status_not_found();
}

#[tokio::test]
async fn a_blocked_person_is_out_at_the_next_request() {
    let site = Site::new().await;
    let maintainer = site.signed_in("mia", "maintainer").await;
    let ada = site.signed_in("ada", "volunteer").await;
    ada.get("/me").await.assert_status_ok();
    let mia = site.workshop.sign_in_locally("mia", "mia", yiqi::workflow::Role::Maintainer).await;
    let people = site.workshop.all_people(&mia.expect("she is known")).await.expect("people");
    let id = people.iter().find(|person| person.login == "ada").expect("she signed in").id;

    let block = format!("/people/{id}/block");
    maintainer.post(&block).form(&[("blocked", "true")]).await.assert_status_see_other();

    assert!(location(&ada.get("/me").await).starts_with("/sign-in"));
}

#[tokio::test]
async fn a_language_chosen_at_the_door_comes_in() {
    let browser = Site::new().await.browser();
    browser.post("/language").form(&[("language", "en")]).await.assert_status_see_other();
    browser.post("/sign-in/local").form(&FORM).await.assert_status_see_other();
    assert!(browser.get("/me").await.text().contains("lang=\"en\""));
    browser.post("/language").form(&[("language", "zh-CN")]).await.assert_status_see_other();
    assert!(browser.get("/me").await.text().contains("lang=\"zh-CN\""));
}
