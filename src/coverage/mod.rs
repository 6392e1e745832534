//! How far the translation of a project was, at points in time and over stretches of it.
//!
//! A point of the past is what a sync would have found on that day: the catalogue of the commit that was
//! the head of the branch then, judged by content. Dates only choose that commit; they judge nothing.

mod activity;
mod sampling;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use activity::{Activity, Deed, activity, deeds, first_of_month};
pub use sampling::{Sample, Step, samples};

use crate::{
    catalogue::{Catalogue, Post},
    ids::CommitId,
    staleness::{Severity, Status},
};

/// How many posts stood where, and the words that waited. English words, as
/// [`Post::words_to_touch`] counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Standing {
    pub untranslated: usize,
    /// In step with the source.
    pub current: usize,
    /// Behind in something no reader would miss.
    pub cosmetic: usize,
    pub minor: usize,
    pub major: usize,
    /// Translations without a source; no posts.
    pub orphaned: usize,
    pub words_untranslated: usize,
    pub words_behind: usize,
}

impl Standing {
    /// Counts the posts of a catalogue.
    pub fn of(catalogue: &Catalogue) -> Self {
        Self::of_posts(catalogue.posts.iter().map(|post| &**post))
    }

    /// Counts some posts.
    pub fn of_posts<'a>(posts: impl IntoIterator<Item = &'a Post>) -> Self {
        let mut standing = Self::default();
        for post in posts {
            let count = match (post.status, post.severity) {
                (Status::Orphan, _) => &mut standing.orphaned,
                (Status::Untranslated, _) => {
                    standing.words_untranslated += post.words_to_touch();
                    &mut standing.untranslated
                }
                (_, Severity::None) => &mut standing.current,
                (_, Severity::Cosmetic) => &mut standing.cosmetic,
                (_, severity) => {
                    standing.words_behind += post.words_to_touch();
                    if severity == Severity::Minor {
                        &mut standing.minor
                    } else {
                        &mut standing.major
                    }
                }
            };
            *count += 1;
        }
        standing
    }

    /// Posts there are to translate.
    pub fn posts(&self) -> usize {
        self.untranslated + self.translated()
    }

    /// Posts with a translation, in step or not.
    pub fn translated(&self) -> usize {
        self.in_step() + self.behind()
    }

    /// Translations that say what their source says.
    pub fn in_step(&self) -> usize {
        self.current + self.cosmetic
    }

    /// Translations that lack something a reader would miss.
    pub fn behind(&self) -> usize {
        self.minor + self.major
    }
}

/// How a project stood at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The moment it speaks of, in seconds since 1970.
    pub at: i64,
    /// The head of the branch at that moment.
    pub commit: CommitId,
    pub standing: Standing,
}
