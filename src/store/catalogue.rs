//! The cache of what Git says.

use super::{Result, Store};
use crate::{
    catalogue::{Catalogue, CatalogueDiff},
    ids::ProjectId,
};

impl Store {
    /// The catalogue of the last sync; `None` before the first, or where `engine` (a version of the
    /// judgement) differs from the one it was made by.
    pub async fn catalogue(
        &self,
        _project: &ProjectId,
        _engine: &str,
    ) -> Result<Option<Catalogue>> {
        todo!()
    }

    /// Applies a difference in one transaction; `catalogue` is the state it leads to.
    pub async fn apply_catalogue(
        &self,
        _project: &ProjectId,
        _engine: &str,
        _diff: &CatalogueDiff,
        _catalogue: &Catalogue,
    ) -> Result<()> {
        todo!()
    }

    /// Forgets the cache of a project.
    pub async fn drop_catalogue(&self, _project: &ProjectId) -> Result<()> {
        todo!()
    }
}
