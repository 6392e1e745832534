//! When something did not work: what happened, that the text is safe, what to do.

use askama::Template;

use super::{Shell, coded::Coded, unfit, unsent::unsent, urls};
use crate::{
    checks::Finding,
    glossary::BadEntry,
    ids::TaskId,
    notices::obstacle,
    notify::NotifyError,
    services::{ServiceError, Trouble, Unfit},
    texts::Texts,
    workflow::{Refusal, UiLanguage},
};

/// How many findings are told; the desk has them all.
const MOST_FINDINGS: usize = 5;

/// What a sentence is filled with; counts choose plural forms.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Arg {
    Word(String),
    Count(usize),
    /// Why a message has not left.
    Unsent(NotifyError),
    /// The name of a field, as programs know it.
    Field(&'static str),
    /// What is wrong with a field, as the services say it.
    Unfit(Unfit),
    /// The sentence of an error of git or GitHub.
    Obstacle(String),
}

/// A failure in words for people.
///
/// The texts are `{key}-title`, `{key}-what` and `{key}-next` of the Fluent files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    key: &'static str,
    args: Vec<(&'static str, Arg)>,
    /// Text somebody typed and must not lose; shown to be copied.
    pub kept: Option<String>,
    /// What has to be mended first.
    findings: Vec<Finding>,
    /// What git or GitHub said, where that is behind it.
    pub words: Option<String>,
    /// Where to find the failure in the log.
    pub id: Option<String>,
}

impl Problem {
    fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new(), findings: Vec::new(), kept: None, words: None, id: None }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, Arg::Word(value.to_string())));
        self
    }

    fn counting(mut self, name: &'static str, count: usize) -> Self {
        self.args.push((name, Arg::Count(count)));
        self
    }

    /// Says what is in the way in a sentence, and keeps the words of the error beside it.
    fn hindered_by(mut self, error: &dyn std::error::Error) -> Self {
        self.args.push(("reason", Arg::Obstacle(error.to_string())));
        self.words = Some(error.to_string());
        self
    }

    /// The address leads nowhere.
    pub fn not_found() -> Self {
        Self::new("problem-not-found")
    }

    /// The address knows other verbs.
    pub fn wrong_method() -> Self {
        Self::new("problem-wrong-method")
    }

    /// The query of an address names something the address does not know.
    pub fn unknown_parameter(name: &str, known: &[String]) -> Self {
        let known = if known.is_empty() { "–".to_owned() } else { known.join(", ") };
        Self::new("problem-unknown-parameter").with("name", name).with("known", known)
    }

    /// What was sent is of another kind than is read.
    pub fn wrong_kind(problem: impl ToString) -> Self {
        Self::new("problem-wrong-kind").with("problem", problem)
    }

    /// A token that holds, for less than was asked; `scope` is what it would need.
    pub fn narrow_token(scope: &str) -> Self {
        Self::new("problem-narrow-token").with("scope", scope)
    }

    /// Something broke; `id` names the line in the log.
    pub fn unexpected(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..Self::new("problem-unexpected") }
    }

    /// The database is in a trouble a person at the machine can mend.
    pub fn of_trouble(trouble: Trouble) -> Self {
        Self::new(store_trouble(Some(trouble)))
    }

    /// What was sent cannot be read.
    pub fn bad_request(problem: impl ToString) -> Self {
        Self::new("problem-bad-request").with("problem", problem)
    }

    /// More was sent than is taken; `limit` is in bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::new("problem-too-large").with("limit", format!("{} MB", limit >> 20))
    }

    /// Somebody has to sign in first.
    pub fn sign_in_first() -> Self {
        Self::new("problem-sign-in-first")
    }

    /// A token that does not hold.
    pub fn bad_token() -> Self {
        Self::new("problem-bad-token")
    }

    /// More in a minute than is taken.
    pub fn too_many_requests(seconds: u64) -> Self {
        let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
        Self::new("problem-too-many-requests").counting("seconds", seconds)
    }

    /// A disk without room, as it looks.
    #[cfg(test)]
    pub(super) fn disk_full() -> Self {
        Self::new(store_trouble(Some(Trouble::Full)))
    }

    /// A draft that does not say what it was written on top of.
    pub fn needs_revision() -> Self {
        Self::new("problem-needs-revision")
    }

    /// GitHub did not let somebody in; `reason` is its own words.
    pub fn sign_in_failed(reason: impl ToString) -> Self {
        Self::new("problem-sign-in-failed").with("reason", reason)
    }

    /// The form came from another site.
    pub fn foreign_form() -> Self {
        Self::new("problem-foreign-form")
    }

    /// Keeps a text somebody typed.
    pub fn keeping(mut self, text: impl Into<String>) -> Self {
        self.kept = Some(text.into());
        self
    }

    /// The page on which one can mend it: the desk of the task a form was about, or one's own tasks.
    ///
    /// None from an address that leads nowhere: the desk would be the same nowhere.
    fn way_back(&self, path: &str) -> Option<(String, &'static str)> {
        if self.is_gone() {
            return None;
        }
        if self.key == "problem-too-many-claims" {
            return Some(("/mine".to_owned(), "problem-to-mine"));
        }
        let id = path.strip_prefix("/tasks/")?.split(['/', '?']).next()?.parse().ok()?;
        let reviewing = ["/approve", "/return", "/review", "/leave"];
        if reviewing.iter().any(|end| path.ends_with(end)) {
            return Some((urls::review(TaskId(id)), "problem-to-review"));
        }
        Some((urls::task(TaskId(id)), "problem-to-desk"))
    }

    /// The character of its seal: nothing here, no further, wait, full, too long, ours to mend, not now.
    fn sign(&self) -> &'static str {
        match self.key {
            "problem-not-found" | "problem-no-post" | "problem-wrong-method" => "空",
            "problem-forbidden"
            | "problem-foreign-form"
            | "problem-bad-token"
            | "problem-narrow-token"
            | "problem-sign-in-failed" => "止",
            "problem-sign-in-first" => "门",
            "problem-too-many-requests" | "problem-aid-busy" | "problem-locked" => "歇",
            "problem-disk-full" | "problem-too-many-claims" => "满",
            "problem-too-large" => "长",
            "problem-unexpected" | "problem-store" | "problem-read-only" | "problem-repository"
            | "problem-github" => "修",
            _ => "未",
        }
    }

    /// Whether somebody wanted to do something, and it failed; an address that leads nowhere failed nobody.
    fn is_failure(&self) -> bool {
        !self.is_gone() && !self.wants_sign_in()
    }

    fn is_gone(&self) -> bool {
        matches!(self.key, "problem-not-found" | "problem-no-post")
    }

    /// Whether signing in is what helps.
    fn wants_sign_in(&self) -> bool {
        self.key == "problem-sign-in-first"
    }

    /// Its name for programs, such as `already-claimed`.
    pub fn code(&self) -> &'static str {
        match self.key {
            "problem-no-post" => "not-found",
            key => key.strip_prefix("problem-").unwrap_or(key),
        }
    }

    /// The short line.
    pub fn title(&self, language: UiLanguage) -> String {
        self.text(language, "title")
    }

    /// What happened.
    pub fn what(&self, language: UiLanguage) -> String {
        self.text(language, "what")
    }

    /// What to do about it.
    pub fn next(&self, language: UiLanguage) -> String {
        self.text(language, "next")
    }

    /// The same for whoever reads the page: a maintainer is not sent to a maintainer.
    fn next_for(&self, shell: &Shell) -> Coded {
        Coded(match self.key {
            "problem-no-publisher" if shell.may_steer() => {
                shell.t("problem-no-publisher-next-maintainer")
            }
            _ => self.next(shell.language),
        })
    }

    /// The first findings that have to be mended, each with its line.
    fn points(&self, language: UiLanguage) -> Vec<String> {
        let texts = Texts::new(language);
        let point = |finding: &Finding| {
            let what = match language {
                UiLanguage::Chinese => finding.zh.as_str(),
                UiLanguage::English => finding.en.as_str(),
            };
            let args = [("line", finding.lines.0.into()), ("what", what.into())];
            texts.with("problem-finding", &args)
        };
        self.findings.iter().take(MOST_FINDINGS).map(point).collect()
    }

    fn text(&self, language: UiLanguage, part: &str) -> String {
        let texts = Texts::new(language);
        let args: Vec<_> = self
            .args
            .iter()
            .map(|(name, arg)| match arg {
                Arg::Word(word) => (*name, word.as_str().into()),
                Arg::Count(count) => (*name, (*count).into()),
                Arg::Unsent(error) => (*name, unsent(texts, error).into()),
                Arg::Field(field) => (*name, unfit::field(texts, field).into()),
                Arg::Unfit(problem) => (*name, unfit::unfit(texts, problem).into()),
                Arg::Obstacle(kept) => (*name, obstacle(texts, kept).into()),
            })
            .collect();
        texts.with(&format!("{}-{part}", self.key), &args)
    }
}

impl From<&ServiceError> for Problem {
    fn from(error: &ServiceError) -> Self {
        match error {
            ServiceError::NotFound("post") => Self::new("problem-no-post"),
            ServiceError::NotFound(_) => Self::not_found(),
            ServiceError::Forbidden => Self::new("problem-forbidden"),
            ServiceError::AlreadyClaimed { by } => {
                Self::new("problem-already-claimed").with("by", by)
            }
            ServiceError::OnIt { number, author, url } => Self::new("problem-on-it")
                .with("number", number)
                .with("author", author)
                .with("url", url),
            ServiceError::TooManyClaims { limit } => {
                Self::new("problem-too-many-claims").with("limit", limit)
            }
            ServiceError::NothingToDo => Self::new("problem-nothing-to-do"),
            ServiceError::Excluded { reason } => {
                Self::new("problem-excluded").with("reason", reason)
            }
            ServiceError::NoWebAddress => Self::new("problem-no-web-address"),
            ServiceError::TooManyElsewhere { limit } => {
                Self::new("problem-too-many-elsewhere").with("limit", limit)
            }
            ServiceError::NoSource => Self::new("problem-no-source"),
            ServiceError::LastMaintainer => Self::new("problem-last-maintainer"),
            ServiceError::Refused(refusal) => refusal.into(),
            ServiceError::Conflict { saved_by, .. } => {
                Self::new("problem-conflict").with("by", saved_by)
            }
            ServiceError::HasErrors(findings) => Self {
                findings: findings.clone(),
                ..Self::new("problem-has-errors").counting("count", findings.len())
            },
            ServiceError::OpenThreads(count) => {
                Self::new("problem-open-threads").counting("count", *count)
            }
            ServiceError::Unchanged => Self::new("problem-unchanged"),
            ServiceError::Invalid { field, problem } => {
                let mut told = Self::new("problem-invalid");
                told.args.push(("field", Arg::Field(field)));
                told.args.push(("problem", Arg::Unfit(problem.clone())));
                told
            }
            ServiceError::BadTerm(error) => Self::new(bad_term(*error)),
            ServiceError::TermTaken { term } => Self::new("problem-term-taken").with("term", term),
            ServiceError::BadGlossaryFile(reason) => {
                Self::new("problem-glossary-file").with("reason", reason)
            }
            ServiceError::DecidedAlready => Self::new("problem-decided-already"),
            ServiceError::NoMessages => Self::new("problem-no-messages"),
            ServiceError::Notify(error) => {
                let mut problem = Self::new("problem-not-sent");
                problem.args.push(("reason", Arg::Unsent(error.clone())));
                problem
            }
            ServiceError::NoAid => Self::new("problem-no-aid"),
            ServiceError::AidBusy => Self::new("problem-aid-busy"),
            ServiceError::NotDraftable => Self::new("problem-not-draftable"),
            ServiceError::TooLong { limit, .. } => Self::too_large(*limit),
            ServiceError::NoPublisher => Self::new("problem-no-publisher"),
            ServiceError::BranchTaken { branch, commit } => {
                Self::new("problem-branch-taken").with("branch", branch).with("commit", commit)
            }
            ServiceError::Repository(error) => Self::new("problem-repository").hindered_by(error),
            ServiceError::Github(error) => Self::new("problem-github").hindered_by(error),
            ServiceError::Convention(error) => {
                Self::new("problem-convention").with("reason", error)
            }
            ServiceError::Broken(_) => Self::new("problem-unexpected"),
            ServiceError::Store(error) => Self::new(store_trouble(error.trouble())),
        }
    }
}

const fn store_trouble(trouble: Option<Trouble>) -> &'static str {
    match trouble {
        Some(Trouble::Full) => "problem-disk-full",
        Some(Trouble::ReadOnly) => "problem-read-only",
        Some(Trouble::Locked) => "problem-locked",
        Some(Trouble::Damaged) | None => "problem-store",
    }
}

const fn bad_term(error: BadEntry) -> &'static str {
    match error {
        BadEntry::NoTerm => "problem-term-empty",
        BadEntry::NoForm => "problem-term-no-form",
        BadEntry::TooLong => "problem-term-long",
        BadEntry::TooMany => "problem-term-many",
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::WrongStage { .. } => Self::new("problem-wrong-stage"),
            Refusal::LeaseRunning(_) => Self::new("problem-lease-running"),
            Refusal::ReviewedByAnother => Self::new("problem-reviewed-by-another"),
            Refusal::OldRevision { .. } => Self::new("problem-old-revision"),
        }
    }
}

/// The page of a failure; status and logging are the caller's.
#[derive(Debug, Clone, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub shell: Shell,
    pub problem: Problem,
    /// The page of this site from which a form was sent.
    pub came_from: Option<String>,
}
