//! What differs between two catalogues.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{Catalogue, CatalogueDiff, Post};
use crate::{history::differences, staleness::Status};

impl CatalogueDiff {
    /// What leads from the cached catalogue to the present one.
    pub fn between(old: Option<&Catalogue>, new: &Catalogue) -> Self {
        let mut diff = Self { from: old.map(|old| old.history.head), ..Self::default() };
        let (posts, files) = old.map_or_else(Default::default, |old| {
            (old.posts.as_slice(), old.history.files.as_slice())
        });
        for post in differences(posts, &new.posts) {
            match post.new {
                Some(new) => diff.upserted.push(Arc::clone(new)),
                None => diff.removed.extend(post.old.map(|old| old.slug.clone())),
            }
        }
        for file in differences(files, &new.history.files) {
            match file.new {
                Some(new) => diff.histories.push(new.path.clone()),
                None => diff.removed_histories.extend(file.old.map(|old| old.path.clone())),
            }
        }
        diff
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
