//! Tasks as their last saves left them, so that the next save need not ask before it writes.
//!
//! Nothing here is believed: a save that begins with a task from here writes in a statement that looks whether
//! the task still is so, and is decided anew where it is not.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{ids::TaskId, workflow::Task};

/// More than are ever written at once; when that many are known, all are forgotten.
const MOST: usize = 1024;

/// The tasks that were saved lately.
#[derive(Debug, Default)]
pub(super) struct SavedTasks(Mutex<HashMap<TaskId, Task>>);

impl SavedTasks {
    pub(super) fn get(&self, id: TaskId) -> Option<Task> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    pub(super) fn keep(&self, task: &Task) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tasks.len() >= MOST {
            tasks.clear();
        }
        tasks.insert(task.id, task.clone());
    }
}
