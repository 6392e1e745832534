//! Drafts: read, saved on top of what was read, compared, checked.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    answer::{if_match, markdown, revision_tag},
    tasks::OnRevision,
};
use crate::{
    checks::Finding,
    ids::{ProjectId, RevisionNumber, TaskId},
    services::{
        Workshop,
        views::{Draft, Mended, MergePiece, Rows, Saved},
    },
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
    },
};

/// Gives the newest revision; its number is the entity tag.
#[utoipa::path(get, path = "/tasks/{task}/draft", security(("token" = ["read"])),
    responses((status = 200, body = Draft)))]
pub(super) async fn get_draft(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let draft = workshop.newest_draft(id, &person).await?;
    Ok(([(header::ETAG, revision_tag(draft.revision)?)], Json(draft)).into_response())
}

/// A text with the revision it was made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftBody {
    revision: RevisionNumber,
    text: String,
    /// Whether to say what the checks find; `true` without it. Whoever saves at every pause asks for that
    /// afterwards.
    #[serde(default = "yes")]
    check: bool,
}

fn yes() -> bool {
    true
}

/// Saves the whole text on top of `revision`; 409 has the text somebody saved meanwhile.
#[utoipa::path(put, path = "/tasks/{task}/draft", security(("token" = ["write"])),
    request_body = DraftBody, responses((status = 200, body = Saved)))]
pub(super) async fn save_draft(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(draft): Body<DraftBody>,
) -> Result<Json<Saved>, Failure> {
    let DraftBody { revision, text, check } = draft;
    Ok(Json(match check {
        true => workshop.save_and_check(id, revision, text, &person).await?,
        false => workshop.save_draft(id, revision, text, &person).await?,
    }))
}

/// Gives the newest revision as the file it will be; its number is the entity tag.
#[utoipa::path(get, path = "/tasks/{task}/draft.md", security(("token" = ["read"])),
    responses((status = 200, body = String, content_type = "text/markdown")))]
pub(super) async fn get_markdown(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let draft = workshop.newest_draft(id, &person).await?;
    Ok(([(header::ETAG, revision_tag(draft.revision)?)], markdown(draft.text)).into_response())
}

/// Saves a file on top of the revision `If-Match` names; 412 has the text somebody saved meanwhile.
#[utoipa::path(put, path = "/tasks/{task}/draft.md", security(("token" = ["write"])),
    params(("If-Match" = String, Header, description = "The ETag the draft was read with")),
    request_body(content = String, content_type = "text/markdown"),
    responses((status = 200, body = Saved), (status = 412), (status = 428)))]
pub(super) async fn save_markdown(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Saved>, Failure> {
    let expected = if_match(&headers)?;
    // Replacing bytes that cannot be read would change the text without a word.
    let text = String::from_utf8(body.into()).map_err(Failure::bad_request)?;
    let saved = workshop.save_and_check(id, expected, text, &person).await;
    Ok(Json(saved.map_err(|error| Failure::from(error).of_precondition())?))
}

/// Lists the revisions of a draft, newest first, without their texts.
#[utoipa::path(get, path = "/tasks/{task}/revisions", security(("token" = ["read"])),
    responses((status = 200, body = [Draft])))]
pub(super) async fn list_revisions(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<Vec<Draft>>, Failure> {
    Ok(Json(workshop.revisions(id, &person).await?))
}

/// Gives one revision with its text.
#[utoipa::path(get, path = "/tasks/{task}/revisions/{revision}", security(("token" = ["read"])),
    responses((status = 200, body = Draft)))]
pub(super) async fn get_revision(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((id, number)): Path<(TaskId, RevisionNumber)>,
) -> Result<Json<Draft>, Failure> {
    Ok(Json(workshop.revision(id, number, &person).await?))
}

/// Brings an earlier revision back as a new one, on top of the newest, which `revision` names.
#[utoipa::path(post, path = "/tasks/{task}/revisions/{revision}/restore",
    security(("token" = ["write"])), request_body = OnRevision,
    responses((status = 200, body = Saved)))]
pub(super) async fn restore_revision(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((id, number)): Path<(TaskId, RevisionNumber)>,
    Body(body): Body<OnRevision>,
) -> Result<Json<Saved>, Failure> {
    Ok(Json(workshop.restore(id, number, body.revision, &person).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TextBody {
    text: String,
}

/// Aligns a text that is not saved with the source, block by block, and checks it.
#[utoipa::path(post, path = "/tasks/{task}/rows", security(("token" = ["read"])),
    request_body = TextBody, responses((status = 200, body = Rows)))]
pub(super) async fn align_text(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<TextBody>,
) -> Result<Json<Rows>, Failure> {
    Ok(Json(workshop.rows(id, &body.text, &person).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeBody {
    /// The revision `text` was made from.
    base: RevisionNumber,
    /// The one that was saved meanwhile.
    revision: RevisionNumber,
    text: String,
}

/// Puts two texts that began as one beside each other, to choose from.
#[utoipa::path(post, path = "/tasks/{task}/merge", security(("token" = ["read"])),
    request_body = MergeBody, responses((status = 200, body = [MergePiece])))]
pub(super) async fn merge_text(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<MergeBody>,
) -> Result<Json<Vec<MergePiece>>, Failure> {
    let MergeBody { base, revision, text } = body;
    Ok(Json(workshop.merge(id, base, revision, &text, &person).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MendBody {
    text: String,
    /// Ids of findings; without any, everything that is mended safely.
    #[serde(default)]
    findings: Vec<String>,
}

/// Mends findings in a text that is not saved, and saves nothing.
#[utoipa::path(post, path = "/tasks/{task}/fix", security(("token" = ["read"])),
    request_body = MendBody, responses((status = 200, body = Mended)))]
pub(super) async fn mend_text(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<MendBody>,
) -> Result<Json<Mended>, Failure> {
    Ok(Json(workshop.mend(id, &body.text, &body.findings, &person).await?))
}

/// What the checks say.
#[derive(Serialize, ToSchema)]
pub(super) struct Findings {
    findings: Vec<Finding>,
}

/// Lists what the checks say of the newest revision.
#[utoipa::path(get, path = "/tasks/{task}/findings", security(("token" = ["read"])),
    responses((status = 200, body = Findings)))]
pub(super) async fn list_findings(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Json<Findings>, Failure> {
    let findings = workshop.newest_findings(id, &person).await?;
    Ok(Json(Findings { findings }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WordBody {
    /// Why it is none; null takes a dismissal back.
    reason: Option<String>,
    /// The text it was found in, where that is not the newest revision.
    text: Option<String>,
}

/// Says that a finding is none, and why, or takes that back.
#[utoipa::path(put, path = "/tasks/{task}/findings/{finding}", security(("token" = ["write"])),
    request_body = WordBody, responses((status = 200, body = Findings)))]
pub(super) async fn word_finding(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((id, finding)): Path<(TaskId, String)>,
    Body(body): Body<WordBody>,
) -> Result<Json<Findings>, Failure> {
    let text = body.text.as_deref();
    let findings = match &body.reason {
        Some(reason) => workshop.dismiss_finding(id, &finding, reason, text, &person).await?,
        None => workshop.restore_finding(id, &finding, text, &person).await?,
    };
    Ok(Json(Findings { findings }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PreviewBody {
    project: ProjectId,
    text: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Preview {
    /// Safe to be shown.
    html: String,
}

/// Shows a text as the blog would.
#[utoipa::path(post, path = "/preview", security(("token" = ["read"])),
    request_body = PreviewBody, responses((status = 200, body = Preview)))]
pub(super) async fn preview_text(
    State(workshop): State<Workshop>,
    Body(body): Body<PreviewBody>,
) -> Result<Json<Preview>, Failure> {
    let html = workshop.preview(&body.project, &body.text).await?.into_string();
    Ok(Json(Preview { html }))
}
