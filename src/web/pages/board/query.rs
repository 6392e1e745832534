//! The filters of the board, as they stand in its address.

use axum::http::{Uri, uri::InvalidUri};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{BoardRow, Seal};
use crate::{
    staleness::Severity,
    web::pages::urls,
    workflow::{Priority, TaskKind},
};

/// The filters in the address of the board; an empty or unknown value filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// `todo` (also when empty), `behind`, `missing`, `in_progress`, `review`, `cosmetic`, `published`,
    /// `orphan`, `excluded` or `all`.
    pub state: String,
    /// `translate` or `update`: whether a translation is there already.
    pub kind: String,
    /// `first`, `asked` or `wanted`.
    pub pick: String,
    pub tag: String,
    pub series: String,
    /// `1` where a translation outside the repository is noted, `0` where none is.
    pub elsewhere: String,
    /// By the day of publication: `month`, `year` or `older`.
    pub age: String,
    /// `short`, `medium` or `long`.
    pub length: String,
    /// `cosmetic`, `minor` or `major`.
    pub severity: String,
    /// Text looked for in titles and slugs.
    pub q: String,
    /// `most` or `least` puts what takes the most or the least work first, `new` what is the youngest,
    /// `asked` what most people ask for; else the most useful.
    pub sort: String,
    /// Page of the list, from 1.
    pub page: usize,
}

impl BoardQuery {
    /// Reads the query part of the address of a board, with or without its question mark; the page is no
    /// filter.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(in crate::web) fn of_suffix(suffix: &str) -> Result<Self, String> {
        let address = format!("/?{}", suffix.trim_start_matches('?'));
        let uri: Uri = address.parse().map_err(|error: InvalidUri| error.to_string())?;
        let query = axum::extract::Query::try_from_uri(&uri);
        match query {
            Ok(axum::extract::Query(query)) => Ok(Self { page: 0, ..query }),
            Err(rejection) => Err(rejection.body_text()),
        }
    }

    /// Whether a row passes all filters at a moment.
    pub(in crate::web) fn matches(&self, row: &BoardRow, now: Timestamp) -> bool {
        self.state().holds(row.seal) && self.fits(row, now)
    }

    /// Whether a row of one's own is shown: what one has in hand is always to do.
    pub(super) fn matches_mine(&self, row: &BoardRow, now: Timestamp) -> bool {
        self.state() == State::Todo && State::InProgress.holds(row.seal) && self.fits(row, now)
    }

    fn fits(&self, row: &BoardRow, now: Timestamp) -> bool {
        (self.tag.is_empty() || row.tags.iter().any(|tag| is_same_tag(tag, &self.tag)))
            && (self.series.is_empty() || row.series.as_ref() == Some(&self.series))
            && self.kind().is_none_or(|kind| kind.holds(row))
            && self.pick().is_none_or(|pick| pick.holds(row))
            && self.elsewhere().is_none_or(|elsewhere| elsewhere.holds(row))
            && self.age().is_none_or(|age| age.holds(row, now))
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

    pub(in crate::web::pages) fn state(&self) -> State {
        if self.state.is_empty() && !self.q.trim().is_empty() {
            return State::All;
        }
        State::ALL.into_iter().find(|state| state.name() == self.state).unwrap_or(State::Todo)
    }

    pub(super) fn length(&self) -> Option<Length> {
        Length::ALL.into_iter().find(|length| length.name() == self.length)
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == self.kind)
    }

    pub(super) fn pick(&self) -> Option<Pick> {
        Pick::ALL.into_iter().find(|pick| pick.name() == self.pick)
    }

    pub(super) fn elsewhere(&self) -> Option<Elsewhere> {
        Elsewhere::ALL.into_iter().find(|elsewhere| elsewhere.name() == self.elsewhere)
    }

    pub(super) fn age(&self) -> Option<Age> {
        Age::ALL.into_iter().find(|age| age.name() == self.age)
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

    /// The query part of the address, with its question mark; empty where nothing is filtered. What nobody
    /// knows is left out.
    pub(in crate::web) fn to_suffix(&self) -> String {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let state =
            if self.state == State::Todo.name() && self.q.is_empty() { "" } else { &self.state };
        let kept = self.kept();
        let parts: Vec<String> = std::iter::once(("state", state))
            .chain(kept.iter().skip(1).copied())
            .chain([("q", self.q.trim()), ("sort", self.sort().map_or("", Sort::name))])
            .chain([("page", page.as_str())])
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", urls::encode_query(value)))
            .collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The filters a search goes on from, by name; the state is the first.
    pub(super) fn kept(&self) -> [(&'static str, &str); 9] {
        [
            ("state", self.state.as_str()),
            ("kind", self.kind().map_or("", Kind::name)),
            ("pick", self.pick().map_or("", Pick::name)),
            ("tag", self.tag.as_str()),
            ("series", self.series.as_str()),
            ("elsewhere", self.elsewhere().map_or("", Elsewhere::name)),
            ("length", self.length().map_or("", Length::name)),
            ("age", self.age().map_or("", Age::name)),
            ("severity", self.severity.as_str()),
        ]
    }

    /// Whether filters are set that a phone hides behind "more". Another order hides nothing.
    pub(super) fn has_more(&self) -> bool {
        self.kept()[1..].iter().any(|(_, value)| !value.is_empty())
    }
}

/// Whether two tags are one, however their letters are written.
pub(super) fn is_same_tag(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Another order than by usefulness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    LeastWork,
    MostWork,
    Newest,
    MostAsked,
}

impl Sort {
    pub(super) const ALL: [Self; 4] =
        [Self::LeastWork, Self::MostWork, Self::Newest, Self::MostAsked];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::MostWork => "most",
            Self::LeastWork => "least",
            Self::Newest => "new",
            Self::MostAsked => "asked",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::MostWork => "sort-most",
            Self::LeastWork => "sort-least",
            Self::Newest => "sort-new",
            Self::MostAsked => "sort-asked",
        }
    }

    /// Puts rows in order; rows that are alike in this stay as they are.
    pub(super) fn apply(self, rows: &mut [&BoardRow]) {
        match self {
            Self::MostWork => rows.sort_by_key(|row| std::cmp::Reverse(row.words_to_touch)),
            Self::LeastWork => rows.sort_by_key(|row| row.words_to_touch),
            Self::Newest => {
                rows.sort_by(|a, b| b.published_on.cmp(&a.published_on));
            }
            Self::MostAsked => rows.sort_by_key(|row| std::cmp::Reverse(row.asked)),
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
    /// Left out by maintainers.
    Excluded,
    All,
}

impl State {
    pub(super) const ALL: [Self; 10] = [
        Self::Todo,
        Self::Behind,
        Self::Missing,
        Self::InProgress,
        Self::Review,
        Self::Cosmetic,
        Self::Published,
        Self::Orphan,
        Self::Excluded,
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
            Self::Excluded => "excluded",
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
            Self::Excluded => "state-excluded",
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
            Self::Excluded => matches!(seal, Seal::Excluded),
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

/// Which rows, by what is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is no translation yet.
    Translate,
    /// A translation is to be brought up to date.
    Update,
}

impl Kind {
    pub(super) const ALL: [Self; 2] = [Self::Translate, Self::Update];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Translate => "translate",
            Self::Update => "update",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Translate => "kind-translate",
            Self::Update => "kind-update",
        }
    }

    /// Of work in hand by what it is, of a post by whether readers have a translation.
    fn holds(self, row: &BoardRow) -> bool {
        let is_update = match &row.task {
            Some(task) => task.kind == TaskKind::Update,
            None => row.target_title.is_some(),
        };
        is_update == (self == Self::Update)
    }
}

/// Which rows, by why somebody might pick them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    /// Good to begin with.
    First,
    /// Somebody asks for it.
    Asked,
    /// Maintainers want it before others.
    Wanted,
}

impl Pick {
    pub(super) const ALL: [Self; 3] = [Self::Wanted, Self::First, Self::Asked];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Asked => "asked",
            Self::Wanted => "wanted",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::First => "pick-first",
            Self::Asked => "pick-asked",
            Self::Wanted => "pick-wanted",
        }
    }

    pub(super) fn holds(self, row: &BoardRow) -> bool {
        match self {
            Self::First => row.good_first,
            Self::Asked => row.asked > 0,
            Self::Wanted => row.priority == Priority::High,
        }
    }
}

/// Which rows, by whether a translation outside the repository is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Elsewhere {
    Noted,
    NotNoted,
}

impl Elsewhere {
    pub(super) const ALL: [Self; 2] = [Self::Noted, Self::NotNoted];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Noted => "1",
            Self::NotNoted => "0",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Noted => "elsewhere-noted",
            Self::NotNoted => "elsewhere-not-noted",
        }
    }

    pub(super) fn holds(self, row: &BoardRow) -> bool {
        row.elsewhere.is_empty() == (self == Self::NotNoted)
    }
}

/// Which rows, by how long ago the post came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Month,
    Year,
    Older,
}

impl Age {
    pub(super) const ALL: [Self; 3] = [Self::Month, Self::Year, Self::Older];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
            Self::Older => "older",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Month => "age-month",
            Self::Year => "age-year",
            Self::Older => "age-older",
        }
    }

    /// A post without a day is of no age.
    fn holds(self, row: &BoardRow, now: Timestamp) -> bool {
        let day = || row.published_on.as_ref()?.parse::<Date>().ok();
        let Some(day) = day() else { return false };
        let today = now.to_zoned(TimeZone::UTC).date();
        let Ok(days) = day.until(today).map(|span| span.get_days()) else { return false };
        match self {
            Self::Month => days <= 31,
            Self::Year => days <= 366,
            Self::Older => days > 366,
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

    #[test]
    fn what_nobody_knows_is_not_kept_in_the_address() {
        let query = BoardQuery {
            kind: "nonsense".into(),
            pick: "first".into(),
            age: "month".into(),
            elsewhere: "nonsense".into(),
            ..BoardQuery::default()
        };
        assert_eq!(query.to_suffix(), "?pick=first&age=month");
        let elsewhere = BoardQuery { elsewhere: "0".into(), ..BoardQuery::default() };
        assert_eq!(elsewhere.to_suffix(), "?elsewhere=0");
        assert!(query.has_more());
        assert!(!BoardQuery { state: "behind".into(), ..BoardQuery::default() }.has_more());
    }
}
