//! Two versions of one draft: what was typed here and what was saved elsewhere meanwhile.

use askama::Template;

use super::{
    Shell,
    difference::{self, Piece},
};
use crate::{
    ids::{RevisionNumber, TaskId},
    services::views::{ChangedBy, MergePiece},
};

/// Shown when a save by button was refused; both texts are here, nothing is overwritten.
#[derive(Debug, Clone, Template)]
#[template(path = "conflict.html")]
pub struct ConflictPage {
    pub shell: Shell,
    pub task: TaskId,
    /// What was typed here and is not saved yet.
    pub mine: String,
    pub pieces: Vec<MergePiece>,
    /// Who saved the other one.
    pub theirs_by: String,
    /// The revision both were written on top of.
    pub base: RevisionNumber,
    /// The revision the other one has; a new save goes on top of it.
    pub revision: RevisionNumber,
}

impl ConflictPage {
    /// The pieces that differ, with their numbers among all.
    fn differing(&self) -> Vec<(usize, &MergePiece)> {
        let pieces = self.pieces.iter().enumerate();
        pieces.filter(|(_, piece)| piece.changed_by != ChangedBy::Nobody).collect()
    }

    /// The text of one side, with what it has and the other lacks marked.
    fn side(&self, piece: &MergePiece, is_mine: bool) -> Vec<Piece> {
        let (own, other) =
            if is_mine { (&piece.mine, &piece.theirs) } else { (&piece.theirs, &piece.mine) };
        let mut pieces = difference::words(other.trim_end(), own.trim_end());
        pieces.retain(|piece| !piece.ink.is_out());
        pieces
    }

    /// What is chosen from the start. What both changed is nobody's to overwrite unread.
    fn is_chosen(&self, piece: &MergePiece, choice: &str) -> bool {
        match piece.changed_by {
            ChangedBy::Me => choice == "mine",
            ChangedBy::Them => choice == "theirs",
            _ => false,
        }
    }

    fn why(&self, piece: &MergePiece) -> String {
        match piece.changed_by {
            ChangedBy::Me => self.shell.t("conflict-only-mine"),
            ChangedBy::Them => self.shell.t1("conflict-only-theirs", "by", &self.theirs_by),
            _ => self.shell.t("conflict-both-changed"),
        }
    }
}

impl MergePiece {
    /// What stands in the new text: one's own, unless something else was chosen.
    pub(in crate::web) fn chosen(&self, choice: &str) -> String {
        match (choice, self.changed_by) {
            ("theirs", _) => self.theirs.clone(),
            ("both", _) => {
                let gap =
                    if self.mine.ends_with('\n') || self.mine.is_empty() { "" } else { "\n\n" };
                format!("{}{gap}{}", self.mine, self.theirs)
            }
            // Where nothing was chosen, what only one side changed stays.
            ("", ChangedBy::Them) => self.theirs.clone(),
            _ => self.mine.clone(),
        }
    }
}
