//! Webhook deliveries, each stored once under GitHub's id.

use jiff::Timestamp;

use super::{Result, Store, StoreError, rows::RowName};
use crate::ids::DeliveryId;

/// A delivery that waits for the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDelivery {
    pub id: DeliveryId,
    pub event: String,
    pub payload: Vec<u8>,
    pub received_at: Timestamp,
    /// Tries that failed.
    pub attempts: u32,
}

/// A delivery that could not be worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedDelivery {
    pub id: DeliveryId,
    pub event: String,
    pub received_at: Timestamp,
    /// `None`: parked until a person asks.
    pub next_attempt: Option<Timestamp>,
    pub error: String,
}

struct DeliveryRow {
    id: String,
    event: String,
    payload: Vec<u8>,
    received_at: i64,
    attempts: i64,
}

impl TryFrom<DeliveryRow> for StoredDelivery {
    type Error = StoreError;

    fn try_from(row: DeliveryRow) -> Result<Self> {
        let name = RowName { table: "deliveries", row: &row.id };
        Ok(Self {
            received_at: name.moment("received_at", row.received_at)?,
            attempts: name.number("attempts", row.attempts)?,
            id: DeliveryId::new(row.id),
            event: row.event,
            payload: row.payload,
        })
    }
}

impl Store {
    /// `false` where the id is known.
    pub async fn add_delivery(
        &self,
        id: &DeliveryId,
        event: &str,
        payload: &[u8],
        at: Timestamp,
    ) -> Result<bool> {
        let (id, at) = (id.as_str(), at.as_millisecond());
        let result = sqlx::query!(
            "INSERT INTO deliveries (id, event, payload, received_at, attempts) \
             VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
            id,
            event,
            payload,
            at
        )
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    /// Unprocessed ones that are due at `now`, oldest first; not those that are parked.
    pub async fn waiting_deliveries(&self, now: Timestamp) -> Result<Vec<StoredDelivery>> {
        let now = now.as_millisecond();
        let rows = sqlx::query_as!(
            DeliveryRow,
            "SELECT id, event, payload, received_at, attempts FROM deliveries \
             WHERE done_at IS NULL AND (error IS NULL OR next_attempt <= ?) \
             ORDER BY received_at, id",
            now
        );
        rows.fetch_all(&self.readers).await?.into_iter().map(StoredDelivery::try_from).collect()
    }

    pub async fn delivery_done(&self, id: &DeliveryId, at: Timestamp) -> Result<()> {
        let (key, at) = (id.as_str(), at.as_millisecond());
        let result =
            sqlx::query!("UPDATE deliveries SET done_at = ?, error = NULL WHERE id = ?", at, key)
                .execute(&self.writer)
                .await?;
        RowName { table: "deliveries", row: id }.changed(&result)
    }

    /// Counts a failed try; `next` is when the next one is due, `None` parks the delivery.
    pub async fn delivery_failed(
        &self,
        id: &DeliveryId,
        error: &str,
        next: Option<Timestamp>,
    ) -> Result<()> {
        let (key, next) = (id.as_str(), next.map(Timestamp::as_millisecond));
        let result = sqlx::query!(
            "UPDATE deliveries SET attempts = attempts + 1, error = ?, next_attempt = ? \
             WHERE id = ?",
            error,
            next,
            key
        )
        .execute(&self.writer)
        .await?;
        RowName { table: "deliveries", row: id }.changed(&result)
    }

    /// Makes a failed delivery due, with all its tries before it; `false` where there is none.
    pub async fn retry_delivery(&self, id: &DeliveryId, now: Timestamp) -> Result<bool> {
        let (key, now) = (id.as_str(), now.as_millisecond());
        let result = sqlx::query!(
            "UPDATE deliveries SET attempts = 0, next_attempt = ? \
             WHERE id = ? AND done_at IS NULL AND error IS NOT NULL",
            now,
            key
        )
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    /// Forgets what was done before one moment, and what came before another and is parked.
    pub async fn prune_deliveries(&self, done: Timestamp, parked: Timestamp) -> Result<u64> {
        let (done, parked) = (done.as_millisecond(), parked.as_millisecond());
        let result = sqlx::query!(
            "DELETE FROM deliveries WHERE done_at < ? OR (done_at IS NULL \
             AND error IS NOT NULL AND next_attempt IS NULL AND received_at < ?)",
            done,
            parked
        )
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected())
    }

    /// Counts events that nobody handles.
    pub async fn count_ignored_event(&self, event: &str, count: u64, at: Timestamp) -> Result<()> {
        let (count, at) = (count.cast_signed(), at.as_millisecond());
        sqlx::query!(
            "INSERT INTO ignored_events (event, count, last_at) VALUES (?1, ?2, ?3) \
             ON CONFLICT (event) DO UPDATE SET count = count + ?2, last_at = ?3",
            event,
            count,
            at
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Events that nobody handles and how often they came.
    pub async fn ignored_events(&self) -> Result<Vec<(String, u64)>> {
        let rows = sqlx::query!("SELECT event, count FROM ignored_events ORDER BY event");
        let rows = rows.fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(|row| (row.event, row.count.cast_unsigned())).collect())
    }

    /// When the last one came, how many are not done, and how many of these failed.
    pub async fn delivery_health(&self) -> Result<(Option<Timestamp>, usize, usize)> {
        let row = sqlx::query!(
            "SELECT max(received_at) AS \"last: i64\", \
             count(*) FILTER (WHERE done_at IS NULL) AS \"waiting!: i64\", \
             count(*) FILTER (WHERE done_at IS NULL AND error IS NOT NULL) AS \"failing!: i64\" \
             FROM deliveries"
        );
        let row = row.fetch_one(&self.readers).await?;
        let name = RowName { table: "deliveries", row: "all" };
        Ok((
            name.optional_moment("received_at", row.last)?,
            name.number("done_at", row.waiting)?,
            name.number("error", row.failing)?,
        ))
    }

    /// Those that failed and are not done, newest first.
    pub async fn failed_deliveries(&self) -> Result<Vec<FailedDelivery>> {
        let rows = sqlx::query!(
            "SELECT id, event, received_at, next_attempt, error AS \"error!\" FROM deliveries \
             WHERE done_at IS NULL AND error IS NOT NULL ORDER BY received_at DESC, id"
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName { table: "deliveries", row: &row.id };
                Ok(FailedDelivery {
                    received_at: name.moment("received_at", row.received_at)?,
                    next_attempt: name.optional_moment("next_attempt", row.next_attempt)?,
                    id: DeliveryId::new(row.id),
                    event: row.event,
                    error: row.error,
                })
            })
            .collect()
    }
}
