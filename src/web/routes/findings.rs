//! What a person does with single findings: mends one, says that it is none, or takes that back.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::{
    checks::Finding,
    ids::{RevisionNumber, TaskId},
    services::{Workshop, views::Mended},
    web::{
        back::LocalPath,
        extract::{Body, CurrentPerson, Fields, Path},
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

#[derive(Deserialize)]
pub(super) struct FixBody {
    text: String,
    /// Without any, everything that is mended safely.
    #[serde(default)]
    findings: Vec<String>,
}

/// Mends findings in a text that is not saved, and saves nothing.
pub(super) async fn fix_by_script(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<FixBody>,
) -> Result<Json<Mended>, Failure> {
    Ok(Json(workshop.mend(id, &body.text, &body.findings, &person).await?))
}

#[derive(Deserialize)]
pub(super) struct WordBody {
    /// Left out to take a dismissal back.
    reason: Option<String>,
    /// The text on the desk, which may not be saved yet.
    text: Option<String>,
}

/// The findings as they stand then.
#[derive(Serialize)]
pub(super) struct Findings {
    findings: Vec<Finding>,
}

pub(super) async fn word_by_script(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((id, finding)): Path<(TaskId, String)>,
    Body(body): Body<WordBody>,
) -> Result<Json<Findings>, Failure> {
    let text = body.text.as_deref();
    let findings = match &body.reason {
        Some(reason) => workshop.dismiss_finding(id, &finding, reason, text, &person).await?,
        None => workshop.restore_finding(id, &finding, text, &person).await?,
    };
    Ok(Json(Findings { findings }))
}
