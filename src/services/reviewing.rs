//! Proofreading by another person.

mod beside;
pub(super) mod spoken;
mod threads;

use std::ops::Range;

use serde_json::json;

use super::{
    Result, ServiceError, Unfit, Workshop,
    steps::{ensure, review_of},
    views::Saved,
};
use crate::{
    ids::{RevisionNumber, TaskId},
    workflow::{Person, Reason, Task},
};

/// The longest remark that is taken, in characters.
const LONGEST_REMARK: usize = 10_000;

impl Workshop {
    /// Takes a submitted text in hand; nobody else proofreads it meanwhile.
    pub async fn start_review(&self, task: TaskId, by: &Person) -> Result<Task> {
        let now = self.0.clock.now();
        self.take_step(task, by, "review_started", json!({}), review_of, |task, project| {
            Ok(task.start_review(by.id, now, project.settings.rules.review_lease)?)
        })
        .await
    }

    /// Puts a text back among those that wait for a proofreader.
    pub async fn leave_review(&self, task: TaskId, by: &Person) -> Result<Task> {
        self.take_step(task, by, "review_left", json!({}), review_of, |task, _| {
            Ok(task.leave_review(by.id)?)
        })
        .await
    }

    /// Approves the newest revision, which must be `revision` and free of errors. The worker publishes it.
    ///
    /// Threads that are open ask first: `despite_open` is how many of them the proofreader knows of.
    pub async fn approve(
        &self,
        task: TaskId,
        revision: RevisionNumber,
        despite_open: usize,
        by: &Person,
    ) -> Result<Task> {
        let (known, project) = self.task(task).await?;
        ensure(by, review_of(&known, project))?;
        let threads = self.0.store.threads(task).await?;
        let open = threads.iter().filter(|thread| !thread.is_resolved()).count();
        if open > despite_open {
            return Err(ServiceError::OpenThreads(open));
        }
        let now = self.0.clock.now();
        let own = known.translator == by.id;
        let data = json!({ "revision": revision, "self_approval": own, "open_threads": open });
        let event = ("approved", data);
        let approved = self
            .take_step_on_text(task, revision, by, event, review_of, |task| {
                Ok(task.approve(by.id, revision, now)?)
            })
            .await?;
        self.wake();
        Ok(approved)
    }

    /// Gives a text back to its translator, who needs to be told why.
    pub async fn request_changes(&self, task: TaskId, reason: String, by: &Person) -> Result<Task> {
        let reason = Reason::from(remark("reason", &reason)?);
        let now = self.0.clock.now();
        let data = json!({ "reason": reason });
        self.take_step(task, by, "changes_requested", data, review_of, |task, project| {
            let lease = project.settings.rules.claim_lease;
            Ok(task.request_changes(by.id, reason.clone(), now, lease)?)
        })
        .await
    }

    /// Puts another text in the place of one block of revision `expected`, which must be the newest, and
    /// saves the whole. `span` is in bytes.
    pub async fn mend_block(
        &self,
        task: TaskId,
        expected: RevisionNumber,
        span: Range<usize>,
        text: &str,
        by: &Person,
    ) -> Result<Saved> {
        let mended = self.with_block(task, expected, span, text, by).await?;
        self.save_draft(task, expected, mended, by).await
    }

    /// The text of a revision with another text in the place of one block.
    pub async fn with_block(
        &self,
        task: TaskId,
        revision: RevisionNumber,
        span: Range<usize>,
        text: &str,
        by: &Person,
    ) -> Result<String> {
        let whole = self.revision(task, revision, by).await?.text;
        let (Some(before), Some(after)) = (whole.get(..span.start), whole.get(span.end..)) else {
            let problem = Unfit::Foreign("this is no place of that revision".to_owned());
            return Err(ServiceError::Invalid { field: "span", problem });
        };
        // The lines a form hands back end otherwise than those of the file may.
        let text = text.replace("\r\n", "\n");
        let text = if whole.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
        Ok(format!("{before}{text}{after}"))
    }
}

/// A sentence somebody wrote to somebody else.
pub(super) fn remark(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    let length = text.chars().count();
    let problem = match length {
        0 => Unfit::Empty,
        1..=LONGEST_REMARK => return Ok(text.to_owned()),
        _ => Unfit::Long { most: LONGEST_REMARK },
    };
    Err(ServiceError::Invalid { field, problem })
}
