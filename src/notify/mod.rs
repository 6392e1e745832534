//! Messages that leave the site: webhooks of five makers, and mail.
//!
//! What must hold: every request is bounded in time and its answer in size; no redirect is followed, and
//! nothing goes to an address inside the own network unless the configuration says so; an address and a
//! secret stand in no error, in no `Debug` output and in no log.

mod forms;
mod guard;
mod mail;

use std::{fmt, time::Duration};

use http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{self, connect::HttpConnector},
    rt::TokioExecutor,
};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::timeout;
use url::{Host, Url};

use crate::notices::{Form, Letter};

pub use mail::{MailSettings, Security, is_mail_address};

/// The longest wait a receiver may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// What may be sent and how long it may take.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether webhooks may lead into the own network, and travel unencrypted.
    pub private_too: bool,
    pub mail: Option<MailSettings>,
    /// From the connection to the end of the answer.
    pub time_limit: Duration,
    /// How much of an answer is read, in bytes.
    pub longest_answer: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            private_too: false,
            mail: None,
            time_limit: Duration::from_secs(10),
            longest_answer: 64 << 10,
        }
    }
}

/// Why a message has not left.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    #[error("the settings for messages are not usable: {0}")]
    BadSettings(String),
    #[error("this is no address for messages of that form")]
    BadAddress,
    #[error("the address leads into the server's own network")]
    Private,
    #[error("nobody answers there")]
    Unreachable,
    #[error("the answer took too long")]
    TooSlow,
    #[error("the answer leads elsewhere (status {0}); use the address it leads to")]
    Redirected(u16),
    /// Too much was sent; with how long the receiver wants to be left alone.
    #[error("too much was sent for now")]
    Busy(Option<Duration>),
    #[error("the answer has status {0}")]
    Status(u16),
    /// In the words of the receiver.
    #[error("refused: {0}")]
    Refused(String),
    #[error("no mail server is configured")]
    NoMail,
}

impl std::str::FromStr for NotifyError {
    type Err = UnknownError;

    /// Reads the sentence an error is kept as, so that it can be said in any language later.
    fn from_str(text: &str) -> Result<Self, UnknownError> {
        let plain = [
            Self::BadAddress,
            Self::Private,
            Self::Unreachable,
            Self::TooSlow,
            Self::Busy(None),
            Self::NoMail,
        ];
        if let Some(error) = plain.into_iter().find(|error| error.to_string() == text) {
            return Ok(error);
        }
        let after = |start: &str| text.strip_prefix(start);
        let status = |text: &str| text.parse().ok();
        let settings = after("the settings for messages are not usable: ");
        let refused = || after("refused: ").map(|said| Self::Refused(said.into()));
        let answered = || after("the answer has status ").and_then(status).map(Self::Status);
        let redirected = || {
            let rest = after("the answer leads elsewhere (status ")?;
            status(rest.split(')').next()?).map(Self::Redirected)
        };
        let read = settings.map(|why| Self::BadSettings(why.into()));
        read.or_else(refused).or_else(answered).or_else(redirected).ok_or(UnknownError)
    }
}

/// Says that a text is no sentence of a [`NotifyError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no failure of a message")]
pub struct UnknownError;

impl NotifyError {
    /// Whether another try is worth while by itself, and after how long at least.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy(pause) => Some(pause.unwrap_or_default().min(LONGEST_PAUSE)),
            Self::Unreachable | Self::TooSlow | Self::NoMail => Some(Duration::ZERO),
            Self::Status(408 | 425 | 500..) => Some(Duration::ZERO),
            _ => None,
        }
    }
}

type Http = legacy::Client<HttpsConnector<HttpConnector<guard::Resolver>>, Full<bytes::Bytes>>;

/// Sends messages. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: Http,
    mail: Option<mail::Mail>,
    settings: Settings,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Client {
    /// Makes a client; sends nothing yet.
    pub fn new(settings: &Settings) -> Result<Self, NotifyError> {
        let resolver = guard::Resolver { private_too: settings.private_too };
        let mut connector = HttpConnector::new_with_resolver(resolver);
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(settings.time_limit));
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|error| NotifyError::BadSettings(error.to_string()))?
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let http = legacy::Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build(connector);
        let mail = settings.mail.as_ref().map(|mail| mail::Mail::new(mail, settings.time_limit));
        Ok(Self { http, mail: mail.transpose()?, settings: settings.clone() })
    }

    /// Whether mail can be sent at all.
    pub fn sends_mail(&self) -> bool {
        self.mail.is_some()
    }

    /// Whether something could be sent to an address, by its looks alone.
    pub fn check_address(&self, form: Form, address: &str) -> Result<(), NotifyError> {
        match form {
            Form::Email if self.mail.is_none() => Err(NotifyError::NoMail),
            Form::Email if is_mail_address(address) => Ok(()),
            Form::Email => Err(NotifyError::BadAddress),
            _ => self.url(address).map(drop),
        }
    }

    /// Whether the mail server answers and lets us in; sends nothing.
    pub async fn reach_mail(&self) -> Result<bool, NotifyError> {
        let mail = self.mail.as_ref().ok_or(NotifyError::NoMail)?;
        let reached = timeout(self.settings.time_limit, mail.reach()).await;
        reached.map_err(|_| NotifyError::TooSlow)?
    }

    /// Sends a letter; once it returns well, the receiver has taken it.
    pub async fn send(
        &self,
        form: Form,
        address: &SecretString,
        secret: Option<&SecretString>,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<(), NotifyError> {
        let address = address.expose_secret();
        let secret = secret.map(|it| it.expose_secret());
        let work = async {
            match (form, &self.mail) {
                (Form::Email, None) => Err(NotifyError::NoMail),
                (Form::Email, Some(mail)) => mail.send(address, letter).await,
                _ => self.post(form, address, secret, letter, now).await,
            }
        };
        let sent =
            timeout(self.settings.time_limit, work).await.unwrap_or(Err(NotifyError::TooSlow));
        // A receiver may repeat in its refusal what it was sent.
        sent.map_err(|error| match error {
            NotifyError::Refused(said) => NotifyError::Refused(without(&said, address, secret)),
            other => other,
        })
    }

    async fn post(
        &self,
        form: Form,
        address: &str,
        secret: Option<&str>,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<(), NotifyError> {
        let wire = forms::wire(form, &self.url(address)?, secret, letter, now);
        let mut request = Request::post(wire.url.as_str())
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .header(header::USER_AGENT, concat!("yiqi/", env!("CARGO_PKG_VERSION")));
        for (name, value) in wire.headers {
            request = request.header(name, value);
        }
        let body = Full::new(bytes::Bytes::from(wire.body));
        let request = request.body(body).map_err(|_| NotifyError::BadAddress)?;
        let response =
            self.http.request(request).await.map_err(|error| match is_private(&error) {
                true => NotifyError::Private,
                false => NotifyError::Unreachable,
            })?;
        let (status, pause) = (response.status(), pause(response.headers()));
        let body = Limited::new(response.into_body(), self.settings.longest_answer);
        let answer = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        let limited = status == StatusCode::TOO_MANY_REQUESTS
            || (status == StatusCode::SERVICE_UNAVAILABLE && pause.is_some());
        if limited {
            return Err(NotifyError::Busy(pause));
        }
        if status.is_redirection() {
            return Err(NotifyError::Redirected(status.as_u16()));
        }
        if !status.is_success() {
            return Err(NotifyError::Status(status.as_u16()));
        }
        forms::verdict(form, &answer).map_err(|(number, said)| match forms::pause(form, number) {
            Some(pause) => NotifyError::Busy(Some(pause)),
            None => {
                let said: String = said.chars().take(200).collect();
                NotifyError::Refused(format!("{said} ({number})"))
            }
        })
    }

    /// An address something may be posted to.
    fn url(&self, address: &str) -> Result<Url, NotifyError> {
        let url = Url::parse(address).map_err(|_| NotifyError::BadAddress)?;
        let is_plain = url.scheme() == "http" && self.settings.private_too;
        let has_account = !url.username().is_empty() || url.password().is_some();
        if !(url.scheme() == "https" || is_plain) || has_account {
            return Err(NotifyError::BadAddress);
        }
        let is_open = match url.host().ok_or(NotifyError::BadAddress)? {
            Host::Domain(name) => !matches!(name.trim_end_matches('.'), "localhost"),
            Host::Ipv4(address) => guard::is_open(address.into()),
            Host::Ipv6(address) => guard::is_open(address.into()),
        };
        if is_open || self.settings.private_too { Ok(url) } else { Err(NotifyError::Private) }
    }
}

/// What `Retry-After` asks for, in seconds or until a date by the receiver's own clock.
fn pause(headers: &http::HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let wanted = text(header::RETRY_AFTER)?;
    if let Ok(seconds) = wanted.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|at| at.timestamp());
    let wait = moment(wanted)?.duration_since(moment(text(header::DATE)?)?);
    Some(Duration::try_from(wait).unwrap_or_default())
}

fn is_private(error: &legacy::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<guard::Private>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// A text without an address, its parts and a secret in it.
fn without(said: &str, address: &str, secret: Option<&str>) -> String {
    let mut said = said.replace(address, "…");
    if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
        said = said.replace(secret, "…");
    }
    if let Ok(url) = Url::parse(address) {
        let parts = url.path_segments().into_iter().flatten().map(str::to_owned);
        let values = url.query_pairs().map(|(_, value)| value.into_owned()).collect::<Vec<_>>();
        for part in parts.chain(values).filter(|part| part.len() >= 8) {
            said = said.replace(&part, "…");
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_read_back_from_the_sentence_it_is_kept_as() {
        for error in [
            NotifyError::BadSettings("no roots".into()),
            NotifyError::BadAddress,
            NotifyError::Private,
            NotifyError::Unreachable,
            NotifyError::TooSlow,
            NotifyError::Redirected(301),
            NotifyError::Busy(None),
            NotifyError::Status(404),
            NotifyError::Refused("sign match fail (19021)".into()),
            NotifyError::NoMail,
        ] {
            assert_eq!(error.to_string().parse(), Ok(error));
        }
        // How long to wait is kept elsewhere.
        let busy = NotifyError::Busy(Some(Duration::from_secs(5)));
        assert_eq!(busy.to_string().parse(), Ok(NotifyError::Busy(None)));
        assert_eq!("something else".parse::<NotifyError>(), Err(UnknownError));
    }
}
