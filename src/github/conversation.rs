//! What people say and push at a pull request: reviews, remarks on lines, remarks on the whole, commits.

use jiff::Timestamp;
use serde::Deserialize;

use super::{Client, GithubError, RepositoryName, client::route};
use crate::ids::{CommitId, PullRequestNumber, RepoPath};

/// Five hundred remarks of a kind; a translation has fewer.
const MOST_PAGES: u32 = 5;

/// Where a remark was made. With GitHub's number it names the remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkKind {
    /// The summary of a review.
    Review,
    /// On a line of a file.
    Line,
    /// Under the pull request as a whole.
    Whole,
}

impl RemarkKind {
    /// The name as stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Line => "line",
            Self::Whole => "whole",
        }
    }
}

/// What a review asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Approved,
    ChangesRequested,
}

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub kind: RemarkKind,
    /// GitHub's number, unique among its kind.
    pub id: u64,
    pub author: String,
    pub author_id: u64,
    /// Whether a program wrote it.
    pub is_bot: bool,
    pub body: String,
    /// For people.
    pub url: String,
    pub at: Timestamp,
    pub verdict: Option<Verdict>,
    /// The remark on the same line that it answers.
    pub reply_to: Option<u64>,
    /// The file, the commit and the 1-based line it is about.
    pub place: Option<(RepoPath, CommitId, usize)>,
}

/// A commit as GitHub shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushedCommit {
    pub id: CommitId,
    pub author_name: String,
    pub author_email: String,
    /// The account GitHub takes the author for: number and login.
    pub account: Option<(u64, String)>,
    pub parents: Vec<CommitId>,
}

#[derive(Deserialize)]
struct UserAnswer {
    id: u64,
    login: String,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
struct ReviewAnswer {
    id: u64,
    user: Option<UserAnswer>,
    body: Option<String>,
    state: String,
    html_url: String,
    /// Not there while the review is being written.
    submitted_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct LineAnswer {
    id: u64,
    user: Option<UserAnswer>,
    body: String,
    html_url: String,
    created_at: Timestamp,
    path: String,
    commit_id: String,
    original_commit_id: String,
    in_reply_to_id: Option<u64>,
    line: Option<usize>,
    original_line: Option<usize>,
    /// `LEFT` where it is about what was there before.
    side: Option<String>,
}

#[derive(Deserialize)]
struct WholeAnswer {
    id: u64,
    user: Option<UserAnswer>,
    body: Option<String>,
    html_url: String,
    created_at: Timestamp,
}

#[derive(Deserialize)]
struct CommitAnswer {
    sha: String,
    commit: CommitDetails,
    author: Option<serde_json::Value>,
    parents: Vec<ParentAnswer>,
}

#[derive(Deserialize)]
struct CommitDetails {
    author: Option<IdentityAnswer>,
}

#[derive(Deserialize)]
struct IdentityAnswer {
    name: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize)]
struct ParentAnswer {
    sha: String,
}

impl Client {
    /// Everything people said at a pull request, oldest first.
    pub async fn remarks(
        &self,
        upstream: &RepositoryName,
        number: PullRequestNumber,
    ) -> Result<Vec<Remark>, GithubError> {
        let id = number.to_string();
        let path = |parts: [&str; 3]| route(upstream, &parts);
        let what = format!("the reviews of #{number} of {upstream}");
        let reviews: Vec<ReviewAnswer> =
            self.listed_whole(&what, &path(["pulls", &id, "reviews"]), MOST_PAGES).await?.0;
        let mut remarks: Vec<Remark> = reviews.into_iter().filter_map(ReviewAnswer::read).collect();
        let what = format!("the remarks on lines of #{number} of {upstream}");
        let lines: Vec<LineAnswer> =
            self.listed_whole(&what, &path(["pulls", &id, "comments"]), MOST_PAGES).await?.0;
        remarks.extend(lines.into_iter().filter_map(LineAnswer::read));
        let what = format!("the remarks under #{number} of {upstream}");
        let wholes: Vec<WholeAnswer> =
            self.listed_whole(&what, &path(["issues", &id, "comments"]), MOST_PAGES).await?.0;
        remarks.extend(wholes.into_iter().filter_map(WholeAnswer::read));
        remarks.sort_by_key(|remark| (remark.at, remark.kind, remark.id));
        Ok(remarks)
    }

    /// A commit with the account behind it.
    pub async fn pushed_commit(
        &self,
        repository: &RepositoryName,
        id: CommitId,
    ) -> Result<PushedCommit, GithubError> {
        let what = format!("commit {} of {repository}", id.short());
        let path = &route(repository, &["commits", &id.to_string()]);
        let found: CommitAnswer =
            self.read(&what, |api| async move { api.get(path, None::<&()>).await }).await?;
        let unexpected = |error: crate::ids::InvalidId| GithubError::Unexpected {
            what: what.clone(),
            problem: error.to_string(),
        };
        let author = found.commit.author;
        let account = found.author.and_then(|author| {
            Some((author.get("id")?.as_u64()?, author.get("login")?.as_str()?.to_owned()))
        });
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        Ok(PushedCommit {
            id: found.sha.parse().map_err(unexpected)?,
            author_name: text(author.as_ref().and_then(|it| it.name.as_ref())),
            author_email: text(author.as_ref().and_then(|it| it.email.as_ref())),
            account,
            parents: found
                .parents
                .iter()
                .map(|parent| parent.sha.parse().map_err(unexpected))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl UserAnswer {
    fn is_bot(&self) -> bool {
        self.kind == "Bot"
    }
}

impl ReviewAnswer {
    /// `None` for what says nothing: a review under way, or the shell around remarks on lines.
    fn read(self) -> Option<Remark> {
        let verdict = match self.state.to_ascii_uppercase().as_str() {
            "APPROVED" => Some(Verdict::Approved),
            "CHANGES_REQUESTED" => Some(Verdict::ChangesRequested),
            "PENDING" => return None,
            _ => None,
        };
        let body = self.body.unwrap_or_default();
        if body.trim().is_empty() && verdict.is_none() {
            return None;
        }
        let user = self.user?;
        Some(Remark {
            kind: RemarkKind::Review,
            id: self.id,
            is_bot: user.is_bot(),
            author: user.login,
            author_id: user.id,
            body,
            url: self.html_url,
            at: self.submitted_at?,
            verdict,
            reply_to: None,
            place: None,
        })
    }
}

impl LineAnswer {
    fn read(self) -> Option<Remark> {
        let user = self.user?;
        let is_old = self.side.as_deref() == Some("LEFT");
        let (line, commit) = match (self.line, self.original_line) {
            (Some(line), _) => (Some(line), self.commit_id),
            (None, line) => (line, self.original_commit_id),
        };
        let place = line
            .filter(|_| !is_old)
            .and_then(|line| Some((self.path.as_str().into(), commit.parse().ok()?, line)));
        Some(Remark {
            kind: RemarkKind::Line,
            id: self.id,
            is_bot: user.is_bot(),
            author: user.login,
            author_id: user.id,
            body: self.body,
            url: self.html_url,
            at: self.created_at,
            verdict: None,
            reply_to: self.in_reply_to_id,
            place,
        })
    }
}

impl WholeAnswer {
    fn read(self) -> Option<Remark> {
        let user = self.user?;
        Some(Remark {
            kind: RemarkKind::Whole,
            id: self.id,
            is_bot: user.is_bot(),
            author: user.login,
            author_id: user.id,
            body: self.body.unwrap_or_default(),
            url: self.html_url,
            at: self.created_at,
            verdict: None,
            reply_to: None,
            place: None,
        })
    }
}
