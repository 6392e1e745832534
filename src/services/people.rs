//! People: signing in, names, roles.

use super::{Result, Workshop};
use crate::{
    ids::PersonId,
    workflow::{Person, Role, UiLanguage},
};

impl Workshop {
    /// The person behind a session; `None` where unknown. A blocked person is returned as such.
    pub async fn person(&self, _id: PersonId) -> Result<Option<Person>> {
        todo!()
    }

    /// Finds or creates a local person (demo, or `auth.local`).
    pub async fn sign_in_locally(&self, _login: &str, _name: &str, _role: Role) -> Result<Person> {
        todo!()
    }

    /// Finds or creates the person of a GitHub account; roles of the configuration apply.
    pub async fn sign_in_with_github(
        &self,
        _github_id: u64,
        _login: &str,
        _name: Option<&str>,
    ) -> Result<Person> {
        todo!()
    }

    pub async fn set_profile(
        &self,
        _by: &Person,
        _hf_user: Option<String>,
        _language: UiLanguage,
    ) -> Result<Person> {
        todo!()
    }

    pub async fn all_people(&self, _by: &Person) -> Result<Vec<Person>> {
        todo!()
    }

    pub async fn set_role(&self, _person: PersonId, _role: Role, _by: &Person) -> Result<Person> {
        todo!()
    }

    pub async fn set_blocked(
        &self,
        _person: PersonId,
        _blocked: bool,
        _by: &Person,
    ) -> Result<Person> {
        todo!()
    }

    /// Confirms or sets the base of a translation, or dismisses a change for exactly the present source version.
    pub async fn pin(
        &self,
        _project: &crate::ids::ProjectId,
        _slug: &crate::ids::Slug,
        _base: crate::ids::CommitId,
        _by: &Person,
    ) -> Result<()> {
        todo!()
    }

    pub async fn dismiss(
        &self,
        _project: &crate::ids::ProjectId,
        _slug: &crate::ids::Slug,
        _change_key: &str,
        _reason: &str,
        _by: &Person,
    ) -> Result<()> {
        todo!()
    }
}
