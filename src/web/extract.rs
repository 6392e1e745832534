//! What handlers ask for.

use std::convert::Infallible;

use askama::Template;
use axum::{
    Json,
    body::Bytes,
    extract::{Form, FromRequest, FromRequestParts, Request},
    http::{StatusCode, request::Parts},
    response::{Html, IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use tower_sessions::Session;

use super::{
    back::LocalPath,
    failure::Failure,
    layers::LARGEST_BODY,
    pages::{Problem, Shell, SyncTrouble, encode_query},
    sessions,
    state::AppState,
    viewer::Viewer,
};
use crate::{background, ids::ProjectId, workflow::Person};

/// Who is signed in; whoever is not is asked to.
#[derive(Debug, Clone)]
pub(super) struct CurrentPerson(pub Person);

impl<S: Sync> FromRequestParts<S> for CurrentPerson {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Ok(MaybePerson(person)) = MaybePerson::from_request_parts(parts, state).await;
        person.map(Self).ok_or_else(Failure::sign_in_first)
    }
}

/// Who is signed in, if anybody is.
#[derive(Debug, Clone)]
pub(super) struct MaybePerson(pub Option<Person>);

impl MaybePerson {
    /// The person, or a failure that shows the text somebody typed: a session may end while they write.
    pub(super) fn or_keep(self, text: &str) -> Result<Person, Failure> {
        self.0.ok_or_else(|| Failure::sign_in_first().keeping(text))
    }
}

impl<S: Sync> FromRequestParts<S> for MaybePerson {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let Ok(viewer) = Viewer::from_request_parts(parts, state).await;
        Ok(Self(viewer.person))
    }
}

/// Everything that surrounds a page.
#[derive(Clone)]
pub(super) struct Page {
    viewer: Viewer,
    session: Option<Session>,
    path: String,
    /// The page of this site whose form or link led here.
    came_from: Option<LocalPath>,
    origin: String,
    state: AppState,
}

impl FromRequestParts<AppState> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let Ok(viewer) = Viewer::from_request_parts(parts, state).await;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let session = parts.extensions.get::<Session>().cloned();
        let origin = state.settings.origin(&parts.headers);
        let came_from = LocalPath::of_referer(&parts.headers, &origin);
        Ok(Self { viewer, session, path, came_from, origin, state: state.clone() })
    }
}

impl Page {
    /// The shell of a page that belongs to a project or to none; takes the notice that waits.
    pub(super) async fn shell(&self, project: Option<&ProjectId>) -> Shell {
        let sync_trouble = match project {
            Some(project) => self.state.workshop.board(project).await.ok(),
            None => None,
        }
        .and_then(|board| {
            let error = board.sync.error.clone()?;
            Some(SyncTrouble { error, last_success: board.sync.last_success })
        });
        let notice = match &self.session {
            Some(session) => sessions::take_notice(session).await,
            None => None,
        };
        let unread = self.unread().await;
        Shell { project: project.cloned(), notice, sync_trouble, unread, ..self.bare_shell() }
    }

    async fn unread(&self) -> usize {
        match &self.viewer.person {
            Some(person) => self.state.workshop.unread(person.id).await.unwrap_or(0),
            None => 0,
        }
    }

    /// The shell without anything that has to be looked up.
    pub(super) fn bare_shell(&self) -> Shell {
        Shell {
            language: self.viewer.language,
            person: self.viewer.person.clone(),
            projects: self.state.workshop.projects(),
            project: None,
            path: self.path.clone(),
            notice: None,
            now: self.state.workshop.now(),
            demo: self.state.settings.local_sign_in,
            sync_trouble: None,
            unread: 0,
            origin: self.origin.clone(),
            assets: self.state.assets.clone(),
        }
    }

    /// The same for a page that tells of a failure: in the project its address lies in, where it does. What
    /// waits for the reader is looked up only where the failure is none of ours.
    pub(super) async fn shell_of_failure(&self, is_ours: bool) -> Shell {
        let unread = if is_ours { 0 } else { self.unread().await };
        let shell = Shell { unread, ..self.bare_shell() };
        let named = self.path.strip_prefix("/p/").and_then(|rest| rest.split(['/', '?']).next());
        let mut ids = shell.projects.iter().map(|(id, _)| id);
        let project = ids.find(|id| Some(id.as_str()) == named).cloned();
        Shell { project, ..shell }
    }

    /// The page from which the form was sent, where the browser says so.
    pub(super) fn came_from(&self) -> Option<String> {
        self.came_from.as_ref().map(|path| path.as_str().to_owned())
    }

    /// Where signing in leads back to this page.
    pub(super) fn sign_in_address(&self) -> String {
        format!("/sign-in?back={}", encode_query(LocalPath::new(&self.path).as_str()))
    }
}

/// A rendered template as a response.
pub(super) fn html(template: &impl Template) -> Result<Response, Failure> {
    let page = background::in_place(|| template.render()).map_err(Failure::unexpected)?;
    Ok(Html(page).into_response())
}

/// A form; one that cannot be read is explained in the reader's language.
pub(super) struct Fields<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Fields<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match Form::<T>::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(rejection) => Err(unreadable(rejection.status(), rejection.body_text())),
        }
    }
}

/// A JSON body.
pub(super) struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let body = Request::from_parts(parts.clone(), body);
        let body = Bytes::from_request(body, state).await;
        let body =
            body.map_err(|rejection| unreadable(rejection.status(), rejection.body_text()))?;
        // A list would be read as the fields in their order, which no description tells of.
        if body.trim_ascii_start().starts_with(b"[") {
            let reason = "an object is expected, not a list".to_owned();
            return Err(unreadable(StatusCode::UNPROCESSABLE_ENTITY, reason));
        }
        match Json::<T>::from_request(Request::from_parts(parts, body.into()), state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(unreadable(rejection.status(), rejection.body_text())),
        }
    }
}

fn unreadable(status: StatusCode, reason: String) -> Failure {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::new(status, Problem::too_large(LARGEST_BODY)),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Failure::new(status, Problem::wrong_kind(reason)),
        status => Failure::new(status, Problem::bad_request(reason)),
    }
}

/// Parts of the path; an address that does not parse leads nowhere.
pub(super) struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(path)| Self(path)).map_err(|_| Failure::not_found())
    }
}

/// The query of an address of the API; what cannot be read is said.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(Failure::bad_request(rejection.body_text())),
        }
    }
}

/// The query of the address; what is missing or unknown takes its default.
pub(super) struct Query<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        Ok(Self(query.map(|axum::extract::Query(query)| query).unwrap_or_default()))
    }
}
