//! Claims: a lease decided in one atomic write.

use super::{Result, Workshop};
use crate::{
    ids::{PersonId, ProjectId, Slug, TaskId},
    workflow::{Person, Task},
};

impl Workshop {
    /// Claims a post: *translate* where there is no translation, *update* where it is stale. The first
    /// draft is the starting text, the published translation, or the draft an earlier claim left.
    pub async fn claim(&self, _project: &ProjectId, _slug: &Slug, _by: &Person) -> Result<Task> {
        todo!()
    }

    pub async fn release(&self, _task: TaskId, _by: &Person) -> Result<Task> {
        todo!()
    }

    /// A maintainer gives a post to somebody: a fresh claim, or a claimed task changes hands.
    pub async fn assign(
        &self,
        _project: &ProjectId,
        _slug: &Slug,
        _to: PersonId,
        _by: &Person,
    ) -> Result<Task> {
        todo!()
    }

    /// Ends the leases that ran out; returns how many.
    pub async fn expire_leases(&self) -> Result<usize> {
        todo!()
    }
}
