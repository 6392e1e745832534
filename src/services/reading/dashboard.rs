//! The maintainer's page of one project.

use std::{collections::HashMap, sync::Arc};

use jiff::{SignedDuration, Timestamp};

use super::{Workshop, board::tally_stale, briefs::Names, story::of_event};
use crate::{
    background,
    catalogue::{Catalogue, Post},
    coverage::activity,
    figures::{Bearers, Waits, bearers},
    ids::{PersonId, ProjectId, Slug},
    services::{
        Project, Result,
        judging::find,
        steps::ensure,
        views::{Dashboard, DeliveryHealth, Failure, MyTask, PersonLoad, StageWaits, StoryEvent},
    },
    store::EventFilter,
    workflow::{Action, Person, Stage, Task},
};

/// How much of the log the page tells.
const EVENTS_SHOWN: u32 = 20;

/// How many months of activity are told, the present one among them.
const MONTHS_SHOWN: u32 = 12;

/// A lease that ends within so long is about to.
const SOON: SignedDuration = SignedDuration::from_hours(3 * 24);

/// How far back translations count for the people the work rests on, in seconds.
const BEARING: i64 = 365 * 86_400;

/// The stages a task passes while it occupies its post, in their order.
const STAGES: [&str; 6] =
    ["claimed", "submitted", "in_review", "changes_requested", "approved", "pr_open"];

impl Workshop {
    /// Coverage, the pipeline, who does what, and what went wrong.
    pub async fn dashboard(&self, project: &ProjectId, viewer: &Person) -> Result<Dashboard> {
        ensure(viewer, Action::SeeDashboard)?;
        let project = self.project(project)?;
        let id = &project.settings.id;
        let board = self.board(id).await?;
        let active = self.active_tasks(project).await?;
        let names = self.names().await?;
        let waits = active.iter().filter(|task| matches!(task.stage, Stage::Submitted { .. }));
        let now = self.0.clock.now();
        let catalogue = self.catalogue(id).await?;
        let pipeline = pipeline(&active, catalogue.as_deref(), &names);
        let mass_edit_files = project.settings.rules.mass_edit_files;
        let told = |catalogue: &Catalogue| {
            activity(catalogue, now.as_second(), MONTHS_SHOWN, mass_edit_files)
        };
        let merged = self.merged_tasks(project).await?;
        let (deliveries, failures) = (self.delivery_health().await?, self.failures(project).await?);
        let ignored_events = self.0.store.ignored_events().await?;
        let (coverage, recent) = (self.coverage_view(id).await?, self.recent(project).await?);
        Ok(background::in_place(|| Dashboard {
            project: id.clone(),
            project_name: project.settings.name.clone(),
            counts: board.counts.clone(),
            coverage,
            activity: catalogue.as_deref().map(told).unwrap_or_default(),
            stale: tally_stale(&board.rows),
            updating: board.updating(),
            oldest_wait: waits.map(Task::since).min(),
            stages: stages(&active, now),
            expiring: expiring(&pipeline, now),
            pipeline,
            sync: board.sync.clone(),
            deliveries,
            failures,
            ignored_events,
            bearers: catalogue
                .as_deref()
                .map(|catalogue| rests_on(catalogue, &merged, &names, now.as_second() - BEARING))
                .unwrap_or_default(),
            people: loads(names.people(), &active, &merged),
            recent,
            titles: board.titles(),
        }))
    }

    async fn delivery_health(&self) -> Result<DeliveryHealth> {
        let (last_at, waiting, failing) = self.0.store.delivery_health().await?;
        Ok(DeliveryHealth { last_at, waiting, failing })
    }

    async fn failures(&self, project: &Project) -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        for publication in self.0.store.failed_publications(&project.settings.id).await? {
            let (Some(at), Some(error)) = (publication.last_attempt, publication.last_error) else {
                continue;
            };
            let slug = self.0.store.task(publication.task).await?.map(|task| task.slug.to_string());
            let task = Some(publication.task);
            failures.push(Failure {
                what: slug.unwrap_or_default(),
                task,
                delivery: None,
                at,
                next_try: publication.next_attempt,
                error,
            });
        }
        for failed in self.0.store.failed_deliveries().await? {
            failures.push(Failure {
                what: failed.event,
                task: None,
                delivery: Some(failed.id),
                at: failed.received_at,
                next_try: failed.next_attempt,
                error: failed.error,
            });
        }
        Ok(failures)
    }

    async fn recent(&self, project: &Project) -> Result<Vec<(Slug, StoryEvent)>> {
        let filter = EventFilter {
            project: Some(project.settings.id.clone()),
            slug: None,
            limit: EVENTS_SHOWN,
        };
        let events = self.0.store.events(&filter).await?;
        let names = self.names().await?;
        let told =
            events.iter().filter_map(|event| Some((event.slug.clone()?, of_event(event, &names)?)));
        Ok(told.collect())
    }
}

/// What is being worked on, what stands longest first.
fn pipeline(active: &[Task], catalogue: Option<&Catalogue>, names: &Names) -> Vec<MyTask> {
    let mut tasks: Vec<&Task> = active.iter().collect();
    tasks.sort_by_key(|task| task.since());
    let post = |task: &Task| catalogue.and_then(|catalogue| find(catalogue, &task.slug).ok());
    tasks.into_iter().map(|task| names.my_task(task, post(task))).collect()
}

/// How long what stands in each stage has stood there.
fn stages(active: &[Task], now: Timestamp) -> Vec<StageWaits> {
    let waits = |stage| {
        let there = active.iter().filter(|task| task.stage_name() == stage);
        Waits::of(there.map(|task| now.as_second() - task.since().as_second()))
    };
    STAGES.into_iter().map(|stage| StageWaits { stage, waits: waits(stage) }).collect()
}

/// The tasks whose lease is about to end, the next first.
fn expiring(pipeline: &[MyTask], now: Timestamp) -> Vec<MyTask> {
    let is_soon = |item: &&MyTask| item.task.lease_until.is_some_and(|until| until <= now + SOON);
    let mut soon: Vec<MyTask> = pipeline.iter().filter(is_soon).cloned().collect();
    soon.sort_by_key(|item| item.task.lease_until);
    soon
}

/// How many tasks are somebody's.
type Tally = HashMap<PersonId, usize>;

/// Everybody who has something in hand or brought something home in this project, the busiest first, and then
/// everybody else in the order they came.
fn loads(people: &[Person], active: &[Task], merged: &[Task]) -> Vec<PersonLoad> {
    let (mut in_hand, mut translated, mut reviewed) = (Tally::new(), Tally::new(), Tally::new());
    for task in active {
        *in_hand.entry(task.translator).or_default() += 1;
        if let Some(reviewer) = in_hand_of(task).filter(|it| *it != task.translator) {
            *in_hand.entry(reviewer).or_default() += 1;
        }
    }
    for task in merged {
        *translated.entry(task.translator).or_default() += 1;
        if let Some(reviewer) = task.reviewer().filter(|it| *it != task.translator) {
            *reviewed.entry(reviewer).or_default() += 1;
        }
    }
    let of = |tally: &Tally, person: &Person| tally.get(&person.id).copied().unwrap_or_default();
    let load = |person: &Person| PersonLoad {
        role: person.role,
        active: of(&in_hand, person),
        merged: of(&translated, person),
        reviewed: of(&reviewed, person),
        person: person.clone(),
    };
    let mut loads: Vec<PersonLoad> = people.iter().map(load).collect();
    loads.sort_by_key(|load| std::cmp::Reverse((load.active, load.merged + load.reviewed)));
    loads
}

/// Who has a task in hand besides its translator.
fn in_hand_of(task: &Task) -> Option<PersonId> {
    match task.stage {
        Stage::InReview { reviewer, .. } => Some(reviewer),
        _ => None,
    }
}

/// On how few people the translations rest that came in since a moment, in seconds since 1970: those the front
/// matter credits, or where it credits nobody, the translator of the task that brought it.
fn rests_on(catalogue: &Catalogue, merged: &[Task], names: &Names, since: i64) -> Bearers {
    let is_new =
        |post: &&Arc<Post>| post.target.as_ref().is_some_and(|target| target.first_at >= since);
    let mut brought: HashMap<&Slug, PersonId> = HashMap::new();
    for task in merged {
        brought.entry(&task.slug).or_insert(task.translator);
    }
    bearers(catalogue.posts.iter().filter(is_new).map(|post| {
        let credited = post.target.iter().flat_map(|target| &target.meta.translators);
        let credited: Vec<&str> = credited.map(String::as_str).collect();
        if !credited.is_empty() {
            return credited;
        }
        let translator = brought.get(&post.slug).and_then(|id| names.person(*id));
        let name = translator.map(|person| person.hf_user.as_deref().unwrap_or(&person.login));
        name.into_iter().collect()
    }))
}
