//! What the draft of an update was written from.
//!
//! A draft may replace a published translation only if it was written from that very text; anything
//! else would undo, unseen, what others did to it since.

use super::{Result, ServiceError, Workshop};
use crate::{
    ids::{RevisionNumber, TaskId},
    workflow::{Stage, Task, TaskKind},
};

impl Workshop {
    /// The texts an update was written from, newest first: the one its task began with and, where that
    /// is the draft an ended task left, what that draft was written from in turn. The last of them was
    /// the published translation then.
    pub(super) async fn written_from(&self, task: &Task) -> Result<Vec<String>> {
        let store = &self.0.store;
        let mut earlier = store.tasks_of_post(&task.project, &task.slug).await?;
        earlier.retain(|it| it.id < task.id && it.kind == TaskKind::Update && left_a_draft(it));
        let mut text = self.first_text(task.id).await?;
        let mut texts = Vec::new();
        for left in earlier {
            let newest = store.newest_revision(left.id).await?;
            if newest.is_some_and(|newest| newest.text == text) {
                let before = self.first_text(left.id).await?;
                texts.push(std::mem::replace(&mut text, before));
            }
        }
        texts.push(text);
        Ok(texts)
    }

    async fn first_text(&self, task: TaskId) -> Result<String> {
        let first = self.0.store.revision(task, RevisionNumber(1)).await?;
        Ok(first.ok_or(ServiceError::NotFound("revision"))?.text)
    }
}

fn left_a_draft(task: &Task) -> bool {
    !task.is_active() && !matches!(task.stage, Stage::Merged { .. })
}
