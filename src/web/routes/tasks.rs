//! The translator's desk and the steps a translator takes.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use tower_sessions::Session;

use super::drafts;
use crate::{
    ids::{RevisionNumber, TaskId},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, html},
        failure::Failure,
        pages::{Notice, RehearsalPage, WorkspacePage, urls},
        sessions,
    },
};

pub(super) async fn workspace(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let view = workshop.workspace(id, &person).await?;
    let proof = workshop.proofreading(&view, &person).await?;
    let shell = page.shell(Some(&view.project)).await;
    html(&WorkspacePage { shell, view, proof })
}

#[derive(Deserialize)]
pub(super) struct SubmitForm {
    revision: RevisionNumber,
    /// Saved first where it is there, so that what is sent is what was seen.
    text: Option<String>,
}

pub(super) async fn submit(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    session: Session,
    page: Page,
    Path(id): Path<TaskId>,
    Fields(form): Fields<SubmitForm>,
) -> Result<Response, Failure> {
    let person = person.or_keep(form.text.as_deref().unwrap_or_default())?;
    let mut revision = form.revision;
    if let Some(text) = form.text {
        match drafts::keep(&workshop, id, revision, &text, &person).await? {
            drafts::Kept::Saved(saved) => revision = saved.revision,
            drafts::Kept::Conflict(conflict) => {
                return conflict.show(&workshop, &page, id, text).await;
            }
        }
    }
    workshop.submit(id, revision, &person).await?;
    to_task(&session, id, Notice::Submitted).await
}

pub(super) async fn withdraw(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    workshop.withdraw(id, &person).await?;
    to_task(&session, id, Notice::Withdrawn).await
}

pub(super) async fn release(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
) -> Result<LocalPath, Failure> {
    let task = workshop.release(id, &person).await?;
    sessions::notify(&session, Notice::Released).await?;
    Ok(LocalPath::new(&urls::post(&task.project, &task.slug)))
}

pub(super) async fn publish(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
) -> Result<LocalPath, Failure> {
    let task = workshop.publish_again(id, &person).await?;
    sessions::notify(&session, Notice::Publishing).await?;
    Ok(LocalPath::new(&urls::post(&task.project, &task.slug)))
}

pub(super) async fn rehearsal(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let view = workshop.rehearse(id, &person).await?;
    let shell = page.shell(Some(&view.project)).await;
    html(&RehearsalPage { shell, view })
}

async fn to_task(session: &Session, id: TaskId, notice: Notice) -> Result<Response, Failure> {
    use axum::response::IntoResponse;

    sessions::notify(session, notice).await?;
    Ok(LocalPath::new(&urls::task(id)).into_response())
}
