//! What the log holds that is news for somebody.

use super::{Listeners, Matter, Result, Workshop, post_path};
use crate::{
    ids::{PersonId, ThreadId},
    notices::{Facts, Kind, Scene, told},
    services::reviewing::spoken,
    store::{EntryKind, Event, Speaker, StoredThread, Telling},
    workflow::{Person, Reason, Task},
};

/// How many lines of the log are read at once.
const AT_ONCE: u32 = 200;
/// How much of what somebody said is told, in characters.
const LONGEST: usize = 400;

impl Workshop {
    /// Reads the log from where it was read to, and tells what is news in it.
    pub(super) async fn tell_of_log(&self) -> Result<usize> {
        let mut told = 0;
        loop {
            let from = self.0.store.notices_cursor().await?;
            let events = self.0.store.events_after(from, AT_ONCE).await?;
            let Some((to, _)) = events.last() else { return Ok(told) };
            let mut telling = Telling { cursor: Some((from, *to)), ..Telling::default() };
            let listeners = self.listeners().await?;
            for (position, event) in &events {
                self.tell_of_event(*position, event, &listeners, &mut telling).await?;
            }
            // Where another process was faster, what it wrote stands.
            told += self.write(telling).await?.unwrap_or(0);
        }
    }

    async fn tell_of_event(
        &self,
        position: i64,
        event: &Event,
        listeners: &Listeners,
        telling: &mut Telling,
    ) -> Result<()> {
        let (Some(project), Some(slug), Some(id)) = (&event.project, &event.slug, event.task)
        else {
            return Ok(());
        };
        // Of a project that is no longer configured nobody is told.
        let Ok(settings) = self.project(project).map(|it| &it.settings) else { return Ok(()) };
        let Some(task) = self.0.store.task(id).await? else { return Ok(()) };
        let thread = match event.kind.starts_with("thread_") {
            true => self.thread_of(&task, event).await?,
            false => None,
        };
        let scene = Scene {
            actor: event.actor,
            translator: Some(task.translator),
            reviewer: self.last_reviewer(&task, position, event).await?,
            talkers: thread.as_ref().map(talkers).unwrap_or_default(),
            given_to: event.data["to"].as_i64().map(PersonId),
            parked: event.data["parked"] == true,
            lease_ended: event.data["lease_ended"] == true,
            self_approval: settings.rules.self_approval,
        };
        let hears = told(&event.kind, &scene, &listeners.people);
        let Some(kind) = hears.first().map(|(_, kind)| *kind).or_else(|| group_kind(&event.kind))
        else {
            return Ok(());
        };
        let path = match kind {
            Kind::ReviewWanted => format!("/tasks/{id}/review"),
            Kind::Merged | Kind::Expired | Kind::Trouble => post_path(project, slug),
            _ => format!("/tasks/{id}"),
        };
        let outside = thread.as_ref().and_then(|thread| speaker_outside(thread, event));
        let said = thread.as_ref().and_then(|thread| said_at(thread, event));
        let reason = Reason::of(&event.data);
        let matter = Matter {
            kind,
            cause: format!("event:{position}"),
            at: event.at,
            project: Some(project.clone()),
            slug: Some(slug.clone()),
            task: Some(id),
            facts: Facts {
                title: Some(self.title_of(project, slug).await?),
                actor: event.actor.and_then(|id| name_of(id, &listeners.people)).or(outside),
                said: said.map(|text| text.chars().take(LONGEST).collect()),
                reason,
                path,
                ..Facts::default()
            },
        };
        for (person, _) in &hears {
            telling.notices.extend(listeners.to_person(*person, &matter));
        }
        if group_kind(&event.kind) == Some(kind) {
            telling.notices.extend(listeners.to_groups(&matter));
        }
        Ok(())
    }

    /// Who proofreads a task, or did when something happened.
    async fn last_reviewer(
        &self,
        task: &Task,
        position: i64,
        event: &Event,
    ) -> Result<Option<PersonId>> {
        let reads = matches!(
            event.kind.as_str(),
            "submitted"
                | "merged"
                | "review_left"
                | "thread_opened"
                | "thread_answered"
                | "thread_reopened"
        );
        if !reads {
            return Ok(None);
        }
        Ok(self.0.store.reviewer_before(task, position).await?)
    }

    async fn thread_of(&self, task: &Task, event: &Event) -> Result<Option<StoredThread>> {
        let Some(id) = event.data["thread"].as_i64().map(ThreadId) else { return Ok(None) };
        let threads = self.0.store.threads(task.id).await?;
        Ok(threads.into_iter().find(|thread| thread.id == id))
    }
}

/// What groups hear of an event as.
fn group_kind(happened: &str) -> Option<Kind> {
    match happened {
        "submitted" => Some(Kind::ReviewWanted),
        "approved" => Some(Kind::Approved),
        "merged" => Some(Kind::Merged),
        "publish_failed" => Some(Kind::Trouble),
        _ => None,
    }
}

fn talkers(thread: &StoredThread) -> Vec<PersonId> {
    let speaks = thread.entries.iter().filter_map(|entry| match entry.by {
        Speaker::Person(person) => Some(person),
        Speaker::Outside { .. } => None,
    });
    speaks.collect()
}

/// What was said in the moment of an event.
fn said_at(thread: &StoredThread, event: &Event) -> Option<String> {
    let said = |it: &&crate::store::StoredEntry| it.kind == EntryKind::Said && it.at == event.at;
    let entry = thread.entries.iter().rev().find(said)?;
    Some(spoken::words(entry)).filter(|words| !words.is_empty())
}

fn speaker_outside(thread: &StoredThread, event: &Event) -> Option<String> {
    let entry = thread.entries.iter().rev().find(|entry| entry.at == event.at)?;
    match &entry.by {
        Speaker::Outside { name, .. } => Some(format!("@{name}")),
        Speaker::Person(_) => None,
    }
}

fn name_of(id: PersonId, people: &[Person]) -> Option<String> {
    people.iter().find(|person| person.id == id).map(|person| person.name.clone())
}
