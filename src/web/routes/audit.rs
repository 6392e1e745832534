//! The log of everything, for maintainers: read page by page, or taken away.

use std::fmt::Write as _;

use axum::{
    body::Body,
    extract::{FromRequestParts, State},
    http::request::Parts,
    response::Response,
};
use bytes::Bytes;
use futures_util::stream;

use crate::{
    ids::ProjectId,
    services::{AuditFilter, ServiceError, Workshop, views::AuditLine},
    web::{
        extract::{CurrentPerson, Page, Path, Query, html},
        failure::Failure,
        files,
        pages::{AuditPage, AuditQuery, Shell, audit_head, audit_line},
        state::AppState,
    },
    workflow::Person,
};

/// Lines on a page.
const LINES_SHOWN: usize = 50;

/// Lines that are read at once where the whole log leaves.
const LINES_AT_ONCE: u32 = 1000;

pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(project): Path<ProjectId>,
    Query(query): Query<AuditQuery>,
) -> Result<Response, Failure> {
    let (filter, before) = (query.filter(), query.cursor());
    let wanted = LINES_SHOWN as u32 + 1;
    let mut lines = workshop.audit(&project, &filter, before, wanted, &person).await?;
    let goes_on = lines.len() > LINES_SHOWN;
    lines.truncate(LINES_SHOWN);
    let people = workshop.actors(&person).await?;
    let shell = page.shell(Some(&project)).await;
    let titles = workshop.board(&project).await.map(|board| board.titles()).unwrap_or_default();
    html(&AuditPage { shell, project, query, lines, goes_on, people, titles })
}

pub(super) async fn csv(log: Log) -> Result<Response, Failure> {
    let name = log.file_name("csv");
    let body = log.body(Form { begin: audit_head(), between: "", end: "", line: as_csv }).await?;
    files::attachment(&name, files::CSV, body)
}

pub(super) async fn json(log: Log) -> Result<Response, Failure> {
    let name = log.file_name("json");
    let form = Form { begin: "[\n".into(), between: ",\n", end: "\n]\n", line: as_json };
    files::attachment(&name, files::JSON, log.body(form).await?)
}

fn as_csv(shell: &Shell, line: &AuditLine) -> String {
    audit_line(shell, line)
}

fn as_json(_: &Shell, line: &AuditLine) -> String {
    serde_json::to_string(line).unwrap_or_default()
}

/// What is taken away, and for whom.
pub(super) struct Log {
    workshop: Workshop,
    project: ProjectId,
    filter: AuditFilter,
    person: Person,
    shell: Shell,
}

impl FromRequestParts<AppState> for Log {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let CurrentPerson(person) = CurrentPerson::from_request_parts(parts, state).await?;
        let Path(project) = Path::from_request_parts(parts, state).await?;
        let Ok(Query(query)) = Query::<AuditQuery>::from_request_parts(parts, state).await;
        let Ok(page) = Page::from_request_parts(parts, state).await;
        Ok(Self {
            workshop: state.workshop.clone(),
            project,
            filter: query.filter(),
            person,
            shell: page.bare_shell(),
        })
    }
}

/// How lines are written one after the other.
struct Form {
    begin: String,
    between: &'static str,
    end: &'static str,
    line: fn(&Shell, &AuditLine) -> String,
}

impl Log {
    fn file_name(&self, ending: &str) -> String {
        format!("{}-audit.{ending}", self.project)
    }

    /// The whole log as it passes the filter, newest first, read and sent a thousand lines at a time, so that a
    /// long one weighs no more here than a short one. What is written meanwhile is not in it.
    async fn body(self, form: Form) -> Result<Body, Failure> {
        // Whoever may not read it is told so in a page, before anything is sent.
        let first = self.lines(None).await?;
        let sent = stream::try_unfold(Some((self, form, first, true)), async |state| {
            let Some((log, form, lines, is_first)) = state else { return Ok(None) };
            let mut text = if is_first { form.begin.clone() } else { String::new() };
            for (place, line) in lines.iter().enumerate() {
                let between = if is_first && place == 0 { "" } else { form.between };
                let _ = write!(text, "{between}{}", (form.line)(&log.shell, line));
            }
            let next = match lines.last() {
                Some(last) if lines.len() == LINES_AT_ONCE as usize => {
                    let lines = log.lines(Some(last.id)).await?;
                    Some((log, form, lines, false))
                }
                _ => {
                    text.push_str(form.end);
                    None
                }
            };
            Ok::<_, ServiceError>(Some((Bytes::from(text), next)))
        });
        Ok(Body::from_stream(sent))
    }

    async fn lines(&self, before: Option<i64>) -> Result<Vec<AuditLine>, ServiceError> {
        let Self { workshop, project, filter, person, .. } = self;
        workshop.audit(project, filter, before, LINES_AT_ONCE, person).await
    }
}
