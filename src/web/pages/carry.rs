//! What carrying a draft over to the newest original would do, before it is done.

use askama::Template;

use super::{
    Shell,
    change::ChangeView,
    difference::{self, Line},
};
use crate::{
    services::views::{CarryCounts, CarryView},
    staleness::{Change, ChangeKind},
};

/// The preview of a carry-over.
#[derive(Debug, Clone, Template)]
#[template(path = "carry.html")]
pub struct CarryPage {
    pub shell: Shell,
    pub view: CarryView,
}

impl CarryPage {
    fn title(&self) -> &str {
        self.view.title.as_deref().unwrap_or_else(|| self.view.slug.as_str())
    }

    fn what(&self) -> String {
        what(&self.shell, &self.view.counts)
    }

    /// What is left to see to, and what stays English in its new wording.
    fn changes(&self) -> Vec<ChangeView<'_>> {
        let all = self.view.changes.iter().chain(&self.view.refreshed);
        all.map(|change| ChangeView { shell: &self.shell, change, target: Some(&self.view.text) })
            .collect()
    }

    /// What becomes of a block.
    fn fate(&self, change: &Change) -> String {
        if self.view.refreshed.contains(change) {
            return self.shell.t("carry-fate-refreshed");
        }
        self.shell.t(match change.kind {
            ChangeKind::Added => "carry-fate-added",
            ChangeKind::Removed => "carry-fate-removed",
            ChangeKind::Modified => "carry-fate-modified",
        })
    }

    /// What the carry-over itself writes into the draft.
    fn difference(&self) -> Vec<Line> {
        let (old, new) = (&self.view.draft.text, &self.view.text);
        if old == new { Vec::new() } else { difference::lines(old, new) }
    }

    /// Who could do it, where the reader cannot.
    fn who(&self) -> String {
        who(&self.shell, self.view.task.stage)
    }
}

/// The news in a sentence: 原文改了 2 段，新增 1 段。
pub(super) fn what(shell: &Shell, counts: &CarryCounts) -> String {
    if counts.is_fresh {
        return shell.t("carry-fresh");
    }
    let parts: Vec<String> = [
        ("carry-modified", counts.modified),
        ("carry-added", counts.added),
        ("carry-removed", counts.removed),
        ("carry-refreshed", counts.refreshed),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(key, count)| shell.t1(key, "count", count))
    .collect();
    if parts.is_empty() {
        return shell.t("carry-nothing");
    }
    shell.t1("carry-what", "parts", parts.join(&shell.t("carry-and")))
}

/// Who could carry the draft over at this stage.
pub(super) fn who(shell: &Shell, stage: &str) -> String {
    shell.t(match stage {
        "submitted" => "carry-who-submitted",
        "in_review" => "carry-who-in-review",
        _ => "carry-who-translator",
    })
}
