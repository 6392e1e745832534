//! Puts the catalogue together from history and contents.
//!
//! Nothing is lost: every source that is a post is one post, and every translation at head belongs
//! to one post or is an orphan. What did not change since the previous catalogue is taken over, so
//! that the cost grows with what changed; the outcome is the same either way.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    Catalogue, Post,
    files::Files,
    indexes::{Index, Indexes},
    parallel,
    sides::{self, Role, Texts},
};
use crate::{
    convention::Convention,
    history::{FileHistory, FileVersion, History},
    ids::{BlobId, CommitId, RepoPath, Slug},
    staleness::{self, BaseOrigin, Judgement, Pair, Severity, Status, Version},
};

/// Reads the text of a blob, invalid UTF-8 replaced; the path is that of the version.
pub type Contents<'a, E> = &'a (dyn Fn(&RepoPath, BlobId) -> Result<Arc<str>, E> + Sync);

/// Everything a catalogue rests on.
pub struct Inputs<'a, E> {
    pub convention: &'a Convention,
    pub history: &'a History,
    pub contents: Contents<'a, E>,
    /// Bases that people set.
    pub pins: &'a HashMap<Slug, CommitId>,
    /// Keys of the changes people dismissed.
    pub dismissals: &'a HashMap<Slug, Vec<String>>,
    /// A commit that touches at least this many tracked files is a mass edit.
    pub mass_edit_files: u32,
    /// A catalogue of the same [`engine`](super::engine), to take over what did not change.
    pub previous: Option<&'a Catalogue>,
    /// Told how many posts of how many are done, from any thread.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// Makes the catalogue. The only errors are those of `contents`.
pub fn assemble<E: Send>(inputs: &Inputs<'_, E>) -> Result<Catalogue, E> {
    let files = Files::of(inputs.convention, inputs.history);
    let indexes = Indexes::read(inputs.convention, &files, inputs.contents)?;
    let before = Before::of(inputs)?;
    let mut slugs: BTreeSet<&Slug> =
        files.sources.keys().filter(|slug| indexes.lists_source(inputs.convention, slug)).collect();
    slugs.extend(files.targets.keys());
    let slugs: Vec<&Slug> = slugs.into_iter().collect();
    let work = Work { inputs, files: &files, indexes: &indexes, before: &before };
    let done = AtomicUsize::new(0);
    let mut posts = parallel::try_map(&slugs, |slug| {
        let post = work.post(slug);
        (inputs.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, slugs.len());
        post
    })?;
    suggest(inputs.convention, &files, &mut posts);
    let mut warnings = files.warnings.clone();
    warnings.extend(indexes.missing(inputs.convention, &files));
    warnings.extend(indexes.warnings);
    Ok(Catalogue { history: inputs.history.clone(), posts, warnings })
}

/// The previous catalogue, to look things up in.
#[derive(Default)]
struct Before<'a> {
    posts: BTreeMap<&'a Slug, &'a Post>,
    histories: BTreeMap<&'a RepoPath, &'a FileHistory>,
    indexes: Indexes,
}

impl<'a> Before<'a> {
    fn of<E>(inputs: &Inputs<'a, E>) -> Result<Self, E> {
        let Some(previous) = inputs.previous else { return Ok(Self::default()) };
        let files = Files::of(inputs.convention, &previous.history);
        Ok(Self {
            posts: previous.posts.iter().map(|post| (&post.slug, post)).collect(),
            histories: previous.history.files.iter().map(|file| (&file.path, file)).collect(),
            indexes: Indexes::read(inputs.convention, &files, inputs.contents)?,
        })
    }

    fn has_same(&self, file: &FileHistory) -> bool {
        self.histories.get(&file.path).is_some_and(|known| *known == file)
    }
}

/// What every post is made from.
struct Work<'a, E> {
    inputs: &'a Inputs<'a, E>,
    files: &'a Files<'a>,
    indexes: &'a Indexes,
    before: &'a Before<'a>,
}

impl<E> Work<'_, E> {
    fn post(&self, slug: &Slug) -> Result<Post, E> {
        let convention = self.inputs.convention;
        let source_file = self.files.sources.get(slug).copied();
        let target_file = self.files.targets.get(slug).copied();
        let paired = source_file.is_some() && target_file.is_some();
        let mut texts = Texts::new(self.inputs.contents, convention.dialect(), paired);
        let source = self.side(slug, Role::Source, source_file, &mut texts)?;
        let target = self.side(slug, Role::Target, target_file, &mut texts)?;
        let judgement = match (source_file, target_file) {
            (Some(source), Some(target)) => Some(self.judgement(slug, source, target, &mut texts)?),
            _ => None,
        };
        let (status, severity) = match (&source, &judgement) {
            (None, _) => (Status::Orphan, Severity::None),
            (Some(_), None) => (Status::Untranslated, Severity::None),
            (Some(_), Some(judgement)) if judgement.severity >= Severity::Minor => {
                (Status::Stale, judgement.severity)
            }
            (Some(_), Some(judgement)) => (Status::Current, judgement.severity),
        };
        let mut warnings: Vec<String> = [&source, &target]
            .into_iter()
            .flatten()
            .flat_map(|side| side.warnings.clone())
            .collect();
        if target.is_some() {
            warnings.extend(self.indexes.differences(convention, slug));
        }
        if let (Some(side), false) = (&source, self.indexes.lists_source(convention, slug)) {
            warnings.push(format!("{}: translated, though no index lists it", side.path));
        }
        let target_path = convention.target_path(slug);
        let suggestion = None;
        Ok(Post {
            slug: slug.clone(),
            source,
            target,
            target_path,
            status,
            severity,
            judgement,
            suggestion,
            warnings,
        })
    }

    fn side(
        &self,
        slug: &Slug,
        role: Role,
        file: Option<&FileHistory>,
        texts: &mut Texts<'_, E>,
    ) -> Result<Option<super::Side>, E> {
        let Some(file) = file else { return Ok(None) };
        let of = |indexes: &'_ Indexes| {
            let index: Option<&Index> = match role {
                Role::Source => indexes.source.as_ref(),
                Role::Target => indexes.target.as_ref(),
            };
            index.and_then(|index| index.entries.get(slug)).cloned()
        };
        let entry = of(self.indexes);
        let blob = file.versions.last().expect("a history is never empty").blob;
        let previous = self.before.posts.get(slug).copied();
        let known = sides::known(previous, role, blob, of(&self.before.indexes) == entry);
        sides::make(self.inputs.convention, (role, file), entry.as_ref(), known, texts).map(Some)
    }

    fn judgement(
        &self,
        slug: &Slug,
        source: &FileHistory,
        target: &FileHistory,
        texts: &mut Texts<'_, E>,
    ) -> Result<Judgement, E> {
        let pin = self.inputs.pins.get(slug).copied();
        let dismissed = self.inputs.dismissals.get(slug).cloned().unwrap_or_default();
        let known = self.before.posts.get(slug).and_then(|post| post.judgement.as_ref());
        let same_texts = self.before.has_same(source) && self.before.has_same(target);
        if let Some(known) = known.filter(|known| same_texts && rests_on(known, pin, &dismissed)) {
            return Ok(known.clone());
        }
        let pair = Pair {
            source: versions(source, texts)?,
            target: versions(target, texts)?,
            dialect: self.inputs.convention.dialect(),
            pin,
            dismissed,
            mass_edit_files: self.inputs.mass_edit_files,
        };
        Ok(staleness::judge_with(&pair, &mut texts.reading))
    }
}

fn versions<E>(file: &FileHistory, texts: &Texts<'_, E>) -> Result<Vec<Version>, E> {
    let version = |version: &FileVersion| {
        let text = texts.read(&version.path, version.blob)?;
        Ok(Version { file: version.clone(), text })
    };
    // Newest first: a pack keeps an older content as its difference from a newer one.
    let mut versions = file.versions.iter().rev().map(version).collect::<Result<Vec<_>, E>>()?;
    versions.reverse();
    Ok(versions)
}

/// Whether a judgement was made with this pin and these dismissals.
fn rests_on(judgement: &Judgement, pin: Option<CommitId>, dismissed: &[String]) -> bool {
    let same_pin = match pin {
        Some(pin) => judgement.base.origin == BaseOrigin::Pinned && judgement.base.commit == pin,
        None => judgement.base.origin != BaseOrigin::Pinned,
    };
    same_pin
        && judgement.changes.iter().all(|change| change.dismissed == change.is_among(dismissed))
}

/// Finds the source each orphan most likely belongs to.
fn suggest(convention: &Convention, files: &Files<'_>, posts: &mut [Post]) {
    let sources: Vec<_> = posts
        .iter()
        .filter_map(|post| Some((post.slug.clone(), post.source.as_ref()?.meta.clone())))
        .collect();
    for post in posts.iter_mut().filter(|post| post.status == Status::Orphan) {
        let meta = post.target.as_ref().map(|side| side.meta.clone()).unwrap_or_default();
        post.suggestion = files
            .renamed_source(convention, &post.slug)
            .or_else(|| convention.suggest_source((&post.slug, &meta), &sources));
    }
}
