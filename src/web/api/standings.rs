//! What people say of a post itself, and the filters they keep.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ids::{ProjectId, Slug},
    services::{Workshop, views::PostRemark},
    store::StoredView,
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
        pages::BoardQuery,
    },
    workflow::Priority,
};

/// Asks that a post be translated; one voice each.
#[utoipa::path(put, path = "/projects/{project}/posts/{slug}/vote",
    security(("token" = ["write"])), responses((status = 204)))]
pub(super) async fn ask_for_post(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
) -> Result<StatusCode, Failure> {
    workshop.ask(&project, &slug, true, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes that back.
#[utoipa::path(delete, path = "/projects/{project}/posts/{slug}/vote",
    security(("token" = ["write"])), responses((status = 204)))]
pub(super) async fn stop_asking(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
) -> Result<StatusCode, Failure> {
    workshop.ask(&project, &slug, false, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    priority: Priority,
}

/// Says how much maintainers want a post; it comes before or after all others that wait.
#[utoipa::path(put, path = "/projects/{project}/posts/{slug}/priority",
    security(("token" = ["manage"])), request_body = Wanted, responses((status = 204)))]
pub(super) async fn prioritise_post(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Body(body): Body<Wanted>,
) -> Result<StatusCode, Failure> {
    workshop.prioritise(&project, &slug, body.priority, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PostNote {
    /// Empty takes the note away.
    note: String,
}

/// Says what is to be known before one begins with a post.
#[utoipa::path(put, path = "/projects/{project}/posts/{slug}/note",
    security(("token" = ["manage"])), request_body = PostNote, responses((status = 204)))]
pub(super) async fn note_post(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Body(body): Body<PostNote>,
) -> Result<StatusCode, Failure> {
    workshop.note_on_post(&project, &slug, &body.note, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Exclusion {
    reason: String,
}

/// Leaves a post out, with the reason people read; it is not offered any more.
#[utoipa::path(put, path = "/projects/{project}/posts/{slug}/exclusion",
    security(("token" = ["manage"])), request_body = Exclusion, responses((status = 204)))]
pub(super) async fn exclude_post(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Body(body): Body<Exclusion>,
) -> Result<StatusCode, Failure> {
    workshop.exclude(&project, &slug, &body.reason, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Offers a post again that was left out.
#[utoipa::path(delete, path = "/projects/{project}/posts/{slug}/exclusion",
    security(("token" = ["manage"])), responses((status = 204)))]
pub(super) async fn include_post(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
) -> Result<StatusCode, Failure> {
    workshop.include(&project, &slug, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists what was said about a post, oldest first; what is said about a draft stands in its threads.
#[utoipa::path(get, path = "/projects/{project}/posts/{slug}/remarks",
    responses((status = 200, body = [PostRemark])))]
pub(super) async fn list_remarks(
    State(workshop): State<Workshop>,
    Path((project, slug)): Path<(ProjectId, Slug)>,
) -> Result<Json<Vec<PostRemark>>, Failure> {
    Ok(Json(workshop.remarks(&project, &slug).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPostRemark {
    body: String,
}

/// Says something about a post, with or without a task.
#[utoipa::path(post, path = "/projects/{project}/posts/{slug}/remarks",
    security(("token" = ["write"])), request_body = NewPostRemark,
    responses((status = 201, body = PostRemark)))]
pub(super) async fn add_remark(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Body(remark): Body<NewPostRemark>,
) -> Result<(StatusCode, Json<PostRemark>), Failure> {
    let said = workshop.say_of_post(&project, &slug, &remark.body, &person).await?;
    Ok((StatusCode::CREATED, Json(said)))
}

/// Filters of a board under a name.
#[derive(Serialize, ToSchema)]
pub(super) struct SavedView {
    name: String,
    /// As it stands in the address of the board, with its question mark.
    query: String,
}

impl From<StoredView> for SavedView {
    fn from(StoredView { name, query }: StoredView) -> Self {
        Self { name, query }
    }
}

/// Lists the filters one keeps on a board, the oldest first.
#[utoipa::path(get, path = "/projects/{project}/views", security(("token" = ["read"])),
    responses((status = 200, body = [SavedView])))]
pub(super) async fn list_views(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(project): Path<ProjectId>,
) -> Result<Json<Vec<SavedView>>, Failure> {
    let views = workshop.saved_views(&project, &person).await?;
    Ok(Json(views.into_iter().map(SavedView::from).collect()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Filters {
    /// As they stand in the address of the board, such as `?state=missing&length=short`.
    query: String,
}

/// Keeps filters of a board under a name, in place of what had it before.
#[utoipa::path(put, path = "/projects/{project}/views/{view}", security(("token" = ["write"])),
    request_body = Filters, responses((status = 200, body = SavedView)))]
pub(super) async fn save_view(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, view)): Path<(ProjectId, String)>,
    Body(filters): Body<Filters>,
) -> Result<Json<SavedView>, Failure> {
    let query = BoardQuery::of_suffix(&filters.query).map_err(Failure::bad_request)?.to_suffix();
    Ok(Json(workshop.save_view(&project, &view, query, &person).await?.into()))
}

/// Forgets filters one kept.
#[utoipa::path(delete, path = "/projects/{project}/views/{view}",
    security(("token" = ["write"])), responses((status = 204)))]
pub(super) async fn remove_view(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path((project, view)): Path<(ProjectId, String)>,
) -> Result<StatusCode, Failure> {
    if workshop.remove_view(&project, &view, &person).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Failure::not_found())
    }
}
