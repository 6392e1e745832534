//! Scripts that come with a personal token instead of a session.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use super::{extract::CurrentPerson, failure::Failure, state::AppState};
use crate::workflow::{Person, Scope};

/// Who is asking, by a token that may read drafts, or by a session.
pub(super) struct Reader(pub Person);

/// Who is asking, by a token that may save drafts, or by a session.
pub(super) struct Writer(pub Person);

impl FromRequestParts<AppState> for Reader {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        Ok(Self(caller(parts, state, Scope::Read).await?))
    }
}

impl FromRequestParts<AppState> for Writer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        Ok(Self(caller(parts, state, Scope::Write).await?))
    }
}

/// A request that carries a token is judged by it alone.
async fn caller(parts: &mut Parts, state: &AppState, wanted: Scope) -> Result<Person, Failure> {
    let Some(given) = parts.headers.get(header::AUTHORIZATION) else {
        let CurrentPerson(person) = CurrentPerson::from_request_parts(parts, state).await?;
        return Ok(person);
    };
    let text = given.to_str().unwrap_or_default();
    let secret = match text.split_once(' ') {
        Some((kind, secret)) if kind.eq_ignore_ascii_case("bearer") => secret.trim(),
        _ => return Err(Failure::bad_token()),
    };
    let person = state.workshop.person_of_token(secret, wanted).await?;
    person.ok_or_else(Failure::bad_token)
}
