//! The page of a post.

use std::collections::HashMap;

use url::Url;

use super::{Workshop, briefs::Names, related::related, story::story};
use crate::{
    background,
    catalogue::{Post, Side},
    ids::{CommitId, ProjectId, RepoPath, Slug},
    services::{
        Project, ProjectSettings, PublishTarget, Result, ServiceError,
        judging::find,
        views::{Board, PostView, Seal, StoryEvent, StoryKind, Word},
    },
    staleness::Change,
    store::{Dismissal, EventFilter, MarkKind},
};

/// How much of the log a page tells.
const EVENTS_SHOWN: u32 = 200;
/// How many commits of a story are told with their subject.
const SUBJECTS_TOLD: usize = 100;

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
        let board = self.board(&settings.id).await?;
        let row = board.rows.iter().find(|row| row.slug == *slug).cloned();
        let row = row.ok_or(ServiceError::NotFound("post"))?;
        let mut story = story(&events, &catalogue, &post, &names);
        self.tell_subjects(project, &mut story).await?;
        let marks = self.0.store.marks_of(&settings.id, slug).await?;
        let mark = |kind: MarkKind| {
            let mark = marks.iter().find(|mark| mark.kind == kind)?;
            let reason = Some(mark.value.clone());
            Some(Word { by: names.brief(mark.by), at: mark.at, reason })
        };
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
        let related = related(&board, &catalogue, &row);
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
            story,
            source_url: post.source.as_ref().and_then(|side| web_url(settings, &side.path)),
            target_url: post.target.as_ref().and_then(|side| web_url(settings, &side.path)),
            target_text,
            source_text,
            pinned: self.pinned(settings, slug, &names).await?,
            dismissals: self.dismissals(settings, &post, &names).await?,
            next_behind: next_behind(&board, slug),
            note: mark(MarkKind::Note),
            excluded: mark(MarkKind::Excluded),
            elsewhere: self.elsewhere_of(project, slug, &names).await?,
            askers: self.0.store.voters(&settings.id, slug).await?,
            remarks: self.remarks(&settings.id, slug).await?,
            related,
            post,
        })
    }

    /// Says of the commits of a story what their messages begin with.
    async fn tell_subjects(&self, project: &Project, story: &mut [StoryEvent]) -> Result<()> {
        let is_version = |event: &&mut StoryEvent| {
            matches!(event.kind, StoryKind::SourceChanged | StoryKind::TranslationChanged)
        };
        let versions: Vec<&mut StoryEvent> =
            story.iter_mut().filter(is_version).take(SUBJECTS_TOLD).collect();
        let commits: Vec<CommitId> = versions.iter().filter_map(|event| event.commit).collect();
        let mirror = project.mirror.clone();
        let subjects = background::run(move || mirror.subjects(&commits)).await?;
        for (event, subject) in versions.into_iter().zip(subjects) {
            event.subject = Some(subject).filter(|subject| !subject.is_empty());
        }
        Ok(())
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
