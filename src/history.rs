//! The versions of tracked files, as read from Git and as kept in the cache.

use serde::{Deserialize, Serialize};

use crate::ids::{BlobId, CommitId, RepoPath};

/// One version of a tracked path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileVersion {
    pub commit: CommitId,
    pub blob: BlobId,
    /// The path the file had at this version.
    pub path: RepoPath,
    /// Order in the history: parents before children, 0 the oldest commit.
    pub position: u32,
    /// Committer time in seconds since 1970. For people; never decides anything.
    pub committed_at: i64,
    /// How many tracked files the commit changed.
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
    /// Number of commits walked; the next position.
    pub commits: u32,
    /// Sorted by path.
    pub files: Vec<FileHistory>,
}
