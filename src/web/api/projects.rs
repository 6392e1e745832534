//! Projects: how they stand, what happened, who works on what.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Limit, Listing, after, listing};
use crate::{
    catalogue::status::StatusRecord,
    ids::{DeliveryId, ProjectId, Slug},
    services::{
        Workshop,
        views::{Counts, Dashboard, LoggedEvent, Seal, SyncState, TaskBrief},
    },
    web::{
        extract::{Asked, CurrentPerson, Path},
        failure::Failure,
    },
};

/// A project by name.
#[derive(Serialize, ToSchema)]
pub(super) struct ProjectBrief {
    id: ProjectId,
    name: String,
}

/// Lists the projects.
#[utoipa::path(get, path = "/projects", responses((status = 200, body = [ProjectBrief])))]
pub(super) async fn list_projects(State(workshop): State<Workshop>) -> Json<Vec<ProjectBrief>> {
    let projects = workshop.projects().into_iter();
    Json(projects.map(|(id, name)| ProjectBrief { id, name }).collect())
}

/// How a project stands.
#[derive(Serialize, ToSchema)]
pub(super) struct ProjectState {
    id: ProjectId,
    name: String,
    counts: Counts,
    /// All tags with how many posts carry them, most used first.
    tags: Vec<(String, usize)>,
    /// All series with how many posts they have, by name.
    series: Vec<(String, usize)>,
    sync: SyncState,
}

/// Tells how a project stands: posts by state, tags, how fresh the mirror is.
#[utoipa::path(get, path = "/projects/{project}", responses((status = 200, body = ProjectState)))]
pub(super) async fn get_project(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Json<ProjectState>, Failure> {
    let board = workshop.board(&project).await?;
    Ok(Json(ProjectState {
        id: board.project.clone(),
        name: board.project_name.clone(),
        counts: board.counts.clone(),
        tags: board.tags.clone(),
        series: board.series.clone(),
        sync: board.sync.clone(),
    }))
}

/// What `yiqi status --format json` prints, for one project.
#[derive(Serialize, ToSchema)]
pub(super) struct Report {
    posts: Vec<ReportEntry>,
}

#[derive(Serialize, ToSchema)]
struct ReportEntry {
    project: ProjectId,
    slug: Slug,
    #[serde(flatten)]
    record: StatusRecord,
}

/// Gives the verdict on every post with its changes, as `yiqi status --format json` does.
///
/// Empty before the first sync.
#[utoipa::path(get, path = "/projects/{project}/status", responses((status = 200, body = Report)))]
pub(super) async fn get_status(
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

/// Shows maintainers the health of a project.
#[utoipa::path(get, path = "/projects/{project}/dashboard", security(("token" = ["read"])),
    responses((status = 200, body = Dashboard)))]
pub(super) async fn get_dashboard(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(project): Path<ProjectId>,
) -> Result<Json<Dashboard>, Failure> {
    Ok(Json(workshop.dashboard(&project, &person).await?))
}

/// Asks for a sync with the source; it runs in the background.
#[utoipa::path(post, path = "/projects/{project}/sync", security(("token" = ["manage"])),
    responses((status = 202)))]
pub(super) async fn sync_project(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(project): Path<ProjectId>,
) -> Result<StatusCode, Failure> {
    workshop.sync_now(&project, &person).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Runs a webhook delivery that failed again.
#[utoipa::path(post, path = "/deliveries/{delivery}/retry", security(("token" = ["manage"])),
    responses((status = 202)))]
pub(super) async fn retry_delivery(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<DeliveryId>,
) -> Result<StatusCode, Failure> {
    workshop.run_delivery_again(&id, &person).await?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// Only of this post.
    slug: Option<Slug>,
    cursor: Option<String>,
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Lists what people and the worker did to posts, newest first.
#[utoipa::path(get, path = "/projects/{project}/events", params(EventsQuery),
    responses((status = 200, body = Listing<LoggedEvent>)))]
pub(super) async fn list_events(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Asked(query): Asked<EventsQuery>,
) -> Result<Json<Listing<LoggedEvent>>, Failure> {
    let limit = query.limit.unwrap_or_default();
    let before: Option<i64> = after(query.cursor.as_deref())?;
    let wanted = limit.number() + 1;
    let events = workshop.events_of(&project, query.slug.as_ref(), before, wanted).await?;
    Ok(Json(listing(events, limit, |event| event.id)))
}

/// A task of a project with the post it is about.
#[derive(Serialize, ToSchema)]
pub(super) struct ProjectTask {
    slug: Slug,
    title: Option<String>,
    seal: Seal,
    task: TaskBrief,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TasksQuery {
    cursor: Option<String>,
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Lists what is being worked on, by slug.
#[utoipa::path(get, path = "/projects/{project}/tasks", params(TasksQuery),
    responses((status = 200, body = Listing<ProjectTask>)))]
pub(super) async fn list_project_tasks(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Asked(query): Asked<TasksQuery>,
) -> Result<Json<Listing<ProjectTask>>, Failure> {
    let board = workshop.board(&project).await?;
    let from: Option<Slug> = after(query.cursor.as_deref())?;
    let is_next = |slug: &Slug| from.as_ref().is_none_or(|from| slug > from);
    let rows = board.rows.iter().filter(|row| is_next(&row.slug));
    let mut tasks: Vec<ProjectTask> = rows
        .filter_map(|row| {
            let title = row.target_title.clone().or_else(|| row.source_title.clone());
            let task = row.task.clone()?;
            Some(ProjectTask { slug: row.slug.clone(), title, seal: row.seal, task })
        })
        .collect();
    tasks.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(Json(listing(tasks, query.limit.unwrap_or_default(), |task| task.slug.clone())))
}
