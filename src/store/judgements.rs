//! What people said about the judgement: pinned bases and dismissed changes. Not derived from Git, so never rebuilt.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{Result, Store};
use crate::ids::{CommitId, PersonId, ProjectId, Slug};

impl Store {
    pub async fn set_pin(
        &self,
        _project: &ProjectId,
        _slug: &Slug,
        _base: CommitId,
        _by: PersonId,
        _at: Timestamp,
    ) -> Result<()> {
        todo!()
    }

    pub async fn pins(&self, _project: &ProjectId) -> Result<HashMap<Slug, CommitId>> {
        todo!()
    }

    pub async fn add_dismissal(
        &self,
        _project: &ProjectId,
        _slug: &Slug,
        _change_key: &str,
        _reason: &str,
        _by: PersonId,
        _at: Timestamp,
    ) -> Result<()> {
        todo!()
    }

    pub async fn dismissals(&self, _project: &ProjectId) -> Result<HashMap<Slug, Vec<String>>> {
        todo!()
    }
}
