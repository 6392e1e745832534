//! Webhook deliveries, each stored once under GitHub's id.

use jiff::Timestamp;

use super::{Result, Store};
use crate::ids::DeliveryId;

/// A delivery that waits for the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDelivery {
    pub id: DeliveryId,
    pub event: String,
    pub payload: Vec<u8>,
    pub received_at: Timestamp,
    pub attempts: u32,
}

impl Store {
    /// `false` where the id is known.
    pub async fn add_delivery(
        &self,
        _id: &DeliveryId,
        _event: &str,
        _payload: &[u8],
        _at: Timestamp,
    ) -> Result<bool> {
        todo!()
    }

    /// Unprocessed ones with fewer than `max_attempts` tries, oldest first.
    pub async fn waiting_deliveries(&self, _max_attempts: u32) -> Result<Vec<StoredDelivery>> {
        todo!()
    }

    pub async fn delivery_done(&self, _id: &DeliveryId, _at: Timestamp) -> Result<()> {
        todo!()
    }

    pub async fn delivery_failed(&self, _id: &DeliveryId, _error: &str) -> Result<()> {
        todo!()
    }

    /// Those that failed and are not done, newest first: id, event, received at, error.
    pub async fn failed_deliveries(&self) -> Result<Vec<(DeliveryId, String, Timestamp, String)>> {
        todo!()
    }
}
