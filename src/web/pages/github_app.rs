//! The pages of setting up a GitHub App: what will be made, where to install it, what is left to do.

use askama::Template;

use super::{Shell, coded::Coded};
use crate::{github::Permission, services::AppBrief};

/// One page; what it shows is how far the set-up is.
#[derive(Debug, Clone, Template)]
#[template(path = "github_app.html")]
pub struct GithubAppPage {
    pub shell: Shell,
    pub view: GithubAppView,
    /// What went otherwise than wished.
    pub word: Option<GithubAppWord>,
}

/// How far the set-up is.
#[derive(Debug, Clone)]
pub enum GithubAppView {
    /// A link that opens nothing.
    Lost,
    /// A way back from GitHub that led to no App.
    Failed {
        /// The page to begin again from.
        start: String,
        /// The same way once more, where that may help.
        again: Option<String>,
    },
    Register {
        /// Where the form goes, at GitHub.
        action: String,
        /// JSON.
        manifest: String,
        permissions: Vec<Permission>,
        repositories: Vec<String>,
        /// `None`: the account of whoever presses the button.
        organization: Option<String>,
        /// Whether GitHub will send deliveries.
        is_told: bool,
        secrets: String,
    },
    Keep {
        app: AppBrief,
        secrets: String,
        /// In the words of the system.
        error: String,
        again: String,
    },
    Install {
        app: AppBrief,
        secrets: String,
        install: String,
        repositories: Vec<String>,
        /// Owners of repositories who cannot install it, since it belongs to somebody else and is private.
        foreign: Vec<String>,
        /// Where that is changed.
        settings: String,
        again: String,
    },
    Done {
        app: AppBrief,
        secrets: String,
        table: String,
        /// Whether the configuration has the table already, or why it has not.
        written: Result<bool, String>,
        uncovered: Vec<String>,
        install: String,
    },
}

/// What went otherwise than wished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GithubAppWord {
    /// The way back did not begin with the button.
    Foreign,
    /// GitHub brought no code.
    NoCode,
    /// GitHub does not take the code.
    CodeRefused,
    /// GitHub could not be asked; in its own words.
    Silent(String),
    /// The App is installed nowhere it is needed.
    NotInstalled,
    /// An owner was asked to install it.
    Asked,
    /// GitHub has another objection; in its own words.
    Refused(String),
}

impl GithubAppWord {
    const fn key(&self) -> &'static str {
        match self {
            Self::Foreign => "app-setup-foreign",
            Self::NoCode => "app-setup-no-code",
            Self::CodeRefused => "app-setup-code-refused",
            Self::Silent(_) => "app-setup-silent",
            Self::NotInstalled => "app-setup-not-installed",
            Self::Asked => "app-setup-asked",
            Self::Refused(_) => "app-setup-refused",
        }
    }

    /// The words of the other side.
    fn quoted(&self) -> Option<&str> {
        match self {
            Self::Silent(words) | Self::Refused(words) => Some(words),
            _ => None,
        }
    }
}

impl GithubAppPage {
    fn title(&self) -> String {
        self.shell.t(match &self.view {
            GithubAppView::Lost => "app-setup-lost",
            GithubAppView::Failed { .. } => "app-setup-failed",
            GithubAppView::Register { .. } => "app-setup-register",
            GithubAppView::Keep { .. } => "app-setup-keep",
            GithubAppView::Install { .. } => "app-setup-install",
            GithubAppView::Done { .. } => "app-setup-done",
        })
    }

    /// The three steps, and which one is at hand; none where the page is no part of the way.
    fn steps(&self) -> Vec<(String, bool)> {
        let at = match &self.view {
            GithubAppView::Lost | GithubAppView::Failed { .. } => return Vec::new(),
            GithubAppView::Register { .. } | GithubAppView::Keep { .. } => 0,
            GithubAppView::Install { .. } => 1,
            GithubAppView::Done { .. } => 2,
        };
        let names = ["app-setup-step-register", "app-setup-step-install", "app-setup-step-restart"];
        let names = names.into_iter().enumerate();
        names.map(|(number, key)| (self.shell.t(key), number == at)).collect()
    }

    /// The name of a permission and what it is for.
    fn permission(&self, permission: &Permission) -> (String, String) {
        let (name, purpose) = match permission.name {
            "contents" => ("app-setup-contents", "app-setup-contents-for"),
            "pull_requests" => ("app-setup-pulls", "app-setup-pulls-for"),
            "issues" if permission.level == crate::github::Level::Write => {
                ("app-setup-issues", "app-setup-labels-for")
            }
            "issues" => ("app-setup-issues", "app-setup-issues-for"),
            "metadata" => ("app-setup-metadata", "app-setup-metadata-for"),
            // One without words of its own is still shown.
            other => return (other.replace('_', " "), permission.purpose.to_owned()),
        };
        (self.shell.t(name), self.shell.t(purpose))
    }

    fn level(&self, permission: &Permission) -> String {
        self.shell.t(match permission.level {
            crate::github::Level::Read => "app-setup-read",
            crate::github::Level::Write => "app-setup-write",
        })
    }

    /// A sentence that names something a machine is told.
    fn coded(&self, key: &str, name: &'static str, value: &str) -> Coded {
        Coded(self.shell.t1(key, name, value))
    }

    fn list(&self, names: &[String]) -> String {
        names.join(if self.shell.is_chinese() { "、" } else { ", " })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::github::permissions;

    #[test]
    fn every_permission_has_words_in_both_languages() {
        for language in [crate::workflow::UiLanguage::Chinese, crate::workflow::UiLanguage::English]
        {
            let shell = super::super::fixtures::shell(language, None, "/");
            let page = GithubAppPage { shell, view: GithubAppView::Lost, word: None };
            for needed in [true, false].into_iter().flat_map(permissions) {
                let (name, _) = page.permission(&needed);
                assert_ne!(name, needed.name.replace('_', " "), "it has no words of its own");
            }
        }
    }
}
