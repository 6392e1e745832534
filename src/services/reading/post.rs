//! The page of a post.

use std::collections::HashMap;

use url::Url;

use super::{Workshop, board, briefs::Names, story::story};
use crate::{
    catalogue::{Post, Side},
    ids::{ProjectId, RepoPath, Slug},
    services::{
        ProjectSettings, PublishTarget, Result,
        judging::find,
        views::{Board, PostView, Seal, Word},
    },
    staleness::Change,
    store::{Dismissal, EventFilter},
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
        let outside = self.outside_work(&settings.id, slug).await?;
        let now = catalogue.history.head_time;
        let row = board::row(&post, task.as_ref(), &names, &outside, now);
        let has_changes = post.judgement.as_ref().is_some_and(|it| !it.changes.is_empty());
        let text_of = async |side: &Option<Side>| match side {
            Some(side) if has_changes => self.text_of(project, side).await.map(Some),
            _ => Ok(None),
        };
        let (source_text, target_text) =
            (text_of(&post.source).await?, text_of(&post.target).await?);
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
            can_be_rehearsed: task.is_some()
                && matches!(
                    settings.publish,
                    PublishTarget::Github { .. } | PublishTarget::Preview { .. }
                ),
            inherited_draft,
            story: story(&events, &catalogue, &post, &names),
            source_url: post.source.as_ref().and_then(|side| web_url(settings, &side.path)),
            target_url: post.target.as_ref().and_then(|side| web_url(settings, &side.path)),
            target_text,
            source_text,
            pinned: self.pinned(settings, slug, &names).await?,
            dismissals: self.dismissals(settings, &post, &names).await?,
            next_behind: next_behind(&*self.board(&settings.id).await?, slug),
            post,
        })
    }

    async fn pinned(
        &self,
        settings: &ProjectSettings,
        slug: &Slug,
        names: &Names,
    ) -> Result<Option<Word>> {
        let pin = self.0.store.pin(&settings.id, slug).await?;
        Ok(pin.map(|pin| Word { by: names.brief(pin.by), at: pin.at, reason: None }))
    }

    /// What was said of the changes that are there now.
    async fn dismissals(
        &self,
        settings: &ProjectSettings,
        post: &Post,
        names: &Names,
    ) -> Result<HashMap<String, Word>> {
        let known = self.0.store.dismissals_of(&settings.id, &post.slug).await?;
        let changes = post.judgement.iter().flat_map(|judgement| &judgement.changes);
        let word_on = |change: &Change| {
            let of_it = |one: &&Dismissal| change.is_among(std::slice::from_ref(&one.entry));
            let said = known.iter().find(of_it)?;
            let reason = said.reason.clone();
            let word = Word { by: names.brief(said.by), at: said.at, reason };
            Some((change.key.clone(), word))
        };
        Ok(changes.filter(|change| change.dismissed).filter_map(word_on).collect())
    }
}

/// The next post that is behind and that nobody works on, from this one on and round to the first.
fn next_behind(board: &Board, slug: &Slug) -> Option<Slug> {
    let place = board.rows.iter().position(|row| row.slug == *slug);
    let (before, after) = board.rows.split_at(place.map_or(0, |place| place + 1));
    let next = after.iter().chain(before).find(|row| row.seal == Seal::Stale && row.slug != *slug);
    next.map(|row| row.slug.clone())
}

/// What still waits first, each part in the order of the source.
fn changes(post: &Post) -> Vec<Change> {
    let mut changes: Vec<Change> =
        post.judgement.iter().flat_map(|judgement| judgement.changes.clone()).collect();
    changes.sort_by_key(|change| !change.is_open());
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
