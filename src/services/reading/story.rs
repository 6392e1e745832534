//! The story of a post: what people did here and what happened in Git, in one line of time.

use jiff::Timestamp;
use serde_json::Value;

use super::briefs::Names;
use crate::{
    catalogue::{Catalogue, Post},
    ids::{PersonId, RepoPath},
    services::views::{StoryEvent, StoryKind},
    store::Event,
    workflow::Reason,
};

/// Merges the log and the versions of both files; newest first.
pub(super) fn story(
    events: &[Event],
    catalogue: &Catalogue,
    post: &Post,
    names: &Names,
) -> Vec<StoryEvent> {
    let mut story: Vec<StoryEvent> =
        events.iter().filter_map(|event| of_event(event, names)).collect();
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
    })
}

fn of_versions(
    catalogue: &Catalogue,
    path: &RepoPath,
    kind: StoryKind,
) -> impl Iterator<Item = StoryEvent> {
    let files = &catalogue.history.files;
    let place = files.binary_search_by(|file| file.path.cmp(path)).ok();
    let versions = place.map_or(&[][..], |place| &files[place].versions);
    versions.iter().map(move |version| StoryEvent {
        // Git takes any number for a time.
        at: Timestamp::from_second(version.committed_at).unwrap_or_default(),
        kind,
        person: None,
        to: None,
        note: None,
        commit: Some(version.commit),
        about: None,
    })
}
