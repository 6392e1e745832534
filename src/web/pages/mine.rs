//! A person's own desk.

use askama::Template;

use super::Shell;
use crate::services::views::Mine;

/// What I work on, what waits for me, what waits for others, what is done.
#[derive(Debug, Clone, Template)]
#[template(path = "mine.html")]
pub struct MinePage {
    pub shell: Shell,
    pub mine: Mine,
}
