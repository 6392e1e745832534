//! One act on many posts: the list to choose from, and what became of it.

use std::{collections::HashMap, sync::Arc};

use askama::Template;

use super::{
    Shell,
    board::{BoardQuery, State},
    row::RowView,
    titles::titled,
    urls,
};
use crate::{
    ids::Slug,
    services::views::{Board, BulkDone, BulkOutcome, BulkPost},
    workflow::{Person, Priority},
};

/// Rows on the page; as many posts as one request may name.
const ROWS_SHOWN: usize = 200;

/// The list of posts to choose from.
#[derive(Debug, Clone, Template)]
#[template(path = "bulk.html")]
pub struct BulkPage {
    pub shell: Shell,
    pub board: Arc<Board>,
    pub query: BoardQuery,
    /// Everything that is shown is chosen.
    pub all: bool,
    /// Who may be given something.
    pub people: Vec<Person>,
}

/// A part of the posts that is offered.
struct Part {
    label: String,
    url: String,
    count: usize,
    chosen: bool,
}

impl BulkPage {
    fn rows(&self) -> Vec<RowView<'_>> {
        let rows = self.board.rows.iter().filter(|row| self.query.matches(row, self.shell.now));
        let view = |row| RowView { shell: &self.shell, project: &self.board.project, row };
        rows.take(ROWS_SHOWN).map(view).collect()
    }

    /// How many posts there are that are not shown.
    fn left_out(&self) -> usize {
        let all =
            self.board.rows.iter().filter(|row| self.query.matches(row, self.shell.now)).count();
        all.saturating_sub(ROWS_SHOWN)
    }

    fn priorities(&self) -> [(&'static str, String); 3] {
        Priority::ALL.map(|priority| (priority.name(), self.shell.priority(priority)))
    }

    fn parts(&self) -> Vec<Part> {
        let part = |state: State| {
            let query = BoardQuery { state: state.name().into(), ..BoardQuery::default() };
            Part {
                label: self.shell.t(state.label()),
                url: format!("{}{}", self.url(), query.to_suffix()),
                count: self
                    .board
                    .rows
                    .iter()
                    .filter(|row| query.matches(row, self.shell.now))
                    .count(),
                chosen: self.query.state() == state,
            }
        };
        [State::Todo, State::Behind, State::Cosmetic, State::Missing, State::InProgress]
            .map(part)
            .into()
    }

    fn url(&self) -> String {
        urls::bulk(&self.board.project)
    }

    /// The same list with everything on it chosen, or nothing.
    fn other_choice_url(&self) -> String {
        let suffix = self.query.to_suffix();
        match (self.all, suffix.is_empty()) {
            (true, _) => format!("{}{suffix}", self.url()),
            (false, true) => format!("{}?all=true", self.url()),
            (false, false) => format!("{}{suffix}&all=true", self.url()),
        }
    }
}

/// What became of it.
#[derive(Debug, Clone, Template)]
#[template(path = "bulk_done.html")]
pub struct BulkDonePage {
    pub shell: Shell,
    pub done: BulkDone,
    /// How the posts are called.
    pub titles: HashMap<Slug, String>,
}

impl BulkDonePage {
    fn list_url(&self) -> String {
        urls::bulk(&self.done.project)
    }

    fn title_of<'a>(&'a self, post: &'a BulkPost) -> (&'a str, &'static str) {
        titled(&self.titles, &post.slug)
    }

    /// What was done, then what was not.
    fn groups(&self) -> Vec<(String, Vec<&BulkPost>)> {
        let (done, not): (Vec<_>, Vec<_>) =
            self.done.posts.iter().partition(|post| post.outcome.is_done());
        [("bulk-done", done), ("bulk-not-done", not)]
            .into_iter()
            .filter(|(_, posts)| !posts.is_empty())
            .map(|(key, posts)| (self.shell.t1(key, "count", posts.len()), posts))
            .collect()
    }

    fn outcome(&self, outcome: &BulkOutcome) -> String {
        let shell = &self.shell;
        match outcome {
            BulkOutcome::Assigned { .. } => shell.t("bulk-assigned"),
            BulkOutcome::Dismissed { changes } => shell.t1("bulk-dismissed", "count", *changes),
            BulkOutcome::Marked => shell.t("bulk-marked"),
            BulkOutcome::LeftOut { reason } => shell.t1("bulk-left-out-before", "reason", reason),
            BulkOutcome::NothingToDo => shell.t("bulk-nothing"),
            BulkOutcome::Taken { by } => shell.t1("bulk-taken", "name", by),
            BulkOutcome::OpenElsewhere { number, author, .. } => {
                shell.t2("bulk-elsewhere", "number", number.to_string(), "author", author)
            }
            BulkOutcome::NoSource => shell.t("bulk-no-source"),
            BulkOutcome::NoSuchPost => shell.t("bulk-no-post"),
            BulkOutcome::WrongStage => shell.t("bulk-wrong-stage"),
        }
    }
}
