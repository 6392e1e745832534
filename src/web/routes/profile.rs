//! One's own desk, one's own profile, one's own language.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    services::{ServiceError, Workshop},
    web::{
        back::LocalPath,
        extract::{CurrentPerson, Fields, MaybePerson, Page, Query, html},
        failure::Failure,
        pages::{MinePage, Notice, Problem, ProfilePage, WelcomePage},
        sessions,
        viewer::language_cookie,
    },
    workflow::UiLanguage,
};

pub(super) async fn mine(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
) -> Result<Response, Failure> {
    let mine = workshop.mine(&person).await?;
    html(&MinePage { shell: page.shell(None).await, mine })
}

pub(super) async fn show(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    page: Page,
) -> Result<Response, Failure> {
    let is_listed = !workshop.wishes(person.id).await?.unlisted;
    let hf_user = person.hf_user.unwrap_or_default();
    html(&ProfilePage { shell: page.shell(None).await, hf_user, is_listed, problem: None })
}

#[derive(Deserialize)]
pub(super) struct ProfileForm {
    hf_user: String,
    language: UiLanguage,
}

pub(super) async fn save(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    page: Page,
    Fields(form): Fields<ProfileForm>,
) -> Result<Response, Failure> {
    let hf_user = Some(form.hf_user.trim().to_owned()).filter(|name| !name.is_empty());
    match workshop.set_profile(&person, hf_user, form.language).await {
        Ok(_) => {
            sessions::notify(&session, Notice::ProfileSaved).await?;
            Ok(LocalPath::new("/me").into_response())
        }
        Err(error @ ServiceError::Invalid { .. }) => {
            let problem = Some(Problem::from(&error));
            let is_listed = !workshop.wishes(person.id).await?.unlisted;
            let (shell, hf_user) = (page.shell(None).await, form.hf_user);
            let shown = html(&ProfilePage { shell, hf_user, is_listed, problem })?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct WelcomeQuery {
    back: LocalPath,
}

/// What is asked of whoever comes for the first time, and what they are told.
pub(super) async fn welcome(
    CurrentPerson(person): CurrentPerson,
    page: Page,
    Query(query): Query<WelcomeQuery>,
) -> Result<Response, Failure> {
    let (hf_user, back) = (person.hf_user.unwrap_or_default(), query.back.as_str().to_owned());
    html(&WelcomePage { shell: page.shell(None).await, hf_user, back, problem: None })
}

#[derive(Deserialize)]
pub(super) struct WelcomeForm {
    hf_user: String,
    language: UiLanguage,
    #[serde(default)]
    back: LocalPath,
}

pub(super) async fn save_welcome(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    session: Session,
    page: Page,
    Fields(form): Fields<WelcomeForm>,
) -> Result<Response, Failure> {
    let hf_user = Some(form.hf_user.trim().to_owned()).filter(|name| !name.is_empty());
    match workshop.set_profile(&person, hf_user, form.language).await {
        Ok(_) => {
            workshop.set_welcomed(person.id).await?;
            sessions::notify(&session, Notice::Welcomed).await?;
            Ok(form.back.into_response())
        }
        Err(error @ ServiceError::Invalid { .. }) => {
            let problem = Some(Problem::from(&error));
            let (shell, back) = (page.shell(None).await, form.back.as_str().to_owned());
            let shown = html(&WelcomePage { shell, hf_user: form.hf_user, back, problem })?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct LanguageForm {
    language: UiLanguage,
    #[serde(default)]
    back: LocalPath,
}

pub(super) async fn choose_language(
    State(workshop): State<Workshop>,
    MaybePerson(person): MaybePerson,
    Fields(form): Fields<LanguageForm>,
) -> Result<Response, Failure> {
    if let Some(person) = person {
        workshop.set_profile(&person, person.hf_user.clone(), form.language).await?;
    }
    let mut response = form.back.into_response();
    let cookie = HeaderValue::from_static(language_cookie(form.language));
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
