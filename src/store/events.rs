//! The append-only log of everything people and the worker did.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::{Result, Store, StoreError, rows::RowName};
use crate::{
    ids::{PersonId, ProjectId, Slug, TaskId},
    workflow::Task,
};

/// One line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub at: Timestamp,
    /// `None` for the worker.
    pub actor: Option<PersonId>,
    pub project: Option<ProjectId>,
    pub slug: Option<Slug>,
    pub task: Option<TaskId>,
    /// Name of what happened, such as `claimed`; the snake-case names of `services::views::StoryKind`
    /// and `role_changed`, `blocked`, `unblocked`, `signed_in`, `profile_changed`.
    pub kind: String,
    /// Anything more (`{"reason": …}`).
    pub data: Value,
}

/// Which events are wanted.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    pub project: Option<ProjectId>,
    pub slug: Option<Slug>,
    pub limit: u32,
}

/// Which lines of the log are wanted, of a project and of the installation as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub actor: Option<Actor>,
    pub kind: Option<String>,
    pub slug: Option<Slug>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// Whose doing something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Worker,
    Person(PersonId),
}

struct EventRow {
    id: i64,
    happened_at: i64,
    actor: Option<i64>,
    project: Option<String>,
    slug: Option<String>,
    task: Option<i64>,
    kind: String,
    data: String,
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self> {
        let name = RowName { table: "events", row: row.id };
        Ok(Self {
            at: name.moment("happened_at", row.happened_at)?,
            actor: row.actor.map(PersonId),
            project: row.project.map(ProjectId::new),
            slug: row.slug.map(Slug::new),
            task: row.task.map(TaskId),
            kind: row.kind,
            data: name.json("data", &row.data)?,
        })
    }
}

/// Selects whole rows of `events`; the argument continues the statement after its column list.
macro_rules! select_events {
    ($rest:tt $(, $argument:expr)*) => {
        sqlx::query_as!(
            EventRow,
            "SELECT id, happened_at, actor, project, slug, task, kind, data FROM events " + $rest
            $(, $argument)*
        )
    };
}

impl Store {
    pub async fn add_event(&self, event: &Event) -> Result<()> {
        let mut connection = self.writer.acquire().await?;
        insert(&mut connection, event).await
    }

    /// Newest first. A slug without its project names nothing.
    pub async fn events(&self, filter: &EventFilter) -> Result<Vec<Event>> {
        let limit = filter.limit;
        let project = filter.project.as_ref().map(ProjectId::as_str);
        let slug = filter.slug.as_ref().map(Slug::as_str);
        let rows = match (project, slug) {
            (Some(project), Some(slug)) => {
                select_events!(
                    "WHERE project = ? AND slug = ? ORDER BY id DESC LIMIT ?",
                    project,
                    slug,
                    limit
                )
                .fetch_all(&self.readers)
                .await?
            }
            (Some(project), None) => {
                select_events!("WHERE project = ? ORDER BY id DESC LIMIT ?", project, limit)
                    .fetch_all(&self.readers)
                    .await?
            }
            (None, None) => {
                select_events!("ORDER BY id DESC LIMIT ?", limit).fetch_all(&self.readers).await?
            }
            (None, Some(_)) => Vec::new(),
        };
        rows.into_iter().map(Event::try_from).collect()
    }
}

impl Store {
    /// Lines about posts of a project, or about one post, with their ids, newest first; those older than
    /// the line `before`.
    pub async fn events_before(
        &self,
        project: &ProjectId,
        slug: Option<&Slug>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, Event)>> {
        let (project, slug) = (project.as_str(), slug.map(Slug::as_str));
        let before = before.unwrap_or(i64::MAX);
        let rows = select_events!(
            "WHERE project = ?1 AND (?2 IS NULL OR slug = ?2) AND id < ?3 ORDER BY id DESC LIMIT ?4",
            project,
            slug,
            before,
            limit
        );
        let rows = rows.fetch_all(&self.readers).await?.into_iter();
        rows.map(|row| Ok((row.id, Event::try_from(row)?))).collect()
    }

    /// Everything in the log about one task, oldest first.
    pub async fn events_of_task(&self, task: &Task) -> Result<Vec<Event>> {
        let (project, slug) = (task.project.as_str(), task.slug.as_str());
        let rows = select_events!(
            "WHERE project = ? AND slug = ? AND task = ? ORDER BY id",
            project,
            slug,
            task.id.0
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(Event::try_from).collect()
    }
}

impl Store {
    /// Who took a task in hand to proofread it last before a position of the log.
    pub async fn reviewer_before(&self, task: &Task, position: i64) -> Result<Option<PersonId>> {
        let (project, slug) = (task.project.as_str(), task.slug.as_str());
        let actor = sqlx::query_scalar!(
            "SELECT actor FROM events WHERE project = ? AND slug = ? AND id < ? AND task = ? \
             AND kind = 'review_started' ORDER BY id DESC LIMIT 1",
            project,
            slug,
            position,
            task.id.0
        );
        Ok(actor.fetch_optional(&self.readers).await?.flatten().map(PersonId))
    }

    /// What the log holds after a position, oldest first, each line with its position. Lines are never
    /// removed and one connection writes them, so that positions grow in the order of the commits.
    pub async fn events_after(&self, position: i64, limit: u32) -> Result<Vec<(i64, Event)>> {
        let rows = select_events!("WHERE id > ? ORDER BY id LIMIT ?", position, limit);
        let rows = rows.fetch_all(&self.readers).await?.into_iter();
        rows.map(|row| Ok((row.id, Event::try_from(row)?))).collect()
    }
}

impl Store {
    /// The months (`2026-05`, UTC) in which people worked on posts of a project, in any order.
    pub async fn months_of_work(&self, project: &ProjectId) -> Result<Vec<(PersonId, String)>> {
        let project = project.as_str();
        let rows = sqlx::query!(
            "SELECT DISTINCT actor AS \"actor!\", \
             strftime('%Y-%m', happened_at / 1000, 'unixepoch') AS \"month!: String\" \
             FROM events WHERE project = ? AND actor IS NOT NULL AND kind IN \
             ('claimed', 'submitted', 'carried', 'review_started', 'changes_requested', 'approved')",
            project
        );
        let rows = rows.fetch_all(&self.readers).await?.into_iter();
        Ok(rows.map(|row| (PersonId(row.actor), row.month)).collect())
    }

    /// Lines of the log that pass a filter, with their ids, newest first; those older than the line `before`.
    pub async fn audit(
        &self,
        project: &ProjectId,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<(i64, Event)>> {
        let (project, slug) = (project.as_str(), filter.slug.as_ref().map(Slug::as_str));
        // Numbers of people begin at 1.
        let actor = filter.actor.map(|actor| match actor {
            Actor::Worker => 0,
            Actor::Person(id) => id.0,
        });
        let kind = filter.kind.as_deref();
        let from = filter.from.map(Timestamp::as_millisecond);
        let until = filter.until.map(Timestamp::as_millisecond);
        let before = before.unwrap_or(i64::MAX);
        // Read backwards from its end, which finds a page at once; an index would want the lines sorted.
        let rows = select_events!(
            "NOT INDEXED WHERE (project = ?1 OR project IS NULL) \
             AND (?2 IS NULL OR coalesce(actor, 0) = ?2) AND (?3 IS NULL OR kind = ?3) \
             AND (?4 IS NULL OR slug = ?4) AND (?5 IS NULL OR happened_at >= ?5) \
             AND (?6 IS NULL OR happened_at < ?6) AND id < ?7 ORDER BY id DESC LIMIT ?8",
            project,
            actor,
            kind,
            slug,
            from,
            until,
            before,
            limit
        );
        let rows = rows.fetch_all(&self.readers).await?.into_iter();
        rows.map(|row| Ok((row.id, Event::try_from(row)?))).collect()
    }

    /// When drafts of a project were sent to proofreading and taken in hand in a span of time, oldest first:
    /// the lines `submitted`, `withdrawn` and `review_started`.
    pub async fn turns_of_review(
        &self,
        project: &ProjectId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Event>> {
        let project = project.as_str();
        let (from, until) = (from.as_millisecond(), until.as_millisecond());
        let rows = select_events!(
            "INDEXED BY events_by_kind WHERE project = ? AND happened_at >= ? AND happened_at < ? \
             AND kind IN ('submitted', 'withdrawn', 'review_started') ORDER BY id",
            project,
            from,
            until
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(Event::try_from).collect()
    }
}

pub(super) async fn insert(connection: &mut SqliteConnection, event: &Event) -> Result<()> {
    let at = event.at.as_millisecond();
    let actor = event.actor.map(|person| person.0);
    let project = event.project.as_ref().map(ProjectId::as_str);
    let slug = event.slug.as_ref().map(Slug::as_str);
    let task = event.task.map(|task| task.0);
    let data = event.data.to_string();
    sqlx::query!(
        "INSERT INTO events (happened_at, actor, project, slug, task, kind, data) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        at,
        actor,
        project,
        slug,
        task,
        event.kind,
        data
    )
    .execute(connection)
    .await?;
    Ok(())
}
