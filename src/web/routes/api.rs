//! JSON for the editor's scripts and for anybody who wants the state of a project.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::status::StatusRecord,
    ids::{ProjectId, RevisionNumber, Slug, TaskId},
    services::{
        Workshop,
        views::{MergePiece, Rows, Saved},
    },
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
    },
};

#[derive(Deserialize)]
pub(super) struct DraftBody {
    revision: RevisionNumber,
    text: String,
}

pub(super) async fn save_draft(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(draft): Body<DraftBody>,
) -> Result<Json<Saved>, Failure> {
    Ok(Json(workshop.save_draft(id, draft.revision, draft.text, &person).await?))
}

#[derive(Deserialize)]
pub(super) struct TextBody {
    text: String,
}

pub(super) async fn rows(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<TextBody>,
) -> Result<Json<Rows>, Failure> {
    Ok(Json(workshop.rows(id, &body.text, &person).await?))
}

#[derive(Deserialize)]
pub(super) struct MergeBody {
    base: RevisionNumber,
    revision: RevisionNumber,
    text: String,
}

/// Two texts beside each other, to choose from.
pub(super) async fn merge(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
    Body(body): Body<MergeBody>,
) -> Result<Json<Vec<MergePiece>>, Failure> {
    let MergeBody { base, revision, text } = body;
    Ok(Json(workshop.merge(id, base, revision, &text, &person).await?))
}

#[derive(Deserialize)]
pub(super) struct PreviewBody {
    project: ProjectId,
    text: String,
}

#[derive(Serialize)]
pub(super) struct PreviewAnswer {
    html: String,
}

pub(super) async fn preview(
    State(workshop): State<Workshop>,
    CurrentPerson(_): CurrentPerson,
    Body(body): Body<PreviewBody>,
) -> Result<Json<PreviewAnswer>, Failure> {
    let html = workshop.preview(&body.project, &body.text).await?.into_string();
    Ok(Json(PreviewAnswer { html }))
}

/// What `yiqi status --format json` prints, for one project.
#[derive(Serialize)]
pub(super) struct Report {
    posts: Vec<ReportEntry>,
}

#[derive(Serialize)]
struct ReportEntry {
    project: ProjectId,
    slug: Slug,
    #[serde(flatten)]
    record: StatusRecord,
}

/// Empty before the first sync.
pub(super) async fn status(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Json<Report>, Failure> {
    let catalogue = workshop.catalogue(&project).await?;
    let posts = catalogue.iter().flat_map(|catalogue| &catalogue.posts).map(|post| ReportEntry {
        project: project.clone(),
        slug: post.slug.clone(),
        record: StatusRecord::of(post),
    });
    Ok(Json(Report { posts: posts.collect() }))
}
