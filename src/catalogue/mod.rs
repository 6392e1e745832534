//! The catalogue: every post of a project and how its translation stands, derived from Git alone.
//!
//! It can be thrown away and made again from the mirror; SQLite only keeps it so that a start is fast.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    convention::PostMeta,
    history::History,
    ids::{BlobId, CommitId, RepoPath, Slug},
    staleness::{Judgement, Severity, Status},
};

/// One side of a post at head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    pub path: RepoPath,
    pub blob: BlobId,
    /// The commit that made this version.
    pub commit: CommitId,
    /// Committer times of the first and the last version, in seconds since 1970.
    pub first_at: i64,
    pub last_at: i64,
    pub meta: PostMeta,
    /// English words or Han characters of the prose.
    pub length: usize,
}

/// One post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    pub slug: Slug,
    /// `None` for an orphaned translation.
    pub source: Option<Side>,
    /// `None` for an untranslated post.
    pub target: Option<Side>,
    /// Where the translation is or belongs.
    pub target_path: RepoPath,
    pub status: Status,
    pub severity: Severity,
    /// Present where both sides are.
    pub judgement: Option<Judgement>,
    /// For an orphan: the source it most likely belongs to.
    pub suggestion: Option<Slug>,
    /// Oddities a maintainer should know (`front matter does not parse: …`), in English.
    pub warnings: Vec<String>,
}

/// All posts of a project as of one head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    pub history: History,
    /// Sorted by slug.
    pub posts: Vec<Post>,
    /// Oddities of the repository as a whole (an index that does not parse).
    pub warnings: Vec<String>,
}

/// What a sync changes in the cache; what `sync --dry-run` prints.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CatalogueDiff {
    /// Posts that are new or differ, as they are now.
    pub upserted: Vec<Post>,
    pub removed: Vec<Slug>,
    /// Paths whose history is new or differs.
    pub histories: Vec<RepoPath>,
    pub removed_histories: Vec<RepoPath>,
}

impl CatalogueDiff {
    /// What leads from the cached catalogue to the present one.
    pub fn between(_old: Option<&Catalogue>, _new: &Catalogue) -> Self {
        todo!()
    }
}

impl fmt::Display for CatalogueDiff {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}
