//! What the pages of a set-up show, and whom they are for.

use std::sync::Arc;

use askama::Template as _;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;
use url::Url;

use super::super::{
    assets,
    pages::{GithubAppPage, GithubAppView, GithubAppWord, Shell},
    viewer::wanted_language,
};
use crate::{
    github::{self, Manifest, RepositoryName},
    services::{AppBrief, AppSetup, AppStep},
    workflow::Clock,
};

/// The cookie that leads a browser back to its pages.
const COOKIE: &str = "yiqi_app_setup";

/// What the pages are about.
pub struct AppSetupSite {
    pub setup: AppSetup,
    /// What opens the pages.
    pub ticket: SecretString,
    pub github: github::Settings,
    /// The address people reach the site at.
    pub public_url: Url,
    /// Whether GitHub can reach it, too.
    pub is_public: bool,
    pub secure_cookies: bool,
    /// The name that is proposed for the App.
    pub name: String,
    /// The organisation that will own it; `None`: the account of whoever presses the button.
    pub organization: Option<String>,
    /// Whether pull requests are given labels.
    pub labels: bool,
    pub clock: Arc<dyn Clock>,
}

impl AppSetupSite {
    /// The link for whoever started this.
    pub fn link(&self) -> String {
        self.address(&self.page())
    }

    pub(super) fn page(&self) -> String {
        format!("/github-app/{}", self.ticket.expose_secret())
    }

    /// A path of ours as others write it.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// Nothing but our styles, and a form that goes to GitHub alone.
    pub(super) fn policy(&self) -> HeaderValue {
        let github = Url::parse(&self.github.web_url).map(|url| url.origin().ascii_serialization());
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
             form-action 'self' {}; base-uri 'none'; frame-ancestors 'none'",
            github.unwrap_or_default()
        );
        HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    }

    pub(super) fn opens(&self, ticket: &str) -> bool {
        bool::from(ticket.as_bytes().ct_eq(self.ticket.expose_secret().as_bytes()))
    }

    /// Whether the browser had the page open before it went to GitHub.
    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
        let mut pairs =
            cookies.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
        pairs.any(|(name, value)| name == COOKIE && self.opens(value))
    }

    pub(super) fn cookie(&self) -> String {
        let secure = if self.secure_cookies { "; Secure" } else { "" };
        let ticket = self.ticket.expose_secret();
        format!("{COOKIE}={ticket}; Path=/; Max-Age=3600; SameSite=Lax; HttpOnly{secure}")
    }

    fn manifest(&self) -> Manifest {
        let foreign = |owner: &str| {
            let is_foreign = |it: &RepositoryName| !it.owner.eq_ignore_ascii_case(owner);
            self.setup.repositories().iter().any(is_foreign)
        };
        Manifest {
            name: self.name.clone(),
            homepage: self.address(""),
            redirect_url: self.address("/github-app/created"),
            callback_url: self.address("/sign-in/github/callback"),
            setup_url: self.address("/github-app/installed"),
            webhook_url: self.is_public.then(|| self.address("/webhooks/github")),
            // A private App can be installed by its owner alone.
            is_public: self.organization.as_deref().is_some_and(foreign),
            labels: self.labels,
        }
    }

    fn secrets(&self) -> String {
        self.setup.secrets_path().display().to_string()
    }

    /// What is shown at a step.
    pub(super) fn view(&self, step: AppStep) -> GithubAppView {
        let (secrets, again) = (self.secrets(), self.page());
        match step {
            AppStep::Register => self.registration(),
            AppStep::Keep(app, error) => GithubAppView::Keep { app, secrets, error, again },
            AppStep::Install(app) => self.installation(app),
            AppStep::Done(app, installed) => GithubAppView::Done {
                table: app.table(installed.id),
                install: self.installation_url(&app),
                written: installed.written,
                uncovered: names(&installed.uncovered),
                secrets,
                app,
            },
        }
    }

    fn registration(&self) -> GithubAppView {
        let organization = self.organization.as_deref();
        let action = github::registration_url(&self.github, organization, self.setup.state());
        GithubAppView::Register {
            action: action.unwrap_or_default(),
            manifest: self.manifest().to_json().to_string(),
            permissions: github::permissions(self.labels).to_vec(),
            repositories: names(self.setup.repositories()),
            organization: self.organization.clone(),
            is_told: self.is_public,
            secrets: self.secrets(),
        }
    }

    fn installation(&self, app: AppBrief) -> GithubAppView {
        let owners = self.setup.repositories().iter().map(|it| it.owner.clone());
        let mut foreign: Vec<String> = match &app.owner {
            Some(owner) if !self.manifest().is_public => {
                owners.filter(|it| !it.eq_ignore_ascii_case(owner)).collect()
            }
            _ => Vec::new(),
        };
        foreign.dedup();
        GithubAppView::Install {
            install: self.installation_url(&app),
            settings: github::settings_url(&self.github, self.organization.as_deref(), &app.slug)
                .unwrap_or_default(),
            repositories: names(self.setup.repositories()),
            foreign,
            secrets: self.secrets(),
            again: format!("{}?look=github", self.page()),
            app,
        }
    }

    fn installation_url(&self, app: &AppBrief) -> String {
        github::installation_url(&self.github, &app.slug).unwrap_or_default()
    }

    pub(super) fn answer(
        &self,
        headers: &HeaderMap,
        status: StatusCode,
        view: GithubAppView,
        word: Option<GithubAppWord>,
    ) -> Response {
        let page = GithubAppPage { shell: self.shell(headers), view, word };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page of the set-up cannot be shown");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    pub(super) fn lost(&self, headers: &HeaderMap) -> Response {
        self.answer(headers, StatusCode::NOT_FOUND, GithubAppView::Lost, None)
    }

    /// What surrounds a page nobody is signed in to.
    fn shell(&self, headers: &HeaderMap) -> Shell {
        Shell {
            language: wanted_language(headers),
            person: None,
            projects: Vec::new(),
            project: None,
            path: "/".into(),
            notice: None,
            now: self.clock.now(),
            demo: false,
            sync_trouble: None,
            unread: 0,
            origin: self.address(""),
            assets: assets::urls(),
        }
    }
}

fn names(repositories: &[RepositoryName]) -> Vec<String> {
    repositories.iter().map(ToString::to_string).collect()
}
