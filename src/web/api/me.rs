//! Oneself: who one is, what one has to do, one's tokens.
//!
//! A token cannot make another: one that leaked would outlive being revoked.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ids::TokenId,
    services::{Workshop, views::Mine},
    store::StoredToken,
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
        viewer::Viewer,
    },
    workflow::{Person, Scope, UiLanguage},
};

/// Who is asking.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    person: Person,
    /// What the token may do; null for a session.
    scope: Option<Scope>,
}

/// Tells who is asking, and what their token may do.
#[utoipa::path(get, path = "/me", security(("token" = ["read"])),
    responses((status = 200, body = Me)))]
pub(super) async fn get_me(viewer: Viewer, CurrentPerson(person): CurrentPerson) -> Json<Me> {
    Json(Me { person, scope: viewer.scope })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    /// Name on the Hugging Face Hub; null takes it away.
    hf_user: Option<String>,
    language: UiLanguage,
}

/// Changes one's profile.
#[utoipa::path(put, path = "/me", security(("token" = ["write"])), request_body = Profile,
    responses((status = 200, body = Person)))]
pub(super) async fn change_me(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Body(profile): Body<Profile>,
) -> Result<Json<Person>, Failure> {
    Ok(Json(workshop.set_profile(&person, profile.hf_user, profile.language).await?))
}

/// Lists one's work: in hand, to proofread, waiting for others, done.
#[utoipa::path(get, path = "/me/tasks", security(("token" = ["read"])),
    responses((status = 200, body = Mine)))]
pub(super) async fn list_my_tasks(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
) -> Result<Json<Mine>, Failure> {
    Ok(Json(workshop.mine(&person).await?))
}

/// A token without its secret.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenView {
    id: TokenId,
    name: String,
    scope: Scope,
    created_at: Timestamp,
    expires_at: Timestamp,
    last_used_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
}

impl From<StoredToken> for TokenView {
    fn from(token: StoredToken) -> Self {
        let StoredToken { id, name, scope, created_at, expires_at, .. } = token;
        let (last_used_at, revoked_at) = (token.last_used_at, token.revoked_at);
        Self { id, name, scope, created_at, expires_at, last_used_at, revoked_at }
    }
}

/// Lists one's tokens, newest first. They are made on the page `/me/tokens`.
#[utoipa::path(get, path = "/me/tokens", security(("token" = ["read"])),
    responses((status = 200, body = [TokenView])))]
pub(super) async fn list_tokens(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
) -> Result<Json<Vec<TokenView>>, Failure> {
    let tokens = workshop.tokens(&person).await?;
    Ok(Json(tokens.into_iter().map(TokenView::from).collect()))
}

/// Ends a token for good.
#[utoipa::path(delete, path = "/me/tokens/{token}", security(("token" = ["write"])),
    responses((status = 204)))]
pub(super) async fn revoke_token(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TokenId>,
) -> Result<StatusCode, Failure> {
    workshop.revoke_token(id, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}
