//! Carries a draft over a change of its source.
//!
//! Nothing a translator typed is ever lost: the carried text is the draft, byte for byte, with the
//! new English blocks put in where they belong. Changed and removed blocks stay as they are and are
//! only named, so that the editor can mark them and the translator decides. The one thing replaced is
//! what nobody typed: a block that still is the old English, letter for letter, becomes the new.

use std::{ops::Range, sync::Arc};

use super::{
    Change, ChangeKind, Pair, Version, fields,
    judge::{Comparison, Judged},
    segment::Reader,
    target::TargetHistory,
};
use crate::{
    document::{Dialect, hash, line_breaks, line_starts},
    history::FileVersion,
    ids::{BlobId, CommitId, RepoPath},
};

/// A draft after its source moved on.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedDraft {
    /// The draft with the new blocks of the source put in, still in English.
    pub text: String,
    /// What was put in, with the line breaks around it: bytes of `text`, in order.
    pub inserted: Vec<Range<usize>>,
    /// What was English and still is, in its new wording. Without the inserted stretches, and with the
    /// old wording in these, `text` is the draft.
    pub refreshed: Vec<Refreshed>,
    /// What the translator has to look at, in the order of the source.
    pub changes: Vec<CarriedChange>,
    /// Changes of the source that the draft carries already.
    pub reflected: Vec<Change>,
    /// The line of `text` on which each line of the draft is now; both count from 1.
    pub lines: Vec<usize>,
}

/// A change of the source that the draft does not carry yet.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedChange {
    /// The change; `target_lines` are lines of the carried text. An added block stands there
    /// untranslated, a removed one is offered for deletion.
    pub change: Change,
}

/// A block nobody had translated yet, brought to the new wording.
#[derive(Debug, Clone, PartialEq)]
pub struct Refreshed {
    /// Where it stands: bytes of the carried text.
    pub span: Range<usize>,
    /// What stood there before.
    pub old: String,
    /// The change; `target_lines` are lines of the carried text.
    pub change: Change,
}

/// What becomes of blocks that are still the English they were translated from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untouched<'a> {
    /// They take the new wording.
    Refresh,
    /// Only those on these lines of the draft do; elsewhere English is what somebody chose.
    RefreshAt(&'a [(usize, usize)]),
}

/// A stretch of the draft and what stands there afterwards.
struct Edit {
    /// Empty for something that is put in.
    at: Range<usize>,
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
    untouched: Untouched<'_>,
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
    let mut judged: Vec<Judged> = fields::compare(&pair, &sources, 0, &target);
    judged.extend(comparison.judge());
    let starts = line_starts(draft);
    // English has every word of the English, so the judgement may find nothing missing in it.
    let (judged, reflected): (Vec<_>, Vec<_>) = judged.into_iter().partition(|one| {
        !one.change.reflected || untouched_block(&one.change, draft, &starts, untouched).is_some()
    });
    let mut edits = insertions(&judged, &comparison, new_source, draft, &sources[1].segments);
    for (change, one) in judged.iter().enumerate() {
        let Some(at) = untouched_block(&one.change, draft, &starts, untouched) else { continue };
        let text = one.change.new_source.trim().to_owned();
        let clear = |edit: &Edit| edit.at.end <= at.start || at.end <= edit.at.start;
        if edits.iter().all(clear) {
            edits.push(Edit { block: 0..text.len(), at, text, change });
        }
    }
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let reflected = reflected.into_iter().map(|one| one.change).collect();
    let changes = judged.into_iter().map(|one| one.change).collect();
    assemble(draft, &starts, (changes, reflected), &edits)
}

/// Where a changed block stands in the draft exactly as it was in the old source.
fn untouched_block(
    change: &Change,
    draft: &str,
    starts: &[usize],
    untouched: Untouched<'_>,
) -> Option<Range<usize>> {
    let (lines, old) = (change.target_lines?, change.old_source.trim());
    let wanted = match untouched {
        Untouched::Refresh => true,
        Untouched::RefreshAt(places) => places.iter().any(|at| at.0 <= lines.1 && lines.0 <= at.1),
    };
    if !wanted || change.kind != ChangeKind::Modified || change.new_source.trim().is_empty() {
        return None;
    }
    let start = *starts.get(lines.0.checked_sub(1)?)?;
    let end = starts.get(lines.1).copied().unwrap_or(draft.len());
    let block = draft.get(start..end)?;
    let at = start + (block.len() - block.trim_start().len());
    (!old.is_empty() && block.trim() == old).then(|| at..at + old.len())
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
) -> Vec<Edit> {
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
        insertions.push(Edit {
            at: at..at,
            block: block_start..block_start + block.len(),
            text,
            change,
        });
    }
    insertions
}

fn assemble(
    draft: &str,
    starts: &[usize],
    (mut changes, mut reflected): (Vec<Change>, Vec<Change>),
    edits: &[Edit],
) -> CarriedDraft {
    let lines = moved_lines(draft, starts, edits);
    for change in changes.iter_mut().chain(&mut reflected) {
        let moved = |line: usize| lines.get(line.saturating_sub(1)).copied().unwrap_or(line);
        change.target_lines = change.target_lines.map(|(first, last)| (moved(first), moved(last)));
    }
    let mut text = String::with_capacity(draft.len() + 256);
    let (mut inserted, mut refreshed) = (Vec::new(), Vec::new());
    let mut at = 0;
    for edit in edits {
        text.push_str(&draft[at..edit.at.start]);
        at = edit.at.end;
        let start = text.len();
        text.push_str(&edit.text);
        let block = start + edit.block.start..start + edit.block.end;
        let first = line_breaks(&text[..block.start]) + 1;
        let last = first + line_breaks(&text[block]);
        let change = &mut changes[edit.change];
        change.target_lines = Some((first, last));
        if edit.at.is_empty() {
            inserted.push(start..text.len());
        } else {
            let (span, old) = (start..text.len(), draft[edit.at.clone()].to_owned());
            refreshed.push(Refreshed { span, old, change: change.clone() });
            // Told as refreshed, not as something to look at.
            change.reflected = true;
        }
    }
    text.push_str(&draft[at..]);
    changes.retain(|change| !change.reflected);
    let changes = changes.into_iter().map(|change| CarriedChange { change }).collect();
    CarriedDraft { text, inserted, refreshed, changes, reflected, lines }
}

/// Lines of the draft move by what was put in above them and by what grew or shrank there.
fn moved_lines(draft: &str, starts: &[usize], edits: &[Edit]) -> Vec<usize> {
    let (mut down, mut up, mut next) = (0, 0, 0);
    let moved = starts.iter().enumerate().map(|(index, &start)| {
        while let Some(edit) = edits.get(next)
            && edit.at.end <= start
            && (edit.at.end < draft.len() || !edit.at.is_empty())
        {
            down += line_breaks(&edit.text);
            up += line_breaks(&draft[edit.at.clone()]);
            next += 1;
        }
        index + 1 + down - up
    });
    moved.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OLD: &str = "# Tea\n\nBoil water to 80 degrees.\n\n- green\n- white\n\nDrink it warm.\n\nThrow the leaves away.\n";
    const DRAFT: &str = "# 茶\n\n把水烧到 80 度。\n\n- 绿茶\n- 白茶\n\n趁热喝。\n\n倒掉茶叶。\n";

    fn carry(new: &str) -> CarriedDraft {
        carry_over(OLD, new, DRAFT, Dialect::Markdown, Untouched::Refresh)
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

    #[test]
    fn a_block_that_is_still_english_takes_the_new_wording() {
        let draft = OLD.replace("# Tea", "# 茶");
        let new = OLD.replace("80 degrees", "90 degrees\nand no more").replace("Drink", "Sip");
        let carried = carry_over(OLD, &new, &draft, Dialect::Markdown, Untouched::Refresh);
        assert_eq!(carried.text, new.replace("# Tea", "# 茶"));
        assert!(carried.changes.is_empty(), "{:?}", carried.changes);
        let shown: Vec<_> = carried
            .refreshed
            .iter()
            .map(|one| (one.old.as_str(), lines(&carried.text, one.change.target_lines.unwrap())))
            .collect();
        assert_eq!(
            shown,
            [
                ("Boil water to 80 degrees.", "Boil water to 90 degrees\nand no more.".to_owned()),
                ("Drink it warm.", "Sip it warm.".to_owned())
            ]
        );
        assert_eq!(carried.lines[4], 6, "what follows moved down");
    }

    #[test]
    fn english_that_somebody_chose_is_only_marked() {
        let draft = DRAFT.replace("趁热喝。", "Drink it warm.");
        let new = OLD.replace("Drink it warm.", "Sip 2 cups of it warm.");
        let kept = carry_over(OLD, &new, &draft, Dialect::Markdown, Untouched::RefreshAt(&[]));
        assert_eq!(kept.text, draft);
        assert_eq!(kept.changes.len(), 1);
        let there = [(8, 8)];
        let at = carry_over(OLD, &new, &draft, Dialect::Markdown, Untouched::RefreshAt(&there));
        assert_eq!(at.text, DRAFT.replace("趁热喝。", "Sip 2 cups of it warm."));
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
            let carried = carry_over(&old, &new, &draft, Dialect::Markdown, Untouched::Refresh);
            let inserted = carried.inserted.iter().map(|range| (range.clone(), ""));
            let refreshed = carried.refreshed.iter().map(|one| (one.span.clone(), one.old.as_str()));
            let mut edits: Vec<_> = inserted.chain(refreshed).collect();
            edits.sort_by_key(|(range, _)| range.start);
            let mut rest = String::new();
            let mut at = 0;
            for (range, old) in edits {
                rest.push_str(&carried.text[at..range.start]);
                rest.push_str(old);
                at = range.end;
            }
            rest.push_str(&carried.text[at..]);
            prop_assert_eq!(&rest, &draft);
            for one in &carried.refreshed {
                prop_assert!(old.contains(&one.old), "{:?} is not the old English", one.old);
            }
            let count = carried.text.lines().count().max(1);
            for one in &carried.changes {
                let (first, last) = one.change.target_lines.unwrap();
                prop_assert!(first >= 1 && first <= last && last <= count, "{first}-{last} of {count}");
            }
        }
    }
}
