//! How a person's wish becomes a step of a task: load, may they, the workflow's step, compare and set
//! together with the event, forget the board.

use serde_json::Value;

use super::{Project, Result, ServiceError, Workshop, views::PersonBrief};
use crate::{
    ids::{PersonId, ProjectId, RevisionNumber, TaskId},
    store::{Event, StoreError},
    workflow::{Action, Person, Task, may},
};

/// How often a step is tried anew when somebody else was faster. Each time it is judged against the
/// task as it then is, so that a step that became impossible is refused and not tried again.
pub(super) const TRIES: usize = 5;

impl Workshop {
    /// The project of an id.
    pub(super) fn project(&self, id: &ProjectId) -> Result<&Project> {
        let mut projects = self.0.projects.iter();
        projects.find(|project| project.settings.id == *id).ok_or(ServiceError::NotFound("project"))
    }

    /// The project a task belongs to.
    pub(super) fn project_of(&self, task: &Task) -> Result<&Project> {
        self.project(&task.project)
    }

    /// A task and its project.
    pub(super) async fn task(&self, id: TaskId) -> Result<(Task, &Project)> {
        let task = self.0.store.task(id).await?.ok_or(ServiceError::NotFound("task"))?;
        let project = self.project_of(&task)?;
        Ok((task, project))
    }

    /// A person as lists show them.
    pub(super) async fn brief(&self, id: PersonId) -> Result<PersonBrief> {
        let person = self.0.store.person(id).await?.ok_or(ServiceError::NotFound("person"))?;
        Ok(PersonBrief::from(&person))
    }

    /// Takes one step of a task for a person. `action` says what they need to be allowed, `step` is
    /// the workflow's. A step that changes nothing writes nothing.
    pub(super) async fn take_step(
        &self,
        id: TaskId,
        by: &Person,
        kind: &str,
        data: Value,
        action: impl Fn(&Task, &Project) -> Action,
        step: impl Fn(Task, &Project) -> Result<Task>,
    ) -> Result<Task> {
        for _ in 0..TRIES {
            let (before, project) = self.task(id).await?;
            ensure(by, action(&before, project))?;
            let after = step(before.clone(), project)?;
            if after == before {
                return Ok(after);
            }
            if self.write_step(&before, &after, Some(by.id), kind, data.clone()).await? {
                return Ok(after);
            }
        }
        Err(contended(id))
    }

    /// Takes a step that rests on the newest text: it must be `revision` and sound, and still be the
    /// newest when the step is written. Every save prolongs the lease, so the text of a task that did
    /// not move did not change either.
    pub(super) async fn take_step_on_text(
        &self,
        id: TaskId,
        revision: RevisionNumber,
        by: &Person,
        (kind, data): (&str, Value),
        action: impl Fn(&Task, &Project) -> Action,
        step: impl Fn(Task) -> Result<Task>,
    ) -> Result<Task> {
        for _ in 0..TRIES {
            let (before, project) = self.task(id).await?;
            ensure(by, action(&before, project))?;
            let newest = self.newest(id, revision).await?;
            self.ensure_sound(&before, project, &newest.text).await?;
            let after = step(before.clone())?;
            if self.write_step(&before, &after, Some(by.id), kind, data.clone()).await? {
                return Ok(after);
            }
        }
        Err(contended(id))
    }

    /// Writes a step with its line in the log; `false` where somebody was faster and nothing was
    /// written.
    pub(super) async fn write_step(
        &self,
        before: &Task,
        after: &Task,
        actor: Option<PersonId>,
        kind: &str,
        data: Value,
    ) -> Result<bool> {
        let event = Event {
            at: self.0.clock.now(),
            actor,
            project: Some(before.project.clone()),
            slug: Some(before.slug.clone()),
            task: Some(before.id),
            kind: kind.into(),
            data,
        };
        let written = self.0.store.step(before, after, &event).await?;
        if written {
            self.project_of(before)?.forget_board();
        }
        Ok(written)
    }
}

/// Somebody else was faster each time.
fn contended(task: TaskId) -> ServiceError {
    StoreError::Contended { table: "tasks", row: task.to_string() }.into()
}

/// Refuses what a person may not do.
pub(super) fn ensure(person: &Person, action: Action) -> Result<()> {
    if may(person, action) { Ok(()) } else { Err(ServiceError::Forbidden) }
}

/// Proofreading a task, under the rules of its project.
pub(super) fn review_of(task: &Task, project: &Project) -> Action {
    let self_approval = project.settings.rules.self_approval;
    Action::Review { translator: task.translator, self_approval }
}

impl From<&Person> for PersonBrief {
    fn from(person: &Person) -> Self {
        Self { id: person.id, login: person.login.clone(), name: person.name.clone() }
    }
}
