//! Signing in: with GitHub, or by picking a role where the workshop runs on one's own machine.

use askama::Template;

use super::{Problem, Shell};

/// The door.
#[derive(Debug, Clone, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    pub shell: Shell,
    /// Where to go afterwards; a path of this site.
    pub back: String,
    /// Whether signing in with GitHub is set up.
    pub github: bool,
    /// Whether one may sign in locally.
    pub local: bool,
    /// Why the last try failed.
    pub problem: Option<Problem>,
}

impl SignInPage {
    fn github_url(&self) -> String {
        format!("/sign-in/github?back={}", super::urls::encode_query(&self.back))
    }
}
