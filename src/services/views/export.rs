//! What leaves: the posts of a project as a table, and what people made of them.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{PersonBrief, PullRequestLink, Seal};
use crate::{
    csv,
    ids::{BlobId, CommitId, PersonId, RepoPath, RevisionNumber, Slug, TaskId, ThreadId},
    staleness::{Severity, Status},
    workflow::{Reason, TaskKind},
};

/// A post and how it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExportedPost {
    pub slug: Slug,
    pub seal: Seal,
    pub status: Status,
    pub severity: Severity,
    pub source_path: Option<RepoPath>,
    /// Where the translation is, or where it belongs.
    pub target_path: RepoPath,
    pub source_title: Option<String>,
    pub target_title: Option<String>,
    pub tags: Vec<String>,
    /// ISO date.
    pub published_on: Option<String>,
    /// English words of the source.
    pub words: usize,
    /// English words that wait.
    pub words_to_touch: usize,
    /// The source version the translation reflects.
    pub base_commit: Option<CommitId>,
    /// When the newest version of each side was committed.
    pub source_changed_at: Option<Timestamp>,
    pub target_changed_at: Option<Timestamp>,
    /// Hugging Face user names the front matter credits.
    pub translators: Vec<String>,
    pub proofreaders: Vec<String>,
    /// Who works on it, and in which stage.
    pub translator: Option<PersonBrief>,
    pub reviewer: Option<PersonBrief>,
    pub stage: Option<&'static str>,
    /// Addresses of translations outside the repository.
    pub elsewhere: Vec<String>,
}

/// The columns of [`posts_csv`], in their order.
const COLUMNS: [&str; 21] = [
    "slug",
    "seal",
    "status",
    "severity",
    "source_path",
    "target_path",
    "source_title",
    "target_title",
    "tags",
    "published_on",
    "words",
    "words_to_touch",
    "base_commit",
    "source_changed_at",
    "target_changed_at",
    "translators",
    "proofreaders",
    "translator",
    "reviewer",
    "stage",
    "elsewhere",
];

/// Posts as a table with a line of column names; several values in a field have `|` between them.
pub fn posts_csv(posts: &[ExportedPost]) -> String {
    posts.iter().fold(csv::line(&COLUMNS), |text, post| text + &csv::inert_line(&post.fields()))
}

impl ExportedPost {
    fn fields(&self) -> [String; 21] {
        fn text(value: &Option<impl ToString>) -> String {
            value.as_ref().map(ToString::to_string).unwrap_or_default()
        }
        let login = |person: &Option<PersonBrief>| {
            person.as_ref().map(|person| person.login.clone()).unwrap_or_default()
        };
        [
            self.slug.to_string(),
            name_of(&self.seal),
            name_of(&self.status),
            name_of(&self.severity),
            text(&self.source_path),
            self.target_path.to_string(),
            text(&self.source_title),
            text(&self.target_title),
            self.tags.join("|"),
            text(&self.published_on),
            self.words.to_string(),
            self.words_to_touch.to_string(),
            text(&self.base_commit),
            text(&self.source_changed_at),
            text(&self.target_changed_at),
            self.translators.join("|"),
            self.proofreaders.join("|"),
            login(&self.translator),
            login(&self.reviewer),
            text(&self.stage),
            self.elsewhere.join("|"),
        ]
    }
}

/// The name of a value as JSON has it.
fn name_of(value: &impl Serialize) -> String {
    let name = serde_json::to_value(value).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A task, ended or not.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedTask {
    pub id: TaskId,
    pub slug: Slug,
    pub kind: TaskKind,
    pub stage: &'static str,
    pub translator: PersonId,
    pub reviewer: Option<PersonId>,
    pub claimed_at: Timestamp,
    /// When the present stage began.
    pub since: Timestamp,
    pub lease_until: Option<Timestamp>,
    /// The version of the source it is made from.
    pub source_commit: CommitId,
    pub source_blob: BlobId,
    /// The revision that was sent or approved, where the stage knows one.
    pub revision: Option<RevisionNumber>,
    /// Why it came back or ended.
    pub reason: Option<Reason>,
    pub pull_request: Option<PullRequestLink>,
    pub threads: Vec<ExportedThread>,
}

/// What was said about a draft, at one place.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedThread {
    pub id: ThreadId,
    /// The revision it was said of.
    pub revision: RevisionNumber,
    /// 1-based line of that revision; `None` for the whole.
    pub line: Option<usize>,
    pub target_text: Option<String>,
    pub source_text: Option<String>,
    pub is_resolved: bool,
    pub entries: Vec<ExportedEntry>,
}

/// One thing somebody said or did in a thread.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedEntry {
    /// `said`, `resolved` or `reopened`.
    pub what: &'static str,
    /// `None` for somebody who is not here; then `outside` is their name there.
    pub by: Option<PersonId>,
    pub outside: Option<String>,
    pub at: Timestamp,
    pub body: String,
}

/// One saved version of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedDraft {
    pub task: TaskId,
    pub slug: Slug,
    pub number: RevisionNumber,
    pub by: PersonId,
    pub at: Timestamp,
    pub text: String,
}

/// A line of the log, as it is stored.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedEvent {
    pub id: i64,
    pub at: Timestamp,
    /// `None` for the worker.
    pub actor: Option<PersonId>,
    pub project: Option<crate::ids::ProjectId>,
    pub slug: Option<Slug>,
    pub task: Option<TaskId>,
    pub kind: String,
    pub data: serde_json::Value,
}
