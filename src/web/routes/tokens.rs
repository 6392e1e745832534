//! One's personal tokens, and the addresses scripts use them at.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::{RevisionNumber, TaskId, TokenId},
    services::{
        ServiceError, Workshop,
        views::{MyTask, Saved},
    },
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, Page, Path, html},
        failure::Failure,
        pages::{Notice, Problem, TokensPage},
        sessions,
        token::{Reader, Writer},
    },
    workflow::Scope,
};

pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
) -> Result<Response, Failure> {
    let tokens = workshop.tokens(&person).await?;
    html(&TokensPage { shell: page.shell(None).await, tokens, secret: None, problem: None })
}

#[derive(Deserialize)]
pub(super) struct TokenForm {
    name: String,
    scope: Scope,
    days: i64,
}

/// Makes one; this answer is the only one that shows the secret.
pub(super) async fn create(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Fields(form): Fields<TokenForm>,
) -> Result<Response, Failure> {
    let made = workshop.create_token(&form.name, form.scope, form.days, &person).await;
    let (secret, problem) = match made {
        Ok((secret, _)) => (Some(secret), None),
        Err(error @ ServiceError::Invalid { .. }) => (None, Some(Problem::from(&error))),
        Err(error) => return Err(error.into()),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let secret = secret.map(|secret| secret.expose_secret().to_owned());
    let tokens = workshop.tokens(&person).await?;
    let shown = html(&TokensPage { shell: page.shell(None).await, tokens, secret, problem })?;
    let no_copy = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((status, no_copy, shown).into_response())
}

pub(super) async fn revoke(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TokenId>,
) -> Result<LocalPath, Failure> {
    workshop.revoke_token(id, &person).await?;
    sessions::notify(&session, Notice::TokenRevoked).await?;
    Ok(LocalPath::new("/me/tokens"))
}

/// What the person works on.
pub(super) async fn tasks(
    State(workshop): State<Workshop>,
    Reader(person): Reader,
) -> Result<Json<Vec<MyTask>>, Failure> {
    Ok(Json(workshop.mine(&person).await?.working))
}

/// A draft as it is, with its revision as the entity tag.
pub(super) async fn draft(
    State(workshop): State<Workshop>,
    Reader(person): Reader,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let draft = workshop.newest_draft(id, &person).await?;
    let tag = HeaderValue::try_from(format!("\"{}\"", draft.revision));
    let markdown = HeaderValue::from_static("text/markdown; charset=utf-8");
    let headers =
        [(header::CONTENT_TYPE, markdown), (header::ETAG, tag.map_err(Failure::unexpected)?)];
    Ok((headers, draft.text).into_response())
}

/// Saves a draft on top of the revision `If-Match` names, as everywhere else.
pub(super) async fn save(
    State(workshop): State<Workshop>,
    Writer(person): Writer,
    Path(id): Path<TaskId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Saved>, Failure> {
    let expected = headers
        .get(header::IF_MATCH)
        .and_then(|tag| tag.to_str().ok())
        .and_then(|tag| tag.trim().trim_matches('"').parse().ok())
        .map(RevisionNumber)
        .ok_or_else(Failure::needs_revision)?;
    // Replacing bytes that cannot be read would change the text without a word.
    let text = String::from_utf8(body.into()).map_err(Failure::bad_request)?;
    Ok(Json(workshop.save_draft(id, expected, text, &person).await?))
}
