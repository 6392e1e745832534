//! Sign-in sessions, by an opaque key. The web floor decides what a record holds.

use jiff::Timestamp;

use super::{Result, Store};
use crate::ids::PersonId;

impl Store {
    /// Inserts or replaces a record.
    pub async fn save_session(
        &self,
        key: &str,
        record: &[u8],
        expires: Timestamp,
        person: Option<PersonId>,
    ) -> Result<()> {
        let (expires, person) = (expires.as_millisecond(), person.map(|person| person.0));
        sqlx::query!(
            "INSERT INTO sessions (key, record, expires_at, person) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (key) DO UPDATE SET record = ?2, expires_at = ?3, person = ?4",
            key,
            record,
            expires,
            person
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// `false` where the key is taken.
    pub async fn create_session(
        &self,
        key: &str,
        record: &[u8],
        expires: Timestamp,
        person: Option<PersonId>,
    ) -> Result<bool> {
        let (expires, person) = (expires.as_millisecond(), person.map(|person| person.0));
        let result = sqlx::query!(
            "INSERT INTO sessions (key, record, expires_at, person) VALUES (?, ?, ?, ?) \
             ON CONFLICT DO NOTHING",
            key,
            record,
            expires,
            person
        )
        .execute(&self.writer)
        .await?;
        Ok(result.rows_affected() == 1)
    }

    /// A record that has not expired at `now`.
    pub async fn session(&self, key: &str, now: Timestamp) -> Result<Option<Vec<u8>>> {
        let now = now.as_millisecond();
        let record = sqlx::query_scalar!(
            "SELECT record FROM sessions WHERE key = ? AND expires_at > ?",
            key,
            now
        );
        Ok(record.fetch_optional(&self.readers).await?)
    }

    /// Forgets a record; one that is gone already is no error.
    pub async fn delete_session(&self, key: &str) -> Result<()> {
        sqlx::query!("DELETE FROM sessions WHERE key = ?", key).execute(&self.writer).await?;
        Ok(())
    }

    /// Forgets all records of a person; returns how many.
    pub async fn delete_sessions_of(&self, person: PersonId) -> Result<u64> {
        let result = sqlx::query!("DELETE FROM sessions WHERE person = ?", person.0)
            .execute(&self.writer)
            .await?;
        Ok(result.rows_affected())
    }

    /// Forgets what expired by `now`; returns how many.
    pub async fn delete_expired_sessions(&self, now: Timestamp) -> Result<u64> {
        let now = now.as_millisecond();
        let result = sqlx::query!("DELETE FROM sessions WHERE expires_at <= ?", now)
            .execute(&self.writer)
            .await?;
        Ok(result.rows_affected())
    }
}
