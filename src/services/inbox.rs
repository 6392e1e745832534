//! Webhook deliveries: stored before they are answered, worked on afterwards, each once.

use super::{Result, Workshop};
use crate::ids::DeliveryId;

impl Workshop {
    /// Stores a verified delivery; `false` where it was stored before. Wakes the worker.
    pub async fn receive(&self, _id: &DeliveryId, _event: &str, _payload: &[u8]) -> Result<bool> {
        todo!()
    }

    /// Works through the stored deliveries; returns how many.
    pub async fn work_inbox(&self) -> Result<usize> {
        todo!()
    }
}
