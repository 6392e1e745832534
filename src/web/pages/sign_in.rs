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

/// A role one may walk in with; the name of the role is the person's name.
struct Door {
    login: &'static str,
    role: &'static str,
    name: String,
    what: String,
}

impl SignInPage {
    fn github_url(&self) -> String {
        format!("/sign-in/github?back={}", super::urls::encode_query(&self.back))
    }

    fn doors(&self) -> [Door; 3] {
        [
            ("translator", "volunteer", Role::Volunteer, "sign-in-as-volunteer"),
            ("proofreader", "proofreader", Role::Proofreader, "sign-in-as-proofreader"),
            ("maintainer", "maintainer", Role::Maintainer, "sign-in-as-maintainer"),
        ]
        .map(|(login, role, kind, what)| Door {
            login,
            role,
            name: self.shell.role(kind),
            what: self.shell.t(what),
        })
    }
}
