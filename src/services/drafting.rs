//! Drafts: append-only revisions under optimistic concurrency.

use serde_json::json;

use super::{
    Project, Result, ServiceError, Workshop,
    claims::work_on,
    steps::ensure,
    views::{Draft, Saved},
};
use crate::{
    checks::Finding,
    ids::{RevisionNumber, TaskId},
    store::Revision,
    workflow::{Action, Person, Task, TaskKind},
};

impl Workshop {
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
}
