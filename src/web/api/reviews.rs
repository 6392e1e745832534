//! The steps of a proofreader.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    ids::{RevisionNumber, TaskId},
    services::{
        Workshop,
        views::{MyTask, ProofreadingView},
    },
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
    },
};

/// Shows what was said, corrected and decided about a draft.
#[utoipa::path(get, path = "/tasks/{task}/proofreading", security(("token" = ["read"])),
    responses((status = 200, body = ProofreadingView)))]
pub(super) async fn get_proofreading(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<ProofreadingView>, Failure> {
    let view = workshop.workspace(id, &person).await?;
    Ok(Json(workshop.proofreading(&view, &person).await?))
}

/// Takes a submitted text in hand.
#[utoipa::path(post, path = "/tasks/{task}/review", security(("token" = ["review"])),
    responses((status = 200, body = MyTask)))]
pub(super) async fn start_review(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.start_review(id, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}

/// Puts the text back for another proofreader.
#[utoipa::path(post, path = "/tasks/{task}/leave", security(("token" = ["review"])),
    responses((status = 200, body = MyTask)))]
pub(super) async fn leave_review(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.leave_review(id, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Approval {
    revision: RevisionNumber,
    /// How many open threads the proofreader knows of.
    #[serde(default)]
    despite_open: usize,
}

/// Approves the newest revision; it is published then.
#[utoipa::path(post, path = "/tasks/{task}/approve", security(("token" = ["review"])),
    request_body = Approval, responses((status = 200, body = MyTask)))]
pub(super) async fn approve_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<Approval>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.approve(id, body.revision, body.despite_open, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Return {
    /// What the translator should do.
    reason: String,
}

/// Sends the text back to its translator.
#[utoipa::path(post, path = "/tasks/{task}/return", security(("token" = ["review"])),
    request_body = Return, responses((status = 200, body = MyTask)))]
pub(super) async fn return_task(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<Return>,
) -> Result<Json<MyTask>, Failure> {
    let task = workshop.request_changes(id, body.reason, &person).await?;
    Ok(Json(workshop.my_task(&task).await?))
}
