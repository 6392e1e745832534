//! The versions of every tracked file, as `git log -- path` tells them, with renames followed.
//!
//! One cursor per file at head goes back through the commits. At a commit whose file equals that of a
//! parent, the cursor follows the first such parent alone: so a side branch that was squashed or that did
//! not touch the file is not counted twice, and a change that a merge carried in is found where it was
//! made. Otherwise the commit made a version and the cursor follows every parent, under the old name
//! where the commit renamed the file. A file that was deleted and came back keeps its earlier life.
//!
//! What a cursor finds below a commit depends on that commit and the path alone. Therefore an
//! incremental walk stops at the known head and takes the rest from the known history; cursors that pass
//! the known head by (a side branch that began before it) are walked on until they meet the way the known
//! walk went. Both ways give the same history.

mod join;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, hash_map::Entry},
    rc::Rc,
};

use gix::ObjectId;

use super::{
    Tracked,
    changes::{self, Change},
    error::Result,
    objects::{Database, Reader, blob_id, commit_id, object},
    steps::{Renames, Step, Steps},
    table::CommitTable,
};
use crate::{
    history::{FileHistory, FileVersion, History},
    ids::{BlobId, CommitId, RepoPath},
};

/// What a walk found.
pub(super) struct Walked {
    pub history: History,
    /// Blobs the search for renames would have looked at, had the mirror held them.
    pub wanted: BTreeSet<ObjectId>,
}

/// Number of a file at head.
type FileIndex = usize;
/// Where cursors of one commit stand: by path, the files they are of.
type Cursors = HashMap<Rc<str>, Vec<FileIndex>>;

/// Walks the history up to `head`, only what is new where the branch grew from `known`.
pub(super) fn walk(
    database: &Database,
    head: CommitId,
    known: Option<&History>,
    tracked: &Tracked,
) -> Result<Walked> {
    let table = CommitTable::load(database, object(*head.as_bytes()))?;
    let known = known.filter(|k| table.grew_from(object(*k.head.as_bytes()), k.commits));
    let floor = known.map_or(0, |known| known.commits);
    let steps = Steps::new(database, &table, floor, tracked)?;
    let mut walk = Walk {
        reader: database.reader(),
        table: &table,
        tracked,
        steps,
        renames: HashMap::new(),
        wanted: BTreeSet::new(),
        found: Vec::new(),
        waiting: BTreeMap::new(),
    };
    let paths = walk.start()?;
    walk.descend(floor)?;
    if let Some(known) = known {
        walk.join(known)?;
    }
    let history = walk.history(head, paths, known);
    Ok(Walked { history, wanted: walk.wanted })
}

struct Walk<'a> {
    reader: Reader<'a>,
    table: &'a CommitTable,
    tracked: &'a Tracked,
    steps: Steps<'a>,
    renames: HashMap<(u32, usize), Renames>,
    wanted: BTreeSet<ObjectId>,
    /// Versions by file, in the order found.
    found: Vec<Vec<FileVersion>>,
    waiting: BTreeMap<u32, Cursors>,
}

/// What a cursor does at a commit that changed its path against the first parent.
struct Outcome {
    version: Option<FileVersion>,
    next: Vec<(u32, Rc<str>)>,
}

impl Walk<'_> {
    /// Puts a cursor on every tracked file at head and returns their paths, sorted.
    fn start(&mut self) -> Result<Vec<String>> {
        let head = self.table.len() - 1;
        let tree = self.table.row(head).tree;
        let mut paths: Vec<String> = changes::files(&mut self.reader, tree)?
            .into_iter()
            .map(|(path, _)| path)
            .filter(|path| (self.tracked)(path))
            .collect();
        paths.sort();
        self.found = vec![Vec::new(); paths.len()];
        let cursors = paths.iter().enumerate().map(|(i, path)| (Rc::from(path.as_str()), vec![i]));
        self.waiting.insert(head, cursors.collect());
        Ok(paths)
    }

    /// Moves all cursors below a position.
    fn descend(&mut self, floor: u32) -> Result<()> {
        while let Some((position, cursors)) = self.waiting.pop_last() {
            if position < floor {
                self.waiting.insert(position, cursors);
                return Ok(());
            }
            self.pass(position, cursors)?;
        }
        Ok(())
    }

    /// Moves the cursors of one commit to its parents.
    fn pass(&mut self, position: u32, mut cursors: Cursors) -> Result<()> {
        let step = self.steps.at(&mut self.reader, position)?;
        let mut moved = Vec::new();
        for change in &step.changes {
            let Some((path, files)) = cursors.remove_entry(change.path.as_str()) else { continue };
            let outcome = self.outcome(position, &step, &path, change)?;
            if let Some(version) = outcome.version {
                for &file in &files {
                    self.found[file].push(version.clone());
                }
            }
            moved.extend(
                outcome.next.into_iter().map(|(parent, path)| (parent, path, files.clone())),
            );
        }
        if let Some(&first) = self.table.row(position).parents.first() {
            merge(self.waiting.entry(first).or_default(), cursors);
        }
        for (parent, path, files) in moved {
            let slot = self.waiting.entry(parent).or_default().entry(path).or_default();
            files.into_iter().for_each(|file| add(slot, file));
        }
        Ok(())
    }

    /// Decides for a path that differs from the first parent's.
    fn outcome(
        &mut self,
        position: u32,
        step: &Step,
        path: &Rc<str>,
        change: &Change,
    ) -> Result<Outcome> {
        let row = self.table.row(position);
        for &parent in row.parents.iter().skip(1) {
            if self.reader.file(self.table.row(parent).tree, path)? == change.new {
                return Ok(Outcome { version: None, next: vec![(parent, Rc::clone(path))] });
            }
        }
        let Some(blob) = change.new else {
            let next = row.parents.iter().map(|&parent| (parent, Rc::clone(path))).collect();
            return Ok(Outcome { version: None, next });
        };
        let mut next = Vec::with_capacity(row.parents.len());
        for (number, &parent) in row.parents.iter().enumerate() {
            let source = self.continues(position, number, step, path)?;
            next.push((parent, source.unwrap_or_else(|| Rc::clone(path))));
        }
        let version = FileVersion {
            commit: commit_id(row.id),
            blob: blob_id(blob),
            path: RepoPath::new(&**path),
            position,
            committed_at: row.committed_at,
            files_touched: step.touched,
            source_commit: step.source_commit,
        };
        Ok(Outcome { version: Some(version), next })
    }

    /// The path of a parent whose content a path of a commit continues, where that is another one.
    fn continues(
        &mut self,
        position: u32,
        parent: usize,
        step: &Step,
        path: &str,
    ) -> Result<Option<Rc<str>>> {
        let renames = match parent {
            0 => &step.renames,
            _ => self.renames_of_merge(position, parent)?,
        };
        let source = renames.continues.get(path).map(|source| Rc::from(source.as_str()));
        let wanted = renames.wanted.clone();
        self.wanted.extend(wanted);
        Ok(source)
    }

    /// Renames of a merge against a parent that is not its first.
    fn renames_of_merge(&mut self, position: u32, parent: usize) -> Result<&Renames> {
        match self.renames.entry((position, parent)) {
            Entry::Occupied(found) => Ok(found.into_mut()),
            Entry::Vacant(slot) => {
                let row = self.table.row(position);
                let old = self.table.row(row.parents[parent]).tree;
                let changes = changes::between(&mut self.reader, Some(old), Some(row.tree))?;
                Ok(slot.insert(Renames::among(&changes, &self.reader, self.tracked)?))
            }
        }
    }

    fn history(&mut self, head: CommitId, paths: Vec<String>, known: Option<&History>) -> History {
        let former = self.former(&paths, known);
        let found = std::mem::take(&mut self.found);
        let files = paths.into_iter().zip(found).filter(|(_, versions)| !versions.is_empty());
        History {
            head,
            head_time: self.table.row(self.table.len() - 1).committed_at,
            commits: self.table.len(),
            files: files
                .map(|(path, mut versions)| {
                    // Two cursors of one file may find two versions in one commit; the path decides then.
                    versions.sort_by(|a, b| (a.position, &a.path).cmp(&(b.position, &b.path)));
                    // A side branch that an incremental walk follows below the known head may end where
                    // the known history of the file does.
                    versions.dedup_by(|a, b| (a.position, &a.path) == (b.position, &b.path));
                    FileHistory { path: RepoPath::new(path), versions }
                })
                .collect(),
            former,
        }
    }

    /// Tracked paths that existed once and do not at head.
    fn former(&self, paths: &[String], known: Option<&History>) -> Vec<RepoPath> {
        let mut former: BTreeSet<&str> = BTreeSet::new();
        if let Some(known) = known {
            former.extend(known.former.iter().map(RepoPath::as_str));
            former.extend(known.files.iter().map(|file| file.path.as_str()));
        }
        former.extend(self.steps.added().filter(|path| (self.tracked)(path)));
        for path in paths {
            former.remove(path.as_str());
        }
        former.into_iter().map(RepoPath::new).collect()
    }
}

fn merge(into: &mut Cursors, from: Cursors) {
    // The larger map stays; on a long straight branch that makes each commit cost what it changed.
    let (mut large, small) = match into.len() >= from.len() {
        true => (std::mem::take(into), from),
        false => (from, std::mem::take(into)),
    };
    for (path, files) in small {
        let slot = large.entry(path).or_default();
        files.into_iter().for_each(|file| add(slot, file));
    }
    *into = large;
}

fn add(files: &mut Vec<FileIndex>, file: FileIndex) {
    if !files.contains(&file) {
        files.push(file);
    }
}

/// Blobs of the versions that are not in `known`.
pub(super) fn new_blobs(history: &History, known: Option<&History>) -> BTreeSet<BlobId> {
    let old: HashSet<BlobId> = known
        .into_iter()
        .flat_map(|known| &known.files)
        .flat_map(|file| file.versions.iter().map(|version| version.blob))
        .collect();
    let all = history.files.iter().flat_map(|file| file.versions.iter().map(|v| v.blob));
    all.filter(|blob| !old.contains(blob)).collect()
}
