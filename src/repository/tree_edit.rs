//! A tree with some files replaced. Everything else keeps its object, so no other content is needed.

use gix::{
    ObjectId,
    objs::{
        Tree, TreeRefIter,
        tree::{Entry, EntryKind},
    },
};

use super::{
    error::{RepositoryError, Result},
    objects::{Database, Reader},
};
use crate::ids::RepoPath;

/// Writes the tree that differs from `tree` in one file and returns its name. A file that is there keeps
/// its mode.
pub(super) fn with_file(
    database: &Database,
    reader: &mut Reader<'_>,
    tree: ObjectId,
    path: &RepoPath,
    blob: ObjectId,
) -> Result<ObjectId> {
    check(path)?;
    let edit = Edit { database, path, blob };
    edit.folder(reader, Some(tree), path.as_str())
}

struct Edit<'a> {
    database: &'a Database,
    path: &'a RepoPath,
    blob: ObjectId,
}

impl Edit<'_> {
    fn folder(
        &self,
        reader: &mut Reader<'_>,
        tree: Option<ObjectId>,
        rest: &str,
    ) -> Result<ObjectId> {
        let mut entries = tree.map_or(Ok(Vec::new()), |tree| entries(reader, tree))?;
        let (name, below) = match rest.split_once('/') {
            Some((name, below)) => (name, Some(below)),
            None => (rest, None),
        };
        let at = entries.iter().position(|entry| entry.filename == name);
        let there = at.map(|at| entries.swap_remove(at));
        let is_folder = there.as_ref().map(|entry| entry.mode.is_tree());
        if is_folder.is_some_and(|is_folder| is_folder != below.is_some()) {
            return Err(bad(self.path));
        }
        let (mode, oid) = match below {
            Some(below) => {
                (EntryKind::Tree.into(), self.folder(reader, there.map(|e| e.oid), below)?)
            }
            None => {
                let mode = there.filter(|entry| entry.mode.is_blob()).map(|entry| entry.mode);
                (mode.unwrap_or(EntryKind::Blob.into()), self.blob)
            }
        };
        entries.push(Entry { mode, filename: name.into(), oid });
        entries.sort();
        self.database.write(Tree { entries })
    }
}

fn entries(reader: &mut Reader<'_>, tree: ObjectId) -> Result<Vec<Entry>> {
    let bytes = reader.tree(tree)?;
    let entries = TreeRefIter::from_bytes(&bytes, gix::hash::Kind::Sha1);
    entries.map(|entry| Ok(entry.map(Entry::from)?)).collect()
}

/// Refuses a path that Git would not store or check out.
fn check(path: &RepoPath) -> Result<()> {
    let forbidden = |part: &str| {
        matches!(part, "" | "." | "..") || part.eq_ignore_ascii_case(".git") || part.contains('\0')
    };
    match path.as_str().split('/').any(forbidden) {
        true => Err(bad(path)),
        false => Ok(()),
    }
}

fn bad(path: &RepoPath) -> RepositoryError {
    RepositoryError::BadName { kind: "path for a file of this tree", name: path.to_string() }
}
