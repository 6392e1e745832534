//! What people say about a draft, and what proofreading changed in it.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::PersonBrief;
use crate::{
    ids::{CommentId, RevisionNumber, ThreadId},
    proofreading::{BlockChange, Standing},
    workflow::{Reason, Told},
};

/// What is beside the text on the desks of translator and proofreader.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct ProofreadingView {
    /// Oldest first.
    pub threads: Vec<Thread>,
    /// Oldest first.
    pub rounds: Vec<RoundView>,
    /// What proofreaders corrected last, as far as it still stands in the text as they left it.
    pub corrections: Vec<Correction>,
    /// What changed since the reader last proofread it; `None` where they have not seen it before.
    pub since: Option<SinceLook>,
    /// The reader may proofread what is theirs.
    pub is_own: bool,
}

impl ProofreadingView {
    pub fn open_threads(&self) -> usize {
        self.threads.iter().filter(|thread| !thread.resolved).count()
    }
}

/// Something that was said, and what was answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Thread {
    pub id: ThreadId,
    /// `None` for the whole.
    pub place: Option<ThreadPlace>,
    /// The first is what began it.
    pub entries: Vec<Entry>,
    pub resolved: bool,
    pub may_settle: bool,
}

/// What a thread is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ThreadPlace {
    /// Index of the pair it belongs to now; `None` where its block is gone.
    pub row: Option<usize>,
    pub standing: Option<Standing>,
    /// The block of the translation as it was; `None` where there was none.
    pub quote: Option<String>,
    /// The block of the source as it was.
    pub source: Option<String>,
}

/// One thing somebody said or did in a thread.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ThreadEntry)]
pub struct Entry {
    pub id: CommentId,
    pub by: SpeakerView,
    pub at: Timestamp,
    pub kind: EntryKind,
    /// Their own words; Markdown is not read.
    pub body: String,
    /// What the program says of what they did, where it speaks for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
}

/// Who said something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpeakerView {
    pub name: String,
    /// Where they said it, for somebody who is not here.
    pub url: Option<String>,
    pub is_outside: bool,
}

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Said,
    Resolved,
    Reopened,
}

/// One time a text was sent to proofreading.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundView {
    /// From 1.
    pub number: usize,
    pub submitted_at: Timestamp,
    /// The revision that was sent.
    pub revision: RevisionNumber,
    pub reviewer: Option<PersonBrief>,
    pub outcome: RoundOutcome,
    /// `None` while it lasts.
    pub ended_at: Option<Timestamp>,
    /// Why it came back.
    pub reason: Option<Reason>,
    /// What the proofreader changed in the text.
    pub corrections: Vec<BlockChange>,
    /// Threads that were begun in it.
    pub threads: usize,
}

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundOutcome {
    Waiting,
    UnderReview,
    Withdrawn,
    Returned,
    Approved,
    SelfApproved,
}

/// A block that reads otherwise now, with the pair it is in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Correction {
    /// Index of the pair; of a block that went, of the one above.
    pub row: usize,
    pub change: BlockChange,
}

/// What changed since somebody proofread a text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SinceLook {
    pub revision: RevisionNumber,
    pub changes: Vec<Correction>,
}

/// Where in a draft something is said.
#[derive(Debug, Clone, Default)]
pub struct Spot {
    /// 1-based line of the draft.
    pub line: Option<usize>,
    /// 1-based line of the source, for a block the translation does not have.
    pub source_line: Option<usize>,
    /// The block as the speaker has it before their eyes, which may not be saved yet.
    pub quote: Option<String>,
}

/// Something said about a published translation elsewhere.
#[derive(Debug, Clone)]
pub struct OutsideRemark {
    /// Names it there; told twice it is taken once.
    pub id: String,
    /// The remark it answers, by that name.
    pub reply_to: Option<String>,
    pub author: String,
    pub url: String,
    pub at: Timestamp,
    pub body: String,
    /// `None` for the whole.
    pub place: Option<OutsidePlace>,
}

/// A line of the published file.
#[derive(Debug, Clone)]
pub struct OutsidePlace {
    /// The whole file as it was when the remark was made.
    pub text: String,
    /// 1-based.
    pub line: usize,
}
