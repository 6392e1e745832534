//! Answers that are read elsewhere: pictures in somebody's README, data for a script on the blog, feeds.
//!
//! They hold nothing that is not on public pages, so that any site may have them, without a cookie; and they
//! may be kept for a few minutes, by whoever stands in between as well. A picture may do nothing at all.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest as _, Sha256};

use super::{api::matches_tag, failure::Failure};

/// What is answered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Svg,
    Json,
    Atom,
    Script,
    Text,
}

impl Kind {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml; charset=utf-8",
            Self::Json => "application/json",
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// For how long it may be kept without being asked for again.
const CACHE_CONTROL: &str = "public, max-age=300, stale-while-revalidate=600";

/// An answer any site may have, or 304 where the asker has it already.
pub(super) fn embedded(asked: &HeaderMap, kind: Kind, text: String) -> Result<Response, Failure> {
    let digest = hex::encode(&Sha256::digest(text.as_bytes())[..16]);
    // Weak, since what compresses on the way changes the bytes.
    let tag = format!("W/\"{digest}\"");
    let fixed = HeaderValue::from_static;
    let headers = [
        (header::ETAG, HeaderValue::try_from(&tag).map_err(Failure::unexpected)?),
        (header::CACHE_CONTROL, fixed(CACHE_CONTROL)),
        (header::CONTENT_SECURITY_POLICY, fixed("default-src 'none'; frame-ancestors 'none'")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, fixed("*")),
        (HeaderName::from_static("cross-origin-resource-policy"), fixed("cross-origin")),
    ];
    let known = asked.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    if known.is_some_and(|known| matches_tag(known, &tag)) {
        return Ok((StatusCode::NOT_MODIFIED, headers, Body::empty()).into_response());
    }
    let media_type = [(header::CONTENT_TYPE, fixed(kind.media_type()))];
    Ok((headers, media_type, text).into_response())
}
