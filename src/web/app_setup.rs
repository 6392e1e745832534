//! The pages of setting up a GitHub App, served by themselves while the site itself is not.
//!
//! What must hold: whoever does not have the link of the terminal sees nothing and does nothing. The ticket
//! in it opens the pages, a cookie of that browser leads back to them from GitHub, and the code GitHub brings
//! counts only beside the word that the page sent along. No page, address or header has a secret of the App.

use std::sync::Arc;

use askama::Template as _;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::from_fn_with_state,
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use subtle::ConstantTimeEq as _;
use tower::ServiceBuilder;
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer};
use url::Url;

use super::{
    assets,
    beneath::{self, Base},
    pages::{GithubAppPage, GithubAppView, GithubAppWord, Shell},
    viewer::wanted_language,
};
use crate::{
    github::{self, GithubError, Manifest, RepositoryName},
    services::{AppBrief, AppSetup, AppStep, TakeError},
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

type Site = Arc<AppSetupSite>;

/// The pages, at the paths GitHub is told of; nothing else answers.
pub fn app_setup_pages(site: AppSetupSite) -> Router {
    let base = Base::of(Some(&site.public_url));
    let beneath = base.clone().map(|base| from_fn_with_state(base, beneath::put_before));
    let policy = site.policy();
    let fixed =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    let pages = Router::new()
        .route("/github-app/{ticket}", get(show))
        .route("/github-app/created", get(created))
        .route("/github-app/installed", get(installed))
        .fallback(lost)
        .with_state(Arc::new(site))
        .nest("/assets", assets::router())
        .layer(
            ServiceBuilder::new()
                .layer(CatchPanicLayer::new())
                .layer(SetResponseHeaderLayer::if_not_present(
                    header::CONTENT_SECURITY_POLICY,
                    policy,
                ))
                .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
                // The address of a page is the key to it.
                .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
                .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
                .layer(fixed(header::CACHE_CONTROL, "no-store"))
                .option_layer(beneath),
        );
    beneath::mount(pages, base)
}

impl AppSetupSite {
    /// The link for whoever started this.
    pub fn link(&self) -> String {
        self.address(&self.page())
    }

    fn page(&self) -> String {
        format!("/github-app/{}", self.ticket.expose_secret())
    }

    /// A path of ours as others write it.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// Nothing but our styles, and a form that goes to GitHub alone.
    fn policy(&self) -> HeaderValue {
        let github = Url::parse(&self.github.web_url).map(|url| url.origin().ascii_serialization());
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
             form-action 'self' {}; base-uri 'none'; frame-ancestors 'none'",
            github.unwrap_or_default()
        );
        HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    }

    fn opens(&self, ticket: &str) -> bool {
        bool::from(ticket.as_bytes().ct_eq(self.ticket.expose_secret().as_bytes()))
    }

    /// Whether the browser had the page open before it went to GitHub.
    fn knows(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
        let mut pairs =
            cookies.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
        pairs.any(|(name, value)| name == COOKIE && self.opens(value))
    }

    fn cookie(&self) -> String {
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
    fn view(&self, step: AppStep) -> GithubAppView {
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

    fn answer(
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

    fn lost(&self, headers: &HeaderMap) -> Response {
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

/// What somebody wants beside looking.
#[derive(Deserialize, Default)]
#[serde(default)]
struct ShowQuery {
    /// `github`: GitHub is asked; `asked`: whoever may install it was.
    look: Option<String>,
}

async fn show(
    State(site): State<Site>,
    Path(ticket): Path<String>,
    Query(query): Query<ShowQuery>,
    headers: HeaderMap,
) -> Response {
    if !site.opens(&ticket) {
        return site.lost(&headers);
    }
    let (step, word) = match query.look.as_deref() {
        None => (site.setup.step().await, None),
        Some(look) => match site.setup.look().await {
            Ok(step @ AppStep::Install(_)) if look == "asked" => (step, Some(GithubAppWord::Asked)),
            Ok(step @ AppStep::Install(_)) => (step, Some(GithubAppWord::NotInstalled)),
            Ok(step) => (step, None),
            Err(error) => (site.setup.step().await, Some(objection(&error))),
        },
    };
    let mut answer = site.answer(&headers, StatusCode::OK, site.view(step), word);
    if let Ok(cookie) = HeaderValue::try_from(site.cookie()) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// What GitHub brings back from registering.
#[derive(Deserialize, Default)]
#[serde(default)]
struct CreatedQuery {
    code: String,
    state: String,
}

async fn created(
    State(site): State<Site>,
    Query(query): Query<CreatedQuery>,
    headers: HeaderMap,
) -> Response {
    if query.code.is_empty() {
        let view = if site.knows(&headers) {
            GithubAppView::Failed { start: site.page(), again: None }
        } else {
            GithubAppView::Lost
        };
        return site.answer(&headers, StatusCode::BAD_REQUEST, view, Some(GithubAppWord::NoCode));
    }
    let (status, word) = match site.setup.take(&query.state, &query.code).await {
        // A page of its own, so that reading it again does not send the code again.
        Ok(()) => return Redirect::to(&site.page()).into_response(),
        Err(TakeError::WrongState) => {
            tracing::warn!("somebody came back from GitHub without having begun here");
            // Whoever does not have the link is not told it.
            return site.answer(
                &headers,
                StatusCode::FORBIDDEN,
                GithubAppView::Lost,
                Some(GithubAppWord::Foreign),
            );
        }
        Err(TakeError::Github(error)) => {
            tracing::warn!(%error, "the App could not be fetched");
            (StatusCode::BAD_GATEWAY, code_objection(&error))
        }
        Err(error @ TakeError::Broken) => {
            (StatusCode::INTERNAL_SERVER_ERROR, GithubAppWord::Refused(error.to_string()))
        }
    };
    let again = matches!(word, GithubAppWord::Silent(_)).then(|| once_more(&query));
    site.answer(&headers, status, GithubAppView::Failed { start: site.page(), again }, Some(word))
}

/// The address of the way back, for another try.
fn once_more(query: &CreatedQuery) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("code", &query.code).append_pair("state", &query.state);
    format!("/github-app/created?{}", pairs.finish())
}

/// What GitHub brings back from installing. The number of the installation beside it is anybody's say.
#[derive(Deserialize, Default)]
#[serde(default)]
struct InstalledQuery {
    setup_action: String,
}

async fn installed(
    State(site): State<Site>,
    Query(query): Query<InstalledQuery>,
    headers: HeaderMap,
) -> Response {
    if !site.knows(&headers) {
        return site.lost(&headers);
    }
    let look = if query.setup_action == "request" { "asked" } else { "github" };
    Redirect::to(&format!("{}?look={look}", site.page())).into_response()
}

async fn lost(State(site): State<Site>, headers: HeaderMap) -> Response {
    site.lost(&headers)
}

/// How an error of GitHub is told; it quotes no secret.
fn objection(error: &GithubError) -> GithubAppWord {
    match error {
        GithubError::Unreachable(_)
        | GithubError::Unavailable { .. }
        | GithubError::RateLimited { .. } => GithubAppWord::Silent(error.to_string()),
        _ => GithubAppWord::Refused(error.to_string()),
    }
}

fn code_objection(error: &GithubError) -> GithubAppWord {
    match error {
        GithubError::NotFound(_) | GithubError::Refused { .. } => GithubAppWord::CodeRefused,
        _ => objection(error),
    }
}
