//! What every request passes on its way in and out: the log, the faults, and the description.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use sha2::{Digest, Sha256};

use super::{
    Shared, answers,
    contract::{Contract, Operation},
    faults::{Lost, Verdict},
};

const BODY_LIMIT: usize = 40 * 1024 * 1024;

/// Logs, checks and serves one request, or fails as the test asked for.
pub async fn watch(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.expect("a body within the limit");
    let name = format!("{} {}", parts.method, parts.uri.path());
    let verdict = {
        let mut state = shared.state();
        state.requests.push(name.clone());
        state.faults.next(&name)
    };
    match verdict {
        Verdict::Serve | Verdict::LoseAnswer | Verdict::Hold(Lost::Answer) => {}
        Verdict::Hold(Lost::Request) => return shared.hold().await,
        Verdict::Slow(delay) => tokio::time::sleep(delay).await,
        Verdict::LoseRequest => hang_up(),
        Verdict::Answer(status, headers) => return fault(status, &headers),
    }
    if let Some(elsewhere) = moved(&shared, &parts.uri) {
        return elsewhere;
    }
    let is_read = parts.method == Method::GET;
    let known_tag = parts.headers.get(header::IF_NONE_MATCH).cloned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let is_api = !is_of_website(parts.uri.path());
    let operation =
        Contract::get().operation(parts.method.as_str(), parts.uri.path()).filter(|_| is_api);
    let mut broken = Vec::new();
    match operation {
        Some(operation) => {
            broken.extend(Contract::get().check_request(operation, &query, &body));
        }
        None if is_api => broken.push("no such operation".to_owned()),
        None => {}
    }
    let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.expect("a body within the limit");
    if let Some(operation) = operation {
        broken.extend(check_answer(operation, parts.status, &parts.headers, &body));
    }
    let broken = broken.into_iter().map(|what| format!("{name}: {what}"));
    shared.state().broken.extend(broken);
    match verdict {
        Verdict::LoseAnswer => hang_up(),
        Verdict::Hold(Lost::Answer) => return shared.hold().await,
        _ => {}
    }
    if is_read && parts.status == StatusCode::OK {
        let answer = tagged(parts, body, known_tag.as_ref());
        shared.state().not_modified += usize::from(answer.status() == StatusCode::NOT_MODIFIED);
        return answer;
    }
    Response::from_parts(parts, Body::from(body))
}

/// Signing in, registering and installing happen on the website, which the description does not cover.
fn is_of_website(path: &str) -> bool {
    ["/login/", "/settings/", "/organizations/", "/apps/"].iter().any(|it| path.starts_with(it))
}

impl Shared {
    /// Tells the test and never answers.
    async fn hold(&self) -> Response {
        self.held.notify_one();
        std::future::pending().await
    }
}

/// The answer under its tag; nothing but the tag where that is the one known.
fn tagged(
    mut parts: axum::http::response::Parts,
    body: Bytes,
    known: Option<&HeaderValue>,
) -> Response {
    let tag = format!("\"{}\"", hex::encode(Sha256::digest(&body)));
    let tag = HeaderValue::from_str(&tag).expect("a header value");
    if known == Some(&tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    parts.headers.insert(header::ETAG, tag);
    Response::from_parts(parts, Body::from(body))
}

/// Where a renamed repository is now: GitHub sends there by 307 what comes under the old name.
fn moved(shared: &Shared, uri: &Uri) -> Option<Response> {
    let rest = uri.path().strip_prefix("/repos/")?;
    let mut parts = rest.splitn(3, '/');
    let old = format!("{}/{}", parts.next()?, parts.next()?);
    let new = shared.state().renamed.get(&old)?.clone();
    let mut target = format!("/repos/{new}");
    if let Some(rest) = parts.next() {
        target = format!("{target}/{rest}");
    }
    if let Some(query) = uri.query() {
        target = format!("{target}?{query}");
    }
    Some(axum::response::Redirect::temporary(&target).into_response())
}

/// Whatever no route answers.
pub async fn unknown() -> Response {
    answers::not_found()
}

fn check_answer(
    operation: Operation<'_>,
    status: StatusCode,
    headers: &HeaderMap,
    body: &Bytes,
) -> Vec<String> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if content_type.is_some_and(|kind| kind.starts_with("application/json")) {
        Contract::get().check_answer(operation, status.as_u16(), body)
    } else {
        Vec::new()
    }
}

fn fault(status: u16, headers: &[(String, String)]) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    let body = serde_json::json!({"message": "a fault the test asked for"});
    let mut answer = (status, axum::Json(body)).into_response();
    for (name, value) in headers {
        let name: header::HeaderName = name.parse().expect("a header name");
        answer.headers_mut().insert(name, value.parse().expect("a header value"));
    }
    answer
}

/// Ends the connection without an answer: unwinding through the connection's task closes it, and
/// unlike a panic prints nothing.
fn hang_up() -> ! {
    std::panic::resume_unwind(Box::new("the connection is dropped, as the test asked"))
}
