//! What a post is good for: whether somebody can begin with it, and whether its changes warn readers.

use crate::{
    catalogue::Post,
    services::views::Seal,
    staleness::{Change, ChangeKind},
};

/// The longest text to begin with, in words of the source.
const LONGEST_TEXT: usize = 1_000;
/// The largest update to begin with, in words that wait, a line of code counting as four.
const LARGEST_UPDATE: usize = 120;
/// Blocks of code there may be.
const MOST_CODE: usize = 3;

/// Whether somebody who never translated here does well to begin with a post nobody has: short, little code,
/// no formulas, written as posts are written now (plain Markdown under front matter with its authors, nothing
/// odd). Of a post that is behind, what waits is short.
pub(super) fn is_good_first(seal: Seal, post: &Post) -> bool {
    let Some(source) = &post.source else { return false };
    let makeup = source.makeup;
    let is_plain = makeup.formulas == 0
        && makeup.html_blocks == 0
        && source.warnings.is_empty()
        && !source.meta.authors.is_empty();
    match seal {
        Seal::Missing => {
            is_plain && source.length <= LONGEST_TEXT && makeup.code_blocks <= MOST_CODE
        }
        Seal::Stale => {
            let code = post.judgement.as_ref().map_or(0, |judgement| judgement.work.code_blocks);
            makeup.formulas == 0 && post.words_to_touch() <= LARGEST_UPDATE && code == 0
        }
        _ => false,
    }
}

/// What a block begins with that warns its readers, without marks and in small letters.
const WARNINGS: [&str; 12] = [
    "[!",
    "<tip",
    "note:",
    "note**",
    "warning",
    "update",
    "important",
    "caution",
    "deprecated",
    "attention",
    "⚠",
    "disclaimer",
];

/// Whether a change brings readers a note: a tip, a quotation or a line that begins like one.
pub(super) fn is_banner(change: &Change) -> bool {
    if change.kind == ChangeKind::Removed || change.is_code() {
        return false;
    }
    let text = change.new_source.trim_start();
    let bare = text.trim_start_matches(['>', '*', '_', '#', ' ', '\u{fe0f}']);
    let beginning: String = bare.chars().take(16).collect::<String>().to_lowercase();
    let is_marked = text.starts_with(['>', '*', '_', '<', '⚠']);
    is_marked && WARNINGS.iter().any(|warning| beginning.starts_with(warning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staleness::{Reason, Severity};

    fn change(kind: ChangeKind, text: &str) -> Change {
        Change {
            key: "k".into(),
            kind,
            severity: Severity::Major,
            reflected: false,
            dismissed: false,
            old_source: String::new(),
            new_source: text.into(),
            source_lines: None,
            stood_after: None,
            target_lines: None,
            reason: Reason::WordingOnly,
        }
    }

    #[test]
    fn a_banner_is_a_note_and_not_a_sentence_about_one() {
        for text in [
            "> [!WARNING]\n> This post is old.",
            "<Tip warning={true}>",
            "**Note**: Edited on July 2023.",
            "> **Update (May 2024):** There is a new model.",
            "*Note: this is old.*",
            "⚠️ Deprecated",
        ] {
            assert!(is_banner(&change(ChangeKind::Added, text)), "{text}");
            assert!(!is_banner(&change(ChangeKind::Removed, text)), "{text}");
        }
        for text in ["Note that lamps are bright.", "> Somebody said this.", "<img src=\"x\">"] {
            assert!(!is_banner(&change(ChangeKind::Added, text)), "{text}");
        }
    }
}
