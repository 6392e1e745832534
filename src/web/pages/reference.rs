//! The description of the API, for people.

use askama::Template;

use super::{Shell, coded::Coded};
use crate::web::api::{Group, Shape};

/// Every operation and every shape, read from the OpenAPI description.
#[derive(Debug, Clone, Template)]
#[template(path = "reference.html")]
pub struct ReferencePage {
    pub shell: Shell,
    pub groups: Vec<Group>,
    pub shapes: Vec<Shape>,
}

impl ReferencePage {
    fn coded(&self, words: impl AsRef<str>) -> Coded {
        Coded(words.as_ref().to_owned())
    }
}
