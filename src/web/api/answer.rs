//! The forms answers share: lists in pages, entity tags, tasks, files.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::{ids::RevisionNumber, web::failure::Failure};

/// Answers larger than this are not tagged; none of the lists comes near it.
const LARGEST_TAGGED: usize = 64 << 20;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Listing<T> {
    pub items: Vec<T>,
    /// To be sent as `cursor` for what follows; null at the end.
    pub next: Option<String>,
}

/// How many items a page may have.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(try_from = "u32")]
#[schema(value_type = u32, minimum = 1, maximum = 200, default = 50)]
pub(super) struct Limit(usize);

impl Limit {
    pub(super) const fn number(self) -> usize {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u32> for Limit {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        match number {
            1..=200 => Ok(Self(number as usize)),
            _ => Err("limit is between 1 and 200"),
        }
    }
}

/// Reads a cursor that [`listing`] gave out.
pub(super) fn after<K: DeserializeOwned>(cursor: Option<&str>) -> Result<Option<K>, Failure> {
    let Some(cursor) = cursor else { return Ok(None) };
    let read = || serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok();
    read().map(Some).ok_or_else(|| Failure::bad_request("cursor: not one this list gave out"))
}

/// Cuts one page; `items` begin where it begins, and `key` says where the next goes on.
pub(super) fn listing<T, K: Serialize>(
    items: impl IntoIterator<Item = T>,
    limit: Limit,
    key: impl Fn(&T) -> K,
) -> Listing<T> {
    let mut items: Vec<T> = items.into_iter().take(limit.0 + 1).collect();
    let more = items.len() > limit.0;
    items.truncate(limit.0);
    let last = items.last().filter(|_| more);
    let next =
        last.map(|last| URL_SAFE_NO_PAD.encode(serde_json::to_vec(&key(last)).unwrap_or_default()));
    Listing { items, next }
}

/// The revision that `If-Match` names.
///
/// A proxy that compresses may have marked the tag as weak; the revision in it is as exact as before.
pub(super) fn if_match(headers: &HeaderMap) -> Result<RevisionNumber, Failure> {
    headers
        .get(header::IF_MATCH)
        .and_then(|tag| tag.to_str().ok())
        .map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"'))
        .and_then(|tag| tag.parse().ok())
        .map(RevisionNumber)
        .ok_or_else(Failure::needs_revision)
}

/// The tag of a revision.
pub(super) fn revision_tag(revision: RevisionNumber) -> Result<HeaderValue, Failure> {
    HeaderValue::try_from(format!("\"{revision}\"")).map_err(Failure::unexpected)
}

/// Markdown, as it is in the file.
pub(super) fn markdown(text: String) -> Response {
    let kind = HeaderValue::from_static("text/markdown; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// The layer that gives what was read a tag, and answers 304 to whoever has it already.
pub(super) async fn tag(request: Request, next: Next) -> Result<Response, Failure> {
    let is_get = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !is_get || response.status() != StatusCode::OK {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let is_json = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let body = if parts.headers.contains_key(header::ETAG) || !is_json {
        body
    } else {
        let bytes = to_bytes(body, LARGEST_TAGGED).await.map_err(Failure::unexpected)?;
        let digest = hex::encode(&Sha256::digest(&bytes)[..16]);
        let tag = HeaderValue::try_from(format!("W/\"{digest}\"")).map_err(Failure::unexpected)?;
        parts.headers.insert(header::ETAG, tag);
        Body::from(bytes)
    };
    let tag = parts.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    if let (Some(tag), Some(known)) = (tag, known.as_ref().and_then(|known| known.to_str().ok()))
        && matches_tag(known, tag)
    {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Ok(Response::from_parts(parts, Body::empty()));
    }
    Ok(Response::from_parts(parts, body))
}

/// Whether a list of tags has one, by weak comparison (RFC 9110, 13.1.2).
pub(in crate::web) fn matches_tag(known: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|one| opaque(one) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_list_meet_without_gap_or_overlap() {
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let from: Option<u32> = after(cursor.as_deref()).expect("its own cursor");
            let rest = (0..7_u32).filter(|n| from.is_none_or(|from| *n > from));
            let page = listing(rest, Limit(3), |n| *n);
            seen.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, (0..7).collect::<Vec<_>>());
        assert!(after::<u32>(Some("zzz")).is_err());
    }

    #[test]
    fn tags_are_compared_weakly() {
        assert!(matches_tag("\"a\", W/\"b\"", "\"b\""));
        assert!(matches_tag("*", "\"b\""));
        assert!(!matches_tag("\"a\"", "\"b\""));
    }
}
