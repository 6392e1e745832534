//! What the memory, the glossary and the drafting aid show.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::PersonBrief;
use crate::{
    glossary::{Entry, Term},
    ids::{ProjectId, ProposalId, Slug},
};

/// What was found of something that was searched in the memory.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Concordance {
    pub project: ProjectId,
    pub query: String,
    /// The closest first.
    pub hits: Vec<Hit>,
    /// There are more than are shown.
    pub is_cut: bool,
    /// What the glossary says of it.
    pub terms: Vec<Entry>,
    pub size: MemorySize,
}

/// How much the memory holds of what it will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MemorySize {
    /// Translated posts it holds, and all of them.
    pub posts: usize,
    pub all_posts: usize,
    /// Sentences, and blocks that are not cut into sentences.
    pub units: usize,
}

/// A pair of texts that has what was searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hit {
    pub slug: Slug,
    /// Title of the post, the Chinese one where there is one.
    pub title: String,
    pub source: Vec<Mark>,
    pub target: Vec<Mark>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mark {
    pub text: String,
    /// It is what was searched, or a form of it.
    pub is_hit: bool,
}

/// What the memory knows of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suggestions {
    /// For the block and for its sentences, the best first within each.
    pub matches: Vec<Suggestion>,
}

/// One known translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suggestion {
    /// 100 for the same text.
    pub score: u8,
    /// What was translated then.
    pub source: String,
    /// What can be put in: a whole block with its marks, or a sentence.
    pub target: String,
    /// Numbers, code or links were replaced by those of this block.
    pub is_adapted: bool,
    /// The sentence of the block it is for; `None` for the block as a whole.
    pub part: Option<String>,
    pub slug: Slug,
    pub title: String,
}

/// The terms of one block of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BlockTerms {
    /// 1-based inclusive lines of the source.
    pub lines: (usize, usize),
    pub found: Vec<FoundTerm>,
}

/// A term as a source block has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FoundTerm {
    /// As it is written there.
    pub text: String,
    /// UTF-16 units of the block's text, as browsers count.
    pub start: usize,
    pub end: usize,
    /// Place in [`TaskTerms::terms`].
    pub term: usize,
}

/// The terms of the source of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskTerms {
    pub terms: Vec<TermHint>,
    pub blocks: Vec<BlockTerms>,
}

/// What a translator has to know of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermHint {
    pub term: String,
    /// Every form that is right, the preferred one first.
    pub forms: Vec<String>,
    pub note: String,
}

/// The glossary of a project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GlossaryView {
    pub project: ProjectId,
    /// By their English.
    pub terms: Vec<Term>,
    /// The oldest first.
    pub open: Vec<Proposal>,
    /// The last that were decided, the newest first.
    pub decided: Vec<Proposal>,
}

/// What somebody would add or change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Proposal {
    pub id: ProposalId,
    pub entry: Entry,
    /// What the glossary says today, where it has the term.
    pub instead_of: Option<Entry>,
    pub reason: String,
    pub by: PersonBrief,
    pub at: Timestamp,
    pub decision: Option<ProposalDecision>,
}

/// What a maintainer said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProposalDecision {
    pub is_accepted: bool,
    pub by: PersonBrief,
    pub at: Timestamp,
    pub answer: String,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// What was left out: its line or place in the file, its term, and why, in English.
    pub skipped: Vec<(usize, String)>,
}
