//! All commits of a head, in landing order.
//!
//! The order is that of a depth-first walk from the head that finishes parents before children and
//! visits the first parent first. So a commit's number says when it *landed* on the branch: everything a
//! merge carries in comes after what was on the branch before. It depends on parents alone, never on
//! dates, and the numbers of a head's ancestors stay the same when the branch grows on top of it (its
//! first-parent chain), which is what makes an incremental walk equal to a full one.
//!
//! For the same reason a table is continued when the branch grows: what a new commit costs does not depend
//! on how many there are.

use std::sync::{Mutex, PoisonError};

use gix::{ObjectId, hashtable::HashMap};

use super::{
    error::Result,
    objects::{Database, Reader, commit_id},
};
use crate::history::Landing;

/// One commit.
#[derive(Debug)]
pub(super) struct Row {
    pub id: ObjectId,
    pub tree: ObjectId,
    /// Seconds since 1970.
    pub committed_at: i64,
    /// Positions of the parents in the table.
    pub parents: Vec<u32>,
}

/// All commits reachable from a head; the index is the position, the head comes last.
#[derive(Debug, Default)]
pub(super) struct CommitTable {
    rows: Vec<Row>,
    /// Where each commit stands; [`OPEN`] while its parents are being visited.
    positions: HashMap<ObjectId, u32>,
}

/// The position of a commit that has none yet.
const OPEN: u32 = u32::MAX;

/// The table of the walk before, for the next one to continue.
#[derive(Default)]
pub(super) struct LastTable(Mutex<Option<CommitTable>>);

impl std::fmt::Debug for LastTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LastTable").finish_non_exhaustive()
    }
}

impl LastTable {
    /// The table up to a head: the last one where the branch grew from there, else one made anew. Whoever
    /// walks at the same time makes a table of their own.
    pub fn take_up_to(&self, database: &Database, head: ObjectId) -> Result<CommitTable> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let source = Source::of(database)?;
        match last {
            Some(mut table) if table.precedes(head, &source)? => {
                table.add(head, &source)?;
                Ok(table)
            }
            _ => CommitTable::of(head, &source),
        }
    }

    /// Keeps a table for the next walk.
    pub fn keep(&self, table: CommitTable) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(table);
    }
}

/// A commit whose parents are still being visited.
struct Open {
    id: ObjectId,
    tree: ObjectId,
    committed_at: i64,
    parents: Vec<ObjectId>,
    next: usize,
}

impl CommitTable {
    /// Numbers the ancestors of `head`, from the commit graph file where it covers them.
    fn of(head: ObjectId, source: &Source<'_>) -> Result<Self> {
        let mut table = Self::default();
        table.add(head, source)?;
        Ok(table)
    }

    /// Whether the branch of `head` grew from this table's head, so that it can be continued. Where a
    /// shallow repository ends may change, which would change all positions.
    fn precedes(&self, head: ObjectId, source: &Source<'_>) -> Result<bool> {
        let Some(last) = self.rows.last().filter(|_| source.shallow.is_empty()) else {
            return Ok(false);
        };
        let mut next = Some(head);
        while let Some(id) = next.filter(|id| !self.positions.contains_key(id)) {
            next = source.open(id)?.parents.first().copied();
        }
        Ok(next == Some(last.id))
    }

    /// Numbers `head` and those of its ancestors that have no number yet.
    fn add(&mut self, head: ObjectId, source: &Source<'_>) -> Result<()> {
        if self.positions.contains_key(&head) {
            return Ok(());
        }
        let mut stack = vec![source.open(head)?];
        self.positions.insert(head, OPEN);
        while let Some(top) = stack.last_mut() {
            if let Some(&parent) = top.parents.get(top.next) {
                top.next += 1;
                if !self.positions.contains_key(&parent) {
                    self.positions.insert(parent, OPEN);
                    stack.push(source.open(parent)?);
                }
                continue;
            }
            let done = stack.pop().expect("just looked at");
            let parents = done.parents.iter().map(|id| self.positions[id]);
            let parents = parents.filter(|position| *position != OPEN).collect();
            self.positions.insert(done.id, self.len());
            self.rows.push(Row {
                id: done.id,
                tree: done.tree,
                committed_at: done.committed_at,
                parents,
            });
        }
        Ok(())
    }

    /// Number of commits.
    pub fn len(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// The commit at a position.
    pub fn row(&self, position: u32) -> &Row {
        &self.rows[position as usize]
    }

    /// The first-parent chain of the head, oldest first.
    pub fn landings(&self) -> Vec<Landing> {
        let last = self.len().checked_sub(1);
        let chain = std::iter::successors(last, |&at| self.row(at).parents.first().copied());
        let landing = |position| {
            let Row { id, committed_at, .. } = *self.row(position);
            Landing { commit: commit_id(id), position, at: committed_at }
        };
        let mut landings: Vec<Landing> = chain.map(landing).collect();
        landings.reverse();
        landings
    }

    /// Whether the branch grew from `known`, its first `count` commits: only then do their positions hold.
    pub fn grew_from(&self, known: ObjectId, count: u32) -> bool {
        if count == 0 || count > self.len() {
            return false;
        }
        let mut position = self.len() - 1;
        while position >= count {
            match self.row(position).parents.first() {
                Some(&parent) => position = parent,
                None => return false,
            }
        }
        position == count - 1 && self.row(position).id == known
    }
}

/// Where commits are read from.
struct Source<'a> {
    graph: Option<gix::commitgraph::Graph>,
    reader: Reader<'a>,
    shallow: Vec<ObjectId>,
}

impl<'a> Source<'a> {
    fn of(database: &'a Database) -> Result<Self> {
        Ok(Self {
            graph: database.commit_graph(),
            reader: database.reader(),
            shallow: database.shallow()?,
        })
    }

    fn open(&self, id: ObjectId) -> Result<Open> {
        let mut open = match self.open_from_graph(id)? {
            Some(open) => open,
            None => {
                let commit = self.reader.commit(id)?;
                let (tree, committed_at) = (commit.tree, commit.committed_at);
                Open { id, tree, committed_at, parents: commit.parents, next: 0 }
            }
        };
        if self.shallow.contains(&id) {
            open.parents.clear();
        }
        Ok(open)
    }

    fn open_from_graph(&self, id: ObjectId) -> Result<Option<Open>> {
        let Some(graph) = &self.graph else { return Ok(None) };
        let Some(commit) = graph.commit_by_id(id) else { return Ok(None) };
        let mut parents = Vec::with_capacity(1);
        for position in commit.iter_parents() {
            parents.push(graph.id_at(position?).to_owned());
        }
        let committed_at = i64::try_from(commit.committer_timestamp()).unwrap_or(0);
        let tree = commit.root_tree_id().to_owned();
        Ok(Some(Open { id, tree, committed_at, parents, next: 0 }))
    }
}
