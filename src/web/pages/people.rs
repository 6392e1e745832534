//! One's own profile, and the maintainers' list of people.

use askama::Template;

use super::{Problem, Shell};
use crate::workflow::{Person, Role};

/// Name on the Hub and language of the interface.
#[derive(Debug, Clone, Template)]
#[template(path = "profile.html")]
pub struct ProfilePage {
    pub shell: Shell,
    /// What the field holds: the stored name, or what was typed where it was refused.
    pub hf_user: String,
    /// Whether everybody may see their page.
    pub is_listed: bool,
    /// Why it was not saved.
    pub problem: Option<Problem>,
}

/// The first page after the first sign-in.
#[derive(Debug, Clone, Template)]
#[template(path = "welcome.html")]
pub struct WelcomePage {
    pub shell: Shell,
    /// What the field holds.
    pub hf_user: String,
    /// Where to go afterwards; a path of this site.
    pub back: String,
    /// Why it was not saved.
    pub problem: Option<Problem>,
}

impl WelcomePage {
    fn greeting(&self) -> String {
        let name = self.shell.person.as_ref().map_or("", |person| person.name.as_str());
        self.shell.t1("welcome-greeting", "name", name)
    }
}

/// Everybody, with roles.
#[derive(Debug, Clone, Template)]
#[template(path = "people.html")]
pub struct PeoplePage {
    pub shell: Shell,
    pub people: Vec<Person>,
}

impl PeoplePage {
    fn roles(&self) -> [(&'static str, Role); 3] {
        [
            ("volunteer", Role::Volunteer),
            ("proofreader", Role::Proofreader),
            ("maintainer", Role::Maintainer),
        ]
    }

    /// Nobody takes their own role away or locks themselves out.
    fn is_self(&self, person: &Person) -> bool {
        self.shell.person.as_ref().is_some_and(|me| me.id == person.id)
    }
}
