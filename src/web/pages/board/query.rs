//! The filters of the board, as they stand in its address.

use serde::{Deserialize, Serialize};

use super::{BoardRow, Seal};
use crate::{staleness::Severity, web::pages::urls};

/// The filters in the address of the board; an empty or unknown value filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// `todo` (also when empty), `behind`, `missing`, `in_progress`, `review`, `cosmetic`, `published`,
    /// `orphan` or `all`.
    pub state: String,
    pub tag: String,
    /// `short`, `medium` or `long`.
    pub length: String,
    /// `cosmetic`, `minor` or `major`.
    pub severity: String,
    /// Text looked for in titles and slugs.
    pub q: String,
    /// `most` or `least` puts what takes the most or the least work first; else the most useful.
    pub sort: String,
    /// Page of the list, from 1.
    pub page: usize,
}

impl BoardQuery {
    /// Whether a row passes all filters.
    pub(in crate::web) fn matches(&self, row: &BoardRow) -> bool {
        self.state().holds(row.seal) && self.fits(row)
    }

    /// Whether a row of one's own is shown: what one has in hand is always to do.
    pub(super) fn matches_mine(&self, row: &BoardRow) -> bool {
        self.state() == State::Todo && State::InProgress.holds(row.seal) && self.fits(row)
    }

    fn fits(&self, row: &BoardRow) -> bool {
        (self.tag.is_empty() || row.tags.contains(&self.tag))
            && self.length().is_none_or(|length| length.holds(row.words))
            && self.severity().is_none_or(|severity| row.severity == severity)
            && self.finds(row)
    }

    /// Every word looked for occurs in a title or the slug.
    fn finds(&self, row: &BoardRow) -> bool {
        if self.q.trim().is_empty() {
            return true;
        }
        let mut text = row.slug.as_str().to_lowercase();
        for title in [&row.source_title, &row.target_title].into_iter().flatten() {
            text.push('\n');
            text.push_str(&title.to_lowercase());
        }
        self.q.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    pub(super) fn state(&self) -> State {
        if self.state.is_empty() && !self.q.trim().is_empty() {
            return State::All;
        }
        State::ALL.into_iter().find(|state| state.name() == self.state).unwrap_or(State::Todo)
    }

    pub(super) fn length(&self) -> Option<Length> {
        Length::ALL.into_iter().find(|length| length.name() == self.length)
    }

    /// `None` for the order the board has by itself.
    pub(super) fn sort(&self) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.name() == self.sort)
    }

    fn severity(&self) -> Option<Severity> {
        match self.severity.as_str() {
            "cosmetic" => Some(Severity::Cosmetic),
            "minor" => Some(Severity::Minor),
            "major" => Some(Severity::Major),
            _ => None,
        }
    }

    /// The query part of the address, with its question mark; empty where nothing is filtered.
    pub(super) fn to_suffix(&self) -> String {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let state =
            if self.state == State::Todo.name() && self.q.is_empty() { "" } else { &self.state };
        let parts: Vec<String> = [
            ("state", state),
            ("tag", &self.tag),
            ("length", &self.length),
            ("severity", &self.severity),
            ("q", self.q.trim()),
            ("sort", self.sort().map_or("", Sort::name)),
            ("page", &page),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", urls::encode_query(value)))
        .collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// Another order than by usefulness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    MostWork,
    LeastWork,
}

impl Sort {
    pub(super) const ALL: [Self; 2] = [Self::MostWork, Self::LeastWork];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::MostWork => "most",
            Self::LeastWork => "least",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::MostWork => "sort-most",
            Self::LeastWork => "sort-least",
        }
    }

    /// Puts rows in order; rows with as much work stay as they are.
    pub(super) fn apply(self, rows: &mut [&BoardRow]) {
        match self {
            Self::MostWork => rows.sort_by_key(|row| std::cmp::Reverse(row.words_to_touch)),
            Self::LeastWork => rows.sort_by_key(|row| row.words_to_touch),
        }
    }
}

/// Which rows, by their seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web::pages) enum State {
    /// Everything that waits for somebody who is not yet there.
    Todo,
    Behind,
    Missing,
    InProgress,
    /// Waiting for a proofreader.
    Review,
    Cosmetic,
    Published,
    Orphan,
    All,
}

impl State {
    pub(super) const ALL: [Self; 9] = [
        Self::Todo,
        Self::Behind,
        Self::Missing,
        Self::InProgress,
        Self::Review,
        Self::Cosmetic,
        Self::Published,
        Self::Orphan,
        Self::All,
    ];

    pub(in crate::web::pages) const fn name(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Behind => "behind",
            Self::Missing => "missing",
            Self::InProgress => "in_progress",
            Self::Review => "review",
            Self::Cosmetic => "cosmetic",
            Self::Published => "published",
            Self::Orphan => "orphan",
            Self::All => "all",
        }
    }

    pub(in crate::web::pages) const fn label(self) -> &'static str {
        match self {
            Self::Todo => "state-todo",
            Self::Behind => "state-behind",
            Self::Missing => "state-missing",
            Self::InProgress => "state-in-progress",
            Self::Review => "state-review",
            Self::Cosmetic => "state-cosmetic",
            Self::Published => "state-published",
            Self::Orphan => "state-orphan",
            Self::All => "state-all",
        }
    }

    pub(super) const fn holds(self, seal: Seal) -> bool {
        match self {
            Self::All => true,
            Self::Todo => matches!(seal, Seal::Missing | Seal::Stale | Seal::AwaitingReview),
            Self::Behind => matches!(seal, Seal::Stale),
            Self::Missing => matches!(seal, Seal::Missing),
            Self::InProgress => matches!(
                seal,
                Seal::Translating
                    | Seal::AwaitingReview
                    | Seal::InReview
                    | Seal::ChangesRequested
                    | Seal::Approved
                    | Seal::PullRequest
            ),
            Self::Review => matches!(seal, Seal::AwaitingReview),
            Self::Cosmetic => matches!(seal, Seal::Cosmetic),
            Self::Published => matches!(seal, Seal::Published),
            Self::Orphan => matches!(seal, Seal::Orphan),
        }
    }
}

/// Which rows, by the words of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// An evening.
    Short,
    /// A weekend.
    Medium,
    Long,
}

impl Length {
    pub(super) const ALL: [Self; 3] = [Self::Short, Self::Medium, Self::Long];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Long => "long",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Short => "length-short",
            Self::Medium => "length-medium",
            Self::Long => "length-long",
        }
    }

    const fn holds(self, words: usize) -> bool {
        match self {
            Self::Short => words < 800,
            Self::Medium => 800 <= words && words < 2000,
            Self::Long => 2000 <= words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_only_what_is_filtered() {
        assert_eq!(BoardQuery::default().to_suffix(), "");
        let query = BoardQuery {
            state: "behind".into(),
            tag: "guide & co".into(),
            page: 2,
            ..BoardQuery::default()
        };
        assert_eq!(query.to_suffix(), "?state=behind&tag=guide%20%26%20co&page=2");
    }

    #[test]
    fn an_unknown_state_shows_what_is_to_do() {
        let query = BoardQuery { state: "nonsense".into(), ..BoardQuery::default() };
        assert_eq!(query.state(), State::Todo);
    }

    #[test]
    fn looking_for_words_looks_everywhere() {
        let query = BoardQuery { q: "cache".into(), ..BoardQuery::default() };
        assert_eq!(query.state(), State::All);
    }
}
