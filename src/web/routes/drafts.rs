//! Drafts: saved by a button, downloaded, and looked back at.
//!
//! Nothing typed is lost: whatever keeps a text from being saved, the answer shows the text.

use std::collections::HashMap;

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
        pages::{ConflictPage, HistoryPage, Notice, RevisionPage, UploadPage, encode_query, urls},
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
        Kept::Conflict(conflict) => conflict.show(&workshop, &page, id, text).await,
    }
}

/// What became of a text that was to be saved.
pub(super) enum Kept {
    Saved(Saved),
    Conflict(Conflict),
}

/// What was saved elsewhere meanwhile, by whom, and by whom it was not expected.
pub(super) struct Conflict {
    person: Person,
    base: RevisionNumber,
    revision: RevisionNumber,
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
        Err(ServiceError::Conflict { current, saved_by, .. }) => {
            let person = person.clone();
            Ok(Kept::Conflict(Conflict { person, base: expected, revision: current, saved_by }))
        }
        Err(error) => Err(Failure::from(error).keeping(text)),
    }
}

impl Conflict {
    /// Shows both texts, block by block, to choose from.
    pub(super) async fn show(
        self,
        workshop: &Workshop,
        page: &Page,
        task: TaskId,
        mine: String,
    ) -> Result<Response, Failure> {
        let Self { person, base, revision, saved_by } = self;
        let pieces = workshop.merge(task, base, revision, &mine, &person).await;
        let pieces = pieces.map_err(|error| Failure::from(error).keeping(&mine))?;
        let shell = page.bare_shell();
        let shown =
            html(&ConflictPage { shell, task, mine, pieces, theirs_by: saved_by, base, revision })?;
        Ok((StatusCode::CONFLICT, shown).into_response())
    }
}

#[derive(Deserialize)]
pub(super) struct MergeForm {
    /// The revision `mine` was written on top of.
    base: RevisionNumber,
    /// The one it is put together with.
    revision: RevisionNumber,
    mine: String,
    /// `choice-<number of the piece>`: `mine`, `theirs` or `both`.
    #[serde(flatten)]
    choices: HashMap<String, String>,
}

/// Saves what somebody chose of two texts.
pub(super) async fn merge(
    State(workshop): State<Workshop>,
    person: MaybePerson,
    session: Session,
    page: Page,
    Path(id): Path<TaskId>,
    Fields(form): Fields<MergeForm>,
) -> Result<Response, Failure> {
    let person = person.or_keep(&form.mine)?;
    let MergeForm { base, revision, mine, choices } = form;
    let pieces = workshop.merge(id, base, revision, &mine, &person).await;
    let pieces = pieces.map_err(|error| Failure::from(error).keeping(&mine))?;
    let text: String = pieces
        .iter()
        .enumerate()
        .map(|(number, piece)| {
            let choice = choices.get(&format!("choice-{number}")).map(String::as_str);
            piece.chosen(choice.unwrap_or_default())
        })
        .collect();
    match keep(&workshop, id, revision, &text, &person).await? {
        Kept::Saved(_) => {
            sessions::notify(&session, Notice::DraftSaved).await?;
            Ok(LocalPath::new(&urls::task(id)).into_response())
        }
        Kept::Conflict(conflict) => conflict.show(&workshop, &page, id, text).await,
    }
}

/// Where a file made elsewhere is put in.
pub(super) async fn upload(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    page: Page,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let view = workshop.workspace(id, &person).await?;
    let revisions = workshop.revisions(id, &person).await?;
    let taken = sessions::downloaded(&session, id).await?;
    html(&UploadPage {
        shell: page.shell(Some(&view.project)).await,
        project: view.project,
        slug: view.slug,
        task: id,
        title: view.title,
        target_path: view.target_path,
        base: taken.unwrap_or(view.draft.revision),
        revisions,
        may_edit: view.may_edit,
    })
}

#[derive(Deserialize)]
pub(super) struct RestoreForm {
    /// The newest revision as it was seen.
    revision: RevisionNumber,
}

/// Brings an earlier revision back as a new one.
pub(super) async fn restore(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path((id, number)): Path<(TaskId, RevisionNumber)>,
    Fields(form): Fields<RestoreForm>,
) -> Result<LocalPath, Failure> {
    match workshop.restore(id, number, form.revision, &person).await {
        Ok(_) => {
            sessions::notify(&session, Notice::Restored).await?;
            Ok(LocalPath::new(&urls::task(id)))
        }
        // Shown again beside what is newest now.
        Err(ServiceError::Conflict { .. }) => {
            sessions::notify(&session, Notice::LookAgain).await?;
            Ok(LocalPath::new(&urls::revision(id, number)))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn download(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(id): Path<TaskId>,
) -> Result<Response, Failure> {
    let view = workshop.workspace(id, &person).await?;
    // So that what comes back is compared with what went out.
    sessions::note_download(&session, id, view.draft.revision).await?;
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
    let previous = workshop.revision_before(id, number, &person).await?;
    html(&RevisionPage {
        shell: page.shell(Some(&view.project)).await,
        project: view.project,
        slug: view.slug,
        task: id,
        title: view.title,
        revision,
        previous,
        newest: view.draft,
        may_restore: view.may_edit,
    })
}
