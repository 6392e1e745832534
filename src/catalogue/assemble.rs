//! Puts the catalogue together from history and contents.
//!
//! Nothing is lost: every source that is a post is one post, and every translation at head belongs
//! to one post or is an orphan. What did not change since the previous catalogue is taken over, so
//! that the cost grows with what changed; the outcome is the same either way.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    Catalogue, KnownIndexes, Post, Side, edits,
    files::Files,
    indexes::Indexes,
    parallel,
    sides::{self, Role, Texts},
};
use crate::{
    convention::{Convention, PathRole},
    history::{FileHistory, FileVersion, History, revised},
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
    let before = Before::of(inputs)?;
    let known = before.as_ref().map(|before| &*before.indexes);
    let indexes = Indexes::read(inputs.convention, inputs.history, inputs.contents, known)?;
    let work = Work { inputs, indexes: &indexes, before: before.as_ref() };
    let (posts, warnings) = match before.as_ref().zip(edits::edited(&work)) {
        Some((before, edited)) => {
            let posts = work.edited_posts(before, &edited)?;
            (posts, before.catalogue.warnings.clone())
        }
        None => work.all_posts()?,
    };
    let indexes = KnownIndexes(Some(Arc::new(indexes)));
    Ok(Catalogue { history: inputs.history.clone(), posts, warnings, indexes })
}

/// The previous catalogue, to look things up in.
pub(super) struct Before<'a> {
    pub catalogue: &'a Catalogue,
    pub indexes: Arc<Indexes>,
}

impl<'a> Before<'a> {
    fn of<E: Send>(inputs: &Inputs<'a, E>) -> Result<Option<Self>, E> {
        let Some(catalogue) = inputs.previous else { return Ok(None) };
        let indexes = match &catalogue.indexes.0 {
            Some(known) => Arc::clone(known),
            None => {
                let history = &catalogue.history;
                Indexes::read(inputs.convention, history, inputs.contents, None)?.into()
            }
        };
        Ok(Some(Self { catalogue, indexes }))
    }

    fn has_same(&self, file: &Arc<FileHistory>) -> bool {
        let known = self.catalogue.history.file(&file.path);
        known.is_some_and(|known| Arc::ptr_eq(known, file) || known == file)
    }
}

/// What every post is made from.
pub(super) struct Work<'a, E> {
    pub inputs: &'a Inputs<'a, E>,
    pub indexes: &'a Indexes,
    pub before: Option<&'a Before<'a>>,
}

/// Source and translation of one post at head.
type Sides<'a> = (Option<&'a Arc<FileHistory>>, Option<&'a Arc<FileHistory>>);

impl<E: Send> Work<'_, E> {
    /// Every post, and the oddities of the repository as a whole.
    fn all_posts(&self) -> Result<(Vec<Arc<Post>>, Vec<String>), E> {
        let convention = self.inputs.convention;
        let files = Files::of(convention, self.inputs.history);
        let listed = |slug: &&Slug| self.indexes.lists_source(convention, slug);
        let mut slugs: BTreeSet<&Slug> = files.sources.keys().filter(listed).collect();
        slugs.extend(files.targets.keys());
        let sides =
            |slug: &Slug| (files.sources.get(slug).copied(), files.targets.get(slug).copied());
        let known: Vec<_> =
            slugs.iter().map(|slug| self.unchanged(slug, sides(slug)).cloned()).collect();
        let open = slugs.iter().zip(&known).filter(|(_, known)| known.is_none());
        let open: Vec<(&Slug, Sides<'_>)> = open.map(|(slug, _)| (*slug, sides(slug))).collect();
        let mut made = self.posts(&open, slugs.len())?.into_iter();
        let post = |known: Option<Arc<Post>>| known.or_else(|| made.next().map(Arc::new));
        let mut posts: Vec<Arc<Post>> = known.into_iter().filter_map(post).collect();
        suggest(convention, &files, &mut posts);
        let mut warnings = files.warnings.clone();
        warnings.extend(self.indexes.missing(convention, &files));
        warnings.extend(self.indexes.warnings.iter().cloned());
        Ok((posts, warnings))
    }

    /// The posts of before, of which these were edited.
    fn edited_posts(
        &self,
        before: &Before<'_>,
        edited: &BTreeSet<Slug>,
    ) -> Result<Vec<Arc<Post>>, E> {
        let open: Vec<_> = edited.iter().map(|slug| (slug, self.sides(slug))).collect();
        let made = self.posts(&open, open.len())?.into_iter().map(Some);
        Ok(revised(&before.catalogue.posts, edited.iter().zip(made).collect()))
    }

    /// The files of a post.
    fn sides(&self, slug: &Slug) -> Sides<'_> {
        let convention = self.inputs.convention;
        let file = |path: RepoPath, role: PathRole| {
            self.inputs.history.file(&path).filter(|_| convention.role(&path) == role)
        };
        let source = file(convention.source_path(slug), PathRole::Source(slug.clone()));
        (source, file(convention.target_path(slug), PathRole::Target(slug.clone())))
    }

    /// Makes posts, the last ones of `total`.
    fn posts(&self, open: &[(&Slug, Sides<'_>)], total: usize) -> Result<Vec<Post>, E> {
        let done = AtomicUsize::new(total - open.len());
        parallel::try_map(open, |(slug, sides)| {
            let post = self.post(slug, *sides);
            (self.inputs.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            post
        })
    }

    /// The post as it was before, where nothing it is made from has changed. An orphan may still get
    /// another suggestion.
    fn unchanged(&self, slug: &Slug, (source, target): Sides<'_>) -> Option<&Arc<Post>> {
        let before = self.before?;
        let post = before.catalogue.post(slug)?;
        let is_same = |file: Option<&Arc<FileHistory>>, side: &Option<Side>| match (file, side) {
            (Some(file), Some(_)) => before.has_same(file),
            (file, side) => file.is_none() && side.is_none(),
        };
        let same = is_same(source, &post.source)
            && is_same(target, &post.target)
            && self.indexes.say_the_same(&before.indexes, slug)
            && self.still_rests(post);
        same.then_some(post)
    }

    /// Whether the judgement of a post, where it has one, was made with the present pin and dismissals.
    pub fn still_rests(&self, post: &Post) -> bool {
        let pin = self.inputs.pins.get(&post.slug).copied();
        let dismissed = self.inputs.dismissals.get(&post.slug).map_or(&[][..], Vec::as_slice);
        post.judgement.as_ref().is_none_or(|known| rests_on(known, pin, dismissed))
    }

    fn post(&self, slug: &Slug, (source_file, target_file): Sides<'_>) -> Result<Post, E> {
        let convention = self.inputs.convention;
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
        file: Option<&Arc<FileHistory>>,
        texts: &mut Texts<'_, E>,
    ) -> Result<Option<Side>, E> {
        let Some(file) = file else { return Ok(None) };
        let of = |indexes: &'_ Indexes| {
            let index = match role {
                Role::Source => indexes.source.as_ref(),
                Role::Target => indexes.target.as_ref(),
            };
            index.and_then(|index| index.entries.get(slug)).cloned()
        };
        let entry = of(self.indexes);
        let blob = file.versions.last().expect("a history is never empty").blob;
        let known = self.before.and_then(|before| {
            let previous = before.catalogue.post(slug).map(|post| &**post);
            sides::known(previous, role, blob, of(&before.indexes) == entry)
        });
        sides::make(self.inputs.convention, (role, file), entry.as_ref(), known, texts).map(Some)
    }

    fn judgement(
        &self,
        slug: &Slug,
        source: &Arc<FileHistory>,
        target: &Arc<FileHistory>,
        texts: &mut Texts<'_, E>,
    ) -> Result<Judgement, E> {
        let pin = self.inputs.pins.get(slug).copied();
        let dismissed = self.inputs.dismissals.get(slug).cloned().unwrap_or_default();
        let same_texts = |before: &&Before<'_>| before.has_same(source) && before.has_same(target);
        let known = self.before.filter(same_texts).and_then(|before| before.catalogue.post(slug));
        let known = known.and_then(|post| post.judgement.as_ref());
        if let Some(known) = known.filter(|known| rests_on(known, pin, &dismissed)) {
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
fn suggest(convention: &Convention, files: &Files<'_>, posts: &mut [Arc<Post>]) {
    if posts.iter().all(|post| post.status != Status::Orphan) {
        return;
    }
    let sources: Vec<_> = posts
        .iter()
        .filter_map(|post| Some((post.slug.clone(), post.source.as_ref()?.meta.clone())))
        .collect();
    for post in posts.iter_mut().filter(|post| post.status == Status::Orphan) {
        let meta = post.target.as_ref().map(|side| side.meta.clone()).unwrap_or_default();
        let suggestion = files
            .renamed_source(convention, &post.slug)
            .or_else(|| convention.suggest_source((&post.slug, &meta), &sources));
        if post.suggestion != suggestion {
            Arc::make_mut(post).suggestion = suggestion;
        }
    }
}
