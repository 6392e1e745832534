//! The page of a post.

use url::Url;

use super::{Workshop, board, story::story};
use crate::{
    catalogue::Post,
    ids::{ProjectId, RepoPath, Slug},
    services::{ProjectSettings, Result, judging::find, views::PostView},
    staleness::Change,
    store::EventFilter,
};

/// How much of the log a page tells.
const EVENTS_SHOWN: u32 = 200;

impl Workshop {
    /// Everything known of a post.
    pub async fn post(&self, project: &ProjectId, slug: &Slug) -> Result<PostView> {
        let project = self.project(project)?;
        let settings = &project.settings;
        let catalogue = self.known_catalogue(project).await?;
        let post = find(&catalogue, slug)?.clone();
        let task = self.0.store.active_task(&settings.id, slug).await?;
        let names = self.names().await?;
        let filter = EventFilter {
            project: Some(settings.id.clone()),
            slug: Some(slug.clone()),
            limit: EVENTS_SHOWN,
        };
        let events = self.0.store.events(&filter).await?;
        let row = board::row(&post, task.as_ref(), &names, catalogue.history.head_time);
        let target_text = match (&post.target, &post.judgement) {
            (Some(target), Some(judgement)) if !judgement.changes.is_empty() => {
                Some(self.text_of(project, target).await?)
            }
            _ => None,
        };
        let inherited_draft = match &task {
            None => self.inherited_draft(project, &post, target_text.as_deref()).await?.is_some(),
            Some(_) => false,
        };
        Ok(PostView {
            project: settings.id.clone(),
            project_name: settings.name.clone(),
            task: row.task.clone(),
            row,
            changes: changes(&post),
            inherited_draft,
            story: story(&events, &catalogue, &post, &names),
            source_url: post.source.as_ref().and_then(|side| web_url(settings, &side.path)),
            target_url: post.target.as_ref().and_then(|side| web_url(settings, &side.path)),
            target_text,
            post,
        })
    }
}

/// What still waits first, each part in the order of the source.
fn changes(post: &Post) -> Vec<Change> {
    let mut changes: Vec<Change> =
        post.judgement.iter().flat_map(|judgement| judgement.changes.clone()).collect();
    changes.sort_by_key(|change| change.reflected || change.dismissed);
    changes
}

/// Where GitHub shows a file of the base branch.
fn web_url(settings: &ProjectSettings, path: &RepoPath) -> Option<String> {
    let repository = settings.github_repository.as_ref()?;
    let mut url = Url::parse("https://github.com").ok()?;
    url.path_segments_mut()
        .ok()?
        .extend(repository.split('/'))
        .push("blob")
        .extend(settings.base_branch.split('/'))
        .extend(path.as_str().split('/'));
    Some(url.into())
}
