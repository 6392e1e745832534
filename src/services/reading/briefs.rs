//! People and tasks as lists show them.

use std::collections::HashMap;

use crate::{
    catalogue::{Post, Side},
    ids::PersonId,
    services::views::{MyTask, PersonBrief, PullRequestLink, Seal, TaskBrief},
    staleness::{Severity, Status},
    workflow::{Person, Stage, Task},
};

/// Everybody, in the order they came and by id, so that a list of tasks asks the database once.
#[derive(Debug)]
pub(in crate::services) struct Names {
    people: Vec<Person>,
    places: HashMap<PersonId, usize>,
}

impl Names {
    pub fn of(people: Vec<Person>) -> Self {
        let places = people.iter().enumerate().map(|(at, person)| (person.id, at)).collect();
        Self { people, places }
    }

    pub fn people(&self) -> &[Person] {
        &self.people
    }

    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.places.get(&id).map(|at| &self.people[*at])
    }

    /// A person; the number stands in for somebody who signed in while the list was made.
    pub fn brief(&self, id: PersonId) -> PersonBrief {
        self.person(id).map(PersonBrief::from).unwrap_or_else(|| PersonBrief {
            id,
            login: format!("#{id}"),
            name: format!("#{id}"),
        })
    }

    pub fn task(&self, task: &Task) -> TaskBrief {
        TaskBrief {
            id: task.id,
            kind: task.kind,
            stage: task.stage_name(),
            translator: self.brief(task.translator),
            reviewer: task.reviewer().map(|id| self.brief(id)),
            since: task.since(),
            lease_until: task.lease_until(),
            pull_request: task.published_as().map(|published| PullRequestLink {
                number: published.number,
                url: published.url.clone(),
                branch: published.branch.clone(),
                commit: published.commit,
            }),
        }
    }

    /// A task with the post it is about, as far as the post is still known.
    pub fn my_task(&self, task: &Task, post: Option<&Post>) -> MyTask {
        MyTask {
            project: task.project.clone(),
            slug: task.slug.clone(),
            title: post.and_then(translated_title).unwrap_or_else(|| task.slug.to_string()),
            seal: seal_of_task(task).unwrap_or(Seal::Missing),
            task: self.task(task),
            words: post.and_then(|post| post.source.as_ref()).map_or(0, |side| side.length),
            open_threads: 0,
            returned_because: match &task.stage {
                Stage::ChangesRequested { reason, .. } => Some(reason.clone()),
                _ => None,
            },
        }
    }
}

/// The source's title, or the translation's where the source is gone.
pub(in crate::services) fn source_title(post: &Post) -> Option<String> {
    first_title([post.source.as_ref(), post.target.as_ref()])
}

/// The translation's title, as the board shows it, or the source's where there is none yet.
pub(in crate::services) fn translated_title(post: &Post) -> Option<String> {
    first_title([post.target.as_ref(), post.source.as_ref()])
}

fn first_title(sides: [Option<&Side>; 2]) -> Option<String> {
    sides.into_iter().flatten().find_map(|side| side.meta.title.clone())
}

/// The sign of a task; `None` where it ended without a merge.
pub(super) fn seal_of_task(task: &Task) -> Option<Seal> {
    match task.stage {
        Stage::Claimed { .. } => Some(Seal::Translating),
        Stage::Submitted { .. } => Some(Seal::AwaitingReview),
        Stage::InReview { .. } => Some(Seal::InReview),
        Stage::ChangesRequested { .. } => Some(Seal::ChangesRequested),
        Stage::Approved { .. } => Some(Seal::Approved),
        Stage::PrOpen { .. } => Some(Seal::PullRequest),
        Stage::Merged { .. } => Some(Seal::Published),
        Stage::Released { .. } | Stage::Expired { .. } | Stage::Closed { .. } => None,
    }
}

/// The sign of a post nobody works on.
pub(super) fn seal_of_post(post: &Post) -> Seal {
    match post.status {
        Status::Untranslated => Seal::Missing,
        Status::Stale => Seal::Stale,
        Status::Orphan => Seal::Orphan,
        Status::Current if post.severity >= Severity::Cosmetic => Seal::Cosmetic,
        Status::Current => Seal::Published,
    }
}
