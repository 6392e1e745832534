//! The page of a post, and what one can do there before there is a task.

use axum::{extract::State, response::Response};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::{CommitId, PersonId, ProjectId, Slug},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, Query, html},
        failure::Failure,
        pages::{Notice, PostPage, PostQuery, urls},
        sessions,
    },
    workflow::{Action, may},
};

pub(super) async fn show(
    State(workshop): State<Workshop>,
    MaybePerson(person): MaybePerson,
    page: Page,
    Path((project, slug)): Path<(ProjectId, Slug)>,
    Query(query): Query<PostQuery>,
) -> Result<Response, Failure> {
    let view = workshop.post(&project, &slug).await?;
    let versions = match &person {
        Some(person) if view.post.judgement.is_some() && may(person, Action::Judge) => {
            workshop.source_versions(&project, &slug).await?
        }
        _ => Vec::new(),
    };
    let people = match person.as_ref().filter(|person| may(person, Action::Steer)) {
        Some(maintainer) => workshop.all_people(maintainer).await?,
        None => Vec::new(),
    };
    html(&PostPage { shell: page.shell(Some(&project)).await, view, people, versions, query })
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
pub(super) struct UnpinForm {
    slug: Slug,
}

pub(super) async fn unpin(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<UnpinForm>,
) -> Result<LocalPath, Failure> {
    workshop.unpin(&project, &form.slug, &person).await?;
    back_to_post(&session, &project, &form.slug, Notice::Unpinned).await
}

/// What is said of one or more changes.
#[derive(Deserialize)]
pub(super) struct DismissForm {
    slug: Slug,
    /// One key, or several with commas between them.
    key: String,
    #[serde(default)]
    reason: String,
    /// Where to go on: the next change.
    back: Option<LocalPath>,
}

impl DismissForm {
    fn keys(&self) -> Vec<&str> {
        self.key.split(',').collect()
    }

    async fn go_on(
        self,
        session: &Session,
        project: &ProjectId,
        notice: Notice,
    ) -> Result<LocalPath, Failure> {
        let back = back_to_post(session, project, &self.slug, notice).await?;
        Ok(self.back.unwrap_or(back))
    }
}

pub(super) async fn dismiss(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<DismissForm>,
) -> Result<LocalPath, Failure> {
    let keys = form.keys();
    let done = workshop.dismiss_all(&project, &form.slug, &keys, &form.reason, &person).await;
    done.map_err(|error| Failure::from(error).keeping(&form.reason))?;
    form.go_on(&session, &project, Notice::Dismissed).await
}

pub(super) async fn undismiss(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<DismissForm>,
) -> Result<LocalPath, Failure> {
    workshop.undismiss_all(&project, &form.slug, &form.keys(), &person).await?;
    form.go_on(&session, &project, Notice::Undismissed).await
}

pub(super) async fn back_to_post(
    session: &Session,
    project: &ProjectId,
    slug: &Slug,
    notice: Notice,
) -> Result<LocalPath, Failure> {
    sessions::notify(session, notice).await?;
    Ok(LocalPath::new(&urls::post(project, slug)))
}
