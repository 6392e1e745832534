//! What publishing a task would send.

use askama::Template;

use super::{
    Shell,
    difference::{self, Line},
};
use crate::{
    github::ApiRequest,
    services::views::{FileChange, Rehearsal},
};

/// The requests and the difference, before anything is sent.
#[derive(Debug, Clone, Template)]
#[template(path = "rehearsal.html")]
pub struct RehearsalPage {
    pub shell: Shell,
    pub view: Rehearsal,
}

impl RehearsalPage {
    fn lines(&self, file: &FileChange) -> Vec<Line> {
        difference::lines(file.before.as_deref().unwrap_or_default(), &file.after)
    }

    fn body(&self, request: &ApiRequest) -> String {
        serde_json::to_string_pretty(&request.body).unwrap_or_default()
    }
}
