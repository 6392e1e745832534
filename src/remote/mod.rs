//! Another Yiqi, over its API: what `yiqi claim`, `pull`, `submit` and their like speak to.
//!
//! What must hold: the token goes to the server it belongs to and nowhere else (redirects are not
//! followed), never without TLS to another machine, and stands in no error and no `Debug` output; every
//! request has a deadline and every answer a greatest length; nothing is sent twice.
//!
//! Shapes: `docs/api.md`, and `/api/v1/openapi.json` of the server. Fields of newer servers that are not
//! named here are passed over.

mod shapes;

use std::{fmt, time::Duration};

use http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{self, connect::HttpConnector},
    rt::TokioExecutor,
};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use url::{Host, Url};

pub use self::shapes::{Finding, Me, Mine, Problem, Project, Saved, Task, TaskState};

/// From the request to the last byte of its answer.
const PATIENCE: Duration = Duration::from_secs(60);
const CONNECTING: Duration = Duration::from_secs(10);
/// A post is at most 2 MiB; a conflict brings one inside JSON.
const LONGEST_ANSWER: usize = 16 << 20;

/// Why a server did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    #[error("{0}: not the address of a server; it begins with https://")]
    BadAddress(String),
    /// A token in the clear is anybody's.
    #[error(
        "{0}: without https a token can be read on the way; only this machine may be spoken to so"
    )]
    InTheClear(Url),
    #[error("the token has characters that no token has")]
    BadToken,
    #[error("{server}: cannot be reached ({reason})")]
    Unreachable { server: Url, reason: String },
    #[error("{0}: no answer within a minute; whether it was done is not known: see `yiqi mine`")]
    TooSlow(Url),
    #[error("{server}: answered with {status}, and not as a Yiqi does; is the address right?")]
    NotYiqi { server: Url, status: StatusCode },
    #[error("{0}")]
    Refused(Box<Problem>),
}

/// A server and the token to speak to it with. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: legacy::Client<HttpsConnector<HttpConnector>, Full<bytes::Bytes>>,
    server: Url,
    authorization: HeaderValue,
    /// The language of what the server says of failures.
    language: &'static str,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("server", &self.server.as_str()).finish_non_exhaustive()
    }
}

/// A file of the server, and the revision it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    pub text: String,
    pub revision: i64,
}

impl Client {
    /// A client of the server at an address such as `https://yiqi.example`; a path in it is kept.
    ///
    /// # Errors
    /// When the address is none, is in the clear to another machine, or the token cannot be sent.
    pub fn new(server: &str, token: &SecretString, chinese: bool) -> Result<Self, RemoteError> {
        let server = address(server)?;
        let mut authorization =
            HeaderValue::try_from(format!("Bearer {}", token.expose_secret().trim()))
                .map_err(|_| RemoteError::BadToken)?;
        authorization.set_sensitive(true);
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(CONNECTING));
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|error| RemoteError::Unreachable {
                server: server.clone(),
                reason: error.to_string(),
            })?
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let http = legacy::Client::builder(TokioExecutor::new()).build(connector);
        let language = if chinese { "zh-CN" } else { "en" };
        Ok(Self { http, server, authorization, language })
    }

    /// The server, with a `/` at its end.
    pub fn server(&self) -> &Url {
        &self.server
    }

    /// Who the token speaks for.
    pub async fn me(&self) -> Result<Me, RemoteError> {
        self.json(Method::GET, &["me"], None).await
    }

    /// The projects of the server.
    pub async fn projects(&self) -> Result<Vec<Project>, RemoteError> {
        self.json(Method::GET, &["projects"], None).await
    }

    /// One's work, by what it waits for.
    pub async fn mine(&self) -> Result<Mine, RemoteError> {
        self.json(Method::GET, &["me", "tasks"], None).await
    }

    /// Claims a post; claiming what one has already gives that task.
    pub async fn claim(&self, project: &str, slug: &str) -> Result<Task, RemoteError> {
        let path = ["projects", project, "posts", slug, "claim"];
        self.json(Method::POST, &path, Some(serde_json::json!({}))).await
    }

    /// Gives a claim back; the server keeps the draft.
    pub async fn release(&self, task: i64) -> Result<Task, RemoteError> {
        self.json(Method::POST, &["tasks", &task.to_string(), "release"], None).await
    }

    /// Sends the newest revision, which is the one named, to proofreading.
    pub async fn submit(&self, task: i64, revision: i64) -> Result<Task, RemoteError> {
        let body = serde_json::json!({ "revision": revision });
        self.json(Method::POST, &["tasks", &task.to_string(), "submit"], Some(body)).await
    }

    /// The newest revision of a draft.
    pub async fn pull(&self, task: i64) -> Result<Pulled, RemoteError> {
        let request = self.request(Method::GET, &["tasks", &task.to_string(), "draft.md"]);
        let (head, body) = self.send(self.finished(request, bytes::Bytes::new())?).await?;
        let revision = head.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
        // A proxy that compresses marks a tag as weak.
        let revision = revision
            .and_then(|tag| tag.trim_start_matches("W/").trim_matches('"').parse().ok())
            .ok_or_else(|| self.not_yiqi(head.status))?;
        let text = String::from_utf8(body.into()).map_err(|_| self.not_yiqi(head.status))?;
        Ok(Pulled { text, revision })
    }

    /// The English a task is made from.
    pub async fn source(&self, task: i64) -> Result<String, RemoteError> {
        let request = self.request(Method::GET, &["tasks", &task.to_string(), "source.md"]);
        let (head, body) = self.send(self.finished(request, bytes::Bytes::new())?).await?;
        String::from_utf8(body.into()).map_err(|_| self.not_yiqi(head.status))
    }

    /// Saves a file on top of a revision.
    ///
    /// # Errors
    /// [`RemoteError::Refused`] with the other text, when somebody saved meanwhile.
    pub async fn save(&self, task: i64, on: i64, text: String) -> Result<Saved, RemoteError> {
        let request = self
            .request(Method::PUT, &["tasks", &task.to_string(), "draft.md"])
            .header(header::IF_MATCH, format!("\"{on}\""))
            .header(header::CONTENT_TYPE, "text/markdown; charset=utf-8");
        let (head, body) = self.send(self.finished(request, text.into())?).await?;
        serde_json::from_slice(&body).map_err(|_| self.not_yiqi(head.status))
    }

    async fn json<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &[&str],
        body: Option<serde_json::Value>,
    ) -> Result<T, RemoteError> {
        let mut request = self.request(method, path);
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let (head, body) = self.send(self.finished(request, body.into())?).await?;
        serde_json::from_slice(&body).map_err(|_| self.not_yiqi(head.status))
    }

    fn request(&self, method: Method, path: &[&str]) -> http::request::Builder {
        let mut address = self.server.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            // Each segment is escaped, the `/` in a slug as well.
            segments.pop_if_empty().extend(["api", "v1"]).extend(path);
        }
        Request::builder()
            .method(method)
            .uri(address.as_str())
            .header(header::AUTHORIZATION, self.authorization.clone())
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::USER_AGENT, concat!("yiqi/", env!("CARGO_PKG_VERSION")))
    }

    fn finished(
        &self,
        request: http::request::Builder,
        body: bytes::Bytes,
    ) -> Result<Request<Full<bytes::Bytes>>, RemoteError> {
        request.body(Full::new(body)).map_err(|error| self.unreachable(error))
    }

    async fn send(
        &self,
        request: Request<Full<bytes::Bytes>>,
    ) -> Result<(http::response::Parts, bytes::Bytes), RemoteError> {
        let exchange = async {
            let answer =
                self.http.request(request).await.map_err(|error| self.unreachable(error))?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, LONGEST_ANSWER).collect().await;
            Ok((head, body.map_err(|error| self.unreachable(error))?.to_bytes()))
        };
        let (head, body) = timeout(PATIENCE, exchange)
            .await
            .map_err(|_| RemoteError::TooSlow(self.server.clone()))??;
        if head.status.is_success() {
            return Ok((head, body));
        }
        Err(match serde_json::from_slice(&body) {
            Ok(problem) => RemoteError::Refused(Box::new(problem)),
            Err(_) => self.not_yiqi(head.status),
        })
    }

    fn unreachable(&self, error: impl fmt::Display) -> RemoteError {
        RemoteError::Unreachable { server: self.server.clone(), reason: error.to_string() }
    }

    fn not_yiqi(&self, status: StatusCode) -> RemoteError {
        RemoteError::NotYiqi { server: self.server.clone(), status }
    }
}

/// Reads the address of a server.
fn address(text: &str) -> Result<Url, RemoteError> {
    let bad = || RemoteError::BadAddress(text.to_owned());
    let mut url = Url::parse(text.trim()).map_err(|_| bad())?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() || !is_plain {
        return Err(bad());
    }
    url.set_query(None);
    url.set_fragment(None);
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() == "http" && !is_here {
        return Err(RemoteError::InTheClear(url));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(server: &str) -> Result<Client, RemoteError> {
        Client::new(server, &"yiqi_hidden".into(), false)
    }

    #[test]
    fn a_token_goes_in_the_clear_to_this_machine_alone() {
        for server in ["http://localhost:8421", "http://127.0.0.1:1/", "https://yiqi.example/a/"] {
            assert!(client(server).is_ok(), "{server}");
        }
        for server in ["http://yiqi.example", "http://10.0.0.1", "http://localhost.example"] {
            let error = client(server).unwrap_err();
            assert!(matches!(error, RemoteError::InTheClear(_)), "{server}: {error}");
        }
        for server in ["yiqi.example", "ftp://yiqi.example", "https://ada:pw@yiqi.example", ""] {
            let error = client(server).unwrap_err();
            assert!(matches!(error, RemoteError::BadAddress(_)), "{server}: {error}");
        }
    }

    #[test]
    fn nothing_prints_the_token() {
        let client = client("https://yiqi.example").unwrap();
        let request = client.request(Method::GET, &["me"]).body(()).unwrap();
        let printed = format!("{client:?} {request:?}");
        assert!(!printed.contains("hidden"), "{printed}");
    }

    #[test]
    fn a_slug_stays_one_segment_below_the_path_of_the_server() {
        let client = client("https://yiqi.example/translate?x=1").unwrap();
        let path = ["projects", "course", "posts", "chapter1/2 b", "claim"];
        let request = client.request(Method::POST, &path).body(()).unwrap();
        assert_eq!(
            request.uri(),
            "https://yiqi.example/translate/api/v1/projects/course/posts/chapter1%2F2%20b/claim"
        );
    }
}
