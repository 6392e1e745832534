//! One's personal tokens.

use askama::Template;

use super::{Problem, Shell};
use crate::{store::StoredToken, workflow::Scope};

/// The tokens a person has, and a form for another.
#[derive(Debug, Clone, Template)]
#[template(path = "tokens.html")]
pub struct TokensPage {
    pub shell: Shell,
    /// Newest first.
    pub tokens: Vec<StoredToken>,
    /// The secret that was just made; never shown again.
    pub secret: Option<String>,
    /// Why none was made.
    pub problem: Option<Problem>,
}

impl TokensPage {
    fn scope(&self, token: &StoredToken) -> String {
        self.shell.t(match token.scope {
            Scope::Read => "token-scope-read",
            Scope::Write => "token-scope-write",
            Scope::Review => "token-scope-review",
            Scope::Manage => "token-scope-manage",
        })
    }

    fn holds(&self, token: &StoredToken) -> bool {
        token.revoked_at.is_none() && token.expires_at > self.shell.now
    }

    fn state(&self, token: &StoredToken) -> String {
        self.shell.t(if token.revoked_at.is_some() { "token-revoked" } else { "token-expired" })
    }
}
