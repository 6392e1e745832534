//! The translator's desk.

use askama::Template;

use super::Shell;
use crate::services::views::WorkspaceView;

/// Source beside translation.
#[derive(Debug, Clone, Template)]
#[template(path = "workspace.html")]
pub struct WorkspacePage {
    pub shell: Shell,
    pub view: WorkspaceView,
}
