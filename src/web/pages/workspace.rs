//! The translator's desk.

use askama::Template;

use super::{Shell, task::Desk};
use crate::services::views::{ProofreadingView, WorkspaceView};

/// Source beside translation.
#[derive(Debug, Clone, Template)]
#[template(path = "workspace.html")]
pub struct WorkspacePage {
    pub shell: Shell,
    pub view: WorkspaceView,
    pub proof: ProofreadingView,
}

impl WorkspacePage {
    fn desk(&self) -> Desk<'_> {
        Desk { shell: &self.shell, view: &self.view, proof: &self.proof }
    }

    /// Whether the translator may send it to proofreading now.
    fn may_submit(&self) -> bool {
        self.view.may_edit && matches!(self.view.task.stage, "claimed" | "changes_requested")
    }

    /// Whether the translator may proofread it as well, where the project allows that.
    fn may_review_own(&self) -> bool {
        self.proof.is_own && self.view.may_review
    }

    /// How many blocks proofreading corrected, while the translator has to see them.
    fn corrected(&self) -> usize {
        if self.view.task.stage == "changes_requested" { self.proof.corrections.len() } else { 0 }
    }

    fn may_release(&self) -> bool {
        self.may_submit()
    }

    fn may_withdraw(&self) -> bool {
        self.desk().is_mine() && self.view.task.stage == "submitted"
    }

    /// The words the script needs, as `data-` attributes on the desk.
    fn words(&self) -> Vec<(&'static str, String)> {
        [
            ("saved", "desk-saved"),
            ("saving", "desk-saving"),
            ("unsaved", "desk-unsaved"),
            ("offline", "desk-offline"),
            ("failed", "desk-failed"),
            ("restored", "desk-restored"),
            ("merged", "desk-merged"),
            ("missing", "desk-missing"),
            ("fill", "desk-fill"),
            ("hint", "desk-hint"),
            ("copy", "desk-copy"),
            ("settle", "desk-settle"),
            ("lock", "desk-lock"),
            ("unlock", "desk-unlock"),
            ("locked", "desk-locked"),
            ("english", "desk-keep-english"),
            ("kept", "desk-kept"),
            ("afterall", "desk-translate-after-all"),
            ("tokens", "desk-tokens"),
            ("isuntranslated", "desk-state-untranslated"),
            ("ischanged", "desk-state-changed"),
            ("isedited", "desk-state-edited"),
            ("hasfindings", "desk-state-findings"),
            ("unsettle", "desk-unsettle"),
            ("changes", "desk-changes-done"),
            ("empty", "preview-empty"),
            ("nofindings", "findings-none"),
            ("progress", "desk-progress"),
            ("error", "level-error"),
            ("warning", "level-warning"),
            ("info", "level-info"),
            ("line", "finding-line"),
            ("translation", "desk-translation"),
            ("signedout", "desk-signed-out"),
        ]
        .into_iter()
        .map(|(name, key)| (name, self.raw(key)))
        .collect()
    }

    /// A text about who saved meanwhile, with a place for the name.
    fn conflict_theirs(&self, key: &str) -> String {
        self.shell.t1(key, "by", "{by}")
    }

    /// The words of the panel beside a block.
    fn helper_words(&self) -> Vec<(&'static str, String)> {
        [
            ("terms", "helper-terms"),
            ("memory", "helper-memory"),
            ("insert", "helper-insert"),
            ("replace", "helper-replace"),
            ("adapted", "helper-adapted"),
            ("sentence", "helper-sentence"),
            ("machine", "review-machine"),
            ("confirm", "aid-confirm"),
            ("draft", "aid-draft"),
            ("drafting", "aid-drafting"),
            ("progress", "aid-progress"),
            ("done", "aid-done"),
            ("stopped", "aid-stopped"),
            ("safe", "aid-safe"),
            ("changed", "aid-changed"),
            ("failed", "aid-failed"),
            ("unreachable", "aid-unreachable"),
            ("too_slow", "aid-too-slow"),
            ("busy", "aid-busy"),
            ("misconfigured", "aid-misconfigured"),
            ("refused", "aid-refused"),
        ]
        .into_iter()
        .map(|(name, key)| (name, self.raw(key)))
        .collect()
    }

    /// A text whose arguments the script fills in; they stay as `{name}`.
    fn raw(&self, key: &str) -> String {
        let places: Vec<_> = ["time", "done", "total", "line", "by"]
            .into_iter()
            .map(|name| (name, format!("{{{name}}}").into()))
            .collect();
        self.shell.texts().with(key, &places)
    }
}
