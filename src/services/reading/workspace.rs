//! The workspace of a task, which is also what a proofreader sees.

use super::{Workshop, briefs::source_title};
use crate::{
    ids::TaskId,
    services::{
        Project, Result, ServiceError,
        claims::work_on,
        judging::find,
        steps::{ensure, review_of},
        views::WorkspaceView,
    },
    store::Revision,
    workflow::{Action, Person, Stage, Task, TaskKind, may},
};

impl Workshop {
    /// The workspace of a task, as `viewer` may see it: everybody who is signed in may look.
    pub async fn workspace(&self, task: TaskId, viewer: &Person) -> Result<WorkspaceView> {
        ensure(viewer, Action::Comment)?;
        let (task, project) = self.task(task).await?;
        let convention = &project.settings.convention;
        let newest: Revision = self
            .0
            .store
            .newest_revision(task.id)
            .await?
            .ok_or(ServiceError::NotFound("revision"))?;
        let catalogue = self.catalogue(&project.settings.id).await?;
        let post = catalogue.as_ref().and_then(|catalogue| find(catalogue, &task.slug).ok());
        let published_text = match (post.and_then(|post| post.target.as_ref()), task.kind) {
            (Some(target), TaskKind::Update) => Some(self.text_of(project, target).await?),
            _ => None,
        };
        let source_text = self.source_of(&task, project).await?;
        let source_news = self.source_news(&task, project, post, &newest.text).await?;
        let ground_text = match self.0.store.newest_carry(task.id).await? {
            Some(carry) => Some(carry.ground),
            None => published_text.clone(),
        };
        let view = self.aligned(&task, project, post, &source_text, &newest.text).await?;
        let view = view.patient_with(&newest.text);
        Ok(WorkspaceView {
            project: project.settings.id.clone(),
            task: self.names().await?.task(&task),
            slug: task.slug.clone(),
            title: post.and_then(source_title).unwrap_or_else(|| task.slug.to_string()),
            source_path: convention.source_path(&task.slug).to_string(),
            target_path: convention.target_path(&task.slug).to_string(),
            source_text,
            source_commit: task.source_commit,
            source_news,
            draft: self.draft(newest).await?,
            rows: view.rows,
            findings: view.findings,
            returned_because: match &task.stage {
                Stage::ChangesRequested { reason, .. } => Some(reason.clone()),
                _ => None,
            },
            published_text,
            ground_text,
            may_edit: may_edit(&task, project, viewer),
            may_review: may_review(&task, project, viewer),
            aid: self.aid().map(str::to_owned),
        })
    }
}

/// The translator while the text is theirs, the proofreader while they have it in hand.
pub(in crate::services) fn may_edit(task: &Task, project: &Project, viewer: &Person) -> bool {
    match task.stage {
        Stage::Claimed { .. } | Stage::ChangesRequested { .. } => {
            may(viewer, work_on(task, project))
        }
        Stage::InReview { reviewer, .. } => {
            reviewer == viewer.id && may(viewer, review_of(task, project))
        }
        _ => false,
    }
}

/// Whoever may take a waiting text in hand, and the one who has it.
fn may_review(task: &Task, project: &Project, viewer: &Person) -> bool {
    let is_open = match task.stage {
        Stage::Submitted { .. } => true,
        Stage::InReview { reviewer, .. } => reviewer == viewer.id,
        _ => false,
    };
    is_open && may(viewer, review_of(task, project))
}
