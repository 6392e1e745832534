//! The page of a post, and what one can do there before there is a task.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::{CommitId, PersonId, ProjectId, Slug},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, html},
        failure::Failure,
        pages::{Notice, PostPage, urls},
        sessions,
    },
    workflow::{Action, may},
};

pub(super) async fn show(
    State(workshop): State<Workshop>,
    MaybePerson(person): MaybePerson,
    page: Page,
    Path((project, slug)): Path<(ProjectId, Slug)>,
) -> Result<Response, Failure> {
    let view = workshop.post(&project, &slug).await?;
    let people = match person.filter(|person| may(person, Action::Steer)) {
        Some(maintainer) => workshop.all_people(&maintainer).await?,
        None => Vec::new(),
    };
    html(&PostPage { shell: page.shell(Some(&project)).await, view, people })
}

#[derive(Deserialize)]
pub(super) struct ClaimForm {
    slug: Slug,
    /// A maintainer takes it although somebody has it open elsewhere.
    #[serde(default)]
    despite: bool,
}

pub(super) async fn claim(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<ClaimForm>,
) -> Result<LocalPath, Failure> {
    let task = if form.despite {
        workshop.claim_despite(&project, &form.slug, &person).await?
    } else {
        workshop.claim(&project, &form.slug, &person).await?
    };
    sessions::notify(&session, Notice::Claimed).await?;
    Ok(LocalPath::new(&urls::task(task.id)))
}

#[derive(Deserialize)]
pub(super) struct AssignForm {
    slug: Slug,
    person: PersonId,
}

pub(super) async fn assign(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<AssignForm>,
) -> Result<LocalPath, Failure> {
    workshop.assign(&project, &form.slug, form.person, &person).await?;
    back_to_post(&session, &project, &form.slug, Notice::Assigned).await
}

#[derive(Deserialize)]
pub(super) struct PinForm {
    slug: Slug,
    commit: String,
}

pub(super) async fn pin(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<PinForm>,
) -> Result<LocalPath, Failure> {
    let commit: CommitId = form.commit.trim().parse().map_err(Failure::bad_request)?;
    workshop.pin(&project, &form.slug, commit, &person).await?;
    back_to_post(&session, &project, &form.slug, Notice::Pinned).await
}

#[derive(Deserialize)]
pub(super) struct DismissForm {
    slug: Slug,
    key: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn dismiss(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<DismissForm>,
) -> Result<LocalPath, Failure> {
    let done = workshop.dismiss(&project, &form.slug, &form.key, &form.reason, &person).await;
    done.map_err(|error| Failure::from(error).keeping(&form.reason))?;
    back_to_post(&session, &project, &form.slug, Notice::Dismissed).await
}

async fn back_to_post(
    session: &Session,
    project: &ProjectId,
    slug: &Slug,
    notice: Notice,
) -> Result<LocalPath, Failure> {
    sessions::notify(session, notice).await?;
    Ok(LocalPath::new(&urls::post(project, slug)))
}
