//! The drafting aid's endpoint: any server that speaks the chat completions of OpenAI.
//!
//! What must hold: nothing is sent unless the configuration names an endpoint; every request has a
//! deadline for connecting, for silence and for the whole; an answer that grows beyond its limit is cut
//! off; nothing is sent twice; dropping the stream ends the request; the key stands in no error, in no
//! `Debug` output and in no log. What the server says of a failure is logged and not shown: it may hold
//! anything.

mod events;

use std::{fmt, time::Duration};

use futures_util::{Stream, stream};
use http::{HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{self, connect::HttpConnector},
    rt::TokioExecutor,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use tokio::time::{Instant, timeout};

use self::events::{Events, Said};
use crate::machine::Message;

/// Where the aid is and how long it may take.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address up to `/chat/completions`, such as `https://llm.example.org/v1`.
    pub url: String,
    pub model: String,
    /// Sent as a bearer token; local servers need none.
    pub key: Option<SecretString>,
    pub timing: Timing,
    /// The longest answer that is taken, in bytes.
    pub longest_answer: usize,
}

impl Settings {
    /// An endpoint with the usual limits.
    pub fn new(
        url: impl Into<String>,
        model: impl Into<String>,
        key: Option<SecretString>,
    ) -> Self {
        Self {
            url: url.into(),
            model: model.into(),
            key,
            timing: Timing::default(),
            longest_answer: 64 << 10,
        }
    }
}

/// How long an answer may take.
#[derive(Debug, Clone)]
pub struct Timing {
    pub connect: Duration,
    /// Without a byte, before the answer begins and within it.
    pub silence: Duration,
    /// From the request to the last byte.
    pub whole: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(45),
            whole: Duration::from_secs(180),
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    #[error("the settings of the drafting aid are not usable: {0}")]
    BadSettings(String),
    #[error("the drafting aid cannot be reached")]
    Unreachable,
    #[error("the drafting aid took too long")]
    TooSlow,
    #[error("the drafting aid refused the key")]
    BadKey,
    #[error("the drafting aid has too much to do")]
    Busy,
    #[error("the drafting aid answered with status {0}")]
    Status(u16),
    #[error("the answer of the drafting aid cannot be read")]
    Unreadable,
    #[error("the answer of the drafting aid is too long")]
    TooLong,
    /// It stopped before the end: at its own limit of length, or by its own filter.
    #[error("the drafting aid broke off ({0})")]
    Cut(String),
}

/// A client of one endpoint. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: legacy::Client<HttpsConnector<HttpConnector>, Full<bytes::Bytes>>,
    uri: Uri,
    authorization: Option<HeaderValue>,
    settings: Settings,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("settings", &self.settings).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: &'a [Message],
    stream: bool,
    temperature: f32,
}

impl Client {
    /// Makes a client; sends nothing yet.
    pub fn new(settings: &Settings) -> Result<Self, ChatError> {
        let bad = |problem: String| ChatError::BadSettings(problem);
        let address = format!("{}/chat/completions", settings.url.trim_end_matches('/'));
        let uri: Uri = address.parse().map_err(|_| bad(format!("{address:?} is no address")))?;
        let authorization = match &settings.key {
            Some(key) => {
                let mut value =
                    HeaderValue::from_str(&format!("Bearer {}", key.expose_secret()))
                        .map_err(|_| bad("the key has characters that no key has".into()))?;
                value.set_sensitive(true);
                Some(value)
            }
            None => None,
        };
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(settings.timing.connect));
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|error| bad(error.to_string()))?
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let http = legacy::Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { http, uri, authorization, settings: settings.clone() })
    }

    /// The model drafts are made by.
    pub fn model(&self) -> &str {
        &self.settings.model
    }

    /// Asks, and gives the pieces of the answer as they come. After an error nothing more comes;
    /// without one the answer is whole.
    pub fn ask(
        &self,
        messages: &[Message],
    ) -> impl Stream<Item = Result<String, ChatError>> + Send + use<> {
        let body = Body { model: self.model(), messages, stream: true, temperature: 0.2 };
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let answer = Answer {
            client: self.clone(),
            state: State::Begin(body),
            taken: 0,
            length: 0,
            until: None,
        };
        stream::unfold(answer, Answer::next)
    }

    fn request(&self, body: Vec<u8>) -> Result<Request<Full<bytes::Bytes>>, ChatError> {
        let mut request = Request::post(self.uri.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "text/event-stream, application/json")
            .header(header::USER_AGENT, concat!("yiqi/", env!("CARGO_PKG_VERSION")));
        if let Some(value) = &self.authorization {
            request = request.header(header::AUTHORIZATION, value.clone());
        }
        request
            .body(Full::new(body.into()))
            .map_err(|error| ChatError::BadSettings(error.to_string()))
    }
}

/// The bytes of a response.
type Incoming = BoxBody<bytes::Bytes, String>;

/// An answer under way.
struct Answer {
    client: Client,
    state: State,
    /// Bytes that came so far, whatever they are, and those of the text in them.
    taken: usize,
    length: usize,
    until: Option<Instant>,
}

enum State {
    Begin(Vec<u8>),
    Under(Incoming, Events),
    End,
}

fn incoming<B>(response: http::Response<B>) -> Incoming
where
    B: http_body_util::BodyExt<Data = bytes::Bytes, Error: fmt::Display> + Send + Sync + 'static,
{
    response.into_body().map_err(|error| error.to_string()).boxed()
}

impl Answer {
    async fn next(mut self) -> Option<(Result<String, ChatError>, Self)> {
        match self.step().await {
            Ok(Some(piece)) => Some((Ok(piece), self)),
            Ok(None) => None,
            Err(error) => {
                self.state = State::End;
                Some((Err(error), self))
            }
        }
    }

    /// The next piece that is not empty; `None` after the last.
    async fn step(&mut self) -> Result<Option<String>, ChatError> {
        loop {
            match std::mem::replace(&mut self.state, State::End) {
                State::End => return Ok(None),
                State::Begin(body) => self.state = self.begin(body).await?,
                State::Under(mut body, mut events) => {
                    let said = match self.frame(&mut body).await? {
                        Some(bytes) => events.take(&bytes)?,
                        None => events.end()?,
                    };
                    self.grow(said.text())?;
                    match said {
                        Said::Piece(piece) if piece.is_empty() => {
                            self.state = State::Under(body, events);
                        }
                        Said::Piece(piece) => {
                            self.state = State::Under(body, events);
                            return Ok(Some(piece));
                        }
                        Said::Last(piece) => return Ok(Some(piece).filter(|it| !it.is_empty())),
                    }
                }
            }
        }
    }

    async fn begin(&mut self, body: Vec<u8>) -> Result<State, ChatError> {
        self.until = Some(Instant::now() + self.client.settings.timing.whole);
        let request = self.client.request(body)?;
        let sent = self.within(self.client.http.request(request)).await?;
        let response = sent.map_err(|error| {
            tracing::warn!(%error, "the drafting aid cannot be reached");
            ChatError::Unreachable
        })?;
        let status = response.status();
        let is_stream = response
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("text/event-stream"));
        if status == StatusCode::OK {
            return Ok(State::Under(incoming(response), Events::new(is_stream)));
        }
        let mut rest = incoming(response);
        let told = self.frame(&mut rest).await.ok().flatten().unwrap_or_default();
        let told: String = String::from_utf8_lossy(&told).chars().take(300).collect();
        tracing::warn!(%status, told, "the drafting aid refused a request");
        Err(match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ChatError::BadKey,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => ChatError::Busy,
            status => ChatError::Status(status.as_u16()),
        })
    }

    /// The next bytes of a body; `None` at its end.
    async fn frame(&mut self, body: &mut Incoming) -> Result<Option<bytes::Bytes>, ChatError> {
        loop {
            let Some(frame) = self.within(body.frame()).await? else { return Ok(None) };
            let frame = frame.map_err(|error| {
                tracing::warn!(%error, "the drafting aid broke off");
                ChatError::Unreachable
            })?;
            let Ok(data) = frame.into_data() else { continue };
            self.taken += data.len();
            // Each piece of a few letters comes in an envelope some hundred bytes long.
            if self.taken > self.client.settings.longest_answer.saturating_mul(64) {
                return Err(ChatError::TooLong);
            }
            return Ok(Some(data));
        }
    }

    /// Counts the text of the answer.
    fn grow(&mut self, piece: &str) -> Result<(), ChatError> {
        self.length += piece.len();
        if self.length > self.client.settings.longest_answer {
            return Err(ChatError::TooLong);
        }
        Ok(())
    }

    async fn within<T>(&self, work: impl Future<Output = T>) -> Result<T, ChatError> {
        let silence = self.client.settings.timing.silence;
        let left =
            self.until.map_or(silence, |until| until.saturating_duration_since(Instant::now()));
        timeout(silence.min(left), work).await.map_err(|_| ChatError::TooSlow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_the_key() {
        let settings = Settings::new("http://127.0.0.1:1/v1", "m", Some("sk-verysecret".into()));
        let client = Client::new(&settings).unwrap();
        let printed = format!("{settings:?} {client:?} {:?}", client.authorization);
        assert!(!printed.contains("verysecret"), "{printed}");
    }

    #[test]
    fn impossible_settings_are_refused_without_the_key_in_it() {
        let settings = Settings::new("http://127.0.0.1:1/v1", "m", Some("a\nb-secret".into()));
        let error = Client::new(&settings).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the settings of the drafting aid are not usable: the key has characters that no key has"
        );
        assert!(Client::new(&Settings::new("http://a b", "m", None)).is_err());
    }
}
