//! Sign-in sessions and the present time, for the web floor.

use jiff::Timestamp;

use super::{Result, Workshop};
use crate::{ids::PersonId, workflow::Person};

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
        person: Option<PersonId>,
    ) -> Result<bool> {
        Ok(self.0.store.create_session(key, record, expires, person).await?)
    }

    /// Stores a session, new or changed.
    pub async fn save_session(
        &self,
        key: &str,
        record: &[u8],
        expires: Timestamp,
        person: Option<PersonId>,
    ) -> Result<()> {
        Ok(self.0.store.save_session(key, record, expires, person).await?)
    }

    /// Ends all sessions of a person, on every device; returns how many.
    pub async fn sign_out_everywhere(&self, person: PersonId) -> Result<u64> {
        Ok(self.0.store.delete_sessions_of(person).await?)
    }

    /// A session that has not expired.
    pub async fn session(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.0.store.session(key, self.now()).await?)
    }

    /// Whose a session is; `None` where it has ended or is nobody's.
    pub async fn person_of_session(&self, key: &str) -> Result<Option<Person>> {
        Ok(self.0.store.person_of_session(key, self.now()).await?)
    }

    pub async fn delete_session(&self, key: &str) -> Result<()> {
        Ok(self.0.store.delete_session(key).await?)
    }

    /// Forgets the sessions that ran out; returns how many.
    pub(super) async fn delete_expired_sessions(&self) -> Result<u64> {
        Ok(self.0.store.delete_expired_sessions(self.now()).await?)
    }
}
