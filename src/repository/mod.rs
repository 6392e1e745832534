//! The mirror of a source repository: fetched by `git`, read by gix.
//!
//! A bare, blob-less mirror that holds only the contents of tracked paths. Fetching and publishing are the
//! only places that start a process; whoever reads never reaches the network. The mirror can be deleted at
//! any time: the next fetch makes it again.

mod authoring;
mod changes;
mod delta_bases;
mod error;
mod fetch;
mod git;
mod objects;
mod publish;
mod renames;
mod similarity;
mod source;
mod steps;
mod table;
#[cfg(test)]
mod tests;
mod tree_edit;
mod walk;

use std::{path::PathBuf, sync::Arc};

use secrecy::SecretString;

use crate::{
    history::{History, Landing},
    ids::{BlobId, CommitId, RepoPath},
};
use objects::{Database, commit_id, object};

pub use authoring::{ScriptedCommit, write_commits, write_graph};
pub use error::RepositoryError;
pub use git::{OLDEST_GIT, git_version};
pub use publish::{CommitPlan, FileEdit};

/// The reference that holds the head of the last complete fetch.
const HEAD: &str = "refs/yiqi/head";

/// Where a repository comes from and where its mirror lies.
#[derive(Debug, Clone)]
pub struct Settings {
    /// URL, path of a repository, or path of a bundle.
    pub url: String,
    /// The branch that is followed; `None` for the remote's default.
    pub branch: Option<String>,
    /// Folder of the bare mirror; created at need.
    pub mirror: PathBuf,
}

impl Settings {
    /// The source as people may see it: without a password that stands in its address.
    pub fn shown_url(&self) -> String {
        git::without_credentials(&self.url)
    }
}

/// Decides which paths are tracked. Must be a function of the path alone.
pub type Tracked = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// A bare mirror on disk.
#[derive(Debug, Clone)]
pub struct Mirror {
    settings: Settings,
    token: Option<SecretString>,
    /// The commits of the last walk; shared by all clones.
    commits: Arc<table::LastTable>,
}

/// Reads contents from an opened mirror; for many reads in a row, from several threads if wanted.
#[derive(Debug)]
pub struct BlobReader(Database);

impl Mirror {
    /// Opens the mirror; nothing is fetched yet.
    pub fn new(settings: Settings) -> Self {
        Self { settings, token: None, commits: Arc::default() }
    }

    /// Uses a token for fetching over HTTPS and publishing to the same host.
    pub fn with_token(self, token: SecretString) -> Self {
        Self { token: Some(token), ..self }
    }

    /// Whether it goes to its source with a token.
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// Where the repository comes from and where the mirror lies.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The head as of the last fetch; `None` before the first.
    pub fn head(&self) -> Result<Option<CommitId>, RepositoryError> {
        if !fetch::is_mirror(&self.settings.mirror) {
            return Ok(None);
        }
        Ok(self.database()?.reference(HEAD)?.map(commit_id))
    }

    /// The head of the followed branch at the source, which is asked; changes nothing.
    pub async fn reach(&self) -> Result<CommitId, RepositoryError> {
        let source = source::Source::of(&self.settings, self.token.as_ref())?;
        Ok(source.branch_to_follow().await?.1)
    }

    /// Walks the history up to `head`: all of it, or only what came after `known` where the branch grew
    /// from there. `known` must have been walked with the same `tracked`.
    pub fn history(
        &self,
        head: CommitId,
        known: Option<&History>,
        tracked: &Tracked,
    ) -> Result<History, RepositoryError> {
        Ok(walk::walk(&self.database()?, head, known, tracked, &self.commits)?.history)
    }

    /// The commits that were the head of the branch that leads to `head`, oldest first.
    pub fn landings(&self, head: CommitId) -> Result<Vec<Landing>, RepositoryError> {
        let table = self.commits.take_up_to(&self.database()?, object(*head.as_bytes()))?;
        let landings = table.landings();
        self.commits.keep(table);
        Ok(landings)
    }

    /// Opens the mirror for reading many contents.
    pub fn reader(&self) -> Result<BlobReader, RepositoryError> {
        Ok(BlobReader(self.database()?))
    }

    /// The content of a blob.
    pub fn blob(&self, path: &RepoPath, id: BlobId) -> Result<Vec<u8>, RepositoryError> {
        self.reader()?.blob(path, id)
    }

    /// The content of a path at a commit; `None` where it does not exist.
    pub fn file_at(
        &self,
        commit: CommitId,
        path: &RepoPath,
    ) -> Result<Option<Vec<u8>>, RepositoryError> {
        let database = self.database()?;
        let mut reader = database.reader();
        let tree = reader.commit(object(*commit.as_bytes()))?.tree;
        let Some(id) = reader.file(tree, path.as_str())? else { return Ok(None) };
        let content = reader.blob(id)?;
        content.map(Some).ok_or_else(|| objects::missing(path, objects::blob_id(id)))
    }

    /// The first lines of the messages of commits, in their order.
    pub fn subjects(&self, commits: &[CommitId]) -> Result<Vec<String>, RepositoryError> {
        let database = self.database()?;
        let reader = database.reader();
        let subject = |commit: &CommitId| {
            let message = reader.commit(object(*commit.as_bytes()))?.message;
            let text = String::from_utf8_lossy(&message);
            Ok(text.trim_start().lines().next().unwrap_or_default().trim_end().to_owned())
        };
        commits.iter().map(subject).collect()
    }

    /// Whether a commit has a file or folder at a path; no contents are needed.
    pub fn contains(&self, commit: CommitId, path: &RepoPath) -> Result<bool, RepositoryError> {
        let database = self.database()?;
        let mut reader = database.reader();
        let tree = reader.commit(object(*commit.as_bytes()))?.tree;
        Ok(reader.entry(tree, path.as_str())?.is_some())
    }

    fn database(&self) -> Result<Database, RepositoryError> {
        Database::open(&self.settings.mirror)
    }
}

impl BlobReader {
    /// The content of a blob as text, invalid UTF-8 replaced. One that is too large to be a post reads as
    /// nothing, so that it does not keep the others from being read.
    pub fn text(&self, path: &RepoPath, id: BlobId) -> Result<Arc<str>, RepositoryError> {
        match self.0.reader().text(object(*id.as_bytes())) {
            Err(error @ RepositoryError::TooLarge { .. }) => {
                tracing::warn!(%path, %error, "a content is left out");
                Ok(Arc::default())
            }
            text => text?.ok_or_else(|| objects::missing(path, id)),
        }
    }

    /// The content of a blob; `path` is for the error message.
    pub fn blob(&self, path: &RepoPath, id: BlobId) -> Result<Vec<u8>, RepositoryError> {
        let content = self.0.reader().blob(object(*id.as_bytes()))?;
        content.ok_or_else(|| objects::missing(path, id))
    }
}
