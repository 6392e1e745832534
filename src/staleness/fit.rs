//! How well a block of the source and one of the translation fit.
//!
//! Four things are weighed: kind, length, what of the translation's invariants the source has, and
//! what of the source's hard invariants the translation has. The numbers were chosen by hand on the
//! pairs of the Hugging Face blog that are known to be in step, so that these align block by block;
//! nothing depends on their last digits.

use super::{
    quick::QuickMap,
    segment::{Profile, weight},
};
use crate::document::BlockKind;

/// The invariants of one alignment, numbered, with the blocks of each side that have them.
#[derive(Default)]
pub(super) struct Rarity {
    numbers: QuickMap<u64, u32>,
    /// By number: in how many blocks of the source and of the translation.
    blocks: Vec<(u32, u32)>,
}

/// A profile whose distinct invariants are numbered: number, weight of the kind, whether it is hard.
pub(super) struct Numbered<'a> {
    profile: &'a Profile,
    items: Vec<(u32, f32, bool)>,
}

impl Rarity {
    /// Numbers the invariants of a block, in the order of their hashes.
    pub fn number<'a>(&mut self, profile: &'a Profile) -> Numbered<'a> {
        let mut items = Vec::with_capacity(profile.bag.len());
        let mut last = None;
        for &(hash, index) in &profile.bag {
            if last.replace(hash) == Some(hash) {
                continue;
            }
            let number = *self.numbers.entry(hash).or_insert_with(|| {
                self.blocks.push((0, 0));
                self.blocks.len() as u32 - 1
            });
            let kind = profile.invariants.items[index as usize].kind;
            items.push((number, weight(kind), kind.is_hard()));
        }
        Numbered { profile, items }
    }

    /// Counts a block of the source.
    pub fn count_source(&mut self, block: &Numbered<'_>) {
        block.items.iter().for_each(|&(number, ..)| self.blocks[number as usize].0 += 1);
    }

    /// Counts a block of the translation.
    pub fn count_target(&mut self, block: &Numbered<'_>) {
        block.items.iter().for_each(|&(number, ..)| self.blocks[number as usize].1 += 1);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// The weight of one that occurs in many blocks goes down.
    fn of(&self, number: u32) -> f32 {
        let (source, target) = self.blocks[number as usize];
        1.0 / (source.max(target).max(1) as f32).sqrt()
    }
}

/// What similarity needs of a profile, weighed once.
pub(super) struct Weighed<'a> {
    pub profile: &'a Profile,
    /// Number, weight and whether it is hard; distinct, in the order of their hashes.
    pub items: Vec<(u32, f32, bool)>,
    pub total: f32,
    pub hard: f32,
    pub log_size: f32,
    /// Running text or code, which merges and splits.
    flows: bool,
    code: bool,
}

impl<'a> Weighed<'a> {
    pub fn new(block: Numbered<'a>, rarity: &Rarity) -> Self {
        let Numbered { profile, mut items } = block;
        items.iter_mut().for_each(|item| item.1 *= rarity.of(item.0));
        let total = items.iter().map(|item| item.1).sum();
        let hard = items.iter().filter(|item| item.2).map(|item| item.1).sum();
        let flows = {
            use BlockKind::*;
            !matches!(profile.kind, FrontMatter | Heading { .. } | TableRow | ThematicBreak)
        };
        let code = profile.kind == BlockKind::Code;
        Self { profile, items, total, hard, log_size: log_size(profile.size), flows, code }
    }
}

fn kind_score(source: BlockKind, target: BlockKind) -> f32 {
    use BlockKind::*;
    match (source, target) {
        (Heading { level: a }, Heading { level: b }) => {
            if a == b {
                0.7
            } else {
                0.3
            }
        }
        (Code, Code) | (TableRow, TableRow) | (Image, Image) | (Math, Math) => 0.5,
        (ThematicBreak, ThematicBreak) => 0.8,
        (a, b) if a == b => 0.35,
        (Image, Html | Paragraph) | (Html | Paragraph, Image) => 0.0,
        (Math, Paragraph) | (Paragraph, Math) => 0.0,
        (Code | ThematicBreak, _) | (_, Code | ThematicBreak) => -2.5,
        (Heading { .. }, _) | (_, Heading { .. }) => -0.8,
        (TableRow, _) | (_, TableRow) => -1.2,
        _ => -0.2,
    }
}

/// Penalty for lengths that do not go together, by the logarithm of their ratio.
fn length_score(log_ratio: f32) -> f32 {
    (-1.1 * log_ratio * log_ratio).max(-2.5)
}

/// Logarithm of a length; the four characters keep titles from counting as much as paragraphs.
pub(super) fn log_size(size: f32) -> f32 {
    (size + 4.0).ln()
}

/// How well a block of the source fits one of the translation; about -3 to 4.
pub(super) fn fit(source: &Weighed<'_>, target: &Weighed<'_>, shared: Shared) -> f32 {
    let kind = kind_score(source.profile.kind, target.profile.kind);
    if kind < -2.0 {
        return kind;
    }
    let same = if source.profile.identity == target.profile.identity { 1.5 } else { 0.0 };
    kind + same
        + length_score(target.log_size - source.log_size)
        + content_score(shared.all, target.total)
        + content_score(shared.hard, source.hard)
        + shared.all.min(3.0) * 0.35
}

/// Reward or penalty for how much of an expected weight is there; little expected, little said.
fn content_score(found: f32, expected: f32) -> f32 {
    if expected <= 0.0 {
        return 0.0;
    }
    (found / expected - 0.45) * 1.6 * expected.min(1.0)
}

/// Price of a merge or split, which should need a reason.
const MERGE: f32 = -0.35;

/// Weight of what two blocks share, and of the hard part of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shared {
    pub all: f32,
    pub hard: f32,
}

impl std::ops::Add for Shared {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { all: self.all + other.all, hard: self.hard + other.hard }
    }
}

/// Whether one block may stand for two: running text for running text, code for code.
pub(super) fn together(one: &Weighed<'_>, first: &Weighed<'_>, second: &Weighed<'_>) -> bool {
    one.flows && first.flows && second.flows && one.code == first.code && one.code == second.code
}

/// Fit of one block with two: what is shared and the lengths add up.
pub(super) fn several(log_ratio: f32, shared: Shared, expected: f32, hard: f32) -> f32 {
    0.2 + length_score(log_ratio)
        + content_score(shared.all, expected)
        + content_score(shared.hard, hard)
        + shared.all.min(3.0) * 0.35
        + MERGE
}
