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

//!
//! A file whose path no new commit touched has no cursor: it has the history it had, and shares it.

mod join;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, hash_map::Entry},
    rc::Rc,
    sync::Arc,
};

use gix::ObjectId;

use super::{
    Tracked,
    changes::{self, Change},
    error::Result,
    objects::{Database, Reader, blob_id, commit_id, object},
    steps::{Renames, Step, Steps},
    table::{CommitTable, LastTable},
};
use crate::{
    history::{FileHistory, FileVersion, History, differences, revised},
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

/// Walks the history up to `head`, only what is new where the branch grew from `known`. The commits of
/// the walk before are taken from `last`, which gets those of this one.
pub(super) fn walk(
    database: &Database,
    head: CommitId,
    known: Option<&History>,
    tracked: &Tracked,
    last: &LastTable,
) -> Result<Walked> {
    let table = last.take_up_to(database, object(*head.as_bytes()))?;
    let walked = walk_over(database, &table, head, known, tracked)?;
    last.keep(table);
    Ok(walked)
}

fn walk_over(
    database: &Database,
    table: &CommitTable,
    head: CommitId,
    known: Option<&History>,
    tracked: &Tracked,
) -> Result<Walked> {
    let known = known.filter(|k| table.grew_from(object(*k.head.as_bytes()), k.commits));
    let floor = known.map_or(0, |known| known.commits);
    let steps = Steps::new(database, table, floor, tracked)?;
    let mut walk = Walk {
        reader: database.reader(),
        table,
        tracked,
        steps,
        renames: HashMap::new(),
        wanted: BTreeSet::new(),
        found: Vec::new(),
        waiting: BTreeMap::new(),
    };
    let touched = known.map(|known| walk.touched(known));
    let paths = match &touched {
        Some(touched) => {
            touched.iter().filter(|(_, there)| **there).map(|(path, _)| path.clone()).collect()
        }
        None => walk.all_paths()?,
    };
    walk.start(&paths);
    walk.descend(floor)?;
    if let Some(known) = known {
        walk.join(known)?;
    }
    let files = walk.files(paths);
    let (files, former) = match known.zip(touched) {
        Some((known, touched)) => continued(known, touched, files),
        None => {
            let former = walk.former(&files);
            (files.into_iter().map(Arc::new).collect(), former)
        }
    };
    let head_time = table.row(table.len() - 1).committed_at;
    let history = History { head, head_time, commits: table.len(), files, former };
    Ok(Walked { history, wanted: walk.wanted })
}

/// Tracked paths that new commits touched, and whether there is a file at head.
type Touched = BTreeMap<String, bool>;

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
    /// Every tracked file at head, sorted.
    fn all_paths(&mut self) -> Result<Vec<String>> {
        let tree = self.table.row(self.table.len() - 1).tree;
        let files = changes::files(&mut self.reader, tree)?.into_iter();
        let mut paths: Vec<String> =
            files.map(|(path, _)| path).filter(|path| (self.tracked)(path)).collect();
        paths.sort();
        Ok(paths)
    }

    /// What the commits after the known head touched. All other files stand at head as they stood there.
    fn touched(&self, known: &History) -> Touched {
        let mut touched = Touched::new();
        let mut position = self.table.len() - 1;
        // The newest commit of the branch itself that touched a path says whether it is there.
        while position >= known.commits {
            for change in &self.steps.new_at(position).changes {
                if !touched.contains_key(&change.path) && (self.tracked)(&change.path) {
                    touched.insert(change.path.clone(), change.new.is_some());
                }
            }
            let Some(&parent) = self.table.row(position).parents.first() else { break };
            position = parent;
        }
        // Of what a side branch alone touched, the merge left on the branch what stood there.
        for path in self.steps.new_paths() {
            if !touched.contains_key(path) && (self.tracked)(path) {
                touched.insert(path.to_owned(), known.file(&RepoPath::from(path)).is_some());
            }
        }
        touched
    }

    /// Puts a cursor on each of these files at head.
    fn start(&mut self, paths: &[String]) {
        self.found = vec![Vec::new(); paths.len()];
        let cursors = paths.iter().enumerate().map(|(i, path)| (Rc::from(path.as_str()), vec![i]));
        self.waiting.insert(self.table.len() - 1, cursors.collect());
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

    /// The files at these paths with the versions that were found.
    fn files(&mut self, paths: Vec<String>) -> Vec<FileHistory> {
        let found = std::mem::take(&mut self.found);
        let files = paths.into_iter().zip(found).filter(|(_, versions)| !versions.is_empty());
        files
            .map(|(path, mut versions)| {
                // Two cursors of one file may find two versions in one commit; the path decides then.
                versions.sort_by(|a, b| (a.position, &a.path).cmp(&(b.position, &b.path)));
                // A side branch that an incremental walk follows below the known head may end where
                // the known history of the file does.
                versions.dedup_by(|a, b| (a.position, &a.path) == (b.position, &b.path));
                FileHistory { path: RepoPath::new(path), versions }
            })
            .collect()
    }

    /// Tracked paths that existed once and are not among the files at head.
    fn former(&self, files: &[FileHistory]) -> Vec<RepoPath> {
        let mut former: BTreeSet<&str> =
            self.steps.added().filter(|path| (self.tracked)(path)).collect();
        for file in files {
            former.remove(file.path.as_str());
        }
        former.into_iter().map(RepoPath::new).collect()
    }
}

/// The known files and former paths with what happened to those that were touched.
fn continued(
    known: &History,
    touched: Touched,
    files: Vec<FileHistory>,
) -> (Vec<Arc<FileHistory>>, Vec<RepoPath>) {
    let paths: Vec<RepoPath> = touched.into_keys().map(RepoPath::new).collect();
    let mut revisions: BTreeMap<&RepoPath, Option<FileHistory>> =
        paths.iter().map(|path| (path, None)).collect();
    for file in files {
        if let Ok(place) = paths.binary_search(&file.path) {
            revisions.insert(&paths[place], Some(file));
        }
    }
    let mut former: BTreeSet<&RepoPath> = known.former.iter().collect();
    for (path, file) in &revisions {
        match file {
            Some(_) => former.remove(path),
            // Whatever is touched was there before or after.
            None => former.insert(path),
        };
    }
    let former = former.into_iter().cloned().collect();
    (revised(&known.files, revisions), former)
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

/// Blobs of the versions that are not in `known`; of a file that moved, also those it had before.
pub(super) fn new_blobs(history: &History, known: Option<&History>) -> BTreeSet<BlobId> {
    let known = known.map_or(&[][..], |known| &known.files);
    let mut blobs = BTreeSet::new();
    for difference in differences(known, &history.files) {
        let old = difference.old.map_or(&[][..], |file| &file.versions);
        let new = difference.new.map_or(&[][..], |file| &file.versions);
        // Usually the older versions are the same, and new ones follow.
        let same = old.iter().zip(new).take_while(|(a, b)| a.blob == b.blob).count();
        blobs.extend(new[same..].iter().map(|version| version.blob));
    }
    blobs
}
