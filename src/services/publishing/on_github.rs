//! Publishing as a pull request.
//!
//! Each step looks first and writes only what is missing. A branch that is there already is either
//! right, or gets a commit on top whose tree is the newest base with our files, and whose second parent
//! is that base: the pull request then differs from the base branch by our files alone, whatever
//! happened since, and the index never conflicts. Work of others on the branch is never buried.

use std::collections::HashSet;

use super::{
    Manuscript, Outcome, TakenIn, Tip,
    manuscript::{BaseFiles, Changes},
    there_already,
};
use crate::{
    github::{
        Client, CommitInfo, GithubError, NewCommit, NewFile, NewPullRequest, PullRequest,
        PullRequestState, RepositoryName,
    },
    ids::{CommitId, PullRequestNumber, RepoPath},
    services::{Letters, Project, Result, Workshop},
    workflow::{Published, Stage, Task},
};

/// How often others may push while one try goes on.
const MOST_PUSHES: usize = 3;

/// How many commits of a branch are walked to find the base it stands on.
const FURTHEST_BASE: usize = 4;

/// What the branch of a manuscript came to.
enum Brought {
    Ours(CommitId),
    /// Others pushed; their work is to be looked at first.
    Theirs(CommitId),
}

impl Workshop {
    /// Brings the manuscript onto its branch of the fork (or of the upstream itself) and into a pull
    /// request.
    pub(super) async fn publish_on_github(
        &self,
        project: &Project,
        upstream: &str,
        fork: Option<&str>,
        task: &Task,
        manuscript: &Manuscript,
    ) -> Result<Outcome> {
        let client = self.0.github.as_ref().ok_or(GithubError::NoToken)?;
        let upstream = project.now_named(upstream)?;
        let fork = fork.map(|fork| project.now_named(fork)).transpose()?;
        let base_branch = &project.settings.base_branch;
        let base = client
            .branch_head(&upstream, base_branch)
            .await?
            .ok_or_else(|| GithubError::NotFound(format!("branch {base_branch} of {upstream}")))?;
        let files = match changes(client, project, &upstream, base, manuscript).await? {
            Changes::Files(files) => files,
            Changes::None => return Ok(Outcome::Out(there_already(project, base))),
            Changes::AnotherIsThere => return Ok(Outcome::AnotherIsThere),
        };
        if let Some(fork) = &fork {
            client.sync_fork(fork, base_branch).await?;
        }
        let home = fork.as_ref().unwrap_or(&upstream);
        let commit =
            match self.onto_branch(project, client, home, base, &files, task, manuscript).await? {
                Ok(commit) => commit,
                Err(taken) => return Ok(Outcome::OthersPushed(taken)),
            };
        let new = NewPullRequest {
            head: format!("{}:{}", home.owner, manuscript.branch),
            base_branch: base_branch.clone(),
            title: manuscript.pull_request.title.clone(),
            body: manuscript.pull_request.body.clone(),
        };
        let own = self.0.store.own_pulls(task.id).await?;
        let round = Round {
            commit,
            approved_at: manuscript.approved_at.as_second(),
            own: own.iter().map(|pull| pull.number).collect(),
        };
        let found = find_or_open(client, &upstream, &new, &round).await?;
        if matches!(task.stage, Stage::Approved { .. }) {
            mark(client, &upstream, &found, &project.settings.letters).await;
        }
        Ok(Outcome::Out(Published {
            branch: manuscript.branch.clone(),
            commit,
            number: Some(found.number),
            url: Some(found.url),
        }))
    }

    /// Makes the branch carry the files; what others pushed meanwhile comes first, and where it
    /// concerns the translation a person decides.
    #[expect(clippy::too_many_arguments, reason = "the parts of one try")]
    async fn onto_branch(
        &self,
        project: &Project,
        client: &Client,
        home: &RepositoryName,
        base: CommitId,
        files: &[(RepoPath, Vec<u8>)],
        task: &Task,
        manuscript: &Manuscript,
    ) -> Result<std::result::Result<CommitId, TakenIn>> {
        for _ in 0..MOST_PUSHES {
            let known = self.0.store.publishings(task.id).await?;
            let known: HashSet<CommitId> = known.into_iter().map(|known| known.commit).collect();
            match bring_onto_branch(client, home, base, files, manuscript, &known).await? {
                Brought::Ours(commit) => return Ok(Ok(commit)),
                Brought::Theirs(commit) => {
                    let tip = Tip { home, branch: &manuscript.branch, commit };
                    match self.take_in(project, task, client, tip).await? {
                        TakenIn::Nothing => {}
                        taken @ TakenIn::Into { .. } => return Ok(Err(taken)),
                    }
                }
            }
        }
        Err(GithubError::BranchMoved {
            repository: home.to_string(),
            branch: manuscript.branch.clone(),
        }
        .into())
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

/// Makes the branch carry the files; `known` are the commits of it that are ours or taken in.
async fn bring_onto_branch(
    client: &Client,
    home: &RepositoryName,
    base: CommitId,
    files: &[(RepoPath, Vec<u8>)],
    manuscript: &Manuscript,
    known: &HashSet<CommitId>,
) -> Result<Brought> {
    let branch = &manuscript.branch;
    let tip = client.branch_head(home, branch).await?;
    let parents = match tip {
        None => vec![base],
        Some(tip) if carries(client, home, tip, files).await? => return Ok(Brought::Ours(tip)),
        Some(tip) => {
            let found = client.commit(home, tip).await?;
            if !known.contains(&tip) && !manuscript.is_ours(&found.message) {
                return Ok(Brought::Theirs(tip));
            }
            match stands_on(client, home, found, base).await? {
                true => vec![tip],
                false => vec![tip, base],
            }
        }
    };
    let plan = manuscript.plan(base, parents, files);
    let commit = client.create_commit(home, &plan).await?;
    client.advance_branch(home, branch, tip, commit).await?;
    Ok(Brought::Ours(commit))
}

/// Whether a commit of our branch has the base among its last few ancestors; one that has it further back
/// is joined with it once more, which does no harm.
async fn stands_on(
    client: &Client,
    home: &RepositoryName,
    tip: CommitInfo,
    base: CommitId,
) -> Result<bool> {
    let mut commit = tip;
    for _ in 0..FURTHEST_BASE {
        if commit.parents.contains(&base) {
            return Ok(true);
        }
        let Some(first) = commit.parents.first() else { return Ok(false) };
        commit = client.commit(home, *first).await?;
    }
    Ok(commit.parents.contains(&base))
}

impl Manuscript {
    /// The commit of some files of this manuscript.
    pub(super) fn plan(
        &self,
        base: CommitId,
        parents: Vec<CommitId>,
        files: &[(RepoPath, Vec<u8>)],
    ) -> NewCommit {
        let file = |(path, content): &(RepoPath, Vec<u8>)| NewFile {
            path: path.clone(),
            content: content.clone(),
        };
        NewCommit {
            base,
            parents,
            files: files.iter().map(file).collect(),
            message: self.message.clone(),
            author_name: self.author.name.clone(),
            author_email: self.author.email.clone(),
            time: self.approved_at,
        }
    }
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

/// What tells the pull request of one approval from those of others.
struct Round {
    commit: CommitId,
    /// Seconds since 1970.
    approved_at: i64,
    /// The pull requests the task has had.
    own: Vec<PullRequestNumber>,
}

/// The pull request of the branch, opened where there is none.
async fn find_or_open(
    client: &Client,
    upstream: &RepositoryName,
    new: &NewPullRequest,
    round: &Round,
) -> Result<PullRequest> {
    let look = async || -> Result<Option<PullRequest>> {
        let found = client.pull_requests_from(upstream, &new.head).await?;
        Ok(found.into_iter().find(|found| round.holds(found, &new.base_branch)))
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

impl Round {
    /// Whether a pull request of our branch stands for the present approval: it is open to our base, or
    /// was opened to it and moved, or it holds exactly our commit and was closed after the approval (an
    /// earlier one was closed before, and its draft came back).
    fn holds(&self, found: &PullRequest, base_branch: &str) -> bool {
        match found.state {
            PullRequestState::Open => {
                found.base_branch == base_branch || self.own.contains(&found.number)
            }
            PullRequestState::Closed | PullRequestState::Merged => {
                found.base_branch == base_branch
                    && found.head_commit == self.commit
                    && found.closed_at.is_some_and(|at| at >= self.approved_at)
            }
        }
    }
}

/// Puts labels and reviewers onto a pull request that lacks them. They are an ornament: where GitHub
/// refuses them, the translation is out all the same.
async fn mark(client: &Client, upstream: &RepositoryName, found: &PullRequest, letters: &Letters) {
    let missing = |wanted: &[String], there: &[String]| -> Vec<String> {
        let is_there = |name: &str| there.iter().any(|known| known.eq_ignore_ascii_case(name));
        wanted.iter().filter(|name| !is_there(name)).cloned().collect()
    };
    let labels = missing(&letters.labels, &found.labels);
    if !labels.is_empty()
        && let Err(error) = client.add_labels(upstream, found.number, &labels).await
    {
        tracing::warn!(%error, "a pull request was not labelled");
    }
    let reviewers = missing(&letters.reviewers, &found.reviewers);
    if !reviewers.is_empty()
        && let Err(error) = client.ask_reviewers(upstream, found.number, &reviewers).await
    {
        tracing::warn!(%error, "nobody was asked to review a pull request");
    }
}
