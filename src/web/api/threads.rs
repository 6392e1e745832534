//! What people say to each other about a draft.

use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    ids::{TaskId, ThreadId},
    services::{
        Workshop,
        views::{Spot, Thread},
    },
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
    },
    workflow::Person,
};

/// Lists what was said about a draft, oldest first.
#[utoipa::path(get, path = "/tasks/{task}/threads", security(("token" = ["read"])),
    responses((status = 200, body = [Thread])))]
pub(super) async fn list_threads(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<Vec<Thread>>, Failure> {
    let view = workshop.workspace(id, &person).await?;
    Ok(Json(workshop.proofreading(&view, &person).await?.threads))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Remark {
    /// 1-based line of the draft; without any place it is about the whole.
    line: Option<usize>,
    /// 1-based line of the source, for a block the translation does not have.
    source_line: Option<usize>,
    /// The block as the speaker sees it.
    quote: Option<String>,
    body: String,
}

/// Begins a thread about a block, or about the whole.
#[utoipa::path(post, path = "/tasks/{task}/threads", security(("token" = ["write"])),
    request_body = Remark, responses((status = 201, body = Thread)))]
pub(super) async fn open_thread(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(remark): Body<Remark>,
) -> Result<(StatusCode, Json<Thread>), Failure> {
    let Remark { line, source_line, quote, body } = remark;
    let is_somewhere = line.is_some() || source_line.is_some() || quote.is_some();
    let spot = is_somewhere.then_some(Spot { line, source_line, quote });
    let thread = workshop.open_thread(id, spot, &body, &person).await?;
    Ok((StatusCode::CREATED, Json(thread_of(&workshop, id, thread, &person).await?)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    /// May be left out where `resolved` is given.
    body: Option<String>,
    /// Settles the thread, or opens it again.
    resolved: Option<bool>,
}

/// Answers in a thread, settles it or opens it again.
#[utoipa::path(post, path = "/tasks/{task}/threads/{thread}", security(("token" = ["write"])),
    request_body = Answer, responses((status = 200, body = Thread)))]
pub(super) async fn answer_thread(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((id, thread)): Path<(TaskId, ThreadId)>,
    Body(answer): Body<Answer>,
) -> Result<Json<Thread>, Failure> {
    let Answer { body, resolved } = answer;
    // A step needs no words, an answer does.
    let body = body.or_else(|| resolved.is_none().then(String::new));
    workshop.add_to_thread(id, thread, body.as_deref(), resolved, &person).await?;
    Ok(Json(thread_of(&workshop, id, thread, &person).await?))
}

async fn thread_of(
    workshop: &Workshop,
    task: TaskId,
    id: ThreadId,
    person: &Person,
) -> Result<Thread, Failure> {
    let view = workshop.workspace(task, person).await?;
    let threads = workshop.proofreading(&view, person).await?.threads;
    threads.into_iter().find(|thread| thread.id == id).ok_or_else(Failure::not_found)
}
