//! What time itself brings: leases that end, sources that moved on, a sync that stays broken, a week.

use std::{collections::HashMap, sync::Arc};

use jiff::SignedDuration;

use super::{Listeners, Matter, Result, Workshop, post_path};
use crate::{
    catalogue::{Catalogue, Post},
    ids::{PersonId, Slug},
    notices::{Digest, Facts, Kind, digest_week},
    services::{Project, reading::translated_title},
    staleness::Status,
    store::{NewNotice, Telling},
    workflow::{Person, Role, Stage, Task},
};

/// How long before its end a lease is told of: two days, or a quarter of a short lease.
const SOON: SignedDuration = SignedDuration::from_hours(48);
/// How long a sync may fail before maintainers hear of it.
const BROKEN: SignedDuration = SignedDuration::from_hours(1);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Workshop {
    /// Tells what time brought; each cause is told once, whenever and how often this runs.
    pub(super) async fn tell_of_times(&self) -> Result<usize> {
        let listeners = self.listeners().await?;
        let mut telling = Telling::default();
        for project in &self.0.projects {
            let tasks = self.0.store.active_tasks(&project.settings.id).await?;
            self.tell_of_leases(project, &tasks, &listeners, &mut telling).await?;
            self.tell_of_trouble(project, &listeners, &mut telling).await?;
            if let Some(catalogue) = self.catalogue(&project.settings.id).await? {
                tell_of_claims(project, &catalogue, &tasks, &listeners, &mut telling);
                self.tell_of_translated(project, &catalogue, &listeners, &mut telling).await?;
                self.tell_weekly(project, &catalogue, &tasks, &listeners, &mut telling).await?;
            }
        }
        Ok(self.write(telling).await?.unwrap_or(0))
    }

    async fn tell_of_leases(
        &self,
        project: &Project,
        tasks: &[Task],
        listeners: &Listeners,
        telling: &mut Telling,
    ) -> Result<()> {
        for task in tasks {
            let Some(until) = task.lease_until() else { continue };
            let (who, lease) = match task.stage {
                Stage::InReview { reviewer, .. } => (reviewer, project.settings.rules.review_lease),
                _ => (task.translator, project.settings.rules.claim_lease),
            };
            let left = until.duration_since(listeners.now);
            if left > SOON.min(lease / 4) || left.is_negative() {
                continue;
            }
            let matter = Matter {
                // A lease that was prolonged ends at another moment, and is told of anew.
                cause: format!("lease:{}:{}", task.id, until.as_millisecond()),
                facts: Facts {
                    title: Some(self.title_of(&task.project, &task.slug).await?),
                    until: Some(until),
                    path: format!("/tasks/{}", task.id),
                    ..Facts::default()
                },
                ..of_task(Kind::Expiring, task, listeners)
            };
            telling.notices.extend(listeners.to_person(who, &matter));
        }
        Ok(())
    }

    /// One notice per outage: its cause is the last success.
    async fn tell_of_trouble(
        &self,
        project: &Project,
        listeners: &Listeners,
        telling: &mut Telling,
    ) -> Result<()> {
        let id = &project.settings.id;
        let state = self.0.store.sync_state(id).await?;
        let lasts = state.last_success.is_none_or(|last| last + BROKEN <= listeners.now);
        let Some(error) = state.error.filter(|_| lasts) else { return Ok(()) };
        let since = state.last_success.map_or(0, |last| last.as_millisecond());
        let matter = Matter {
            kind: Kind::Trouble,
            cause: format!("sync:{id}:{since}"),
            at: listeners.now,
            project: Some(id.clone()),
            slug: None,
            task: None,
            facts: Facts {
                title: Some(project.settings.name.clone()),
                said: Some(error),
                path: format!("/p/{id}/dashboard"),
                ..Facts::default()
            },
        };
        let mends = |it: &&Person| it.role == Role::Maintainer && !it.blocked;
        for person in listeners.people.iter().filter(mends) {
            telling.notices.extend(listeners.to_person(person.id, &matter));
        }
        telling.notices.extend(listeners.to_groups(&matter));
        Ok(())
    }

    /// Tells those who made a translation that its source moved on and left it behind. The version that is
    /// known of is marked; what was behind when it was first looked at is no news.
    async fn tell_of_translated(
        &self,
        project: &Project,
        catalogue: &Catalogue,
        listeners: &Listeners,
        telling: &mut Telling,
    ) -> Result<()> {
        let id = &project.settings.id;
        let marks: HashMap<Slug, _> = self.0.store.source_marks(id).await?.into_iter().collect();
        let moved: Vec<_> = catalogue
            .posts
            .iter()
            .filter_map(|post| Some((post, post.source.as_ref()?, post.target.as_ref()?)))
            .filter(|(post, source, _)| marks.get(&post.slug) != Some(&source.blob))
            .collect();
        if moved.is_empty() {
            return Ok(());
        }
        let merged = self.merged_tasks(project).await?;
        for (post, source, target) in moved {
            telling.marks.push((id.clone(), post.slug.clone(), source.blob));
            if !marks.contains_key(&post.slug) || post.status != Status::Stale {
                continue;
            }
            let matter = Matter {
                kind: Kind::Behind,
                cause: format!("behind:{id}:{}:{}", post.slug, source.blob),
                at: listeners.now,
                project: Some(id.clone()),
                slug: Some(post.slug.clone()),
                task: None,
                facts: Facts {
                    title: translated_title(post),
                    path: post_path(id, &post.slug),
                    ..Facts::default()
                },
            };
            let made_it = |person: &&Person| {
                let here =
                    merged.iter().any(|it| it.slug == post.slug && it.translator == person.id);
                here || is_credited(person, &target.meta.translators)
            };
            for person in
                listeners.people.iter().filter(|it| !it.blocked).filter(|post| made_it(post))
            {
                telling.notices.extend(listeners.to_person(person.id, &matter));
            }
        }
        Ok(())
    }

    async fn tell_weekly(
        &self,
        project: &Project,
        catalogue: &Catalogue,
        tasks: &[Task],
        listeners: &Listeners,
        telling: &mut Telling,
    ) -> Result<()> {
        let merged = self.merged_tasks(project).await?;
        for person in listeners.people.iter().filter(|it| !it.blocked) {
            let Some(week) = digest_week(&listeners.wishes(person.id).quiet, listeners.now) else {
                continue;
            };
            let is_here = tasks.iter().chain(merged.iter()).any(|it| takes_part(it, person.id));
            let digest = digest(project, catalogue, tasks, &merged, Some(person), listeners);
            // Whoever never took part is left in peace.
            if is_here && !digest.is_empty() {
                let matter = weekly(project, week, digest, listeners);
                telling.notices.extend(listeners.to_person(person.id, &matter));
            }
        }
        if let Some(week) = digest_week(&crate::notices::Quiet::default(), listeners.now) {
            let digest = digest(project, catalogue, tasks, &merged, None, listeners);
            if !digest.is_empty() {
                let matter = weekly(project, week, digest, listeners);
                let groups: Vec<NewNotice> = listeners.to_groups(&matter).collect();
                telling.notices.extend(groups);
            }
        }
        Ok(())
    }
}

/// Tells translators that the source moved on under their hands.
fn tell_of_claims(
    project: &Project,
    catalogue: &Catalogue,
    tasks: &[Task],
    listeners: &Listeners,
    telling: &mut Telling,
) {
    for task in tasks {
        let post = crate::services::judging::find(catalogue, &task.slug).ok();
        let Some((post, source)) = post.and_then(|post| Some((post, post.source.as_ref()?))) else {
            continue;
        };
        if source.blob == task.source_blob {
            continue;
        }
        let matter = Matter {
            cause: format!("source:{}:{}", task.id, source.blob),
            facts: Facts {
                title: translated_title(post),
                path: format!("/tasks/{}", task.id),
                ..Facts::default()
            },
            project: Some(project.settings.id.clone()),
            ..of_task(Kind::SourceChanged, task, listeners)
        };
        telling.notices.extend(listeners.to_person(task.translator, &matter));
    }
}

fn of_task(kind: Kind, task: &Task, listeners: &Listeners) -> Matter {
    Matter {
        kind,
        cause: String::new(),
        at: listeners.now,
        project: Some(task.project.clone()),
        slug: Some(task.slug.clone()),
        task: Some(task.id),
        facts: Facts::default(),
    }
}

fn weekly(project: &Project, week: String, digest: Digest, listeners: &Listeners) -> Matter {
    let id = &project.settings.id;
    Matter {
        kind: Kind::Digest,
        cause: format!("week:{id}:{week}"),
        at: listeners.now,
        project: Some(id.clone()),
        slug: None,
        task: None,
        facts: Facts {
            title: Some(project.settings.name.clone()),
            path: format!("/p/{id}"),
            digest: Some(digest),
            ..Facts::default()
        },
    }
}

/// The week of a person, or of a group.
fn digest(
    project: &Project,
    catalogue: &Catalogue,
    tasks: &[Task],
    merged: &[Task],
    person: Option<&Person>,
    listeners: &Listeners,
) -> Digest {
    let title = |slug: &Slug| {
        let post = crate::services::judging::find(catalogue, slug).ok();
        post.and_then(translated_title).unwrap_or_else(|| slug.to_string())
    };
    let me = person.map(|person| person.id);
    let in_hand = |it: &&Task| {
        me == Some(it.translator)
            && matches!(it.stage, Stage::Claimed { .. } | Stage::ChangesRequested { .. })
    };
    let reads = person.is_none_or(|person| person.role >= Role::Proofreader);
    let waits = |it: &&Task| {
        matches!(it.stage, Stage::Submitted { .. })
            && (me != Some(it.translator) || project.settings.rules.self_approval)
    };
    let made_it = |post: &Post| {
        let Some(person) = person else { return false };
        let here = merged.iter().any(|it| it.slug == post.slug && it.translator == person.id);
        let credited = post
            .target
            .as_ref()
            .is_some_and(|target| is_credited(person, &target.meta.translators));
        post.status == Status::Stale && (here || credited)
    };
    let fresh = |it: &&Task| it.since() + WEEK >= listeners.now;
    let waits_for_somebody = |post: &&Arc<Post>| {
        post.status == Status::Untranslated && !tasks.iter().any(|task| task.slug == post.slug)
    };
    let missing = catalogue.posts.iter().filter(waits_for_somebody).count();
    Digest {
        mine: tasks.iter().filter(in_hand).map(|it| title(&it.slug)).collect(),
        to_review: if reads { tasks.iter().filter(waits).count() } else { 0 },
        behind: catalogue
            .posts
            .iter()
            .filter(|post| made_it(post))
            .map(|it| title(&it.slug))
            .collect(),
        finished: merged.iter().filter(fresh).map(|it| title(&it.slug)).collect(),
        missing,
    }
}

fn takes_part(task: &Task, person: PersonId) -> bool {
    task.translator == person || task.reviewer() == Some(person)
}

/// Whether a list of Hugging Face user names has somebody.
fn is_credited(person: &Person, names: &[String]) -> bool {
    let own = person.hf_user.as_deref();
    own.is_some_and(|own| names.iter().any(|name| name.eq_ignore_ascii_case(own)))
}
