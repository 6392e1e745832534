//! What the page of a post shows beside the post itself.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{BoardRow, PersonBrief};

/// Something somebody said about a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PostRemark {
    /// Rises with time.
    pub id: i64,
    pub by: PersonBrief,
    pub at: Timestamp,
    pub body: String,
}

/// A post that has something in common with another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RelatedPost {
    pub row: BoardRow,
    pub kinship: Kinship,
}

/// What two posts have in common, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kinship {
    Series,
    Author,
    Tags,
}
