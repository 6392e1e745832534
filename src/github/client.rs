//! The client: one account, explicit deadlines, repeated reads, single writes.
//!
//! Where GitHub says that the account has used up what it may ask, nothing more is sent until it may
//! again: whoever asks meanwhile hears at once how long that is, and other work goes on.

use std::{
    fmt,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use http::HeaderValue;
use octocrab::{FromResponse, Octocrab, service::middleware::retry::RetryConfig};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use jiff::{SignedDuration, Timestamp};

use super::{
    GithubError, RepositoryName, Settings, Timing, app::Installation, remembered::Remembered,
};
use crate::workflow::{Clock, SystemClock};

/// How often a read is sent at most.
const READ_TRIES: u32 = 3;

/// Seconds; GitHub's limits begin anew every hour.
const LONGEST_HOLD: i64 = 2 * 60 * 60;

/// A client that acts as one account.
#[derive(Clone)]
pub struct Client {
    pub(super) wire: Arc<Wire>,
}

/// What all copies of a client share.
pub(super) struct Wire {
    access: Access,
    timing: Timing,
    api_url: String,
    web_url: String,
    clock: Arc<dyn Clock>,
    /// Until when GitHub answers nothing at all.
    held_until: Mutex<Option<Timestamp>>,
    pub(super) remembered: Remembered,
}

/// As whom it acts.
enum Access {
    /// A personal token, or nobody.
    Fixed {
        api: Octocrab,
        token: Option<SecretString>,
    },
    App(Box<Installation>),
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api_url", &self.wire.api_url).finish_non_exhaustive()
    }
}

/// The account behind a token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// GitHub's number of the account; it stays when the login changes.
    pub id: u64,
    pub login: String,
    pub name: Option<String>,
}

/// A repository as the token sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryInfo {
    /// Differs from the name asked for where the repository was renamed.
    pub full_name: String,
    pub default_branch: String,
    /// Whether the token may push; `None` where GitHub does not tell.
    pub may_push: Option<bool>,
}

#[derive(Deserialize)]
struct RepositoryAnswer {
    full_name: String,
    default_branch: String,
    permissions: Option<Permissions>,
}

#[derive(Deserialize)]
struct Permissions {
    push: bool,
}

impl Client {
    /// Makes a client; sends nothing yet.
    pub fn new(settings: &Settings) -> Result<Self, GithubError> {
        Self::with_clock(settings, Arc::new(SystemClock))
    }

    /// The same by another clock, which tells when a token of an App or a rate limit ends.
    pub fn with_clock(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Self, GithubError> {
        let access = match &settings.app {
            Some(app) => Access::App(Box::new(Installation::new(settings, app)?)),
            None => Access::Fixed {
                api: octocrab(&settings.api_url, &settings.timing, settings.token.as_ref(), &[])?,
                token: settings.token.clone(),
            },
        };
        Ok(Self {
            wire: Arc::new(Wire {
                access,
                timing: settings.timing.clone(),
                api_url: settings.api_url.clone(),
                web_url: settings.web_url.clone(),
                clock,
                held_until: Mutex::default(),
                remembered: Remembered::default(),
            }),
        })
    }

    /// What the installation of an App may do (`contents` → `write`); `None` for a personal token.
    pub async fn app_permissions(
        &self,
    ) -> Result<Option<std::collections::BTreeMap<String, String>>, GithubError> {
        match &self.wire.access {
            Access::App(app) => app.permissions(self.wire.clock.now()).await.map(Some),
            Access::Fixed { .. } => Ok(None),
        }
    }

    /// The token that opens an address by git, where that is at GitHub's site and there is one; it holds
    /// for some minutes at least.
    pub async fn git_token(&self, address: &str) -> Result<Option<SecretString>, GithubError> {
        if !is_at(address, &self.wire.web_url) {
            return Ok(None);
        }
        match &self.wire.access {
            Access::Fixed { token, .. } => Ok(token.clone()),
            Access::App(app) => app.token(self.wire.clock.now()).await.map(Some),
        }
    }

    /// The connection with a token that still holds.
    pub(super) async fn api(&self) -> Result<Octocrab, GithubError> {
        match &self.wire.access {
            Access::Fixed { api, .. } => Ok(api.clone()),
            Access::App(app) => app.api(self.wire.clock.now()).await,
        }
    }

    /// The account of the token and the token's scopes (empty for fine-grained and app tokens).
    pub async fn whoami(&self) -> Result<(Account, Vec<String>), GithubError> {
        self.read("the account of the token", |api| async move {
            let answer = octocrab::map_github_error(api._get("/user").await?).await?;
            let scopes = answer
                .headers()
                .get("x-oauth-scopes")
                .and_then(|scopes| scopes.to_str().ok())
                .map(|scopes| scopes.split(',').map(|scope| scope.trim().to_owned()))
                .into_iter()
                .flatten()
                .filter(|scope| !scope.is_empty())
                .collect();
            Ok((Account::from_response(answer).await?, scopes))
        })
        .await
    }

    /// A repository and what the token may do there.
    pub async fn repository(
        &self,
        repository: &RepositoryName,
    ) -> Result<RepositoryInfo, GithubError> {
        let route = route(repository, &[]);
        let answer: RepositoryAnswer = self
            .read(&format!("repository {repository}"), |api| {
                let route = &route;
                async move { api.get(route, None::<&()>).await }
            })
            .await?;
        Ok(RepositoryInfo {
            full_name: answer.full_name,
            default_branch: answer.default_branch,
            may_push: answer.permissions.map(|permissions| permissions.push),
        })
    }

    /// Sends a read, and again where the trouble may pass.
    pub(super) async fn read<T, F>(
        &self,
        what: &str,
        request: impl Fn(Octocrab) -> F,
    ) -> Result<T, GithubError>
    where
        F: Future<Output = octocrab::Result<T>>,
    {
        let mut delay = self.wire.timing.retry_delay;
        let mut renewed = false;
        for attempt in 1.. {
            match self.send(what, &request).await {
                Err(error) if error.is_passing() && attempt < READ_TRIES => {
                    tracing::debug!(what, %error, ?delay, "asking GitHub again");
                    tokio::time::sleep(delay).await;
                    delay *= 4;
                }
                // A token of an App may be revoked before its time; the next one is a request away.
                Err(GithubError::Unauthorized) if self.forgets_token() && !renewed => {
                    renewed = true;
                }
                done => return done,
            }
        }
        unreachable!("the loop ends by returning")
    }

    /// Sends a write, once: after a silence nobody knows whether GitHub did it.
    pub(super) async fn write<T, F>(
        &self,
        what: &str,
        request: impl FnOnce(Octocrab) -> F,
    ) -> Result<T, GithubError>
    where
        F: Future<Output = octocrab::Result<T>>,
    {
        if matches!(self.wire.access, Access::Fixed { token: None, .. }) {
            return Err(GithubError::NoToken);
        }
        let sent = self.send(what, request).await;
        if matches!(sent, Err(GithubError::Unauthorized)) {
            self.forgets_token();
        }
        sent
    }

    async fn send<T, F>(
        &self,
        what: &str,
        request: impl FnOnce(Octocrab) -> F,
    ) -> Result<T, GithubError>
    where
        F: Future<Output = octocrab::Result<T>>,
    {
        self.wire.ensure_not_held()?;
        let api = self.api().await?;
        let answer = within(self.wire.timing.request_timeout, what, request(api)).await;
        if let Err(GithubError::RateLimited { seconds, everything: true }) = &answer {
            self.wire.hold(*seconds);
        }
        answer
    }

    /// Drops the token of an App, so that the next request asks for a new one; `false` where the token
    /// is given and stays.
    pub fn forgets_token(&self) -> bool {
        match &self.wire.access {
            Access::App(app) => app.forget(),
            Access::Fixed { .. } => false,
        }
    }
}

impl Wire {
    fn hold(&self, seconds: u64) {
        let seconds = i64::try_from(seconds).unwrap_or(LONGEST_HOLD).min(LONGEST_HOLD);
        let until = self.clock.now() + SignedDuration::from_secs(seconds);
        *self.held_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
    }

    fn ensure_not_held(&self) -> Result<(), GithubError> {
        let mut held = self.held_until.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(until) = *held else { return Ok(()) };
        let left = until.duration_since(self.clock.now()).as_secs();
        match u64::try_from(left) {
            Ok(seconds) if seconds > 0 => {
                Err(GithubError::RateLimited { seconds, everything: true })
            }
            _ => {
                *held = None;
                Ok(())
            }
        }
    }
}

/// One request with its deadline, in our terms.
pub(super) async fn within<T>(
    limit: Duration,
    what: &str,
    request: impl Future<Output = octocrab::Result<T>>,
) -> Result<T, GithubError> {
    match tokio::time::timeout(limit, request).await {
        Ok(done) => done.map_err(|error| GithubError::of(what, error)),
        Err(_) => Err(GithubError::Unreachable(format!("no answer within {} s", limit.as_secs()))),
    }
}

/// An octocrab with explicit timeouts that never repeats anything by itself: its default re-sends
/// writes at once.
pub(super) fn octocrab(
    base_url: &str,
    timing: &Timing,
    token: Option<&SecretString>,
    headers: &[(http::HeaderName, &str)],
) -> Result<Octocrab, GithubError> {
    let unusable = |problem: String| GithubError::BadSettings(problem);
    let mut builder = Octocrab::builder()
        .base_uri(base_url)
        .map_err(|_| unusable(format!("{base_url:?} is not a URL")))?
        .add_retry_config(RetryConfig::None)
        .set_connect_timeout(Some(timing.connect_timeout))
        .set_read_timeout(Some(timing.read_timeout))
        .set_write_timeout(Some(timing.read_timeout));
    for (name, value) in headers {
        builder = builder.add_header(name.clone(), (*value).to_owned());
    }
    if let Some(token) = token {
        // octocrab panics on a token that cannot stand in a header.
        if HeaderValue::from_str(token.expose_secret()).is_err() {
            return Err(unusable("the token has characters that no token has".into()));
        }
        builder = builder.personal_token(token.clone());
    }
    builder.build().map_err(|error| unusable(error.to_string()))
}

/// Whether an address is on a site: the same scheme, host and port, not just the same first letters.
fn is_at(address: &str, site: &str) -> bool {
    match (Url::parse(address), Url::parse(site)) {
        (Ok(address), Ok(site)) => address.origin() == site.origin(),
        _ => false,
    }
}

/// `/repos/owner/name/…` with every part percent-encoded, so that Chinese names and spaces pass.
pub(super) fn route(repository: &RepositoryName, parts: &[&str]) -> String {
    let mut url = Url::parse("https://api.invalid/repos").expect("a constant URL");
    url.path_segments_mut()
        .expect("an https URL has path segments")
        .push(&repository.owner)
        .push(&repository.name)
        .extend(parts);
    url.path().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_encode_what_a_url_cannot_hold() {
        let repository = "huggingface/blog".parse().unwrap();
        assert_eq!(
            route(&repository, &["git", "ref", "heads", "yiqi", "zh", "a b?#%"]),
            "/repos/huggingface/blog/git/ref/heads/yiqi/zh/a%20b%3F%23%25"
        );
        assert_eq!(
            route(&repository, &["contents", "zh", "译起.md"]),
            "/repos/huggingface/blog/contents/zh/%E8%AF%91%E8%B5%B7.md"
        );
    }

    #[test]
    fn the_token_goes_to_github_and_not_to_a_host_that_begins_like_it() {
        let is_github = |address| is_at(address, "https://github.com");
        assert!(is_github("https://github.com/hub/blog"));
        assert!(is_github("https://github.com:443/hub/blog.git"));
        assert!(!is_github("https://github.com.evil.example/hub/blog"));
        assert!(!is_github("https://github.community/hub/blog"));
        assert!(!is_github("http://github.com/hub/blog"));
        assert!(!is_github("/srv/github.com/hub/blog"));
    }

    #[tokio::test]
    async fn an_impossible_token_is_an_error_without_the_token_in_it() {
        let settings = Settings { token: Some("line\nbreak".into()), ..Settings::default() };
        let error = Client::new(&settings).unwrap_err().to_string();
        assert_eq!(
            error,
            "the GitHub settings are not usable: the token has characters that no token has"
        );
    }

    #[tokio::test]
    async fn a_client_prints_no_token() {
        let settings = Settings { token: Some("ghp_verysecret".into()), ..Settings::default() };
        let printed = format!("{:?}", Client::new(&settings).unwrap());
        assert!(!printed.contains("verysecret"), "{printed}");
    }

    #[tokio::test]
    async fn writing_without_a_token_is_refused_before_anything_is_sent() {
        let client = Client::new(&Settings::default()).unwrap();
        let sent = client.write("x", |_| async { panic!("nothing may be sent") });
        let done: Result<(), _> = sent.await;
        assert!(matches!(done, Err(GithubError::NoToken)));
    }
}
