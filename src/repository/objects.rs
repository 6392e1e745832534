//! Reading the mirror in process, through gix. Nothing here ever reaches the network.

use std::{
    cell::Cell,
    collections::HashMap,
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, Mutex},
};

use gix::{
    ObjectId,
    objs::{
        CommitRef, Find as _, FindHeader as _, Kind, TreeRefIter,
        tree::{EntryKind, EntryMode},
    },
};

use super::{
    delta_bases::DeltaBases,
    error::{RepositoryError, Result},
    fetch,
};
use crate::ids::{BlobId, CommitId, RepoPath};

/// Memory for decoded trees of one reader; consecutive commits share almost all of theirs.
const TREE_CACHE_BYTES: usize = 4 << 20;

/// Largest content that is read. A few kilobytes of a pack can unpack to gigabytes.
const LARGEST_CONTENT: u64 = 8 << 20;

/// Largest buffer that is kept from one reader to the next.
const LARGEST_BUFFER: usize = 1 << 20;

/// An opened mirror that can be shared between threads.
pub(super) struct Database {
    repository: gix::ThreadSafeRepository,
    folder: PathBuf,
    idle: Mutex<Vec<Handle>>,
}

/// What one thread reads with.
struct Handle {
    objects: gix::OdbHandle,
    /// Objects are unpacked in here, which takes several times their size, and handed out in their own.
    buffer: Cell<Vec<u8>>,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Database {
    /// Opens a bare repository; configuration outside of it is not read.
    pub fn open(folder: &Path) -> Result<Self> {
        let options = gix::open::Options::isolated().open_path_as_is(true);
        let repository = options.open(folder)?;
        Ok(Self { repository, folder: folder.to_owned(), idle: Mutex::default() })
    }

    /// What a reference points at; `None` where it does not exist.
    pub fn reference(&self, name: &str) -> Result<Option<ObjectId>> {
        let repository = self.repository.to_thread_local();
        let found = repository.try_find_reference(name)?;
        Ok(found.map(|reference| reference.inner.target.id().to_owned()))
    }

    /// Points a reference at a commit.
    pub fn set_reference(&self, name: &str, target: ObjectId) -> Result<()> {
        let repository = self.repository.to_thread_local();
        repository.reference(name, target, gix::refs::transaction::PreviousValue::Any, "fetch")?;
        Ok(())
    }

    /// Writes an object and returns its name; one that is there already stays as it is.
    pub fn write(&self, object: impl gix::objs::WriteTo) -> Result<ObjectId> {
        Ok(self.repository.to_thread_local().write_object(object)?.detach())
    }

    /// Writes a content and returns its name.
    pub fn write_blob(&self, content: &[u8]) -> Result<ObjectId> {
        Ok(self.repository.to_thread_local().write_blob(content)?.detach())
    }

    /// The commit graph file, where there is a sound one.
    pub fn commit_graph(&self) -> Option<gix::commitgraph::Graph> {
        self.repository.to_thread_local().commit_graph_if_enabled().ok().flatten()
    }

    /// Commits at which a shallow repository ends.
    pub fn shallow(&self) -> Result<Vec<ObjectId>> {
        let commits = self.repository.to_thread_local().shallow_commits()?;
        Ok(commits.map(|list| list.iter().copied().collect()).unwrap_or_default())
    }

    /// A reader for one thread.
    pub fn reader(&self) -> Reader<'_> {
        let handle = self.idle.lock().expect("no reader panics while returning").pop();
        let handle = handle.unwrap_or_else(|| {
            let mut objects = self.repository.to_thread_local().objects;
            objects.set_pack_cache(|| Box::new(DeltaBases::default()));
            Handle { objects, buffer: Cell::default() }
        });
        Reader { database: self, handle: Some(handle), trees: HashMap::new(), held: 0 }
    }
}

/// Reads objects on one thread and remembers the trees it saw.
pub(super) struct Reader<'a> {
    database: &'a Database,
    handle: Option<Handle>,
    trees: HashMap<ObjectId, Rc<[u8]>>,
    held: usize,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let (Some(mut handle), Ok(mut idle)) = (self.handle.take(), self.database.idle.lock()) {
            handle.buffer.get_mut().shrink_to(LARGEST_BUFFER);
            idle.push(handle);
        }
    }
}

/// What is read of a commit object.
pub(super) struct CommitData {
    pub tree: ObjectId,
    pub parents: Vec<ObjectId>,
    /// Seconds since 1970.
    pub committed_at: i64,
    pub message: Vec<u8>,
}

impl CommitData {
    fn of(bytes: &[u8]) -> Result<Self> {
        let commit = CommitRef::from_bytes(bytes, gix::hash::Kind::Sha1)?;
        // A committer line that does not parse (seen in old imports) costs the date, not the sync.
        let committed_at = commit.committer().ok().map_or(0, |who| who.seconds());
        Ok(Self {
            tree: commit.tree(),
            parents: commit.parents().collect(),
            committed_at,
            message: commit.message.to_vec(),
        })
    }
}

impl Reader<'_> {
    fn handle(&self) -> &Handle {
        self.handle.as_ref().expect("present until dropped")
    }

    /// Makes something of the bytes of an object of a kind; `None` where the mirror has none of that name.
    fn read<T>(&self, id: ObjectId, kind: Kind, made: impl Fn(&[u8]) -> T) -> Result<Option<T>> {
        let handle = self.handle();
        let mut buffer = handle.buffer.take();
        let found = handle.objects.try_find(&id, &mut buffer);
        let found = found.map(|found| found.map(|data| (data.kind, made(data.data))));
        handle.buffer.set(buffer);
        match found.inspect_err(|_| fetch::doubt(&self.database.folder))? {
            Some((found, _)) if found != kind => {
                Err(RepositoryError::Mirror(format!("{id} is a {found}, not a {kind}")))
            }
            found => Ok(found.map(|(_, made)| made)),
        }
    }

    /// Whether the mirror has an object.
    pub fn has(&self, id: ObjectId) -> bool {
        use gix::objs::Exists as _;
        self.handle().objects.exists(&id)
    }

    /// The content of a blob; `None` where the mirror lacks it.
    ///
    /// # Errors
    /// [`RepositoryError::TooLarge`], found before anything is unpacked.
    pub fn blob(&self, id: ObjectId) -> Result<Option<Vec<u8>>> {
        self.content(id, <[u8]>::to_vec)
    }

    /// The same as text, with U+FFFD for what is not UTF-8.
    pub fn text(&self, id: ObjectId) -> Result<Option<Arc<str>>> {
        // Nearly all of it is sound, which is quickly told.
        self.content(id, |bytes| match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => String::from_utf8_lossy(bytes).into(),
        })
    }

    fn content<T>(&self, id: ObjectId, made: impl Fn(&[u8]) -> T) -> Result<Option<T>> {
        if let Some(header) = self.handle().objects.try_header(&id)?
            && header.size > LARGEST_CONTENT
        {
            return Err(RepositoryError::TooLarge {
                blob: blob_id(id),
                bytes: header.size,
                limit: LARGEST_CONTENT,
            });
        }
        self.read(id, Kind::Blob, made)
    }

    /// The raw entries of a tree.
    pub fn tree(&mut self, id: ObjectId) -> Result<Rc<[u8]>> {
        if let Some(tree) = self.trees.get(&id) {
            return Ok(Rc::clone(tree));
        }
        let tree: Rc<[u8]> = match self.read(id, Kind::Tree, |bytes| Rc::from(bytes))? {
            Some(tree) => tree,
            None if id.is_empty_tree() => Rc::default(),
            None => return Err(RepositoryError::Mirror(format!("tree {id} is missing"))),
        };
        if self.held + tree.len() > TREE_CACHE_BYTES {
            self.trees.clear();
            self.held = 0;
        }
        self.held += tree.len();
        self.trees.insert(id, Rc::clone(&tree));
        Ok(tree)
    }

    /// A commit object.
    pub fn commit(&self, id: ObjectId) -> Result<CommitData> {
        self.read(id, Kind::Commit, CommitData::of)?
            .ok_or_else(|| RepositoryError::Mirror(format!("commit {id} is missing")))?
    }

    /// The blob at a path of a tree; `None` where there is no file.
    pub fn file(&mut self, tree: ObjectId, path: &str) -> Result<Option<ObjectId>> {
        let entry = self.entry(tree, path)?;
        Ok(entry.filter(|(mode, _)| mode.is_blob()).map(|(_, id)| id))
    }

    /// Whatever stands at a path of a tree.
    pub fn entry(&mut self, tree: ObjectId, path: &str) -> Result<Option<(EntryMode, ObjectId)>> {
        let mut found = Some((EntryKind::Tree.into(), tree));
        for part in path.split('/') {
            found = match found {
                Some((mode, folder)) if EntryMode::is_tree(&mode) => self.child(folder, part)?,
                _ => return Ok(None),
            };
        }
        Ok(found)
    }

    fn child(&mut self, folder: ObjectId, name: &str) -> Result<Option<(EntryMode, ObjectId)>> {
        let bytes = self.tree(folder)?;
        for entry in TreeRefIter::from_bytes(&bytes, gix::hash::Kind::Sha1) {
            let entry = entry?;
            if entry.filename == name {
                return Ok(Some((entry.mode, entry.oid.to_owned())));
            }
        }
        Ok(None)
    }
}

pub(super) fn object(id: impl Into<[u8; 20]>) -> ObjectId {
    ObjectId::from(id.into())
}

pub(super) fn commit_id(id: ObjectId) -> CommitId {
    CommitId::from_bytes(raw(id))
}

pub(super) fn blob_id(id: ObjectId) -> BlobId {
    BlobId::from_bytes(raw(id))
}

fn raw(id: ObjectId) -> [u8; 20] {
    id.as_slice().try_into().expect("only SHA-1 repositories are opened")
}

pub(super) fn missing(path: &RepoPath, blob: BlobId) -> RepositoryError {
    RepositoryError::MissingBlob { path: path.clone(), blob }
}
