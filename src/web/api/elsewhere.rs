//! Translations outside the repository.

use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    ids::{ElsewhereId, ProjectId, Slug},
    services::{Workshop, views::Elsewhere},
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
    },
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewElsewhere {
    /// An `http` or `https` address that everybody can open; it is not fetched.
    address: String,
    /// What is to be known of it, such as whether it may be used again.
    #[serde(default)]
    word: String,
}

/// Notes where a Chinese translation of a post is outside the repository. What is noted already gets the new word.
#[utoipa::path(post, path = "/projects/{project}/posts/{slug}/elsewhere",
    security(("token" = ["write"])), request_body = NewElsewhere,
    responses((status = 200, body = Elsewhere)))]
pub(super) async fn note_elsewhere(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Body(body): Body<NewElsewhere>,
) -> Result<Json<Elsewhere>, Failure> {
    let note = (body.address.as_str(), body.word.as_str());
    Ok(Json(workshop.note_elsewhere(&project, &slug, note, &person).await?))
}

/// Takes away what was noted: one's own, or as a proofreader anybody's.
#[utoipa::path(delete, path = "/projects/{project}/posts/{slug}/elsewhere/{elsewhere}",
    security(("token" = ["write"])), responses((status = 204)))]
pub(super) async fn remove_elsewhere(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug, id)): Path<(ProjectId, Slug, ElsewhereId)>,
) -> Result<StatusCode, Failure> {
    if workshop.remove_elsewhere(&project, &slug, id, &person).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Failure::not_found())
    }
}
