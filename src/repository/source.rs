//! Where a repository comes from: a URL, a repository on disk, or a bundle.

use std::path::{Path, PathBuf};

use super::{
    Settings,
    error::{RepositoryError, Result},
    git::{Git, without_credentials},
};
use secrecy::SecretString;

/// A source that git can fetch from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// What git is told; an absolute path where the source is on disk.
    pub url: String,
    /// What people are told.
    pub shown: String,
    pub branch: Option<String>,
    pub token: Option<SecretString>,
    local: bool,
}

impl Source {
    /// Makes out what kind of source the settings name.
    pub fn of(settings: &Settings, token: Option<&SecretString>) -> Result<Self> {
        if let Some(branch) = &settings.branch {
            check_branch(branch)?;
        }
        let location = Location::of(&settings.url)?;
        Ok(Self {
            local: matches!(location, Location::Disk(_)),
            url: location.for_git(),
            shown: without_credentials(&settings.url),
            branch: settings.branch.clone(),
            token: token.cloned(),
        })
    }

    /// A network command with this source as its remote `origin`.
    pub fn git(&self, subcommand: &'static str) -> Git {
        Git::network(subcommand).origin(&self.url, self.token.as_ref())
    }

    /// The branch names of the source, sorted.
    pub async fn branches(&self) -> Result<Vec<String>> {
        let output = self.git("ls-remote").arg("--heads").operand("origin").output().await?;
        if !output.success {
            return Err(self.failure(output.stderr));
        }
        let listing = String::from_utf8_lossy(&output.stdout).into_owned();
        let names = listing.lines().filter_map(|line| line.split_once("\trefs/heads/"));
        let mut names: Vec<String> = names.map(|(_, name)| name.to_owned()).collect();
        names.sort();
        Ok(names)
    }

    /// Why git could not talk to the source.
    fn failure(&self, detail: String) -> RepositoryError {
        const NO_REPOSITORY: [&str; 4] = [
            "does not appear to be a git repository",
            "not valid: is this a git repository?",
            "' not found",
            "bad bundle header",
        ];
        let url = self.shown.clone();
        let is_none = NO_REPOSITORY.iter().any(|sign| detail.contains(sign));
        let detail = first_complaint(&detail);
        match is_none || self.local {
            true => RepositoryError::NotARepository { url, detail },
            false => RepositoryError::Unreachable { url, detail },
        }
    }

    /// Says why a fetch failed that cannot be blamed on the mirror; the branch to follow otherwise.
    pub async fn branch_to_follow(&self) -> Result<String> {
        let known = self.branches().await?;
        if known.is_empty() {
            return Err(RepositoryError::NotARepository {
                url: self.shown.clone(),
                detail: "it has no branches yet".into(),
            });
        }
        let wanted = match &self.branch {
            Some(branch) => branch.clone(),
            None => default_branch(&known).to_owned(),
        };
        match known.contains(&wanted) {
            true => Ok(wanted),
            false => Err(RepositoryError::NoSuchBranch {
                url: self.shown.clone(),
                branch: wanted,
                known,
            }),
        }
    }
}

/// The branch to follow where the source has no `HEAD` (a bundle often has none).
fn default_branch(known: &[String]) -> &str {
    let usual = ["main", "master"].into_iter().find(|name| known.iter().any(|k| k == name));
    match (usual, known) {
        (Some(name), _) => name,
        (None, [only]) => only,
        // Several branches and none of the usual names: a person has to choose.
        (None, _) => "main",
    }
}

/// Refuses what git would not take for the name of a branch.
pub(super) fn check_branch(branch: &str) -> Result<()> {
    let full = format!("refs/heads/{branch}");
    match gix::validate::reference::name(full.as_str().into()) {
        Ok(_) if !branch.starts_with('-') => Ok(()),
        _ => Err(RepositoryError::BadName { kind: "branch name", name: branch.into() }),
    }
}

/// A place git can reach.
#[derive(Debug)]
pub(super) enum Location {
    /// Absolute path of a repository or bundle.
    Disk(PathBuf),
    Url(String),
}

impl Location {
    /// A path that exists wins over a URL; anything else must look like a URL git knows.
    pub fn of(text: &str) -> Result<Self> {
        if let Ok(path) = Path::new(text).canonicalize() {
            return Ok(Self::Disk(path));
        }
        let (scheme, is_url) = match text.split_once("://") {
            Some((scheme, _)) => (scheme, true),
            // `user@host:path`, SSH's short form.
            None => (
                "ssh",
                text.split_once(':').is_some_and(|(host, path)| {
                    !host.is_empty() && !host.contains('/') && !path.starts_with(':')
                }),
            ),
        };
        if is_url && ["https", "http", "ssh", "git", "file"].contains(&scheme) {
            return Ok(Self::Url(text.into()));
        }
        Err(RepositoryError::NotARepository {
            url: without_credentials(text),
            detail: "no such file or folder, and no https, ssh, git or file URL".into(),
        })
    }

    /// As git takes it.
    pub fn for_git(&self) -> String {
        match self {
            Self::Disk(path) => path.to_string_lossy().into_owned(),
            Self::Url(url) => url.clone(),
        }
    }
}

/// The line of git's messages that says what is wrong.
pub(super) fn first_complaint(stderr: &str) -> String {
    let complaint =
        stderr.lines().find(|line| line.starts_with("fatal: ") || line.starts_with("error: "));
    let line = complaint.or(stderr.lines().next()).unwrap_or("no message from git");
    line.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()
}
