//! What maintainers and sponsors look at: the story of the coverage, the log, the report, exports, and acts on
//! many posts.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Limit, Listing, after, listing};
use crate::{
    ids::{PersonId, ProjectId, Slug},
    services::{
        Actor, AuditFilter, BulkAct, Months, Workshop,
        views::{AuditLine, BulkDone, CoverageView, ExportedPost, MonthlyReport, posts_csv},
    },
    web::{
        extract::{Asked, Body, CurrentPerson, Path},
        failure::Failure,
        files,
    },
    workflow::Priority,
};

/// Tells how far the translation was over time: at the ends of past weeks or months, and now.
#[utoipa::path(get, path = "/projects/{project}/coverage",
    responses((status = 200, body = CoverageView)))]
pub(super) async fn get_coverage(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Json<CoverageView>, Failure> {
    Ok(Json(workshop.coverage_view(&project).await?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditParameters {
    /// Only what this person did.
    person: Option<PersonId>,
    /// Only what nobody but the program did.
    worker: Option<bool>,
    /// Only what is called so, such as `claimed`.
    kind: Option<String>,
    /// Only what concerns this post.
    slug: Option<Slug>,
    /// Not before this moment.
    from: Option<Timestamp>,
    /// Before this moment.
    until: Option<Timestamp>,
    cursor: Option<String>,
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Lists the log of a project and of the installation, newest first, for maintainers.
#[utoipa::path(get, path = "/projects/{project}/audit", params(AuditParameters),
    security(("token" = ["read"])), responses((status = 200, body = Listing<AuditLine>)))]
pub(super) async fn list_audit(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(project): Path<ProjectId>,
    Asked(asked): Asked<AuditParameters>,
) -> Result<Json<Listing<AuditLine>>, Failure> {
    let limit = asked.limit.unwrap_or_default();
    let before: Option<i64> = after(asked.cursor.as_deref())?;
    let is_worker = asked.worker.unwrap_or(false);
    let filter = AuditFilter {
        actor: asked.person.map(Actor::Person).or(is_worker.then_some(Actor::Worker)),
        kind: asked.kind,
        slug: asked.slug,
        from: asked.from,
        until: asked.until,
    };
    let wanted = u32::try_from(limit.number()).unwrap_or(u32::MAX).saturating_add(1);
    let lines = workshop.audit(&project, &filter, before, wanted, &person).await?;
    Ok(Json(listing(lines, limit, |line| line.id)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReportParameters {
    /// First month, as `2026-08`; the month that ended last where it is missing.
    from: Option<String>,
    /// Last month; the first one where it is missing.
    until: Option<String>,
}

/// Tells what some months brought: published, updated, words, people, coverage before and after, waits.
#[utoipa::path(get, path = "/projects/{project}/report", params(ReportParameters),
    responses((status = 200, body = MonthlyReport)))]
pub(super) async fn get_report(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Asked(asked): Asked<ReportParameters>,
) -> Result<Json<MonthlyReport>, Failure> {
    let months = match asked.from.as_deref().or(asked.until.as_deref()) {
        Some(from) => Months::parse(from, asked.until.as_deref().unwrap_or(from))?,
        None => Months::last_before(workshop.now()),
    };
    Ok(Json(workshop.report(&project, &months).await?))
}

/// Gives every post with how it stands, as one list.
#[utoipa::path(get, path = "/projects/{project}/export",
    responses((status = 200, body = [ExportedPost])))]
pub(super) async fn export_posts(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Json<Vec<ExportedPost>>, Failure> {
    Ok(Json(workshop.export_posts(&project).await?))
}

/// Gives every post with how it stands, as a table with a line of column names.
#[utoipa::path(get, path = "/projects/{project}/export.csv",
    responses((status = 200, body = String, content_type = "text/csv")))]
pub(super) async fn export_posts_as_csv(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Response, Failure> {
    let text = posts_csv(&workshop.export_posts(&project).await?);
    let kind = HeaderValue::from_static(files::CSV);
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// What is done to each of some posts.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum BulkBody {
    /// Somebody gets them.
    Assign { posts: Vec<Slug>, person: PersonId },
    /// Their open cosmetic changes need nothing.
    DismissCosmetic {
        posts: Vec<Slug>,
        #[serde(default)]
        reason: String,
    },
    /// They come before others, or after them.
    Prioritise { posts: Vec<Slug>, priority: Priority },
    /// They are left out, for a reason people read.
    Exclude { posts: Vec<Slug>, reason: String },
    /// They are offered again.
    Include { posts: Vec<Slug> },
}

/// Does one thing to many posts, at most 200, and tells of each what became of it.
#[utoipa::path(post, path = "/projects/{project}/bulk", security(("token" = ["manage"])),
    request_body = BulkBody, responses((status = 200, body = BulkDone)))]
pub(super) async fn act_on_posts(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(project): Path<ProjectId>,
    Body(body): Body<BulkBody>,
) -> Result<Json<BulkDone>, Failure> {
    let (posts, act) = match body {
        BulkBody::Assign { posts, person } => (posts, BulkAct::Assign { to: person }),
        BulkBody::DismissCosmetic { posts, reason } => (posts, BulkAct::DismissCosmetic { reason }),
        BulkBody::Prioritise { posts, priority } => (posts, BulkAct::Prioritise { priority }),
        BulkBody::Exclude { posts, reason } => (posts, BulkAct::Exclude { reason }),
        BulkBody::Include { posts } => (posts, BulkAct::Include),
    };
    Ok(Json(workshop.bulk(&project, &posts, &act, &person).await?))
}
