//! Signing in: with GitHub, or by picking a role where the workshop runs on one's own machine.

use askama::Template;

use super::{Problem, Shell};
use crate::workflow::Role;

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

/// Somebody one may walk in as: the translators of the demo's sample blog.
struct Door {
    login: &'static str,
    name: &'static str,
    role: &'static str,
    role_name: String,
    what: String,
}

impl SignInPage {
    fn github_url(&self) -> String {
        format!("/sign-in/github?back={}", super::urls::encode_query(&self.back))
    }

    fn doors(&self) -> [Door; 3] {
        [
            ("linxi", "林溪", "volunteer", Role::Volunteer, "sign-in-as-volunteer"),
            ("haoran", "浩然", "proofreader", Role::Proofreader, "sign-in-as-proofreader"),
            ("qinghe", "清禾", "maintainer", Role::Maintainer, "sign-in-as-maintainer"),
        ]
        .map(|(login, name, role, kind, what)| Door {
            login,
            name,
            role,
            role_name: self.shell.role(kind),
            what: self.shell.t(what),
        })
    }
}
