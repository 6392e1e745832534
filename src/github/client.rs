//! The client: one account, explicit deadlines, repeated reads, single writes.

use std::{fmt, future::Future, time::Duration};

use http::HeaderValue;
use octocrab::{FromResponse, Octocrab, service::middleware::retry::RetryConfig};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use super::{GithubError, RepositoryName, Settings, Timing};

/// How often a read is sent at most.
const READ_TRIES: u32 = 3;

/// A client that acts as one account.
#[derive(Clone)]
pub struct Client {
    pub(super) api: Octocrab,
    timing: Timing,
    api_url: String,
    has_token: bool,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api_url", &self.api_url).finish_non_exhaustive()
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
        Ok(Self {
            api: octocrab(&settings.api_url, &settings.timing, settings.token.as_ref(), &[])?,
            timing: settings.timing.clone(),
            api_url: settings.api_url.clone(),
            has_token: settings.token.is_some(),
        })
    }

    /// The account of the token and the token's scopes (empty for fine-grained and app tokens).
    pub async fn whoami(&self) -> Result<(Account, Vec<String>), GithubError> {
        self.read("the account of the token", || async {
            let answer = octocrab::map_github_error(self.api._get("/user").await?).await?;
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
            .read(&format!("repository {repository}"), || self.api.get(&route, None::<&()>))
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
        request: impl Fn() -> F,
    ) -> Result<T, GithubError>
    where
        F: Future<Output = octocrab::Result<T>>,
    {
        let mut delay = self.timing.retry_delay;
        for _ in 1..READ_TRIES {
            match within(self.timing.request_timeout, what, request()).await {
                Err(error) if error.is_passing() => {
                    tracing::debug!(what, %error, ?delay, "asking GitHub again");
                    tokio::time::sleep(delay).await;
                    delay *= 4;
                }
                done => return done,
            }
        }
        within(self.timing.request_timeout, what, request()).await
    }

    /// Sends a write, once: after a silence nobody knows whether GitHub did it.
    pub(super) async fn write<T>(
        &self,
        what: &str,
        request: impl Future<Output = octocrab::Result<T>>,
    ) -> Result<T, GithubError> {
        if !self.has_token {
            return Err(GithubError::NoToken);
        }
        within(self.timing.request_timeout, what, request).await
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
        let sent = client.write("x", async { panic!("nothing may be sent") });
        let done: Result<(), _> = sent.await;
        assert!(matches!(done, Err(GithubError::NoToken)));
    }
}
