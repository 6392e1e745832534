//! People and their roles.

use std::sync::atomic::Ordering;

use jiff::Timestamp;

use super::{Event, Result, Store, StoreError, events, rows::RowName};
use crate::{
    ids::PersonId,
    workflow::{Person, Role, UiLanguage},
};

/// Somebody who signs in for the first time.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub login: String,
    pub github_id: Option<u64>,
    pub name: String,
    pub role: Role,
    pub language: UiLanguage,
    pub at: Timestamp,
}

struct PersonRow {
    id: i64,
    login: String,
    github_id: Option<i64>,
    name: String,
    hf_user: Option<String>,
    role: String,
    language: String,
    blocked: bool,
}

impl TryFrom<PersonRow> for Person {
    type Error = StoreError;

    fn try_from(row: PersonRow) -> Result<Self> {
        let name = RowName { table: "people", row: row.id };
        Ok(Self {
            id: PersonId(row.id),
            role: name.parse("role", &row.role)?,
            language: name.parse("language", &row.language)?,
            login: row.login,
            github_id: row.github_id.map(i64::cast_unsigned),
            name: row.name,
            hf_user: row.hf_user,
            blocked: row.blocked,
        })
    }
}

/// Selects whole people; the argument continues the statement after its column list.
macro_rules! select_people {
    ($rest:tt $(, $argument:expr)*) => {
        sqlx::query_as!(
            PersonRow,
            "SELECT id, login, github_id, name, hf_user, role, language, blocked AS \"blocked: bool\" \
             FROM people " + $rest
            $(, $argument)*
        )
    };
}

impl Store {
    /// Adds somebody; signing in twice at once yields the same person twice.
    pub async fn add_person(&self, new: &NewPerson) -> Result<Person> {
        let mut transaction = self.begin().await?;
        let github_id = new.github_id.map(u64::cast_signed);
        let (role, language, at) = (new.role.name(), new.language.name(), new.at.as_millisecond());
        sqlx::query!(
            "INSERT INTO people (login, github_id, name, role, language, blocked, joined_at) \
             VALUES (?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING",
            new.login,
            github_id,
            new.name,
            role,
            language,
            at
        )
        .execute(&mut *transaction)
        .await?;
        let row = match github_id {
            Some(id) => {
                select_people!("WHERE github_id = ?", id).fetch_one(&mut *transaction).await?
            }
            None => {
                select_people!("WHERE github_id IS NULL AND login = ?", new.login)
                    .fetch_one(&mut *transaction)
                    .await?
            }
        };
        transaction.commit().await?;
        self.people_changes.fetch_add(1, Ordering::AcqRel);
        row.try_into()
    }

    pub async fn person(&self, id: PersonId) -> Result<Option<Person>> {
        let row = select_people!("WHERE id = ?", id.0).fetch_optional(&self.readers).await?;
        row.map(Person::try_from).transpose()
    }

    /// Whose a session is that has not expired at `now`; nobody's is `None` like one that is unknown.
    pub async fn person_of_session(&self, key: &str, now: Timestamp) -> Result<Option<Person>> {
        let now = now.as_millisecond();
        let row = select_people!(
            "WHERE id = (SELECT person FROM sessions WHERE key = ? AND expires_at > ?)",
            key,
            now
        );
        row.fetch_optional(&self.readers).await?.map(Person::try_from).transpose()
    }

    pub async fn person_by_github_id(&self, id: u64) -> Result<Option<Person>> {
        let id = id.cast_signed();
        let row = select_people!("WHERE github_id = ?", id).fetch_optional(&self.readers).await?;
        row.map(Person::try_from).transpose()
    }

    /// A local person (one without a GitHub id) by login.
    pub async fn local_person(&self, login: &str) -> Result<Option<Person>> {
        let row = select_people!("WHERE github_id IS NULL AND login = ?", login);
        row.fetch_optional(&self.readers).await?.map(Person::try_from).transpose()
    }

    /// Whether somebody was asked for their name on the Hub and told what is stored.
    pub async fn is_welcomed(&self, id: PersonId) -> Result<bool> {
        let welcomed = sqlx::query_scalar!("SELECT welcomed_at FROM people WHERE id = ?", id.0);
        Ok(welcomed.fetch_optional(&self.readers).await?.flatten().is_some())
    }

    pub async fn set_welcomed(&self, id: PersonId, at: Timestamp) -> Result<()> {
        let at = at.as_millisecond();
        let result = sqlx::query!("UPDATE people SET welcomed_at = ? WHERE id = ?", at, id.0)
            .execute(&self.writer)
            .await?;
        RowName { table: "people", row: id }.changed(&result)
    }

    /// How often people were added or changed by this process; what was read at one number holds as long
    /// as the number stays.
    pub fn people_changes(&self) -> u64 {
        self.people_changes.load(Ordering::Acquire)
    }

    /// Everybody, in the order they came.
    pub async fn people(&self) -> Result<Vec<Person>> {
        let rows = select_people!("ORDER BY id").fetch_all(&self.readers).await?;
        rows.into_iter().map(Person::try_from).collect()
    }

    /// Changes a person as they are at that moment, and writes the event that says so, in one
    /// transaction: what others changed since the caller looked stays. Id and GitHub id never change.
    ///
    /// `None`, and nothing written, where it would take the last maintainer who is not blocked.
    pub async fn update_person(
        &self,
        id: PersonId,
        change: impl FnOnce(Person) -> Person,
        event: &Event,
    ) -> Result<Option<Person>> {
        let mut transaction = self.begin().await?;
        let before = maintainers(&mut transaction).await?;
        let row = select_people!("WHERE id = ?", id.0).fetch_optional(&mut *transaction).await?;
        let missing = || StoreError::Missing { table: "people", row: id.to_string() };
        let person = change(row.ok_or_else(missing)?.try_into()?);
        let (role, language) = (person.role.name(), person.language.name());
        let result = sqlx::query!(
            "UPDATE people SET login = ?, name = ?, hf_user = ?, role = ?, language = ?, \
             blocked = ? WHERE id = ?",
            person.login,
            person.name,
            person.hf_user,
            role,
            language,
            person.blocked,
            id.0
        )
        .execute(&mut *transaction)
        .await?;
        RowName { table: "people", row: id }.changed(&result)?;
        if before > 0 && maintainers(&mut transaction).await? == 0 {
            return Ok(None);
        }
        events::insert(&mut transaction, event).await?;
        transaction.commit().await?;
        self.people_changes.fetch_add(1, Ordering::AcqRel);
        Ok(Some(person))
    }
}

/// Counts the maintainers who may act.
async fn maintainers(connection: &mut sqlx::SqliteConnection) -> Result<i64> {
    let count = sqlx::query_scalar!(
        "SELECT count(*) FROM people WHERE role = 'maintainer' AND NOT blocked"
    );
    Ok(count.fetch_one(connection).await?)
}

#[cfg(test)]
mod tests;
