//! Pages for everybody: progress, credits, people; and whether somebody has a page.

use axum::{extract::State, response::Response};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    ids::ProjectId,
    services::{ServiceError, Workshop},
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Path, Query, html},
        failure::Failure,
        pages::{CreditsPage, Notice, PersonPage, ProgressPage, urls},
        sessions,
    },
};

pub(super) async fn progress(
    State(workshop): State<Workshop>,
    page: Page,
    Path(project): Path<ProjectId>,
) -> Result<Response, Failure> {
    let view = workshop.progress(&project).await?;
    html(&ProgressPage { shell: page.shell(Some(&project)).await, view })
}

/// The span of days to thank for; empty where nobody asked yet.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Span {
    from: String,
    until: String,
}

pub(super) async fn credits(
    State(workshop): State<Workshop>,
    page: Page,
    Path(project): Path<ProjectId>,
    Query(asked): Query<Span>,
) -> Result<Response, Failure> {
    let view = workshop.credits(&project).await?;
    let shell = page.shell(Some(&project)).await;
    let today = workshop.now().to_zoned(TimeZone::UTC).date();
    let days = asked.from.parse::<Date>().ok().zip(asked.until.parse::<Date>().ok());
    // A month, which is how often most notes are written.
    let span = days.unwrap_or_else(|| (today.saturating_sub(30.days()), today));
    let thanks = match days {
        Some(days) => match workshop.thanks_for(&project, days, shell.language).await {
            Ok(thanks) => Some(thanks),
            Err(ServiceError::Invalid { .. }) => None,
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    let is_wrong = days.is_some() && thanks.is_none();
    html(&CreditsPage { shell, view, span, thanks, is_wrong })
}

pub(super) async fn person(
    State(workshop): State<Workshop>,
    MaybePerson(viewer): MaybePerson,
    page: Page,
    Path(handle): Path<String>,
) -> Result<Response, Failure> {
    let profile = workshop.profile(&handle, viewer.as_ref()).await?;
    html(&PersonPage { shell: page.shell(None).await, profile })
}

/// One's own page, whatever it is called.
pub(super) async fn own(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
) -> Result<LocalPath, Failure> {
    Ok(LocalPath::new(&urls::person(&workshop.handle_of(&person).await?)))
}

#[derive(Deserialize)]
pub(super) struct ListedForm {
    listed: Option<String>,
}

pub(super) async fn set_listed(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    Fields(form): Fields<ListedForm>,
) -> Result<LocalPath, Failure> {
    let is_listed = form.listed.is_some();
    workshop.set_unlisted(!is_listed, &person).await?;
    let notice = if is_listed { Notice::PageListed } else { Notice::PageUnlisted };
    sessions::notify(&session, notice).await?;
    Ok(LocalPath::new("/me"))
}
