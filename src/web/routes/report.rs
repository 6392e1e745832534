//! What some months brought, and the posts of a project as tables.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use crate::{
    ids::ProjectId,
    services::{Workshop, views::posts_csv},
    web::{
        extract::{Page, Path, Query, html},
        failure::Failure,
        files,
        pages::{MonthsQuery, ReportMarkdown, ReportPage, report_csv},
        state::Settings,
    },
};

pub(super) async fn show(
    State(workshop): State<Workshop>,
    page: Page,
    Path(project): Path<ProjectId>,
    Query(query): Query<MonthsQuery>,
) -> Result<Response, Failure> {
    let report = workshop.report(&project, &query.months(workshop.now())).await?;
    html(&ReportPage { shell: page.shell(Some(&project)).await, report })
}

pub(super) async fn markdown(
    State(workshop): State<Workshop>,
    State(settings): State<Arc<Settings>>,
    page: Page,
    Path(project): Path<ProjectId>,
    Query(query): Query<MonthsQuery>,
) -> Result<Response, Failure> {
    let report = workshop.report(&project, &query.months(workshop.now())).await?;
    let shell = page.bare_shell();
    let site = settings.public_url.as_ref().map(url::Url::as_str);
    let text = ReportMarkdown { shell: &shell, report: &report, site }.text();
    let month = report.until.strftime("%Y-%m");
    files::attachment(&format!("{project}-{month}.md"), files::MARKDOWN, text)
}

pub(super) async fn csv(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
    Query(query): Query<MonthsQuery>,
) -> Result<Response, Failure> {
    let report = workshop.report(&project, &query.months(workshop.now())).await?;
    let month = report.until.strftime("%Y-%m");
    files::attachment(&format!("{project}-{month}.csv"), files::CSV, report_csv(&report))
}

pub(super) async fn posts_as_csv(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Response, Failure> {
    let posts = workshop.export_posts(&project).await?;
    files::attachment(&format!("{project}-posts.csv"), files::CSV, posts_csv(&posts))
}

pub(super) async fn posts_as_json(
    State(workshop): State<Workshop>,
    Path(project): Path<ProjectId>,
) -> Result<Response, Failure> {
    let posts = workshop.export_posts(&project).await?;
    let text = serde_json::to_vec_pretty(&posts).map_err(Failure::unexpected)?;
    files::attachment(&format!("{project}-posts.json"), files::JSON, text)
}
