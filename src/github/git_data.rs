//! Git objects and branches through the API
//! (<https://docs.github.com/en/rest/git>): a commit is made without a clone of the repository.

use base64::{Engine, prelude::BASE64_STANDARD};
use http_body_util::BodyExt;
use jiff::Timestamp;
use octocrab::models::{
    commits::GitCommitObject,
    git::{CreateTreeEntry, CreatedBlob, GitTree},
    repos::{Object, Ref},
};
use serde_json::json;

use super::{Client, GithubError, RepositoryName, client::route};
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
    /// Object name of the tree.
    tree: String,
}

impl Client {
    /// The commit a branch points to; `None` where it does not exist.
    pub async fn branch_head(
        &self,
        repository: &RepositoryName,
        branch: &str,
    ) -> Result<Option<CommitId>, GithubError> {
        let what = format!("branch {branch} of {repository}");
        let route = branch_route(repository, "ref", branch);
        let found: Ref = match self.read(&what, || self.api.get(&route, None::<&()>)).await {
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
        let request = || async {
            let request = http::Request::get(&uri)
                .header(http::header::ACCEPT, "application/vnd.github.raw+json");
            let answer = self.api.execute(self.api.build_request(request, None::<&()>)?).await?;
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
        let found: GitCommitObject = self.read(&what, || self.api.get(&route, None::<&()>)).await?;
        Ok(CommitInfo {
            id,
            message: found.message,
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
        let mut entries = Vec::with_capacity(plan.files.len());
        for file in &plan.files {
            let sha = self.create_blob(repository, file).await?;
            entries.push(CreateTreeEntry::new(file.path.as_str(), "100644", "blob").with_sha(sha));
        }
        let tree: GitTree = self
            .write(
                &format!("writing a tree to {repository}"),
                self.api.post(
                    route(repository, &["git", "trees"]),
                    Some(&json!({"base_tree": base.tree, "tree": entries})),
                ),
            )
            .await?;
        let what = format!("writing a commit to {repository}");
        // Whole seconds: Git keeps no more, and a rounded fraction would make another commit.
        let date = plan.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let who = json!({"name": plan.author_name, "email": plan.author_email, "date": date});
        let made: GitCommitObject = self
            .write(
                &what,
                self.api.post(
                    route(repository, &["git", "commits"]),
                    Some(&json!({
                        "message": plan.message,
                        "tree": tree.sha,
                        "parents": plan.parents,
                        "author": who,
                        "committer": who,
                    })),
                ),
            )
            .await?;
        commit_id(&what, &made.sha)
    }

    async fn create_blob(
        &self,
        repository: &RepositoryName,
        file: &NewFile,
    ) -> Result<String, GithubError> {
        let made: CreatedBlob = self
            .write(
                &format!("writing {} to {repository}", file.path),
                self.api.post(
                    route(repository, &["git", "blobs"]),
                    // Base64 keeps every byte, whatever a JSON text would do to it.
                    Some(&json!({
                        "content": BASE64_STANDARD.encode(&file.content),
                        "encoding": "base64",
                    })),
                ),
            )
            .await?;
        Ok(made.sha)
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
        let moved: Result<Ref, _> = match from {
            None => {
                let body = json!({"ref": format!("refs/heads/{branch}"), "sha": to});
                let route = route(repository, &["git", "refs"]);
                self.write(&what, self.api.post(route, Some(&body))).await
            }
            Some(_) => {
                let body = json!({"sha": to, "force": false});
                let route = branch_route(repository, "refs", branch);
                self.write(&what, self.api.patch(route, Some(&body))).await
            }
        };
        match moved {
            Ok(_) => Ok(()),
            Err(GithubError::Refused { message, .. }) if says_moved(&message) => {
                Err(GithubError::BranchMoved {
                    repository: repository.to_string(),
                    branch: branch.into(),
                })
            }
            Err(error) => Err(error),
        }
    }

    /// Brings a branch of a fork in step with its upstream, so that the fork knows the commits our work
    /// stands on.
    pub async fn sync_fork(&self, fork: &RepositoryName, branch: &str) -> Result<(), GithubError> {
        let what = format!("bringing branch {branch} of {fork} in step with its upstream");
        let route = route(fork, &["merge-upstream"]);
        let body = json!({"branch": branch});
        let _: serde_json::Value = self.write(&what, self.api.post(route, Some(&body))).await?;
        Ok(())
    }
}

/// Whether a refusal to move a branch means that it is elsewhere by now.
fn says_moved(message: &str) -> bool {
    message.contains("not a fast forward")
        || message.contains("Reference already exists")
        || message.contains("Reference does not exist")
}

fn branch_route(repository: &RepositoryName, kind: &str, branch: &str) -> String {
    let mut parts = vec!["git", kind, "heads"];
    parts.extend(branch.split('/'));
    route(repository, &parts)
}

fn commit_id(what: &str, sha: &str) -> Result<CommitId, GithubError> {
    sha.parse().map_err(|error: crate::ids::InvalidId| GithubError::Unexpected {
        what: what.into(),
        problem: error.to_string(),
    })
}
