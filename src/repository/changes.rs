//! What a commit changes: its tree against a parent's.

use std::rc::Rc;

use gix::{
    ObjectId,
    objs::{TreeRefIter, tree::EntryRef},
};

use super::{
    error::{RepositoryError, Result},
    objects::Reader,
    similarity::equal_start,
};

/// How many folders deep paths are followed: more would use up the stack.
const DEEPEST: usize = 256;

/// A file that differs between two trees. Symbolic links and submodules are no files. A path that is not
/// UTF-8 is left out, for no convention can name it; so is one that no checkout would make (`..`, `.git`,
/// a name with a `/` in it), which only a forged tree has.
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
        let (mut before, mut after) = (Entries(&old), Entries(&new));
        loop {
            skip_equal(&mut before, &mut after);
            match (before.peek()?, after.peek()?) {
                (None, None) => return Ok(()),
                (Some(entry), other) if other.is_none_or(|other| entry < other) => {
                    self.entry(prefix, Some(entry), None)?;
                    before.skip();
                }
                (other, Some(entry)) if other.is_none_or(|other| entry < other) => {
                    self.entry(prefix, None, Some(entry))?;
                    after.skip();
                }
                (left, right) => {
                    self.entry(prefix, left, right)?;
                    before.skip();
                    after.skip();
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
        if is_forged(name) {
            return Ok(());
        }
        prefix.push_str(name);
        if either.mode.is_tree() {
            prefix.push('/');
            if prefix.matches('/').count() > DEEPEST {
                prefix.truncate(length);
                return Ok(());
            }
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

fn is_forged(name: &str) -> bool {
    matches!(name, "" | "." | "..") || name.contains('/') || name.eq_ignore_ascii_case(".git")
}

fn file(entry: EntryRef<'_>) -> Option<ObjectId> {
    entry.mode.is_blob().then(|| entry.oid.to_owned())
}

/// What is left of a tree's raw entries: mode, space, name, NUL, 20 bytes of id.
struct Entries<'a>(&'a [u8]);

impl<'a> Entries<'a> {
    /// The bytes of the first entry; none at the end and where the tree is cut off.
    fn first(&self) -> &'a [u8] {
        let name_end = self.0.iter().position(|byte| *byte == 0);
        let end = name_end.map_or(0, |end| end + 1 + ID_BYTES);
        self.0.get(..end).unwrap_or_default()
    }

    fn peek(&self) -> Result<Option<EntryRef<'a>>> {
        let mut entries = TreeRefIter::from_bytes(self.0, gix::hash::Kind::Sha1);
        entries.next().transpose().map_err(RepositoryError::from)
    }

    fn skip(&mut self) {
        self.0 = &self.0[self.first().len()..];
    }
}

const ID_BYTES: usize = 20;

/// Passes by entries that are the same in both: nearly all of them, so they are compared as bytes, and where
/// the rest is the same they are not even told apart.
fn skip_equal(left: &mut Entries<'_>, right: &mut Entries<'_>) {
    if left.0 == right.0 {
        (left.0, right.0) = (&[], &[]);
        return;
    }
    let equal = equal_start(left.0, right.0);
    let mut passed = 0;
    while let Some(name) = memchr::memchr(0, &left.0[passed..equal]) {
        let end = passed + name + 1 + ID_BYTES;
        if end > equal {
            break;
        }
        passed = end;
    }
    (left.0, right.0) = (&left.0[passed..], &right.0[passed..]);
}
