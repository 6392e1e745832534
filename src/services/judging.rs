//! A person's word on the judgement is final: the base of a translation, and changes that need nothing.

use super::{Project, Result, ServiceError, Workshop, steps::ensure};
use crate::{
    catalogue::{Catalogue, Post},
    ids::{CommitId, ProjectId, Slug},
    workflow::{Action, Person},
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
        ensure(by, Action::Judge)?;
        let project = self.project(project)?;
        let catalogue = self.known_catalogue(project).await?;
        let changes = find(&catalogue, slug)?.judgement.iter().flat_map(|it| &it.changes);
        if !changes.into_iter().any(|change| change.key == change_key) {
            return Err(ServiceError::NotFound("change"));
        }
        let (id, now) = (&project.settings.id, self.0.clock.now());
        self.0.store.add_dismissal(id, slug, change_key, reason.trim(), by.id, now).await?;
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

fn is_version(catalogue: &Catalogue, post: &Post, commit: CommitId) -> bool {
    let Some(source) = &post.source else { return false };
    let mut files = catalogue.history.files.iter();
    files
        .find(|file| file.path == source.path)
        .is_some_and(|file| file.versions.iter().any(|version| version.commit == commit))
}
