//! People and their roles.

use jiff::Timestamp;

use super::{Result, Store};
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

impl Store {
    pub async fn add_person(&self, _new: &NewPerson) -> Result<Person> {
        todo!()
    }

    pub async fn person(&self, _id: PersonId) -> Result<Option<Person>> {
        todo!()
    }

    pub async fn person_by_github_id(&self, _id: u64) -> Result<Option<Person>> {
        todo!()
    }

    /// A local person (one without a GitHub id) by login.
    pub async fn local_person(&self, _login: &str) -> Result<Option<Person>> {
        todo!()
    }

    pub async fn people(&self) -> Result<Vec<Person>> {
        todo!()
    }

    /// Writes everything but id and GitHub id.
    pub async fn update_person(&self, _person: &Person) -> Result<()> {
        todo!()
    }
}
