//! The history of a translation: when each of its blocks became what it is.

use std::{cell::OnceCell, rc::Rc};

use super::{
    Pair,
    bags::in_common,
    quick::QuickSet,
    segment::{Profile, Reader, Segment, Text},
};
use crate::ids::CommitId;

/// The versions of a translation since it was (last) made, with what is in each.
pub(super) struct TargetHistory {
    versions: Vec<Seen>,
}

struct Seen {
    commit: CommitId,
    position: u32,
    mass: bool,
    text: Rc<Text>,
    blocks: OnceCell<QuickSet<u64>>,
}

impl Seen {
    /// The words of its blocks. Of most versions nobody asks.
    fn blocks(&self) -> &QuickSet<u64> {
        let segments = &self.text.segments;
        self.blocks.get_or_init(|| segments.iter().map(|segment| segment.profile.loose()).collect())
    }
}

/// Share of a version's blocks that must stand in the version before; below it the file was made
/// anew: translated again, swapped with another page, or turned from an English copy into Chinese.
const SAME_TRANSLATION: f32 = 0.35;

impl TargetHistory {
    /// Reads the versions; `pair.target` is never empty.
    pub fn new(pair: &Pair, reader: &mut Reader) -> Self {
        let mut versions: Vec<Seen> = Vec::with_capacity(pair.target.len());
        for version in &pair.target {
            let seen = Seen {
                commit: version.file.commit,
                position: version.file.position,
                mass: version.file.files_touched >= pair.mass_edit_files,
                text: reader.read(version.file.blob, &version.text),
                blocks: OnceCell::new(),
            };
            if versions.last().is_some_and(|last| made_anew(last, &seen)) {
                versions.clear();
            }
            versions.push(seen);
        }
        Self { versions }
    }

    /// The translation at head.
    pub fn head(&self) -> &Text {
        &self.versions[self.versions.len() - 1].text
    }

    /// The translation as it was first made.
    pub fn first(&self) -> &Text {
        &self.versions[0].text
    }

    /// Where in the history the translation was first made.
    pub fn introduced(&self) -> u32 {
        self.versions[0].position
    }

    /// The translation as it was when the source changed at `position`; its first version where it
    /// came later.
    pub fn before(&self, position: u32) -> &Text {
        &self.versions[self.index_before(position)].text
    }

    fn index_before(&self, position: u32) -> usize {
        self.versions.iter().rposition(|v| v.position < position).unwrap_or(0)
    }

    /// The commit that gave a block of the head its present text after the source changed at
    /// `position`, if one did that was not an edit of very many files at once; or if it was, and it
    /// wrote the block anew, as no script does: whole folders are brought up to date in one commit.
    ///
    /// A block that reads as it did before the change was not edited, even if it read differently
    /// in between.
    pub fn edited_after(&self, segment: &Segment, position: u32) -> Option<CommitId> {
        let block = segment.profile.loose();
        let before = self.index_before(position);
        if self.versions[before].blocks().contains(&block) {
            return None;
        }
        (before + 1..self.versions.len())
            .rev()
            .find(|&v| {
                let (now, previous) = (&self.versions[v], &self.versions[v - 1]);
                now.blocks().contains(&block)
                    && !previous.blocks().contains(&block)
                    && (!now.mass || self.was_rewritten(segment, previous))
            })
            .map(|v| self.versions[v].commit)
    }
}

/// Blocks of an earlier version looked through for one like a new one at most; real posts have up to
/// about three hundred.
const LOOKED_THROUGH: usize = 400;

impl TargetHistory {
    /// Whether a block of the head came in after the source changed at `position`: nothing like it
    /// was there before. Unlike an edit this is no less true of a commit that touches many files.
    pub fn came_after(&self, segment: &Segment, position: u32) -> bool {
        let before = &self.versions[self.index_before(position)];
        if before.blocks().contains(&segment.profile.loose()) {
            return false;
        }
        if before.text.segments.len() > LOOKED_THROUGH {
            return false;
        }
        let own = letters(self.head().slice(segment));
        !before.text.segments.iter().any(|old| {
            let size = old.profile.size.max(1.0) / segment.profile.size.max(1.0);
            (0.4..2.5).contains(&size) && alike(&own, &letters(before.text.slice(old)))
        })
    }
}

/// Share of its letter pairs that a block keeps at most where it was rewritten. A script that puts
/// one term for another in a sentence leaves more.
const REWRITTEN: f32 = 0.75;

/// Letter pairs of a block that is long enough to say whether it was rewritten: about two lines.
const LONG_ENOUGH: usize = 40;

impl TargetHistory {
    /// Whether no block of an earlier version is nearly this one.
    fn was_rewritten(&self, segment: &Segment, earlier: &Seen) -> bool {
        let own = letters(self.head().slice(segment));
        if own.len() < LONG_ENOUGH || earlier.text.segments.len() > LOOKED_THROUGH {
            return false;
        }
        !earlier.text.segments.iter().any(|old| {
            let old = letters(earlier.text.slice(old));
            in_common(&own, &old) as f32 > REWRITTEN * own.len().max(old.len()) as f32
        })
    }
}

/// The pairs of neighbouring letters of a text, sorted.
fn letters(text: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<_> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs
}

/// Whether two texts share more than half of their letter pairs.
fn alike(a: &[(char, char)], b: &[(char, char)]) -> bool {
    4 * in_common(a, b) > a.len() + b.len()
}

fn made_anew(before: &Seen, now: &Seen) -> bool {
    if hardly_touched(&before.text, &now.text) {
        return false;
    }
    let (before, now) = (before.blocks(), now.blocks());
    // A handful of blocks says nothing about the file as a whole.
    if before.len() < 4 || now.len() < 4 {
        return false;
    }
    let kept = now.intersection(before).count();
    (kept as f32) < SAME_TRANSLATION * now.len().min(before.len()) as f32
}

/// Whether so few blocks are new that the text was surely not made anew; most edits are seen by that.
fn hardly_touched(before: &Text, now: &Text) -> bool {
    let profile = |segment: &Segment| Rc::as_ptr(&segment.profile);
    let known: QuickSet<*const Profile> = before.segments.iter().map(profile).collect();
    let new: QuickSet<*const Profile> =
        now.segments.iter().map(profile).filter(|profile| !known.contains(profile)).collect();
    // What is not new was kept. So enough was kept as soon as there are this many different blocks.
    let enough = new.len() as f32 / (1.0 - SAME_TRANSLATION);
    let mut different = QuickSet::default();
    now.segments.iter().any(|segment| {
        different.insert(segment.profile.loose());
        different.len() as f32 > enough
    })
}
