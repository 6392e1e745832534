//! What differs between two catalogues.

use std::{collections::BTreeMap, fmt};

use super::{Catalogue, CatalogueDiff, Post};
use crate::{history::FileHistory, ids::RepoPath, staleness::Status};

impl CatalogueDiff {
    /// What leads from the cached catalogue to the present one.
    pub fn between(old: Option<&Catalogue>, new: &Catalogue) -> Self {
        let old_posts: BTreeMap<_, &Post> =
            old.into_iter().flat_map(|old| &old.posts).map(|post| (&post.slug, post)).collect();
        let old_files: BTreeMap<&RepoPath, &FileHistory> = old
            .into_iter()
            .flat_map(|old| &old.history.files)
            .map(|file| (&file.path, file))
            .collect();
        let new_posts: BTreeMap<_, _> = new.posts.iter().map(|post| (&post.slug, post)).collect();
        let new_files: BTreeMap<_, _> =
            new.history.files.iter().map(|file| (&file.path, file)).collect();
        let upserted = new.posts.iter().filter(|post| old_posts.get(&post.slug) != Some(post));
        let histories =
            new.history.files.iter().filter(|file| old_files.get(&file.path) != Some(file));
        Self {
            from: old.map(|old| old.history.head),
            upserted: upserted.cloned().collect(),
            removed: old_posts
                .keys()
                .filter(|slug| !new_posts.contains_key(*slug))
                .map(|slug| (*slug).clone())
                .collect(),
            histories: histories.map(|file| file.path.clone()).collect(),
            removed_histories: old_files
                .keys()
                .filter(|path| !new_files.contains_key(*path))
                .map(|path| (*path).clone())
                .collect(),
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.upserted.is_empty()
            && self.removed.is_empty()
            && self.histories.is_empty()
            && self.removed_histories.is_empty()
    }
}

/// One line for each post, then the sums.
impl fmt::Display for CatalogueDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "nothing changes");
        }
        let mut sums = BTreeMap::new();
        for post in &self.upserted {
            let state = state(post);
            *sums.entry(state.clone()).or_insert(0_usize) += 1;
            writeln!(f, "~ {}  {state}", post.slug)?;
        }
        for slug in &self.removed {
            writeln!(f, "- {slug}")?;
        }
        let mut sums: Vec<String> =
            sums.iter().map(|(state, count)| format!("{count} {state}")).collect();
        if !self.removed.is_empty() {
            sums.push(format!("{} removed", self.removed.len()));
        }
        if sums.is_empty() {
            sums.push("no post".to_owned());
        }
        let files = self.histories.len() + self.removed_histories.len();
        writeln!(f, "changes: {}; {files} file histories", sums.join(", "))
    }
}

fn state(post: &Post) -> String {
    let status = match post.status {
        Status::Untranslated => "untranslated",
        Status::Current => "current",
        Status::Stale => "stale",
        Status::Orphan => "orphan",
    };
    match post.status {
        Status::Stale => format!("{status} ({})", super::status::severity_name(post.severity)),
        _ => status.to_owned(),
    }
}
