//! What answers of a server hold, as far as the commands need it.

use std::fmt;

use serde::Deserialize;

use crate::ids::Slug;

/// Who a token speaks for (`GET /me`).
#[derive(Debug, Clone, Deserialize)]
pub struct Me {
    pub person: Person,
    /// What the token may do: `read`, `write`, `review` or `manage`.
    pub scope: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    pub login: String,
}

/// A project of the server (`GET /projects`).
#[derive(Debug, Clone, Deserialize)]
pub struct Project {
    pub id: String,
}

/// A task with the post it is about.
#[derive(Debug, Clone, Deserialize, serde::Serialize)]
pub struct Task {
    pub project: String,
    pub slug: Slug,
    pub title: String,
    /// English words of the post.
    pub words: usize,
    /// Threads about the draft that nobody has settled.
    pub open_threads: usize,
    pub task: TaskState,
}

/// Where a task stands.
#[derive(Debug, Clone, Deserialize, serde::Serialize)]
pub struct TaskState {
    pub id: i64,
    /// Such as `claimed`, `submitted`, `changes_requested`.
    pub stage: String,
    /// When the claim runs out.
    pub lease_until: Option<jiff::Timestamp>,
}

/// One's work, by what it waits for (`GET /me/tasks`).
#[derive(Debug, Clone, Deserialize, serde::Serialize)]
pub struct Mine {
    pub working: Vec<Task>,
    pub to_review: Vec<Task>,
    pub waiting: Vec<Task>,
    pub done: Vec<Task>,
}

/// What a save answers.
#[derive(Debug, Clone, Deserialize)]
pub struct Saved {
    pub revision: i64,
    pub findings: Vec<Finding>,
}

/// One thing to look at in a draft.
#[derive(Debug, Clone, Deserialize)]
pub struct Finding {
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub level: String,
    /// 1-based inclusive lines of the translation.
    pub lines: (usize, usize),
    pub zh: String,
    pub en: String,
    /// Somebody said that it is right as it is.
    pub dismissed: Option<serde_json::Value>,
}

/// A refusal, as `application/problem+json`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// A stable name: `urn:yiqi:problem:…`.
    #[serde(rename = "type")]
    pub kind: String,
    pub status: u16,
    pub title: String,
    /// What happened.
    pub detail: String,
    /// What to do.
    pub next: Option<String>,
    /// The newest revision, where somebody saved meanwhile, with its text.
    pub revision: Option<i64>,
    pub text: Option<String>,
    /// What keeps a draft from being submitted.
    pub findings: Vec<Finding>,
}

impl Problem {
    /// Whether the server has a newer text than the one that was saved on top of.
    pub fn is_conflict(&self) -> bool {
        self.revision.is_some() && self.text.is_some()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.detail.is_empty() { &self.title } else { &self.detail };
        write!(f, "{what}")?;
        match self.next.as_deref() {
            Some(next) if !next.is_empty() => write!(f, " {next}"),
            _ => Ok(()),
        }
    }
}
