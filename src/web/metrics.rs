//! What Prometheus asks for: how requests went, counted here, and the figures of the workshop.
//!
//! Routes are counted by their template, never by what was asked for, so that there are only as many
//! lines as routes. Whoever asks has the token, or asks on this machine and not through a proxy: behind
//! one, everybody seems to be on this machine. The names are documented in `docs/operations.md`.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Instant,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use prometheus_client::{
    encoding::{
        EncodeLabelSet,
        text::{encode_eof, encode_registry},
    },
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

use super::{client::Client, figures, state::AppState};

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Seconds: from a page out of memory to the limit of a request.
const BUCKETS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// How requests went since the start.
#[derive(Debug, Clone)]
pub(super) struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram>,
    under_way: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("yiqi");
        let requests = Family::default();
        let durations = Family::new_with_constructor(histogram as fn() -> Histogram);
        let under_way = Gauge::default();
        registry.register("http_requests", "Requests that were answered", requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time until the head of an answer was ready",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register("http_requests_under_way", "Requests under way", under_way.clone());
        // A registry is not written to any more once it is shared; the metrics in it are.
        Self { registry: Arc::new(registry), requests, durations, under_way }
    }
}

fn histogram() -> Histogram {
    Histogram::new(BUCKETS)
}

/// Lowers the number of requests under way, also where one is given up.
struct UnderWay(Gauge);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Counts a request.
pub(super) async fn count(
    State(metrics): State<Metrics>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let method = name_of(request.method());
    let route = route_of(&request);
    metrics.under_way.inc();
    let under_way = UnderWay(metrics.under_way.clone());
    let response = next.run(request).await;
    drop(under_way);
    let status = response.status().as_u16();
    metrics
        .durations
        .get_or_create(&Route { route: route.clone() })
        .observe(begun.elapsed().as_secs_f64());
    metrics.requests.get_or_create(&Answered { method, route, status }).inc();
    response
}

/// The method, if it is one of the usual ones: others can be made up without end.
fn name_of(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn route_of(request: &Request) -> String {
    match request.extensions().get::<MatchedPath>().map(MatchedPath::as_str) {
        Some(path) if path.starts_with("/assets") => "/assets".into(),
        Some(path) => path.into(),
        None => "none".into(),
    }
}

/// Somebody who may see the figures.
pub(super) struct Watcher;

impl FromRequestParts<AppState> for Watcher {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let token = state.settings.metrics_token.as_ref();
        if token.is_some_and(|token| shows(&parts.headers, token)) {
            return Ok(Self);
        }
        if token.is_none() && is_here(peer, &parts.headers) {
            return Ok(Self);
        }
        Err((
            StatusCode::FORBIDDEN,
            "for this machine itself, or with the token YIQI_METRICS_TOKEN\n",
        ))
    }
}

/// Whether a request carries the token.
fn shows(headers: &HeaderMap, token: &SecretString) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    bool::from(shown.as_bytes().ct_eq(token.expose_secret().as_bytes()))
}

/// Whether somebody on this machine asks for themselves.
fn is_here(peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    Client::of(peer, headers, &[]).is_this_machine()
        && matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

/// `GET /metrics`
pub(super) async fn show(_: Watcher, State(state): State<AppState>) -> Response {
    let figures = match state.workshop.figures().await {
        Ok(figures) => figures,
        Err(error) => {
            tracing::error!(%error, "the figures cannot be told");
            return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
                .into_response();
        }
    };
    let mut text = String::new();
    let written = encode_registry(&mut text, &state.metrics.registry)
        .and_then(|()| encode_registry(&mut text, &figures::registry(&figures)))
        .and_then(|()| encode_eof(&mut text));
    match written {
        Ok(()) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the figures cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// `GET /readyz`
pub(super) async fn ready(State(state): State<AppState>) -> Response {
    match state.workshop.ready().await {
        Ok(()) => "ready\n".into_response(),
        Err(reason) => {
            tracing::warn!(%reason, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::client::SIGNS_OF_A_PROXY, *};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (name.parse().expect("a name"), value.parse().expect("a value"))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn only_this_machine_itself_is_here() {
        let here: Option<IpAddr> = Some("127.0.0.1".parse().unwrap());
        let host = ("host", "127.0.0.1:7878");
        assert!(is_here(here, &headers(&[host])));
        assert!(is_here(Some("::1".parse().unwrap()), &headers(&[("host", "[::1]:7878")])));
        assert!(!is_here(None, &headers(&[host])));
        assert!(!is_here(Some("192.0.2.1".parse().unwrap()), &headers(&[host])));
        assert!(!is_here(here, &headers(&[("host", "yiqi.example.org")])));
        assert!(!is_here(here, &headers(&[])));
        for name in SIGNS_OF_A_PROXY {
            assert!(!is_here(here, &headers(&[host, (name, "192.0.2.1")])), "{name}");
        }
    }

    #[test]
    fn a_token_is_shown_whole_or_not_at_all() {
        let token = SecretString::from("correct-horse");
        let shown = |value| shows(&headers(&[("authorization", value)]), &token);
        assert!(shown("Bearer correct-horse"));
        assert!(!shown("Bearer correct"));
        assert!(!shown("Bearer "));
        assert!(!shown("correct-horse"));
        assert!(!shows(&headers(&[]), &token));
    }
}
