//! How much a change matters to a reader of the translation.

use super::{
    Severity,
    evidence::{Evidence, Group},
    wording::{self, Wording},
};
use crate::document::{BlockKind, InvariantKind, Piece, is_han, pieces};

/// The size of a change, so that many small ones add up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Load {
    pub severity: Severity,
    /// Words that say something new.
    pub content: usize,
    /// Lines of code.
    pub code_lines: usize,
    /// Blocks that came or went.
    pub blocks: usize,
    /// Source words to read and bring over.
    pub words: usize,
}

impl Default for Load {
    fn default() -> Self {
        Self { severity: Severity::Cosmetic, content: 0, code_lines: 0, blocks: 0, words: 0 }
    }
}

impl Load {
    fn points(&self) -> usize {
        self.content + self.code_lines * CODE_LINE_POINTS + self.blocks * BLOCK_POINTS
    }
}

/// Points from which open changes together are major: about a paragraph of prose, four lines of
/// code, or a short list. Edits of the blog's sources fall apart at about forty words of prose into
/// additions and touch-ups; the other two were set so that the labelled posts agree.
const MAJOR_POINTS: usize = 40;

/// Points of one line of code. A word of prose is one point.
const CODE_LINE_POINTS: usize = 10;

/// Points of a block that came or went, beside its words: structure changed too.
const BLOCK_POINTS: usize = 5;

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

/// Words a notice to readers starts with.
const NOTICES: &[&str] = &[
    "update",
    "note",
    "warning",
    "important",
    "attention",
    "edit",
    "caution",
    "disclaimer",
    "deprecat",
    "notice",
];

/// Weighs a change by both ends of the source and by what of it the translation lacks;
/// `level_open` says that the level of a heading is among that.
pub(super) fn weigh(
    old: &Group<'_>,
    new: &Group<'_>,
    evidence: &Evidence,
    wording: &Wording,
    level_open: bool,
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
        if is_bibliography(old) || is_bibliography(new) {
            load.code_lines = load.code_lines.min(1);
        }
        load.words = load.code_lines * 4;
    } else if one_sided {
        let group = if new.is_empty() { old } else { new };
        let text = group.text();
        load.words = group.blocks.iter().map(|(p, _)| p.invariants.words as usize).sum();
        load.content = if wording::content_words(&text) > 0 { load.words } else { 0 };
    } else {
        load.content = wording.content;
        load.words = wording.touched;
    }
    let hard = evidence.missing.len() + evidence.kept.len();
    let substance = load.content > 0
        || load.code_lines > 0
        || hard > 0
        || wording.turned.is_some()
        || level_open;
    load.blocks = usize::from(one_sided && substance);
    load.severity = if !substance || about_translations(old, new) {
        Severity::Cosmetic
    } else if announces_end(old, new) || load.points() >= MAJOR_POINTS {
        Severity::Major
    } else {
        Severity::Minor
    };
    if load.severity == Severity::Cosmetic {
        return Load { words: load.words, ..Load::default() };
    }
    load.words = load.words.max(1);
    load
}

/// Whether a block of code is an entry for a bibliography, which counts as one line however long.
fn is_bibliography(group: &Group<'_>) -> bool {
    let entry = |line: &str| {
        let rest = line.trim_start().strip_prefix('@')?;
        let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        (name > 0 && rest[name..].trim_start().starts_with('{')).then_some(())
    };
    group.blocks.iter().any(|(_, text)| text.lines().any(|line| entry(line).is_some()))
}

/// Whether an added note speaks to readers of other languages, in theirs.
fn about_translations(old: &Group<'_>, new: &Group<'_>) -> bool {
    let text = new.text();
    old.is_empty() && text.chars().any(is_han) && text.to_lowercase().contains("translat")
}

/// Whether a change says that what the post describes is over.
fn announces_end(old: &Group<'_>, new: &Group<'_>) -> bool {
    if new.is_empty() {
        return false;
    }
    let text = new.text();
    let (before, after) = (old.text().to_lowercase(), text.to_lowercase());
    let prose: String = pieces(&text)
        .into_iter()
        .filter_map(|piece| if let Piece::Text(prose) = piece { Some(prose) } else { None })
        .collect();
    let start = prose.to_lowercase();
    let start = start.trim_start_matches(|c: char| !c.is_alphanumeric());
    let looks_like_notice = NOTICES.iter().any(|word| start.starts_with(word))
        || ["[!warning]", "[!important]", "[!caution]", "alert", "⚠", "🚨"]
            .iter()
            .any(|mark| after.contains(mark));
    looks_like_notice
        && SUPERSEDED.iter().any(|phrase| after.contains(phrase) && !before.contains(phrase))
}

/// The severity of a post from its open changes: the worst of them, or what they add up to.
pub(super) fn total<'a>(loads: impl Iterator<Item = &'a Load>) -> Severity {
    let (mut worst, mut points) = (Severity::None, 0);
    for load in loads {
        worst = worst.max(load.severity);
        points += load.points();
    }
    if worst == Severity::Minor && points >= MAJOR_POINTS { Severity::Major } else { worst }
}
