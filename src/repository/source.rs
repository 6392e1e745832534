//! Where a repository comes from: a URL, a repository on disk, or a bundle.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use secrecy::SecretString;

use super::{
    Settings,
    error::{RepositoryError, Result},
    git::{Git, http_base, without_credentials},
};
use crate::ids::CommitId;

/// A source that git can fetch from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// What git is told; an absolute path where the source is on disk.
    pub url: String,
    /// What people are told.
    pub shown: String,
    pub branch: Option<String>,
    pub token: Option<SecretString>,
    pub local: bool,
}

impl Source {
    /// A repository to write to; the token goes along only to the host it is meant for.
    pub fn remote(remote: &str, settings: &Settings, token: Option<&SecretString>) -> Result<Self> {
        let location = Location::of(remote)?;
        if let Location::Disk(path) = &location
            && path.is_file()
        {
            return Err(RepositoryError::NotPushable {
                remote: remote.into(),
                detail: "it is a file; a bundle can be read only, name a repository instead".into(),
            });
        }
        let url = location.for_git();
        let same_host = http_base(&url).is_some() && http_base(&url) == http_base(&settings.url);
        Ok(Self {
            local: matches!(location, Location::Disk(_)),
            shown: without_credentials(remote),
            branch: None,
            token: token.filter(|_| same_host).cloned(),
            url,
        })
    }

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

    /// Asks the source for its branches.
    pub async fn listing(&self) -> Result<Listing> {
        let output = self
            .git("ls-remote")
            .arg("--symref")
            .operand("origin")
            .operand("HEAD")
            .operand("refs/heads/*")
            .output()
            .await?;
        match output.success {
            true => Ok(Listing::parse(&String::from_utf8_lossy(&output.stdout))),
            false => Err(self.failure(output.stderr)),
        }
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

    /// The branch to follow with its head; says what is wrong where there is none.
    pub async fn branch_to_follow(&self) -> Result<(String, CommitId)> {
        let listing = self.listing().await?;
        if listing.branches.is_empty() {
            return Err(RepositoryError::NotARepository {
                url: self.shown.clone(),
                detail: "it has no branches yet".into(),
            });
        }
        let wanted = self.branch.clone().unwrap_or_else(|| listing.default_branch().to_owned());
        match listing.branches.get(&wanted) {
            Some(&head) => Ok((wanted, head)),
            None => Err(RepositoryError::NoSuchBranch {
                url: self.shown.clone(),
                branch: wanted,
                known: listing.branches.into_keys().collect(),
            }),
        }
    }
}

/// What a source says it has.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The branch its `HEAD` names. A bundle often has none.
    head: Option<String>,
    pub branches: BTreeMap<String, CommitId>,
}

impl Listing {
    fn parse(text: &str) -> Self {
        let mut listing = Self::default();
        for (left, right) in text.lines().filter_map(|line| line.split_once('\t')) {
            if let Some(branch) = left.strip_prefix("ref: refs/heads/").filter(|_| right == "HEAD")
            {
                listing.head = Some(branch.into());
            } else if let (Some(branch), Ok(id)) = (right.strip_prefix("refs/heads/"), left.parse())
            {
                listing.branches.insert(branch.into(), id);
            }
        }
        listing
    }

    /// The branch to follow where none is named: that of `HEAD`, else a usual name, else the only one.
    fn default_branch(&self) -> &str {
        let named = self.head.iter().map(String::as_str).chain(["main", "master"]);
        let mut exists = named.filter(|name| self.branches.contains_key(*name));
        match (exists.next(), self.branches.len()) {
            (Some(name), _) => name,
            (None, 1) => self.branches.keys().next().map_or("main", String::as_str),
            // Several branches, none of the usual names: a person has to choose.
            (None, _) => "main",
        }
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
