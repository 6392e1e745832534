//! Ways out of the site, and how they fare.

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

use super::{Result, Store, StoreError, rows::RowName};
use crate::{
    ids::{ChannelId, PersonId, ProjectId},
    notices::{Form, Kind},
    workflow::UiLanguage,
};

/// Whose a way out is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelOwner {
    Person(PersonId),
    /// A group that follows a project.
    Project(ProjectId),
}

/// A way out. Its address and its secret are printed by nothing.
#[derive(Debug, Clone)]
pub struct Channel {
    pub id: ChannelId,
    pub owner: ChannelOwner,
    pub form: Form,
    pub name: String,
    pub address: SecretString,
    pub secret: Option<SecretString>,
    pub kinds: Vec<Kind>,
    /// For groups; a person hears in their own.
    pub language: UiLanguage,
    pub confirmed_at: Option<Timestamp>,
    /// Failures since the last success.
    pub failures: u32,
    pub next_attempt: Option<Timestamp>,
    /// Waits for a person since then.
    pub parked_at: Option<Timestamp>,
    pub last_error: Option<String>,
    pub last_sent: Option<Timestamp>,
}

/// A way out to be made.
#[derive(Debug, Clone)]
pub struct NewChannel {
    pub owner: ChannelOwner,
    pub form: Form,
    pub name: String,
    pub address: SecretString,
    pub secret: Option<SecretString>,
    pub kinds: Vec<Kind>,
    pub language: UiLanguage,
    pub made_by: PersonId,
    pub at: Timestamp,
    /// The hash of a code that must be given before it counts.
    pub code_hash: Option<String>,
}

struct ChannelRow {
    id: i64,
    owner: Option<i64>,
    project: Option<String>,
    form: String,
    name: String,
    address: String,
    secret: Option<String>,
    kinds: String,
    language: String,
    confirmed_at: Option<i64>,
    failures: i64,
    next_attempt: Option<i64>,
    parked_at: Option<i64>,
    last_error: Option<String>,
    last_sent: Option<i64>,
}

impl TryFrom<ChannelRow> for Channel {
    type Error = StoreError;

    fn try_from(row: ChannelRow) -> Result<Self> {
        let name = RowName { table: "channels", row: row.id };
        let owner = match (row.owner, row.project) {
            (Some(person), _) => ChannelOwner::Person(PersonId(person)),
            (None, project) => {
                ChannelOwner::Project(ProjectId::new(name.required("project", project)?))
            }
        };
        Ok(Self {
            id: ChannelId(row.id),
            owner,
            form: name.parse("form", &row.form)?,
            name: row.name,
            address: row.address.into(),
            secret: row.secret.map(SecretString::from),
            kinds: name.json("kinds", &row.kinds)?,
            language: name.parse("language", &row.language)?,
            confirmed_at: name.optional_moment("confirmed_at", row.confirmed_at)?,
            failures: name.number("failures", row.failures)?,
            next_attempt: name.optional_moment("next_attempt", row.next_attempt)?,
            parked_at: name.optional_moment("parked_at", row.parked_at)?,
            last_error: row.last_error,
            last_sent: name.optional_moment("last_sent", row.last_sent)?,
        })
    }
}

/// Selects whole rows of `channels`; the argument continues the statement after its column list.
macro_rules! select_channels {
    ($rest:tt $(, $argument:expr)*) => {
        sqlx::query_as!(
            ChannelRow,
            "SELECT id, owner, project, form, name, address, secret, kinds, language, confirmed_at, \
             failures, next_attempt, parked_at, last_error, last_sent FROM channels " + $rest
            $(, $argument)*
        )
    };
}

impl Store {
    pub async fn add_channel(&self, new: &NewChannel) -> Result<ChannelId> {
        let (owner, project) = match &new.owner {
            ChannelOwner::Person(person) => (Some(person.0), None),
            ChannelOwner::Project(project) => (None, Some(project.as_str())),
        };
        let (form, language, at) = (new.form.name(), new.language.name(), new.at.as_millisecond());
        let (address, secret) =
            (new.address.expose_secret(), new.secret.as_ref().map(|it| it.expose_secret()));
        let kinds = kinds_json(&new.kinds);
        let confirmed = new.code_hash.is_none().then_some(at);
        let result = sqlx::query!(
            "INSERT INTO channels (owner, project, form, name, address, secret, kinds, language, \
             made_by, made_at, confirmed_at, code_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            owner,
            project,
            form,
            new.name,
            address,
            secret,
            kinds,
            language,
            new.made_by.0,
            at,
            confirmed,
            new.code_hash
        )
        .execute(&self.writer)
        .await?;
        Ok(ChannelId(result.last_insert_rowid()))
    }

    /// All ways out, in the order they were made.
    pub async fn channels(&self) -> Result<Vec<Channel>> {
        let rows = select_channels!("ORDER BY id").fetch_all(&self.readers).await?;
        rows.into_iter().map(Channel::try_from).collect()
    }

    pub async fn channel(&self, id: ChannelId) -> Result<Option<Channel>> {
        let row = select_channels!("WHERE id = ?", id.0).fetch_optional(&self.readers).await?;
        row.map(Channel::try_from).transpose()
    }

    pub async fn set_channel_kinds(&self, id: ChannelId, kinds: &[Kind]) -> Result<()> {
        let kinds = kinds_json(kinds);
        let result = sqlx::query!("UPDATE channels SET kinds = ? WHERE id = ?", kinds, id.0)
            .execute(&self.writer)
            .await?;
        RowName { table: "channels", row: id }.changed(&result)
    }

    /// Takes a way out away, with what was to leave on it.
    pub async fn remove_channel(&self, id: ChannelId) -> Result<()> {
        let result =
            sqlx::query!("DELETE FROM channels WHERE id = ?", id.0).execute(&self.writer).await?;
        RowName { table: "channels", row: id }.changed(&result)
    }

    /// Confirms a way out with the code that was sent there; `false` where it is another one, or where
    /// too many were tried.
    pub async fn confirm_channel(
        &self,
        id: ChannelId,
        code_hash: &str,
        at: Timestamp,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        sqlx::query!("UPDATE channels SET code_tries = code_tries + 1 WHERE id = ?", id.0)
            .execute(&mut *transaction)
            .await?;
        let at = at.as_millisecond();
        let result = sqlx::query!(
            "UPDATE channels SET confirmed_at = ?, code_hash = NULL \
             WHERE id = ? AND code_hash = ? AND code_tries <= 10",
            at,
            id.0,
            code_hash
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(result.rows_affected() == 1)
    }

    /// Notes that something left on a way out: whatever was wrong with it is not any more.
    pub async fn note_channel_works(&self, id: ChannelId, at: Timestamp) -> Result<()> {
        let at = at.as_millisecond();
        sqlx::query!(
            "UPDATE channels SET failures = 0, next_attempt = NULL, parked_at = NULL, \
             last_error = NULL, last_sent = ? WHERE id = ?",
            at,
            id.0
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Notes what went wrong with a test; what waits there is tried as before.
    pub async fn note_channel_error(&self, id: ChannelId, error: &str) -> Result<()> {
        sqlx::query!("UPDATE channels SET last_error = ? WHERE id = ?", error, id.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Notes a failure; without a next attempt it waits for a person.
    pub async fn note_channel_fails(
        &self,
        id: ChannelId,
        error: &str,
        at: Timestamp,
        next_attempt: Option<Timestamp>,
    ) -> Result<()> {
        let parked = next_attempt.is_none().then(|| at.as_millisecond());
        let next = next_attempt.map(Timestamp::as_millisecond);
        sqlx::query!(
            "UPDATE channels SET failures = failures + 1, next_attempt = ?, parked_at = ?, \
             last_error = ? WHERE id = ?",
            next,
            parked,
            error,
            id.0
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}

fn kinds_json(kinds: &[Kind]) -> String {
    serde_json::to_string(kinds).unwrap_or_else(|_| "[]".into())
}
