//! The short line a page begins with after something was done.

use serde::{Deserialize, Serialize};

/// What has just been done; survives the redirect after a form in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    SignedIn,
    SignedOut,
    Claimed,
    Released,
    Assigned,
    DraftSaved,
    Submitted,
    Withdrawn,
    Carried,
    /// The draft was saved while somebody was about to carry it over.
    CarryAgain,
    Restored,
    /// The draft was saved while somebody was about to go back to an earlier revision.
    LookAgain,
    TokenRevoked,
    ReviewStarted,
    ReviewLeft,
    Approved,
    Returned,
    /// Publishing is under way or done.
    Publishing,
    CommentAdded,
    CommentResolved,
    CommentReopened,
    BlockMended,
    Pinned,
    Dismissed,
    Syncing,
    RunningAgain,
    Welcomed,
    SignedOutEverywhere,
    ProfileSaved,
    RoleChanged,
    Blocked,
    Unblocked,
}

impl Notice {
    /// Every notice, for the test that each has its words.
    #[cfg(test)]
    pub(super) const ALL: [Self; 32] = [
        Self::SignedIn,
        Self::SignedOut,
        Self::Claimed,
        Self::Released,
        Self::Assigned,
        Self::DraftSaved,
        Self::Submitted,
        Self::Withdrawn,
        Self::Carried,
        Self::CarryAgain,
        Self::Restored,
        Self::LookAgain,
        Self::TokenRevoked,
        Self::ReviewStarted,
        Self::ReviewLeft,
        Self::Approved,
        Self::Returned,
        Self::Publishing,
        Self::CommentAdded,
        Self::CommentResolved,
        Self::CommentReopened,
        Self::BlockMended,
        Self::Pinned,
        Self::Dismissed,
        Self::Syncing,
        Self::RunningAgain,
        Self::Welcomed,
        Self::SignedOutEverywhere,
        Self::ProfileSaved,
        Self::RoleChanged,
        Self::Blocked,
        Self::Unblocked,
    ];

    /// The key of its sentence.
    pub const fn key(self) -> &'static str {
        match self {
            Self::SignedIn => "notice-signed-in",
            Self::SignedOut => "notice-signed-out",
            Self::Claimed => "notice-claimed",
            Self::Released => "notice-released",
            Self::Assigned => "notice-assigned",
            Self::DraftSaved => "notice-draft-saved",
            Self::Submitted => "notice-submitted",
            Self::Withdrawn => "notice-withdrawn",
            Self::Carried => "notice-carried",
            Self::CarryAgain => "notice-carry-again",
            Self::Restored => "notice-restored",
            Self::LookAgain => "notice-look-again",
            Self::TokenRevoked => "notice-token-revoked",
            Self::ReviewStarted => "notice-review-started",
            Self::ReviewLeft => "notice-review-left",
            Self::Approved => "notice-approved",
            Self::Returned => "notice-returned",
            Self::Publishing => "notice-publishing",
            Self::CommentAdded => "notice-comment-added",
            Self::CommentResolved => "notice-comment-resolved",
            Self::CommentReopened => "notice-comment-reopened",
            Self::BlockMended => "notice-block-mended",
            Self::Pinned => "notice-pinned",
            Self::Dismissed => "notice-dismissed",
            Self::Syncing => "notice-syncing",
            Self::RunningAgain => "notice-running-again",
            Self::Welcomed => "notice-welcomed",
            Self::SignedOutEverywhere => "notice-signed-out-everywhere",
            Self::ProfileSaved => "notice-profile-saved",
            Self::RoleChanged => "notice-role-changed",
            Self::Blocked => "notice-blocked",
            Self::Unblocked => "notice-unblocked",
        }
    }
}
