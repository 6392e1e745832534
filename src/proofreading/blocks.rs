//! Two versions of a translation, block by block.

use std::ops::Range;

use similar::DiffOp;

use super::likeness::likeness;
use crate::{
    document::{Block, Dialect, Document},
    sequences,
};

/// Blocks less alike than this are one that went and one that came, not one that was mended.
const LEAST_ALIKE: f32 = 0.25;
/// Pairs of blocks weighed within one changed stretch at most; beyond it blocks are paired in order.
const MOST_PAIRS: usize = 40_000;

/// A block that reads otherwise in the newer version; one that came has no `before`, one that went no
/// `after`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct BlockChange {
    pub before: Option<Excerpt>,
    pub after: Option<Excerpt>,
    /// The kind of the block in the newer version, or of one that went.
    pub kind: &'static str,
    /// First line of the block in the newer version; of one that went, of the block above, or 0.
    pub line: usize,
}

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Excerpt {
    pub text: String,
    /// 1-based inclusive lines of its file.
    pub lines: (usize, usize),
}

impl BlockChange {
    fn of(
        before: Option<(&Document, &Block)>,
        after: Option<(&Document, &Block)>,
        above: usize,
    ) -> Option<Self> {
        let (_, block) = after.or(before)?;
        let excerpt = |(document, block): (&Document, &Block)| Excerpt {
            text: document.slice(block).trim_end().to_owned(),
            lines: block.lines,
        };
        Some(Self {
            kind: block.kind.name(),
            before: before.map(excerpt),
            after: after.map(excerpt),
            line: after.map_or(above, |(_, block)| block.lines.0),
        })
    }
}

/// The blocks that differ, in the order of the newer version.
pub fn changed_blocks(before: &str, after: &str, dialect: Dialect) -> Vec<BlockChange> {
    if before == after {
        return Vec::new();
    }
    let (old, new) = (Document::parse(before, dialect), Document::parse(after, dialect));
    let texts = |document: &Document| -> Vec<String> {
        let trimmed = |block: &Block| document.slice(block).trim_end().to_owned();
        document.blocks().iter().map(trimmed).collect()
    };
    let (old_texts, new_texts) = (texts(&old), texts(&new));
    let mut changes = Vec::new();
    for (gone, come) in stretches(&sequences::along_unique(&old_texts, &new_texts)) {
        let mut above = come.start.checked_sub(1);
        for (before, after) in pair(&old_texts, gone, &new_texts, come) {
            above = after.or(above);
            let line = above.map_or(0, |at| new.blocks()[at].lines.0);
            let before = before.map(|at| (&old, &old.blocks()[at]));
            let after = after.map(|at| (&new, &new.blocks()[at]));
            changes.extend(BlockChange::of(before, after, line));
        }
    }
    changes
}

/// The stretches between what is equal.
fn stretches(ops: &[DiffOp]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut stretches: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut open = false;
    for op in ops {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            open = false;
            continue;
        }
        match stretches.last_mut() {
            Some((gone, come)) if open => {
                gone.end = gone.end.max(old.end);
                come.end = come.end.max(new.end);
            }
            _ => stretches.push((old, new)),
        }
        open = true;
    }
    stretches
}

type Pair = (Option<usize>, Option<usize>);

/// Pairs the blocks of a changed stretch: those that resemble each other, in order.
fn pair(old: &[String], gone: Range<usize>, new: &[String], come: Range<usize>) -> Vec<Pair> {
    if gone.len() == 1 && come.len() == 1 {
        return vec![(Some(gone.start), Some(come.start))];
    }
    if gone.len() * come.len() > MOST_PAIRS {
        return in_order(gone, come);
    }
    // best[i][j]: the most that the blocks from i and from j on have in common.
    let (rows, columns) = (gone.len(), come.len());
    let fits: Vec<Vec<f32>> =
        gone.clone().map(|i| come.clone().map(|j| likeness(&old[i], &new[j])).collect()).collect();
    let mut best = vec![vec![0.0_f32; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            let skipped = best[i + 1][j].max(best[i][j + 1]);
            let fit = fits[i][j];
            let paired = if fit >= LEAST_ALIKE { fit + best[i + 1][j + 1] } else { 0.0 };
            best[i][j] = skipped.max(paired);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < rows || j < columns {
        let is_pair = i < rows
            && j < columns
            && fits[i][j] >= LEAST_ALIKE
            && fits[i][j] + best[i + 1][j + 1] >= best[i][j];
        if is_pair {
            pairs.push((Some(gone.start + i), Some(come.start + j)));
            (i, j) = (i + 1, j + 1);
        } else if i < rows && (j == columns || best[i + 1][j] >= best[i][j + 1]) {
            pairs.push((Some(gone.start + i), None));
            i += 1;
        } else {
            pairs.push((None, Some(come.start + j)));
            j += 1;
        }
    }
    pairs
}

fn in_order(gone: Range<usize>, come: Range<usize>) -> Vec<Pair> {
    let longer = gone.len().max(come.len());
    let at = |range: &Range<usize>, index: usize| {
        Some(range.start + index).filter(|place| range.contains(place))
    };
    (0..longer).map(|index| (at(&gone, index), at(&come, index))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(before: &str, after: &str) -> Vec<(String, String)> {
        let text = |excerpt: Option<Excerpt>| excerpt.map_or_else(String::new, |it| it.text);
        changed_blocks(before, after, Dialect::Markdown)
            .into_iter()
            .map(|change| (text(change.before), text(change.after)))
            .collect()
    }

    #[test]
    fn only_the_blocks_that_differ_are_told() {
        let before = "# 风筝\n\n放风筝需要风。\n\n线要长。\n";
        let changes = shown(before, "# 风筝\n\n放风筝要有风。\n\n线要长。\n");
        assert_eq!(changes, [("放风筝需要风。".into(), "放风筝要有风。".into())]);
        assert!(shown(before, before).is_empty());
        // Blank lines alone are no change of what is said.
        assert!(shown(before, &before.replace("风。\n\n", "风。\n\n\n")).is_empty());
    }

    #[test]
    fn a_mended_block_is_found_beside_one_that_came() {
        let before = "放风筝需要风和一根线。\n\n最后收线。\n";
        let after = "先看天气预报再出门。\n\n放风筝要有风和一根线。\n\n最后收线。\n";
        assert_eq!(
            shown(before, after),
            [
                (String::new(), "先看天气预报再出门。".into()),
                ("放风筝需要风和一根线。".into(), "放风筝要有风和一根线。".into()),
            ]
        );
    }

    #[test]
    fn a_block_rewritten_altogether_is_still_one_block() {
        assert_eq!(shown("甲乙丙丁。\n", "全都不同了。\n").len(), 1);
    }

    #[test]
    fn lines_are_those_of_each_version() {
        let changes =
            changed_blocks("一段。\n\n二段。\n", "一段。\n\n\n二段！\n", Dialect::Markdown);
        assert_eq!(changes[0].before.as_ref().map(|it| it.lines), Some((3, 3)));
        assert_eq!(changes[0].after.as_ref().map(|it| it.lines), Some((4, 4)));
    }

    proptest! {
        #[test]
        fn every_changed_block_of_either_version_is_told_once(
            before in "([甲乙丙]{1,4}\n\n){0,6}",
            after in "([甲乙丙]{1,4}\n\n){0,6}",
        ) {
            let changes = shown(&before, &after);
            let blocks = |text: &str| -> Vec<String> {
                text.split("\n\n").filter(|block| !block.is_empty()).map(str::to_owned).collect()
            };
            let told = |side: fn(&(String, String)) -> &String| {
                changes.iter().map(side).filter(|text| !text.is_empty()).count()
            };
            let (old, new) = (blocks(&before), blocks(&after));
            // What is not told is in both, so as many blocks of each are left.
            prop_assert_eq!(old.len() - told(|it| &it.0), new.len() - told(|it| &it.1));
            prop_assert_eq!(changes.is_empty(), old == new);
        }
    }
}
