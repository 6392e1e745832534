//! The proofreader's desk.

use askama::Template;

use super::Shell;
use crate::services::views::WorkspaceView;

/// Source beside the submitted translation, with findings and remarks.
#[derive(Debug, Clone, Template)]
#[template(path = "review.html")]
pub struct ReviewPage {
    pub shell: Shell,
    pub view: WorkspaceView,
}
