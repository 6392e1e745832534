//! The glossary, the memory and the drafting aid.

use std::convert::Infallible;

use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{
        IntoResponse,
        sse::{Event, Sse},
    },
};
use futures_util::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    glossary::Entry,
    ids::{ProjectId, ProposalId, TaskId, TermId},
    services::{
        Workshop,
        views::{Concordance, GlossaryView, Imported, Suggestions, TaskTerms},
    },
    web::{
        extract::{Asked, Body, CurrentPerson, Path},
        failure::Failure,
    },
};

/// Gives the glossary with what was proposed for it.
#[utoipa::path(get, path = "/projects/{project}/glossary",
    responses((status = 200, body = GlossaryView)))]
pub(super) async fn get_glossary(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Json<GlossaryView>, Failure> {
    Ok(Json(workshop.glossary(&project).await?))
}

/// Adds a term.
#[utoipa::path(post, path = "/projects/{project}/glossary/terms",
    security(("token" = ["manage"])), request_body = Entry, responses((status = 204)))]
pub(super) async fn add_term(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(project): Path<ProjectId>,
    Body(entry): Body<Entry>,
) -> Result<StatusCode, Failure> {
    workshop.write_term(&project, None, entry, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes a term.
#[utoipa::path(put, path = "/projects/{project}/glossary/terms/{term}",
    security(("token" = ["manage"])), request_body = Entry, responses((status = 204)))]
pub(super) async fn change_term(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, id)): Path<(ProjectId, TermId)>,
    Body(entry): Body<Entry>,
) -> Result<StatusCode, Failure> {
    workshop.write_term(&project, Some(id), entry, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a term.
#[utoipa::path(delete, path = "/projects/{project}/glossary/terms/{term}",
    security(("token" = ["manage"])), responses((status = 204)))]
pub(super) async fn remove_term(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, id)): Path<(ProjectId, TermId)>,
) -> Result<StatusCode, Failure> {
    workshop.remove_term(&project, id, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewProposal {
    entry: Entry,
    #[serde(default)]
    reason: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Proposed {
    id: ProposalId,
}

/// Proposes how a term could be translated; a maintainer decides.
#[utoipa::path(post, path = "/projects/{project}/glossary/proposals",
    security(("token" = ["write"])), request_body = NewProposal,
    responses((status = 201, body = Proposed)))]
pub(super) async fn propose_term(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(project): Path<ProjectId>,
    Body(body): Body<NewProposal>,
) -> Result<(StatusCode, Json<Proposed>), Failure> {
    let id = workshop.propose_term(&project, body.entry, &body.reason, &person).await?;
    Ok((StatusCode::CREATED, Json(Proposed { id })))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    accept: bool,
    #[serde(default)]
    answer: String,
}

/// Accepts or declines a proposal.
#[utoipa::path(post, path = "/projects/{project}/glossary/proposals/{proposal}",
    security(("token" = ["manage"])), request_body = Decision, responses((status = 204)))]
pub(super) async fn decide_proposal(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, id)): Path<(ProjectId, ProposalId)>,
    Body(body): Body<Decision>,
) -> Result<StatusCode, Failure> {
    workshop.decide_proposal(&project, id, body.accept, &body.answer, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GlossaryFile {
    /// CSV (`term,preferred,accepted,keep,note`) or TBX.
    text: String,
}

/// Takes terms from a file in.
#[utoipa::path(post, path = "/projects/{project}/glossary/import",
    security(("token" = ["manage"])), request_body = GlossaryFile,
    responses((status = 200, body = Imported)))]
pub(super) async fn import_terms(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(project): Path<ProjectId>,
    Body(body): Body<GlossaryFile>,
) -> Result<Json<Imported>, Failure> {
    Ok(Json(workshop.import_terms(&project, &body.text, &person).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Search {
    /// English or Chinese.
    #[serde(default)]
    #[param(required = false)]
    q: String,
}

/// Looks up how something was translated before.
#[utoipa::path(get, path = "/projects/{project}/memory", params(Search),
    responses((status = 200, body = Concordance)))]
pub(super) async fn search_memory(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Asked(search): Asked<Search>,
) -> Result<Json<Concordance>, Failure> {
    Ok(Json(workshop.concordance(&project, &search.q).await?))
}

/// Lists the terms of the source of a task, and where they stand.
#[utoipa::path(get, path = "/tasks/{task}/terms", security(("token" = ["read"])),
    responses((status = 200, body = TaskTerms)))]
pub(super) async fn get_task_terms(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<TaskTerms>, Failure> {
    Ok(Json(workshop.terms_of_task(id, &person).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockBody {
    /// The block of the source.
    text: String,
    kind: String,
}

/// Finds known translations of a block and of its sentences.
#[utoipa::path(post, path = "/tasks/{task}/suggestions", security(("token" = ["read"])),
    request_body = BlockBody, responses((status = 200, body = Suggestions)))]
pub(super) async fn suggest(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(block): Body<BlockBody>,
) -> Result<Json<Suggestions>, Failure> {
    Ok(Json(workshop.suggestions(id, &block.text, &block.kind, &person).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockToDraft {
    /// Line of the source at which the block begins.
    line: usize,
    /// The draft as it stands on the screen.
    text: String,
}

/// Streams a machine's draft of a block; going away ends it. It is put in and answered for by a person.
#[utoipa::path(post, path = "/tasks/{task}/machine", security(("token" = ["write"])),
    request_body = BlockToDraft,
    responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(super) async fn draft_by_machine(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<BlockToDraft>,
) -> Result<impl IntoResponse, Failure> {
    let events = workshop.machine_draft(id, body.line, &body.text, &person).await?;
    // A proxy that collects an answer before it passes it on would take the streaming away.
    let unbuffered = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(([unbuffered], Sse::new(told(events))))
}

fn told(
    events: impl Stream<Item = impl Serialize> + Send,
) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    events.map(|event| Ok(Event::default().json_data(event).unwrap_or_default()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MachineBlock {
    /// The block of the draft.
    text: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Confirmed {
    confirmed: bool,
}

/// Confirms a block that is as a machine drafted it.
#[utoipa::path(post, path = "/tasks/{task}/machine/confirm", security(("token" = ["write"])),
    request_body = MachineBlock, responses((status = 200, body = Confirmed)))]
pub(super) async fn confirm_machine_draft(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<MachineBlock>,
) -> Result<Json<Confirmed>, Failure> {
    let confirmed = workshop.confirm_machine(id, &body.text, &person).await?;
    Ok(Json(Confirmed { confirmed }))
}
