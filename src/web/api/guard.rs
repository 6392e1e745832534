//! What every operation asks before its handler runs: that it is described, that the caller may use it
//! with what they showed, and that the query has nothing the address does not know.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use url::form_urlencoded;

use super::description::description;
use crate::{
    web::{failure::Failure, viewer::Viewer},
    workflow::Scope,
};

/// What the description asks of a request.
#[derive(Debug)]
pub(super) struct Rule {
    /// `None` where nobody has to be known.
    pub scope: Option<Scope>,
    /// Names of the parameters in the query.
    pub parameters: Vec<String>,
}

/// The layer around every handler of the API.
pub(super) async fn check(
    viewer: Viewer,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let rule = description().rule(path.as_str(), request.method());
    let rule = rule.ok_or_else(Failure::not_found)?;
    if let Some(wanted) = rule.scope {
        if viewer.person.is_none() {
            return Err(Failure::sign_in_first());
        }
        if viewer.scope.is_some_and(|scope| scope < wanted) {
            return Err(Failure::narrow_token(wanted));
        }
    }
    for (name, _) in form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()) {
        if !rule.parameters.iter().any(|known| *known == name) {
            return Err(Failure::unknown_parameter(&name, &rule.parameters));
        }
    }
    Ok(next.run(request).await)
}
