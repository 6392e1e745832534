//! What can go wrong with a mirror, told so that a person knows what to do.

use crate::ids::{BlobId, RepoPath};

/// What went wrong with a mirror.
#[derive(Debug, thiserror::Error)]
pub enum RepositoryError {
    #[error("{url}: cannot be reached ({detail})")]
    Unreachable { url: String, detail: String },
    #[error("{url}: not a Git repository ({detail})")]
    NotARepository { url: String, detail: String },
    #[error("{url}: there is no branch {branch:?}; it has {}", .known.join(", "))]
    NoSuchBranch { url: String, branch: String, known: Vec<String> },
    #[error("{path} is missing from the mirror; run `yiqi sync` again")]
    MissingBlob { path: RepoPath, blob: BlobId },
    /// A content no post has: it would be unpacked into memory whole.
    #[error("content {blob} is of {bytes} bytes, more than the {limit} that are read")]
    TooLarge { blob: BlobId, bytes: u64, limit: u64 },
    /// The remote cannot take a commit (a bundle, a refused push).
    #[error("{remote}: cannot be published to ({detail})")]
    NotPushable { remote: String, detail: String },
    /// A branch name or path that git would not accept.
    #[error("{name:?} is not a valid {kind}")]
    BadName { kind: &'static str, name: String },
    #[error("git {command}: {detail}")]
    Git { command: String, detail: String },
    #[error("the mirror cannot be read: {0}")]
    Mirror(String),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl RepositoryError {
    /// Whether the source would not let in whoever asked.
    pub fn is_refusal(&self) -> bool {
        const SIGNS: [&str; 4] = [
            "Authentication failed",
            "could not read Username",
            "returned error: 401",
            "returned error: 403",
        ];
        let (Self::Unreachable { detail, .. }
        | Self::NotARepository { detail, .. }
        | Self::Git { detail, .. }) = self
        else {
            return false;
        };
        SIGNS.iter().any(|sign| detail.contains(sign))
    }
}

/// The result of a repository operation.
pub(super) type Result<T> = std::result::Result<T, RepositoryError>;

impl From<gix::Error> for RepositoryError {
    fn from(error: gix::Error) -> Self {
        Self::Mirror(error.to_string())
    }
}
