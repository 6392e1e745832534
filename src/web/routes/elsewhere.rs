//! Translations outside the repository: the forms of a post.

use axum::extract::State;
use serde::Deserialize;
use tower_sessions::Session;

use super::posts::back_to_post;
use crate::{
    ids::{ElsewhereId, ProjectId, Slug},
    services::Workshop,
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, Path},
        failure::Failure,
        pages::Notice,
    },
};

#[derive(Deserialize)]
pub(super) struct ElsewhereForm {
    slug: Slug,
    address: String,
    #[serde(default)]
    word: String,
}

pub(super) async fn note(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<ElsewhereForm>,
) -> Result<LocalPath, Failure> {
    let note = (form.address.as_str(), form.word.as_str());
    let noted = workshop.note_elsewhere(&project, &form.slug, note, &person).await;
    let typed = || format!("{}\n{}", form.address, form.word);
    noted.map_err(|error| Failure::from(error).keeping(typed().trim_end()))?;
    back_to_post(&session, &project, &form.slug, Notice::ElsewhereNoted).await
}

#[derive(Deserialize)]
pub(super) struct RemovedElsewhere {
    slug: Slug,
    id: ElsewhereId,
}

pub(super) async fn remove(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Path(project): Path<ProjectId>,
    Fields(form): Fields<RemovedElsewhere>,
) -> Result<LocalPath, Failure> {
    workshop.remove_elsewhere(&project, &form.slug, form.id, &person).await?;
    back_to_post(&session, &project, &form.slug, Notice::ElsewhereRemoved).await
}
