//! From an approved draft to one branch and one pull request, however often it is interrupted.

use super::{Result, Workshop};
use crate::{
    ids::TaskId,
    workflow::{Person, Task},
};

impl Workshop {
    /// Publishes every approved task that is due; a failure is kept with the task and tried again later.
    pub async fn publish_due(&self) -> Result<usize> {
        todo!()
    }

    /// A person asks for another try now.
    pub async fn publish_again(&self, _task: TaskId, _by: &Person) -> Result<Task> {
        todo!()
    }
}
