//! The catalogue: every post of a project and how its translation stands, derived from Git alone.
//!
//! It can be thrown away and made again from the mirror; SQLite only keeps it so that a start is fast.

mod assemble;
mod diff;
mod edits;
mod files;
mod indexes;
mod parallel;
mod sides;
pub mod status;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use assemble::{Inputs, assemble};
pub use indexes::KnownIndexes;

use crate::{
    convention::{Convention, PostMeta},
    history::{FileHistory, History, Keyed, find},
    ids::{BlobId, CommitId, RepoPath, Slug},
    staleness::{Judgement, Severity, Status, Work},
};

/// Version of everything a catalogue is computed by; raised when the same history would lead to
/// another catalogue, so that a cache made by an older program is not taken for the truth.
pub const ENGINE: &str = "13";

/// Names what a catalogue is computed by: the program's engine and the settings that matter.
pub fn engine(convention: &Convention, mass_edit_files: u32) -> String {
    format!("{ENGINE}; {}; mass edits from {mass_edit_files}", convention.fingerprint())
}

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
    /// Oddities of this text alone, in English.
    pub warnings: Vec<String>,
    pub makeup: Makeup,
}

/// What a text has besides prose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Makeup {
    pub code_blocks: usize,
    /// Displayed formulas, and those within lines.
    pub formulas: usize,
    /// Blocks of raw HTML or of components.
    pub html_blocks: usize,
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
    /// All oddities a maintainer should know, those of both sides included, each with the path it
    /// concerns; in English.
    pub warnings: Vec<String>,
}

impl Post {
    /// English words that wait: all of an untranslated post, those of the open changes of a stale one.
    pub fn words_to_touch(&self) -> usize {
        match (self.status, &self.judgement, &self.source) {
            (Status::Untranslated, _, Some(source)) => source.length,
            (Status::Stale, Some(judgement), _) => judgement.words_to_touch,
            _ => 0,
        }
    }

    /// What waits, by the things there are to do.
    pub fn work(&self) -> Option<Work> {
        match (self.status, &self.judgement, &self.source) {
            (Status::Untranslated, _, Some(source)) => {
                Some(Work { words: source.length, ..Work::default() })
            }
            (Status::Stale, Some(judgement), _) => Some(judgement.work),
            _ => None,
        }
    }
}

impl Keyed for Post {
    type Key = Slug;

    fn key(&self) -> &Slug {
        &self.slug
    }
}

/// All posts of a project as of one head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    pub history: History,
    /// Sorted by slug. A later catalogue shares those that nothing happened to.
    pub posts: Vec<Arc<Post>>,
    /// Oddities of the repository as a whole (an index that does not parse).
    pub warnings: Vec<String>,
    /// What the index files said, so that the next catalogue need not read them again.
    #[serde(skip)]
    pub indexes: KnownIndexes,
}

impl Catalogue {
    /// The versions of a path that exists at head.
    pub fn history_of(&self, path: &RepoPath) -> Option<&FileHistory> {
        self.history.file(path).map(|file| &**file)
    }

    /// The post of a slug.
    pub fn post(&self, slug: &Slug) -> Option<&Arc<Post>> {
        find(&self.posts, slug)
    }
}

/// What a sync changes in the cache; what `sync --dry-run` prints.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CatalogueDiff {
    /// The head it leads away from; `None` where nothing was known.
    pub from: Option<CommitId>,
    /// Posts that are new or differ, as they are now.
    pub upserted: Vec<Arc<Post>>,
    pub removed: Vec<Slug>,
    /// Paths whose history is new or differs.
    pub histories: Vec<RepoPath>,
    pub removed_histories: Vec<RepoPath>,
}

#[cfg(test)]
mod tests;
