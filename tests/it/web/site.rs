//! A site for a test: a database of its own, and browsers that keep their cookies.

use std::sync::Arc;

use axum_test::{TestResponse, TestServer};
use jiff::Timestamp;
use scraper::{Html, Selector};
use secrecy::SecretString;
use tempfile::TempDir;
use yiqi::{
    github,
    services::{Workshop, WorkshopSettings},
    store::Store,
    web::{self, Settings},
    workflow::FakeClock,
};

/// What webhooks are signed with here.
pub const SECRET: &str = "a secret of the tests";

/// A running site without projects.
pub struct Site {
    pub workshop: Workshop,
    pub clock: Arc<FakeClock>,
    settings: Settings,
    _folder: TempDir,
}

impl Site {
    pub async fn new() -> Self {
        Self::with(Settings { local_sign_in: true, ..webhooks_only() }).await
    }

    pub async fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("yiqi.db")).await.expect("a database");
        let start: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a moment");
        let clock = Arc::new(FakeClock::at(start));
        let workshop =
            Workshop::new(WorkshopSettings::default(), clock.clone(), store, Vec::new(), None);
        Self { workshop, clock, settings, _folder: folder }
    }

    /// A browser of its own, with its own cookies.
    pub fn browser(&self) -> TestServer {
        let router = web::router(self.workshop.clone(), self.settings.clone());
        TestServer::builder().save_cookies().mock_transport().build(router)
    }

    /// A browser in which somebody is signed in.
    pub async fn signed_in(&self, login: &str, role: &str) -> TestServer {
        let browser = self.browser();
        let form = [("login", login), ("name", login), ("role", role)];
        browser.post("/sign-in/local").form(&form).await.assert_status_see_other();
        browser
    }
}

/// Settings with a webhook secret and no way to sign in.
pub fn webhooks_only() -> Settings {
    let github = github::Settings {
        webhook_secrets: vec![SecretString::from("an older secret"), SecretString::from(SECRET)],
        ..github::Settings::default()
    };
    Settings { github: Some(github), ..Settings::default() }
}

/// The text of the first element a selector finds.
#[track_caller]
pub fn text_of(response: &TestResponse, selector: &str) -> String {
    let html = response.text();
    let page = Html::parse_document(&html);
    let wanted = Selector::parse(selector).expect("a selector");
    match page.select(&wanted).next() {
        Some(found) => found.text().collect::<String>().trim().to_owned(),
        None => panic!("nothing on the page matches {selector}:\n{html}"),
    }
}

/// Where a response sends the browser.
#[track_caller]
pub fn location(response: &TestResponse) -> String {
    response.assert_status_see_other();
    response.header("location").to_str().expect("an address").to_owned()
}
