//! Git objects and branches through the API
//! (<https://docs.github.com/en/rest/git>): a commit is made without a clone of the repository.

use http_body_util::BodyExt;
use jiff::Timestamp;
use octocrab::{
    FromResponse, Octocrab,
    models::{
        commits::GitCommitObject,
        git::{CreatedBlob, GitTree},
        repos::{Object, Ref},
    },
};

use super::{ApiRequest, Client, GithubError, PushedCommit, RepositoryName, client::route};
use crate::ids::{CommitId, RepoPath};

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    pub path: RepoPath,
    pub content: Vec<u8>,
}

/// A commit to be made through the API.
#[derive(Debug, Clone)]
pub struct NewCommit {
    /// The commit whose files are kept where `files` does not say otherwise.
    pub base: CommitId,
    pub parents: Vec<CommitId>,
    pub files: Vec<NewFile>,
    pub message: String,
    /// Author and committer.
    pub author_name: String,
    pub author_email: String,
    /// Given, so that the same plan makes the same commit.
    pub time: Timestamp,
}

/// What a commit says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitInfo {
    pub id: CommitId,
    pub message: String,
    pub parents: Vec<CommitId>,
    pub author_name: String,
    pub author_email: String,
    /// Object name of the tree.
    tree: String,
}

impl From<CommitInfo> for PushedCommit {
    /// Without the account, which only the other form of a commit tells.
    fn from(commit: CommitInfo) -> Self {
        Self {
            id: commit.id,
            author_name: commit.author_name,
            author_email: commit.author_email,
            account: None,
            parents: commit.parents,
        }
    }
}

impl Client {
    /// The commit a branch points to; `None` where it does not exist.
    pub async fn branch_head(
        &self,
        repository: &RepositoryName,
        branch: &str,
    ) -> Result<Option<CommitId>, GithubError> {
        let what = format!("branch {branch} of {repository}");
        let route = branch_route(repository, branch);
        let found: Ref = match self.read(&what, |api| get(api, &route)).await {
            Err(GithubError::NotFound(_)) => return Ok(None),
            answer => answer?,
        };
        match found.object {
            Object::Commit { sha, .. } => Ok(Some(commit_id(&what, &sha)?)),
            _ => Err(GithubError::Unexpected { what, problem: "not a commit".into() }),
        }
    }

    /// A file at a commit; `None` where it does not exist.
    pub async fn file(
        &self,
        repository: &RepositoryName,
        path: &RepoPath,
        at: CommitId,
    ) -> Result<Option<Vec<u8>>, GithubError> {
        let mut parts = vec!["contents"];
        parts.extend(path.as_str().split('/'));
        // The raw form: the JSON form holds no file over a megabyte.
        let uri = format!("{}?ref={at}", route(repository, &parts));
        let uri = &uri;
        let request = |api: Octocrab| async move {
            let request = http::Request::get(uri)
                .header(http::header::ACCEPT, "application/vnd.github.raw+json");
            let answer = api.execute(api.build_request(request, None::<&()>)?).await?;
            let body = octocrab::map_github_error(answer).await?.into_body();
            Ok(body.collect().await?.to_bytes())
        };
        match self.read(&format!("{path} of {repository}"), request).await {
            Err(GithubError::NotFound(_)) => Ok(None),
            answer => answer.map(|bytes| Some(bytes.to_vec())),
        }
    }

    /// What a commit says of itself.
    pub async fn commit(
        &self,
        repository: &RepositoryName,
        id: CommitId,
    ) -> Result<CommitInfo, GithubError> {
        let what = format!("commit {} of {repository}", id.short());
        let route = route(repository, &["git", "commits", &id.to_string()]);
        let found: GitCommitObject = self.read(&what, |api| get(api, &route)).await?;
        Ok(CommitInfo {
            id,
            message: found.message,
            author_name: found.author.name.clone(),
            author_email: found.author.email.clone().unwrap_or_default(),
            parents: found
                .parents
                .iter()
                .filter_map(|parent| parent.sha.as_deref())
                .map(|sha| commit_id(&what, sha))
                .collect::<Result<_, _>>()?,
            tree: found.tree.sha,
        })
    }

    /// Writes blobs, tree and commit; no branch moves. The same plan yields the same commit.
    pub async fn create_commit(
        &self,
        repository: &RepositoryName,
        plan: &NewCommit,
    ) -> Result<CommitId, GithubError> {
        let base = self.commit(repository, plan.base).await?;
        let mut blobs = Vec::with_capacity(plan.files.len());
        for file in &plan.files {
            let what = format!("writing {} to {repository}", file.path);
            let made: CreatedBlob =
                self.carry_out(&what, &ApiRequest::blob(repository, file)).await?;
            blobs.push(made.sha);
        }
        let what = format!("writing a tree to {repository}");
        let request = ApiRequest::tree(repository, &base.tree, plan, &blobs);
        let tree: GitTree = self.carry_out(&what, &request).await?;
        let what = format!("writing a commit to {repository}");
        let request = ApiRequest::commit(repository, plan, &tree.sha);
        let made: GitCommitObject = self.carry_out(&what, &request).await?;
        commit_id(&what, &made.sha)
    }

    /// Moves a branch from where it was seen (`None`: it was not there) to a commit that follows it.
    /// Never forces: a branch that moved meanwhile is [`GithubError::BranchMoved`].
    pub async fn advance_branch(
        &self,
        repository: &RepositoryName,
        branch: &str,
        from: Option<CommitId>,
        to: CommitId,
    ) -> Result<(), GithubError> {
        if from == Some(to) {
            return Ok(());
        }
        let what = format!("moving branch {branch} of {repository}");
        let to = to.to_string();
        let request = match from {
            None => ApiRequest::create_branch(repository, branch, &to),
            Some(_) => ApiRequest::move_branch(repository, branch, &to),
        };
        let moved_meanwhile = || {
            let (repository, branch) = (repository.to_string(), branch.to_owned());
            Err(GithubError::BranchMoved { repository, branch })
        };
        let moved: Result<Ref, _> = self.carry_out(&what, &request).await;
        match moved {
            Ok(_) => Ok(()),
            Err(GithubError::Refused { message, .. }) if says_moved(&message) => moved_meanwhile(),
            Err(GithubError::Conflict { .. }) => moved_meanwhile(),
            Err(error) => Err(error),
        }
    }

    /// Brings a branch of a fork in step with its upstream, so that the fork knows the commits our work
    /// stands on. A fork whose branch has commits of its own is [`GithubError::ForkDiverged`].
    pub async fn sync_fork(&self, fork: &RepositoryName, branch: &str) -> Result<(), GithubError> {
        let what = format!("bringing branch {branch} of {fork} in step with its upstream");
        let request = ApiRequest::sync_fork(fork, branch);
        let done: Result<serde_json::Value, _> = self.carry_out(&what, &request).await;
        match done {
            Err(GithubError::Conflict { .. }) => {
                Err(GithubError::ForkDiverged { fork: fork.to_string(), branch: branch.to_owned() })
            }
            done => done.map(drop),
        }
    }
}

/// Whether a refusal to move a branch means that it is elsewhere by now.
fn says_moved(message: &str) -> bool {
    message.contains("not a fast forward")
        || message.contains("Reference already exists")
        || message.contains("Reference does not exist")
}

async fn get<T: FromResponse>(api: Octocrab, route: &str) -> octocrab::Result<T> {
    api.get(route, None::<&()>).await
}

fn branch_route(repository: &RepositoryName, branch: &str) -> String {
    let mut parts = vec!["git", "ref", "heads"];
    parts.extend(branch.split('/'));
    route(repository, &parts)
}

fn commit_id(what: &str, sha: &str) -> Result<CommitId, GithubError> {
    sha.parse().map_err(|error: crate::ids::InvalidId| GithubError::Unexpected {
        what: what.into(),
        problem: error.to_string(),
    })
}
