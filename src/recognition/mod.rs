//! Who did what for a project, from the credits in Git and from the work done here.
//!
//! What must hold: a credit that stands in Git is never lost, whoever signed in since; nobody is counted
//! twice for the same thing, though Git and the log both tell of it; and people are never put in an order of
//! who did more. Whoever worked before Yiqi is known by their name on the Hugging Face Hub alone, until
//! somebody says that the name is theirs.

mod deeds;
mod milestones;
mod thanks;

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use utoipa::ToSchema;

use crate::ids::{PersonId, Slug};

pub use deeds::deeds;
pub use milestones::{Milestone, MilestoneKind, milestones};
pub use thanks::{Thanked, thanks};

/// The part somebody had in a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Made its first translation.
    Translated,
    /// Brought a translation up to date.
    Updated,
    Proofread,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doer {
    /// Somebody who signed in.
    Person(PersonId),
    /// A name on the Hub, in lower case, that nobody here has said is theirs.
    Name(String),
}

/// One thing somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub by: Doer,
    /// The name on the Hub as it is written in Git, where it is.
    pub credited_as: Option<String>,
    pub slug: Slug,
    pub part: Part,
    /// English words of the post; 0 for whatever is no first translation, and where the source is gone.
    pub words: usize,
    pub at: Timestamp,
}

/// What somebody did, summed up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Record {
    /// Posts whose first translation they made.
    pub translated: usize,
    /// How often they brought a translation up to date.
    pub updated: usize,
    /// How often they proofread.
    pub proofread: usize,
    /// English words of the posts they translated.
    pub words: usize,
    /// Months in which they did something (`2026-05`), oldest first.
    pub months: Vec<String>,
    /// When the first of it was published.
    pub since: Option<Timestamp>,
}

impl Record {
    /// Sums up what one person did; `months` are those in which the log has them at work.
    pub fn of<'a>(
        deeds: impl IntoIterator<Item = &'a Deed>,
        months: impl IntoIterator<Item = String>,
    ) -> Self {
        let mut record = Self::default();
        let mut all: BTreeSet<String> = months.into_iter().collect();
        for deed in deeds {
            match deed.part {
                Part::Translated => record.translated += 1,
                Part::Updated => record.updated += 1,
                Part::Proofread => record.proofread += 1,
            }
            record.words += deed.words;
            record.since = Some(record.since.map_or(deed.at, |since| since.min(deed.at)));
            all.insert(month_of(deed.at));
        }
        record.months = all.into_iter().collect();
        record
    }
}

/// The month of a moment in UTC (`2026-05`).
pub fn month_of(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m").to_string()
}

#[cfg(test)]
mod tests;
