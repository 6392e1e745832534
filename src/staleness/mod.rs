//! Judges by content which blocks of a translation are behind its source.
//!
//! Freshness is never read off dates: see `docs/staleness.md`.

mod align;
mod bags;
mod base;
mod carry;
mod changes;
mod effort;
mod evidence;
mod fields;
mod fit;
mod judge;
mod keys;
mod leftovers;
mod lexicon;
mod quick;
mod rows;
mod segment;
mod severity;
mod target;
mod telling;
mod verdict;
mod wording;
mod work;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    document::{Dialect, Document},
    history::FileVersion,
    ids::CommitId,
};

/// One version of one file in the history of the tracked branch, with its text.
#[derive(Debug, Clone)]
pub struct Version {
    pub file: FileVersion,
    /// The file's text; invalid UTF-8 replaced.
    pub text: Arc<str>,
}

/// Texts of one post as they were read, so that what they share is read once.
pub struct Reading(segment::Reader);

impl Reading {
    /// Nothing read yet.
    pub fn new(dialect: Dialect) -> Self {
        Self(segment::Reader::new(dialect))
    }

    /// The blocks of a text, as [`Document::parse`] finds them.
    pub fn document(&mut self, text: &Arc<str>) -> Document {
        self.0.document(text)
    }
}

/// Everything the judgement of one post rests on.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Oldest first, never empty; the last is the version at head.
    pub source: Vec<Version>,
    /// Oldest first, never empty; the last is the version at head.
    pub target: Vec<Version>,
    pub dialect: Dialect,
    /// A commit that touches at least so many files is a mass edit: what it does to a translation
    /// proves no review of it.
    pub mass_edit_files: u32,
    /// A base a person set or confirmed; wins over everything.
    pub pin: Option<CommitId>,
    /// Keys of changes ([`Change::key`]) a person dismissed for exactly this source version; also
    /// [`dismissal_of_all`].
    pub dismissed: Vec<String>,
}

/// The verdict on a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Untranslated,
    Current,
    Stale,
    Orphan,
}

/// How much an unreflected change matters to a reader of the translation.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    None,
    Cosmetic,
    Minor,
    Major,
}

/// Where the base of a translation is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum BaseOrigin {
    /// Set or confirmed by a person.
    Pinned,
    /// Recorded in a commit trailer or front matter key.
    Recorded,
    /// Inferred from the content.
    Inferred,
}

/// The source version a translation reflects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Base {
    pub commit: CommitId,
    /// 0 to 1.
    pub confidence: f32,
    pub origin: BaseOrigin,
}

/// What happened to a block of the source between the base and head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    Added,
    Removed,
    Modified,
}

/// One change of the source, and whether the translation carries it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// Stable name of this change: a digest of the old and the new block's text, unique in the post.
    pub key: String,
    pub kind: ChangeKind,
    pub severity: Severity,
    pub reflected: bool,
    /// Dismissed by a person for this source version.
    pub dismissed: bool,
    /// Text of the block at the base; empty for an added one.
    pub old_source: String,
    /// Text of the block at head; empty for a removed one.
    pub new_source: String,
    /// 1-based inclusive lines of the source at head; `None` for a removed block.
    pub source_lines: Option<(usize, usize)>,
    /// For a removed block, the line of the source at head after which it stood; 0 is the start.
    #[serde(default)]
    pub stood_after: Option<usize>,
    /// 1-based inclusive lines of the translation: the block concerned, or the place where an added one belongs.
    pub target_lines: Option<(usize, usize)>,
    /// Why it counts as reflected or not.
    pub reason: Reason,
}

/// The sentence behind a verdict, as data, so that the web floor can say it in the reader's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// Something the change added is not in the translation.
    AddedMissing { what: String },
    /// Something the change removed is still in the translation.
    RemovedPresent { what: String },
    /// The translation was edited after the change.
    EditedAfter { commit: CommitId },
    /// The translation has everything the change added.
    Carried,
    /// No block of the translation corresponds to the new block.
    NoCounterpart,
    /// Nothing in the change calls for an edit of the Chinese.
    NothingToTranslate,
    /// A wording change that left no trace to check, and no later edit of the translation.
    WordingOnly,
    /// A word or two turned what is said (`two → three`, `not`), and no later edit of the translation.
    Turned { what: String },
    /// The heading has another level (`# → ##`), and the translation's has the old one.
    LevelChanged { what: String },
    /// What changed at once is too large to compare in detail.
    TooLarge,
}

/// The judgement of one post that has a translation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// `Current` or `Stale`.
    pub status: Status,
    /// Worst severity of the unreflected, undismissed changes.
    pub severity: Severity,
    pub base: Base,
    pub changes: Vec<Change>,
    /// Source words in the unreflected changes of severity minor and above.
    pub words_to_touch: usize,
    /// The same by the things there are to do.
    #[serde(default)]
    pub work: Work,
}

pub use carry::{CarriedChange, CarriedDraft, Refreshed, Untouched, carry_over};
pub use effort::steps_of;
pub use judge::{judge, judge_with};
pub use keys::dismissal_of_all;
pub use rows::{Aligned, align};
pub use telling::Thing;
pub use work::Work;

#[cfg(test)]
mod explained;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod worst_cases;
