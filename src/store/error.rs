//! What can go wrong in the database.

use std::path::PathBuf;

/// What keeps a database from working that a person at the machine can mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no room left on the disk.
    Full,
    /// The file or its folder may not be written to.
    ReadOnly,
    /// Another process holds the lock of the writer.
    Locked,
    /// The disk fails, or the file is no sound database any more.
    Damaged,
}

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

impl StoreError {
    /// What is wrong with the disk or the file, where that is it.
    pub fn trouble(&self) -> Option<Trouble> {
        let error = match self {
            Self::Open { source, .. } | Self::Database(source) => source,
            Self::Migration(sqlx::migrate::MigrateError::Execute(source)) => source,
            _ => return None,
        };
        let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
        // No room for the memory that is shared through a file, which a full disk leads to as well.
        if code == 4874 {
            return Some(Trouble::Full);
        }
        // The lower byte is the kind, what is above it the details (https://sqlite.org/rescode.html).
        match code & 0xff {
            13 => Some(Trouble::Full),
            8 | 14 => Some(Trouble::ReadOnly),
            5 | 6 => Some(Trouble::Locked),
            10 | 11 | 26 => Some(Trouble::Damaged),
            _ => None,
        }
    }
}
