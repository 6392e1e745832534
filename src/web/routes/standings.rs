//! What people say of a post itself, and the filters they keep: the forms.

use axum::extract::State;
use serde::Deserialize;
use tower_sessions::Session;

use super::posts::back_to_post;
use crate::{
    ids::{ProjectId, Slug},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, Path},
        failure::Failure,
        pages::{BoardQuery, Notice, urls},
        sessions,
    },
    workflow::Priority,
};

#[derive(Deserialize)]
pub(super) struct AskForm {
    slug: Slug,
    /// Whether the post is wanted, or not any more.
    wanted: bool,
}

pub(super) async fn ask(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<AskForm>,
) -> Result<LocalPath, Failure> {
    workshop.ask(&project, &form.slug, form.wanted, &person).await?;
    let notice = if form.wanted { Notice::Asked } else { Notice::Unasked };
    back_to_post(&session, &project, &form.slug, notice).await
}

#[derive(Deserialize)]
pub(super) struct PriorityForm {
    slug: Slug,
    priority: Priority,
}

pub(super) async fn prioritise(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<PriorityForm>,
) -> Result<LocalPath, Failure> {
    workshop.prioritise(&project, &form.slug, form.priority, &person).await?;
    back_to_post(&session, &project, &form.slug, Notice::Prioritised).await
}

#[derive(Deserialize)]
pub(super) struct NoteForm {
    slug: Slug,
    note: String,
}

pub(super) async fn note(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<NoteForm>,
) -> Result<LocalPath, Failure> {
    let noted = workshop.note_on_post(&project, &form.slug, &form.note, &person).await;
    noted.map_err(|error| Failure::from(error).keeping(&form.note))?;
    back_to_post(&session, &project, &form.slug, Notice::Noted).await
}

#[derive(Deserialize)]
pub(super) struct ExcludeForm {
    slug: Slug,
    reason: String,
}

pub(super) async fn exclude(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<ExcludeForm>,
) -> Result<LocalPath, Failure> {
    let excluded = workshop.exclude(&project, &form.slug, &form.reason, &person).await;
    excluded.map_err(|error| Failure::from(error).keeping(&form.reason))?;
    back_to_post(&session, &project, &form.slug, Notice::Excluded).await
}

#[derive(Deserialize)]
pub(super) struct IncludeForm {
    slug: Slug,
}

pub(super) async fn include(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<IncludeForm>,
) -> Result<LocalPath, Failure> {
    workshop.include(&project, &form.slug, &person).await?;
    back_to_post(&session, &project, &form.slug, Notice::Included).await
}

#[derive(Deserialize)]
pub(super) struct RemarkForm {
    slug: Slug,
    body: String,
}

pub(super) async fn say(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<RemarkForm>,
) -> Result<LocalPath, Failure> {
    let said = workshop.say_of_post(&project, &form.slug, &form.body, &person).await;
    said.map_err(|error| Failure::from(error).keeping(&form.body))?;
    sessions::notify(&session, Notice::Said).await?;
    Ok(LocalPath::new(&format!("{}#talk", urls::post(&project, &form.slug))))
}

#[derive(Deserialize)]
pub(super) struct ViewForm {
    name: String,
    /// The filters, as they stand in the address of the board.
    query: String,
}

pub(super) async fn save_view(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<ViewForm>,
) -> Result<LocalPath, Failure> {
    let query = BoardQuery::of_suffix(&form.query).map_err(Failure::bad_request)?.to_suffix();
    let view = workshop.save_view(&project, &form.name, query, &person).await?;
    sessions::notify(&session, Notice::ViewSaved).await?;
    Ok(LocalPath::new(&format!("{}{}", urls::board(&project), view.query)))
}

#[derive(Deserialize)]
pub(super) struct RemovedView {
    name: String,
}

pub(super) async fn remove_view(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<RemovedView>,
) -> Result<LocalPath, Failure> {
    workshop.remove_view(&project, &form.name, &person).await?;
    sessions::notify(&session, Notice::ViewRemoved).await?;
    Ok(LocalPath::new(&urls::board(&project)))
}
