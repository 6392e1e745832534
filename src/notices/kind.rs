//! The kinds of news.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::workflow::{Role, UnknownName};

/// What somebody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A lease, of a claim or of a review, ends soon.
    Expiring,
    /// It ended.
    Expired,
    /// A maintainer gave somebody a post.
    Assigned,
    /// A text waits for a proofreader.
    ReviewWanted,
    /// A text came back to its translator.
    ChangesRequested,
    Approved,
    /// Somebody said something about a text, here or at its pull request.
    Comment,
    Merged,
    /// The source moved on while somebody translates it.
    SourceChanged,
    /// A translation somebody made is behind its source now.
    Behind,
    /// A sync or a publication needs a maintainer.
    Trouble,
    /// What waits and what happened, once a week.
    Digest,
}

impl Kind {
    /// All of them, in the order people choose among them.
    pub const ALL: [Self; 12] = [
        Self::ReviewWanted,
        Self::ChangesRequested,
        Self::Approved,
        Self::Comment,
        Self::Merged,
        Self::Expiring,
        Self::Expired,
        Self::Assigned,
        Self::SourceChanged,
        Self::Behind,
        Self::Trouble,
        Self::Digest,
    ];

    /// What may be told to a group: nothing that puts a single person on the spot.
    pub const FOR_GROUPS: [Self; 5] =
        [Self::ReviewWanted, Self::Approved, Self::Merged, Self::Trouble, Self::Digest];

    /// The name as stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Assigned => "assigned",
            Self::ReviewWanted => "review_wanted",
            Self::ChangesRequested => "changes_requested",
            Self::Approved => "approved",
            Self::Comment => "comment",
            Self::Merged => "merged",
            Self::SourceChanged => "source_changed",
            Self::Behind => "behind",
            Self::Trouble => "trouble",
            Self::Digest => "digest",
        }
    }

    /// Whether news of this kind can come to somebody of a role at all.
    pub fn concerns(self, role: Role) -> bool {
        match self {
            Self::ReviewWanted => role >= Role::Proofreader,
            Self::Trouble => role == Role::Maintainer,
            _ => true,
        }
    }

    /// Whether a new way out carries it before anybody chose: what asks for an answer, and the good news.
    pub fn is_sent_at_first(self, to_group: bool) -> bool {
        if to_group {
            return matches!(self, Self::ReviewWanted | Self::Merged | Self::Digest);
        }
        !matches!(self, Self::ReviewWanted)
    }
}

impl FromStr for Kind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let known = Self::ALL.into_iter().find(|kind| kind.name() == name);
        known.ok_or_else(|| UnknownName::new(name, "the kinds of notices"))
    }
}
