//! All commits of a head, in landing order.
//!
//! The order is that of a depth-first walk from the head that finishes parents before children and
//! visits the first parent first. So a commit's number says when it *landed* on the branch: everything a
//! merge carries in comes after what was on the branch before. It depends on parents alone, never on
//! dates, and the numbers of a head's ancestors stay the same when the branch grows on top of it (its
//! first-parent chain), which is what makes an incremental walk equal to a full one.

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
#[derive(Debug)]
pub(super) struct CommitTable {
    rows: Vec<Row>,
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
    pub fn load(database: &Database, head: ObjectId) -> Result<Self> {
        let source = Source {
            graph: database.commit_graph(),
            reader: database.reader(),
            shallow: database.shallow()?,
        };
        let mut rows: Vec<Row> = Vec::new();
        let mut seen: HashMap<ObjectId, Option<u32>> = HashMap::default();
        let mut stack = vec![source.open(head)?];
        seen.insert(head, None);
        while let Some(top) = stack.last_mut() {
            if let Some(&parent) = top.parents.get(top.next) {
                top.next += 1;
                if !seen.contains_key(&parent) {
                    seen.insert(parent, None);
                    stack.push(source.open(parent)?);
                }
                continue;
            }
            let done = stack.pop().expect("just looked at");
            let parents = done.parents.iter().filter_map(|id| seen[id]).collect();
            seen.insert(done.id, Some(u32::try_from(rows.len()).unwrap_or(u32::MAX)));
            rows.push(Row {
                id: done.id,
                tree: done.tree,
                committed_at: done.committed_at,
                parents,
            });
        }
        Ok(Self { rows })
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

impl Source<'_> {
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
