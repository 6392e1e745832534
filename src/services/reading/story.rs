//! The story of a post: what people did here and what happened in Git, in one line of time.

use jiff::Timestamp;
use serde_json::Value;

use super::{Workshop, briefs::Names};
use crate::{
    catalogue::{Catalogue, Post},
    ids::{PersonId, ProjectId, RepoPath, Slug},
    services::{
        Result,
        views::{LoggedEvent, StoryEvent, StoryKind},
    },
    store::Event,
    workflow::Reason,
};

/// Lines of the log that are read at once.
const LINES_AT_ONCE: u32 = 250;

impl Workshop {
    /// What happened to the posts of a project, or to one of them, newest first: at most `count` lines
    /// older than `before`.
    pub async fn events_of(
        &self,
        project: &ProjectId,
        slug: Option<&Slug>,
        mut before: Option<i64>,
        count: usize,
    ) -> Result<Vec<LoggedEvent>> {
        self.project(project)?;
        let names = self.names().await?;
        let mut told = Vec::new();
        // Not every line is part of a story, so that a look may find fewer than are wanted.
        while told.len() < count {
            let lines = self.0.store.events_before(project, slug, before, LINES_AT_ONCE).await?;
            let Some((oldest, _)) = lines.last() else { break };
            before = Some(*oldest);
            told.extend(lines.iter().filter_map(|(id, event)| {
                let (slug, event) = (event.slug.clone()?, of_event(event, &names)?);
                Some(LoggedEvent { id: *id, slug, event })
            }));
        }
        told.truncate(count);
        Ok(told)
    }
}

/// Merges the log and the versions of both files; newest first.
pub(super) fn story(
    events: &[Event],
    catalogue: &Catalogue,
    post: &Post,
    names: &Names,
) -> Vec<StoryEvent> {
    let mut story: Vec<StoryEvent> = events
        .iter()
        .filter_map(|event| of_event(event, names))
        .filter(|event| !is_shown_elsewhere(event.kind))
        .collect();
    let sides = [
        (post.source.as_ref(), StoryKind::SourceChanged),
        (post.target.as_ref(), StoryKind::TranslationChanged),
    ];
    for (side, kind) in sides {
        if let Some(side) = side {
            story.extend(of_versions(catalogue, &side.path, kind));
        }
    }
    story.sort_by_key(|event| std::cmp::Reverse(event.at));
    story
}

/// Whether the page of a post shows something in a place of its own.
fn is_shown_elsewhere(kind: StoryKind) -> bool {
    matches!(kind, StoryKind::Asked | StoryKind::Unasked | StoryKind::Remarked)
}

/// A line of the log as a story tells it; `None` for what is not part of a post's story.
pub(super) fn of_event(event: &Event, names: &Names) -> Option<StoryEvent> {
    let kind = match serde_json::from_value(Value::String(event.kind.clone())).ok()? {
        StoryKind::Approved if event.data["self_approval"] == true => StoryKind::SelfApproved,
        kind => kind,
    };
    let text = |key: &str| event.data.get(key).and_then(Value::as_str);
    Some(StoryEvent {
        at: event.at,
        kind,
        person: event.actor.map(|id| names.brief(id)),
        to: event.data.get("to").and_then(Value::as_i64).map(|id| names.brief(PersonId(id))),
        note: Reason::of(&event.data),
        commit: text("commit").and_then(|commit| commit.parse().ok()),
        about: text("about").map(str::to_owned),
        subject: None,
    })
}

fn of_versions(
    catalogue: &Catalogue,
    path: &RepoPath,
    kind: StoryKind,
) -> impl Iterator<Item = StoryEvent> {
    let versions = catalogue.history_of(path).map_or(&[][..], |file| &file.versions);
    versions.iter().map(move |version| StoryEvent {
        // Git takes any number for a time.
        at: Timestamp::from_second(version.committed_at).unwrap_or_default(),
        kind,
        person: None,
        to: None,
        note: None,
        commit: Some(version.commit),
        about: None,
        subject: None,
    })
}
