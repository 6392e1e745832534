//! GitHub: reading, writing, signing in, and the webhooks it sends.
//!
//! What must hold: a write is sent once and never repeated by the client, because whoever publishes can
//! look up how far it came and go on from there; reads are repeated, since that harms nobody. Every
//! request has a deadline. An error knows by itself whether another try is worth while
//! ([`GithubError::retry_after`]). No token stands in an error, in a `Debug` output or in a log.

mod app;
mod client;
mod conversation;
mod error;
mod git_data;
mod manifest;
mod oauth;
mod outside;
mod pull_requests;
mod remembered;
mod requests;
mod webhook;

use std::{fmt, str::FromStr, time::Duration};

use secrecy::SecretString;

pub use app::AppSettings;
pub use client::{Account, Client, RepositoryInfo};
pub use conversation::{PushedCommit, Remark, RemarkKind, Verdict};
pub use error::GithubError;
pub use git_data::{CommitInfo, NewCommit, NewFile};
pub use manifest::{
    AppItself, EVENTS, LONGEST_APP_NAME, Level, Manifest, NewApp, Owner, Permission,
    installation_url, permissions, registration_url, settings_url, take_app,
};
pub use oauth::{authorize_url, sign_in};
pub use outside::{ChangedPaths, Collaborator, OpenPullRequest};
pub use pull_requests::{NewPullRequest, PullRequest, PullRequestState};
pub use requests::ApiRequest;
pub use webhook::{WebhookEvent, parse_event, verify_signature};

/// How to reach GitHub.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `https://api.github.com` unless a test or GitHub Enterprise says otherwise.
    pub api_url: String,
    /// `https://github.com`, for signing in.
    pub web_url: String,
    /// Token of the account that writes.
    pub token: Option<SecretString>,
    /// The installation of a GitHub App that writes instead.
    pub app: Option<AppSettings>,
    pub oauth: Option<OAuthSettings>,
    /// Secrets webhooks may be signed with; several during a rotation.
    pub webhook_secrets: Vec<SecretString>,
    pub timing: Timing,
}

impl Settings {
    /// Whether there is an account to act as.
    pub fn acts(&self) -> bool {
        self.app.is_some() || self.token.is_some()
    }
}

impl Default for Settings {
    /// The public GitHub, without credentials.
    fn default() -> Self {
        Self {
            api_url: "https://api.github.com".into(),
            web_url: "https://github.com".into(),
            token: None,
            app: None,
            oauth: None,
            webhook_secrets: Vec::new(),
            timing: Timing::default(),
        }
    }
}

/// The OAuth application volunteers sign in through.
#[derive(Debug, Clone)]
pub struct OAuthSettings {
    pub client_id: String,
    pub client_secret: SecretString,
}

/// How long a request may take, and how long a read waits before it is repeated.
#[derive(Debug, Clone)]
pub struct Timing {
    pub connect_timeout: Duration,
    /// Silence on an open connection.
    pub read_timeout: Duration,
    /// One request from first to last byte.
    pub request_timeout: Duration,
    /// Before the second try of a read; each further one waits four times as long.
    pub retry_delay: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(20),
            request_timeout: Duration::from_secs(60),
            retry_delay: Duration::from_millis(250),
        }
    }
}

/// `owner/name`. GitHub does not tell upper from lower case in it, and neither does comparing two.
#[derive(Debug, Clone)]
pub struct RepositoryName {
    pub owner: String,
    pub name: String,
}

impl PartialEq for RepositoryName {
    fn eq(&self, other: &Self) -> bool {
        self.owner.eq_ignore_ascii_case(&other.owner) && self.name.eq_ignore_ascii_case(&other.name)
    }
}

impl Eq for RepositoryName {}

impl fmt::Display for RepositoryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

impl FromStr for RepositoryName {
    type Err = GithubError;

    fn from_str(text: &str) -> Result<Self, GithubError> {
        let part = |part: &str| {
            !matches!(part, "" | "." | "..")
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        match text.split_once('/') {
            Some((owner, name)) if part(owner) && part(name) => {
                Ok(Self { owner: owner.into(), name: name.into() })
            }
            _ => Err(GithubError::BadRepositoryName(text.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repository_names_are_read_and_compared_as_github_does() {
        let name: RepositoryName = "huggingface/blog".parse().unwrap();
        assert_eq!(name.to_string(), "huggingface/blog");
        assert_eq!(name, "HuggingFace/Blog".parse().unwrap());
        for bad in
            ["blog", "a/b/c", "/blog", "a/", "a/../b", "https://github.com/a/b", "a/b c", "a/.."]
        {
            assert!(bad.parse::<RepositoryName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn settings_print_no_secret() {
        let settings = Settings {
            token: Some("ghp_verysecret".into()),
            oauth: Some(OAuthSettings {
                client_id: "Iv1.abc".into(),
                client_secret: "alsosecret".into(),
            }),
            webhook_secrets: vec!["hushhush".into()],
            ..Settings::default()
        };
        let printed = format!("{settings:?}");
        for secret in ["ghp_verysecret", "alsosecret", "hushhush"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
