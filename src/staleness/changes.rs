//! What changed between two versions of the source, block by block.
//!
//! Only the two ends are compared, so that a change that was later undone vanishes.

use std::{collections::HashMap, ops::Range};

use similar::DiffOp;

use super::{
    bags::in_common,
    effort::spend,
    segment::{Segment, Text},
};
use crate::{
    document::{BlockKind, hash, normal},
    sequences,
};

/// A stretch of the source at the two ends: the same block, a changed one, a new or a removed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Segments of the older version; empty for an added block.
    pub old: Range<usize>,
    /// Segments of the newer version; empty for a removed block.
    pub new: Range<usize>,
    pub changed: bool,
    /// Stands word for word in another place at the other end.
    pub moved: bool,
    /// Paired by its place alone, for the stretch was too large to compare every two blocks.
    pub by_order: bool,
}

/// Pairs of blocks compared at most within one stretch; beyond it blocks are paired by their order.
const PAIRING_BUDGET: usize = 250_000;

/// Words looked at for that at most. The largest stretch of the Hugging Face blog takes a fiftieth.
const PAIRING_WORDS: usize = 20_000_000;

/// Least share of common words at which two blocks are one block that changed. Rewritten sentences
/// of the blog's sources lie above it, unrelated neighbours below.
const SAME_BLOCK: f32 = 0.34;

/// Pairs the blocks of two versions of a source, in the order of the text.
pub(super) fn units(old: &Text, new: &Text) -> Vec<Unit> {
    let identities = |text: &Text| -> Vec<u64> {
        text.segments.iter().map(|segment| segment.profile.identity).collect()
    };
    let (before, after) = (identities(old), identities(new));
    spend(before.len() + after.len());
    let mut units = Vec::with_capacity(after.len());
    for op in sequences::fewest_changes(&before, &after) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                units.extend((0..len).map(|i| Unit {
                    old: old_index + i..old_index + i + 1,
                    new: new_index + i..new_index + i + 1,
                    changed: false,
                    moved: false,
                    by_order: false,
                }));
            }
            DiffOp::Delete { old_index, old_len, new_index } => {
                pair(old, new, old_index..old_index + old_len, new_index..new_index, &mut units);
            }
            DiffOp::Insert { old_index, new_index, new_len } => {
                pair(old, new, old_index..old_index, new_index..new_index + new_len, &mut units);
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                pair(
                    old,
                    new,
                    old_index..old_index + old_len,
                    new_index..new_index + new_len,
                    &mut units,
                );
            }
        }
    }
    mark_moved(old, new, &mut units);
    units
}

/// Whether a changed unit differs in markup alone: same words in the same order, same code, same
/// addresses, same level.
pub(super) fn says_the_same(unit: &Unit, old: &Text, new: &Text) -> bool {
    if unit.old.len() != 1 || unit.new.len() != 1 {
        return false;
    }
    let (a, b) = (&old.segments[unit.old.start], &new.segments[unit.new.start]);
    let levels_differ = match (a.profile.kind, b.profile.kind) {
        (BlockKind::Heading { level: a }, BlockKind::Heading { level: b }) => a != b,
        (a, b) => std::mem::discriminant(&a) != std::mem::discriminant(&b),
    };
    if !levels_differ && a.profile.kind == BlockKind::Code {
        return code(old.slice(a)) == code(new.slice(b));
    }
    !levels_differ
        && a.profile.invariants.han == b.profile.invariants.han
        && a.profile.invariants.items.iter().map(|item| item.hash).eq(b
            .profile
            .invariants
            .items
            .iter()
            .map(|item| item.hash))
}

/// The code of a block without white space, comments and trailing commas: what formatters leave
/// alone when they wrap lines.
fn code(text: &str) -> String {
    let mut code: String =
        text.lines().skip(1).filter_map(normal::code_line).collect::<Vec<_>>().concat();
    for closing in [")", "]", "}"] {
        code = code.replace(&format!(",{closing}"), closing);
    }
    code
}

/// A word bag of any text, for comparing two blocks of one language.
fn words(text: &str) -> Vec<u64> {
    spend(text.len());
    let mut words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(|word| hash(word.bytes().map(|b| b.to_ascii_lowercase())))
        .collect();
    words.sort_unstable();
    words
}

/// Share of words that two sorted bags have in common (Dice).
fn likeness(a: &[u64], b: &[u64]) -> f32 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    spend(a.len() + b.len());
    2.0 * in_common(a, b) as f32 / (a.len() + b.len()) as f32
}

fn merged(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let next = || match (a.peek(), b.peek()) {
        (Some(x), Some(y)) if x <= y => a.next(),
        (_, Some(_)) => b.next(),
        _ => a.next(),
    };
    std::iter::from_fn(next).copied().collect()
}

fn kinds_fit(a: &Segment, b: &Segment) -> bool {
    use BlockKind::{Code, Heading, ThematicBreak};
    let rigid = |kind| matches!(kind, Code | ThematicBreak | Heading { .. });
    let (a, b) = (a.profile.kind, b.profile.kind);
    std::mem::discriminant(&a) == std::mem::discriminant(&b) || (!rigid(a) && !rigid(b))
}

/// Pairs the blocks of one changed stretch by the words they share.
fn pair(old: &Text, new: &Text, a: Range<usize>, b: Range<usize>, units: &mut Vec<Unit>) {
    let (n, m) = (a.len(), b.len());
    if n == 0 || m == 0 {
        units.extend(a.clone().map(|i| changed(i..i + 1, b.start..b.start)));
        units.extend(b.map(|j| changed(a.end..a.end, j..j + 1)));
        return;
    }
    if n * m > PAIRING_BUDGET {
        return pair_by_order(a, b, units);
    }
    let bag = |text: &Text, segment: &Segment| words(text.slice(segment));
    let left: Vec<_> = old.segments[a.clone()].iter().map(|s| bag(old, s)).collect();
    let right: Vec<_> = new.segments[b.clone()].iter().map(|s| bag(new, s)).collect();
    let total = |bags: &[Vec<u64>]| bags.iter().map(Vec::len).sum::<usize>();
    if m * total(&left) + n * total(&right) > PAIRING_WORDS {
        return pair_by_order(a, b, units);
    }
    spend(n * m);
    let only = n == 1 && m == 1;
    let gain = |i: usize, j: usize| {
        let (x, y) = (&old.segments[a.start + i], &new.segments[b.start + j]);
        if !kinds_fit(x, y) {
            return None;
        }
        let floor = if only { SAME_BLOCK / 2.0 } else { SAME_BLOCK };
        let likeness = likeness(&left[i], &right[j]);
        (likeness >= floor).then_some(likeness)
    };
    // best[i][j]: the best pairing of the blocks from i and j on; step: how it begins.
    let width = m + 1;
    let mut best = vec![0.0_f32; (n + 1) * width];
    let mut step = vec![(0_u8, 0_u8); (n + 1) * width];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let mut choice = (best[(i + 1) * width + j], (1, 0));
            let mut offer = |value: f32, moves: (u8, u8)| {
                if value > choice.0 + 1e-6 {
                    choice = (value, moves);
                }
            };
            offer(best[i * width + j + 1], (0, 1));
            if let Some(one) = gain(i, j) {
                offer(one + best[(i + 1) * width + j + 1], (1, 1));
                // A split or a merge must explain the words clearly better than a plain pair.
                if j + 1 < m
                    && kinds_fit(&old.segments[a.start + i], &new.segments[b.start + j + 1])
                {
                    let both = likeness(&left[i], &merged(&right[j], &right[j + 1]));
                    if both > one + 0.1 {
                        offer(both + best[(i + 1) * width + j + 2], (1, 2));
                    }
                }
                if i + 1 < n
                    && kinds_fit(&old.segments[a.start + i + 1], &new.segments[b.start + j])
                {
                    let both = likeness(&merged(&left[i], &left[i + 1]), &right[j]);
                    if both > one + 0.1 {
                        offer(both + best[(i + 2) * width + j + 1], (2, 1));
                    }
                }
            }
            best[i * width + j] = choice.0;
            step[i * width + j] = choice.1;
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < n || j < m {
        let (di, dj) = match (i < n, j < m) {
            (true, true) => step[i * width + j],
            (true, false) => (1, 0),
            _ => (0, 1),
        };
        let (di, dj) = (usize::from(di), usize::from(dj));
        units.push(changed(a.start + i..a.start + i + di, b.start + j..b.start + j + dj));
        i += di;
        j += dj;
    }
}

/// Pairs the first block with the first, and so on.
fn pair_by_order(a: Range<usize>, b: Range<usize>, units: &mut Vec<Unit>) {
    let by_order = |old, new| Unit { by_order: true, ..changed(old, new) };
    let common = a.len().min(b.len());
    let pairs = a.clone().zip(b.clone());
    units.extend(pairs.map(|(i, j)| by_order(i..i + 1, j..j + 1)));
    units.extend((a.start + common..a.end).map(|i| by_order(i..i + 1, b.end..b.end)));
    units.extend((b.start + common..b.end).map(|j| by_order(a.end..a.end, j..j + 1)));
}

fn changed(old: Range<usize>, new: Range<usize>) -> Unit {
    Unit { old, new, changed: true, moved: false, by_order: false }
}

/// Marks added blocks that stand word for word among the removed ones, and the other way round.
fn mark_moved(old: &Text, new: &Text, units: &mut [Unit]) {
    let mut arrived: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, unit) in units.iter().enumerate().rev() {
        if unit.old.is_empty() && !unit.new.is_empty() {
            let loose = new.segments[unit.new.start].profile.loose();
            arrived.entry(loose).or_default().push(index);
        }
    }
    for index in 0..units.len() {
        let unit = &units[index];
        if unit.old.is_empty() || !unit.new.is_empty() {
            continue;
        }
        let twin =
            arrived.get_mut(&old.segments[unit.old.start].profile.loose()).and_then(Vec::pop);
        if let Some(twin) = twin {
            units[index].moved = true;
            units[twin].moved = true;
        }
    }
}
