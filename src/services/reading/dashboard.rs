//! The maintainer's page of one project.

use super::{Workshop, board::tally_stale, story::of_event};
use crate::{
    ids::ProjectId,
    services::{
        Project, Result,
        steps::ensure,
        views::{Dashboard, Failure, PersonLoad, StoryEvent},
    },
    store::EventFilter,
    workflow::{Action, Person, Stage, Task},
};

/// How much of the log the page tells.
const EVENTS_SHOWN: u32 = 40;

impl Workshop {
    /// Coverage, the pipeline, who does what, and what went wrong.
    pub async fn dashboard(&self, project: &ProjectId, viewer: &Person) -> Result<Dashboard> {
        ensure(viewer, Action::SeeDashboard)?;
        let project = self.project(project)?;
        let id = &project.settings.id;
        let board = self.board(id).await?;
        let mut active = self.0.store.active_tasks(id).await?;
        active.sort_by_key(Task::since);
        let names = self.names().await?;
        let mut pipeline = Vec::new();
        for task in &active {
            pipeline.push(names.my_task(task, self.post_of(task).await?.as_ref()));
        }
        let waits = active.iter().filter(|task| matches!(task.stage, Stage::Submitted { .. }));
        Ok(Dashboard {
            project: id.clone(),
            project_name: project.settings.name.clone(),
            counts: board.counts.clone(),
            stale: tally_stale(&board.rows),
            oldest_wait: waits.map(Task::since).min(),
            pipeline,
            sync: board.sync.clone(),
            failures: self.failures(project).await?,
            ignored_events: self.0.store.ignored_events().await?,
            people: self.loads(project, &active).await?,
            recent: self.recent(project).await?,
        })
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
                error,
            });
        }
        for (id, event, at, error) in self.0.store.failed_deliveries().await? {
            failures.push(Failure { what: event, task: None, delivery: Some(id), at, error });
        }
        Ok(failures)
    }

    /// Everybody with what they have in hand and what they brought home in this project.
    async fn loads(&self, project: &Project, active: &[Task]) -> Result<Vec<PersonLoad>> {
        let merged = self.0.store.merged_tasks(&project.settings.id).await?;
        let people = self.0.store.people().await?;
        let count = |tasks: &[Task], is: &dyn Fn(&Task) -> bool| {
            tasks.iter().filter(|task| is(task)).count()
        };
        let load = |person: Person| {
            let id = person.id;
            PersonLoad {
                role: person.role,
                active: count(active, &|task| task.translator == id),
                merged: count(&merged, &|task| task.translator == id),
                reviewed: count(&merged, &|task| {
                    task.translator != id && task.reviewer() == Some(id)
                }),
                person,
            }
        };
        Ok(people.into_iter().map(load).collect())
    }

    async fn recent(&self, project: &Project) -> Result<Vec<(crate::ids::Slug, StoryEvent)>> {
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
