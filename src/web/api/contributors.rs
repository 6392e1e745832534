//! How far a project is, who brought it there, and thanks: for anybody.

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    ids::ProjectId,
    services::{
        Workshop,
        views::{Credits, Profile, Progress, Thanks},
    },
    web::{
        extract::{Asked, MaybePerson, Path},
        failure::Failure,
    },
    workflow::UiLanguage,
};

/// Tells how far a project is, as a whole and by tag.
#[utoipa::path(get, path = "/projects/{project}/progress",
    responses((status = 200, body = Progress)))]
pub(super) async fn get_progress(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Json<Progress>, Failure> {
    Ok(Json(workshop.progress(&project).await?))
}

/// Names everybody who worked on a project and may be named, in the order they came.
#[utoipa::path(get, path = "/projects/{project}/contributors",
    responses((status = 200, body = Credits)))]
pub(super) async fn list_contributors(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Json<Credits>, Failure> {
    Ok(Json(workshop.credits(&project).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SpanQuery {
    /// First day (UTC) that is meant; a month before the last where it is missing.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// Last day (UTC) that is meant; today where it is missing.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    language: Option<UiLanguage>,
}

/// Writes thanks for a span of time, as Markdown for release notes.
#[utoipa::path(get, path = "/projects/{project}/thanks", params(SpanQuery),
    responses((status = 200, body = Thanks), (status = 422)))]
pub(super) async fn get_thanks(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Asked(query): Asked<SpanQuery>,
) -> Result<Json<Thanks>, Failure> {
    let today = workshop.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let until = query.until.unwrap_or(today);
    let from = query.from.unwrap_or_else(|| until.saturating_sub(jiff::ToSpan::days(30)));
    let language = query.language.unwrap_or_default();
    Ok(Json(workshop.thanks_for(&project, (from, until), language).await?))
}

/// Shows what one person did, by the name their page has.
#[utoipa::path(get, path = "/contributors/{contributor}",
    responses((status = 200, body = Profile)))]
pub(super) async fn get_contributor(
    State(workshop): State<Workshop>,
    MaybePerson(viewer): MaybePerson,
    Path(handle): Path<String>,
) -> Result<Json<Profile>, Failure> {
    Ok(Json(workshop.profile(&handle, viewer.as_ref()).await?))
}
