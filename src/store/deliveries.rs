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

    /// Unprocessed ones with fewer than `max_attempts` tries, oldest first.
    pub async fn waiting_deliveries(&self, max_attempts: u32) -> Result<Vec<StoredDelivery>> {
        let rows = sqlx::query_as!(
            DeliveryRow,
            "SELECT id, event, payload, received_at, attempts FROM deliveries \
             WHERE done_at IS NULL AND attempts < ? ORDER BY received_at, id",
            max_attempts
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

    /// Counts a failed try.
    pub async fn delivery_failed(&self, id: &DeliveryId, error: &str) -> Result<()> {
        let key = id.as_str();
        let result = sqlx::query!(
            "UPDATE deliveries SET attempts = attempts + 1, error = ? WHERE id = ?",
            error,
            key
        )
        .execute(&self.writer)
        .await?;
        RowName { table: "deliveries", row: id }.changed(&result)
    }

    /// Those that failed and are not done, newest first: id, event, received at, error.
    pub async fn failed_deliveries(&self) -> Result<Vec<(DeliveryId, String, Timestamp, String)>> {
        let rows = sqlx::query!(
            "SELECT id, event, received_at, error AS \"error!\" FROM deliveries \
             WHERE done_at IS NULL AND error IS NOT NULL ORDER BY received_at DESC, id"
        );
        let rows = rows.fetch_all(&self.readers).await?;
        rows.into_iter()
            .map(|row| {
                let name = RowName { table: "deliveries", row: &row.id };
                let at = name.moment("received_at", row.received_at)?;
                Ok((DeliveryId::new(row.id), row.event, at, row.error))
            })
            .collect()
    }
}
