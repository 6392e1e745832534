//! The board and the dashboard of a project.

use axum::{extract::State, response::Response};
use tower_sessions::Session;

use crate::{
    ids::{DeliveryId, ProjectId},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, MaybePerson, Page, Path, Query, html},
        failure::Failure,
        pages::{BoardPage, BoardQuery, DashboardPage, Notice, urls},
        sessions,
    },
};

pub(super) async fn first_project(State(workshop): State<Workshop>) -> Result<LocalPath, Failure> {
    let projects = workshop.projects();
    let (id, _) = projects.first().ok_or_else(Failure::not_found)?;
    Ok(LocalPath::new(&urls::board(id)))
}

pub(super) async fn show(
    State(workshop): State<Workshop>,
    MaybePerson(person): MaybePerson,
    page: Page,
    Path(project): Path<ProjectId>,
    Query(query): Query<BoardQuery>,
) -> Result<Response, Failure> {
    let board = workshop.board(&project).await?;
    let views = match &person {
        Some(person) => workshop.saved_views(&project, person).await?,
        None => Vec::new(),
    };
    html(&BoardPage { shell: page.shell(Some(&project)).await, board, query, views })
}

pub(super) async fn dashboard(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(project): Path<ProjectId>,
) -> Result<Response, Failure> {
    let view = workshop.dashboard(&project, &person).await?;
    html(&DashboardPage { shell: page.shell(Some(&project)).await, view })
}

pub(super) async fn sync(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
) -> Result<LocalPath, Failure> {
    workshop.sync_now(&project, &person).await?;
    sessions::notify(&session, Notice::Syncing).await?;
    Ok(LocalPath::new(&urls::dashboard(&project)))
}

pub(super) async fn run_again(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((project, id)): Path<(ProjectId, DeliveryId)>,
) -> Result<LocalPath, Failure> {
    workshop.run_delivery_again(&id, &person).await?;
    sessions::notify(&session, Notice::RunningAgain).await?;
    Ok(LocalPath::new(&urls::dashboard(&project)))
}
