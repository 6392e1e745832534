//! Everybody who signed in, for maintainers.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::PersonId,
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, Page, Path, html},
        failure::Failure,
        pages::{Notice, PeoplePage},
        sessions,
    },
    workflow::Role,
};

pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
) -> Result<Response, Failure> {
    let people = workshop.all_people(&person).await?;
    html(&PeoplePage { shell: page.shell(None).await, people })
}

#[derive(Deserialize)]
pub(super) struct RoleForm {
    role: Role,
}

pub(super) async fn set_role(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<PersonId>,
    Fields(form): Fields<RoleForm>,
) -> Result<LocalPath, Failure> {
    workshop.set_role(id, form.role, &person).await?;
    sessions::notify(&session, Notice::RoleChanged).await?;
    Ok(LocalPath::new("/people"))
}

#[derive(Deserialize)]
pub(super) struct BlockForm {
    blocked: bool,
}

pub(super) async fn set_blocked(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<PersonId>,
    Fields(form): Fields<BlockForm>,
) -> Result<LocalPath, Failure> {
    workshop.set_blocked(id, form.blocked, &person).await?;
    let notice = if form.blocked { Notice::Blocked } else { Notice::Unblocked };
    sessions::notify(&session, notice).await?;
    Ok(LocalPath::new("/people"))
}
