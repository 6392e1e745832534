//! What `yiqi status --format json` says of a post. The field names are a promise to other tools.

use serde::Serialize;
use utoipa::ToSchema;

use super::Post;
use crate::{
    ids::{CommitId, RepoPath},
    staleness::{BaseOrigin, Change, ChangeKind, Severity, Status, Work},
};

/// How many characters of a block are quoted.
const EXCERPT: usize = 200;

/// One post.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StatusRecord {
    /// `None` for an orphaned translation.
    pub source_path: Option<RepoPath>,
    /// Where the translation is, or where it belongs.
    pub target_path: RepoPath,
    pub status: Status,
    pub severity: Severity,
    /// The source version the translation reflects; `None` without translation or source.
    pub base_commit: Option<CommitId>,
    /// 0 to 1.
    pub base_confidence: Option<f32>,
    pub base_origin: Option<BaseOrigin>,
    /// Source words that wait: all of an untranslated post, those of the open changes of a stale one; a
    /// line of code counts as four.
    pub words_to_touch: usize,
    /// The same by the things there are to do; `None` where nothing waits.
    pub work: Option<Work>,
    pub changes: Vec<ChangeRecord>,
}

/// One change of the source since the base.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChangeRecord {
    pub kind: ChangeKind,
    pub severity: Severity,
    /// The start of the block as it is now, or as it was if it is gone.
    pub source_excerpt: String,
    /// 1-based inclusive lines of the source at head; `None` for a removed block.
    pub source_lines: Option<(usize, usize)>,
    /// 1-based inclusive lines of the translation at head.
    pub target_lines: Option<(usize, usize)>,
    /// Whether the translation carries the change, or a person said that nothing needs to be done.
    pub reflected: bool,
}

impl StatusRecord {
    /// What there is to say of a post.
    pub fn of(post: &Post) -> Self {
        let base = post.judgement.as_ref().map(|judgement| &judgement.base);
        let changes = post.judgement.iter().flat_map(|judgement| &judgement.changes);
        Self {
            source_path: post.source.as_ref().map(|side| side.path.clone()),
            target_path: post.target.as_ref().map_or(&post.target_path, |side| &side.path).clone(),
            status: post.status,
            severity: post.severity,
            base_commit: base.map(|base| base.commit),
            base_confidence: base.map(|base| base.confidence),
            base_origin: base.map(|base| base.origin),
            words_to_touch: post.words_to_touch(),
            work: post.work(),
            changes: changes.map(ChangeRecord::of).collect(),
        }
    }
}

impl ChangeRecord {
    fn of(change: &Change) -> Self {
        let text = match change.kind {
            ChangeKind::Removed => &change.old_source,
            ChangeKind::Added | ChangeKind::Modified => &change.new_source,
        };
        Self {
            kind: change.kind,
            severity: change.severity,
            source_excerpt: excerpt(text),
            source_lines: change.source_lines,
            target_lines: change.target_lines,
            reflected: !change.is_open(),
        }
    }
}

/// The start of a text, cut between characters.
fn excerpt(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(EXCERPT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The name of a severity, as in the JSON.
pub(super) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "none",
        Severity::Cosmetic => "cosmetic",
        Severity::Minor => "minor",
        Severity::Major => "major",
    }
}
