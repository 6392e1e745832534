//! The log of everything, for maintainers.

use std::collections::HashMap;

use askama::Template;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Shell, post::story_key, titles::titled, urls};
use crate::{
    csv,
    ids::{PersonId, ProjectId, Slug},
    services::{
        Actor, AuditFilter,
        views::{AuditLine, StoryKind},
    },
    workflow::{Person, Role},
};

/// The filters in the address of the log; an empty or unreadable value filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// Id of a person, or `worker`.
    pub person: String,
    /// What happened, such as `claimed`.
    pub kind: String,
    pub slug: String,
    /// First and last day, in UTC, as `2026-10-31`.
    pub from: String,
    pub until: String,
    /// Only lines older than the one of this id.
    pub before: String,
}

impl AuditQuery {
    /// What is looked for.
    pub(in crate::web) fn filter(&self) -> AuditFilter {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        AuditFilter {
            actor: match self.person.trim() {
                WORKER => Some(Actor::Worker),
                id => id.parse().ok().map(PersonId).map(Actor::Person),
            },
            kind: given(&self.kind),
            slug: given(&self.slug).map(Slug::new),
            from: day(&self.from).and_then(begin),
            until: day(&self.until).and_then(|day| begin(day.checked_add(1.day()).ok()?)),
        }
    }

    /// The line before which it goes on.
    pub(in crate::web) fn cursor(&self) -> Option<i64> {
        self.before.trim().parse().ok()
    }

    /// The query part of an address with these filters, with its question mark; empty where nothing is filtered.
    fn to_suffix(&self, before: Option<i64>) -> String {
        let before = before.map(|id| id.to_string()).unwrap_or_default();
        let parts: Vec<String> = [
            ("person", self.person.trim()),
            ("kind", self.kind.trim()),
            ("slug", self.slug.trim()),
            ("from", self.from.trim()),
            ("until", self.until.trim()),
            ("before", &before),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", urls::encode_query(value)))
        .collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// How the address names what nobody but the program did.
const WORKER: &str = "worker";

fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

fn begin(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// A page of the log.
#[derive(Debug, Clone, Template)]
#[template(path = "audit.html")]
pub struct AuditPage {
    pub shell: Shell,
    pub project: ProjectId,
    pub query: AuditQuery,
    pub lines: Vec<AuditLine>,
    /// There are older lines than the last one.
    pub goes_on: bool,
    /// Whose doings can be picked.
    pub people: Vec<Person>,
    /// What posts are called.
    pub titles: HashMap<Slug, String>,
}

/// One choice of a list.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

impl AuditPage {
    fn choices_of_people(&self) -> Vec<Choice> {
        let worker = Choice {
            value: WORKER.into(),
            label: self.shell.t("audit-worker"),
            chosen: self.query.person == WORKER,
        };
        let people = self.people.iter().map(|person| Choice {
            value: person.id.to_string(),
            label: format!("{} ({})", person.name, person.login),
            chosen: self.query.person == person.id.to_string(),
        });
        std::iter::once(worker).chain(people).collect()
    }

    fn choices_of_kinds(&self) -> Vec<Choice> {
        let choice = |kind: &&str| Choice {
            value: (*kind).into(),
            label: self.kind(kind),
            chosen: self.query.kind == *kind,
        };
        KINDS.iter().map(choice).collect()
    }

    /// What happened, in words; its name where there are none.
    fn kind(&self, kind: impl AsRef<str>) -> String {
        let kind = kind.as_ref();
        let words = kind_key(kind).map_or_else(|| kind.to_owned(), |key| self.shell.t(key));
        // A story begins with who did it; here what was done stands alone.
        let mut letters = words.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// Why, and the language that is in. A log keeps to the words of an error, which are English.
    fn reason(&self, line: &AuditLine) -> Option<(String, &'static str)> {
        let reason = line.reason.as_ref()?;
        let is_error = line.kind == "publish_failed" && reason.told().is_none();
        let tongue = if is_error { "en" } else { self.shell.reason_tag(reason) };
        Some((self.shell.reason(reason), tongue))
    }

    /// What a post is called, and the language of that.
    fn title_of<'a>(&'a self, slug: &'a Slug) -> (&'a str, &'static str) {
        titled(&self.titles, slug)
    }

    /// Everything else that was noted, each as its name and its value: "语言：英文".
    fn particulars(&self, line: &AuditLine) -> Vec<String> {
        let Value::Object(fields) = &line.data else { return Vec::new() };
        let said = |(name, value): (&String, &Value)| {
            let value = self.valued(name, value);
            self.shell.t2("particular", "name", self.named(name), "value", value)
        };
        fields.iter().map(said).collect()
    }

    /// What was noted, by the name people have for it; its own where there is none.
    fn named(&self, name: &str) -> String {
        let known = PARTICULARS.iter().find(|(known, _)| *known == name);
        known.map_or_else(|| name.to_owned(), |(_, key)| self.shell.t(key))
    }

    /// A value as a person reads it: roles, yes and no in words, a text without its quotes.
    fn valued(&self, name: &str, value: &Value) -> String {
        let shell = &self.shell;
        match value {
            Value::String(tag) if name == "language" && tag == "zh-CN" => {
                shell.t("profile-chinese")
            }
            Value::String(tag) if name == "language" && tag == "en" => shell.t("profile-english"),
            Value::Bool(true) => shell.t("particular-yes"),
            Value::Bool(false) => shell.t("particular-no"),
            Value::Null => "—".into(),
            Value::String(text) => {
                text.parse::<Role>().map_or_else(|_| text.clone(), |role| shell.role(role))
            }
            other => other.to_string(),
        }
    }

    fn url(&self) -> String {
        urls::audit(&self.project)
    }

    fn file_url(&self, ending: &str) -> String {
        format!("{}.{ending}{}", self.url(), self.query.to_suffix(None))
    }

    fn older_url(&self) -> String {
        let last = self.lines.last().map(|line| line.id);
        format!("{}{}", self.url(), self.query.to_suffix(last))
    }

    fn newest_url(&self) -> String {
        format!("{}{}", self.url(), self.query.to_suffix(None))
    }

    fn is_filtered(&self) -> bool {
        !self.query.to_suffix(None).is_empty()
    }
}

/// What is noted beside an event, and the key of what people call it.
const PARTICULARS: &[(&str, &str)] = &[
    ("about", "particular-about"),
    ("branch", "particular-branch"),
    ("channel", "particular-channel"),
    ("commit", "particular-commit"),
    ("from", "particular-from"),
    ("hf_user", "field-hf-user"),
    ("language", "particular-language"),
    ("lease_ended", "particular-lease-ended"),
    ("login", "particular-login"),
    ("name", "particular-name"),
    ("number", "particular-number"),
    ("open_threads", "particular-open-threads"),
    ("parked", "particular-parked"),
    ("resumed", "particular-resumed"),
    ("revision", "particular-revision"),
    ("role", "particular-role"),
    ("self_approval", "particular-self-approval"),
    ("thread", "particular-thread"),
    ("to", "particular-to"),
    ("token", "particular-token"),
    ("url", "particular-url"),
];

/// Every kind of event that can be picked: of posts in the order of the work, then of the project, then of people.
const KINDS: &[&str] = &[
    "claimed",
    "assigned",
    "released",
    "expired",
    "submitted",
    "withdrawn",
    "carried",
    "review_started",
    "review_left",
    "changes_requested",
    "approved",
    "published",
    "publish_failed",
    "merged",
    "closed",
    "reopened",
    "pushed",
    "pull_request_news",
    "thread_opened",
    "thread_answered",
    "thread_resolved",
    "thread_reopened",
    "pinned",
    "unpinned",
    "dismissed",
    "undismissed",
    "raised",
    "lowered",
    "evened",
    "noted",
    "note_removed",
    "excluded",
    "included",
    "elsewhere_noted",
    "elsewhere_reworded",
    "elsewhere_removed",
    "asked",
    "unasked",
    "remarked",
    "term_added",
    "term_changed",
    "term_removed",
    "term_proposed",
    "term_accepted",
    "term_declined",
    "channel_added",
    "channel_removed",
    "signed_in",
    "met_at_github",
    "profile_changed",
    "role_changed",
    "blocked",
    "unblocked",
    "token_created",
    "token_revoked",
];

/// The key of what happened.
fn kind_key(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "thread_opened" => "audit-thread-opened",
        "thread_answered" => "audit-thread-answered",
        "thread_resolved" => "audit-thread-resolved",
        "thread_reopened" => "audit-thread-reopened",
        "term_added" => "audit-term-added",
        "term_changed" => "audit-term-changed",
        "term_removed" => "audit-term-removed",
        "term_proposed" => "audit-term-proposed",
        "term_accepted" => "audit-term-accepted",
        "term_declined" => "audit-term-declined",
        "channel_added" => "audit-channel-added",
        "channel_removed" => "audit-channel-removed",
        "signed_in" => "audit-signed-in",
        "met_at_github" => "audit-met-at-github",
        "profile_changed" => "audit-profile-changed",
        "role_changed" => "audit-role-changed",
        "blocked" => "audit-blocked",
        "unblocked" => "audit-unblocked",
        "token_created" => "audit-token-created",
        "token_revoked" => "audit-token-revoked",
        kind => {
            let kind: StoryKind = serde_json::from_value(Value::String(kind.to_owned())).ok()?;
            story_key(kind)
        }
    })
}

/// The columns of the log as a table.
const COLUMNS: [&str; 11] =
    ["id", "at", "kind", "person", "login", "project", "slug", "task", "to", "reason", "data"];

/// The names of the columns, as the first line of a table.
pub fn audit_head() -> String {
    csv::line(&COLUMNS)
}

/// A line of the log as a line of a table; reasons the program told are in the language of the reader.
pub(in crate::web) fn audit_line(shell: &Shell, line: &AuditLine) -> String {
    let person = |pick: fn(&crate::services::views::PersonBrief) -> &String| {
        line.person.as_ref().map(|person| pick(person).clone()).unwrap_or_default()
    };
    let data = match &line.data {
        Value::Object(fields) if fields.is_empty() => String::new(),
        data => data.to_string(),
    };
    csv::inert_line(&[
        line.id.to_string(),
        line.at.to_string(),
        line.kind.clone(),
        person(|person| &person.name),
        person(|person| &person.login),
        line.project.as_ref().map(ToString::to_string).unwrap_or_default(),
        line.slug.as_ref().map(ToString::to_string).unwrap_or_default(),
        line.task.map(|task| task.to_string()).unwrap_or_default(),
        line.to.as_ref().map(|person| person.login.clone()).unwrap_or_default(),
        line.reason.as_ref().map(|reason| shell.reason(reason)).unwrap_or_default(),
        data,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_can_be_picked_has_its_words() {
        for kind in KINDS {
            assert!(kind_key(kind).is_some(), "{kind}");
        }
        assert_eq!(kind_key("what a later version does"), None);
    }

    #[test]
    fn days_are_whole_and_what_cannot_be_read_filters_nothing() {
        let query = AuditQuery {
            person: "worker".into(),
            from: "2026-10-01".into(),
            until: "2026-10-31".into(),
            ..AuditQuery::default()
        };
        let filter = query.filter();
        assert_eq!(filter.actor, Some(Actor::Worker));
        assert_eq!(filter.from.map(|at| at.to_string()).as_deref(), Some("2026-10-01T00:00:00Z"));
        assert_eq!(filter.until.map(|at| at.to_string()).as_deref(), Some("2026-11-01T00:00:00Z"));
        let nonsense =
            AuditQuery { person: "x".into(), from: "soon".into(), ..AuditQuery::default() };
        assert_eq!(nonsense.filter(), AuditFilter::default());
    }

    #[test]
    fn filters_stay_in_the_address() {
        let query =
            AuditQuery { slug: "a/b & c".into(), kind: "claimed".into(), ..AuditQuery::default() };
        assert_eq!(query.to_suffix(Some(7)), "?kind=claimed&slug=a%2Fb%20%26%20c&before=7");
        assert_eq!(AuditQuery::default().to_suffix(None), "");
    }
}
