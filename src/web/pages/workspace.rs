//! The translator's desk.

use askama::Template;

use super::{Shell, task::Desk};
use crate::services::views::WorkspaceView;

/// Source beside translation.
#[derive(Debug, Clone, Template)]
#[template(path = "workspace.html")]
pub struct WorkspacePage {
    pub shell: Shell,
    pub view: WorkspaceView,
}

impl WorkspacePage {
    fn desk(&self) -> Desk<'_> {
        Desk { shell: &self.shell, view: &self.view }
    }

    /// Whether the translator may send it to proofreading now.
    fn may_submit(&self) -> bool {
        self.view.may_edit && matches!(self.view.task.stage, "claimed" | "changes_requested")
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
            ("missing", "desk-missing"),
            ("fill", "desk-fill"),
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

    /// A text whose arguments the script fills in; they stay as `{name}`.
    fn raw(&self, key: &str) -> String {
        let places: Vec<_> = ["time", "done", "total", "line"]
            .into_iter()
            .map(|name| (name, format!("{{{name}}}").into()))
            .collect();
        self.shell.texts().with(key, &places)
    }
}
