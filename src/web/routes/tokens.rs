//! One's personal tokens.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::TokenId,
    services::{ServiceError, Workshop},
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, Page, Path, html},
        failure::Failure,
        pages::{Notice, Problem, TokensPage},
        sessions,
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
