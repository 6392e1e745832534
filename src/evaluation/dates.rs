//! What can be said of a translation by its dates alone, as other tools do.

use serde::Serialize;

use crate::history::{FileHistory, FileVersion};

/// A rule that looks at commit times and at nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateRule {
    /// The source was committed after the translation was last touched.
    SourceIsNewer,
    /// The source changed since the translation appeared.
    SourceChangedSince,
}

impl DateRule {
    pub const ALL: [Self; 2] = [Self::SourceIsNewer, Self::SourceChangedSince];

    /// Whether the rule calls the translation stale. A commit that changes both makes none newer.
    pub fn says_stale(self, source: &FileHistory, target: &FileHistory) -> bool {
        let seen = match self {
            Self::SourceIsNewer => target.versions.last(),
            Self::SourceChangedSince => target.versions.first(),
        };
        let at = |version: &FileVersion| version.committed_at;
        source.versions.last().map(at) > seen.map(at)
    }
}
