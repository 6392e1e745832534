//! The log of everything, for maintainers: found by who, what, where and when.

use serde_json::Value;

pub use crate::store::{Actor, AuditFilter};

use super::{Result, Workshop, reading::Names, steps::ensure, views::AuditLine};
use crate::{
    ids::{PersonId, ProjectId},
    store::Event,
    workflow::{Action, Person, Reason},
};

impl Workshop {
    /// Lines of the log about a project or the installation that pass a filter, newest first: at most `count`
    /// older than the line `before`.
    pub async fn audit(
        &self,
        project: &ProjectId,
        filter: &AuditFilter,
        before: Option<i64>,
        count: u32,
        viewer: &Person,
    ) -> Result<Vec<AuditLine>> {
        ensure(viewer, Action::SeeDashboard)?;
        let project = &self.project(project)?.settings.id;
        let lines = self.0.store.audit(project, filter, before, count).await?;
        let names = self.names().await?;
        Ok(lines.into_iter().map(|(id, event)| line(id, event, &names)).collect())
    }

    /// Everybody whose doings the log may tell, by name.
    pub async fn actors(&self, viewer: &Person) -> Result<Vec<Person>> {
        ensure(viewer, Action::SeeDashboard)?;
        let mut people = self.0.store.people().await?;
        people.sort_by_key(|person| person.name.to_lowercase());
        Ok(people)
    }
}

/// A line with the names of those it concerns. What is told in words of its own is taken out of the rest.
fn line(id: i64, event: Event, names: &Names) -> AuditLine {
    let reason = Reason::of(&event.data);
    let mut data = event.data;
    let mut to = None;
    if let Value::Object(fields) = &mut data {
        if reason.is_some() || fields.get("reason").is_some_and(|it| it == "") {
            fields.remove("reason");
        }
        // Who was given a post, or whose role was changed. A role stands at `to` as well, by name.
        for key in ["person", "to"] {
            if let Some(person) = fields.get(key).and_then(Value::as_i64) {
                to = Some(names.brief(PersonId(person)));
                fields.remove(key);
                break;
            }
        }
        // From whom a task was taken; of a role it is the name that stands there.
        if let Some(person) = fields.get("from").and_then(Value::as_i64) {
            fields.insert("from".into(), names.brief(PersonId(person)).login.into());
        }
    }
    AuditLine {
        id,
        at: event.at,
        kind: event.kind,
        person: event.actor.map(|id| names.brief(id)),
        project: event.project,
        slug: event.slug,
        task: event.task,
        to,
        reason,
        data,
    }
}
