//! The revisions of a draft.

use askama::Template;

use super::{
    Shell,
    difference::{self, Line},
    time, urls,
};
use crate::{
    ids::{ProjectId, RevisionNumber, Slug, TaskId},
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

impl HistoryPage {
    fn revision_url(&self, number: RevisionNumber) -> String {
        urls::revision(self.task, number)
    }

    fn number(&self, number: RevisionNumber) -> String {
        self.shell.t1("history-revision", "number", number.to_string())
    }
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
    pub newest: Draft,
    pub may_restore: bool,
}

impl RevisionPage {
    fn number(&self) -> String {
        self.shell.t1("history-revision", "number", self.revision.revision.to_string())
    }

    /// What this revision changed; empty where nothing did.
    fn changes(&self) -> Option<Vec<Line>> {
        let previous = self.previous.as_ref()?;
        if previous.text == self.revision.text {
            return Some(Vec::new());
        }
        Some(difference::lines(&previous.text, &self.revision.text))
    }

    fn revision_url(&self) -> String {
        urls::revision(self.task, self.revision.revision)
    }

    fn is_newest(&self) -> bool {
        self.revision.revision == self.newest.revision
    }

    /// What going back to it would do to the newest text; empty where nothing.
    fn going_back(&self) -> Vec<Line> {
        if self.revision.text == self.newest.text {
            return Vec::new();
        }
        difference::lines(&self.newest.text, &self.revision.text)
    }

    fn previous_url(&self) -> Option<String> {
        self.previous.as_ref().map(|previous| urls::revision(self.task, previous.revision))
    }
}

/// A file made elsewhere, to be put in on top of the revision it was made from.
#[derive(Debug, Clone, Template)]
#[template(path = "upload.html")]
pub struct UploadPage {
    pub shell: Shell,
    pub project: ProjectId,
    pub slug: Slug,
    pub task: TaskId,
    /// Title of the post.
    pub title: String,
    pub target_path: String,
    /// The revision it was probably made from.
    pub base: RevisionNumber,
    /// Newest first, without texts.
    pub revisions: Vec<Draft>,
    pub may_edit: bool,
}

impl UploadPage {
    fn is_base(&self, draft: &Draft) -> bool {
        draft.revision == self.base
    }

    fn label(&self, draft: &Draft) -> String {
        let number = self.shell.t1("history-revision", "number", draft.revision.to_string());
        let when = time::day(draft.saved_at);
        format!("{number} · {when} · {}", draft.saved_by.name)
    }
}
