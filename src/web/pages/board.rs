//! The board: a table of contents of what is worth doing.

use std::sync::Arc;

use askama::Template;
use serde::{Deserialize, Serialize};

use super::Shell;
use crate::services::views::Board;

/// The filters in the address of the board; an empty or unknown value filters nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    pub state: String,
    pub tag: String,
    /// `short`, `medium` or `long`.
    pub length: String,
    pub severity: String,
    /// Text looked for in titles and slugs.
    pub q: String,
    /// Page of the list, from 1.
    pub page: usize,
}

/// The board of one project.
#[derive(Debug, Clone, Template)]
#[template(path = "board.html")]
pub struct BoardPage {
    pub shell: Shell,
    pub board: Arc<Board>,
    pub query: BoardQuery,
}
