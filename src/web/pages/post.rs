//! The page of a post: where it stands, what changed, what to do next.

use askama::Template;

use super::Shell;
use crate::{services::views::PostView, workflow::Person};

/// A post as a story.
#[derive(Debug, Clone, Template)]
#[template(path = "post.html")]
pub struct PostPage {
    pub shell: Shell,
    pub view: PostView,
    /// Whom a maintainer may give the post to; empty for others.
    pub people: Vec<Person>,
}
