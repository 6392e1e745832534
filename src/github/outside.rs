//! What others do in a repository: their open pull requests, and who may write there.

use jiff::Timestamp;
use serde::Deserialize;

use super::{Client, GithubError, RepositoryName, client::route};
use crate::ids::{CommitId, PullRequestNumber, RepoPath};

/// Of the open pull requests the thousand newest are looked at.
const MOST_PAGES: u32 = 10;
/// Of the files of a pull request the first three hundred; one that touches more is no translation.
const MOST_FILE_PAGES: u32 = 3;
/// Of the collaborators the first five hundred.
const MOST_COLLABORATOR_PAGES: u32 = 5;

/// A pull request somebody has open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPullRequest {
    pub number: PullRequestNumber,
    pub title: String,
    /// For people.
    pub url: String,
    /// Login; `ghost`, as GitHub says, where the account is gone.
    pub author: String,
    /// `owner:branch`; empty where its repository is gone.
    pub head: String,
    pub head_commit: CommitId,
    pub opened_at: Timestamp,
}

/// What a pull request does to the files of its repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangedPaths {
    /// Paths whose content it adds or changes; not those it removes.
    pub written: Vec<RepoPath>,
}

/// Somebody who may write to a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collaborator {
    pub github_id: u64,
    pub login: String,
}

#[derive(Deserialize)]
struct PullAnswer {
    number: u64,
    title: String,
    html_url: String,
    user: Option<LoginAnswer>,
    head: HeadAnswer,
    created_at: Timestamp,
    state: String,
}

#[derive(Deserialize)]
struct LoginAnswer {
    login: String,
}

#[derive(Deserialize)]
struct HeadAnswer {
    label: Option<String>,
    sha: String,
}

#[derive(Deserialize)]
struct FileAnswer {
    filename: String,
    status: String,
}

#[derive(Deserialize)]
struct CollaboratorAnswer {
    id: u64,
    login: String,
    permissions: Option<PushAnswer>,
}

#[derive(Deserialize)]
struct PushAnswer {
    push: bool,
}

impl Client {
    /// The open pull requests of a repository, newest first; asking again while nothing changed costs
    /// nothing of the rate limit.
    pub async fn open_pull_requests(
        &self,
        repository: &RepositoryName,
    ) -> Result<Vec<OpenPullRequest>, GithubError> {
        let what = format!("the open pull requests of {repository}");
        let path =
            format!("{}?state=open&sort=created&direction=desc", route(repository, &["pulls"]));
        let (found, is_all) = self.listed_whole::<PullAnswer>(&what, &path, MOST_PAGES).await?;
        if !is_all {
            tracing::warn!(%repository, "of the open pull requests only the newest are looked at");
        }
        found.into_iter().map(|found| found.read(&what)).collect()
    }

    /// One pull request as long as it is open.
    pub async fn open_pull_request(
        &self,
        repository: &RepositoryName,
        number: PullRequestNumber,
    ) -> Result<Option<OpenPullRequest>, GithubError> {
        let what = format!("pull request #{number} of {repository}");
        let path = &route(repository, &["pulls", &number.to_string()]);
        let asked = self.read(&what, |api| async move { api.get(path, None::<&()>).await });
        let found: PullAnswer = match asked.await {
            Err(GithubError::NotFound(_)) => return Ok(None),
            answer => answer?,
        };
        if found.state == "open" { found.read(&what).map(Some) } else { Ok(None) }
    }

    /// The files a pull request changes.
    pub async fn changed_paths(
        &self,
        repository: &RepositoryName,
        number: PullRequestNumber,
    ) -> Result<ChangedPaths, GithubError> {
        let what = format!("the files of #{number} of {repository}");
        let path = route(repository, &["pulls", &number.to_string(), "files"]);
        let (files, _) = self.listed_whole::<FileAnswer>(&what, &path, MOST_FILE_PAGES).await?;
        let written = files.into_iter().filter(|file| file.status != "removed");
        Ok(ChangedPaths { written: written.map(|file| file.filename.as_str().into()).collect() })
    }

    /// Everybody who may write to a repository; `None` where the token may not see that.
    pub async fn collaborators(
        &self,
        repository: &RepositoryName,
    ) -> Result<Option<Vec<Collaborator>>, GithubError> {
        let what = format!("the collaborators of {repository}");
        let path = format!("{}?permission=push", route(repository, &["collaborators"]));
        let listed = self.listed_whole(&what, &path, MOST_COLLABORATOR_PAGES).await;
        let (found, _): (Vec<CollaboratorAnswer>, _) = match listed {
            Err(GithubError::Forbidden { .. } | GithubError::NotFound(_)) => return Ok(None),
            listed => listed?,
        };
        // Older servers do not know the filter.
        let may_push =
            |found: &CollaboratorAnswer| found.permissions.as_ref().is_none_or(|it| it.push);
        let who =
            |found: CollaboratorAnswer| Collaborator { github_id: found.id, login: found.login };
        Ok(Some(found.into_iter().filter(may_push).map(who).collect()))
    }
}

impl PullAnswer {
    fn read(self, what: &str) -> Result<OpenPullRequest, GithubError> {
        Ok(OpenPullRequest {
            number: PullRequestNumber(self.number),
            title: self.title,
            url: self.html_url,
            author: self.user.map_or_else(|| "ghost".to_owned(), |user| user.login),
            head: self.head.label.unwrap_or_default(),
            head_commit: self.head.sha.parse().map_err(|error: crate::ids::InvalidId| {
                GithubError::Unexpected { what: what.into(), problem: error.to_string() }
            })?,
            opened_at: self.created_at,
        })
    }
}
