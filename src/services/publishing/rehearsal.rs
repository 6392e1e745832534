//! What publishing a task would send, without sending it: the requests come from the same place that makes
//! the real ones, and the files from the same manuscript over the newest base the mirror knows.

use super::{
    Manuscript,
    manuscript::{BaseFiles, Changes},
    on_branch::base_files,
};
use crate::{
    github::{ApiRequest, NewPullRequest, RepositoryName},
    ids::{PullRequestNumber, TaskId},
    services::{
        Project, PublishTarget, Result, ServiceError, Workshop,
        steps::ensure,
        views::{FileChange, Rehearsal},
    },
    workflow::{Action, Person},
};

/// What GitHub will answer, where a request needs an answer that is not there yet.
const UNKNOWN_TREE: &str = "<the tree of the base>";
const UNKNOWN_BLOB: &str = "<the blob above>";
const UNKNOWN_NEW_TREE: &str = "<the tree above>";
const UNKNOWN_COMMIT: &str = "<the commit above>";

impl Workshop {
    /// Renders what publishing the newest text of a task would send to GitHub.
    pub async fn rehearse(&self, task: TaskId, viewer: &Person) -> Result<Rehearsal> {
        ensure(viewer, Action::Comment)?;
        let (task, project) = self.task(task).await?;
        let (upstream, fork) = match &project.settings.publish {
            PublishTarget::Github { upstream, fork }
            | PublishTarget::Preview { upstream, fork } => (upstream, fork),
            PublishTarget::Branch { .. } | PublishTarget::Nowhere => {
                return Err(ServiceError::NoPublisher);
            }
        };
        let newest = self.0.store.newest_revision(task.id).await?;
        let newest = newest.ok_or(ServiceError::NotFound("revision"))?;
        let number = task.revision().unwrap_or(newest.number);
        let manuscript = self.manuscript_of(project, &task, number).await?;
        let upstream: RepositoryName = upstream.parse()?;
        let fork: Option<RepositoryName> = fork.as_deref().map(str::parse).transpose()?;
        let (base, present) = base_files(project, &manuscript).await?;
        let (files, another_is_there) =
            match manuscript.changes(&project.settings.convention, &present)? {
                Changes::Files(files) => (files, false),
                Changes::None => (Vec::new(), false),
                Changes::AnotherIsThere => (Vec::new(), true),
            };
        let plan = manuscript.plan(base, vec![base], &files);
        let requests = match plan.files.is_empty() {
            true => Vec::new(),
            false => requests(project, &upstream, fork.as_ref(), &manuscript, &plan),
        };
        let change = |(path, after): &(crate::ids::RepoPath, Vec<u8>)| FileChange {
            path: path.clone(),
            before: before(project, &manuscript, &present, path),
            after: String::from_utf8_lossy(after).into_owned(),
        };
        Ok(Rehearsal {
            project: task.project.clone(),
            slug: task.slug.clone(),
            task: task.id,
            base,
            branch: manuscript.branch.clone(),
            title: manuscript.pull_request.title.clone(),
            body: manuscript.pull_request.body.clone(),
            message: manuscript.message.clone(),
            author: format!("{} <{}>", manuscript.author.name, manuscript.author.email),
            files: files.iter().map(change).collect(),
            another_is_there,
            requests,
        })
    }
}

fn before(
    project: &Project,
    manuscript: &Manuscript,
    present: &BaseFiles,
    path: &crate::ids::RepoPath,
) -> Option<String> {
    let is_index = project.settings.convention.target_index().as_ref() == Some(path);
    let bytes = match is_index && *path != manuscript.target_path {
        true => present.target_index.as_deref(),
        false => present.target.as_deref(),
    };
    bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

/// Every write, in order.
fn requests(
    project: &Project,
    upstream: &RepositoryName,
    fork: Option<&RepositoryName>,
    manuscript: &Manuscript,
    plan: &crate::github::NewCommit,
) -> Vec<ApiRequest> {
    let home = fork.unwrap_or(upstream);
    let base_branch = &project.settings.base_branch;
    let mut requests: Vec<ApiRequest> =
        fork.map(|fork| ApiRequest::sync_fork(fork, base_branch)).into_iter().collect();
    requests.extend(plan.files.iter().map(|file| ApiRequest::blob(home, file)));
    let blobs = vec![UNKNOWN_BLOB.to_owned(); plan.files.len()];
    requests.push(ApiRequest::tree(home, UNKNOWN_TREE, plan, &blobs));
    requests.push(ApiRequest::commit(home, plan, UNKNOWN_NEW_TREE));
    requests.push(ApiRequest::create_branch(home, &manuscript.branch, UNKNOWN_COMMIT));
    let new = NewPullRequest {
        head: format!("{}:{}", home.owner, manuscript.branch),
        base_branch: base_branch.clone(),
        title: manuscript.pull_request.title.clone(),
        body: manuscript.pull_request.body.clone(),
    };
    requests.push(ApiRequest::open_pull_request(upstream, &new));
    // The number is GitHub's to give.
    let (number, letters) = (PullRequestNumber(0), &project.settings.letters);
    if !letters.labels.is_empty() {
        requests.push(ApiRequest::add_labels(upstream, number, &letters.labels));
    }
    if !letters.reviewers.is_empty() {
        requests.push(ApiRequest::ask_reviewers(upstream, number, &letters.reviewers));
    }
    requests
}
