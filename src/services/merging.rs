//! Two texts that were written on top of the same revision, block by block.
//!
//! What must hold: the pieces tile both texts, so that choosing one side everywhere yields that side
//! byte for byte, and whatever is chosen, nothing appears that nobody wrote.

use std::ops::Range;

use similar::DiffOp;

use super::{
    Result, ServiceError, Workshop,
    saving::{ensure_length, with_line_endings_of},
    steps::ensure,
    views::{ChangedBy, MergePiece},
};
use crate::{
    background,
    document::{Dialect, Document},
    ids::{RevisionNumber, TaskId},
    sequences,
    workflow::{Action, Person},
};

impl Workshop {
    /// Puts a text that was written on top of revision `base` beside revision `theirs`, for a person
    /// to choose from. Saves nothing.
    pub async fn merge(
        &self,
        task: TaskId,
        base: RevisionNumber,
        theirs: RevisionNumber,
        mine: &str,
        viewer: &Person,
    ) -> Result<Vec<MergePiece>> {
        ensure(viewer, Action::Comment)?;
        ensure_length(mine)?;
        let (task, project) = self.task(task).await?;
        let text = async |number| {
            let revision = self.0.store.revision(task.id, number).await?;
            Ok::<_, ServiceError>(revision.ok_or(ServiceError::NotFound("revision"))?.text)
        };
        let (base, theirs) = (text(base).await?, text(theirs).await?);
        let mine = with_line_endings_of(&base, mine);
        let dialect = project.settings.convention.dialect();
        Ok(background::run(move || merge(&base, &mine, &theirs, dialect)).await)
    }
}

/// Cuts three texts where the second or the third differs from the first.
pub(super) fn merge(base: &str, mine: &str, theirs: &str, dialect: Dialect) -> Vec<MergePiece> {
    let (base, mine, theirs) = (cut(base, dialect), cut(mine, dialect), cut(theirs, dialect));
    let (in_mine, in_theirs) = (places(&base, &mine), places(&base, &theirs));
    let mut pieces: Vec<MergePiece> = Vec::new();
    let mut done = (0, 0, 0);
    // Blocks all three have hold the rest in place; what lies between two of them is one piece.
    for at in 0..=base.len() {
        let anchor = match (in_mine.get(at), in_theirs.get(at)) {
            (Some(Some(mine)), Some(Some(theirs))) => (at, *mine, *theirs),
            (None, None) => (base.len(), mine.len(), theirs.len()),
            _ => continue,
        };
        pieces.extend(between(
            &base[done.0..anchor.0],
            &mine[done.1..anchor.1],
            &theirs[done.2..anchor.2],
        ));
        if let Some(block) = base.get(anchor.0) {
            let text = (*block).to_owned();
            pieces.extend(MergePiece::of(text.clone(), text.clone(), text));
        }
        done = (anchor.0 + 1, anchor.1 + 1, anchor.2 + 1);
    }
    joined(pieces)
}

/// The pieces of a stretch in which no block is the same in all three: block by block where none was
/// added or taken away, so that neighbours who changed one each are not set against each other.
fn between(base: &[&str], mine: &[&str], theirs: &[&str]) -> Vec<MergePiece> {
    if base.len() == mine.len() && base.len() == theirs.len() {
        let each = base.iter().zip(mine).zip(theirs);
        let own = |text: &&str| (*text).to_owned();
        each.filter_map(|((base, mine), theirs)| MergePiece::of(own(base), own(mine), own(theirs)))
            .collect()
    } else {
        MergePiece::of(base.concat(), mine.concat(), theirs.concat()).into_iter().collect()
    }
}

impl MergePiece {
    fn of(base: String, mine: String, theirs: String) -> Option<Self> {
        if base.is_empty() && mine.is_empty() && theirs.is_empty() {
            return None;
        }
        let changed_by = if mine == theirs {
            ChangedBy::Nobody
        } else if mine == base {
            ChangedBy::Them
        } else if theirs == base {
            ChangedBy::Me
        } else {
            ChangedBy::Both
        };
        Some(Self { base, mine, theirs, changed_by })
    }
}

/// Neighbouring pieces nobody disagrees about are one.
fn joined(pieces: Vec<MergePiece>) -> Vec<MergePiece> {
    let mut all: Vec<MergePiece> = Vec::new();
    for piece in pieces {
        match all.last_mut() {
            Some(last)
                if last.changed_by == ChangedBy::Nobody
                    && piece.changed_by == ChangedBy::Nobody =>
            {
                last.base += &piece.base;
                last.mine += &piece.mine;
                last.theirs += &piece.theirs;
            }
            _ => all.push(piece),
        }
    }
    all
}

/// The blocks of a text, each with what follows it; together they are the text.
fn cut(text: &str, dialect: Dialect) -> Vec<&str> {
    let document = Document::parse(text, dialect);
    let mut starts: Vec<usize> = document.blocks().iter().map(|block| block.span.start).collect();
    starts.retain(|start| *start > 0 && text.is_char_boundary(*start));
    starts.dedup();
    let ends = starts.iter().copied().chain([text.len()]);
    let mut start = 0;
    let ranges: Vec<Range<usize>> =
        ends.map(|end| std::mem::replace(&mut start, end)..end).collect();
    ranges.into_iter().map(|range| &text[range]).filter(|block| !block.is_empty()).collect()
}

/// Where each block of one text is in the other, if it is there.
fn places(base: &[&str], other: &[&str]) -> Vec<Option<usize>> {
    let mut places = vec![None; base.len()];
    for op in sequences::fewest_changes(base, other) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for step in 0..len {
                places[old_index + step] = Some(new_index + step);
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(base: &str, mine: &str, theirs: &str) -> Vec<(ChangedBy, String, String)> {
        merge(base, mine, theirs, Dialect::Markdown)
            .into_iter()
            .filter(|piece| piece.changed_by != ChangedBy::Nobody)
            .map(|piece| (piece.changed_by, piece.mine, piece.theirs))
            .collect()
    }

    const BASE: &str = "# 茶\n\n水烧开。\n\n放茶叶。\n\n喝。\n";

    #[test]
    fn each_side_keeps_what_only_it_changed() {
        let mine = BASE.replace("水烧开", "把水烧开");
        let theirs = BASE.replace("喝。", "趁热喝。");
        assert_eq!(
            told(BASE, &mine, &theirs),
            [
                (ChangedBy::Me, "把水烧开。\n\n".into(), "水烧开。\n\n".into()),
                (ChangedBy::Them, "喝。\n".into(), "趁热喝。\n".into()),
            ]
        );
    }

    #[test]
    fn a_block_both_changed_is_for_the_person_to_choose() {
        let mine = BASE.replace("放茶叶", "放三克茶叶");
        let theirs = BASE.replace("放茶叶", "放些茶叶");
        assert_eq!(
            told(BASE, &mine, &theirs),
            [(ChangedBy::Both, "放三克茶叶。\n\n".into(), "放些茶叶。\n\n".into())]
        );
    }

    #[test]
    fn neighbouring_blocks_of_which_each_changed_one_are_told_apart() {
        let mine = BASE.replace("水烧开", "把水烧开");
        let theirs = BASE.replace("放茶叶", "放些茶叶");
        assert_eq!(
            told(BASE, &mine, &theirs),
            [
                (ChangedBy::Me, "把水烧开。\n\n".into(), "水烧开。\n\n".into()),
                (ChangedBy::Them, "放茶叶。\n\n".into(), "放些茶叶。\n\n".into()),
            ]
        );
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_question() {
        let same = BASE.replace("放茶叶", "放三克茶叶");
        assert_eq!(told(BASE, &same, &same), []);
    }

    #[test]
    fn a_new_block_and_a_removed_one_are_told_apart() {
        let mine = BASE.replace("水烧开。\n\n", "");
        let theirs = BASE.replace("喝。", "等一会儿。\n\n喝。");
        assert_eq!(
            told(BASE, &mine, &theirs),
            [
                (ChangedBy::Me, String::new(), "水烧开。\n\n".into()),
                (ChangedBy::Them, String::new(), "等一会儿。\n\n".into()),
            ]
        );
    }

    fn text() -> impl Strategy<Value = String> {
        let block = prop::sample::select(vec![
            "# 一\n\n",
            "二。\n\n",
            "三。\n",
            "```\nx\n\ny\n```\n\n",
            "- a\n- b\n",
            "\r\n",
            "```\n",
            "| a |\n|--|\n",
            "末尾",
        ]);
        prop::collection::vec(block, 0..9).prop_map(|blocks| blocks.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn either_side_is_whole(base in text(), mine in text(), theirs in text()) {
            let pieces = merge(&base, &mine, &theirs, Dialect::Markdown);
            let side = |of: fn(&MergePiece) -> &str| pieces.iter().map(of).collect::<String>();
            prop_assert_eq!(side(|piece| &piece.base), base);
            prop_assert_eq!(side(|piece| &piece.mine), mine);
            prop_assert_eq!(side(|piece| &piece.theirs), theirs);
        }
    }
}
