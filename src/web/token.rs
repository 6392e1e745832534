//! Requests that come with a personal token instead of a session.

use axum::{extract::Request, http::header, middleware::Next, response::Response};

use super::api;

/// The secret a request carries, where tokens count. Another kind of `Authorization` is none of ours: it
/// may be for a proxy before this site.
pub(super) fn of(request: &Request) -> Option<&str> {
    if !request.uri().path().starts_with(api::PREFIX) {
        return None;
    }
    let given = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (kind, secret) = given.split_once(' ').unwrap_or((given, ""));
    kind.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// The layer that spares requests with a token the look at where they come from: no page of another site
/// can make a browser send one, and the cookie does not count beside it.
pub(super) async fn needs_no_origin(mut request: Request, next: Next) -> Response {
    if of(&request).is_some() {
        request.headers_mut().remove(header::ORIGIN);
        request.headers_mut().remove("sec-fetch-site");
    }
    next.run(request).await
}
