//! Tells whether texts were edited and nothing else happened, which is what nearly every commit does.
//!
//! Then the posts are those of before, and only the edited ones are made anew. Where a file came or went,
//! or an index changed, posts may come and go and be warned of for reasons that lie outside of them.

use std::collections::BTreeSet;

use super::assemble::Work;
use crate::{convention::PathRole, history::differences, ids::Slug, staleness::Status};

/// The posts that were edited, or whose judgement rests on what people said since; `None` where more
/// happened.
pub(super) fn edited<E: Send>(work: &Work<'_, E>) -> Option<BTreeSet<Slug>> {
    let before = work.before?;
    if !before.indexes.are(work.indexes) {
        return None;
    }
    let (catalogue, convention) = (before.catalogue, work.inputs.convention);
    let mut edited = BTreeSet::new();
    for difference in differences(&catalogue.history.files, &work.inputs.history.files) {
        let (_, new) = difference.old.zip(difference.new)?;
        match convention.role(&new.path) {
            // A source that is no post, and neither becomes one, may be among them.
            PathRole::Source(slug) | PathRole::Target(slug) => {
                edited.extend(catalogue.post(&slug).is_some().then_some(slug));
            }
            PathRole::SourceIndex | PathRole::TargetIndex | PathRole::Untracked => {}
        }
    }
    for post in &catalogue.posts {
        // What an orphan may belong to depends on all other posts.
        if post.status == Status::Orphan {
            return None;
        }
        if !work.still_rests(post) {
            edited.insert(post.slug.clone());
        }
    }
    Some(edited)
}
