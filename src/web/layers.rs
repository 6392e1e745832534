//! What holds for every request, from the outside in.
//!
//! 1. a request id, a line in the log, a count, headers a browser obeys;
//! 2. compression: pages hold no secret beside what an attacker could make them echo (a form's origin is
//!    checked instead of a token, and a `Lax` cookie does not travel with another site's requests);
//! 3. the limit of the address, the session, the person, the language;
//! 4. failures become pages: from here on in, whatever goes wrong is shown in the reader's language;
//! 5. the limits of the person; a form must come from this site; a request must end in time; a panic stays one request's trouble.

use std::{any::Any, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::CsrfLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    sensitive_headers::SetSensitiveRequestHeadersLayer,
    set_header::SetResponseHeaderLayer,
    trace::{DefaultOnResponse, TraceLayer},
};
use tracing::Level;
use url::Url;

use super::{
    beneath::{self, Base},
    failure,
    failure::Failure,
    limits, metrics,
    pages::Problem,
    sessions,
    state::AppState,
    token, viewer,
};

/// A draft of a megabyte, percent-encoded by a form that knows Chinese, fits.
pub(super) const LARGEST_BODY: usize = 8 * 1024 * 1024;
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Pictures of the posts come from anywhere; everything else from here, and nothing inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' https: data:; media-src https:; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A UUID has 36 characters.
const LONGEST_ID: usize = 64;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the layers for people around the routes of pages, forms and JSON.
pub(super) fn for_people(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let settings = &state.settings;
    routes.layer(
        ServiceBuilder::new()
            .layer(sessions::layer(state.workshop.clone(), settings))
            .layer(from_fn_with_state(state.clone(), limits::by_address))
            .layer(from_fn_with_state(state.clone(), viewer::identify))
            .layer(from_fn_with_state(state.clone(), failure::render))
            .layer(from_fn(viewer::require_identity))
            .layer(from_fn_with_state(state.clone(), limits::by_person))
            .layer(from_fn(refuse_foreign_forms))
            .layer(from_fn(token::needs_no_origin))
            .layer(csrf(settings.public_url.as_ref()))
            .layer(from_fn(end_in_time))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(DefaultBodyLimit::max(LARGEST_BODY)),
    )
}

/// Puts the layers every response needs around the whole.
pub(super) fn for_everything(router: Router, state: &AppState) -> Router {
    let settings = &state.settings;
    let fixed =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    // Whoever came by https once is not to be led back to http.
    let transport = settings
        .secure_cookies
        .then(|| fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
    let beneath = Base::of(settings.public_url.as_ref())
        .map(|base| from_fn_with_state(base, beneath::put_before));
    router.layer(
        ServiceBuilder::new()
            // The last resort, for a panic in what shows the others.
            .layer(CatchPanicLayer::new())
            .layer(SetSensitiveRequestHeadersLayer::new([header::COOKIE, header::AUTHORIZATION]))
            .layer(from_fn(forget_odd_id))
            .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
            .layer(
                TraceLayer::new_for_http()
                    .make_span_with(span)
                    .on_response(DefaultOnResponse::new().level(Level::INFO)),
            )
            .layer(PropagateRequestIdLayer::new(REQUEST_ID))
            .layer(from_fn_with_state(state.metrics.clone(), metrics::count))
            .option_layer(transport)
            .layer(fixed(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
            .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
            .layer(fixed(header::REFERRER_POLICY, "same-origin"))
            .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
            .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
            .layer(fixed(
                HeaderName::from_static("permissions-policy"),
                "camera=(), geolocation=(), microphone=(), payment=()",
            ))
            // What a page shows depends on who is asking, and on what happened since.
            .layer(fixed(header::CACHE_CONTROL, "no-cache, private"))
            .layer(CompressionLayer::new())
            .option_layer(beneath),
    )
}

/// Drops an id from outside that is no id: it would stand in every line of the log.
async fn forget_odd_id(mut request: Request, next: Next) -> Response {
    let is_odd = |id: &HeaderValue| {
        id.len() > LONGEST_ID
            || !id.as_bytes().iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-')
    };
    if request.headers().get(REQUEST_ID).is_some_and(is_odd) {
        request.headers_mut().remove(REQUEST_ID);
    }
    next.run(request).await
}

fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or("-");
    // The path alone: a query may hold what people look for, or GitHub's code.
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

/// Lets forms through that come from this site, whose address a proxy may have changed for us.
fn csrf(public_url: Option<&Url>) -> CsrfLayer {
    let Some(url) = public_url else { return CsrfLayer::new() };
    let origin = url.origin().ascii_serialization();
    CsrfLayer::new().add_trusted_origin(&origin).unwrap_or_else(|error| {
        tracing::warn!(%origin, %error, "the public address cannot be the origin of forms");
        CsrfLayer::new()
    })
}

/// Gives the refusal of a foreign form its words.
async fn refuse_foreign_forms(request: Request, next: Next) -> Result<Response, Failure> {
    let response = next.run(request).await;
    match response.extensions().get::<tower_http::csrf::ProtectionError>() {
        Some(_) => Err(Failure::new(StatusCode::FORBIDDEN, Problem::foreign_form())),
        None => Ok(response),
    }
}

async fn end_in_time(request: Request, next: Next) -> Result<Response, Failure> {
    tokio::time::timeout(TIME_LIMIT, next.run(request))
        .await
        .map_err(|_| Failure::unexpected("the time limit was reached"))
}

fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    Failure::unexpected(format!("panic: {text}")).into_response()
}
