//! The writes, as they go over the wire: made here alone, so that what a rehearsal shows is what is sent.

use base64::{Engine, prelude::BASE64_STANDARD};
use octocrab::FromResponse;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    Client, GithubError, NewCommit, NewFile, NewPullRequest, RepositoryName, client::route,
};
use crate::ids::PullRequestNumber;

/// One write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApiRequest {
    pub method: &'static str,
    /// Below the address of the API.
    pub path: String,
    pub body: Value,
}

impl ApiRequest {
    fn post(repository: &RepositoryName, parts: &[&str], body: Value) -> Self {
        Self { method: "POST", path: route(repository, parts), body }
    }

    /// Brings a branch of a fork in step with its upstream.
    pub fn sync_fork(fork: &RepositoryName, branch: &str) -> Self {
        Self::post(fork, &["merge-upstream"], json!({"branch": branch}))
    }

    /// A file's content; base64 keeps every byte, whatever a JSON text would do to it.
    pub fn blob(repository: &RepositoryName, file: &NewFile) -> Self {
        let body = json!({
            "content": BASE64_STANDARD.encode(&file.content),
            "encoding": "base64",
        });
        Self::post(repository, &["git", "blobs"], body)
    }

    /// The tree `base_tree` with other files; `blobs` are their names, in the order of the plan.
    pub fn tree(
        repository: &RepositoryName,
        base_tree: &str,
        plan: &NewCommit,
        blobs: &[String],
    ) -> Self {
        let entries: Vec<Value> = plan
            .files
            .iter()
            .zip(blobs)
            .map(|(file, sha)| {
                json!({"path": file.path, "mode": "100644", "type": "blob", "sha": sha})
            })
            .collect();
        Self::post(repository, &["git", "trees"], json!({"base_tree": base_tree, "tree": entries}))
    }

    /// The commit of a plan over a tree.
    pub fn commit(repository: &RepositoryName, plan: &NewCommit, tree: &str) -> Self {
        // Whole seconds: Git keeps no more, and a rounded fraction would make another commit.
        let date = plan.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let who = json!({"name": plan.author_name, "email": plan.author_email, "date": date});
        let body = json!({
            "message": plan.message,
            "tree": tree,
            "parents": plan.parents,
            "author": who,
            "committer": who,
        });
        Self::post(repository, &["git", "commits"], body)
    }

    /// A branch that was not there.
    pub fn create_branch(repository: &RepositoryName, branch: &str, at: &str) -> Self {
        let body = json!({"ref": format!("refs/heads/{branch}"), "sha": at});
        Self::post(repository, &["git", "refs"], body)
    }

    /// A branch that is there; never by force.
    pub fn move_branch(repository: &RepositoryName, branch: &str, to: &str) -> Self {
        let mut parts = vec!["git", "refs", "heads"];
        parts.extend(branch.split('/'));
        let body = json!({"sha": to, "force": false});
        Self { method: "PATCH", path: route(repository, &parts), body }
    }

    pub fn open_pull_request(upstream: &RepositoryName, new: &NewPullRequest) -> Self {
        let body = json!({
            "title": new.title,
            "head": new.head,
            "base": new.base_branch,
            "body": new.body,
            "maintainer_can_modify": true,
        });
        Self::post(upstream, &["pulls"], body)
    }

    /// Adds labels; those that are there stay.
    pub fn add_labels(
        upstream: &RepositoryName,
        number: PullRequestNumber,
        labels: &[String],
    ) -> Self {
        let number = number.to_string();
        Self::post(upstream, &["issues", &number, "labels"], json!({"labels": labels}))
    }

    /// Asks people and teams (`org/team`) for a review.
    pub fn ask_reviewers(
        upstream: &RepositoryName,
        number: PullRequestNumber,
        reviewers: &[String],
    ) -> Self {
        let number = number.to_string();
        let (mut people, mut teams) = (Vec::new(), Vec::new());
        for reviewer in reviewers {
            match reviewer.split_once('/') {
                Some((_, team)) => teams.push(team),
                None => people.push(reviewer.as_str()),
            }
        }
        let body = json!({"reviewers": people, "team_reviewers": teams});
        Self::post(upstream, &["pulls", &number, "requested_reviewers"], body)
    }
}

impl Client {
    /// Sends a write, once.
    pub(super) async fn carry_out<T: FromResponse>(
        &self,
        what: &str,
        request: &ApiRequest,
    ) -> Result<T, GithubError> {
        let ApiRequest { method, path, body } = request;
        self.write(what, |api| async move {
            match *method {
                "PATCH" => api.patch(path, Some(body)).await,
                _ => api.post(path, Some(body)).await,
            }
        })
        .await
    }
}
