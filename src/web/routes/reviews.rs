//! The proofreader's desk and the steps a proofreader takes.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::{CommentId, RevisionNumber, TaskId},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, html},
        failure::Failure,
        pages::{Notice, ReviewPage, urls},
        sessions,
    },
};

pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let view = workshop.workspace(id, &person).await?;
    let shell = page.shell(Some(&view.project)).await;
    html(&ReviewPage { shell, view })
}

pub(super) async fn start(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
) -> Result<LocalPath, Failure> {
    workshop.start_review(id, &person).await?;
    to_review(&session, id, Notice::ReviewStarted).await
}

/// The proofreader puts the text back for somebody else.
pub(super) async fn leave(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
) -> Result<LocalPath, Failure> {
    workshop.leave_review(id, &person).await?;
    to_review(&session, id, Notice::ReviewLeft).await
}

#[derive(Deserialize)]
pub(super) struct ApproveForm {
    revision: RevisionNumber,
}

pub(super) async fn approve(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
    Fields(form): Fields<ApproveForm>,
) -> Result<LocalPath, Failure> {
    workshop.approve(id, form.revision, &person).await?;
    to_review(&session, id, Notice::Approved).await
}

#[derive(Deserialize)]
pub(super) struct ReturnForm {
    reason: String,
}

pub(super) async fn request_changes(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    session: Session,
    Path(id): Path<TaskId>,
    Fields(form): Fields<ReturnForm>,
) -> Result<LocalPath, Failure> {
    let person = person.or_keep(&form.reason)?;
    let done = workshop.request_changes(id, form.reason.clone(), &person).await;
    done.map_err(|error| Failure::from(error).keeping(&form.reason))?;
    to_review(&session, id, Notice::Returned).await
}

#[derive(Deserialize)]
pub(super) struct CommentForm {
    /// Empty for a remark on the whole.
    #[serde(default)]
    line: String,
    body: String,
    back: Option<LocalPath>,
}

pub(super) async fn comment(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    session: Session,
    Path(id): Path<TaskId>,
    Fields(form): Fields<CommentForm>,
) -> Result<LocalPath, Failure> {
    let person = person.or_keep(&form.body)?;
    let line =
        match form.line.trim() {
            "" => None,
            line => Some(line.parse().map_err(|error| {
                Failure::bad_request(format!("line: {error}")).keeping(&form.body)
            })?),
        };
    let done = workshop.comment(id, line, form.body.clone(), &person).await;
    done.map_err(|error| Failure::from(error).keeping(&form.body))?;
    sessions::notify(&session, Notice::CommentAdded).await?;
    Ok(form.back.unwrap_or_else(|| LocalPath::new(&urls::review(id))))
}

#[derive(Deserialize)]
pub(super) struct ResolveForm {
    resolved: bool,
    back: Option<LocalPath>,
}

pub(super) async fn resolve(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((id, comment)): Path<(TaskId, CommentId)>,
    Fields(form): Fields<ResolveForm>,
) -> Result<LocalPath, Failure> {
    workshop.resolve_comment(id, comment, form.resolved, &person).await?;
    let notice = if form.resolved { Notice::CommentResolved } else { Notice::CommentReopened };
    sessions::notify(&session, notice).await?;
    Ok(form.back.unwrap_or_else(|| LocalPath::new(&urls::review(id))))
}

async fn to_review(session: &Session, id: TaskId, notice: Notice) -> Result<LocalPath, Failure> {
    sessions::notify(session, notice).await?;
    Ok(LocalPath::new(&urls::review(id)))
}
