//! What the index files at head say.

use std::{collections::BTreeMap, sync::Arc};

use super::{assemble::Contents, files::Files, parallel};
use crate::{
    convention::{Convention, IndexEntry, PathRole},
    history::{FileHistory, History},
    ids::{RepoPath, Slug},
};

/// An index that could be read.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub entries: BTreeMap<Slug, IndexEntry>,
}

/// The indexes a catalogue was made with; unknown of one that comes from the cache. They follow from its
/// history, so that catalogues that differ in this alone are equal.
#[derive(Debug, Default, Clone)]
pub struct KnownIndexes(pub(super) Option<Arc<Indexes>>);

impl PartialEq for KnownIndexes {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Both indexes; `None` where there is none or none that can be read.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    pub source: Option<Arc<Index>>,
    pub target: Option<Arc<Index>>,
    /// Oddities of the indexes, in English.
    pub warnings: Vec<String>,
    files: [IndexFile; 2],
}

/// One index file, and what was read from it.
#[derive(Debug, Default, Clone)]
struct IndexFile {
    file: Option<Arc<FileHistory>>,
    index: Option<Arc<Index>>,
    warnings: Vec<String>,
}

impl Indexes {
    /// Reads both indexes; one that is as it was `before` is taken over.
    pub fn read<E: Send>(
        convention: &Convention,
        history: &History,
        contents: Contents<'_, E>,
        before: Option<&Self>,
    ) -> Result<Self, E> {
        let places = [
            (convention.source_index(), PathRole::SourceIndex),
            (convention.target_index(), PathRole::TargetIndex),
        ];
        let file = |(path, role): &(Option<RepoPath>, PathRole)| {
            let path = path.as_ref().filter(|path| convention.role(path) == *role);
            path.and_then(|path| history.file(path))
        };
        let known = |place: usize| {
            let known = &before?.files[place];
            (known.file.as_ref() == file(&places[place])).then(|| known.clone())
        };
        // The largest files of a blog, and nothing else can begin before they are read.
        let read = parallel::try_map(&[0, 1], |&place| match known(place) {
            Some(known) => Ok(known),
            None => IndexFile::read(convention, file(&places[place]), contents),
        })?;
        let [source, target]: [IndexFile; 2] = read.try_into().expect("two were asked for");
        let mut warnings = [&source.warnings[..], &target.warnings[..]].concat();
        if let (None, true, Some(path)) =
            (&source.index, convention.requires_index_entry(), convention.source_index())
        {
            warnings.push(format!(
                "{path}: no version of it can be read, so every source counts as a post"
            ));
        }
        let (source_index, target_index) = (source.index.clone(), target.index.clone());
        let files = [source, target];
        Ok(Self { source: source_index, target: target_index, warnings, files })
    }

    /// Whether both files are the same as those of other indexes.
    pub fn are(&self, others: &Self) -> bool {
        self.files.iter().zip(&others.files).all(|(one, other)| one.file == other.file)
    }

    /// Whether the others say the same of a post.
    pub fn say_the_same(&self, others: &Self, slug: &Slug) -> bool {
        let same = |one: &Option<Arc<Index>>, other: &Option<Arc<Index>>| match (one, other) {
            (Some(one), Some(other)) => {
                Arc::ptr_eq(one, other) || one.entries.get(slug) == other.entries.get(slug)
            }
            (one, other) => one.is_none() && other.is_none(),
        };
        same(&self.source, &others.source) && same(&self.target, &others.target)
    }

    /// Whether a source is a post: where only listed sources are, it has to be listed.
    pub fn lists_source(&self, convention: &Convention, slug: &Slug) -> bool {
        let Some(index) = &self.source else { return true };
        !convention.requires_index_entry() || index.entries.contains_key(slug)
    }

    /// Entries without file and sources without entry.
    pub fn missing(&self, convention: &Convention, files: &Files<'_>) -> Vec<String> {
        let mut warnings = Vec::new();
        let sides = [
            (&self.source, &files.sources, convention.source_index()),
            (&self.target, &files.targets, convention.target_index()),
        ];
        for (index, present, path) in sides {
            let (Some(index), Some(path)) = (index, path) else { continue };
            let lost = index.entries.keys().filter(|slug| !present.contains_key(slug));
            warnings.extend(lost.map(|slug| format!("{path}: the entry {slug} has no file")));
        }
        if let (Some(index), Some(path)) = (&self.source, convention.source_index()) {
            let unlisted =
                files.sources.iter().filter(|(slug, _)| !index.entries.contains_key(slug));
            warnings.extend(unlisted.map(|(_, file)| {
                format!("{}: not listed in {path}, so it is no published post", file.path)
            }));
        }
        warnings
    }

    /// How the entry of a translation differs from that of its source in a way that looks like a slip.
    pub fn differences(&self, convention: &Convention, slug: &Slug) -> Vec<String> {
        let (Some(target), Some(path)) = (&self.target, convention.target_index()) else {
            return Vec::new();
        };
        let Some(entry) = target.entries.get(slug) else {
            return vec![format!("{path}: there is no entry for {slug}")];
        };
        let Some(source) = self.source.as_ref().and_then(|index| index.entries.get(slug)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        if let (Some(date), Some(wanted)) = (&entry.date, &source.date)
            && convention.read_date(date) != convention.read_date(wanted)
        {
            found.push(format!(
                "{path}: the date of {slug} is {date:?}, that of the source {wanted:?}"
            ));
        }
        let strange = entry.tags.iter().filter(|tag| !source.tags.contains(tag));
        found.extend(
            strange
                .map(|tag| format!("{path}: {slug} has the tag {tag:?}, which its source lacks")),
        );
        found
    }
}

impl IndexFile {
    /// Reads the newest version that can be read, and says why newer ones were passed over.
    fn read<E>(
        convention: &Convention,
        file: Option<&Arc<FileHistory>>,
        contents: Contents<'_, E>,
    ) -> Result<Self, E> {
        let mut read = Self { file: file.cloned(), ..Self::default() };
        let Some(file) = file else { return Ok(read) };
        for (age, version) in file.versions.iter().rev().enumerate() {
            let text: Arc<str> = contents(&version.path, version.blob)?;
            match convention.read_index(&file.path, &text) {
                Ok(entries) => {
                    let mut index = Index::default();
                    for entry in entries {
                        if let Some(double) = index.entries.insert(entry.slug.clone(), entry)
                            && age == 0
                        {
                            read.warnings
                                .push(format!("{}: {} is listed twice", file.path, double.slug));
                        }
                    }
                    read.index = Some(Arc::new(index));
                    return Ok(read);
                }
                Err(error) if age == 0 => {
                    read.warnings
                        .push(format!("{error}; its last readable version is used instead"));
                }
                Err(_) => {}
            }
        }
        Ok(read)
    }
}
