//! The mirror of a source repository: fetched by `git`, read by gix.
//!
//! A bare, blob-less mirror that holds only the contents of tracked paths. Fetching is the only
//! place that starts a process; whoever reads never reaches the network.

use std::path::PathBuf;

use crate::{
    history::History,
    ids::{BlobId, CommitId, RepoPath},
};

/// Where a repository comes from and where its mirror lies.
#[derive(Debug, Clone)]
pub struct Settings {
    /// URL, path of a repository, or path of a bundle.
    pub url: String,
    /// The branch that is followed; `None` for the remote's default.
    pub branch: Option<String>,
    /// Folder of the bare mirror; created at need.
    pub mirror: PathBuf,
}

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
    #[error("git {command}: {detail}")]
    Git { command: String, detail: String },
    #[error("the mirror cannot be read: {0}")]
    Mirror(String),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// A bare mirror on disk.
#[derive(Debug, Clone)]
pub struct Mirror {
    settings: Settings,
}

/// Decides which paths are tracked.
pub type Tracked<'a> = &'a (dyn Fn(&str) -> bool + Sync);

/// A file to be written into a commit.
#[derive(Debug, Clone)]
pub struct FileEdit {
    pub path: RepoPath,
    pub content: Vec<u8>,
}

/// A commit to be made on a branch.
#[derive(Debug, Clone)]
pub struct CommitPlan {
    pub branch: String,
    /// Parent of the commit when the branch does not exist yet.
    pub base: CommitId,
    pub files: Vec<FileEdit>,
    pub message: String,
    pub author_name: String,
    pub author_email: String,
    /// Seconds since 1970, so that the same plan makes the same commit.
    pub time: i64,
}

impl Mirror {
    /// Opens the mirror; nothing is fetched yet.
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    /// Brings the mirror in step with its source and returns the head of the followed branch.
    pub async fn fetch(&self, _tracked: Tracked<'_>) -> Result<CommitId, RepositoryError> {
        todo!()
    }

    /// The head as of the last fetch; `None` before the first.
    pub fn head(&self) -> Result<Option<CommitId>, RepositoryError> {
        todo!()
    }

    /// Walks the history up to `head`: all of it, or only what came after `known` where that is an ancestor.
    pub fn history(
        &self,
        _head: CommitId,
        _known: Option<&History>,
        _tracked: Tracked<'_>,
    ) -> Result<History, RepositoryError> {
        todo!()
    }

    /// The content of a blob.
    pub fn blob(&self, _path: &RepoPath, _id: BlobId) -> Result<Vec<u8>, RepositoryError> {
        todo!()
    }

    /// The content of a path at a commit; `None` where it does not exist.
    pub fn file_at(
        &self,
        _commit: CommitId,
        _path: &RepoPath,
    ) -> Result<Option<Vec<u8>>, RepositoryError> {
        todo!()
    }

    /// Makes the commit in a repository (a local path or a URL git can push to) and returns it.
    /// Repeating it changes nothing: an equal tree at the branch's tip is returned as it is.
    pub async fn commit_to_branch(
        &self,
        _remote: &str,
        _plan: &CommitPlan,
    ) -> Result<CommitId, RepositoryError> {
        todo!()
    }
}

/// One commit of a repository that is made on the fly (the demo's sample blog, tests).
#[derive(Debug, Clone)]
pub struct ScriptedCommit {
    /// Path and new content; `None` deletes the path.
    pub files: Vec<(RepoPath, Option<Vec<u8>>)>,
    pub message: String,
    pub author_name: String,
    pub author_email: String,
    pub time: i64,
}

/// Appends commits to a branch of a bare repository, which is made at need, in one git process.
/// Returns the new head.
pub fn write_commits(
    _repository: &std::path::Path,
    _branch: &str,
    _commits: &[ScriptedCommit],
) -> Result<CommitId, RepositoryError> {
    todo!()
}
