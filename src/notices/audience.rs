//! Who hears of what happened.

use super::Kind;
use crate::{
    ids::PersonId,
    workflow::{Person, Role},
};

/// Everything that decides who hears of an event about a text.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    /// Who did it; `None` for the worker and for people outside.
    pub actor: Option<PersonId>,
    pub translator: Option<PersonId>,
    /// Who proofreads or proofread it last.
    pub reviewer: Option<PersonId>,
    /// Who spoke in the thread before.
    pub talkers: Vec<PersonId>,
    /// Whom an assignment gave the post to.
    pub given_to: Option<PersonId>,
    /// A publication waits for a person.
    pub parked: bool,
    /// The worker did it because a lease had ended.
    pub lease_ended: bool,
    pub self_approval: bool,
}

/// Who is told of an event of the log, by its name there, and as what; each person once.
pub fn told(happened: &str, scene: &Scene, people: &[Person]) -> Vec<(PersonId, Kind)> {
    let translator = scene.translator.into_iter();
    let reviewer = scene.reviewer.into_iter();
    let (kind, wanted): (Kind, Vec<PersonId>) = match happened {
        "submitted" => (Kind::ReviewWanted, proofreaders(scene, people)),
        "changes_requested" | "closed" => (Kind::ChangesRequested, translator.collect()),
        "approved" => (Kind::Approved, translator.collect()),
        "merged" => (Kind::Merged, translator.chain(reviewer).collect()),
        "expired" => (Kind::Expired, translator.collect()),
        "review_left" if scene.lease_ended => (Kind::Expired, reviewer.collect()),
        "assigned" => (Kind::Assigned, scene.given_to.into_iter().collect()),
        "thread_opened" | "thread_answered" | "thread_reopened" => {
            let talkers = scene.talkers.iter().copied();
            (Kind::Comment, translator.chain(reviewer).chain(talkers).collect())
        }
        "pull_request_news" | "reopened" | "pushed" => (Kind::Comment, translator.collect()),
        "publish_failed" if scene.parked => (Kind::Trouble, maintainers(people)),
        _ => return Vec::new(),
    };
    let mut told = Vec::new();
    for id in wanted {
        let hears = people.iter().any(|person| person.id == id && !person.blocked);
        if hears && scene.actor != Some(id) && !told.contains(&(id, kind)) {
            told.push((id, kind));
        }
    }
    told
}

/// Whoever read it before goes on with it; a text nobody read is anybody's.
fn proofreaders(scene: &Scene, people: &[Person]) -> Vec<PersonId> {
    let may = |person: &&Person| {
        person.role >= Role::Proofreader
            && !person.blocked
            && (scene.translator != Some(person.id) || scene.self_approval)
    };
    if let Some(before) = scene.reviewer
        && people.iter().any(|person| person.id == before && may(&person))
    {
        return vec![before];
    }
    people.iter().filter(may).map(|person| person.id).collect()
}

/// Everybody who can mend what the program cannot.
fn maintainers(people: &[Person]) -> Vec<PersonId> {
    let mends = |person: &&Person| person.role == Role::Maintainer && !person.blocked;
    people.iter().filter(mends).map(|person| person.id).collect()
}
