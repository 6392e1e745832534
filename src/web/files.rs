//! Answers that are saved as files.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{failure::Failure, pages::encode_query};

pub(super) const CSV: &str = "text/csv; charset=utf-8";
pub(super) const JSON: &str = "application/json";
pub(super) const MARKDOWN: &str = "text/markdown; charset=utf-8";

/// A file that a browser saves under a name.
pub(super) fn attachment(
    name: &str,
    kind: &'static str,
    body: impl Into<Body>,
) -> Result<Response, Failure> {
    let disposition = format!("attachment; filename*=UTF-8''{}", encode_query(name));
    let disposition = HeaderValue::try_from(disposition).map_err(Failure::unexpected)?;
    let kind = HeaderValue::from_static(kind);
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, body.into()).into_response())
}
