//! What anybody may see: how far a project is, and who brought it there.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Counts, SyncState};
use crate::{
    ids::{ProjectId, Slug},
    recognition::{Milestone, Part, Record},
};

/// Posts with what became of them; orphaned translations are none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tally {
    pub posts: usize,
    /// Posts that have a translation, also where it is behind.
    pub translated: usize,
    /// Translations that are behind in more than details.
    pub behind: usize,
}

impl Tally {
    /// Translated posts of a hundred; the whole hundred only where all are.
    pub fn percent(&self) -> usize {
        (self.translated * 100).checked_div(self.posts).unwrap_or(0)
    }
}

/// How far the posts with one tag are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TagProgress {
    pub tag: String,
    #[serde(flatten)]
    pub tally: Tally,
}

/// How far a project is, for anybody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Progress {
    pub project: ProjectId,
    pub name: String,
    #[serde(flatten)]
    pub tally: Tally,
    pub counts: Counts,
    /// English words of what `counts` has as missing, and of what waits in those it has as behind.
    pub words_missing: usize,
    pub words_behind: usize,
    /// Most used first.
    pub tags: Vec<TagProgress>,
    pub sync: SyncState,
}

/// How one translation stands, for the place where it is read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Freshness {
    pub slug: Slug,
    pub is_translated: bool,
    /// It is behind in more than details.
    pub is_behind: bool,
    /// Places of the source that changed since.
    pub changes: usize,
    /// When the source changed last, where the translation is behind.
    pub since: Option<Timestamp>,
}

/// One line of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    pub slug: Slug,
    /// What this line is about for ever: the slug, and for a change of the source its commit.
    pub key: String,
    pub at: Timestamp,
    pub source_title: Option<String>,
    pub target_title: Option<String>,
    /// Authors of the post, or translators of the translation.
    pub people: Vec<String>,
    pub tags: Vec<String>,
    /// English words that wait, or of the whole post.
    pub words: usize,
    /// Places of the source that changed.
    pub changes: usize,
}

/// What a feed tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedKind {
    /// Posts nobody has translated.
    New,
    /// Translations that came out.
    Published,
    /// Translations whose source moved on.
    Stale,
}

impl FeedKind {
    pub const ALL: [Self; 3] = [Self::New, Self::Published, Self::Stale];

    /// The name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Published => "published",
            Self::Stale => "stale",
        }
    }
}

/// The newest of what a feed tells of, newest first.
#[derive(Debug, Clone)]
pub struct FeedView {
    pub project: ProjectId,
    pub name: String,
    pub kind: FeedKind,
    /// When the project was as it is told, where there is no line.
    pub at: Timestamp,
    pub entries: Vec<FeedEntry>,
}

/// Somebody with what they did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contributor {
    /// What their page is called: the name on the Hub, or `@` and the login where there is none.
    pub handle: String,
    pub name: String,
    /// Name on the Hugging Face Hub.
    pub hf_user: Option<String>,
    /// Login at GitHub, of those who signed in with it.
    pub github_login: Option<String>,
    #[serde(flatten)]
    pub record: Record,
}

/// Everybody who worked on a project and may be named, in the order they came.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Credits {
    pub project: ProjectId,
    pub name: String,
    pub people: Vec<Contributor>,
    /// How many more did not want to be named.
    pub unlisted: usize,
}

/// Something somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkDone {
    pub project: ProjectId,
    pub slug: Slug,
    /// The translation's, or the source's where there is none.
    pub title: String,
    /// Language of the title.
    pub language: &'static str,
    pub part: Part,
    pub words: usize,
    pub at: Timestamp,
}

/// The page of one person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Profile {
    pub who: Contributor,
    /// Newest first.
    pub works: Vec<WorkDone>,
    /// Oldest first.
    pub milestones: Vec<Milestone>,
    /// Nobody else sees the page.
    pub unlisted: bool,
}

/// A word of thanks for a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Thanks {
    /// First day (UTC) that is meant.
    #[schema(value_type = String, format = Date)]
    pub from: jiff::civil::Date,
    /// Last day (UTC) that is meant.
    #[schema(value_type = String, format = Date)]
    pub until: jiff::civil::Date,
    /// Markdown; empty where nobody did anything.
    pub markdown: String,
}
