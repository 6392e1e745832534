//! Writes a commit to a branch of a Git repository, without a work tree.
//!
//! The objects are made in the mirror, which has every tree but not every content: none is needed for a
//! file that stays. The commit is a function of the plan and of the branch's tip, and the tip is taken as
//! it is where it has the plan's files already. So killed anywhere and repeated, exactly one commit is
//! made; and the push names the tip it was made for, so nobody's commit is ever pushed over.

use std::path::Path;

use gix::{ObjectId, objs::Commit};

use super::{
    Mirror,
    error::{RepositoryError, Result},
    fetch::{beside, fetch_commits, lock, mark_partial, remove, settle},
    git::Git,
    object,
    objects::{Database, commit_id},
    source::{Source, check_branch, first_complaint},
    tree_edit,
};
use crate::{
    background,
    ids::{CommitId, RepoPath},
};

/// Where the tip of a branch that is published to is kept while a commit is made for it.
const TIP: &str = "refs/yiqi/publish";
/// How often a commit is made anew because somebody else's push came first.
const MOST_ATTEMPTS: usize = 3;

/// A file to be written into a commit.
#[derive(Debug, Clone)]
pub struct FileEdit {
    pub path: RepoPath,
    pub content: Vec<u8>,
}

/// A commit to be made on a branch.
#[derive(Debug, Clone)]
pub struct CommitPlan {
    pub branch: String,
    /// Parent of the commit when the branch does not exist yet.
    pub base: CommitId,
    pub files: Vec<FileEdit>,
    pub message: String,
    pub author_name: String,
    pub author_email: String,
    /// Seconds since 1970, so that the same plan makes the same commit.
    pub time: i64,
}

impl Mirror {
    /// Makes the commit in a repository (a local path or a URL git can push to) and returns it.
    ///
    /// A branch that exists gets it on top of its tip. Repeating it changes nothing: a tip, or a base where
    /// there is no branch, that has the files already is returned as it is.
    pub async fn commit_to_branch(&self, remote: &str, plan: &CommitPlan) -> Result<CommitId> {
        check_branch(&plan.branch)?;
        let remote = Source::remote(remote, &self.settings, self.token.as_ref())?;
        let folder = &self.settings.mirror;
        let _lock = lock(folder).await?;
        settle(folder).await?;
        let mut refusal = String::new();
        for _ in 0..MOST_ATTEMPTS {
            let tip = remote.listing().await?.branches.get(&plan.branch).copied();
            let parent = tip.unwrap_or(plan.base);
            self.bring(&remote, &plan.branch, tip).await?;
            let (mirror, planned) = (folder.clone(), plan.clone());
            let commit =
                background::run(move || make(&Database::open(&mirror)?, &planned, parent)).await?;
            if commit == parent {
                return Ok(commit);
            }
            match push(folder, &remote, &plan.branch, tip, commit).await? {
                None => return Ok(commit),
                Some(detail) => refusal = detail,
            }
        }
        Err(RepositoryError::NotPushable {
            remote: remote.shown,
            detail: first_complaint(&refusal),
        })
    }

    /// Sees to it that the mirror has the commit the new one goes on top of.
    async fn bring(&self, remote: &Source, branch: &str, tip: Option<CommitId>) -> Result<()> {
        let database = self.database()?;
        match tip {
            Some(tip) if !database.reader().has(object(*tip.as_bytes())) => {
                let branch = Source { branch: Some(branch.into()), ..remote.clone() };
                fetch_commits(&self.settings.mirror, &branch, TIP).await
            }
            _ => Ok(()),
        }
    }

    /// Makes a bare repository to publish branches to, holding the followed branch as of the source.
    /// One that is there already stays as it is. For trying things out, and for sources that cannot be
    /// written to, such as a bundle.
    ///
    /// It is filled from the source, not from the mirror: a repository that lacks contents can be pushed to
    /// only if it knows who promised them. From a source that does not filter (paths and bundles mostly) it
    /// becomes whole, else it is blob-less like the mirror and names the source as its promisor.
    pub async fn init_publish_target(&self, folder: &Path) -> Result<()> {
        if folder.join("HEAD").is_file() {
            return Ok(());
        }
        let source = Source::of(&self.settings, self.token.as_ref())?;
        let (branch, _) = source.branch_to_follow().await?;
        let source = Source { branch: Some(branch.clone()), ..source };
        let incoming = beside(folder, "incoming");
        remove(&incoming).await?;
        if let Some(parent) = folder.parent() {
            tokio::fs::create_dir_all(parent).await?;
        }
        Git::local("init")
            .arg("--bare")
            .arg("--quiet")
            .arg(format!("--initial-branch={branch}"))
            .operand(&incoming)
            .run()
            .await?;
        mark_partial(&incoming).await?;
        let url = super::git::without_credentials(&source.url);
        Git::local("config").dir(&incoming).arg("remote.origin.url").arg(url).run().await?;
        fetch_commits(&incoming, &source, &format!("refs/heads/{branch}")).await?;
        tokio::fs::rename(&incoming, folder).await?;
        Ok(())
    }
}

/// Makes the commit's objects; returns the parent where it has the files already.
pub(super) fn make(database: &Database, plan: &CommitPlan, parent: CommitId) -> Result<CommitId> {
    let mut reader = database.reader();
    let parent = object(*parent.as_bytes());
    let base = reader.commit(parent)?.tree;
    let mut tree = base;
    for file in &plan.files {
        let blob = database.write_blob(&file.content)?;
        tree = tree_edit::with_file(database, &mut reader, tree, &file.path, blob)?;
    }
    if tree == base {
        return Ok(commit_id(parent));
    }
    Ok(commit_id(write_commit(database, plan, tree, parent)?))
}

fn write_commit(
    database: &Database,
    plan: &CommitPlan,
    tree: ObjectId,
    parent: ObjectId,
) -> Result<ObjectId> {
    let one_line = |text: &str| text.replace(['<', '>', '\n', '\0'], " ").trim().to_owned();
    let author = gix::actor::Signature {
        name: one_line(&plan.author_name).into(),
        email: one_line(&plan.author_email).into(),
        time: gix::date::Time { seconds: plan.time, offset: 0 },
    };
    let mut message = plan.message.trim_end().to_owned();
    message.push('\n');
    database.write(Commit {
        tree,
        parents: [parent].into_iter().collect(),
        committer: author.clone(),
        author,
        encoding: None,
        message: message.into(),
        extra_headers: Vec::new(),
    })
}

/// Pushes a commit to a branch whose tip is known; git's message where the remote refused.
async fn push(
    folder: &Path,
    remote: &Source,
    branch: &str,
    tip: Option<CommitId>,
    commit: CommitId,
) -> Result<Option<String>> {
    let expected = tip.map(|tip| tip.to_string()).unwrap_or_default();
    let output = remote
        .git("push")
        .dir(folder)
        .arg("--quiet")
        .arg("--no-verify")
        // A delta against a content the mirror lacks could not be made.
        .arg("--no-thin")
        .arg("--recurse-submodules=no")
        .arg(format!("--force-with-lease=refs/heads/{branch}:{expected}"))
        .operand("origin")
        .operand(format!("{commit}:refs/heads/{branch}"))
        .output()
        .await?;
    Ok((!output.success).then_some(output.stderr))
}
