//! People, for maintainers.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    ids::PersonId,
    services::Workshop,
    web::{
        extract::{Body, CurrentPerson, Path},
        failure::Failure,
    },
    workflow::{Person, Role},
};

/// Lists everybody who signed in.
#[utoipa::path(get, path = "/people", security(("token" = ["manage"])),
    responses((status = 200, body = [Person])))]
pub(super) async fn list_people(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
) -> Result<Json<Vec<Person>>, Failure> {
    Ok(Json(workshop.all_people(&person).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleBody {
    role: Role,
}

/// Gives somebody a role.
#[utoipa::path(put, path = "/people/{person}/role", security(("token" = ["manage"])),
    request_body = RoleBody, responses((status = 200, body = Person)))]
pub(super) async fn set_role(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<PersonId>,
    Body(body): Body<RoleBody>,
) -> Result<Json<Person>, Failure> {
    Ok(Json(workshop.set_role(id, body.role, &person).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockedBody {
    blocked: bool,
}

/// Shuts somebody out, or lets them in again.
#[utoipa::path(put, path = "/people/{person}/blocked", security(("token" = ["manage"])),
    request_body = BlockedBody, responses((status = 200, body = Person)))]
pub(super) async fn set_blocked(
    State(workshop): State<Workshop>,
    CurrentPerson(person): CurrentPerson,
    Path(id): Path<PersonId>,
    Body(body): Body<BlockedBody>,
) -> Result<Json<Person>, Failure> {
    Ok(Json(workshop.set_blocked(id, body.blocked, &person).await?))
}
