//! The revisions of a draft.

use askama::Template;

use super::Shell;
use crate::{
    ids::{ProjectId, Slug, TaskId},
    services::views::Draft,
};

/// All revisions of a task, newest first.
#[derive(Debug, Clone, Template)]
#[template(path = "history.html")]
pub struct HistoryPage {
    pub shell: Shell,
    pub project: ProjectId,
    pub slug: Slug,
    pub task: TaskId,
    /// Title of the post.
    pub title: String,
    /// Newest first, without texts.
    pub revisions: Vec<Draft>,
}

/// One revision and what it changed.
#[derive(Debug, Clone, Template)]
#[template(path = "revision.html")]
pub struct RevisionPage {
    pub shell: Shell,
    pub project: ProjectId,
    pub slug: Slug,
    pub task: TaskId,
    /// Title of the post.
    pub title: String,
    pub revision: Draft,
    /// The revision before it; `None` for the first.
    pub previous: Option<Draft>,
}
