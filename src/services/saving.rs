//! Saving: a revision on top of the one a text was written from, by whoever may write now.

use jiff::SignedDuration;
use serde_json::json;

use super::{
    Project, Result, ServiceError, Workshop,
    claims::work_on,
    steps::{TRIES, ensure, review_of},
    views::Saved,
};
use crate::{
    ids::{RevisionNumber, TaskId},
    store::{Revision, SaveOutcome, StoreError},
    workflow::{Person, Stage, Task},
};

/// The longest text that is taken, in bytes; ten times the longest post known.
const LONGEST: usize = 2 << 20;

impl Workshop {
    /// Saves the whole text on top of revision `expected`; otherwise [`ServiceError::Conflict`] with
    /// the newer text. Saving what is saved already changes nothing. The translator saves while the
    /// text is theirs, the proofreader during the review; both prolong their lease by it.
    ///
    /// A translator who comes back after the lease ended goes on where they were, unless somebody
    /// else has taken the post.
    pub async fn save_draft(
        &self,
        task: TaskId,
        expected: RevisionNumber,
        text: String,
        by: &Person,
    ) -> Result<Saved> {
        let (revision, task) = self.write_draft(task, expected, text, by).await?;
        Ok(saved(&revision, &task))
    }

    /// The same, and says what the checks find in what was saved. Checking takes many times as long as
    /// saving, so whoever saves often asks for that afterwards.
    pub async fn save_and_check(
        &self,
        task: TaskId,
        expected: RevisionNumber,
        text: String,
        by: &Person,
    ) -> Result<Saved> {
        let (revision, task) = self.write_draft(task, expected, text, by).await?;
        let project = self.project(&task.project)?;
        let findings = Some(self.findings(&task, project, &revision.text).await?);
        Ok(Saved { findings, ..saved(&revision, &task) })
    }

    /// The revision that was written, and its task as it is since.
    async fn write_draft(
        &self,
        task: TaskId,
        expected: RevisionNumber,
        text: String,
        by: &Person,
    ) -> Result<(Revision, Task)> {
        ensure_length(&text)?;
        if let Some(written) = self.append_draft(task, expected, &text, by).await? {
            return Ok(written);
        }
        for _ in 0..TRIES {
            let (before, project) = self.task(task).await?;
            let lease = may_write(&before, project, by)?;
            if matches!(before.stage, Stage::Expired { .. }) {
                self.resume(&before, project, by).await?;
                continue;
            }
            let now = self.0.clock.now();
            let after = before.clone().saved(by.id, now, lease)?;
            // Browsers hand texts back with line endings of their own; a file keeps the ones it had.
            let as_before = |newest: &str| with_line_endings_of(newest, &text);
            let by_now = (by.id, now);
            let saving =
                self.0.store.save_draft_after(&before, &after, expected, as_before, by_now);
            match saving.await? {
                SaveOutcome::Saved(revision) => {
                    if is_news(&before, &after) {
                        project.forget_board();
                    }
                    self.0.saved_tasks.keep(&after);
                    return Ok((revision, after));
                }
                SaveOutcome::Conflict(newest) => {
                    return Err(self.conflict(expected, newest).await?);
                }
                SaveOutcome::TaskMoved => {}
            }
        }
        Err(StoreError::Contended { table: "tasks", row: task.to_string() }.into())
    }

    /// Writes a text as nearly every save goes, in one statement and without a question before it: by the
    /// task as the last save left it, which the statement holds against what the task is now. `None`, and
    /// nothing is written, wherever it is not that simple.
    async fn append_draft(
        &self,
        task: TaskId,
        expected: RevisionNumber,
        text: &str,
        by: &Person,
    ) -> Result<Option<(Revision, Task)>> {
        let Some(task) = self.0.saved_tasks.get(task) else { return Ok(None) };
        let Ok(lease) = may_write(&task, self.project_of(&task)?, by) else { return Ok(None) };
        let now = self.0.clock.now();
        let after = task.clone().saved(by.id, now, lease);
        if !after.is_ok_and(|after| after == task) {
            return Ok(None);
        }
        let number = RevisionNumber(expected.0 + 1);
        let text = with_line_endings_of("", text);
        let revision = Revision { task: task.id, number, by: by.id, at: now, text };
        let is_written = self.0.store.append_draft(&task, &revision).await?;
        Ok(is_written.then_some((revision, task)))
    }

    pub(super) async fn resume(
        &self,
        expired: &Task,
        project: &Project,
        by: &Person,
    ) -> Result<()> {
        let lease = project.settings.rules.claim_lease;
        let after = expired.clone().resume(self.0.clock.now(), lease)?;
        let data = json!({ "resumed": true });
        if self.write_step(expired, &after, Some(by.id), "claimed", data).await? {
            return Ok(());
        }
        match self.0.store.active_task(&expired.project, &expired.slug).await? {
            Some(taken) if taken.id != expired.id => {
                let by = self.brief(taken.translator).await?.name;
                Err(ServiceError::AlreadyClaimed { by })
            }
            _ => Ok(()),
        }
    }
}

/// What a save answers where nothing was checked.
pub(super) fn saved(revision: &Revision, task: &Task) -> Saved {
    Saved {
        revision: revision.number,
        saved_at: revision.at,
        findings: None,
        lease_until: task.lease_until(),
    }
}

/// Refuses whoever may not write into the draft now: the translator while the text is theirs, the
/// proofreader during the review. Returns the lease that writing prolongs.
pub(super) fn may_write(task: &Task, project: &Project, by: &Person) -> Result<SignedDuration> {
    let rules = &project.settings.rules;
    match task.stage {
        Stage::InReview { .. } => {
            ensure(by, review_of(task, project))?;
            Ok(rules.review_lease)
        }
        _ => {
            ensure(by, work_on(task, project))?;
            Ok(rules.claim_lease)
        }
    }
}

/// Whether a board has to tell two states of a task apart. It counts leases by the full hour, so that of
/// many saves one in an hour is news, and no board is further behind than that.
fn is_news(before: &Task, after: &Task) -> bool {
    let hour = |task: &Task| task.lease_until().map(|until| until.as_second().div_euclid(3600));
    hour(before) != hour(after) || before.stage_name() != after.stage_name()
}

/// Refuses a text that is too long to be a post, before any work is spent on it.
pub(super) fn ensure_length(text: &str) -> Result<()> {
    if text.len() <= LONGEST {
        return Ok(());
    }
    Err(ServiceError::TooLong { bytes: text.len(), limit: LONGEST })
}

/// Writes `text` with the line endings of `old`: `\r\n` where every line of it ends so, else `\n`. A
/// file that mixes them keeps the lines as they are given.
pub(super) fn with_line_endings_of(old: &str, text: &str) -> String {
    let (all, windows) = (old.matches('\n').count(), old.matches("\r\n").count());
    if windows == 0 {
        text.replace("\r\n", "\n")
    } else if windows == all {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_the_line_endings_its_file_had() {
        assert_eq!(with_line_endings_of("a\nb\n", "c\r\nd\r\n"), "c\nd\n");
        assert_eq!(with_line_endings_of("a\r\nb\r\n", "c\nd\n"), "c\r\nd\r\n");
        assert_eq!(with_line_endings_of("a\r\nb\r\n", "c\r\nd\n"), "c\r\nd\r\n");
        assert_eq!(with_line_endings_of("a\r\nb\n", "c\r\nd\n"), "c\r\nd\n");
        assert_eq!(with_line_endings_of("", "c\r\n"), "c\n");
    }
}
