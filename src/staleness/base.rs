//! Which version of the source a translation was made from.
//!
//! Commit order says little: translations are made from copies that are weeks or months old, and
//! are sometimes ahead of the order in which branches were merged. So every version of the source
//! is compared with the first version of the translation by what survives translation and differs
//! between the versions. Whatever all versions share says nothing and is left out.

use std::collections::HashMap;
use std::rc::Rc;

use super::segment::{Segment, Text, weight};
use crate::document::{BlockKind, InvariantKind};

/// What the comparison found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Inferred {
    /// Index of the source version.
    pub version: usize,
    /// 0 to 1: how clearly it fits better than the versions that differ from it.
    pub confidence: f32,
}

/// How often something that tells versions apart occurs in each of them and in the translation.
struct Trait {
    weight: f32,
    in_versions: Vec<u32>,
    in_target: u32,
    /// A translator always keeps it, so that its absence says something too.
    hard: bool,
}

/// Weight of one block more or less of a kind: translators merge and split now and then.
const STRUCTURE_WEIGHT: f32 = 0.25;

/// Weight of two invariants that stand side by side: shows what moved from one block to another.
const NEIGHBOURS_WEIGHT: f32 = 0.4;

/// A version that came after the translation must fit better by this much to be believed: real
/// cases (a branch merged late) differ by whole lines.
const AHEAD_PENALTY: f32 = 0.5;

/// Finds the version of the source that a translation fits best. `newest_before` is the index of
/// the newest version that came before the translation, if any did.
pub(super) fn infer(
    versions: &[Rc<Text>],
    target: &Text,
    newest_before: Option<usize>,
) -> Inferred {
    let traits = distinguishing_traits(versions, target);
    let ahead = |version: usize| newest_before.is_none_or(|newest| version > newest);
    let mut distances = vec![0.0_f32; versions.len()];
    for one in &traits {
        for (distance, &there) in distances.iter_mut().zip(&one.in_versions) {
            *distance += one.weight * there.abs_diff(one.in_target).min(3) as f32;
        }
    }
    for (version, distance) in distances.iter_mut().enumerate() {
        if ahead(version) && version > 0 {
            *distance += AHEAD_PENALTY;
        }
    }
    let mut best = 0;
    for version in 1..versions.len() {
        if distances[version] <= distances[best] + 1e-4 {
            best = version;
        }
    }
    let rival = distances
        .iter()
        .filter(|&&distance| distance > distances[best] + 1e-4)
        .fold(f32::INFINITY, |a, &b| a.min(b));
    // One hard trait of distance is a likely answer, three are a sure one.
    let margin = if rival.is_finite() { rival - distances[best] } else { 1.5 };
    // Only what was recorded or confirmed is certain.
    let confidence = (1.0 - 0.5 * (-margin).exp()).min(0.99);
    Inferred { version: best, confidence }
}

fn distinguishing_traits(versions: &[Rc<Text>], target: &Text) -> Vec<Trait> {
    let mut traits: HashMap<u64, Trait> = HashMap::new();
    let unshared = unshared_blocks(versions);
    let fresh =
        |weight, hard| Trait { weight, in_versions: vec![0; versions.len()], in_target: 0, hard };
    for text in versions {
        for segment in &text.segments {
            if !unshared.contains_key(&segment.profile.identity) {
                continue;
            }
            for &(hash, index) in &segment.profile.bag {
                let kind = segment.profile.invariants.items[index as usize].kind;
                traits.entry(hash).or_insert_with(|| fresh(weight(kind), kind.is_hard()));
            }
            for hash in neighbours(segment) {
                traits.entry(hash).or_insert_with(|| fresh(NEIGHBOURS_WEIGHT, false));
            }
            traits
                .entry(kind_hash(segment.profile.kind))
                .or_insert_with(|| fresh(STRUCTURE_WEIGHT, true));
        }
    }
    let mut visit = |text: &Text, slot: &dyn Fn(&mut Trait) -> &mut u32| {
        for segment in &text.segments {
            for &(hash, _) in &segment.profile.bag {
                if let Some(one) = traits.get_mut(&hash) {
                    *slot(one) += 1;
                }
            }
            for hash in neighbours(segment) {
                if let Some(one) = traits.get_mut(&hash) {
                    *slot(one) += 1;
                }
            }
            if let Some(one) = traits.get_mut(&kind_hash(segment.profile.kind)) {
                *slot(one) += 1;
            }
        }
    };
    for (version, text) in versions.iter().enumerate() {
        visit(text, &move |one| &mut one.in_versions[version]);
    }
    visit(target, &|one| &mut one.in_target);
    let mut kept: Vec<(u64, Trait)> = traits
        .into_iter()
        .filter(|(_, one)| one.in_versions.iter().any(|&n| n != one.in_versions[0]))
        .filter(|(_, one)| one.hard || one.in_target > 0)
        .collect();
    kept.sort_unstable_by_key(|(hash, _)| *hash);
    kept.into_iter().map(|(_, one)| one).collect()
}

/// The blocks that are not in every version equally often.
fn unshared_blocks(versions: &[Rc<Text>]) -> HashMap<u64, ()> {
    let mut counts: HashMap<u64, Vec<u16>> = HashMap::new();
    for (version, text) in versions.iter().enumerate() {
        for segment in &text.segments {
            counts.entry(segment.profile.identity).or_insert_with(|| vec![0; versions.len()])
                [version] += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(_, counts)| counts.iter().any(|&n| n != counts[0]))
        .map(|(identity, _)| (identity, ()))
        .collect()
}

/// The pairs of neighbouring hard invariants of a block.
fn neighbours(segment: &Segment) -> impl Iterator<Item = u64> {
    let items = &segment.profile.invariants.items;
    let hard = items.iter().filter(|item| item.kind.is_hard()).map(|item| item.hash);
    let next = hard.clone().skip(1);
    hard.zip(next).map(|(a, b)| a.rotate_left(17) ^ b)
}

fn kind_hash(kind: BlockKind) -> u64 {
    let level = if let BlockKind::Heading { level } = kind { u64::from(level) } else { 0 };
    let name = crate::document::hash(kind.name().bytes());
    name ^ (level << 56) ^ InvariantKind::Word as u64
}
