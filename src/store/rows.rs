//! From columns to domain values and back, with errors that name the place.

use std::{fmt::Display, str::FromStr};

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteQueryResult;

use super::{Result, StoreError};

/// Names a row while its columns are turned into domain values.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowName<R> {
    pub table: &'static str,
    pub row: R,
}

impl<R: Display> RowName<R> {
    /// The error of one column.
    pub fn bad(&self, column: &'static str, problem: impl Display) -> StoreError {
        StoreError::BadRow {
            table: self.table,
            column,
            row: self.row.to_string(),
            problem: problem.to_string(),
        }
    }

    /// A column that this row must have.
    pub fn required<T>(&self, column: &'static str, value: Option<T>) -> Result<T> {
        value.ok_or_else(|| self.bad(column, "is NULL where the row needs it"))
    }

    /// A moment in milliseconds since 1970.
    pub fn moment(&self, column: &'static str, milliseconds: i64) -> Result<Timestamp> {
        Timestamp::from_millisecond(milliseconds).map_err(|error| self.bad(column, error))
    }

    pub fn optional_moment(
        &self,
        column: &'static str,
        milliseconds: Option<i64>,
    ) -> Result<Option<Timestamp>> {
        milliseconds.map(|moment| self.moment(column, moment)).transpose()
    }

    /// A name or an id.
    pub fn parse<T: FromStr<Err: Display>>(&self, column: &'static str, text: &str) -> Result<T> {
        text.parse().map_err(|error| self.bad(column, error))
    }

    /// A number that the domain holds in another width.
    pub fn number<T: TryFrom<i64, Error: Display>>(
        &self,
        column: &'static str,
        number: i64,
    ) -> Result<T> {
        number.try_into().map_err(|error| self.bad(column, error))
    }

    pub fn json<T: DeserializeOwned>(&self, column: &'static str, text: &str) -> Result<T> {
        serde_json::from_str(text).map_err(|error| self.bad(column, error))
    }

    /// Verifies that a statement about this row met it.
    pub fn changed(&self, result: &SqliteQueryResult) -> Result<()> {
        match result.rows_affected() {
            1 => Ok(()),
            _ => Err(StoreError::Missing { table: self.table, row: self.row.to_string() }),
        }
    }
}
