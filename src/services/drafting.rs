//! Drafts: append-only revisions under optimistic concurrency.

use jiff::SignedDuration;
use serde_json::json;

use super::{
    Project, Result, ServiceError, Workshop,
    claims::work_on,
    steps::{TRIES, ensure, review_of},
    views::{Draft, Saved},
};
use crate::{
    checks::Finding,
    ids::{RevisionNumber, TaskId},
    store::{Revision, SaveOutcome, StoreError},
    workflow::{Action, Person, Stage, Task, TaskKind},
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

    /// All revisions, newest first, without their texts.
    pub async fn revisions(&self, task: TaskId, viewer: &Person) -> Result<Vec<Draft>> {
        ensure(viewer, Action::Comment)?;
        self.task(task).await?;
        let mut drafts = Vec::new();
        for revision in self.0.store.revisions(task).await? {
            let revision = Revision { text: String::new(), ..revision };
            drafts.push(self.draft(revision).await?);
        }
        Ok(drafts)
    }

    /// The newest revision with its text.
    pub async fn newest_draft(&self, task: TaskId, viewer: &Person) -> Result<Draft> {
        ensure(viewer, Action::Comment)?;
        self.task(task).await?;
        let newest = self.0.store.newest_revision(task).await?;
        self.draft(newest.ok_or(ServiceError::NotFound("revision"))?).await
    }

    /// One revision with its text.
    pub async fn revision(
        &self,
        task: TaskId,
        number: RevisionNumber,
        viewer: &Person,
    ) -> Result<Draft> {
        ensure(viewer, Action::Comment)?;
        let revision = self.0.store.revision(task, number).await?;
        self.draft(revision.ok_or(ServiceError::NotFound("revision"))?).await
    }

    /// The nearest revision before another one that is still there; `None` before the first.
    pub async fn revision_before(
        &self,
        task: TaskId,
        number: RevisionNumber,
        viewer: &Person,
    ) -> Result<Option<Draft>> {
        let heads = self.0.store.revision_heads(task).await?;
        match heads.iter().rev().find(|head| head.number < number) {
            Some(head) => Ok(Some(self.revision(task, head.number, viewer).await?)),
            None => Ok(None),
        }
    }

    /// Brings the text of an earlier revision back as a new one, on top of revision `expected`.
    pub async fn restore(
        &self,
        task: TaskId,
        number: RevisionNumber,
        expected: RevisionNumber,
        by: &Person,
    ) -> Result<Saved> {
        let revision = self.0.store.revision(task, number).await?;
        let text = revision.ok_or(ServiceError::NotFound("revision"))?.text;
        self.save_draft(task, expected, text, by).await
    }

    /// Sends a draft to proofreading; refused while it has findings of level error, and while it is
    /// an update that changes nothing.
    pub async fn submit(
        &self,
        task: TaskId,
        revision: RevisionNumber,
        by: &Person,
    ) -> Result<Task> {
        let (known, project) = self.task(task).await?;
        ensure(by, work_on(&known, project))?;
        let newest = self.newest(task, revision).await?;
        self.ensure_changed(&known, project, &newest.text).await?;
        let now = self.0.clock.now();
        let event = ("submitted", json!({ "revision": revision }));
        self.take_step_on_text(task, revision, by, event, work_on, |task| {
            Ok(task.submit(revision, now)?)
        })
        .await
    }

    /// Takes a submitted draft back.
    pub async fn withdraw(&self, task: TaskId, by: &Person) -> Result<Task> {
        let now = self.0.clock.now();
        self.take_step(task, by, "withdrawn", json!({}), work_on, |task, project| {
            Ok(task.withdraw(now, project.settings.rules.claim_lease)?)
        })
        .await
    }

    /// The newest revision, which must be the one somebody speaks of.
    pub(super) async fn newest(&self, task: TaskId, spoken: RevisionNumber) -> Result<Revision> {
        let newest = self.0.store.newest_revision(task).await?;
        let newest = newest.ok_or(ServiceError::NotFound("revision"))?;
        if newest.number == spoken {
            Ok(newest)
        } else {
            Err(self.conflict(spoken, newest).await?)
        }
    }

    /// Refuses an update that is what readers have already.
    async fn ensure_changed(&self, task: &Task, project: &Project, text: &str) -> Result<()> {
        if task.kind == TaskKind::Update
            && let Some(target) = self.post_of(task).await?.and_then(|post| post.target)
            && self.text_of(project, &target).await? == text
        {
            return Err(ServiceError::Unchanged);
        }
        Ok(())
    }

    /// Refuses a text that must not go further.
    pub(super) async fn ensure_sound(
        &self,
        task: &Task,
        project: &Project,
        text: &str,
    ) -> Result<()> {
        let mut findings = self.findings(task, project, text).await?;
        findings.retain(Finding::blocks);
        if findings.is_empty() { Ok(()) } else { Err(ServiceError::HasErrors(findings)) }
    }

    /// What is to be said of a text, compared with the source its task is made from.
    pub(super) async fn findings(
        &self,
        task: &Task,
        project: &Project,
        text: &str,
    ) -> Result<Vec<Finding>> {
        let post = self.post_of(task).await?;
        if self.to_follow(task, project, post.as_ref()).await?.changes.is_empty() {
            // Nothing has to be found in the text block by block.
            let ground = self.ground(task, project).await?;
            let (standing, text) = (ground.clone(), text.to_owned());
            let mut findings = self.take_apart(move || standing.examine(&text)).await;
            self.settle_findings(task, project, post.as_ref(), &ground, &mut findings).await?;
            return Ok(findings);
        }
        let source = self.source_of(task, project).await?;
        Ok(self.aligned(task, project, post.as_ref(), &source, text).await?.findings)
    }

    /// The source text a task is made from.
    pub(super) async fn source_of(&self, task: &Task, project: &Project) -> Result<String> {
        let path = project.settings.convention.source_path(&task.slug);
        self.blob_text(project, &path, task.source_blob).await
    }

    pub(super) async fn draft(&self, revision: Revision) -> Result<Draft> {
        Ok(Draft {
            revision: revision.number,
            text: revision.text,
            saved_at: revision.at,
            saved_by: self.brief(revision.by).await?,
        })
    }

    pub(super) async fn conflict(
        &self,
        expected: RevisionNumber,
        newest: Revision,
    ) -> Result<ServiceError> {
        Ok(ServiceError::Conflict {
            expected,
            current: newest.number,
            text: newest.text,
            saved_by: self.brief(newest.by).await?.name,
        })
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
