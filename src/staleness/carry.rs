//! Carries a draft over a change of its source.
//!
//! Nothing a translator typed is ever lost: the carried text is the draft, byte for byte, with the
//! new English blocks put in where they belong. Changed and removed blocks stay as they are and are
//! only named, so that the editor can mark them and the translator decides.

use std::{ops::Range, sync::Arc};

use super::{
    Change, ChangeKind, Pair, Version, fields,
    judge::{Comparison, Judged},
    segment::Reader,
    target::TargetHistory,
};
use crate::{
    document::{Dialect, hash},
    history::FileVersion,
    ids::{BlobId, CommitId, RepoPath},
};

/// A draft after its source moved on.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedDraft {
    /// The draft with the new blocks of the source put in, still in English.
    pub text: String,
    /// What was put in, with the line breaks around it: bytes of `text`, in order. Without these
    /// stretches `text` is the draft.
    pub inserted: Vec<Range<usize>>,
    /// What the translator has to look at, in the order of the source.
    pub changes: Vec<CarriedChange>,
}

/// A change of the source that the draft does not carry yet.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedChange {
    /// The change; `target_lines` are lines of the carried text. An added block stands there
    /// untranslated, a removed one is offered for deletion.
    pub change: Change,
}

/// A block to be put into the draft.
struct Insertion {
    at: usize,
    text: String,
    /// The block itself inside `text`.
    block: Range<usize>,
    /// Index of its change.
    change: usize,
}

/// Carries a draft made from `old_source` over to `new_source`.
pub fn carry_over(
    old_source: &str,
    new_source: &str,
    draft: &str,
    dialect: Dialect,
) -> CarriedDraft {
    let pair = Pair {
        source: vec![version(old_source, 0), version(new_source, 2)],
        target: vec![version(draft, 1)],
        dialect,
        mass_edit_files: u32::MAX,
        pin: None,
        dismissed: Vec::new(),
    };
    let mut reader = Reader::new(dialect);
    let sources: Vec<_> = pair.source.iter().map(|v| reader.read(v.file.blob, &v.text)).collect();
    let target = TargetHistory::new(&pair, &mut reader);
    let comparison = Comparison::new(&pair, &sources, 0, &target);
    let mut open: Vec<Judged> = fields::compare(&pair, &sources, 0, &target);
    open.extend(comparison.judge());
    open.retain(|one| !one.change.reflected);
    let insertions = insertions(&open, &comparison, new_source, draft, &sources[1].segments);
    assemble(draft, open, insertions)
}

fn version(text: &str, position: u32) -> Version {
    let mut name = [0; 20];
    name[..8].copy_from_slice(&hash(text.bytes()).to_be_bytes());
    name[8] = position as u8;
    Version {
        file: FileVersion {
            commit: CommitId::from_bytes(name),
            blob: BlobId::from_bytes(name),
            path: RepoPath::new("draft"),
            position,
            committed_at: 0,
            files_touched: 1,
            source_commit: None,
        },
        text: Arc::from(text),
    }
}

fn insertions(
    open: &[Judged],
    comparison: &Comparison<'_>,
    source: &str,
    draft: &str,
    segments: &[super::segment::Segment],
) -> Vec<Insertion> {
    let mut insertions = Vec::new();
    for (change, one) in open.iter().enumerate() {
        if one.change.kind != ChangeKind::Added || one.new_blocks.is_empty() {
            continue;
        }
        let (first, last) = (one.new_blocks.start, one.new_blocks.end - 1);
        let block = &source[segments[first].span.start..segments[last].span.end];
        let start = comparison.insertion_point(first);
        let at = start.unwrap_or(draft.len());
        // In front of everything the separator comes after the block, elsewhere before it, and is
        // the one the source has, so that items of a list stay together.
        let leads = start.is_some_and(|at| at == comparison.first_block_start());
        let (text, block_start) = if leads {
            (format!("{block}\n\n"), 0)
        } else {
            let gap = match first.checked_sub(1) {
                Some(before) => &source[segments[before].span.end..segments[first].span.start],
                None => "\n\n",
            };
            let gap = if gap.contains('\n') { gap } else { "\n\n" };
            (format!("{gap}{block}"), gap.len())
        };
        insertions.push(Insertion {
            at,
            block: block_start..block_start + block.len(),
            text,
            change,
        });
    }
    insertions.sort_by_key(|insertion| insertion.at);
    insertions
}

fn assemble(draft: &str, open: Vec<Judged>, insertions: Vec<Insertion>) -> CarriedDraft {
    let mut text = String::with_capacity(draft.len() + 256);
    let mut inserted = Vec::with_capacity(insertions.len());
    let mut changes: Vec<Change> = open.into_iter().map(|one| one.change).collect();
    // Lines of the draft move down by what was put in above them.
    let starts: Vec<usize> =
        std::iter::once(0).chain(draft.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let moved = |line: usize| {
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(draft.len());
        let above = insertions
            .iter()
            .filter(|insertion| insertion.at <= start && insertion.at < draft.len());
        line + above.map(|insertion| line_breaks(&insertion.text)).sum::<usize>()
    };
    for change in &mut changes {
        change.target_lines = change.target_lines.map(|(first, last)| (moved(first), moved(last)));
    }
    let mut at = 0;
    for insertion in &insertions {
        text.push_str(&draft[at..insertion.at]);
        at = insertion.at;
        let start = text.len();
        text.push_str(&insertion.text);
        inserted.push(start..text.len());
        let block = start + insertion.block.start..start + insertion.block.end;
        let first = line_breaks(&text[..block.start]) + 1;
        let last = first + line_breaks(&text[block]);
        changes[insertion.change].target_lines = Some((first, last));
    }
    text.push_str(&draft[at..]);
    let changes = changes.into_iter().map(|change| CarriedChange { change }).collect();
    CarriedDraft { text, inserted, changes }
}

fn line_breaks(text: &str) -> usize {
    text.matches('\n').count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OLD: &str = "# Tea\n\nBoil water to 80 degrees.\n\n- green\n- white\n\nDrink it warm.\n\nThrow the leaves away.\n";
    const DRAFT: &str = "# 茶\n\n把水烧到 80 度。\n\n- 绿茶\n- 白茶\n\n趁热喝。\n\n倒掉茶叶。\n";

    fn carry(new: &str) -> CarriedDraft {
        carry_over(OLD, new, DRAFT, Dialect::Markdown)
    }

    fn lines(text: &str, range: (usize, usize)) -> String {
        text.lines().skip(range.0 - 1).take(range.1 - range.0 + 1).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_unchanged_source_leaves_the_draft_alone() {
        let carried = carry(OLD);
        assert_eq!(carried.text, DRAFT);
        assert!(carried.changes.is_empty());
    }

    #[test]
    fn a_changed_block_is_marked_and_kept() {
        let carried = carry(&OLD.replace("80 degrees", "90 degrees"));
        assert_eq!(carried.text, DRAFT);
        let change = &carried.changes[0].change;
        assert_eq!(change.kind, ChangeKind::Modified);
        assert_eq!(lines(&carried.text, change.target_lines.unwrap()), "把水烧到 80 度。");
    }

    #[test]
    fn a_new_block_is_put_in_untranslated_where_it_belongs() {
        let carried = carry(&OLD.replace("- white\n", "- white\n- black from the high hills\n"));
        assert_eq!(
            carried.text,
            DRAFT.replace("- 白茶\n", "- 白茶\n- black from the high hills\n")
        );
        let change = &carried.changes[0].change;
        let shown = lines(&carried.text, change.target_lines.unwrap());
        assert_eq!(shown, "- black from the high hills");
    }

    #[test]
    fn a_removed_block_is_offered_and_not_dropped() {
        let carried = carry(&OLD.replace("Drink it warm.\n\n", ""));
        assert_eq!(carried.text, DRAFT);
        let change = &carried.changes[0].change;
        assert_eq!(change.kind, ChangeKind::Removed);
        assert_eq!(lines(&carried.text, change.target_lines.unwrap()), "趁热喝。");
    }

    #[test]
    fn lines_below_a_new_block_move_down() {
        let new = OLD
            .replace("Boil", "Take a clay pot and warm it well.\n\nBoil")
            .replace("Throw the leaves away.", "Throw the 3 leaves away.");
        let carried = carry(&new);
        assert_eq!(carried.changes.len(), 2);
        let change = &carried.changes[1].change;
        assert_eq!(lines(&carried.text, change.target_lines.unwrap()), "倒掉茶叶。");
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "---\ntitle: x\n---\n",
            "# One\n\n",
            "Some words about 3 things and `code`.\n\n",
            "一些中文，带有 `code`。\n\n",
            "- item [l](http://a.b/c)\n",
            "```py\nx = 1\n```\n\n",
            "```\n",
            "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
            "> quote\r\n\r\n",
            "\0",
            "no line break",
        ]);
        prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

        #[test]
        fn no_text_is_ever_lost(old in text(), new in text(), draft in text()) {
            let carried = carry_over(&old, &new, &draft, Dialect::Markdown);
            let mut rest = String::new();
            let mut at = 0;
            for range in &carried.inserted {
                rest.push_str(&carried.text[at..range.start]);
                at = range.end;
            }
            rest.push_str(&carried.text[at..]);
            prop_assert_eq!(rest, draft);
            let count = carried.text.lines().count().max(1);
            for one in &carried.changes {
                let (first, last) = one.change.target_lines.unwrap();
                prop_assert!(first >= 1 && first <= last && last <= count, "{first}-{last} of {count}");
            }
        }
    }
}
