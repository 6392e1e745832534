//! What a commit changes: its tree against a parent's.

use std::rc::Rc;

use gix::{
    ObjectId,
    objs::{TreeRefIter, tree::EntryRef},
};

use super::{
    error::{RepositoryError, Result},
    objects::Reader,
};

/// A file that differs between two trees. Symbolic links and submodules are no files; a path that is
/// not UTF-8 is left out, for no convention can name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub path: String,
    /// `None` where the file is new.
    pub old: Option<ObjectId>,
    /// `None` where the file is gone.
    pub new: Option<ObjectId>,
}

/// Compares two trees, of which either may be absent; sorted by path.
pub(super) fn between(
    reader: &mut Reader<'_>,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    if old != new {
        Compare { reader, changes: &mut changes }.folder(&mut String::new(), old, new)?;
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// All files of a tree with their blobs.
pub(super) fn files(reader: &mut Reader<'_>, tree: ObjectId) -> Result<Vec<(String, ObjectId)>> {
    let all = between(reader, None, Some(tree))?;
    Ok(all.into_iter().filter_map(|change| Some((change.path, change.new?))).collect())
}

struct Compare<'a, 'r> {
    reader: &'a mut Reader<'r>,
    changes: &'a mut Vec<Change>,
}

impl Compare<'_, '_> {
    fn folder(
        &mut self,
        prefix: &mut String,
        old: Option<ObjectId>,
        new: Option<ObjectId>,
    ) -> Result<()> {
        let (old, new) = (self.bytes(old)?, self.bytes(new)?);
        let (mut before, mut after) = (entries(&old), entries(&new));
        let (mut left, mut right) = (next(&mut before)?, next(&mut after)?);
        loop {
            match (left, right) {
                (None, None) => return Ok(()),
                (Some(entry), other) if other.is_none_or(|other| entry < other) => {
                    self.entry(prefix, Some(entry), None)?;
                    left = next(&mut before)?;
                }
                (other, Some(entry)) if other.is_none_or(|other| entry < other) => {
                    self.entry(prefix, None, Some(entry))?;
                    right = next(&mut after)?;
                }
                (l, r) => {
                    self.entry(prefix, l, r)?;
                    left = next(&mut before)?;
                    right = next(&mut after)?;
                }
            }
        }
    }

    /// Handles entries of one name; both are folders or neither is, as Git's tree order tells them apart.
    fn entry(
        &mut self,
        prefix: &mut String,
        old: Option<EntryRef<'_>>,
        new: Option<EntryRef<'_>>,
    ) -> Result<()> {
        let Some(either) = new.or(old) else { return Ok(()) };
        if old.map(|e| (e.oid, e.mode)) == new.map(|e| (e.oid, e.mode)) {
            return Ok(());
        }
        let Ok(name) = std::str::from_utf8(either.filename) else { return Ok(()) };
        let length = prefix.len();
        prefix.push_str(name);
        if either.mode.is_tree() {
            prefix.push('/');
            self.folder(prefix, old.map(|e| e.oid.to_owned()), new.map(|e| e.oid.to_owned()))?;
        } else {
            let (old, new) = (old.and_then(file), new.and_then(file));
            if old != new {
                self.changes.push(Change { path: prefix.clone(), old, new });
            }
        }
        prefix.truncate(length);
        Ok(())
    }

    fn bytes(&mut self, tree: Option<ObjectId>) -> Result<Rc<[u8]>> {
        tree.map_or_else(|| Ok(Rc::from([])), |tree| self.reader.tree(tree))
    }
}

fn file(entry: EntryRef<'_>) -> Option<ObjectId> {
    entry.mode.is_blob().then(|| entry.oid.to_owned())
}

fn entries(bytes: &[u8]) -> TreeRefIter<'_> {
    TreeRefIter::from_bytes(bytes, gix::hash::Kind::Sha1)
}

fn next<'a>(entries: &mut TreeRefIter<'a>) -> Result<Option<EntryRef<'a>>> {
    entries.next().transpose().map_err(RepositoryError::from)
}
