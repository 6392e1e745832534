//! What pages show, assembled from the catalogue in memory and the tasks in the database.

use std::sync::Arc;

use super::{Result, Workshop, views::*};
use crate::{
    ids::{ProjectId, Slug, TaskId},
    workflow::Person,
};

impl Workshop {
    /// The ids and names of all projects, in the order of the configuration.
    pub fn projects(&self) -> Vec<(ProjectId, String)> {
        todo!()
    }

    /// The board, from memory. Usefulness: what is stale comes before what is missing, severe before
    /// mild, young before old, and what somebody works on comes last.
    pub async fn board(&self, _project: &ProjectId) -> Result<Arc<Board>> {
        todo!()
    }

    pub async fn post(&self, _project: &ProjectId, _slug: &Slug) -> Result<PostView> {
        todo!()
    }

    /// The workspace of a task, as `viewer` may see it.
    pub async fn workspace(&self, _task: TaskId, _viewer: &Person) -> Result<WorkspaceView> {
        todo!()
    }

    pub async fn mine(&self, _person: &Person) -> Result<Mine> {
        todo!()
    }

    pub async fn dashboard(&self, _project: &ProjectId, _viewer: &Person) -> Result<Dashboard> {
        todo!()
    }
}
