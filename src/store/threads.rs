//! What people say to each other about a draft, and what proofreaders have seen of it.
//!
//! Append-only: a thread is settled by an entry that says so, and open again after any other.

use std::{collections::HashMap, str::FromStr};

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::{Event, Result, Store, StoreError, events, rows::RowName};
use crate::ids::{CommentId, PersonId, RevisionNumber, TaskId, ThreadId};

/// A thread as stored, its entries oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredThread {
    pub id: ThreadId,
    pub task: TaskId,
    /// The revision it was said of.
    pub revision: RevisionNumber,
    /// `None` for the whole.
    pub place: Option<StoredPlace>,
    pub entries: Vec<StoredEntry>,
}

impl StoredThread {
    /// Whether somebody said that it is settled, and nobody said anything since.
    pub fn is_resolved(&self) -> bool {
        self.entries.last().is_some_and(|entry| entry.kind == EntryKind::Resolved)
    }
}

/// The block a thread is about, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPlace {
    /// 1-based place among the pairs of blocks.
    pub block: usize,
    /// First line in the revision; `None` where the translation had no such block.
    pub line: Option<usize>,
    pub target_text: Option<String>,
    pub source_text: Option<String>,
}

/// One thing somebody said or did in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    pub id: CommentId,
    pub kind: EntryKind,
    pub by: Speaker,
    pub at: Timestamp,
    /// Empty unless something was said.
    pub body: String,
}

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    Said,
    Resolved,
    Reopened,
}

impl EntryKind {
    fn name(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Resolved => "resolved",
            Self::Reopened => "reopened",
        }
    }
}

impl FromStr for EntryKind {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        match name {
            "said" => Ok(Self::Said),
            "resolved" => Ok(Self::Resolved),
            "reopened" => Ok(Self::Reopened),
            _ => Err(format!("{name:?} is no kind of entry")),
        }
    }
}

/// Who said something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    Person(PersonId),
    /// Somebody who is not here; `id` names what they said where they said it.
    Outside {
        name: String,
        url: Option<String>,
        id: String,
    },
}

/// Something to be said or done in a thread.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub kind: EntryKind,
    pub by: Speaker,
    pub at: Timestamp,
    /// Empty unless something is said.
    pub body: String,
}

struct ThreadRow {
    id: i64,
    task: i64,
    revision: i64,
    line: Option<i64>,
    block: Option<i64>,
    target_text: Option<String>,
    source_text: Option<String>,
}

impl TryFrom<ThreadRow> for StoredThread {
    type Error = StoreError;

    fn try_from(row: ThreadRow) -> Result<Self> {
        let name = RowName { table: "threads", row: row.id };
        let place = row.block.map(|block| -> Result<StoredPlace> {
            Ok(StoredPlace {
                block: name.number("block", block)?,
                line: row.line.map(|line| name.number("line", line)).transpose()?,
                target_text: row.target_text,
                source_text: row.source_text,
            })
        });
        Ok(Self {
            id: ThreadId(row.id),
            task: TaskId(row.task),
            revision: RevisionNumber(row.revision),
            place: place.transpose()?,
            entries: Vec::new(),
        })
    }
}

struct EntryRow {
    id: i64,
    thread: i64,
    kind: String,
    written_by: Option<i64>,
    outside_name: Option<String>,
    outside_url: Option<String>,
    outside_id: Option<String>,
    written_at: i64,
    body: Option<String>,
}

impl TryFrom<EntryRow> for StoredEntry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self> {
        let name = RowName { table: "thread_entries", row: row.id };
        let by = match row.written_by {
            Some(person) => Speaker::Person(PersonId(person)),
            None => Speaker::Outside {
                name: name.required("outside_name", row.outside_name)?,
                url: row.outside_url,
                id: name.required("outside_id", row.outside_id)?,
            },
        };
        Ok(Self {
            id: CommentId(row.id),
            kind: name.parse("kind", &row.kind)?,
            by,
            at: name.moment("written_at", row.written_at)?,
            body: row.body.unwrap_or_default(),
        })
    }
}

impl Store {
    /// Opens a thread on a revision that exists, with what begins it and its line in the log.
    pub async fn open_thread(
        &self,
        task: TaskId,
        revision: RevisionNumber,
        place: Option<&StoredPlace>,
        first: &NewEntry,
        event: impl FnOnce(ThreadId) -> Event,
    ) -> Result<ThreadId> {
        let mut transaction = self.begin().await?;
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let line = place.and_then(|place| place.line).map(number);
        let block = place.map(|place| number(place.block));
        let target_text = place.and_then(|place| place.target_text.as_deref());
        let source_text = place.and_then(|place| place.source_text.as_deref());
        let result = sqlx::query!(
            "INSERT INTO threads (task, revision, line, block, target_text, source_text) \
             VALUES (?, ?, ?, ?, ?, ?)",
            task.0,
            revision.0,
            line,
            block,
            target_text,
            source_text
        )
        .execute(&mut *transaction)
        .await?;
        let id = ThreadId(result.last_insert_rowid());
        insert_entry(&mut transaction, id, first).await?;
        events::insert(&mut transaction, &event(id)).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Adds entries to a thread of a task, with their line in the log; `false` where there is no such
    /// thread. Settling what is settled and opening what is open adds nothing.
    pub async fn add_to_thread(
        &self,
        task: TaskId,
        thread: ThreadId,
        entries: &[NewEntry],
        event: &Event,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let known = sqlx::query_scalar!(
            "SELECT id FROM threads WHERE id = ? AND task = ?",
            thread.0,
            task.0
        );
        if known.fetch_optional(&mut *transaction).await?.is_none() {
            return Ok(false);
        }
        let mut added = false;
        for entry in entries {
            let is_resolved =
                last_kind(&mut transaction, thread).await? == Some(EntryKind::Resolved);
            let says_nothing_new = match entry.kind {
                EntryKind::Said => false,
                EntryKind::Resolved => is_resolved,
                EntryKind::Reopened => !is_resolved,
            };
            if !says_nothing_new {
                insert_entry(&mut transaction, thread, entry).await?;
                added = true;
            }
        }
        if added {
            events::insert(&mut transaction, event).await?;
            transaction.commit().await?;
        }
        Ok(true)
    }

    /// The threads of a task, oldest first.
    pub async fn threads(&self, task: TaskId) -> Result<Vec<StoredThread>> {
        // One snapshot for both, so that no thread is seen without what began it.
        let mut transaction = self.readers.begin().await?;
        let rows = sqlx::query_as!(
            ThreadRow,
            "SELECT id, task, revision, line, block, target_text, source_text FROM threads \
             WHERE task = ? ORDER BY id",
            task.0
        );
        let rows = rows.fetch_all(&mut *transaction).await?;
        let mut entries: HashMap<i64, Vec<StoredEntry>> = HashMap::new();
        let entry_rows = sqlx::query_as!(
            EntryRow,
            "SELECT id, thread, kind, written_by, outside_name, outside_url, outside_id, written_at, \
             body FROM thread_entries WHERE thread IN (SELECT id FROM threads WHERE task = ?) \
             ORDER BY id",
            task.0
        );
        for row in entry_rows.fetch_all(&mut *transaction).await? {
            entries.entry(row.thread).or_default().push(row.try_into()?);
        }
        rows.into_iter()
            .map(|row| {
                let entries = entries.remove(&row.id).unwrap_or_default();
                Ok(StoredThread { entries, ..StoredThread::try_from(row)? })
            })
            .collect()
    }

    /// How many threads of each task are open; tasks without any are left out.
    pub async fn open_threads(&self) -> Result<HashMap<TaskId, usize>> {
        let rows = sqlx::query!(
            "SELECT task AS \"task!: i64\", count(*) AS \"open!: i64\" FROM threads \
             WHERE (SELECT kind FROM thread_entries WHERE thread = threads.id \
                    ORDER BY id DESC LIMIT 1) <> 'resolved' \
             GROUP BY task"
        );
        let rows = rows.fetch_all(&self.readers).await?;
        Ok(rows
            .into_iter()
            .map(|row| (TaskId(row.task), usize::try_from(row.open).unwrap_or(0)))
            .collect())
    }

    /// The thread that holds what was said outside under an id.
    pub async fn thread_of_outside(&self, id: &str) -> Result<Option<ThreadId>> {
        let row = sqlx::query_scalar!("SELECT thread FROM thread_entries WHERE outside_id = ?", id);
        Ok(row.fetch_optional(&self.readers).await?.map(ThreadId))
    }

    /// Remembers that somebody has a revision before their eyes.
    pub async fn add_look(
        &self,
        task: TaskId,
        person: PersonId,
        revision: RevisionNumber,
        at: Timestamp,
    ) -> Result<()> {
        let moment = at.as_millisecond();
        sqlx::query!(
            "INSERT INTO looks (task, person, revision, looked_at) VALUES (?, ?, ?, ?) \
             ON CONFLICT DO NOTHING",
            task.0,
            person.0,
            revision.0,
            moment
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The newest revision below `limit` that somebody has looked at or saved.
    pub async fn last_look(
        &self,
        task: TaskId,
        person: PersonId,
        limit: RevisionNumber,
    ) -> Result<Option<RevisionNumber>> {
        let row = sqlx::query_scalar!(
            "SELECT max(revision) AS \"revision: i64\" FROM ( \
             SELECT revision FROM looks WHERE task = ?1 AND person = ?2 AND revision < ?3 \
             UNION ALL \
             SELECT number FROM revisions WHERE task = ?1 AND saved_by = ?2 AND number < ?3)",
            task.0,
            person.0,
            limit.0
        );
        Ok(row.fetch_one(&self.readers).await?.map(RevisionNumber))
    }
}

async fn last_kind(
    connection: &mut SqliteConnection,
    thread: ThreadId,
) -> Result<Option<EntryKind>> {
    let row = sqlx::query!(
        "SELECT id, kind FROM thread_entries WHERE thread = ? ORDER BY id DESC LIMIT 1",
        thread.0
    );
    let row = row.fetch_optional(connection).await?;
    row.map(|row| RowName { table: "thread_entries", row: row.id }.parse("kind", &row.kind))
        .transpose()
}

async fn insert_entry(
    connection: &mut SqliteConnection,
    thread: ThreadId,
    entry: &NewEntry,
) -> Result<()> {
    let (person, name, url, id) = match &entry.by {
        Speaker::Person(person) => (Some(person.0), None, None, None),
        Speaker::Outside { name, url, id } => (None, Some(name), url.as_ref(), Some(id)),
    };
    let kind = entry.kind.name();
    let at = entry.at.as_millisecond();
    let body = (entry.kind == EntryKind::Said).then_some(entry.body.as_str());
    sqlx::query!(
        "INSERT INTO thread_entries (thread, kind, written_by, outside_name, outside_url, \
         outside_id, written_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        thread.0,
        kind,
        person,
        name,
        url,
        id,
        at,
        body
    )
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
