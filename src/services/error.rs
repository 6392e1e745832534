//! What can go wrong in a use case, with what a person can do about it.

use super::Unfit;
use crate::{
    checks::Finding,
    convention::ConventionError,
    github::GithubError,
    glossary::BadEntry,
    ids::{PullRequestNumber, RevisionNumber},
    notify::NotifyError,
    repository::RepositoryError,
    store::StoreError,
    workflow::{Reason, Refusal, Told},
};

/// A failed use case.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error("there is no such {0}")]
    NotFound(&'static str),
    #[error("you may not do this")]
    Forbidden,
    /// Somebody has the post already; `by` is their name.
    #[error("already claimed by {by}")]
    AlreadyClaimed { by: String },
    /// Somebody has the post open as a pull request elsewhere.
    #[error("someone is on it: #{number} by {author} ({url})")]
    OnIt { number: PullRequestNumber, author: String, url: String },
    /// The person has as many claims as one may have.
    #[error("you have {limit} claims already")]
    TooManyClaims { limit: u32 },
    /// Maintainers leave the post out.
    #[error("this post is left out: {reason}")]
    Excluded { reason: String },
    /// The translation carries every change of its source.
    #[error("this translation is up to date; there is nothing to claim")]
    NothingToDo,
    /// The post was removed from the source; only its translation is left.
    #[error("this translation has no source any more")]
    NoSource,
    /// Something that is no address of a page on the web.
    #[error("this is no address of a page on the web")]
    NoWebAddress,
    /// As many translations elsewhere are noted as a post may have.
    #[error("{limit} translations elsewhere are the most a post may have; take one away first")]
    TooManyElsewhere { limit: u32 },
    /// Somebody has to be able to manage the others.
    #[error("the last maintainer keeps the role; make somebody else a maintainer first")]
    LastMaintainer,
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The draft was saved elsewhere since `expected`; nothing was overwritten.
    #[error("the draft is at revision {current}, not {expected}")]
    Conflict { expected: RevisionNumber, current: RevisionNumber, text: String, saved_by: String },
    /// Findings that keep a translation from being submitted.
    #[error("{} findings must be mended first", .0.len())]
    HasErrors(Vec<Finding>),
    /// An approval while things that were said about the text are not settled.
    #[error("{0} threads are open")]
    OpenThreads(usize),
    /// An update whose text is the published one.
    #[error("this is the published text, unchanged")]
    Unchanged,
    /// Something that cannot be a term.
    #[error(transparent)]
    BadTerm(#[from] BadEntry),
    /// Another entry has that English.
    #[error("{term} is in the glossary already")]
    TermTaken { term: String },
    /// A glossary that cannot be read; the reason is in English.
    #[error("the glossary cannot be read: {0}")]
    BadGlossaryFile(String),
    /// Another maintainer was faster.
    #[error("somebody has decided this proposal already")]
    DecidedAlready,
    /// No endpoint is configured.
    #[error("there is no drafting aid")]
    NoAid,
    /// As many answers as may be are waited for.
    #[error("the drafting aid has too much to do")]
    AidBusy,
    /// No way to send messages is configured here.
    #[error("messages cannot be sent from here")]
    NoMessages,
    #[error(transparent)]
    Notify(#[from] NotifyError),
    /// Code, a table, or something else that no machine is asked about.
    #[error("this block is not one a machine drafts")]
    NotDraftable,
    #[error("{field}: {problem}")]
    Invalid { field: &'static str, problem: Unfit },
    /// A draft larger than any post is.
    #[error("{bytes} bytes are more than the {limit} that are taken")]
    TooLong { bytes: usize, limit: usize },
    #[error("this project publishes nowhere")]
    NoPublisher,
    /// Publishing would bury the work of somebody else.
    #[error(
        "branch {branch} holds commit {commit}, which Yiqi did not make; merge or delete that branch, \
         then publish again"
    )]
    BranchTaken { branch: String, commit: String },
    /// A fault of the code, with what it said; trying again alone does not help.
    #[error("Yiqi itself broke down over this: {0}")]
    Broken(String),
    #[error(transparent)]
    Repository(#[from] RepositoryError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Github(#[from] GithubError),
    #[error(transparent)]
    Convention(#[from] ConventionError),
}

impl ServiceError {
    /// What people read of it in the story of a post: in their language where the program has words for
    /// it, in English otherwise.
    pub(super) fn told(&self) -> Reason {
        match self {
            Self::Github(GithubError::EmptyRepository(_)) => Told::RepositoryEmpty.into(),
            Self::Github(GithubError::ForkDiverged { fork, branch }) => {
                Told::ForkDiverged { fork: fork.clone(), branch: branch.clone() }.into()
            }
            other => other.to_string().into(),
        }
    }
}
