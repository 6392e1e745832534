//! Drafts: saved by a button, downloaded, and looked back at.
//!
//! Nothing typed is lost: whatever keeps a text from being saved, the answer shows the text.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::{RevisionNumber, TaskId},
    services::{ServiceError, Workshop, views::Saved},
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, html},
        failure::Failure,
        pages::{ConflictPage, HistoryPage, Notice, RevisionPage, encode_query, urls},
        sessions,
    },
    workflow::Person,
};

#[derive(Deserialize)]
pub(super) struct DraftForm {
    revision: RevisionNumber,
    text: String,
}

pub(super) async fn save(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    session: Session,
    page: Page,
    Path(id): Path<TaskId>,
    Fields(form): Fields<DraftForm>,
) -> Result<Response, Failure> {
    let text = form.text;
    let person = person.or_keep(&text)?;
    match keep(&workshop, id, form.revision, &text, &person).await? {
        Kept::Saved(_) => {
            sessions::notify(&session, Notice::DraftSaved).await?;
            Ok(LocalPath::new(&urls::task(id)).into_response())
        }
        Kept::Conflict(conflict) => conflict.show(&page, id, text),
    }
}

/// What became of a text that was to be saved.
pub(super) enum Kept {
    Saved(Saved),
    Conflict(Conflict),
}

/// What was saved elsewhere meanwhile.
pub(super) struct Conflict {
    revision: RevisionNumber,
    text: String,
    saved_by: String,
}

/// Saves a text; any failure shows it.
pub(super) async fn keep(
    workshop: &Workshop,
    id: TaskId,
    expected: RevisionNumber,
    text: &str,
    person: &Person,
) -> Result<Kept, Failure> {
    match workshop.save_draft(id, expected, text.to_owned(), person).await {
        Ok(saved) => Ok(Kept::Saved(saved)),
        Err(ServiceError::Conflict { current, text, saved_by, .. }) => {
            Ok(Kept::Conflict(Conflict { revision: current, text, saved_by }))
        }
        Err(error) => Err(Failure::from(error).keeping(text)),
    }
}

impl Conflict {
    /// Shows both texts.
    pub(super) fn show(self, page: &Page, task: TaskId, mine: String) -> Result<Response, Failure> {
        let shell = page.bare_shell();
        let Self { revision, text: theirs, saved_by: theirs_by } = self;
        let shown = html(&ConflictPage { shell, task, mine, theirs, theirs_by, revision })?;
        Ok((StatusCode::CONFLICT, shown).into_response())
    }
}

pub(super) async fn download(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let view = workshop.workspace(id, &person).await?;
    let name = view.target_path.rsplit('/').next().unwrap_or("draft.md");
    let disposition = format!("attachment; filename*=UTF-8''{}", encode_query(name));
    let disposition = HeaderValue::try_from(disposition).map_err(Failure::unexpected)?;
    let markdown = HeaderValue::from_static("text/markdown; charset=utf-8");
    let headers = [(header::CONTENT_TYPE, markdown), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, view.draft.text).into_response())
}

pub(super) async fn history(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let view = workshop.workspace(id, &person).await?;
    html(&HistoryPage {
        shell: page.shell(Some(&view.project)).await,
        project: view.project,
        slug: view.slug,
        task: id,
        title: view.title,
        revisions: workshop.revisions(id, &person).await?,
    })
}

pub(super) async fn revision(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Path((id, number)): Path<(TaskId, RevisionNumber)>,
) -> Result<Response, Failure> {
    let view = workshop.workspace(id, &person).await?;
    let revision = workshop.revision(id, number, &person).await?;
    let previous = match number {
        RevisionNumber(1) => None,
        RevisionNumber(n) => Some(workshop.revision(id, RevisionNumber(n - 1), &person).await?),
    };
    html(&RevisionPage {
        shell: page.shell(Some(&view.project)).await,
        project: view.project,
        slug: view.slug,
        task: id,
        title: view.title,
        revision,
        previous,
    })
}
