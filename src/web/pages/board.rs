//! The board: a table of contents of what is worth doing.

use std::sync::Arc;

use askama::Template;

use super::{
    Shell,
    bar::{self, Segment},
    row::RowView,
};
use crate::{
    services::views::{Board, BoardRow, Seal},
    workflow::{Action, TaskKind},
};

mod query;

pub use query::BoardQuery;
pub(super) use query::State;
use query::{Length, Sort};

/// Rows on one page: what a person reads through, and well under the weight a page may have.
const ROWS_PER_PAGE: usize = 60;
/// Tags offered in the rail.
const TAGS_SHOWN: usize = 24;

/// The board of one project.
#[derive(Debug, Clone, Template)]
#[template(path = "board.html")]
pub struct BoardPage {
    pub shell: Shell,
    pub board: Arc<Board>,
    pub query: BoardQuery,
}

/// The rows that pass the filters, cut to one page.
struct Listing<'a> {
    mine: Vec<RowView<'a>>,
    /// Drafts that wait for a proofreader, where the reader may be one.
    to_review: Vec<RowView<'a>>,
    rows: Vec<RowView<'a>>,
    total: usize,
    page: usize,
    pages: usize,
}

/// One choice of a filter.
struct Choice {
    label: String,
    url: String,
    count: Option<usize>,
    chosen: bool,
}

impl BoardPage {
    fn listing(&self) -> Listing<'_> {
        let mut listing = Listing {
            mine: Vec::new(),
            to_review: Vec::new(),
            rows: Vec::new(),
            total: 0,
            page: 1,
            pages: 1,
        };
        let mut others = Vec::new();
        for row in &self.board.rows {
            let is_mine = self.is_mine(row);
            let shown = self.query.matches(row) || (is_mine && self.query.matches_mine(row));
            if !shown {
                continue;
            }
            listing.total += 1;
            match () {
                () if is_mine => listing.mine.push(self.view(row)),
                () if self.waits_for_me(row) => listing.to_review.push(self.view(row)),
                () => others.push(row),
            }
        }
        if let Some(sort) = self.query.sort() {
            sort.apply(&mut others);
        }
        listing.pages = others.len().div_ceil(ROWS_PER_PAGE).max(1);
        listing.page = self.query.page.clamp(1, listing.pages);
        listing.rows = others
            .into_iter()
            .skip((listing.page - 1) * ROWS_PER_PAGE)
            .take(ROWS_PER_PAGE)
            .map(|row| self.view(row))
            .collect();
        if listing.page > 1 {
            listing.mine.clear();
            listing.to_review.clear();
        }
        listing
    }

    fn waits_for_me(&self, row: &BoardRow) -> bool {
        row.seal == Seal::AwaitingReview
            && row.task.as_ref().is_some_and(|task| {
                let translator = task.translator.id;
                self.shell.may(Action::Review { translator, self_approval: false })
            })
    }

    fn view<'a>(&'a self, row: &'a BoardRow) -> RowView<'a> {
        RowView { shell: &self.shell, project: &self.board.project, row }
    }

    fn is_mine(&self, row: &BoardRow) -> bool {
        row.task.as_ref().is_some_and(|task| {
            self.shell.is_me(&task.translator)
                || task.reviewer.as_ref().is_some_and(|reviewer| self.shell.is_me(reviewer))
        })
    }

    fn base_url(&self) -> String {
        self.shell.board_url(&self.board.project)
    }

    fn url(&self, query: &BoardQuery) -> String {
        format!("{}{}", self.base_url(), query.to_suffix())
    }

    fn page_url(&self, page: usize) -> String {
        self.url(&BoardQuery { page, ..self.query.clone() })
    }

    fn is_filtered(&self) -> bool {
        let sort = self.query.sort.clone();
        self.query != BoardQuery { page: self.query.page, sort, ..BoardQuery::default() }
    }

    fn states(&self) -> Vec<Choice> {
        State::ALL
            .into_iter()
            .map(|state| Choice {
                label: self.shell.t(state.label()),
                url: self.url(&BoardQuery {
                    state: state.name().into(),
                    page: 0,
                    ..self.query.clone()
                }),
                count: Some(self.board.rows.iter().filter(|row| state.holds(row.seal)).count()),
                chosen: self.query.state() == state,
            })
            .filter(|choice| choice.chosen || choice.count != Some(0))
            .collect()
    }

    fn sorts(&self) -> Vec<Choice> {
        let choice = |label: &str, name: &str, chosen| Choice {
            label: self.shell.t(label),
            url: self.url(&BoardQuery { sort: name.into(), page: 0, ..self.query.clone() }),
            count: None,
            chosen,
        };
        let now = self.query.sort();
        let useful = choice("sort-useful", "", now.is_none());
        let others = Sort::ALL.map(|sort| choice(sort.label(), sort.name(), now == Some(sort)));
        std::iter::once(useful).chain(others).collect()
    }

    fn lengths(&self) -> Vec<Choice> {
        Length::ALL
            .into_iter()
            .map(|length| {
                let chosen = self.query.length() == Some(length);
                let value = if chosen { "" } else { length.name() };
                Choice {
                    label: self.shell.t(length.label()),
                    url: self.url(&BoardQuery {
                        length: value.into(),
                        page: 0,
                        ..self.query.clone()
                    }),
                    count: None,
                    chosen,
                }
            })
            .collect()
    }

    fn severities(&self) -> Vec<Choice> {
        [("minor", "severity-minor"), ("major", "severity-major")]
            .into_iter()
            .map(|(name, label)| {
                let chosen = self.query.severity == name;
                let value = if chosen { "" } else { name };
                Choice {
                    label: self.shell.t(label),
                    url: self.url(&BoardQuery {
                        severity: value.into(),
                        page: 0,
                        ..self.query.clone()
                    }),
                    count: None,
                    chosen,
                }
            })
            .collect()
    }

    fn tags(&self) -> Vec<Choice> {
        self.board
            .tags
            .iter()
            .enumerate()
            .filter(|(position, (tag, _))| *position < TAGS_SHOWN || self.query.tag == *tag)
            .map(|(_, (tag, count))| {
                let chosen = self.query.tag == *tag;
                let value = if chosen { String::new() } else { tag.clone() };
                Choice {
                    label: tag.clone(),
                    url: self.url(&BoardQuery { tag: value, page: 0, ..self.query.clone() }),
                    count: Some(*count),
                    chosen,
                }
            })
            .collect()
    }

    fn total(&self) -> usize {
        bar::total(&self.board.counts)
    }

    fn segments(&self) -> Vec<Segment> {
        bar::segments(&self.board.counts)
    }

    fn segment_url(&self, segment: &Segment) -> String {
        self.url(&BoardQuery { state: segment.state.name().into(), ..BoardQuery::default() })
    }

    fn segment_label(&self, segment: &Segment) -> String {
        self.shell.t(segment.state.label())
    }

    /// The sentence under the title.
    fn summary(&self) -> String {
        let counts = &self.board.counts;
        // A translation somebody brings up to date is still there, and still behind.
        let updating = self
            .board
            .rows
            .iter()
            .filter(|row| match &row.task {
                Some(task) => task.kind == TaskKind::Update,
                None => row.seal == Seal::PullRequest && row.target_title.is_some(),
            })
            .count();
        let behind = counts.behind + updating;
        let translated = counts.published + counts.cosmetic + behind;
        self.shell.texts().with(
            "board-summary",
            &[
                ("translated", translated.into()),
                ("behind", behind.into()),
                ("missing", counts.missing.into()),
            ],
        )
    }
}
