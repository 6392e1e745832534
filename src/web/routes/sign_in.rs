//! Signing in and out.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tower_sessions::Session;

use crate::{
    github::{self, GithubError},
    services::Workshop,
    web::{
        Settings,
        back::LocalPath,
        extract::{CurrentPerson, Fields, Page, Query, html},
        failure::Failure,
        pages::{Notice, Problem, SignInPage, encode_query},
        sessions::{self, GithubSignIn},
        viewer::Viewer,
    },
    workflow::{Person, Role},
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct BackQuery {
    back: LocalPath,
}

pub(super) async fn show(
    State(settings): State<Arc<Settings>>,
    page: Page,
    Query(query): Query<BackQuery>,
) -> Result<Response, Failure> {
    door(&settings, &page, &query.back, None).await
}

/// The sign-in page, with the reason a try failed.
async fn door(
    settings: &Settings,
    page: &Page,
    back: &LocalPath,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    html(&SignInPage {
        shell: page.shell(None).await,
        back: back.as_str().to_owned(),
        github: settings.github_sign_in().is_some(),
        local: settings.local_sign_in,
        problem,
    })
}

#[derive(Deserialize)]
pub(super) struct LocalForm {
    login: String,
    #[serde(default)]
    name: String,
    role: Role,
    #[serde(default)]
    back: LocalPath,
}

pub(super) async fn local(
    State(settings): State<Arc<Settings>>,
    State(workshop): State<Workshop>,
    session: Session,
    viewer: Viewer,
    Fields(form): Fields<LocalForm>,
) -> Result<LocalPath, Failure> {
    if !settings.local_sign_in {
        return Err(Failure::not_found());
    }
    let login = form.login.trim();
    let name = Some(form.name.trim()).filter(|name| !name.is_empty()).unwrap_or(login);
    let person = workshop.sign_in_locally(login, name, form.role).await?;
    welcome(&workshop, &session, &viewer, person).await?;
    Ok(form.back)
}

/// Sends the person to GitHub, which will know the way back.
pub(super) async fn github(
    State(settings): State<Arc<Settings>>,
    session: Session,
    Query(query): Query<BackQuery>,
) -> Result<Redirect, Failure> {
    let (github, redirect) = settings.github_sign_in().ok_or_else(Failure::not_found)?;
    let begun = GithubSignIn {
        state: random_text()?,
        verifier: random_text()?,
        back: query.back.as_str().to_owned(),
    };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(begun.verifier.as_bytes()));
    let address = github::authorize_url(github, &redirect, &begun.state, &challenge)
        .ok_or_else(Failure::not_found)?;
    sessions::begin_github(&session, &begun).await?;
    Ok(Redirect::to(&address))
}

/// 256 bits nobody can guess.
fn random_text() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Failure::unexpected)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What GitHub sends people back with.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct CallbackQuery {
    code: String,
    state: String,
    error: String,
    error_description: String,
}

pub(super) async fn github_callback(
    State(settings): State<Arc<Settings>>,
    State(workshop): State<Workshop>,
    session: Session,
    viewer: Viewer,
    page: Page,
    Query(query): Query<CallbackQuery>,
) -> Result<Response, Failure> {
    let (github, redirect) = settings.github_sign_in().ok_or_else(Failure::not_found)?;
    let begun = sessions::take_github(&session).await?;
    let back = begun.as_ref().map(GithubSignIn::back).unwrap_or_default();
    let account = match prove(&query, begun.as_ref()) {
        Ok(verifier) => github::sign_in(github, &query.code, verifier, &redirect).await,
        Err(reason) => Err(GithubError::SignInRefused(reason)),
    };
    let account = match account {
        Ok(account) => account,
        Err(error) => {
            tracing::info!(%error, "a sign-in with GitHub failed");
            let shown = door(&settings, &page, &back, Some(Problem::sign_in_failed(error))).await?;
            return Ok((StatusCode::UNAUTHORIZED, shown).into_response());
        }
    };
    let person =
        workshop.sign_in_with_github(account.id, &account.login, account.name.as_deref()).await?;
    let is_new = workshop.is_new(person.id).await?;
    welcome(&workshop, &session, &viewer, person).await?;
    if is_new {
        let back = encode_query(back.as_str());
        return Ok(LocalPath::new(&format!("/welcome?back={back}")).into_response());
    }
    Ok(back.into_response())
}

/// Signs somebody in; a language they chose at the door comes in with them.
async fn welcome(
    workshop: &Workshop,
    session: &Session,
    viewer: &Viewer,
    person: Person,
) -> Result<(), Failure> {
    if let Some(language) = viewer.chosen_language.filter(|chosen| *chosen != person.language) {
        workshop.set_profile(&person, person.hf_user.clone(), language).await?;
    }
    sessions::sign_in(session, person.id).await
}

/// The verifier of the sign-in this answer belongs to; an answer nobody asked for is refused.
fn prove<'b>(query: &CallbackQuery, begun: Option<&'b GithubSignIn>) -> Result<&'b str, String> {
    if !query.error.is_empty() {
        let text = [&query.error_description, &query.error].into_iter().find(|t| !t.is_empty());
        return Err(text.cloned().unwrap_or_default());
    }
    begun
        .filter(|begun| bool::from(begun.state.as_bytes().ct_eq(query.state.as_bytes())))
        .map(|begun| begun.verifier.as_str())
        .ok_or_else(|| "state".to_owned())
}

pub(super) async fn sign_out_everywhere(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
) -> Result<LocalPath, Failure> {
    workshop.sign_out_everywhere(person.id).await?;
    sessions::sign_out(&session).await?;
    sessions::notify(&session, Notice::SignedOutEverywhere).await?;
    Ok(LocalPath::default())
}

pub(super) async fn sign_out(session: Session) -> Result<LocalPath, Failure> {
    sessions::sign_out(&session).await?;
    sessions::notify(&session, Notice::SignedOut).await?;
    Ok(LocalPath::default())
}
