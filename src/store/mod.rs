//! SQLite through sqlx: one file per aggregate, private row types, queries checked at compile time.
//!
//! The database holds the workflow (people, tasks, drafts, reviews, deliveries, events) and a cache of
//! the catalogue that can be made again from Git.

mod catalogue;
mod comments;
mod deliveries;
mod drafts;
mod error;
mod events;
mod judgements;
mod people;
mod publications;
mod sessions;
mod sync_states;
mod tasks;

pub use comments::StoredComment;
pub use deliveries::StoredDelivery;
pub use drafts::{Revision, SaveOutcome};
pub use error::StoreError;
pub use events::{Event, EventFilter};
pub use people::NewPerson;
pub use publications::Publication;
pub use sync_states::StoredSyncState;
pub use tasks::{ClaimOutcome, NewTask};

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: sqlx::SqlitePool,
}

/// The result of a query.
pub type Result<T> = std::result::Result<T, StoreError>;

impl Store {
    /// Opens or creates the database, and brings its schema up to date.
    pub async fn open(_path: &std::path::Path) -> Result<Self> {
        todo!()
    }
}
