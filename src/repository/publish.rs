//! Writes a commit to a branch of a Git repository, without a work tree.

use super::{Mirror, error::Result};
use crate::ids::{CommitId, RepoPath};

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
    /// Makes the commit in a repository (a local path or a URL git can push to) and returns it.
    /// Repeating it changes nothing: an equal tree at the branch's tip is returned as it is.
    pub async fn commit_to_branch(&self, _remote: &str, _plan: &CommitPlan) -> Result<CommitId> {
        todo!()
    }
}
