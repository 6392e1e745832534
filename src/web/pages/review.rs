//! The proofreader's desk.

use askama::Template;

use super::{
    Shell,
    difference::Line,
    task::{Desk, Pair},
    urls,
};
use crate::services::views::{ProofreadingView, WorkspaceView};

/// Source beside the submitted translation, with findings and remarks.
#[derive(Debug, Clone, Template)]
#[template(path = "review.html")]
pub struct ReviewPage {
    pub shell: Shell,
    pub view: WorkspaceView,
    pub proof: ProofreadingView,
    pub show: Option<Show>,
}

/// How much of the text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    All,
    /// What changed since the reader last looked.
    Changes,
}

/// Pairs in a row that are shown or folded together.
struct Stretch<'a> {
    pairs: Vec<Pair<'a>>,
    /// What is said in the place of those that are folded.
    fold: Option<String>,
}

impl ReviewPage {
    fn desk(&self) -> Desk<'_> {
        Desk { shell: &self.shell, view: &self.view, proof: &self.proof }
    }

    /// Whether the reader has the review in hand and decides.
    fn may_decide(&self) -> bool {
        self.view.may_review && self.view.task.stage == "in_review"
    }

    /// Whether the reader could take the review in hand.
    fn may_start(&self) -> bool {
        self.view.task.stage == "submitted" && self.view.may_review
    }

    /// How many blocks changed since the reader last looked; `None` where they never did.
    fn changed(&self) -> Option<usize> {
        self.proof.since.as_ref().map(|since| since.changes.len())
    }

    /// What a second look begins with is what changed since the first.
    fn shows_changes(&self) -> bool {
        let changed = self.changed();
        match self.show {
            Some(show) => show == Show::Changes && changed.is_some(),
            None => changed.is_some_and(|count| count > 0),
        }
    }

    /// The round the text is in.
    fn round(&self) -> String {
        self.shell.t1("round-number", "number", self.proof.rounds.len())
    }

    fn url_of(&self, show: &str) -> String {
        format!("{}?show={show}", urls::review(self.view.task.id))
    }

    /// The text; where only changes are shown, the rest is folded.
    fn stretches<'a>(&self, desk: &Desk<'a>) -> Vec<Stretch<'a>> {
        let mut stretches: Vec<Stretch<'a>> = Vec::new();
        let only_changes = self.shows_changes();
        for pair in desk.pairs() {
            let folds = only_changes && !pair.asks_again();
            match stretches.last_mut() {
                Some(last) if last.fold.is_some() == folds => last.pairs.push(pair),
                _ => stretches.push(Stretch { pairs: vec![pair], fold: folds.then(String::new) }),
            }
        }
        for stretch in stretches.iter_mut().filter(|stretch| stretch.fold.is_some()) {
            stretch.fold = Some(self.folded(&stretch.pairs));
        }
        stretches
    }

    /// How much is folded, and the heading it ends under.
    fn folded(&self, pairs: &[Pair<'_>]) -> String {
        let heading = pairs.iter().rev().find(|pair| pair.row.kind == "heading");
        match heading.map(|pair| pair.target().trim_start_matches('#').trim()) {
            Some(heading) if !heading.is_empty() => self.shell.t2(
                "review-fold-blocks-heading",
                "count",
                pairs.len(),
                "heading",
                heading,
            ),
            _ => self.shell.t1("review-fold-blocks", "count", pairs.len()),
        }
    }

    /// Whether the reader has their own translation before them.
    fn is_own(&self) -> bool {
        self.proof.is_own && self.view.may_review
    }

    fn standing(&self) -> String {
        let translator = self.view.task.translator.name.as_str();
        let reviewer = self.view.task.reviewer.as_ref().map_or("", |person| person.name.as_str());
        match self.view.task.stage {
            "submitted" => self.shell.t1("review-standing-draft", "name", translator),
            "in_review" if self.may_decide() => {
                self.shell.t1("review-standing-own", "name", translator)
            }
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
