//! Sessions: who is signed in, what is said on the next page, a GitHub sign-in under way.
//!
//! The browser holds a random key; the database holds only its hash, so that a copy of the database
//! opens no session. The key changes at every sign-in, and signing out deletes the record.

use std::{collections::HashMap, fmt};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::{
        SameSite,
        time::{Duration, OffsetDateTime},
    },
    session::{self, Id, Record},
    session_store,
};

use super::{back::LocalPath, beneath::Base, failure::Failure, pages::Notice, state::Settings};
use crate::{
    ids::{PersonId, RevisionNumber, TaskId},
    services::{ServiceError, Trouble, Workshop},
    workflow::Person,
};

const PERSON: &str = "person";
const NOTICE: &str = "notice";
const GITHUB: &str = "github";

/// A session ends when nothing was done in it for this long; one of nobody, who is on the way in or out,
/// after an hour. The worker deletes what has ended.
const LIFETIME: Duration = Duration::days(30);
const VISIT: SignedDuration = SignedDuration::from_hours(1);

/// The layer that gives every request its session.
pub(super) fn layer(
    workshop: Workshop,
    settings: &Settings,
) -> SessionManagerLayer<DatabaseSessions> {
    let secure = settings.secure_cookies;
    // `__Host-` binds the cookie to this host, all of it, and to https; `__Secure-` to https alone.
    // Browsers refuse them without.
    let name = match Base::of(settings.public_url.as_ref()) {
        _ if !secure => "yiqi",
        None => "__Host-yiqi",
        Some(_) => "__Secure-yiqi",
    };
    SessionManagerLayer::new(DatabaseSessions(workshop))
        .with_name(name)
        .with_secure(secure)
        // Strict would hide the session when GitHub sends people back.
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(LIFETIME))
}

/// Who is signed in.
pub(super) async fn person(session: &Session) -> Result<Option<PersonId>, Failure> {
    session.get(PERSON).await.map_err(failed)
}

/// Whose session it is, in one question for both; the record is not read, and `None` may mean anything.
pub(super) async fn holder(
    workshop: &Workshop,
    session: &Session,
) -> Result<Option<Person>, Failure> {
    match session.id() {
        Some(id) => Ok(workshop.person_of_session(&key(id)).await?),
        None => Ok(None),
    }
}

/// Signs somebody in, in a fresh session under a new key, which is stored when this returns.
pub(super) async fn sign_in(session: &Session, person: PersonId) -> Result<(), Failure> {
    let signed_in = async {
        session.clear().await;
        session.cycle_id().await?;
        session.insert(PERSON, person).await?;
        session.insert(NOTICE, Notice::SignedIn).await?;
        session.save().await
    };
    signed_in.await.map_err(failed)
}

/// Ends the session and forgets all it held.
pub(super) async fn sign_out(session: &Session) -> Result<(), Failure> {
    session.flush().await.map_err(failed)
}

/// Says something on the next page.
pub(super) async fn notify(session: &Session, notice: Notice) -> Result<(), Failure> {
    session.insert(NOTICE, notice).await.map_err(failed)
}

/// What is to be said, once.
pub(super) async fn take_notice(session: &Session) -> Option<Notice> {
    // Looking first keeps a session without a notice from being written again on every page.
    session.get::<Notice>(NOTICE).await.ok().flatten()?;
    session.remove(NOTICE).await.ok().flatten()
}

/// Remembers which revision of a task was downloaded.
pub(super) async fn note_download(
    session: &Session,
    task: TaskId,
    revision: RevisionNumber,
) -> Result<(), Failure> {
    session.insert(&download_of(task), revision).await.map_err(failed)
}

/// The revision of a task that was downloaded last.
pub(super) async fn downloaded(
    session: &Session,
    task: TaskId,
) -> Result<Option<RevisionNumber>, Failure> {
    session.get(&download_of(task)).await.map_err(failed)
}

fn download_of(task: TaskId) -> String {
    format!("downloaded:{task}")
}

/// A sign-in with GitHub that is under way.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct GithubSignIn {
    pub state: String,
    pub verifier: String,
    pub back: String,
}

impl GithubSignIn {
    pub(super) fn back(&self) -> LocalPath {
        LocalPath::new(&self.back)
    }
}

/// Remembers it until GitHub sends the person back: under a new key, as a change of a session that is there
/// may be let go, and without this nobody gets in.
pub(super) async fn begin_github(session: &Session, begun: &GithubSignIn) -> Result<(), Failure> {
    let remembered = async {
        session.insert(GITHUB, begun).await?;
        session.cycle_id().await?;
        session.save().await
    };
    remembered.await.map_err(failed)
}

/// Takes it out: it can be used once.
pub(super) async fn take_github(session: &Session) -> Result<Option<GithubSignIn>, Failure> {
    session.remove(GITHUB).await.map_err(failed)
}

/// Session records in the workshop's database.
#[derive(Clone)]
pub(super) struct DatabaseSessions(Workshop);

impl fmt::Debug for DatabaseSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseSessions")
    }
}

/// What is stored of a record: everything but its key.
#[derive(Serialize, Deserialize)]
struct Stored {
    data: HashMap<String, Value>,
    /// Seconds since 1970.
    expires: i64,
}

#[async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        let (bytes, expires) = encode(record)?;
        let (owner, expires) = self.terms(record, expires);
        while !self
            .0
            .create_session(&key(record.id), &bytes, expires, owner)
            .await
            .map_err(backend)?
        {
            record.id = Id::default();
        }
        Ok(())
    }

    /// Never fails for the database's sake: what a session that is there learns (a notice, what was downloaded)
    /// is not worth a page. Where the disk is full, whoever has a notice waiting could read nothing otherwise.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let (bytes, expires) = encode(record)?;
        let (owner, expires) = self.terms(record, expires);
        let saved = self.0.save_session(&key(record.id), &bytes, expires, owner).await;
        if let Err(error) = saved {
            tracing::warn!(%error, "what a session learned was let go");
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let bytes = self.0.session(&key(*id)).await.map_err(backend)?;
        bytes.map(|bytes| decode(*id, &bytes)).transpose()
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.0.delete_session(&key(*id)).await.map_err(backend)
    }
}

impl DatabaseSessions {
    /// Whose session it is, and when it ends: nobody's is soon forgotten.
    fn terms(&self, record: &Record, expires: Timestamp) -> (Option<PersonId>, Timestamp) {
        let owner = record.data.get(PERSON).and_then(Value::as_i64).map(PersonId);
        let expires = if owner.is_some() { expires } else { expires.min(self.0.now() + VISIT) };
        (owner, expires)
    }
}

fn key(id: Id) -> String {
    hex::encode(Sha256::digest(id.0.to_le_bytes()))
}

fn encode(record: &Record) -> session_store::Result<(Vec<u8>, Timestamp)> {
    let expires = record.expiry_date.unix_timestamp();
    let stored = Stored { data: record.data.clone(), expires };
    let bytes = serde_json::to_vec(&stored)
        .map_err(|error| session_store::Error::Encode(error.to_string()))?;
    let expires = Timestamp::from_second(expires)
        .map_err(|error| session_store::Error::Encode(error.to_string()))?;
    Ok((bytes, expires))
}

fn decode(id: Id, bytes: &[u8]) -> session_store::Result<Record> {
    let undecodable = |error: String| session_store::Error::Decode(error);
    let stored: Stored =
        serde_json::from_slice(bytes).map_err(|error| undecodable(error.to_string()))?;
    let expiry_date = OffsetDateTime::from_unix_timestamp(stored.expires)
        .map_err(|error| undecodable(error.to_string()))?;
    Ok(Record { id, data: stored.data, expiry_date })
}

/// A trouble of the database by its name, as the store of sessions lets nothing through but text.
const TROUBLES: [(&str, Trouble); 4] = [
    ("full", Trouble::Full),
    ("read-only", Trouble::ReadOnly),
    ("locked", Trouble::Locked),
    ("damaged", Trouble::Damaged),
];

fn backend(error: ServiceError) -> session_store::Error {
    let trouble = match &error {
        ServiceError::Store(error) => error.trouble(),
        _ => None,
    };
    let name = TROUBLES.iter().find(|(_, known)| Some(*known) == trouble).map_or("", |it| it.0);
    session_store::Error::Backend(format!("{name}: {error}"))
}

/// The failure of a request whose session could not be read or written.
fn failed(error: session::Error) -> Failure {
    let name = match &error {
        session::Error::Store(session_store::Error::Backend(text)) => text.split(": ").next(),
        _ => None,
    };
    match TROUBLES.iter().find(|(known, _)| Some(*known) == name) {
        Some((_, trouble)) => Failure::of_trouble(*trouble, error),
        None => Failure::unexpected(error),
    }
}

#[cfg(test)]
mod tests {
    use axum::{http::StatusCode, response::IntoResponse as _};

    use super::*;

    #[test]
    fn a_stored_record_does_not_tell_its_key() {
        let record = Record {
            id: Id(42),
            data: HashMap::from([(PERSON.to_owned(), Value::from(7))]),
            expiry_date: OffsetDateTime::UNIX_EPOCH + LIFETIME,
        };
        let (bytes, expires) = encode(&record).expect("it encodes");
        assert_eq!(decode(Id(42), &bytes).expect("it decodes"), record);
        assert_eq!(expires.as_second(), LIFETIME.whole_seconds());
        let text = String::from_utf8(bytes).expect("it is JSON");
        assert!(!text.contains(&Id(42).to_string()) && !text.contains(&key(Id(42))));
        assert_ne!(key(Id(42)), Id(42).to_string());
    }

    #[test]
    fn a_trouble_of_the_database_comes_through_the_store_of_sessions() {
        let status = |text: &str| {
            let error = session_store::Error::Backend(text.to_owned());
            failed(session::Error::Store(error)).into_response().status()
        };
        assert_eq!(status("full: the database or disk is full"), StatusCode::INSUFFICIENT_STORAGE);
        assert_eq!(status("locked: the database is locked"), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(": something else: full"), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
