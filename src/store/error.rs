//! What can go wrong in the database.

use std::path::PathBuf;

/// A failed query.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database {} cannot be opened: {source}", .path.display())]
    Open { path: PathBuf, source: sqlx::Error },
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row that no version of Yiqi wrote.
    #[error("{table}.{column} of row {row}: {problem}")]
    BadRow { table: &'static str, column: &'static str, row: String, problem: String },
    /// A row that was to be changed is not there.
    #[error("there is no row {row} in {table}")]
    Missing { table: &'static str, row: String },
    /// Others changed a row again and again while it was to be changed.
    #[error("row {row} of {table} is changed by others all the time; try again")]
    Contended { table: &'static str, row: String },
}
