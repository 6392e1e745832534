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
    store::StoredView,
    workflow::Action,
};

mod query;

pub use query::BoardQuery;
pub(super) use query::State;
use query::{Age, Elsewhere, Kind, Length, Pick, Sort, is_same_tag};

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
    /// Filters the reader keeps under names of their own.
    pub views: Vec<StoredView>,
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
            let now = self.shell.now;
            let shown =
                self.query.matches(row, now) || (is_mine && self.query.matches_mine(row, now));
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

    /// Whether rows are left out; another order leaves out none.
    fn is_filtered(&self) -> bool {
        let whole = BoardQuery {
            page: self.query.page,
            sort: self.query.sort.clone(),
            state: self.query.state.clone(),
            ..BoardQuery::default()
        };
        self.query != whole || self.query.state() != State::Todo
    }

    /// The order, where it is another than the most useful first.
    fn order(&self) -> Option<String> {
        self.query.sort().map(|sort| self.shell.t(sort.label()))
    }

    /// Where a stranger finds what is good to begin with, if there is any.
    fn first_steps(&self) -> Option<String> {
        let is_first = |row: &BoardRow| State::Todo.holds(row.seal) && Pick::First.holds(row);
        let query = BoardQuery { pick: Pick::First.name().into(), ..BoardQuery::default() };
        self.board.rows.iter().any(is_first).then(|| self.url(&query))
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

    /// The choices of one filter; choosing what is chosen takes it away.
    fn choices<const N: usize>(
        &self,
        all: [(&'static str, &'static str); N],
        chosen: &str,
        with: impl Fn(BoardQuery, String) -> BoardQuery,
    ) -> Vec<Choice> {
        let choice = |(name, label): (&str, &str)| {
            let is_chosen = chosen == name;
            let value = if is_chosen { String::new() } else { name.to_owned() };
            let query = BoardQuery { page: 0, ..self.query.clone() };
            Choice {
                label: self.shell.t(label),
                url: self.url(&with(query, value)),
                count: None,
                chosen: is_chosen,
            }
        };
        all.into_iter().map(choice).collect()
    }

    fn kinds(&self) -> Vec<Choice> {
        let all = Kind::ALL.map(|kind| (kind.name(), kind.label()));
        self.choices(all, &self.query.kind, |query, kind| BoardQuery { kind, ..query })
    }

    fn lengths(&self) -> Vec<Choice> {
        let all = Length::ALL.map(|length| (length.name(), length.label()));
        self.choices(all, &self.query.length, |query, length| BoardQuery { length, ..query })
    }

    fn ages(&self) -> Vec<Choice> {
        let all = Age::ALL.map(|age| (age.name(), age.label()));
        self.choices(all, &self.query.age, |query, age| BoardQuery { age, ..query })
    }

    fn severities(&self) -> Vec<Choice> {
        let all = [("minor", "severity-minor"), ("major", "severity-major")];
        self.choices(all, &self.query.severity, |query, severity| BoardQuery { severity, ..query })
    }

    /// Short ways to what somebody may want to pick, where there is any.
    fn picks(&self) -> Vec<Choice> {
        let all = Pick::ALL.map(|pick| (pick.name(), pick.label()));
        let counts = Pick::ALL.map(|pick| {
            let todo = |row: &&BoardRow| State::Todo.holds(row.seal) && pick.holds(row);
            self.board.rows.iter().filter(todo).count()
        });
        let choices =
            self.choices(all, &self.query.pick, |query, pick| BoardQuery { pick, ..query });
        let counted =
            choices.into_iter().zip(counts).map(|(it, count)| Choice { count: Some(count), ..it });
        counted.filter(|choice| choice.chosen || choice.count != Some(0)).collect()
    }

    /// Whether a translation is there elsewhere, on a board that knows of any.
    fn elsewhere(&self) -> Vec<Choice> {
        let is_known = self.board.rows.iter().any(|row| Elsewhere::Noted.holds(row));
        if !is_known && self.query.elsewhere().is_none() {
            return Vec::new();
        }
        let all = Elsewhere::ALL.map(|elsewhere| (elsewhere.name(), elsewhere.label()));
        self.choices(all, &self.query.elsewhere, |query, elsewhere| BoardQuery {
            elsewhere,
            ..query
        })
    }

    fn series(&self) -> Vec<Choice> {
        let all = self.board.series.iter().map(|(name, count)| {
            let chosen = self.query.series == *name;
            let series = if chosen { String::new() } else { name.clone() };
            let query = BoardQuery { series, page: 0, ..self.query.clone() };
            Choice { label: name.clone(), url: self.url(&query), count: Some(*count), chosen }
        });
        all.collect()
    }

    /// Kept filters as ways to go, the present one marked.
    fn kept_views(&self) -> Vec<Choice> {
        let here = BoardQuery { page: 0, ..self.query.clone() }.to_suffix();
        let view = |view: &StoredView| Choice {
            label: view.name.clone(),
            url: format!("{}{}", self.base_url(), view.query),
            count: None,
            chosen: view.query == here,
        };
        self.views.iter().map(view).collect()
    }

    /// The filters as they would be kept; `None` where nothing is filtered, or they are kept already.
    fn keepable(&self) -> Option<String> {
        let here = BoardQuery { page: 0, ..self.query.clone() }.to_suffix();
        let is_kept = self.views.iter().any(|view| view.query == here);
        (self.shell.person.is_some() && !here.is_empty() && !is_kept).then_some(here)
    }

    /// Where changes of the board are told.
    fn live_url(&self) -> String {
        format!("{}/live?version={}", self.base_url(), self.board.version)
    }

    fn tags(&self) -> Vec<Choice> {
        self.board
            .tags
            .iter()
            .enumerate()
            .filter(|(position, (tag, _))| {
                *position < TAGS_SHOWN || is_same_tag(&self.query.tag, tag)
            })
            .map(|(_, (tag, count))| {
                let chosen = is_same_tag(&self.query.tag, tag);
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
        let updating = self.board.updating();
        let behind = counts.behind + updating.behind;
        let translated = counts.published + counts.cosmetic + counts.behind + updating.posts;
        self.shell.texts().with(
            "board-summary",
            &[
                ("translated", translated.into()),
                ("behind", behind.into()),
                ("updating", updating.behind.into()),
                ("missing", counts.missing.into()),
            ],
        )
    }
}
