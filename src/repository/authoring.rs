//! Repositories made on the fly: the demo's sample blog and those of the tests.

use std::{fmt::Write as _, path::Path};

use super::{
    error::{RepositoryError, Result},
    git::Git,
    source::check_branch,
};
use crate::ids::{CommitId, RepoPath};

/// One commit of a repository that is made on the fly.
#[derive(Debug, Clone)]
pub struct ScriptedCommit {
    /// Path and new content; `None` deletes the path.
    pub files: Vec<(RepoPath, Option<Vec<u8>>)>,
    pub message: String,
    pub author_name: String,
    pub author_email: String,
    /// Seconds since 1970, of author and committer.
    pub time: i64,
}

/// Appends commits to a branch of a bare repository, which is made at need. Returns the new head, which
/// is the branch's present one where there is nothing to append.
pub fn write_commits(
    repository: &Path,
    branch: &str,
    commits: &[ScriptedCommit],
) -> Result<CommitId> {
    prepare(repository, branch)?;
    let tip = branch_tip(repository, branch)?;
    let mut stream = Stream::default();
    for (number, commit) in commits.iter().enumerate() {
        let from = match (number, &tip) {
            (0, tip) => tip.as_ref().map(CommitId::to_string),
            (number, _) => Some(format!(":{number}")),
        };
        stream.commit(branch, number + 1, commit, from.as_slice());
    }
    match (commits.len(), tip) {
        (0, Some(tip)) => Ok(tip),
        (0, None) => Err(stream.nothing(branch)),
        (count, _) => stream.import(repository, branch, count),
    }
}

/// Makes a history with merges: each commit names its parents by their index, the first being the one
/// whose files it starts from. The branch ends at the last commit and loses what it had.
pub fn write_graph(
    repository: &Path,
    branch: &str,
    commits: &[(ScriptedCommit, Vec<usize>)],
) -> Result<CommitId> {
    prepare(repository, branch)?;
    let mut stream = Stream::default();
    for (number, (commit, parents)) in commits.iter().enumerate() {
        let parents: Vec<String> =
            parents.iter().map(|parent| format!(":{}", parent + 1)).collect();
        stream.commit(branch, number + 1, commit, &parents);
    }
    match commits.len() {
        0 => Err(stream.nothing(branch)),
        count => stream.import(repository, branch, count),
    }
}

fn prepare(repository: &Path, branch: &str) -> Result<()> {
    check_branch(branch)?;
    if repository.join("HEAD").is_file() {
        return Ok(());
    }
    if let Some(parent) = repository.parent() {
        std::fs::create_dir_all(parent)?;
    }
    Git::local("init")
        .arg("--bare")
        .arg("--quiet")
        .arg(format!("--initial-branch={branch}"))
        .operand(repository)
        .run_blocking()?;
    Ok(())
}

/// The commit a branch points at; `None` where there is no such branch.
fn branch_tip(repository: &Path, branch: &str) -> Result<Option<CommitId>> {
    let database = super::objects::Database::open(repository)?;
    Ok(database.reference(&format!("refs/heads/{branch}"))?.map(super::objects::commit_id))
}

/// What `git fast-import` reads.
#[derive(Default)]
struct Stream(Vec<u8>);

impl Stream {
    fn commit(&mut self, branch: &str, mark: usize, commit: &ScriptedCommit, parents: &[String]) {
        let mut head = String::new();
        let (name, email) = (plain(&commit.author_name), plain(&commit.author_email));
        if parents.is_empty() {
            // Otherwise the first commit would continue what the branch holds.
            let _ = writeln!(head, "reset refs/heads/{branch}");
        }
        let _ = writeln!(head, "commit refs/heads/{branch}\nmark :{mark}");
        for role in ["author", "committer"] {
            let _ = writeln!(head, "{role} {name} <{email}> {} +0000", commit.time);
        }
        self.0.extend(head.as_bytes());
        self.data(commit.message.as_bytes());
        for (number, parent) in parents.iter().enumerate() {
            let word = if number == 0 { "from" } else { "merge" };
            self.0.extend(format!("{word} {parent}\n").as_bytes());
        }
        for (path, content) in &commit.files {
            let path = quoted(path.as_str());
            match content {
                None => self.0.extend(format!("D {path}\n").as_bytes()),
                Some(content) => {
                    self.0.extend(format!("M 100644 inline {path}\n").as_bytes());
                    self.data(content);
                }
            }
        }
        self.0.push(b'\n');
    }

    fn data(&mut self, bytes: &[u8]) {
        self.0.extend(format!("data {}\n", bytes.len()).as_bytes());
        self.0.extend(bytes);
        self.0.push(b'\n');
    }

    fn import(mut self, repository: &Path, branch: &str, last: usize) -> Result<CommitId> {
        self.0.extend(format!("get-mark :{last}\ndone\n").as_bytes());
        let output = Git::local("fast-import")
            .dir(repository)
            .arg("--quiet")
            .arg("--force")
            .arg("--done")
            .arg("--date-format=raw-permissive")
            .stdin(self.0)
            .run_blocking()?;
        let id = String::from_utf8_lossy(&output);
        id.trim().parse().map_err(|error| RepositoryError::Git {
            command: "fast-import".into(),
            detail: format!("no commit was made on {branch}: {error}"),
        })
    }

    fn nothing(&self, branch: &str) -> RepositoryError {
        RepositoryError::Git {
            command: "fast-import".into(),
            detail: format!("no commits were given for the new branch {branch}"),
        }
    }
}

/// A name or address without what would end it early.
fn plain(text: &str) -> String {
    text.replace(['<', '>', '\n', '\0'], " ").trim().to_owned()
}

/// A path as fast-import reads it, whatever characters it has.
fn quoted(path: &str) -> String {
    let escaped = path.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}
