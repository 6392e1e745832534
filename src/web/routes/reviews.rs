//! The proofreader's desk and the steps a proofreader takes.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::drafts;
use crate::{
    ids::{RevisionNumber, TaskId},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, Query, html},
        failure::Failure,
        pages::{Notice, ReviewPage, Show, urls},
        sessions,
    },
};

#[derive(Default, Deserialize)]
pub(super) struct ShowQuery {
    show: Option<Show>,
}

pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(id): Path<TaskId>,
    Query(query): Query<ShowQuery>,
) -> Result<Response, Failure> {
    let view = workshop.workspace(id, &person).await?;
    let proof = workshop.proofreading(&view, &person).await?;
    if view.may_review {
        workshop.look(&view, &person).await?;
    }
    let shell = page.shell(Some(&view.project)).await;
    html(&ReviewPage { shell, view, proof, show: query.show })
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
    /// How many open threads the proofreader knows of.
    #[serde(default)]
    despite_open: usize,
}

pub(super) async fn approve(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
    Fields(form): Fields<ApproveForm>,
) -> Result<LocalPath, Failure> {
    workshop.approve(id, form.revision, form.despite_open, &person).await?;
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
pub(super) struct BlockForm {
    revision: RevisionNumber,
    from: usize,
    to: usize,
    text: String,
    back: Option<LocalPath>,
}

/// One block in other words; where the draft was saved elsewhere meanwhile, both texts are shown.
pub(super) async fn mend(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    session: Session,
    page: Page,
    Path(id): Path<TaskId>,
    Fields(form): Fields<BlockForm>,
) -> Result<Response, Failure> {
    let person = person.or_keep(&form.text)?;
    let (revision, span) = (form.revision, form.from..form.to);
    let mended = workshop.with_block(id, revision, span, &form.text, &person).await;
    let mended = mended.map_err(|error| Failure::from(error).keeping(&form.text))?;
    match drafts::keep(&workshop, id, revision, &mended, &person).await? {
        drafts::Kept::Saved(_) => {
            sessions::notify(&session, Notice::BlockMended).await?;
            let back = form.back.unwrap_or_else(|| LocalPath::new(&urls::review(id)));
            Ok(back.into_response())
        }
        drafts::Kept::Conflict(conflict) => conflict.show(&workshop, &page, id, mended).await,
    }
}

async fn to_review(session: &Session, id: TaskId, notice: Notice) -> Result<LocalPath, Failure> {
    sessions::notify(session, notice).await?;
    Ok(LocalPath::new(&urls::review(id)))
}
