//! GitHub: reading, writing, signing in, and the webhooks it sends.

use secrecy::SecretString;

use crate::ids::{CommitId, DeliveryId, PullRequestNumber, RepoPath};

/// How to reach GitHub.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `https://api.github.com` unless a test or GitHub Enterprise says otherwise.
    pub api_url: String,
    /// `https://github.com`, for signing in.
    pub web_url: String,
    /// Token of the account that writes.
    pub token: Option<SecretString>,
    pub oauth: Option<OAuthSettings>,
    /// Secrets webhooks may be signed with; several during a rotation.
    pub webhook_secrets: Vec<SecretString>,
}

/// The OAuth application volunteers sign in through.
#[derive(Debug, Clone)]
pub struct OAuthSettings {
    pub client_id: String,
    pub client_secret: SecretString,
}

/// What went wrong at GitHub.
#[derive(Debug, thiserror::Error)]
pub enum GithubError {
    #[error("GitHub cannot be reached: {0}")]
    Unreachable(String),
    /// Worth another try after `seconds`.
    #[error("GitHub asks to wait {seconds} s")]
    RateLimited { seconds: u64 },
    #[error("GitHub does not know {0}")]
    NotFound(String),
    #[error("GitHub refuses: {0}")]
    Refused(String),
    #[error("GitHub answered something unexpected: {0}")]
    Unexpected(String),
}

/// A client that acts as one account.
#[derive(Clone)]
pub struct Client {
    settings: Settings,
}

/// `owner/name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryName {
    pub owner: String,
    pub name: String,
}

/// A file of a commit.
#[derive(Debug, Clone)]
pub struct NewFile {
    pub path: RepoPath,
    pub content: Vec<u8>,
}

/// A commit to be made through the API.
#[derive(Debug, Clone)]
pub struct NewCommit {
    pub parent: CommitId,
    pub files: Vec<NewFile>,
    pub message: String,
    pub author_name: String,
    pub author_email: String,
    pub time: jiff::Timestamp,
}

/// A pull request as far as Yiqi needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    pub number: PullRequestNumber,
    pub url: String,
    pub head_branch: String,
    pub head_commit: CommitId,
    pub base_branch: String,
    pub state: PullRequestState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PullRequestState {
    Open,
    Closed,
    Merged,
}

/// Who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GithubUser {
    pub id: u64,
    pub login: String,
    pub name: Option<String>,
}

/// What a delivery means to Yiqi.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebhookEvent {
    Ping,
    /// `repository` is `owner/name`.
    Push {
        repository: String,
        branch: String,
        head: Option<CommitId>,
    },
    PullRequest {
        repository: String,
        number: PullRequestNumber,
        state: PullRequestState,
    },
    /// Any other event or action; answered and forgotten.
    Ignored,
}

/// A delivery whose signature was right.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub id: DeliveryId,
    pub event: String,
    pub payload: bytes::Bytes,
}

impl Client {
    pub fn new(_settings: Settings) -> Result<Self, GithubError> {
        todo!()
    }

    /// The commit a branch points to; `None` where it does not exist.
    pub async fn branch_head(
        &self,
        _repository: &RepositoryName,
        _branch: &str,
    ) -> Result<Option<CommitId>, GithubError> {
        todo!()
    }

    /// A file at a commit; `None` where it does not exist.
    pub async fn file(
        &self,
        _repository: &RepositoryName,
        _path: &RepoPath,
        _at: CommitId,
    ) -> Result<Option<Vec<u8>>, GithubError> {
        todo!()
    }

    /// Writes blobs, tree and commit; no branch moves. The same plan yields the same commit.
    pub async fn create_commit(
        &self,
        _repository: &RepositoryName,
        _commit: &NewCommit,
    ) -> Result<CommitId, GithubError> {
        todo!()
    }

    /// Points a branch at a commit; creates it at need, never forces.
    pub async fn advance_branch(
        &self,
        _repository: &RepositoryName,
        _branch: &str,
        _to: CommitId,
    ) -> Result<(), GithubError> {
        todo!()
    }

    /// The newest pull request from a branch, in whatever state. `head` is `owner:branch`.
    pub async fn find_pull_request(
        &self,
        _upstream: &RepositoryName,
        _head: &str,
    ) -> Result<Option<PullRequest>, GithubError> {
        todo!()
    }

    pub async fn create_pull_request(
        &self,
        _upstream: &RepositoryName,
        _head: &str,
        _base: &str,
        _title: &str,
        _body: &str,
    ) -> Result<PullRequest, GithubError> {
        todo!()
    }

    pub async fn pull_request(
        &self,
        _upstream: &RepositoryName,
        _number: PullRequestNumber,
    ) -> Result<PullRequest, GithubError> {
        todo!()
    }

    /// Scopes of the token and the account it belongs to, for `doctor`.
    pub async fn whoami(&self) -> Result<(GithubUser, Vec<String>), GithubError> {
        todo!()
    }
}

/// The address a volunteer is sent to; `challenge` is the S256 PKCE challenge.
pub fn authorize_url(
    _settings: &Settings,
    _redirect: &str,
    _state: &str,
    _challenge: &str,
) -> Option<String> {
    todo!()
}

/// Exchanges the code of a sign-in for the person it stands for; the token is not kept.
pub async fn sign_in(
    _settings: &Settings,
    _code: &str,
    _verifier: &str,
    _redirect: &str,
) -> Result<GithubUser, GithubError> {
    todo!()
}

/// Whether one of the secrets signed the body (`X-Hub-Signature-256`), in constant time.
pub fn verify_signature(_secrets: &[SecretString], _signature: &str, _body: &[u8]) -> bool {
    todo!()
}

/// Reads what a delivery means; an unreadable payload of a handled event is an error.
pub fn parse_event(_event: &str, _payload: &[u8]) -> Result<WebhookEvent, GithubError> {
    todo!()
}
