//! What went wrong with a request, and how it is shown.
//!
//! A handler fails with a [`Failure`], which knows its status and its words but not who is asking. It
//! travels in the response's extensions to [`render`], the layer that knows the reader's language and
//! whether a page or JSON is wanted.

use std::{sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Json,
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde_json::json;

use super::{
    extract::Page,
    pages::{ErrorPage, Problem},
    state::AppState,
    viewer::Viewer,
};
use crate::{
    services::{ServiceError, Trouble},
    workflow::Scope,
};

/// A request that did not succeed.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    status: StatusCode,
    problem: Box<Problem>,
    /// Further fields of the JSON answer.
    details: serde_json::Value,
    /// Signing in would help.
    wants_sign_in: bool,
    /// What a script has to show (`WWW-Authenticate`).
    challenge: Option<String>,
    /// Seconds after which another try may succeed (`Retry-After`).
    retry_after: Option<u64>,
}

impl Failure {
    pub(super) fn new(status: StatusCode, problem: Problem) -> Self {
        Self {
            status,
            problem: Box::new(problem),
            details: json!({}),
            wants_sign_in: false,
            challenge: None,
            retry_after: None,
        }
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Problem::not_found())
    }

    pub(super) fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, Problem::wrong_method())
    }

    /// A query that has what the address does not know.
    pub(super) fn unknown_parameter(name: &str, known: &[String]) -> Self {
        let mut failure =
            Self::new(StatusCode::BAD_REQUEST, Problem::unknown_parameter(name, known));
        failure.details = json!({ "parameter": name, "known": known });
        failure
    }

    pub(super) fn bad_request(problem: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Problem::bad_request(problem))
    }

    pub(super) fn sign_in_first() -> Self {
        Self {
            wants_sign_in: true,
            challenge: Some("Bearer realm=\"yiqi\"".into()),
            ..Self::new(StatusCode::UNAUTHORIZED, Problem::sign_in_first())
        }
    }

    /// A token that does not hold.
    pub(super) fn bad_token() -> Self {
        Self {
            challenge: Some("Bearer realm=\"yiqi\", error=\"invalid_token\"".into()),
            ..Self::new(StatusCode::UNAUTHORIZED, Problem::bad_token())
        }
    }

    /// A token that holds, for less than this.
    pub(super) fn narrow_token(wanted: Scope) -> Self {
        let name = wanted.name();
        let challenge =
            format!("Bearer realm=\"yiqi\", error=\"insufficient_scope\", scope=\"{name}\"");
        Self {
            challenge: Some(challenge),
            details: json!({ "scope": name }),
            ..Self::new(StatusCode::FORBIDDEN, Problem::narrow_token(name))
        }
    }

    /// More in a minute than is taken; `wait` is how long it takes until there is room for one.
    pub(super) fn too_many(wait: Duration) -> Self {
        let seconds = wait.as_secs() + 1;
        Self {
            retry_after: Some(seconds),
            details: json!({ "retry_after": seconds }),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, Problem::too_many_requests(seconds))
        }
    }

    /// A draft that does not say what it was written on top of.
    pub(super) fn needs_revision() -> Self {
        Self::new(StatusCode::PRECONDITION_REQUIRED, Problem::needs_revision())
    }

    /// The same as the failure of a condition the request named (`If-Match`), where it is about one.
    pub(super) fn of_precondition(mut self) -> Self {
        if self.status == StatusCode::CONFLICT && self.details.get("revision").is_some() {
            self.status = StatusCode::PRECONDITION_FAILED;
        }
        self
    }

    /// Something nobody foresaw: the log gets the reason under an id, the person gets the id.
    pub(super) fn unexpected(reason: impl std::fmt::Display) -> Self {
        let id = new_id();
        tracing::error!(error_id = %id, %reason, "a request failed unexpectedly");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Problem::unexpected(id))
    }

    /// The database is in a trouble a person at the machine can mend.
    pub(super) fn of_trouble(trouble: Trouble, reason: impl std::fmt::Display) -> Self {
        let id = new_id();
        tracing::error!(error_id = %id, %reason, "the database is in trouble");
        let mut failure = Self::new(status_of_trouble(Some(trouble)), Problem::of_trouble(trouble));
        failure.problem.id = Some(id);
        failure
    }

    /// Shows a text somebody typed, so that it is not lost.
    pub(super) fn keeping(mut self, text: &str) -> Self {
        self.problem = Box::new(self.problem.keeping(text));
        self
    }
}

/// Eight hexadecimal digits: enough to find a line in a log.
fn new_id() -> String {
    let mut bytes = [0; 4];
    // Without randomness the id is just less telling.
    getrandom::fill(&mut bytes).ok();
    hex::encode(bytes)
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        let status = status_of(&error);
        let mut failure = Self::new(status, Problem::from(&error));
        if status.is_server_error() {
            let id = new_id();
            tracing::error!(error_id = %id, error = %chain(&error), "a use case failed");
            failure.problem.id = Some(id);
        }
        match error {
            ServiceError::Conflict { current, text, saved_by, .. } => {
                failure.details =
                    json!({ "revision": current, "text": text, "saved_by": saved_by });
            }
            ServiceError::HasErrors(findings) => {
                failure.details = json!({ "findings": findings });
            }
            _ => {}
        }
        failure
    }
}

fn status_of(error: &ServiceError) -> StatusCode {
    match error {
        ServiceError::NotFound(_) => StatusCode::NOT_FOUND,
        ServiceError::Forbidden => StatusCode::FORBIDDEN,
        ServiceError::AlreadyClaimed { .. }
        | ServiceError::OnIt { .. }
        | ServiceError::TooManyClaims { .. }
        | ServiceError::NothingToDo
        | ServiceError::Excluded { .. }
        | ServiceError::NoSource
        | ServiceError::LastMaintainer
        | ServiceError::TooManyElsewhere { .. }
        | ServiceError::Refused(_)
        | ServiceError::Conflict { .. }
        | ServiceError::OpenThreads(_)
        | ServiceError::BranchTaken { .. }
        | ServiceError::TermTaken { .. }
        | ServiceError::DecidedAlready
        | ServiceError::NoAid
        | ServiceError::NoMessages
        | ServiceError::Notify(_)
        | ServiceError::NoPublisher => StatusCode::CONFLICT,
        ServiceError::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        ServiceError::HasErrors(_)
        | ServiceError::Unchanged
        | ServiceError::NoWebAddress
        | ServiceError::BadTerm(_)
        | ServiceError::BadGlossaryFile(_)
        | ServiceError::NotDraftable
        | ServiceError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        ServiceError::AidBusy => StatusCode::SERVICE_UNAVAILABLE,
        ServiceError::Github(_) => StatusCode::BAD_GATEWAY,
        ServiceError::Store(error) => status_of_trouble(error.trouble()),
        ServiceError::Broken(_) | ServiceError::Repository(_) | ServiceError::Convention(_) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

const fn status_of_trouble(trouble: Option<Trouble>) -> StatusCode {
    match trouble {
        Some(Trouble::Full) => StatusCode::INSUFFICIENT_STORAGE,
        Some(Trouble::ReadOnly | Trouble::Locked) => StatusCode::SERVICE_UNAVAILABLE,
        Some(Trouble::Damaged) | None => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An error with everything that caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Shows failures as a page or as `application/problem+json`.
pub(super) async fn render(
    State(state): State<AppState>,
    viewer: Viewer,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let wants_json = path.starts_with("/api/") || path.starts_with("/parts/");
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let (mut parts, body) = request.into_parts();
    // Never fails: it only copies what the layers before this one found out.
    let Ok(page) = Page::from_request_parts(&mut parts, &state).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(failure) = response.extensions().get::<Arc<Failure>>().cloned() else {
        return response;
    };
    let mut shown = if wants_json {
        as_json(&failure, &viewer)
    } else if failure.wants_sign_in && is_reading {
        return Redirect::to(&page.sign_in_address()).into_response();
    } else {
        as_page(&failure, &page).await
    };
    if let Some(seconds) = failure.retry_after {
        shown.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    // What a handler set beside the failure (cookies) stays.
    for (name, value) in response.headers() {
        if !matches!(*name, header::CONTENT_LENGTH | header::CONTENT_TYPE) {
            shown.headers_mut().append(name, value.clone());
        }
    }
    shown
}

async fn as_page(failure: &Failure, page: &Page) -> Response {
    let shell = page.shell_of_failure(failure.status.is_server_error()).await;
    let came_from = page.came_from();
    match (ErrorPage { shell, problem: (*failure.problem).clone(), came_from }).render() {
        Ok(html) => (failure.status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of a failure could not be rendered");
            failure.status.into_response()
        }
    }
}

fn as_json(failure: &Failure, viewer: &Viewer) -> Response {
    let language = viewer.language;
    let mut body = json!({
        "type": format!("urn:yiqi:problem:{}", failure.problem.code()),
        "title": failure.problem.title(language),
        "status": failure.status.as_u16(),
        "detail": failure.problem.what(language),
        "next": failure.problem.next(language),
    });
    if let Some(fields) = body.as_object_mut() {
        fields.extend(failure.problem.id.iter().map(|id| ("id".to_owned(), json!(id))));
        let words = failure.problem.words.iter();
        fields.extend(words.map(|words| ("words".to_owned(), json!(words))));
        fields.extend(failure.details.as_object().cloned().unwrap_or_default());
    }
    let mut response = (failure.status, Json(body)).into_response();
    if let Some(Ok(challenge)) = failure.challenge.as_deref().map(HeaderValue::from_str) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
