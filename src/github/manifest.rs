//! Registering a GitHub App from a manifest
//! (<https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest>): a form
//! carries the manifest to GitHub, GitHub sends the person back with a code, and the code buys the App's
//! identity and its secrets, once and within an hour.
//!
//! What an App of ours must be allowed and told of stands here alone: the manifest asks for it, the doctor
//! looks for it, and the page of the set-up explains it.

use std::{fmt, sync::Arc};

use octocrab::Octocrab;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    GithubError, RepositoryName, Settings,
    app::Signer,
    client::{octocrab, route, within},
};
use crate::workflow::Clock;

/// The longest name GitHub lets an App have, in characters.
pub const LONGEST_APP_NAME: usize = 34;

/// What an App may do with one kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Read,
    Write,
}

impl Level {
    /// As GitHub writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One permission of a repository that the App needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// GitHub's name for programs, such as `pull_requests`.
    pub name: &'static str,
    pub level: Level,
    /// What it is for, in English, to follow "for".
    pub purpose: &'static str,
    /// Every App has it, so that nobody needs to look for it.
    pub is_always_on: bool,
}

/// All an App needs; more where pull requests are given labels, which are an affair of issues.
pub fn permissions(labels: bool) -> [Permission; 4] {
    let (issues, of_issues) = match labels {
        true => (Level::Write, "labelling a pull request"),
        false => (Level::Read, "reading what is said under a pull request"),
    };
    let needed = |name, level, purpose| Permission { name, level, purpose, is_always_on: false };
    [
        needed("contents", Level::Write, "writing the branch of a translation"),
        needed("pull_requests", Level::Write, "opening its pull request and reading the reviews"),
        needed("issues", issues, of_issues),
        Permission {
            name: "metadata",
            level: Level::Read,
            purpose: "seeing the repository, and who may write to it",
            is_always_on: true,
        },
    ]
}

/// The events an App subscribes to: those [`super::parse_event`] makes something of. Installation events come
/// unasked.
pub const EVENTS: [&str; 7] = [
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "pull_request_review_thread",
    "issue_comment",
    "push",
    "repository",
];

/// An App that is to be. Addresses are whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The person may still change it at GitHub.
    pub name: String,
    pub homepage: String,
    /// Where GitHub sends a person with the code.
    pub redirect_url: String,
    /// Where it sends those who signed in.
    pub callback_url: String,
    /// Where it sends whoever installed the App.
    pub setup_url: String,
    /// Where it delivers events; `None` where it could not reach us, and then it is told of none.
    pub webhook_url: Option<String>,
    /// Whether other accounts than the owner may install it.
    pub is_public: bool,
    /// Whether pull requests are given labels.
    pub labels: bool,
}

impl Manifest {
    /// As GitHub reads it.
    pub fn to_json(&self) -> Value {
        let permissions: Map<String, Value> = permissions(self.labels)
            .into_iter()
            .map(|it| (it.name.to_owned(), json!(it.level.name())))
            .collect();
        let mut manifest = json!({
            "name": self.name,
            "url": self.homepage,
            "redirect_url": self.redirect_url,
            "callback_urls": [self.callback_url],
            "setup_url": self.setup_url,
            "public": self.is_public,
            "default_permissions": permissions,
        });
        if let Some(url) = &self.webhook_url {
            manifest["hook_attributes"] = json!({"url": url, "active": true});
            manifest["default_events"] = json!(EVENTS);
        }
        manifest
    }
}

/// Where the manifest is posted to: the account of whoever presses the button, or an organisation.
pub fn registration_url(
    settings: &Settings,
    organization: Option<&str>,
    state: &str,
) -> Option<String> {
    let parts: &[&str] = match organization {
        Some(name) => &["organizations", name, "settings", "apps", "new"],
        None => &["settings", "apps", "new"],
    };
    let mut url = at_site(settings, parts)?;
    url.query_pairs_mut().append_pair("state", state);
    Some(url.into())
}

/// Where an App is installed.
pub fn installation_url(settings: &Settings, slug: &str) -> Option<String> {
    at_site(settings, &["apps", slug, "installations", "new"]).map(Into::into)
}

/// Where its owner changes an App, and who may install it.
pub fn settings_url(settings: &Settings, organization: Option<&str>, slug: &str) -> Option<String> {
    let url = match organization {
        Some(name) => {
            at_site(settings, &["organizations", name, "settings", "apps", slug, "advanced"])
        }
        None => at_site(settings, &["settings", "apps", slug, "advanced"]),
    };
    url.map(Into::into)
}

fn at_site(settings: &Settings, parts: &[&str]) -> Option<Url> {
    let mut url = Url::parse(settings.web_url.trim_end_matches('/')).ok()?;
    url.path_segments_mut().ok()?.pop_if_empty().extend(parts);
    Some(url)
}

/// An App as GitHub hands it out, with its secrets: this once.
#[derive(Debug, Clone, Deserialize)]
pub struct NewApp {
    pub id: u64,
    pub client_id: String,
    pub client_secret: SecretString,
    /// `None` where no webhook was asked for.
    pub webhook_secret: Option<SecretString>,
    /// The private key.
    pub pem: SecretString,
    #[serde(default)]
    pub name: String,
    /// The name in addresses.
    #[serde(default)]
    pub slug: String,
    #[serde(default)]
    pub owner: Option<Owner>,
}

/// The account an App belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Owner {
    #[serde(default)]
    pub login: String,
}

/// Exchanges the code GitHub sent a person back with. Sent once: GitHub takes a code once.
pub async fn take_app(settings: &Settings, code: &str) -> Result<NewApp, GithubError> {
    let api = octocrab(&settings.api_url, &settings.timing, None, &[])?;
    let mut path = Url::parse("https://api.invalid/app-manifests").expect("a constant URL");
    path.path_segments_mut().expect("an https URL has path segments").extend([code, "conversions"]);
    let request = api.post(path.path(), None::<&()>);
    within(settings.timing.request_timeout, "the code of a new App", request).await
}

/// An App that is asked about itself, before it is known where it is installed.
pub struct AppItself {
    signer: Signer,
    settings: Settings,
    clock: Arc<dyn Clock>,
}

#[derive(Deserialize)]
struct InstallationAnswer {
    id: u64,
}

impl AppItself {
    /// # Errors
    /// When the key is none.
    pub fn new(
        settings: &Settings,
        app: &NewApp,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, GithubError> {
        let signer = Signer::new(app.id.to_string(), &app.pem)?;
        Ok(Self { signer, settings: settings.clone(), clock })
    }

    /// The installation that covers a repository, as GitHub knows it; `None` where none does.
    pub async fn installation(
        &self,
        repository: &RepositoryName,
    ) -> Result<Option<u64>, GithubError> {
        let statement = self.signer.statement(self.clock.now())?;
        let Settings { api_url, timing, .. } = &self.settings;
        let api: Octocrab = octocrab(api_url, timing, Some(&statement), &[])?;
        let path = route(repository, &["installation"]);
        let what = format!("the installation of the App on {repository}");
        let asked = api.get(&path, None::<&()>);
        let found: Result<InstallationAnswer, _> =
            within(timing.request_timeout, &what, asked).await;
        match found {
            Ok(installation) => Ok(Some(installation.id)),
            Err(GithubError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            name: "yiqi-blog".into(),
            homepage: "https://yiqi.example".into(),
            redirect_url: "https://yiqi.example/github-app/created".into(),
            callback_url: "https://yiqi.example/sign-in/github/callback".into(),
            setup_url: "https://yiqi.example/github-app/installed".into(),
            webhook_url: Some("https://yiqi.example/webhooks/github".into()),
            is_public: false,
            labels: false,
        }
    }

    #[test]
    fn a_manifest_asks_for_what_is_needed_and_nothing_else() {
        let asked = manifest().to_json();
        let expected = json!({
            "contents": "write", "pull_requests": "write", "issues": "read", "metadata": "read",
        });
        assert_eq!(asked["default_permissions"], expected);
        assert_eq!(asked["default_events"], json!(EVENTS));
        assert_eq!(asked["hook_attributes"]["active"], true);
        assert_eq!(asked["public"], false);
        let labels = Manifest { labels: true, ..manifest() }.to_json();
        assert_eq!(labels["default_permissions"]["issues"], "write");
    }

    #[test]
    fn where_github_cannot_reach_us_it_is_asked_to_deliver_nothing() {
        let asked = Manifest { webhook_url: None, ..manifest() }.to_json();
        assert_eq!((asked.get("hook_attributes"), asked.get("default_events")), (None, None));
    }

    #[test]
    fn the_form_goes_to_the_account_or_the_organisation_of_the_configured_site() {
        let settings =
            Settings { web_url: "https://git.example/hub/".into(), ..Settings::default() };
        assert_eq!(
            registration_url(&settings, None, "a b").as_deref(),
            Some("https://git.example/hub/settings/apps/new?state=a+b")
        );
        assert_eq!(
            registration_url(&settings, Some("our/org"), "s").as_deref(),
            Some("https://git.example/hub/organizations/our%2Forg/settings/apps/new?state=s")
        );
        assert_eq!(
            installation_url(&settings, "yiqi-blog").as_deref(),
            Some("https://git.example/hub/apps/yiqi-blog/installations/new")
        );
    }

    #[test]
    fn an_app_prints_none_of_its_secrets() {
        let app: NewApp = serde_json::from_value(json!({
            "id": 1, "client_id": "Iv23", "client_secret": "hush-one", "webhook_secret": "hush-two",
            "pem": "hush-three",
        }))
        .unwrap();
        let printed = format!("{app:?}");
        assert!(printed.contains("Iv23") && !printed.contains("hush"), "{printed}");
    }
}
