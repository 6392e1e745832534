//! What each commit did, against its first parent.

use std::{
    collections::HashMap,
    rc::Rc,
    sync::atomic::{AtomicUsize, Ordering},
};

use gix::ObjectId;

use super::{
    Tracked,
    changes::{self, Change},
    error::{RepositoryError, Result},
    objects::{Database, Reader},
    renames::{self, Continuations},
    table::CommitTable,
};
use crate::{background, ids::CommitId};

/// One commit against its first parent.
#[derive(Debug)]
pub(super) struct Step {
    /// All files that differ, sorted by path.
    pub changes: Vec<Change>,
    /// How many of them are tracked.
    pub touched: u32,
    /// Trailer `Source-Commit` of the message.
    pub source_commit: Option<CommitId>,
    pub renames: Renames,
}

/// Which changed paths continue which other ones of a parent.
#[derive(Debug)]
pub(super) struct Renames {
    pub continues: Continuations,
    /// Contents that were to be compared and that the mirror lacks.
    pub wanted: Vec<ObjectId>,
}

impl Renames {
    /// Looks for them among the changes against one parent.
    pub fn among(changes: &[Change], reader: &Reader<'_>, tracked: &Tracked) -> Result<Self> {
        let mut wanted = Vec::new();
        let continues = renames::find(changes, &|path| tracked(path), &mut |id| {
            let content = match reader.blob(id) {
                // Like nothing else, and so continued by nothing.
                Err(RepositoryError::TooLarge { .. }) => Some(Vec::new()),
                content => content?,
            };
            if content.is_none() {
                wanted.push(id);
            }
            Ok(content)
        })?;
        Ok(Self { continues, wanted })
    }
}

/// The steps of a walk: those from the floor up at once, older ones when asked for.
pub(super) struct Steps<'a> {
    table: &'a CommitTable,
    tracked: &'a Tracked,
    floor: u32,
    new: Vec<Rc<Step>>,
    old: HashMap<u32, Rc<Step>>,
}

impl<'a> Steps<'a> {
    /// Reads the steps from a position up.
    pub fn new(
        database: &Database,
        table: &'a CommitTable,
        floor: u32,
        tracked: &'a Tracked,
    ) -> Result<Self> {
        let new = read_all(database, table, floor, tracked)?;
        Ok(Self { table, tracked, floor, new, old: HashMap::new() })
    }

    /// The step of a commit.
    pub fn at(&mut self, reader: &mut Reader<'_>, position: u32) -> Result<Rc<Step>> {
        if position >= self.floor {
            return Ok(Rc::clone(&self.new[(position - self.floor) as usize]));
        }
        if let Some(step) = self.old.get(&position) {
            return Ok(Rc::clone(step));
        }
        let step = Rc::new(read(reader, self.table, position, self.tracked)?);
        self.old.insert(position, Rc::clone(&step));
        Ok(step)
    }

    /// The step of a commit from the floor up.
    pub fn new_at(&self, position: u32) -> &Step {
        &self.new[(position - self.floor) as usize]
    }

    /// Paths that commits from the floor up changed; one that several changed comes several times.
    pub fn new_paths(&self) -> impl Iterator<Item = &str> {
        self.new.iter().flat_map(|step| &step.changes).map(|change| change.path.as_str())
    }

    /// Paths that a commit from the floor up brought in.
    pub fn added(&self) -> impl Iterator<Item = &str> {
        let changes = self.new.iter().flat_map(|step| &step.changes);
        changes.filter(|change| change.old.is_none()).map(|change| change.path.as_str())
    }
}

/// Commits a thread takes at a time: enough for neighbours to share trees, few enough for all threads to
/// end together.
const COMMITS_AT_A_TIME: usize = 128;

fn read_all(
    database: &Database,
    table: &CommitTable,
    floor: u32,
    tracked: &Tracked,
) -> Result<Vec<Rc<Step>>> {
    let positions: Vec<u32> = (floor..table.len()).collect();
    let parts: Vec<&[u32]> = positions.chunks(COMMITS_AT_A_TIME).collect();
    let threads = background::cores().min(parts.len());
    let taken = AtomicUsize::new(0);
    let work = || {
        let mut reader = database.reader();
        let mut done = Vec::new();
        // From the newest down: packs keep an older tree as its difference from a newer one.
        while let Some(part) = parts.len().checked_sub(taken.fetch_add(1, Ordering::Relaxed) + 1) {
            for &position in parts[part].iter().rev() {
                done.push((position, read(&mut reader, table, position, tracked)?));
            }
        }
        Ok(done)
    };
    let done: Vec<Result<Vec<(u32, Step)>>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        let joined = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(own).chain(joined).collect()
    });
    let mut steps =
        done.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect::<Vec<_>>();
    steps.sort_by_key(|(position, _)| *position);
    Ok(steps.into_iter().map(|(_, step)| Rc::new(step)).collect())
}

fn read(
    reader: &mut Reader<'_>,
    table: &CommitTable,
    position: u32,
    tracked: &Tracked,
) -> Result<Step> {
    let row = table.row(position);
    let old = row.parents.first().map(|&parent| table.row(parent).tree);
    let changes = changes::between(reader, old, Some(row.tree))?;
    let touched = changes.iter().filter(|change| tracked(&change.path)).count();
    let source_commit = match touched {
        0 => None,
        _ => source_commit(reader, row.id)?,
    };
    let renames = Renames::among(&changes, reader, tracked)?;
    let touched = u32::try_from(touched).unwrap_or(u32::MAX);
    Ok(Step { changes, touched, source_commit, renames })
}

fn source_commit(reader: &Reader<'_>, id: ObjectId) -> Result<Option<CommitId>> {
    Ok(source_commit_trailer(&reader.commit(id)?.message))
}

/// The last `Source-Commit: <40 hexadecimal digits>` line of a message.
fn source_commit_trailer(message: &[u8]) -> Option<CommitId> {
    let message = String::from_utf8_lossy(message);
    message.lines().rev().find_map(|line| {
        let (key, value) = line.trim_end().split_once(':')?;
        key.eq_ignore_ascii_case("source-commit").then(|| value.trim().parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailer_is_read_from_squashed_messages_too() {
        let id = "0123456789abcdef0123456789abcdef01234567";
        let message = format!("Add x (#7)\n\n* one\n\nSource-Path: x.md\nsource-commit: {id}\r\n");
        assert_eq!(source_commit_trailer(message.as_bytes()), id.parse().ok());
        assert_eq!(source_commit_trailer(b"Source-Commit: abc\n"), None);
        assert_eq!(source_commit_trailer(b"No trailer at all"), None);
    }
}
