//! Sign-in sessions and the present time, for the web floor.

use jiff::Timestamp;

use super::{Result, Workshop};

impl Workshop {
    /// The present moment by the workshop's clock.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Stores a new session; `false` where the key is taken.
    pub async fn create_session(
        &self,
        key: &str,
        record: &[u8],
        expires: Timestamp,
    ) -> Result<bool> {
        Ok(self.0.store.create_session(key, record, expires).await?)
    }

    /// Stores a session, new or changed.
    pub async fn save_session(&self, key: &str, record: &[u8], expires: Timestamp) -> Result<()> {
        Ok(self.0.store.save_session(key, record, expires).await?)
    }

    /// A session that has not expired.
    pub async fn session(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.0.store.session(key, self.now()).await?)
    }

    pub async fn delete_session(&self, key: &str) -> Result<()> {
        Ok(self.0.store.delete_session(key).await?)
    }

    /// Forgets the sessions that ran out; returns how many.
    pub(super) async fn delete_expired_sessions(&self) -> Result<u64> {
        Ok(self.0.store.delete_expired_sessions(self.now()).await?)
    }
}
