//! The proofreader's desk.

use askama::Template;

use super::{Shell, difference::Line, task::Desk};
use crate::{services::views::WorkspaceView, workflow::Action};

/// Source beside the submitted translation, with findings and remarks.
#[derive(Debug, Clone, Template)]
#[template(path = "review.html")]
pub struct ReviewPage {
    pub shell: Shell,
    pub view: WorkspaceView,
}

impl ReviewPage {
    fn desk(&self) -> Desk<'_> {
        Desk { shell: &self.shell, view: &self.view }
    }

    /// Whether the reader has the review in hand and decides.
    fn may_decide(&self) -> bool {
        self.view.may_review && self.view.task.stage == "in_review"
    }

    /// Whether the reader could take the review in hand.
    fn may_start(&self) -> bool {
        self.view.task.stage == "submitted" && self.view.may_review
    }

    fn may_comment(&self) -> bool {
        self.shell.may(Action::Comment)
    }

    fn standing(&self) -> String {
        let translator = self.view.task.translator.name.as_str();
        let reviewer = self.view.task.reviewer.as_ref().map_or("", |person| person.name.as_str());
        match self.view.task.stage {
            "submitted" => self.shell.t1("standing-awaiting-review", "name", translator),
            "in_review" => {
                self.shell.t2("standing-in-review", "name", translator, "reviewer", reviewer)
            }
            "changes_requested" => self.shell.t1("standing-changes-requested", "name", translator),
            "approved" => self.shell.t("standing-approved"),
            "pr_open" => self.shell.t("standing-pull-request"),
            "merged" => self.shell.t("standing-published"),
            _ => self.shell.t1("standing-translating", "name", translator),
        }
    }
}
