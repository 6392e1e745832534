//! Answers in GitHub's shapes.

use axum::{
    Json,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

const DOCUMENTATION: &str = "https://docs.github.com/rest";

pub fn ok(body: Value) -> Response {
    Json(body).into_response()
}

pub fn created(body: Value) -> Response {
    (StatusCode::CREATED, Json(body)).into_response()
}

/// The page of a list that is asked for (`page`, `per_page`), with the links to the others.
pub fn page(items: Vec<Value>, uri: &Uri) -> Response {
    let query: std::collections::HashMap<String, String> =
        url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let number = |name: &str, default: usize| {
        query.get(name).and_then(|value| value.parse().ok()).unwrap_or(default)
    };
    let (page, size) = (number("page", 1).max(1), number("per_page", 30).clamp(1, 100));
    let has_next = items.len() > page * size;
    let items: Vec<Value> = items.into_iter().skip((page - 1) * size).take(size).collect();
    let mut answer = ok(Value::Array(items));
    if has_next {
        let link =
            format!("<https://api.github.com{}?page={}>; rel=\"next\"", uri.path(), page + 1);
        answer.headers_mut().insert("link", link.parse().expect("a header value"));
    }
    answer
}

pub fn not_found() -> Response {
    error(StatusCode::NOT_FOUND, "Not Found")
}

pub fn unauthorized() -> Response {
    error(StatusCode::UNAUTHORIZED, "Bad credentials")
}

/// 409, of Git objects and branches where there is no commit.
pub fn empty_repository() -> Response {
    error(StatusCode::CONFLICT, "Git Repository is empty.")
}

/// 409, for what meets something else.
pub fn conflict(message: &str) -> Response {
    error(StatusCode::CONFLICT, message)
}

/// 422, for what the request asks and the state does not allow.
pub fn unprocessable(message: &str) -> Response {
    error(StatusCode::UNPROCESSABLE_ENTITY, message)
}

/// 422 with the detail beside it, as for a second pull request.
pub fn validation_failed(resource: &str, message: &str) -> Response {
    let body = json!({
        "message": "Validation Failed",
        "errors": [{"resource": resource, "code": "custom", "message": message}],
        "documentation_url": DOCUMENTATION,
    });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

fn error(status: StatusCode, message: &str) -> Response {
    let body = json!({
        "message": message,
        "documentation_url": DOCUMENTATION,
        "status": status.as_u16().to_string(),
    });
    (status, Json(body)).into_response()
}
