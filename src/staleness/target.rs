//! The history of a translation: when each of its blocks became what it is.

use std::{collections::HashSet, rc::Rc};

use super::{
    Pair,
    segment::{Reader, Segment, Text},
};
use crate::ids::CommitId;

/// The versions of a translation, with what is in each.
pub(super) struct TargetHistory {
    versions: Vec<Seen>,
    pub head: Rc<Text>,
    pub first: Rc<Text>,
}

struct Seen {
    commit: CommitId,
    position: u32,
    mass: bool,
    text: Rc<Text>,
    blocks: HashSet<u64>,
}

impl TargetHistory {
    pub fn new(pair: &Pair, reader: &mut Reader) -> Self {
        let texts: Vec<Rc<Text>> =
            pair.target.iter().map(|v| reader.read(v.file.blob, &v.text)).collect();
        let versions = pair
            .target
            .iter()
            .zip(&texts)
            .map(|(version, text)| Seen {
                commit: version.file.commit,
                position: version.file.position,
                mass: version.file.files_touched >= pair.mass_edit_files,
                text: Rc::clone(text),
                blocks: text.segments.iter().map(|segment| segment.profile.loose).collect(),
            })
            .collect();
        let empty = || Rc::new(Text::default());
        Self {
            versions,
            head: texts.last().cloned().unwrap_or_else(empty),
            first: texts.first().cloned().unwrap_or_else(empty),
        }
    }

    /// The translation as it was when the source changed at `position`; its first version where it
    /// came later.
    pub fn before(&self, position: u32) -> &Text {
        let before = self.versions.iter().rfind(|v| v.position < position);
        before.or(self.versions.first()).map_or(&self.head, |seen| &seen.text)
    }

    /// The commit that gave a block of the head its present text after the source changed at
    /// `position`, if one did that was not an edit of very many files at once.
    ///
    /// A block that reads as it did before the change was not edited, even if it read differently
    /// in between.
    pub fn edited_after(&self, segment: &Segment, position: u32) -> Option<CommitId> {
        let block = segment.profile.loose;
        let before = self.versions.iter().rposition(|v| v.position < position).unwrap_or(0);
        if self.versions.get(before)?.blocks.contains(&block) {
            return None;
        }
        (before + 1..self.versions.len())
            .rev()
            .find(|&v| {
                let (now, previous) = (&self.versions[v], &self.versions[v - 1]);
                !now.mass && now.blocks.contains(&block) && !previous.blocks.contains(&block)
            })
            .map(|v| self.versions[v].commit)
    }
}
