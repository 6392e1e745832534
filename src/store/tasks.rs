//! Tasks: at most one active per post, by a unique index.

use std::sync::atomic::Ordering;

use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::{
    Event, NewCarry, Result, Store, StoreError, carries, drafts, events, rows::RowName,
    task_row::TaskRow,
};
use crate::{
    ids::{BlobId, CommitId, PersonId, ProjectId, PullRequestNumber, RevisionNumber, Slug, TaskId},
    workflow::{Stage, Task, TaskKind},
};

/// A claim to be made.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub project: ProjectId,
    pub slug: Slug,
    pub kind: TaskKind,
    pub translator: PersonId,
    /// Who asks for it: the translator, or a maintainer who gives it to them.
    pub actor: PersonId,
    pub source_commit: CommitId,
    pub source_blob: BlobId,
    pub claimed_at: Timestamp,
    pub lease_until: Timestamp,
    /// Text of revision 1.
    pub first_draft: String,
    /// What the draft has to follow of its source from the start.
    pub follows: Option<NewCarry>,
}

/// How a claim ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimOutcome {
    Claimed(Task),
    /// Somebody has it; the post's active task.
    Taken(Task),
    /// The person has `limit` active claims already.
    TooMany,
}

/// Selects whole rows of `tasks`; the argument continues the statement after its column list.
macro_rules! select_tasks {
    ($rest:tt $(, $argument:expr)*) => {
        sqlx::query_as!(
            TaskRow,
            "SELECT id, project, slug, kind, translator, claimed_at, source_commit, source_blob, \
             stage, stage_at, lease_until, revision, reviewer, released_by, reason, told, \
             branch, published_commit, pull_request, pull_request_url FROM tasks " + $rest
            $(, $argument)*
        )
    };
}

impl Store {
    /// Decides a claim in one IMMEDIATE transaction: counts the person's claims in the project (tasks
    /// in stage claimed or changes_requested), inserts task, first draft and event.
    pub async fn claim(&self, new: &NewTask, limit: u32) -> Result<ClaimOutcome> {
        let mut transaction = self.begin().await?;
        if let Some(taken) = active_task(&mut transaction, &new.project, &new.slug).await? {
            return Ok(ClaimOutcome::Taken(taken));
        }
        if claims_of(&mut transaction, &new.project, new.translator).await? >= i64::from(limit) {
            return Ok(ClaimOutcome::TooMany);
        }
        let id = insert_claim(&mut transaction, new).await?;
        let first = drafts::Revision {
            task: id,
            number: RevisionNumber(1),
            by: new.translator,
            at: new.claimed_at,
            text: new.first_draft.clone(),
        };
        drafts::insert(&mut transaction, &first).await?;
        events::insert(&mut transaction, &claim_event(new, id)).await?;
        let task = task(&mut transaction, id).await?;
        let task =
            task.ok_or_else(|| StoreError::Missing { table: "tasks", row: id.to_string() })?;
        if let Some(follows) = &new.follows {
            let (number, at) = (first.number, new.claimed_at);
            carries::insert(&mut transaction, &task, number, follows, new.actor, at).await?;
        }
        transaction.commit().await?;
        Ok(ClaimOutcome::Claimed(task))
    }

    pub async fn task(&self, id: TaskId) -> Result<Option<Task>> {
        let mut connection = self.readers.acquire().await?;
        task(&mut connection, id).await
    }

    pub async fn active_task(&self, project: &ProjectId, slug: &Slug) -> Result<Option<Task>> {
        let mut connection = self.readers.acquire().await?;
        active_task(&mut connection, project, slug).await
    }

    /// All active tasks of a project.
    pub async fn active_tasks(&self, project: &ProjectId) -> Result<Vec<Task>> {
        let project = project.as_str();
        let rows = select_tasks!(
            "WHERE project = ? AND stage NOT IN ('merged', 'released', 'expired', 'closed') \
             ORDER BY id",
            project
        );
        domain(rows.fetch_all(&self.readers).await?)
    }

    /// All tasks of a project that ended with a merge, newest first.
    pub async fn merged_tasks(&self, project: &ProjectId) -> Result<Vec<Task>> {
        let project = project.as_str();
        let rows = select_tasks!(
            "WHERE project = ? AND stage = 'merged' ORDER BY stage_at DESC, id DESC",
            project
        );
        domain(rows.fetch_all(&self.readers).await?)
    }

    /// All tasks of a project there ever were, oldest first.
    pub async fn all_tasks(&self, project: &ProjectId) -> Result<Vec<Task>> {
        let project = project.as_str();
        let rows = select_tasks!("WHERE project = ? ORDER BY id", project);
        domain(rows.fetch_all(&self.readers).await?)
    }

    /// All tasks of a post, newest first.
    pub async fn tasks_of_post(&self, project: &ProjectId, slug: &Slug) -> Result<Vec<Task>> {
        let (project, slug) = (project.as_str(), slug.as_str());
        let rows = select_tasks!("WHERE project = ? AND slug = ? ORDER BY id DESC", project, slug);
        domain(rows.fetch_all(&self.readers).await?)
    }

    /// All tasks of a person as translator or reviewer, newest first.
    pub async fn tasks_of_person(&self, person: PersonId) -> Result<Vec<Task>> {
        let rows =
            select_tasks!("WHERE translator = ?1 OR reviewer = ?1 ORDER BY id DESC", person.0);
        domain(rows.fetch_all(&self.readers).await?)
    }

    /// Tasks whose lease, the translator's or the proofreader's, ended by `at`.
    pub async fn tasks_with_lease_before(&self, at: Timestamp) -> Result<Vec<Task>> {
        let at = at.as_millisecond();
        let rows = select_tasks!("WHERE lease_until <= ? ORDER BY lease_until", at);
        domain(rows.fetch_all(&self.readers).await?)
    }

    pub async fn task_of_pull_request(
        &self,
        project: &ProjectId,
        number: PullRequestNumber,
    ) -> Result<Option<Task>> {
        let (project, number) = (project.as_str(), number.0.cast_signed());
        let row = select_tasks!(
            "WHERE project = ?1 AND (pull_request = ?2 OR id IN \
             (SELECT task FROM own_pulls WHERE own_pulls.project = ?1 AND number = ?2)) \
             ORDER BY id DESC LIMIT 1",
            project,
            number
        );
        row.fetch_optional(&self.readers).await?.map(Task::try_from).transpose()
    }

    /// Writes a step: succeeds only if the stored task still equals `before`; writes the event in the
    /// same transaction. `false`: somebody else was faster, nothing was written.
    ///
    /// Also `false` where `after` would make a second active task of its post.
    pub async fn step(&self, before: &Task, after: &Task, event: &Event) -> Result<bool> {
        let mut transaction = self.begin().await?;
        if !replace(&mut transaction, before, after).await? {
            return Ok(false);
        }
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        if [before, after].iter().any(|task| matches!(task.stage, Stage::Merged { .. })) {
            self.merges.fetch_add(1, Ordering::AcqRel);
        }
        Ok(true)
    }

    /// How often this process changed which tasks are merged; the merged tasks that were read at one number
    /// hold as long as the number stays.
    pub fn merges(&self) -> u64 {
        self.merges.load(Ordering::Acquire)
    }
}

/// Writes `after` over `before` where the stored row still equals `before`.
pub(super) async fn replace(
    connection: &mut SqliteConnection,
    before: &Task,
    after: &Task,
) -> Result<bool> {
    let stored =
        select_tasks!("WHERE id = ?", before.id.0).fetch_optional(&mut *connection).await?;
    let Some(stored) = stored.map(Task::try_from).transpose()? else { return Ok(false) };
    // As it would be written today: an older version may have written the same in other words.
    if TaskRow::from(&stored) != TaskRow::from(before) {
        return Ok(false);
    }
    let revived = after.is_active() && !before.is_active();
    if revived && active_task(connection, &after.project, &after.slug).await?.is_some() {
        return Ok(false);
    }
    update(connection, after).await?;
    Ok(true)
}

async fn update(connection: &mut SqliteConnection, task: &Task) -> Result<()> {
    let row = TaskRow::from(task);
    let result = sqlx::query!(
        "UPDATE tasks SET translator = ?, claimed_at = ?, source_commit = ?, source_blob = ?, \
         stage = ?, stage_at = ?, lease_until = ?, revision = ?, reviewer = ?, released_by = ?, \
         reason = ?, told = ?, branch = ?, published_commit = ?, pull_request = ?, \
         pull_request_url = ? WHERE id = ?",
        row.translator,
        row.claimed_at,
        row.source_commit,
        row.source_blob,
        row.stage,
        row.stage_at,
        row.lease_until,
        row.revision,
        row.reviewer,
        row.released_by,
        row.reason,
        row.told,
        row.branch,
        row.published_commit,
        row.pull_request,
        row.pull_request_url,
        row.id,
    )
    .execute(connection)
    .await?;
    RowName { table: "tasks", row: row.id }.changed(&result)
}

async fn task(connection: &mut SqliteConnection, id: TaskId) -> Result<Option<Task>> {
    let row = select_tasks!("WHERE id = ?", id.0).fetch_optional(connection).await?;
    row.map(Task::try_from).transpose()
}

async fn active_task(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    slug: &Slug,
) -> Result<Option<Task>> {
    let (project, slug) = (project.as_str(), slug.as_str());
    let row = select_tasks!(
        "WHERE project = ? AND slug = ? AND stage NOT IN ('merged', 'released', 'expired', 'closed')",
        project,
        slug
    );
    row.fetch_optional(connection).await?.map(Task::try_from).transpose()
}

async fn claims_of(
    connection: &mut SqliteConnection,
    project: &ProjectId,
    person: PersonId,
) -> Result<i64> {
    let project = project.as_str();
    let count = sqlx::query_scalar!(
        "SELECT count(*) FROM tasks WHERE project = ? AND translator = ? \
         AND stage IN ('claimed', 'changes_requested')",
        project,
        person.0
    );
    Ok(count.fetch_one(connection).await?)
}

async fn insert_claim(connection: &mut SqliteConnection, new: &NewTask) -> Result<TaskId> {
    let (project, slug, kind) = (new.project.as_str(), new.slug.as_str(), new.kind.name());
    let (commit, blob) = (new.source_commit.to_string(), new.source_blob.to_string());
    let (claimed_at, lease) = (new.claimed_at.as_millisecond(), new.lease_until.as_millisecond());
    let result = sqlx::query!(
        "INSERT INTO tasks (project, slug, kind, translator, claimed_at, source_commit, \
         source_blob, stage, lease_until) VALUES (?, ?, ?, ?, ?, ?, ?, 'claimed', ?)",
        project,
        slug,
        kind,
        new.translator.0,
        claimed_at,
        commit,
        blob,
        lease,
    )
    .execute(connection)
    .await?;
    Ok(TaskId(result.last_insert_rowid()))
}

fn claim_event(new: &NewTask, task: TaskId) -> Event {
    let given = new.actor != new.translator;
    Event {
        at: new.claimed_at,
        actor: Some(new.actor),
        project: Some(new.project.clone()),
        slug: Some(new.slug.clone()),
        task: Some(task),
        kind: if given { "assigned" } else { "claimed" }.into(),
        data: if given { json!({ "to": new.translator }) } else { json!({}) },
    }
}

fn domain(rows: Vec<TaskRow>) -> Result<Vec<Task>> {
    rows.into_iter().map(Task::try_from).collect()
}

#[cfg(test)]
mod tests;
