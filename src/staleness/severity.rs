//! How much a change matters to a reader of the translation.

use super::{
    Severity,
    evidence::{Evidence, Group},
    wording::{self, Wording},
};
use crate::document::{BlockKind, InvariantKind};

/// The size of a change, so that many small ones add up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Load {
    pub severity: Option<Severity>,
    /// Content words that say something new.
    pub content: usize,
    /// Lines of code.
    pub code_lines: usize,
    /// Source words to read and bring over.
    pub words: usize,
}

/// Content words from which a change is a paragraph's worth of work. Edits of the blog's sources
/// fall apart at about forty words of prose into additions and touch-ups.
const MAJOR_WORDS: usize = 40;

/// Lines of code from which a snippet counts as rewritten rather than corrected.
const MAJOR_CODE_LINES: usize = 4;

/// Phrases by which a source says that what follows no longer holds.
const SUPERSEDED: &[&str] = &[
    "deprecated",
    "no longer",
    "superseded",
    "has been replaced",
    "have been replaced",
    "outdated",
    "out of date",
    "discontinued",
    "been upgraded to",
    "obsolete",
    "been retired",
    "been archived",
    "been removed",
    "been sunset",
    "not maintained",
    "unmaintained",
    "not recommended",
    "instead of this",
    "not available anymore",
    "been moved to",
    "been shut down",
];

/// Weighs a change by both ends of the source and by what of it the translation lacks.
pub(super) fn weigh(
    old: &Group<'_>,
    new: &Group<'_>,
    evidence: &Evidence,
    wording: &Wording,
) -> Load {
    let of = |group: &Group<'_>| group.blocks.first().map(|(profile, _)| profile.kind);
    let kind = of(new).or(of(old)).unwrap_or(BlockKind::Other);
    let one_sided = old.is_empty() || new.is_empty();
    let mut load = Load::default();
    if kind == BlockKind::Code {
        let open = |traces: &[super::evidence::Trace]| {
            traces.iter().filter(|t| t.kind == InvariantKind::CodeLine).count()
        };
        load.code_lines = open(&evidence.missing).max(open(&evidence.kept));
        if one_sided {
            let group = if new.is_empty() { old } else { new };
            load.code_lines =
                group.blocks.iter().map(|(p, _)| p.invariants.code_lines as usize).sum();
        }
        load.words = load.code_lines * 4;
    } else if one_sided {
        let group = if new.is_empty() { old } else { new };
        let text = group.text();
        load.content = wording::content_words(&text);
        load.words = group.blocks.iter().map(|(p, _)| p.invariants.words as usize).sum();
    } else {
        load.content = wording.content;
        load.words = wording.touched;
    }
    let hard = evidence.missing.iter().chain(&evidence.kept).count();
    let level_changed = match (of(old), of(new)) {
        (Some(BlockKind::Heading { level: a }), Some(BlockKind::Heading { level: b })) => a != b,
        _ => false,
    };
    load.severity = Some(if announces_end(old, new) || load.content >= MAJOR_WORDS {
        Severity::Major
    } else if load.code_lines >= MAJOR_CODE_LINES {
        Severity::Major
    } else if load.content > 0 || load.code_lines > 0 || hard > 0 || wording.fact || level_changed {
        Severity::Minor
    } else {
        Severity::Cosmetic
    });
    if load.severity >= Some(Severity::Minor) {
        load.words = load.words.max(1);
    }
    load
}

/// Whether a change says that what the post describes is over.
fn announces_end(old: &Group<'_>, new: &Group<'_>) -> bool {
    if new.is_empty() {
        return false;
    }
    let (before, after) = (old.text().to_lowercase(), new.text().to_lowercase());
    let notice = after.trim_start_matches(['>', ' ', '\n', '*', '_', '<']);
    let looks_like_notice = [
        "[!warning",
        "[!important",
        "[!caution",
        "[!note",
        "update",
        "note",
        "warning",
        "⚠",
        "🚨",
        "tip warning",
        "important",
        "attention",
        "edit",
    ]
    .iter()
    .any(|start| notice.starts_with(start));
    looks_like_notice
        && SUPERSEDED.iter().any(|phrase| after.contains(phrase) && !before.contains(phrase))
}

/// The severity of a post from its open changes: the worst of them, or what they add up to.
pub(super) fn total<'a>(loads: impl Iterator<Item = &'a Load>) -> Severity {
    let (mut worst, mut content, mut code_lines) = (Severity::None, 0, 0);
    for load in loads {
        worst = worst.max(load.severity.unwrap_or(Severity::None));
        content += load.content;
        code_lines += load.code_lines;
    }
    if worst == Severity::Minor && (content >= MAJOR_WORDS || code_lines >= MAJOR_CODE_LINES) {
        return Severity::Major;
    }
    worst
}
