//! One change of the source, told as an editor would: the English, the Chinese it concerns, and why.

use super::{
    Shell,
    difference::{self, Ink, Piece},
};
use crate::staleness::{Change, ChangeKind, Reason, Severity};

/// Lines of the translation shown at most beside a change.
const TARGET_LINES: usize = 12;

/// A change with what it needs to speak.
pub(super) struct ChangeView<'a> {
    pub shell: &'a Shell,
    pub change: &'a Change,
    /// The translation at head.
    pub target: Option<&'a str>,
}

impl<'a> ChangeView<'a> {
    pub(super) fn kind(&self) -> String {
        self.shell.t(match self.change.kind {
            ChangeKind::Added => "change-added",
            ChangeKind::Removed => "change-removed",
            ChangeKind::Modified => "change-modified",
        })
    }

    /// Whether the block is new in the source.
    pub(super) fn is_new(&self) -> bool {
        self.change.kind == ChangeKind::Added
    }

    pub(super) fn severity(&self) -> String {
        self.shell.t(severity_key(self.change.severity))
    }

    pub(super) fn severity_class(&self) -> &'static str {
        match self.change.severity {
            Severity::Major => "sev-major",
            Severity::Minor => "sev-minor",
            Severity::Cosmetic | Severity::None => "sev-cosmetic",
        }
    }

    /// Where in the English file: "原文第 12–14 行".
    pub(super) fn place(&self) -> Option<String> {
        self.change.source_lines.map(|lines| self.lines("change-source-lines", lines))
    }

    pub(super) fn target_place(&self) -> Option<String> {
        let key = if self.change.kind == ChangeKind::Added {
            "change-target-place"
        } else {
            "change-target-lines"
        };
        self.change.target_lines.map(|lines| self.lines(key, lines))
    }

    fn lines(&self, key: &str, (first, last): (usize, usize)) -> String {
        let range = if first == last { first.to_string() } else { format!("{first}–{last}") };
        self.shell.t1(key, "lines", range)
    }

    /// Why it counts as it does.
    pub(super) fn reason(&self) -> String {
        if self.change.dismissed {
            return self.shell.t("reason-dismissed");
        }
        match &self.change.reason {
            Reason::AddedMissing { what } => {
                self.shell.t1("reason-added-missing", "what", shortened(what))
            }
            Reason::RemovedPresent { what } => {
                self.shell.t1("reason-removed-present", "what", shortened(what))
            }
            Reason::EditedAfter { commit } => {
                self.shell.t1("reason-edited-after", "commit", commit.short())
            }
            Reason::Carried => self.shell.t("reason-carried"),
            Reason::NoCounterpart => self.shell.t("reason-no-counterpart"),
            Reason::NothingToTranslate => self.shell.t("reason-nothing-to-translate"),
            Reason::WordingOnly => self.shell.t("reason-wording-only"),
            Reason::Turned { what } => self.shell.t1("reason-turned", "what", shortened(what)),
            Reason::LevelChanged { what } => {
                self.shell.t1("reason-level-changed", "what", what.as_str())
            }
        }
    }

    pub(super) fn pieces(&self) -> Vec<Piece> {
        let (old, new) = (self.change.old_source.trim_end(), self.change.new_source.trim_end());
        if self.is_code() { difference::code(old, new) } else { difference::words(old, new) }
    }

    pub(super) fn is_code(&self) -> bool {
        let text = if self.change.new_source.is_empty() {
            &self.change.old_source
        } else {
            &self.change.new_source
        };
        is_code(text)
    }

    /// The lines of the translation the change concerns, with their numbers.
    pub(super) fn target_lines(&self) -> Vec<(usize, &'a str)> {
        let (Some(text), Some((first, last))) = (self.target, self.change.target_lines) else {
            return Vec::new();
        };
        let count = (last + 1).saturating_sub(first).min(TARGET_LINES);
        text.lines()
            .enumerate()
            .skip(first.saturating_sub(1))
            .take(count)
            .map(|(index, line)| (index + 1, line))
            .collect()
    }

    /// Whether lines of the translation were left out.
    pub(super) fn is_cut(&self) -> bool {
        self.change.target_lines.is_some_and(|(first, last)| last + 1 > first + TARGET_LINES)
    }
}

/// Whether a block is fenced code.
pub(super) fn is_code(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("```") || text.starts_with("~~~")
}

/// The key of a severity's word.
pub(super) const fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "severity-none",
        Severity::Cosmetic => "severity-cosmetic",
        Severity::Minor => "severity-minor",
        Severity::Major => "severity-major",
    }
}

fn shortened(what: &str) -> String {
    let what = what.trim();
    match what.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &what[..end]),
        None => what.to_owned(),
    }
}

impl Ink {
    /// Whether the stretch is unchanged; for templates, which cannot compare.
    pub(super) fn is_same(self) -> bool {
        self == Self::Same
    }

    pub(super) fn is_out(self) -> bool {
        self == Self::Out
    }

    pub(super) fn is_in(self) -> bool {
        self == Self::In
    }
}
