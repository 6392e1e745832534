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

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    rc::Rc,
};

use gix::ObjectId;

use super::{
    Tracked,
    changes::{self, Change},
    error::Result,
    objects::{Database, Reader, blob_id, commit_id, object},
    renames::{self, Continuations},
    steps::{Step, Steps},
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
/// Where the cursors of one file stand below the known head.
type Places = BTreeSet<(u32, Rc<str>)>;

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
    renames: HashMap<(u32, u32), Rc<Continuations>>,
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
            let source = self.continues(position, number as u32, step, path)?;
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
        parent: u32,
        step: &Step,
        path: &str,
    ) -> Result<Option<Rc<str>>> {
        let key = (position, parent);
        if !self.renames.contains_key(&key) {
            let found = Rc::new(self.find_renames(position, parent, step)?);
            self.renames.insert(key, found);
        }
        Ok(self.renames[&key].get(path).map(|source| Rc::from(source.as_str())))
    }

    fn find_renames(&mut self, position: u32, parent: u32, step: &Step) -> Result<Continuations> {
        let row = self.table.row(position);
        let against;
        let changes = if parent == 0 {
            &step.changes
        } else {
            let old = self.table.row(row.parents[parent as usize]).tree;
            against = changes::between(&mut self.reader, Some(old), Some(row.tree))?;
            &against
        };
        let (reader, wanted) = (&self.reader, &mut self.wanted);
        renames::find(changes, &|path| (self.tracked)(path), &mut |id| {
            let content = reader.blob(id)?;
            if content.is_none() {
                wanted.insert(id);
            }
            Ok(content)
        })
    }

    /// Completes the files whose cursors arrived below the known head.
    fn join(&mut self, known: &History) -> Result<()> {
        let mut places: Vec<Places> = vec![Places::new(); self.found.len()];
        let by_path: HashMap<&str, &FileHistory> =
            known.files.iter().map(|file| (file.path.as_str(), file)).collect();
        let former: HashSet<&str> = known.former.iter().map(RepoPath::as_str).collect();
        for (position, cursors) in std::mem::take(&mut self.waiting) {
            for (path, files) in cursors {
                // A tracked path that never existed below the known head has nothing to tell.
                let existed = by_path.contains_key(&*path) || former.contains(&*path);
                if existed || !(self.tracked)(&path) {
                    for file in files {
                        places[file].insert((position, Rc::clone(&path)));
                    }
                }
            }
        }
        for (file, places) in places.into_iter().enumerate() {
            let older = self.older(places, known.commits - 1, &by_path)?;
            self.found[file].extend(older);
        }
        Ok(())
    }

    /// Versions found from some places below the known head.
    fn older(
        &mut self,
        mut ours: Places,
        known_head: u32,
        known: &HashMap<&str, &FileHistory>,
    ) -> Result<Vec<FileVersion>> {
        let Some((_, path)) = ours.last().cloned() else { return Ok(Vec::new()) };
        let history = known.get(&*path).filter(|_| ours.iter().all(|(_, other)| *other == path));
        // The way the known walk went; where ours meets it, the known versions are ours too.
        let mut theirs: Places = history.map(|_| (known_head, path)).into_iter().collect();
        let mut found = Vec::new();
        while let Some(last) = ours.last().cloned() {
            if let Some(history) = history.filter(|_| ours == theirs) {
                let shared = history.versions.iter().rev().filter(|v| v.position <= last.0);
                found.extend(shared.cloned());
                break;
            }
            let latest = last.max(theirs.last().cloned().unwrap_or((0, Rc::from(""))));
            let outcome = self.single(latest.0, &latest.1)?;
            if theirs.remove(&latest) {
                theirs.extend(outcome.next.iter().cloned());
            }
            if ours.remove(&latest) {
                found.extend(outcome.version);
                ours.extend(outcome.next);
            }
        }
        Ok(found)
    }

    /// One cursor at one commit.
    fn single(&mut self, position: u32, path: &Rc<str>) -> Result<Outcome> {
        let step = self.steps.at(&mut self.reader, position)?;
        let at = step.changes.binary_search_by(|change| change.path.as_str().cmp(path));
        match at {
            Ok(index) => self.outcome(position, &step, path, &step.changes[index]),
            Err(_) => {
                let first = self.table.row(position).parents.first();
                let next = first.map(|&parent| (parent, Rc::clone(path))).into_iter().collect();
                Ok(Outcome { version: None, next })
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
