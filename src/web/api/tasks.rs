//! Tasks: the steps of a translator, and carrying a draft over to a newer source.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::markdown;
use crate::{
    ids::{RevisionNumber, TaskId},
    services::{
        Workshop,
        views::{CarryView, MyTask, Rehearsal, Saved, WorkspaceView},
    },
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
    },
};

/// The revision a step speaks of: the newest one, as the caller knows it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OnRevision {
    pub revision: RevisionNumber,
}

/// Shows a task as the desk does: source, draft, both aligned block by block, findings.
#[utoipa::path(get, path = "/tasks/{task}", security(("token" = ["read"])),
    responses((status = 200, body = WorkspaceView)))]
pub(super) async fn get_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<WorkspaceView>, Failure> {
    Ok(Json(workshop.workspace(id, &person).await?))
}

/// Gives the source version a task is made from, as the file is.
#[utoipa::path(get, path = "/tasks/{task}/source.md", security(("token" = ["read"])),
    responses((status = 200, body = String, content_type = "text/markdown")))]
pub(super) async fn get_source(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    Ok(markdown(workshop.workspace(id, &person).await?.source_text))
}

/// Gives a claim back; the draft is kept for whoever takes the post next.
#[utoipa::path(post, path = "/tasks/{task}/release", security(("token" = ["write"])),
    responses((status = 200, body = MyTask)))]
pub(super) async fn release_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.release(id, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}

/// Sends the newest revision to proofreading; refused while it has errors (`findings` in the answer).
#[utoipa::path(post, path = "/tasks/{task}/submit", security(("token" = ["write"])),
    request_body = OnRevision, responses((status = 200, body = MyTask)))]
pub(super) async fn submit_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<OnRevision>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.submit(id, body.revision, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}

/// Takes a submitted draft back.
#[utoipa::path(post, path = "/tasks/{task}/withdraw", security(("token" = ["write"])),
    responses((status = 200, body = MyTask)))]
pub(super) async fn withdraw_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.withdraw(id, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}

/// Tries to publish an approved text again.
#[utoipa::path(post, path = "/tasks/{task}/publish", security(("token" = ["manage"])),
    responses((status = 200, body = MyTask)))]
pub(super) async fn publish_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.publish_again(id, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}

/// Shows what publishing would send, and sends nothing.
#[utoipa::path(get, path = "/tasks/{task}/rehearsal", security(("token" = ["read"])),
    responses((status = 200, body = Rehearsal)))]
pub(super) async fn rehearse_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<Rehearsal>, Failure> {
    Ok(Json(workshop.rehearse(id, &person).await?))
}

/// Shows what carrying the draft over to the newest source would do; 204 where there is nothing to do.
#[utoipa::path(get, path = "/tasks/{task}/carry", security(("token" = ["read"])),
    responses((status = 200, body = CarryView), (status = 204)))]
pub(super) async fn preview_carry(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    Ok(match workshop.carry_view(id, &person).await? {
        Some(view) => Json(view).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Carries the draft over to the newest source.
#[utoipa::path(post, path = "/tasks/{task}/carry", security(("token" = ["write"])),
    request_body = OnRevision, responses((status = 200, body = Saved)))]
pub(super) async fn carry_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<OnRevision>,
) -> Result<Json<Saved>, Failure> {
    Ok(Json(workshop.carry(id, body.revision, &person).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settled {
    settled: bool,
}

/// Says that a change of the source needs nothing in this draft, or that it does after all.
#[utoipa::path(put, path = "/tasks/{task}/changes/{change}", security(("token" = ["write"])),
    request_body = Settled, responses((status = 204)))]
pub(super) async fn settle_change(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((id, change)): Path<(TaskId, String)>,
    Body(body): Body<Settled>,
) -> Result<StatusCode, Failure> {
    workshop.settle_change(id, &change, body.settled, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    /// The block of the source.
    block: String,
    kept: bool,
}

/// Says that a block stays in English, or that it does not after all.
#[utoipa::path(put, path = "/tasks/{task}/kept", security(("token" = ["write"])),
    request_body = Kept, responses((status = 204)))]
pub(super) async fn keep_block(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<Kept>,
) -> Result<StatusCode, Failure> {
    workshop.keep_block(id, &body.block, body.kept, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}
