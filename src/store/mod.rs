//! SQLite through sqlx: one file per aggregate, private row types, queries checked at compile time.
//!
//! The database holds the workflow (people, tasks, drafts, reviews, deliveries, events) and a cache of
//! the catalogue that can be made again from Git. What must hold:
//!
//! - Moments are whole milliseconds since 1970.
//! - One connection writes, always in `BEGIN IMMEDIATE` where it first reads: writers queue in the
//!   pool rather than in SQLite's busy handler, and a transaction that upgrades from reading to
//!   writing, which SQLite refuses without waiting, cannot occur. Readers may not write.
//! - Rows are not domain types: each aggregate has a private row struct, and a row that does not make
//!   sense is an error that names table, column and row.
//! - Revisions, events and what is said in threads are append-only, by trigger.
//!
//! After a change of a query or of the schema run `.ci/prepare-queries`; a build without a database
//! checks the queries against what it wrote into `.sqlx/`.

pub mod backup;
mod carries;
mod catalogue;
mod channels;
mod collaborators;
mod coverage;
mod deliveries;
mod drafts;
mod elsewhere;
mod error;
mod events;
mod exports;
mod figures;
mod findings;
mod glossary;
mod housekeeping;
mod judgements;
mod machine;
mod memory;
mod notices;
mod outside_pulls;
mod people;
mod publications;
mod publishings;
mod remarks;
mod rows;
mod saved_views;
mod sessions;
mod standings;
mod sync_states;
mod task_row;
mod tasks;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod threads;
mod tokens;
mod wishes;

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions as _, Connection as _, Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub use carries::{Carry, NewCarry};
pub use channels::{Channel, ChannelOwner, NewChannel};
pub use collaborators::Departed;
pub use deliveries::{FailedDelivery, StoredDelivery};
pub use drafts::{Revision, RevisionHead, SaveOutcome};
pub use elsewhere::StoredElsewhere;
pub use error::{StoreError, Trouble};
pub use events::{Actor, AuditFilter, Event, EventFilter};
pub use exports::{ExportedWord, PersonRecord};
pub use figures::{Size, Waiting};
pub use findings::FindingWord;
pub use glossary::{Decision, StoredProposal, Written};
pub use judgements::{Dismissal, Pin};
pub use memory::{MemoryStamp, StoredUnit};
pub use notices::{NewNotice, Recipient, StoredNotice, Telling};
pub use outside_pulls::OutsidePull;
pub use people::NewPerson;
pub use publications::Publication;
pub use publishings::{OwnPull, Publishing};
pub use remarks::StoredRemark;
pub use saved_views::StoredView;
pub use standings::{Mark, MarkKind};
pub use sync_states::StoredSyncState;
pub use tasks::{ClaimOutcome, NewTask};
pub use threads::{EntryKind, NewEntry, Speaker, StoredEntry, StoredPlace, StoredThread};
pub use tokens::StoredToken;
pub use wishes::Wishes;

/// How many connections read at once; each has a thread of its own.
const READERS: u32 = 4;

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    readers: SqlitePool,
    writer: SqlitePool,
    /// One connection that only notices what others write.
    watcher: SqlitePool,
    /// How many connections have watched.
    watchers: Arc<AtomicU64>,
    /// How many commits this process began.
    commits: Arc<AtomicU64>,
    /// What the watcher saw last.
    seen: Arc<Mutex<Option<Seen>>>,
    /// Counts the changes of people by this process.
    people_changes: Arc<AtomicU64>,
    /// Counts what this process changed about which tasks are merged.
    merges: Arc<AtomicU64>,
}

/// A state of the database; two that are equal are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataVersion {
    /// The numbers of one connection say nothing beside those of another.
    watcher: u64,
    data: i64,
}

/// How long a look at the database holds, where this process writes nothing: a look takes a change of
/// threads, which is more than all else it takes to answer a visitor.
const LOOKED: Duration = Duration::from_millis(20);

/// A look at the database.
#[derive(Debug, Clone, Copy)]
struct Seen {
    commits: u64,
    at: Instant,
    version: DataVersion,
}

/// The result of a query.
pub type Result<T> = std::result::Result<T, StoreError>;

impl Store {
    /// Opens or creates the database, and brings its schema up to date.
    pub async fn open(path: &Path) -> Result<Self> {
        let store = Self::connect(path).await?;
        sqlx::migrate!().run(&store.writer).await?;
        Ok(store)
    }

    /// Whether a database is there that has every migration of this program.
    pub async fn is_current(path: &Path) -> Result<bool> {
        let options = SqliteConnectOptions::new().filename(path).read_only(true);
        let Ok(mut connection) = options.connect().await else { return Ok(false) };
        let applied = sqlx::query_scalar::<_, i64>("SELECT version FROM _sqlx_migrations");
        let applied = applied.fetch_all(&mut connection).await;
        connection.close().await?;
        let Ok(applied) = applied else { return Ok(false) };
        Ok(sqlx::migrate!().iter().all(|known| applied.contains(&known.version)))
    }

    /// Opens the database with the schema it has.
    async fn connect(path: &Path) -> Result<Self> {
        // Without `synchronous=FULL` a power cut may take the last commits, never the file; the death
        // of the process takes nothing.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let pool = || {
            SqlitePoolOptions::new()
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let commits = Arc::new(AtomicU64::new(0));
        let began = Arc::clone(&commits);
        let writer = pool()
            .max_connections(1)
            .after_connect(move |connection, _| {
                let began = Arc::clone(&began);
                Box::pin(async move {
                    connection.lock_handle().await?.set_commit_hook(move || {
                        began.fetch_add(1, Ordering::Release);
                        true
                    });
                    Ok(())
                })
            })
            // SQLite ends a transaction by itself where the disk is full, which the connection does not
            // notice: it would refuse to begin another for ever. A new one takes its place.
            .before_acquire(|connection, _| {
                Box::pin(async move { Ok(!connection.is_in_transaction()) })
            })
            .connect_with(options.clone())
            .await
            .map_err(|source| StoreError::Open { path: path.to_owned(), source })?;
        let options = options.pragma("query_only", "on");
        let readers = pool().max_connections(READERS).connect_lazy_with(options.clone());
        let watchers = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&watchers);
        let watcher = pool()
            .max_connections(1)
            .after_connect(move |_, _| {
                counted.fetch_add(1, Ordering::Relaxed);
                Box::pin(async { Ok(()) })
            })
            .connect_lazy_with(options);
        let (seen, people_changes, merges) = Default::default();
        Ok(Self { readers, writer, watcher, watchers, commits, seen, people_changes, merges })
    }

    /// The version of everything in the database: another one after each commit, of whatever process. What
    /// another process commits is noticed 20 milliseconds later at most.
    pub async fn version(&self) -> Result<DataVersion> {
        // Read first: a commit that ends meanwhile makes what is seen one of before.
        let (commits, at) = (self.commits.load(Ordering::Acquire), Instant::now());
        let holds = |seen: &Seen| seen.commits == commits && seen.at.elapsed() < LOOKED;
        if let Some(seen) = self.seen().filter(holds) {
            return Ok(seen.version);
        }
        let mut watcher = self.watcher.acquire().await?;
        let data = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *watcher).await?;
        // There is one connection, and this one holds it.
        let version = DataVersion { watcher: self.watchers.load(Ordering::Relaxed), data };
        drop(watcher);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Seen { commits, at, version });
        Ok(version)
    }

    fn seen(&self) -> Option<Seen> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for running queries and closes the files.
    pub async fn close(&self) {
        self.watcher.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Begins a transaction that may write from its first statement on.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}

/// A value as JSON, for a column.
fn encode(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Database(sqlx::Error::Encode(Box::new(error))))
}
