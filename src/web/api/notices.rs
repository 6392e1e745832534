//! What one is told, and that one has read it.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Limit, Listing, after, listing};
use crate::{
    ids::{NoticeId, ProjectId, Slug, TaskId},
    notices::say,
    services::Workshop,
    store::StoredNotice,
    texts::Texts,
    web::{
        extract::{Asked, Body, CurrentPerson, Path},
        failure::Failure,
    },
    workflow::Person,
};

/// Something one was told.
#[derive(Serialize, ToSchema)]
pub(super) struct NoticeView {
    id: NoticeId,
    /// Name of the kind of news (`review_wanted`).
    kind: &'static str,
    at: Timestamp,
    project: Option<ProjectId>,
    slug: Option<Slug>,
    task: Option<TaskId>,
    /// What is said, in the language of the person.
    head: String,
    body: Option<String>,
    /// Path of the page where it goes on.
    path: String,
    read_at: Option<Timestamp>,
}

impl NoticeView {
    fn of(notice: StoredNotice, person: &Person) -> Self {
        let said = say(Texts::new(person.language), notice.kind, &notice.facts);
        Self {
            id: notice.id,
            kind: notice.kind.name(),
            at: notice.at,
            project: notice.project,
            slug: notice.slug,
            task: notice.task,
            head: said.head,
            body: said.body,
            path: notice.facts.path,
            read_at: notice.read_at,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoticesQuery {
    /// Only what is not read yet.
    unread: Option<bool>,
    cursor: Option<String>,
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<Limit>,
}

/// Lists what one was told on the site, newest first; at most the last two hundred.
#[utoipa::path(get, path = "/me/notices", security(("token" = ["read"])), params(NoticesQuery),
    responses((status = 200, body = Listing<NoticeView>)))]
pub(super) async fn list_notices(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Asked(query): Asked<NoticesQuery>,
) -> Result<Json<Listing<NoticeView>>, Failure> {
    let before: Option<NoticeId> = after(query.cursor.as_deref())?;
    let only_unread = query.unread.unwrap_or(false);
    let notices = workshop.notices(&person).await?.notices.into_iter();
    let wanted = notices
        .filter(|notice| before.is_none_or(|before| notice.id < before))
        .filter(|notice| !only_unread || notice.read_at.is_none())
        .map(|notice| NoticeView::of(notice, &person));
    Ok(Json(listing(wanted, query.limit.unwrap_or_default(), |notice| notice.id)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadBody {
    /// The newest notice one has seen; what came since stays unread.
    last: NoticeId,
}

/// Marks everything up to a notice as read.
#[utoipa::path(post, path = "/me/notices/read", security(("token" = ["write"])),
    request_body = ReadBody, responses((status = 204)))]
pub(super) async fn read_notices(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Body(body): Body<ReadBody>,
) -> Result<StatusCode, Failure> {
    workshop.read_notices(body.last, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks one notice as read.
#[utoipa::path(post, path = "/me/notices/{notice}/read", security(("token" = ["write"])),
    responses((status = 200, body = NoticeView)))]
pub(super) async fn read_notice(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<NoticeId>,
) -> Result<Json<NoticeView>, Failure> {
    let notice = workshop.read_notice(id, &person).await?;
    Ok(Json(NoticeView::of(notice, &person)))
}
