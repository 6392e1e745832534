//! Sign-in sessions, by an opaque key. The web floor decides what a record holds.

use jiff::Timestamp;

use super::{Result, Store};

impl Store {
    /// Inserts or replaces a record.
    pub async fn save_session(
        &self,
        _key: &str,
        _record: &[u8],
        _expires: Timestamp,
    ) -> Result<()> {
        todo!()
    }

    /// `false` where the key is taken.
    pub async fn create_session(
        &self,
        _key: &str,
        _record: &[u8],
        _expires: Timestamp,
    ) -> Result<bool> {
        todo!()
    }

    /// A record that has not expired at `now`.
    pub async fn session(&self, _key: &str, _now: Timestamp) -> Result<Option<Vec<u8>>> {
        todo!()
    }

    pub async fn delete_session(&self, _key: &str) -> Result<()> {
        todo!()
    }

    pub async fn delete_expired_sessions(&self, _now: Timestamp) -> Result<u64> {
        todo!()
    }
}
