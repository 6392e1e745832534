//! Carrying a draft over to the newest original, and seeing to what changed in it.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::drafts::{self, Kept};
use crate::{
    ids::{RevisionNumber, TaskId},
    services::{ServiceError, Workshop},
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, html},
        failure::Failure,
        pages::{CarryPage, Notice, urls},
        sessions,
    },
};

/// What it would do; where there is nothing to do any more, the desk.
pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    match workshop.carry_view(id, &person).await? {
        Some(view) => html(&CarryPage { shell: page.shell(Some(&view.project)).await, view }),
        None => Ok(LocalPath::new(&urls::task(id)).into_response()),
    }
}

#[derive(Deserialize)]
pub(super) struct CarryForm {
    revision: RevisionNumber,
}

/// A draft that was saved meanwhile is shown again with what would happen to it.
pub(super) async fn carry(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
    Fields(form): Fields<CarryForm>,
) -> Result<LocalPath, Failure> {
    match workshop.carry(id, form.revision, &person).await {
        Ok(_) => {
            sessions::notify(&session, Notice::Carried).await?;
            Ok(LocalPath::new(&urls::task(id)))
        }
        Err(ServiceError::Conflict { .. }) => {
            sessions::notify(&session, Notice::CarryAgain).await?;
            Ok(LocalPath::new(&urls::carry(id)))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct SettleForm {
    revision: RevisionNumber,
    /// Saved first, so that what was typed beside the button is not lost.
    text: String,
    settle: Option<String>,
    unsettle: Option<String>,
}

pub(super) async fn settle(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    page: Page,
    Path(id): Path<TaskId>,
    Fields(form): Fields<SettleForm>,
) -> Result<Response, Failure> {
    let person = person.or_keep(&form.text)?;
    match drafts::keep(&workshop, id, form.revision, &form.text, &person).await? {
        Kept::Saved(_) => {}
        Kept::Conflict(conflict) => {
            return conflict.show(&workshop, &page, id, form.text).await;
        }
    }
    for (key, settled) in [(form.settle, true), (form.unsettle, false)] {
        if let Some(key) = key {
            workshop.settle_change(id, &key, settled, &person).await?;
        }
    }
    Ok(LocalPath::new(&urls::task(id)).into_response())
}
