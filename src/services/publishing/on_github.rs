//! Publishing as a pull request.
//!
//! Each step looks first and writes only what is missing. A branch that is there already is either
//! right, or gets a commit on top whose tree is the newest base with our files, and whose second parent
//! is that base: the pull request then differs from the base branch by our files alone, whatever
//! happened since, and the index never conflicts. Work of others on the branch is never buried.

use super::{
    Manuscript,
    manuscript::{BaseFiles, Changes},
    there_already,
};
use crate::{
    github::{
        Client, GithubError, NewCommit, NewFile, NewPullRequest, PullRequest, PullRequestState,
        RepositoryName,
    },
    ids::{CommitId, RepoPath},
    services::{Project, Result, ServiceError, Workshop},
    workflow::Published,
};

impl Workshop {
    /// Brings the manuscript onto its branch of the fork (or of the upstream itself) and into a pull
    /// request. `None`: another translation is there since the claim.
    pub(super) async fn publish_on_github(
        &self,
        project: &Project,
        upstream: &str,
        fork: Option<&str>,
        manuscript: &Manuscript,
    ) -> Result<Option<Published>> {
        let client = self.0.github.as_ref().ok_or(GithubError::NoToken)?;
        let upstream: RepositoryName = upstream.parse()?;
        let fork: Option<RepositoryName> = fork.map(str::parse).transpose()?;
        let base_branch = &project.settings.base_branch;
        let base = client
            .branch_head(&upstream, base_branch)
            .await?
            .ok_or_else(|| GithubError::NotFound(format!("branch {base_branch} of {upstream}")))?;
        let files = match changes(client, project, &upstream, base, manuscript).await? {
            Changes::Files(files) => files,
            Changes::None => return Ok(Some(there_already(project, base))),
            Changes::AnotherIsThere => return Ok(None),
        };
        if let Some(fork) = &fork {
            client.sync_fork(fork, base_branch).await?;
        }
        let home = fork.as_ref().unwrap_or(&upstream);
        let commit = bring_onto_branch(client, home, base, files, manuscript).await?;
        let new = NewPullRequest {
            head: format!("{}:{}", home.owner, manuscript.branch),
            base_branch: base_branch.clone(),
            title: manuscript.pull_request.title.clone(),
            body: manuscript.pull_request.body.clone(),
        };
        let approved_at = manuscript.approved_at.as_second();
        let found = find_or_open(client, &upstream, &new, commit, approved_at).await?;
        Ok(Some(Published {
            branch: manuscript.branch.clone(),
            commit,
            number: Some(found.number),
            url: Some(found.url),
        }))
    }
}

async fn changes(
    client: &Client,
    project: &Project,
    upstream: &RepositoryName,
    base: CommitId,
    manuscript: &Manuscript,
) -> Result<Changes> {
    let convention = &project.settings.convention;
    let read = async |path: Option<RepoPath>| match path {
        Some(path) => client.file(upstream, &path, base).await,
        None => Ok(None),
    };
    let present = BaseFiles {
        target: read(Some(manuscript.target_path.clone())).await?,
        source_index: read(convention.source_index()).await?,
        target_index: read(convention.target_index()).await?,
    };
    manuscript.changes(convention, &present)
}

/// Makes the branch carry the files and returns its tip.
async fn bring_onto_branch(
    client: &Client,
    home: &RepositoryName,
    base: CommitId,
    files: Vec<(RepoPath, Vec<u8>)>,
    manuscript: &Manuscript,
) -> Result<CommitId> {
    let branch = &manuscript.branch;
    let tip = client.branch_head(home, branch).await?;
    let parents = match tip {
        None => vec![base],
        Some(tip) if carries(client, home, tip, &files).await? => return Ok(tip),
        Some(tip) => parents_on_top(client, home, tip, base, manuscript).await?,
    };
    let plan = NewCommit {
        base,
        parents,
        files: files.into_iter().map(|(path, content)| NewFile { path, content }).collect(),
        message: manuscript.message.clone(),
        author_name: manuscript.author.name.clone(),
        author_email: manuscript.author.email.clone(),
        time: manuscript.approved_at,
    };
    let commit = client.create_commit(home, &plan).await?;
    client.advance_branch(home, branch, tip, commit).await?;
    Ok(commit)
}

async fn carries(
    client: &Client,
    home: &RepositoryName,
    tip: CommitId,
    files: &[(RepoPath, Vec<u8>)],
) -> Result<bool> {
    for (path, content) in files {
        if client.file(home, path, tip).await?.as_ref() != Some(content) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The parents of a commit on top of a branch that an earlier version of the translation left.
async fn parents_on_top(
    client: &Client,
    home: &RepositoryName,
    tip: CommitId,
    base: CommitId,
    manuscript: &Manuscript,
) -> Result<Vec<CommitId>> {
    let found = client.commit(home, tip).await?;
    if !manuscript.is_ours(&found.message) {
        return Err(ServiceError::BranchTaken {
            branch: manuscript.branch.clone(),
            commit: tip.short(),
        });
    }
    Ok(if found.parents.contains(&base) { vec![tip] } else { vec![tip, base] })
}

/// The pull request of the branch, opened where there is none.
async fn find_or_open(
    client: &Client,
    upstream: &RepositoryName,
    new: &NewPullRequest,
    commit: CommitId,
    approved_at: i64,
) -> Result<PullRequest> {
    let look = async || -> Result<Option<PullRequest>> {
        let found = client.pull_requests_from(upstream, &new.head).await?;
        Ok(found.into_iter().find(|found| is_of_this_round(found, commit, approved_at)))
    };
    if let Some(found) = look().await? {
        return Ok(found);
    }
    match client.create_pull_request(upstream, new).await {
        Ok(opened) => Ok(opened),
        // Somebody opened one between our look and our write.
        Err(refused @ GithubError::Refused { .. }) => look().await?.ok_or_else(|| refused.into()),
        Err(error) => Err(error.into()),
    }
}

/// Whether a pull request stands for the present approval: it is open, or it holds exactly our commit
/// and was closed after the approval (an earlier one was closed before, and its draft came back).
fn is_of_this_round(found: &PullRequest, commit: CommitId, approved_at: i64) -> bool {
    match found.state {
        PullRequestState::Open => true,
        PullRequestState::Closed | PullRequestState::Merged => {
            found.head_commit == commit && found.closed_at.is_some_and(|at| at >= approved_at)
        }
    }
}
