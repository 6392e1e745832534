//! Pull requests.

use octocrab::{
    Octocrab,
    models::{IssueState, pulls},
    params,
};

use super::{ApiRequest, Client, GithubError, RepositoryName};
use crate::ids::{CommitId, PullRequestNumber};

/// A pull request as far as Yiqi needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    pub number: PullRequestNumber,
    /// For people.
    pub url: String,
    /// `owner:branch`.
    pub head: String,
    pub head_commit: CommitId,
    pub base_branch: String,
    pub state: PullRequestState,
    /// Whether it merges without conflict; `None` in a list, and while GitHub does not know.
    pub mergeable: Option<bool>,
    /// Seconds since 1970, by GitHub's clock; present once it is closed or merged.
    pub closed_at: Option<i64>,
    pub labels: Vec<String>,
    /// Logins of the people who are asked for a review.
    pub reviewers: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PullRequestState {
    Open,
    /// Closed without being merged.
    Closed,
    Merged,
}

/// A pull request to be opened.
#[derive(Debug, Clone)]
pub struct NewPullRequest {
    /// `owner:branch`.
    pub head: String,
    pub base_branch: String,
    pub title: String,
    pub body: String,
}

impl Client {
    /// The pull requests from a branch (`owner:branch`) in whatever state, newest first.
    pub async fn pull_requests_from(
        &self,
        upstream: &RepositoryName,
        head: &str,
    ) -> Result<Vec<PullRequest>, GithubError> {
        let what = format!("the pull requests of {upstream} from {head}");
        let page = self
            .read(&what, |api| async move {
                api.pulls(&upstream.owner, &upstream.name)
                    .list()
                    .state(params::State::All)
                    .head(head)
                    .sort(params::pulls::Sort::Created)
                    .direction(params::Direction::Descending)
                    .per_page(100)
                    .send()
                    .await
            })
            .await?;
        let found: Result<Vec<_>, _> =
            page.items.iter().map(|found| read_pull_request(&what, found)).collect();
        // GitHub ignores a filter it cannot make sense of and lists everything.
        Ok(found?.into_iter().filter(|found| found.head.eq_ignore_ascii_case(head)).collect())
    }

    /// Opens a pull request; [`GithubError::Refused`] where one is open already.
    pub async fn create_pull_request(
        &self,
        upstream: &RepositoryName,
        new: &NewPullRequest,
    ) -> Result<PullRequest, GithubError> {
        let what = format!("opening a pull request to {upstream} from {}", new.head);
        let request = ApiRequest::open_pull_request(upstream, new);
        let made: pulls::PullRequest = self.carry_out(&what, &request).await?;
        read_pull_request(&what, &made)
    }

    /// Adds labels to a pull request; those that are there stay.
    pub async fn add_labels(
        &self,
        upstream: &RepositoryName,
        number: PullRequestNumber,
        labels: &[String],
    ) -> Result<(), GithubError> {
        let what = format!("labelling #{number} of {upstream}");
        let request = ApiRequest::add_labels(upstream, number, labels);
        let _: serde_json::Value = self.carry_out(&what, &request).await?;
        Ok(())
    }

    /// Asks people and teams for a review of a pull request.
    pub async fn ask_reviewers(
        &self,
        upstream: &RepositoryName,
        number: PullRequestNumber,
        reviewers: &[String],
    ) -> Result<(), GithubError> {
        let what = format!("asking for a review of #{number} of {upstream}");
        let request = ApiRequest::ask_reviewers(upstream, number, reviewers);
        let _: serde_json::Value = self.carry_out(&what, &request).await?;
        Ok(())
    }

    /// A pull request by its number.
    pub async fn pull_request(
        &self,
        upstream: &RepositoryName,
        number: PullRequestNumber,
    ) -> Result<PullRequest, GithubError> {
        let what = format!("pull request #{number} of {upstream}");
        let request = |api: Octocrab| async move {
            api.pulls(&upstream.owner, &upstream.name).get(number.0).await
        };
        read_pull_request(&what, &self.read(&what, request).await?)
    }
}

fn read_pull_request(what: &str, found: &pulls::PullRequest) -> Result<PullRequest, GithubError> {
    let unexpected = |problem: String| GithubError::Unexpected { what: what.into(), problem };
    let state = match found.state {
        Some(IssueState::Open) => PullRequestState::Open,
        Some(IssueState::Closed) if found.merged_at.is_some() => PullRequestState::Merged,
        Some(IssueState::Closed) => PullRequestState::Closed,
        _ => return Err(unexpected("a pull request without a known state".into())),
    };
    Ok(PullRequest {
        number: PullRequestNumber(found.number),
        url: found.html_url.as_ref().map_or_else(|| found.url.clone(), ToString::to_string),
        head: found.head.label.clone().unwrap_or_default(),
        head_commit: found
            .head
            .sha
            .parse()
            .map_err(|error: crate::ids::InvalidId| unexpected(error.to_string()))?,
        base_branch: found.base.ref_field.clone(),
        state,
        mergeable: found.mergeable,
        closed_at: found.closed_at.map(|at| at.timestamp()),
        labels: found.labels.iter().flatten().map(|label| label.name.clone()).collect(),
        reviewers: found
            .requested_reviewers
            .iter()
            .flatten()
            .map(|person| person.login.clone())
            .collect(),
    })
}
