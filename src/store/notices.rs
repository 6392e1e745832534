//! What people are told, and what of it is yet to leave.
//!
//! The log of events is what notices are made from: its lines are written with their cause in one
//! transaction, and how far it was read moves on in the transaction that writes the notices. So nothing is
//! missed, and nothing is told twice, wherever the program is cut off.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::{Result, Store, StoreError, rows::RowName};
use crate::{
    ids::{BlobId, ChannelId, NoticeId, PersonId, ProjectId, Slug, TaskId},
    notices::{Facts, Kind},
};

/// Name of the cursor of the log.
const CURSOR: &str = "notices";

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    Person {
        id: PersonId,
        /// Whether it is shown on the site.
        in_app: bool,
    },
    Channel(ChannelId),
}

/// Something to be told.
#[derive(Debug, Clone)]
pub struct NewNotice {
    pub to: Recipient,
    pub kind: Kind,
    /// Names what it is told for; the same recipient hears of it once.
    pub cause: String,
    pub at: Timestamp,
    pub project: Option<ProjectId>,
    pub slug: Option<Slug>,
    pub task: Option<TaskId>,
    pub facts: Facts,
    /// On which ways it leaves, each not before a moment.
    pub sendings: Vec<(ChannelId, Timestamp)>,
}

/// Something that was told.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredNotice {
    pub id: NoticeId,
    pub kind: Kind,
    pub at: Timestamp,
    pub project: Option<ProjectId>,
    pub slug: Option<Slug>,
    pub task: Option<TaskId>,
    pub facts: Facts,
    pub read_at: Option<Timestamp>,
}

/// What is written in one transaction.
#[derive(Debug, Default)]
pub struct Telling {
    pub notices: Vec<NewNotice>,
    /// How far the log was read: from, to.
    pub cursor: Option<(i64, i64)>,
    /// The versions of sources that are known of from now on.
    pub marks: Vec<(ProjectId, Slug, BlobId)>,
}

struct NoticeRow {
    id: i64,
    kind: String,
    told_at: i64,
    project: Option<String>,
    slug: Option<String>,
    task: Option<i64>,
    facts: String,
    read_at: Option<i64>,
}

impl TryFrom<NoticeRow> for StoredNotice {
    type Error = StoreError;

    fn try_from(row: NoticeRow) -> Result<Self> {
        let name = RowName { table: "notices", row: row.id };
        Ok(Self {
            id: NoticeId(row.id),
            kind: name.parse("kind", &row.kind)?,
            at: name.moment("told_at", row.told_at)?,
            project: row.project.map(ProjectId::new),
            slug: row.slug.map(Slug::new),
            task: row.task.map(TaskId),
            facts: name.json("facts", &row.facts)?,
            read_at: name.optional_moment("read_at", row.read_at)?,
        })
    }
}

/// Selects whole rows of `notices`; the argument continues the statement after its column list.
macro_rules! select_notices {
    ($rest:tt $(, $argument:expr)*) => {
        sqlx::query_as!(
            NoticeRow,
            "SELECT id, kind, told_at, project, slug, task, facts, read_at FROM notices " + $rest
            $(, $argument)*
        )
    };
}

impl Store {
    /// How far the log was read for notices.
    pub async fn notices_cursor(&self) -> Result<i64> {
        let position = sqlx::query_scalar!("SELECT position FROM cursors WHERE name = ?", CURSOR);
        Ok(position.fetch_optional(&self.readers).await?.unwrap_or(0))
    }

    /// Writes notices, how far the log was read, and what is known of sources, all or nothing. `None`, and
    /// nothing written, where another process has read on; otherwise how many notices were new.
    pub async fn tell(&self, telling: &Telling) -> Result<Option<usize>> {
        let mut transaction = self.begin().await?;
        if let Some((from, to)) = telling.cursor {
            let moved = sqlx::query!(
                "UPDATE cursors SET position = ? WHERE name = ? AND position = ?",
                to,
                CURSOR,
                from
            );
            if moved.execute(&mut *transaction).await?.rows_affected() == 0 {
                return Ok(None);
            }
        }
        let mut told = 0;
        for notice in &telling.notices {
            told += usize::from(insert(&mut transaction, notice).await?);
        }
        for (project, slug, blob) in &telling.marks {
            let (project, slug, blob) = (project.as_str(), slug.as_str(), blob.to_string());
            sqlx::query!(
                "INSERT INTO source_marks (project, slug, blob) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (project, slug) DO UPDATE SET blob = ?3",
                project,
                slug,
                blob
            )
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(Some(told))
    }

    /// The versions of sources that are known of, by slug.
    pub async fn source_marks(&self, project: &ProjectId) -> Result<Vec<(Slug, BlobId)>> {
        let project = project.as_str();
        let rows = sqlx::query!("SELECT slug, blob FROM source_marks WHERE project = ?", project);
        let rows = rows.fetch_all(&self.readers).await?.into_iter();
        rows.map(|row| {
            let name = RowName { table: "source_marks", row: row.slug.clone() };
            Ok((Slug::new(row.slug), name.parse("blob", &row.blob)?))
        })
        .collect()
    }

    /// What somebody is told on the site, newest first.
    pub async fn notices(&self, person: PersonId, limit: u32) -> Result<Vec<StoredNotice>> {
        let rows = select_notices!(
            "WHERE person = ? AND in_app = 1 ORDER BY id DESC LIMIT ?",
            person.0,
            limit
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(StoredNotice::try_from).collect()
    }

    pub async fn unread_notices(&self, person: PersonId) -> Result<usize> {
        let count = sqlx::query_scalar!(
            "SELECT count(*) FROM notices WHERE person = ? AND read_at IS NULL AND in_app = 1",
            person.0
        );
        Ok(usize::try_from(count.fetch_one(&self.readers).await?).unwrap_or(0))
    }

    /// Marks one notice of a person read, or all of them; the notice, where there is one of that number.
    pub async fn read_notice(
        &self,
        person: PersonId,
        id: NoticeId,
        at: Timestamp,
    ) -> Result<Option<StoredNotice>> {
        let at = at.as_millisecond();
        sqlx::query!(
            "UPDATE notices SET read_at = ? WHERE id = ? AND person = ? AND read_at IS NULL",
            at,
            id.0,
            person.0
        )
        .execute(&self.writer)
        .await?;
        let row = select_notices!("WHERE id = ? AND person = ?", id.0, person.0);
        row.fetch_optional(&self.readers).await?.map(StoredNotice::try_from).transpose()
    }

    /// Marks all of a person's notices up to one read.
    pub async fn read_notices_until(
        &self,
        person: PersonId,
        last: NoticeId,
        at: Timestamp,
    ) -> Result<()> {
        let at = at.as_millisecond();
        sqlx::query!(
            "UPDATE notices SET read_at = ? WHERE person = ? AND id <= ? AND read_at IS NULL",
            at,
            person.0,
            last.0
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Ways out on which something is due, leaving out those that wait for a person or for their next try.
    pub async fn channels_due(&self, now: Timestamp) -> Result<Vec<ChannelId>> {
        let now = now.as_millisecond();
        let rows = sqlx::query_scalar!(
            "SELECT DISTINCT channels.id FROM channels JOIN sendings ON sendings.channel = channels.id \
             WHERE sent_at IS NULL AND dropped_at IS NULL AND not_before <= ?1 \
             AND confirmed_at IS NOT NULL AND parked_at IS NULL \
             AND (next_attempt IS NULL OR next_attempt <= ?1)",
            now
        );
        Ok(rows.fetch_all(&self.readers).await?.into_iter().map(ChannelId).collect())
    }

    /// Takes what leaves next on a way out: a message that was begun before, as it was then, or up to
    /// `most` notices that are due, under `id` from now on. What is older than `too_old` is dropped.
    pub async fn take_letter(
        &self,
        channel: ChannelId,
        id: &str,
        most: u32,
        now: Timestamp,
        too_old: Timestamp,
    ) -> Result<Option<(String, Vec<StoredNotice>)>> {
        let mut transaction = self.begin().await?;
        let (now, too_old) = (now.as_millisecond(), too_old.as_millisecond());
        sqlx::query!(
            "UPDATE sendings SET dropped_at = ? WHERE channel = ? AND sent_at IS NULL \
             AND dropped_at IS NULL AND notice IN (SELECT id FROM notices WHERE told_at < ?)",
            now,
            channel.0,
            too_old
        )
        .execute(&mut *transaction)
        .await?;
        let begun = sqlx::query_scalar!(
            "SELECT letter AS \"letter!\" FROM sendings WHERE channel = ? AND sent_at IS NULL \
             AND dropped_at IS NULL AND letter IS NOT NULL ORDER BY notice LIMIT 1",
            channel.0
        );
        let letter = match begun.fetch_optional(&mut *transaction).await? {
            Some(begun) => begun,
            None => {
                let taken = sqlx::query!(
                    "UPDATE sendings SET letter = ?1 WHERE channel = ?2 AND notice IN \
                     (SELECT notice FROM sendings WHERE channel = ?2 AND sent_at IS NULL \
                      AND dropped_at IS NULL AND not_before <= ?3 ORDER BY notice LIMIT ?4)",
                    id,
                    channel.0,
                    now,
                    most
                );
                if taken.execute(&mut *transaction).await?.rows_affected() == 0 {
                    transaction.commit().await?;
                    return Ok(None);
                }
                id.to_owned()
            }
        };
        let rows = select_notices!(
            "WHERE id IN (SELECT notice FROM sendings WHERE channel = ? AND letter = ?) ORDER BY id",
            channel.0,
            letter
        );
        let rows = rows.fetch_all(&mut *transaction).await?;
        transaction.commit().await?;
        let notices: Result<Vec<_>> = rows.into_iter().map(StoredNotice::try_from).collect();
        Ok(Some((letter, notices?)))
    }

    /// Notes that a message has left.
    pub async fn letter_sent(&self, channel: ChannelId, letter: &str, at: Timestamp) -> Result<()> {
        let at = at.as_millisecond();
        sqlx::query!(
            "UPDATE sendings SET sent_at = ? WHERE channel = ? AND letter = ? AND sent_at IS NULL",
            at,
            channel.0,
            letter
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// How many pieces of news wait on a way out.
    pub async fn waiting_on(&self, channel: ChannelId) -> Result<usize> {
        let count = sqlx::query_scalar!(
            "SELECT count(*) FROM sendings WHERE channel = ? AND sent_at IS NULL \
             AND dropped_at IS NULL",
            channel.0
        );
        Ok(usize::try_from(count.fetch_one(&self.readers).await?).unwrap_or(0))
    }

    /// Forgets what was told before a moment.
    pub async fn forget_notices_before(&self, at: Timestamp) -> Result<u64> {
        let at = at.as_millisecond();
        let result = sqlx::query!("DELETE FROM notices WHERE told_at < ?", at);
        Ok(result.execute(&self.writer).await?.rows_affected())
    }
}

async fn insert(connection: &mut SqliteConnection, notice: &NewNotice) -> Result<bool> {
    let (person, channel, in_app) = match &notice.to {
        Recipient::Person { id, in_app } => (Some(id.0), None, *in_app),
        Recipient::Channel(id) => (None, Some(id.0), false),
    };
    let (kind, at) = (notice.kind.name(), notice.at.as_millisecond());
    let project = notice.project.as_ref().map(ProjectId::as_str);
    let slug = notice.slug.as_ref().map(Slug::as_str);
    let task = notice.task.map(|task| task.0);
    let facts = serde_json::to_value(&notice.facts).unwrap_or(Value::Null).to_string();
    let result = sqlx::query!(
        "INSERT INTO notices (person, channel, kind, cause, told_at, project, slug, task, facts, \
         in_app) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        person,
        channel,
        kind,
        notice.cause,
        at,
        project,
        slug,
        task,
        facts,
        in_app
    )
    .execute(&mut *connection)
    .await?;
    if result.rows_affected() == 0 {
        return Ok(false);
    }
    let id = result.last_insert_rowid();
    for (channel, not_before) in &notice.sendings {
        let not_before = not_before.as_millisecond();
        sqlx::query!(
            "INSERT INTO sendings (notice, channel, not_before) VALUES (?, ?, ?)",
            id,
            channel.0,
            not_before
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(true)
}
