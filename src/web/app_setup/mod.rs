//! The pages of setting up a GitHub App, served by themselves while the site itself is not.
//!
//! What must hold: whoever does not have the link of the terminal sees nothing and does nothing. The ticket
//! in it opens the pages, a cookie of that browser leads back to them from GitHub, and the code GitHub brings
//! counts only beside the word that the page sent along. No page, address or header has a secret of the App.

mod site;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::from_fn_with_state,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use serde::Deserialize;
use tower::ServiceBuilder;
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer};

pub use site::AppSetupSite;

use super::{
    assets,
    beneath::{self, Base},
    pages::{GithubAppView, GithubAppWord},
};
use crate::{
    github::GithubError,
    services::{AppStep, TakeError},
};

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
