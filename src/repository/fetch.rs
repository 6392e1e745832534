//! Brings the mirror in step with its source.
//!
//! Two fetches: commits and trees without contents, then, in one go, the contents of the tracked paths'
//! versions, whose names a walk over the new commits gave. Against a server that does not filter, the first
//! brings everything and the second has nothing to do. The good head moves only when both are done, so a
//! failed fetch leaves the last good state; a mirror that is damaged is made anew beside the old one.

use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use gix::ObjectId;

use super::{
    HEAD, Mirror, Tracked,
    error::{RepositoryError, Result},
    git::Git,
    objects::{Database, commit_id},
    source::{Source, check_branch},
    table::LastTable,
    walk::{self, Walked},
};
use crate::{background, history::History, ids::CommitId};

/// What was fetched last, complete or not.
const FETCHED: &str = "refs/yiqi/fetched";
/// A file that says a folder is ours to replace.
const MARKER: &str = "yiqi-mirror";
/// A file with the source that had no `HEAD` and the branch that is followed instead, a line each.
const BRANCH: &str = "yiqi-branch";
/// Suffix of a file beside a mirror in which something could not be read.
const DOUBT: &str = "damaged";
/// The configuration of a mirror: contents may be missing, since `origin` promised them.
const CONFIG: &str = "\
[core]
\trepositoryFormatVersion = 1
\tbare = true
[extensions]
\tpartialClone = origin
[remote \"origin\"]
\tpromisor = true
\tpartialCloneFilter = blob:none
";
/// Most rounds of fetching contents: each rename found may lead to an older name and its contents.
const MOST_ROUNDS: usize = 8;

impl Mirror {
    /// Brings the mirror in step with its source and returns the history up to the followed branch's head.
    /// `known` is the history of an earlier fetch, walked with the same `tracked`.
    pub async fn fetch(&self, known: Option<Arc<History>>, tracked: &Tracked) -> Result<History> {
        let source = Source::of(&self.settings, self.token.as_ref())?;
        let mirror = &self.settings.mirror;
        let _lock = lock(mirror).await?;
        if is_mirror(mirror) && !is_doubted(mirror) {
            settle(mirror).await?;
            match update(mirror, &source, known, tracked, &self.commits).await {
                Ok(history) => return Ok(history),
                Err(error) if !blames_mirror(&error) => return Err(error),
                Err(error) => tracing::warn!(%error, "the mirror is damaged and is made anew"),
            }
        }
        let incoming = beside(mirror, "incoming");
        create(&incoming).await?;
        let history = update(&incoming, &source, None, tracked, &self.commits).await?;
        replace(mirror, &incoming).await?;
        remove_file(&beside(mirror, DOUBT)).await?;
        Ok(history)
    }
}

impl Mirror {
    /// Makes sure that the contents of all versions up to earlier heads (oldest first) are there, in one
    /// request: those of a file that is gone by now are not part of a fetch. What the source does not
    /// give stays missing; reading it will say so.
    pub async fn fetch_contents_of(&self, heads: Vec<CommitId>, tracked: &Tracked) -> Result<()> {
        let (folder, tracked) = (self.settings.mirror.clone(), Arc::clone(tracked));
        for _ in 0..MOST_ROUNDS {
            let (place, tracked, heads) = (folder.clone(), Arc::clone(&tracked), heads.clone());
            let missing =
                background::run_politely(move || missing_of(&place, &heads, &tracked)).await?;
            if missing.is_empty() {
                return Ok(());
            }
            let source = Source::of(&self.settings, self.token.as_ref())?;
            let _lock = lock(&folder).await?;
            if let Err(error) = fetch_blobs(&folder, &source, &missing).await {
                tracing::info!(%error, "the source gives no contents of files that are gone");
                return Ok(());
            }
        }
        Ok(())
    }
}

/// What a walk up to each of these heads, oldest first, needs and the mirror lacks.
fn missing_of(folder: &Path, heads: &[CommitId], tracked: &Tracked) -> Result<Vec<ObjectId>> {
    let database = Database::open(folder)?;
    let commits = LastTable::default();
    let mut missing = BTreeSet::new();
    let mut known: Option<History> = None;
    for &head in heads {
        let walked = walk::walk(&database, head, known.as_ref(), tracked, &commits)?;
        let versions = walk::new_blobs(&walked.history, known.as_ref());
        missing.extend(walked.wanted);
        missing.extend(versions.into_iter().map(|blob| super::object(*blob.as_bytes())));
        known = Some(walked.history);
    }
    let reader = database.reader();
    missing.retain(|id| !reader.has(*id));
    Ok(missing.into_iter().collect())
}

/// Whether a folder is a mirror that was made completely.
pub(super) fn is_mirror(folder: &Path) -> bool {
    folder.join(MARKER).is_file()
}

/// Notes that an object of a mirror cannot be read, so that the next fetch makes the mirror anew.
pub(super) fn doubt(folder: &Path) {
    let note = beside(folder, DOUBT);
    tracing::warn!(mirror = %folder.display(), "an object cannot be read; the next fetch makes it anew");
    if let Err(error) = std::fs::write(&note, "An object could not be read.\n") {
        tracing::warn!(%error, note = %note.display(), "that could not be noted");
    }
}

fn is_doubted(folder: &Path) -> bool {
    beside(folder, DOUBT).exists()
}

/// Whether the remote was fine and the fault lies in the folder.
fn blames_mirror(error: &RepositoryError) -> bool {
    matches!(error, RepositoryError::Git { .. } | RepositoryError::Mirror(_))
}

/// Makes an empty mirror, in the place of an unfinished one.
async fn create(folder: &Path) -> Result<()> {
    remove(folder).await?;
    let parent = folder.parent().unwrap_or(Path::new("."));
    tokio::fs::create_dir_all(parent).await?;
    let init = Git::local("init").arg("--bare").arg("--quiet").arg("--object-format=sha1");
    // Without a template, in which a system may keep hooks.
    init.arg("--template=").operand(folder).run().await?;
    settle(folder).await?;
    tokio::fs::write(folder.join(MARKER), "Made by yiqi; may be deleted at any time.\n").await?;
    Ok(())
}

/// Puts a mirror's own configuration in order. It is the only one of a fetch that somebody who can write to
/// the folder of the data could make run programs, so it is what we wrote or is written anew; the same goes
/// for other stores of objects it may name.
pub(super) async fn settle(folder: &Path) -> Result<()> {
    let config = folder.join("config");
    let found = tokio::fs::read(&config).await.unwrap_or_default();
    if found != CONFIG.as_bytes() {
        // A link is not written through.
        remove_file(&config).await?;
        tokio::fs::write(&config, CONFIG).await?;
    }
    remove_file(&folder.join("config.worktree")).await?;
    remove_file(&folder.join("objects/info/alternates")).await
}

/// Tells git that contents may be missing, since `origin` promised them.
pub(super) async fn mark_partial(folder: &Path) -> Result<()> {
    let settings = [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.partialCloneFilter", "blob:none"),
    ];
    for (key, value) in settings {
        Git::local("config").dir(folder).arg(key).arg(value).run().await?;
    }
    Ok(())
}

/// Fetches into a mirror folder and moves its head.
async fn update(
    folder: &Path,
    source: &Source,
    known: Option<Arc<History>>,
    tracked: &Tracked,
    commits: &Arc<LastTable>,
) -> Result<History> {
    if known.is_none() {
        // Resting on nothing, the source is asked anew.
        remove_file(&folder.join(BRANCH)).await?;
    }
    fetch_commits(folder, source, FETCHED).await?;
    let mut whole = false;
    for round in 0.. {
        let (folder_, tracked, known) = (folder.to_owned(), Arc::clone(tracked), known.clone());
        let commits = Arc::clone(commits);
        let (walked, missing) = background::run_politely(move || {
            walk_fetched(&folder_, known.as_deref(), &tracked, &commits)
        })
        .await?;
        // What a whole fetch did not bring is missing at the source too; reading it will say so.
        if missing.is_empty() || whole || round == MOST_ROUNDS {
            return Ok(walked.history);
        }
        if let Err(error) = fetch_blobs(folder, source, &missing).await {
            tracing::info!(%error, "the source gives no single contents; fetching everything");
            refetch_whole(folder, source).await?;
            whole = true;
        }
    }
    unreachable!("the loop ends by a return")
}

/// Walks up to what was fetched. Moves the good head when nothing is missing.
fn walk_fetched(
    folder: &Path,
    known: Option<&History>,
    tracked: &Tracked,
    commits: &LastTable,
) -> Result<(Walked, Vec<ObjectId>)> {
    let database = Database::open(folder)?;
    let head = database
        .reference(FETCHED)?
        .ok_or_else(|| RepositoryError::Mirror("nothing was fetched".into()))?;
    let walked = walk::walk(&database, commit_id(head), known, tracked, commits)?;
    let versions = walk::new_blobs(&walked.history, known);
    let mut missing = walked.wanted.clone();
    missing.extend(versions.into_iter().map(|blob| super::object(*blob.as_bytes())));
    let reader = database.reader();
    missing.retain(|id| !reader.has(*id));
    if missing.is_empty() {
        database.set_reference(HEAD, head)?;
    }
    Ok((walked, missing.into_iter().collect()))
}

/// Fetches commits and trees of the followed branch into a reference.
pub(super) async fn fetch_commits(folder: &Path, source: &Source, into: &str) -> Result<()> {
    let remembered = remembered_branch(folder, source).await;
    let remote = match source.branch.as_ref().or(remembered.as_ref()) {
        Some(branch) => format!("refs/heads/{branch}"),
        None => "HEAD".into(),
    };
    let first = try_fetch(folder, source, &remote, into).await?;
    if first.is_none() {
        return Ok(());
    }
    // Ask the source itself what is wrong, which also finds the branch of one that has no HEAD.
    let (branch, _) = source.branch_to_follow().await?;
    match try_fetch(folder, source, &format!("refs/heads/{branch}"), into).await? {
        None => remember_branch(folder, source, &branch).await,
        Some(detail) => Err(RepositoryError::Git { command: "fetch".into(), detail }),
    }
}

/// The branch that was followed last, where this source (a bundle, as a rule) had no `HEAD` to name it.
/// Knowing it saves asking at every fetch; where the branch is gone, the source is asked again.
async fn remembered_branch(folder: &Path, source: &Source) -> Option<String> {
    let text = tokio::fs::read_to_string(folder.join(BRANCH)).await.ok()?;
    let (known_source, branch) = text.split_once('\n')?;
    let branch = branch.trim_end();
    (known_source == source.shown && check_branch(branch).is_ok()).then(|| branch.to_owned())
}

async fn remember_branch(folder: &Path, source: &Source, branch: &str) -> Result<()> {
    if source.branch.is_none() {
        tokio::fs::write(folder.join(BRANCH), format!("{}\n{branch}\n", source.shown)).await?;
    }
    Ok(())
}

/// Fetches one reference; git's message where that fails.
async fn try_fetch(
    folder: &Path,
    source: &Source,
    remote: &str,
    into: &str,
) -> Result<Option<String>> {
    let output = lean_fetch(folder, source)
        .arg("--force")
        .operand("origin")
        .operand(format!("{remote}:{into}"))
        .output()
        .await?;
    Ok((!output.success).then_some(output.stderr))
}

/// Fetches contents by name, all in one request.
async fn fetch_blobs(folder: &Path, source: &Source, blobs: &[ObjectId]) -> Result<()> {
    let names: String = blobs.iter().map(|id| format!("{id}\n")).collect();
    lean_fetch(folder, source)
        // The mirror's commits say nothing about which contents it has: do not offer them.
        .setting("fetch.negotiationAlgorithm", "noop")
        .arg("--stdin")
        .operand("origin")
        .stdin(names.into_bytes())
        .run()
        .await?;
    Ok(())
}

fn lean_fetch(folder: &Path, source: &Source) -> Git {
    source
        .git("fetch")
        .dir(folder)
        // Written by the fetch itself, so that following a source takes no further process.
        .setting("fetch.writeCommitGraph", "true")
        .setting("gc.autoDetach", "false")
        .setting("maintenance.autoDetach", "false")
        .arg("--quiet")
        .arg("--no-tags")
        .arg("--no-write-fetch-head")
        .arg("--recurse-submodules=no")
        .arg("--update-shallow")
        .arg("--filter=blob:none")
}

/// Fetches all contents of the followed branch, for a source that filters but gives no single contents.
async fn refetch_whole(folder: &Path, source: &Source) -> Result<()> {
    let (branch, _) = source.branch_to_follow().await?;
    source
        .git("fetch")
        .dir(folder)
        .arg("--quiet")
        .arg("--no-tags")
        .arg("--no-write-fetch-head")
        .arg("--recurse-submodules=no")
        .arg("--no-filter")
        .arg("--refetch")
        .arg("--force")
        .operand("origin")
        .operand(format!("refs/heads/{branch}:{FETCHED}"))
        .run()
        .await?;
    Ok(())
}

/// Keeps other fetches into the same mirror waiting, also those of other processes.
pub(super) async fn lock(mirror: &Path) -> Result<File> {
    let path = beside(mirror, "lock");
    background::run(move || {
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        file.lock()?;
        Ok(file)
    })
    .await
}

/// `<mirror>.<suffix>`, next to the mirror.
pub(super) fn beside(mirror: &Path, suffix: &str) -> PathBuf {
    let mut name = mirror.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// Puts a finished folder in the mirror's place; refuses to replace what is not a mirror.
async fn replace(mirror: &Path, incoming: &Path) -> Result<()> {
    let old = beside(mirror, "old");
    remove(&old).await?;
    if mirror.exists() {
        let is_empty = std::fs::read_dir(mirror).is_ok_and(|mut entries| entries.next().is_none());
        let looks_ours = is_mirror(mirror) || mirror.join("objects").is_dir();
        if !is_empty && !looks_ours {
            return Err(RepositoryError::Mirror(format!(
                "{} exists and is not a mirror; move it away or choose another folder",
                mirror.display()
            )));
        }
        tokio::fs::rename(mirror, &old).await?;
    }
    tokio::fs::rename(incoming, mirror).await?;
    remove(&old).await
}

pub(super) async fn remove(folder: &Path) -> Result<()> {
    unless_missing(tokio::fs::remove_dir_all(folder).await)
}

async fn remove_file(file: &Path) -> Result<()> {
    unless_missing(tokio::fs::remove_file(file).await)
}

fn unless_missing(removed: std::io::Result<()>) -> Result<()> {
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
