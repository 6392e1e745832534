//! A person's word on the judgement is final: the base of a translation, and changes that need nothing.

use std::collections::HashSet;

use super::{Project, Result, ServiceError, Workshop, steps::ensure};
use crate::{
    catalogue::{Catalogue, Post},
    ids::{CommitId, ProjectId, Slug},
    workflow::{Action, Person, Task},
};

impl Workshop {
    /// Confirms or sets the base of a translation: a version of its source.
    pub async fn pin(
        &self,
        project: &ProjectId,
        slug: &Slug,
        base: CommitId,
        by: &Person,
    ) -> Result<()> {
        ensure(by, Action::Judge)?;
        let project = self.project(project)?;
        let catalogue = self.known_catalogue(project).await?;
        if !is_version(&catalogue, find(&catalogue, slug)?, base) {
            let problem = format!("{base} is no version of the source of {slug}");
            return Err(ServiceError::Invalid { field: "commit", problem });
        }
        let now = self.0.clock.now();
        self.0.store.set_pin(&project.settings.id, slug, base, by.id, now).await?;
        self.rejudge(project).await
    }

    /// Pins the base of a merged text, which its task knows, unless the history tells it by itself: a
    /// squash may drop the trailer that records it. The proofreader vouches for it; whoever pins later
    /// wins. Whether something was pinned. Done before the task ends, so that a cut in between is made up
    /// for by the next look.
    pub(super) async fn remember_base(&self, project: &Project, task: &Task) -> Result<bool> {
        let Some(catalogue) = project.known() else { return Ok(false) };
        let Ok(post) = find(&catalogue, &task.slug) else { return Ok(false) };
        let by = task.reviewer().unwrap_or(task.translator);
        let base = task.source_commit;
        let id = &project.settings.id;
        let pinned = self.0.store.pins(id).await?.get(&task.slug).copied();
        let is_known = match pinned {
            // A pin outweighs what the history records, so an old one would hide a new trailer.
            Some(pinned) => pinned == base,
            None => recorded_base(&catalogue, post) == Some(base),
        };
        if is_known || !is_version(&catalogue, post, base) {
            return Ok(false);
        }
        self.0.store.set_pin(id, &task.slug, base, by, self.0.clock.now()).await?;
        Ok(true)
    }

    /// Says that a change of the source needs nothing in the translation; that holds for exactly the
    /// present source version.
    pub async fn dismiss(
        &self,
        project: &ProjectId,
        slug: &Slug,
        change_key: &str,
        reason: &str,
        by: &Person,
    ) -> Result<()> {
        self.dismiss_all(project, slug, &[change_key], reason, by).await
    }

    /// Says the same of several changes; all of them are known, or none is dismissed.
    pub async fn dismiss_all(
        &self,
        project: &ProjectId,
        slug: &Slug,
        change_keys: &[&str],
        reason: &str,
        by: &Person,
    ) -> Result<()> {
        ensure(by, Action::Judge)?;
        let project = self.project(project)?;
        let catalogue = self.known_catalogue(project).await?;
        let changes = find(&catalogue, slug)?.judgement.iter().flat_map(|it| &it.changes);
        let known: HashSet<&str> = changes.map(|change| change.key.as_str()).collect();
        if !change_keys.iter().all(|key| known.contains(key)) {
            return Err(ServiceError::NotFound("change"));
        }
        let (id, now) = (&project.settings.id, self.0.clock.now());
        for key in change_keys {
            self.0.store.add_dismissal(id, slug, key, reason.trim(), by.id, now).await?;
        }
        self.rejudge(project).await
    }

    /// A post of the last good catalogue.
    pub(super) async fn known_post(&self, project: &Project, slug: &Slug) -> Result<Post> {
        let catalogue = self.known_catalogue(project).await?;
        find(&catalogue, slug).cloned()
    }
}

/// The post of a slug.
pub(super) fn find<'a>(catalogue: &'a Catalogue, slug: &Slug) -> Result<&'a Post> {
    let place = catalogue.posts.binary_search_by(|post| post.slug.cmp(slug));
    place.map(|place| &catalogue.posts[place]).map_err(|_| ServiceError::NotFound("post"))
}

/// The base the newest version of a translation with a trailer records.
fn recorded_base(catalogue: &Catalogue, post: &Post) -> Option<CommitId> {
    let history = catalogue.history_of(&post.target.as_ref()?.path)?;
    history.versions.iter().rev().find_map(|version| version.source_commit)
}

fn is_version(catalogue: &Catalogue, post: &Post, commit: CommitId) -> bool {
    let source = post.source.as_ref().and_then(|source| catalogue.history_of(&source.path));
    source.is_some_and(|file| file.versions.iter().any(|version| version.commit == commit))
}
