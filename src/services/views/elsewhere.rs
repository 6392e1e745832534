//! Translations that are there elsewhere.

use jiff::Timestamp;
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use super::PersonBrief;
use crate::ids::{ElsewhereId, Slug};

/// Where a Chinese translation of a post was found outside the repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Elsewhere {
    pub id: ElsewhereId,
    /// An `http` or `https` address that somebody gave; nobody has looked at what is there.
    pub address: String,
    /// The host of that address, for people.
    pub host: String,
    /// What is to be known of it, such as whether it may be used again.
    pub word: Option<String>,
    pub by: PersonBrief,
    pub at: Timestamp,
}

/// A translation elsewhere, as it leaves with an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedElsewhere {
    pub slug: Slug,
    #[serde(flatten)]
    pub found: Elsewhere,
}

/// The host of an address without a leading `www.`; what is no address stays as it is.
pub fn host_of(address: &str) -> String {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or(address);
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}
