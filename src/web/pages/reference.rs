//! The description of the API, for people.

use askama::Template;

use super::Shell;
use crate::web::api::{Group, Shape};

/// Every operation and every shape, read from the OpenAPI description.
#[derive(Debug, Clone, Template)]
#[template(path = "reference.html")]
pub struct ReferencePage {
    pub shell: Shell,
    pub groups: Vec<Group>,
    pub shapes: Vec<Shape>,
}
