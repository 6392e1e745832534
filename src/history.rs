//! The versions of tracked files, as read from Git and as kept in the cache.

mod shared;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use shared::{Difference, Keyed, differences, find, revised};

use crate::ids::{BlobId, CommitId, RepoPath};

/// One version of a tracked path.
///
/// A file that was deleted and came back keeps the versions of its earlier life; deletions are no versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileVersion {
    pub commit: CommitId,
    pub blob: BlobId,
    /// The path the file had at this version.
    pub path: RepoPath,
    /// Number of the commit in landing order: parents before children, 0 the oldest. What a merge carries
    /// in comes after all that was on the branch before it. Never changes while the branch only grows.
    pub position: u32,
    /// Committer time in seconds since 1970. For people; never decides anything.
    pub committed_at: i64,
    /// How many tracked files the commit changed against its first parent.
    pub files_touched: u32,
    /// Trailer `Source-Commit` of the commit message.
    pub source_commit: Option<CommitId>,
}

/// The versions of one path that exists at head, oldest first; renames are followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHistory {
    pub path: RepoPath,
    /// Never empty.
    pub versions: Vec<FileVersion>,
}

/// The history of all tracked paths as of one head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub head: CommitId,
    /// Committer time of head, in seconds since 1970.
    pub head_time: i64,
    /// Number of commits of head's history; the next position.
    pub commits: u32,
    /// Sorted by path. A later history of the branch shares those that nothing new happened to.
    pub files: Vec<Arc<FileHistory>>,
    /// Tracked paths that existed once and do not at head, sorted. A file that comes back at one of them
    /// has an earlier life to look up; any other new file has none.
    #[serde(default)]
    pub former: Vec<RepoPath>,
}

impl Keyed for FileHistory {
    type Key = RepoPath;

    fn key(&self) -> &RepoPath {
        &self.path
    }
}

impl History {
    /// The versions of a path that exists at head.
    pub fn file(&self, path: &RepoPath) -> Option<&Arc<FileHistory>> {
        find(&self.files, path)
    }
}

/// A commit that was the head of the followed branch once: one of head's first-parent chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Landing {
    pub commit: CommitId,
    /// As [`FileVersion::position`]; everything that landed up to this commit has a lower one.
    pub position: u32,
    /// Committer time in seconds since 1970.
    pub at: i64,
}
