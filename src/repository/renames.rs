//! Which changed path of a commit continues which path of its parent.
//!
//! Git records no renames, and its own search (`-M`) wants blobs a blob-less mirror lacks. This one looks
//! at the commit's own changes: first equal blobs, then files that moved along with their folder, then
//! similar contents. Pages swapped under paths that stay are found too: a modified file that hardly
//! resembles its own past but is another changed file's past continues that one.
//!
//! The answer depends on the commit and on which paths are tracked, never on the head a walk began at;
//! so an incremental walk and a full one agree.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap, HashSet},
};

use gix::ObjectId;

use super::{
    changes::Change,
    error::Result,
    similarity::{self, Fingerprint},
};

/// Least similarity of a file and the one it continues; Git's default too.
const SIMILAR: f64 = 0.5;
/// Most pairs of contents compared within one commit. A commit that moves more than this without
/// keeping contents, names or folders is a new beginning, not a rename.
const MOST_PAIRS: usize = 10_000;
/// Modified files of a commit up to which each is compared with its own past. Mass edits modify more; of
/// those a few are tried, and the others only where one of these was overwritten.
const MOST_SWAPS: usize = 64;
/// How many are tried then, spread over the paths: a chapter put before others overwrites all that follow.
const TRIED: usize = 12;
/// Most modified files that are compared with their own past at all.
const MOST_OVERWRITTEN: usize = 2_000;

/// Reads contents; `None` where the mirror lacks the blob (the reader notes that it is wanted).
pub(super) type Contents<'a> = &'a mut dyn FnMut(ObjectId) -> Result<Option<Vec<u8>>>;

/// From a path of the commit to the path of the parent whose content it continues.
pub(super) type Continuations = HashMap<String, String>;

/// Finds what continues what among the changes of one commit against one parent.
pub(super) fn find(
    changes: &[Change],
    tracked: &dyn Fn(&str) -> bool,
    contents: Contents<'_>,
) -> Result<Continuations> {
    let mut search = Search::over(changes);
    if search.targets.is_empty() && search.modified.len() < 2 {
        return Ok(Continuations::new());
    }
    let mut fingerprints = Fingerprints { contents, known: HashMap::new() };
    search.release_overwritten(tracked, &mut fingerprints)?;
    if search.targets.is_empty() || search.sources.is_empty() {
        return Ok(Continuations::new());
    }
    search.match_equal_blobs();
    search.match_moved_folders();
    search.match_similar(tracked, &mut fingerprints)?;
    search.found.retain(|target, source| target != source);
    Ok(search.found)
}

/// What is still to be matched; ordered maps, so that the answer never depends on hashing.
struct Search<'a> {
    targets: BTreeMap<&'a str, ObjectId>,
    sources: BTreeMap<&'a str, ObjectId>,
    modified: Vec<(&'a str, ObjectId, ObjectId)>,
    found: Continuations,
}

impl<'a> Search<'a> {
    fn over(changes: &'a [Change]) -> Self {
        let mut search = Self {
            targets: BTreeMap::new(),
            sources: BTreeMap::new(),
            modified: Vec::new(),
            found: Continuations::new(),
        };
        for change in changes {
            let path = change.path.as_str();
            match (change.old, change.new) {
                (None, Some(new)) => drop(search.targets.insert(path, new)),
                (Some(old), None) => drop(search.sources.insert(path, old)),
                (Some(old), Some(new)) if kind(path) == Kind::Markdown => {
                    search.modified.push((path, old, new));
                }
                _ => {}
            }
        }
        search
    }

    /// Modified files that hardly resemble their own past stand on both sides of the search.
    fn release_overwritten(
        &mut self,
        tracked: &dyn Fn(&str) -> bool,
        fingerprints: &mut Fingerprints<'_>,
    ) -> Result<()> {
        let others = self
            .targets
            .keys()
            .chain(self.sources.keys())
            .filter(|path| kind(path) == Kind::Markdown);
        if self.modified.len() + others.count() < 2 {
            return Ok(());
        }
        self.modified.retain(|(path, ..)| tracked(path));
        if self.modified.len() > MOST_SWAPS && !self.moves_pages(fingerprints)? {
            return Ok(());
        }
        // Where nothing came and nothing went, one that is overwritten continues nothing, so the last one is
        // of interest only beside another.
        let needs_two = self.targets.is_empty() && self.sources.is_empty();
        let compared = &self.modified[..self.modified.len().min(MOST_OVERWRITTEN)];
        for (place, &(path, old, new)) in compared.iter().enumerate() {
            if needs_two && place + 1 == compared.len() && self.targets.is_empty() {
                break;
            }
            if fingerprints.is_overwritten(old, new)? {
                self.targets.insert(path, new);
                self.sources.insert(path, old);
            }
        }
        Ok(())
    }

    /// Whether a commit that modifies very many files moves pages among them: one of them became what
    /// another was, or one of a few that are tried is overwritten.
    fn moves_pages(&self, fingerprints: &mut Fingerprints<'_>) -> Result<bool> {
        let pasts: HashSet<ObjectId> = self.modified.iter().map(|(_, old, _)| *old).collect();
        if self.modified.iter().any(|(_, _, new)| pasts.contains(new)) {
            return Ok(true);
        }
        for &(_, old, new) in self.modified.iter().step_by(self.modified.len().div_ceil(TRIED)) {
            if fingerprints.is_overwritten(old, new)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn accept(&mut self, target: &'a str, source: &'a str) {
        self.targets.remove(target);
        self.sources.remove(source);
        self.found.insert(target.to_owned(), source.to_owned());
    }

    /// Equal blobs; among several, the one of the same file name, then the first.
    fn match_equal_blobs(&mut self) {
        let mut by_blob: HashMap<ObjectId, Vec<&'a str>> = HashMap::new();
        for (path, blob) in &self.sources {
            by_blob.entry(*blob).or_default().push(path);
        }
        let targets: Vec<_> = self.targets.iter().map(|(path, blob)| (*path, *blob)).collect();
        // Targets that keep their file name choose first, so that no other takes their source.
        for keeps_name in [true, false] {
            for &(target, blob) in &targets {
                if self.found.contains_key(target) {
                    continue;
                }
                let candidates = by_blob.get(&blob).map(Vec::as_slice).unwrap_or_default();
                let free = candidates.iter().find(|source| {
                    self.sources.contains_key(*source)
                        && (!keeps_name || file_name(source) == file_name(target))
                });
                if let Some(source) = free {
                    self.accept(target, source);
                }
            }
        }
    }

    /// Files of the same name below a folder that moved: where equal blobs show that at least two files
    /// went from one folder to another, the rest of the folder went along, edited or not.
    fn match_moved_folders(&mut self) {
        let mut moves: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let found: Vec<_> = self.found.clone().into_iter().collect();
        for (target, source) in &found {
            if file_name(target) == file_name(source) {
                *moves.entry((folder(source), folder(target))).or_default() += 1;
            }
        }
        let mut ranked: Vec<_> = moves.into_iter().filter(|(_, count)| *count >= 2).collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for ((from, to), _) in ranked {
            let targets: Vec<&'a str> =
                self.targets.keys().copied().filter(|path| folder(path) == to).collect();
            for target in targets {
                let source = self.sources.keys().copied().find(|source| {
                    folder(source) == from && file_name(source) == file_name(target)
                });
                if let Some(source) = source {
                    self.accept(target, source);
                }
            }
        }
    }

    /// Similar contents, the same file name first, then the most similar pair.
    fn match_similar(
        &mut self,
        tracked: &dyn Fn(&str) -> bool,
        fingerprints: &mut Fingerprints<'_>,
    ) -> Result<()> {
        let targets: Vec<_> = self
            .targets
            .iter()
            .filter(|(path, _)| tracked(path))
            .map(|(path, blob)| (*path, *blob))
            .collect();
        for &(target, blob) in &targets {
            let named_alike: Vec<_> = self
                .sources
                .iter()
                .filter(|(source, _)| file_name(source) == file_name(target) && **source != target)
                .map(|(path, blob)| (*path, *blob))
                .collect();
            if let [(source, old)] = named_alike[..]
                && fingerprints.similarity(old, blob)?.is_some_and(|value| value >= SIMILAR)
            {
                self.accept(target, source);
            }
        }
        self.match_most_similar(&targets, fingerprints)
    }

    fn match_most_similar(
        &mut self,
        targets: &[(&'a str, ObjectId)],
        fingerprints: &mut Fingerprints<'_>,
    ) -> Result<()> {
        let targets: Vec<_> =
            targets.iter().filter(|(path, _)| self.targets.contains_key(path)).collect();
        let sources: Vec<_> = self.sources.iter().map(|(path, blob)| (*path, *blob)).collect();
        if targets.len() * sources.len() > MOST_PAIRS {
            return Ok(());
        }
        let mut pairs = Vec::new();
        for &&(target, new) in &targets {
            for &(source, old) in &sources {
                if source == target || kind(source) != kind(target) {
                    continue;
                }
                if let Some(value) = fingerprints.similarity(old, new)?.filter(|v| *v >= SIMILAR) {
                    pairs.push((value, target, source));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        let mut taken: HashSet<&str> = HashSet::new();
        for (_, target, source) in pairs {
            if self.targets.contains_key(target) && taken.insert(source) {
                self.accept(target, source);
            }
        }
        Ok(())
    }
}

/// Contents of one commit with their fingerprints, each read and made once.
struct Fingerprints<'a> {
    contents: Contents<'a>,
    known: HashMap<ObjectId, Option<Known>>,
}

struct Known {
    content: Vec<u8>,
    fingerprint: OnceCell<Fingerprint>,
}

impl Known {
    fn fingerprint(&self) -> &Fingerprint {
        self.fingerprint.get_or_init(|| Fingerprint::of(&self.content))
    }
}

impl Fingerprints<'_> {
    /// Both contents; `None` where the mirror lacks one of them.
    fn both(&mut self, old: ObjectId, new: ObjectId) -> Result<Option<(&Known, &Known)>> {
        // Both are asked for, so that a fetch learns of all that is missing in one go.
        for id in [old, new] {
            if !self.known.contains_key(&id) {
                let content = (self.contents)(id)?;
                let known = content.map(|content| Known { content, fingerprint: OnceCell::new() });
                self.known.insert(id, known);
            }
        }
        Ok(self.known[&old].as_ref().zip(self.known[&new].as_ref()))
    }

    /// Share of content two blobs have in common; `None` where the mirror lacks one of them.
    fn similarity(&mut self, old: ObjectId, new: ObjectId) -> Result<Option<f64>> {
        let both = self.both(old, new)?;
        Ok(both.map(|(old, new)| old.fingerprint().similarity(new.fingerprint())))
    }

    /// Whether a file hardly resembles its own past. An ordinary edit leaves most of the text around it
    /// alone, which is seen without a fingerprint.
    fn is_overwritten(&mut self, old: ObjectId, new: ObjectId) -> Result<bool> {
        Ok(self.both(old, new)?.is_some_and(|(old, new)| {
            let longer = old.content.len().max(new.content.len());
            let around = similarity::equal_ends(&old.content, &new.content);
            (around as f64) < SIMILAR * longer as f64
                && old.fingerprint().similarity(new.fingerprint()) < SIMILAR
        }))
    }
}

/// What a file is, by its extension; a page stays of its kind when it moves.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind<'a> {
    /// Also without an extension: forgetting it is a usual slip when a post is added.
    Markdown,
    Other(&'a str),
}

fn kind(path: &str) -> Kind<'_> {
    match file_name(path).rsplit_once('.') {
        None | Some((_, "md" | "mdx" | "markdown" | "qmd" | "rmd")) => Kind::Markdown,
        Some((_, extension)) => Kind::Other(extension),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
