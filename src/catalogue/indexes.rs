//! What the index files at head say.

use std::{collections::BTreeMap, sync::Arc};

use super::{assemble::Contents, files::Files};
use crate::{
    convention::{Convention, IndexEntry},
    history::FileHistory,
    ids::Slug,
};

/// An index that could be read.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub entries: BTreeMap<Slug, IndexEntry>,
}

/// Both indexes; `None` where there is none or none that can be read.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    pub source: Option<Index>,
    pub target: Option<Index>,
    /// Oddities of the indexes, in English.
    pub warnings: Vec<String>,
}

impl Indexes {
    /// Reads both indexes.
    pub fn read<E>(
        convention: &Convention,
        files: &Files<'_>,
        contents: Contents<'_, E>,
    ) -> Result<Self, E> {
        let mut warnings = Vec::new();
        let mut index = |file: Option<&FileHistory>| match file {
            Some(file) => read_latest(convention, file, contents, &mut warnings),
            None => Ok(None),
        };
        let (source, target) = (index(files.source_index)?, index(files.target_index)?);
        if let (None, true, Some(path)) =
            (&source, convention.requires_index_entry(), convention.source_index())
        {
            warnings.push(format!(
                "{path}: no version of it can be read, so every source counts as a post"
            ));
        }
        Ok(Self { source, target, warnings })
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

/// Reads the newest version of an index that can be read, and says why newer ones were passed over.
fn read_latest<E>(
    convention: &Convention,
    file: &FileHistory,
    contents: Contents<'_, E>,
    warnings: &mut Vec<String>,
) -> Result<Option<Index>, E> {
    for (age, version) in file.versions.iter().rev().enumerate() {
        let text: Arc<str> = contents(&version.path, version.blob)?;
        match convention.read_index(&file.path, &text) {
            Ok(entries) => {
                let mut index = Index::default();
                for entry in entries {
                    if let Some(double) = index.entries.insert(entry.slug.clone(), entry)
                        && age == 0
                    {
                        warnings.push(format!("{}: {} is listed twice", file.path, double.slug));
                    }
                }
                return Ok(Some(index));
            }
            Err(error) if age == 0 => {
                warnings.push(format!("{error}; its last readable version is used instead"));
            }
            Err(_) => {}
        }
    }
    Ok(None)
}
