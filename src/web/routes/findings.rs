//! What a person does with single findings: mends one, says that it is none, or takes that back.

use axum::extract::State;
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::{RevisionNumber, TaskId},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, Path},
        failure::Failure,
        pages::{Notice, urls},
        sessions,
    },
};

#[derive(Deserialize)]
pub(super) struct FixForm {
    revision: RevisionNumber,
    back: Option<LocalPath>,
}

pub(super) async fn fix(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((id, finding)): Path<(TaskId, String)>,
    Fields(form): Fields<FixForm>,
) -> Result<LocalPath, Failure> {
    workshop.mend_draft(id, form.revision, &[finding], &person).await?;
    done(&session, id, form.back, Notice::FindingMended).await
}

/// Everything that is mended safely.
pub(super) async fn fix_all(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
    Fields(form): Fields<FixForm>,
) -> Result<LocalPath, Failure> {
    workshop.mend_draft(id, form.revision, &[], &person).await?;
    done(&session, id, form.back, Notice::FindingMended).await
}

#[derive(Deserialize)]
pub(super) struct DismissForm {
    reason: String,
    back: Option<LocalPath>,
}

pub(super) async fn dismiss(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((id, finding)): Path<(TaskId, String)>,
    Fields(form): Fields<DismissForm>,
) -> Result<LocalPath, Failure> {
    let done_so = workshop.dismiss_finding(id, &finding, &form.reason, None, &person).await;
    done_so.map_err(|error| Failure::from(error).keeping(&form.reason))?;
    done(&session, id, form.back, Notice::FindingDismissed).await
}

#[derive(Deserialize)]
pub(super) struct RestoreForm {
    back: Option<LocalPath>,
}

pub(super) async fn restore(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((id, finding)): Path<(TaskId, String)>,
    Fields(form): Fields<RestoreForm>,
) -> Result<LocalPath, Failure> {
    workshop.restore_finding(id, &finding, None, &person).await?;
    done(&session, id, form.back, Notice::FindingRestored).await
}

async fn done(
    session: &Session,
    id: TaskId,
    back: Option<LocalPath>,
    notice: Notice,
) -> Result<LocalPath, Failure> {
    sessions::notify(session, notice).await?;
    Ok(back.unwrap_or_else(|| LocalPath::new(&urls::task(id))))
}
