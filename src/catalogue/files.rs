//! Which file of the head is what to a project.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    convention::{Convention, PathRole},
    history::{FileHistory, History},
    ids::Slug,
};

/// The tracked files at head, by what they are.
#[derive(Debug, Default)]
pub(super) struct Files<'a> {
    pub sources: BTreeMap<Slug, &'a Arc<FileHistory>>,
    pub targets: BTreeMap<Slug, &'a Arc<FileHistory>>,
    /// Oddities of paths, in English.
    pub warnings: Vec<String>,
}

impl<'a> Files<'a> {
    /// Sorts the files of a history.
    pub fn of(convention: &Convention, history: &'a History) -> Self {
        let mut files = Self::default();
        let mut folded: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for file in &history.files {
            match convention.role(&file.path) {
                PathRole::Source(slug) => _ = files.sources.insert(slug, file),
                PathRole::Target(slug) => _ = files.targets.insert(slug, file),
                PathRole::SourceIndex | PathRole::TargetIndex => {}
                PathRole::Untracked => files.warnings.extend(convention.oddity(file.path.as_str())),
            }
            folded.entry(file.path.as_str().to_lowercase()).or_default().push(file.path.as_str());
        }
        let collisions = folded.values().filter(|paths| paths.len() > 1).map(|paths| {
            format!(
                "{} differ only in case, so that some computers keep only one of them; remove one",
                paths.join(" and ")
            )
        });
        files.warnings.extend(collisions);
        files
    }

    /// The source an orphan was paired with before one of the two was renamed.
    pub fn renamed_source(&self, convention: &Convention, orphan: &Slug) -> Option<Slug> {
        let was = |file: &FileHistory, role: PathRole| {
            file.versions.iter().any(|version| convention.role(&version.path) == role)
        };
        let by_source = self
            .sources
            .iter()
            .find(|(_, file)| was(file, PathRole::Source(orphan.clone())))
            .map(|(slug, _)| slug.clone());
        by_source.or_else(|| {
            let versions = self.targets.get(orphan)?.versions.iter().rev();
            let names = versions.filter_map(|version| match convention.role(&version.path) {
                PathRole::Target(slug) => Some(slug),
                _ => None,
            });
            names.filter(|name| name != orphan).find(|name| self.sources.contains_key(name))
        })
    }
}
