//! Which version of the source a translation was made from.
//!
//! Commit order says little: translations are made from copies that are weeks or months old, and
//! are sometimes ahead of the order in which branches were merged. So every version of the source
//! is compared with the first version of the translation by what survives translation and differs
//! between the versions. Whatever all versions share says nothing and is left out.

use std::rc::Rc;

use super::{
    quick::{QuickMap, QuickSet},
    segment::{Passage, Segment, Text, weight},
};
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
    let own = Own::of(versions);
    let unshared = own.unshared_blocks(versions);
    let mut traits: QuickMap<u64, Trait> = QuickMap::default();
    let fresh =
        |weight, hard| Trait { weight, in_versions: vec![0; versions.len()], in_target: 0, hard };
    for text in versions {
        for segment in &text.segments {
            if !unshared.contains(&segment.profile.identity) {
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
    if traits.is_empty() {
        return Vec::new();
    }
    let mut visit = |segment: &Segment, slot: &dyn Fn(&mut Trait) -> &mut u32| {
        let bag = segment.profile.bag.iter().map(|&(hash, _)| hash);
        let kind = std::iter::once(kind_hash(segment.profile.kind));
        for hash in bag.chain(neighbours(segment)).chain(kind) {
            if let Some(one) = traits.get_mut(&hash) {
                *slot(one) += 1;
            }
        }
    };
    for (version, passages) in own.passages.iter().enumerate() {
        for segment in passages.iter().flat_map(|passage| &passage.segments) {
            visit(segment, &move |one| &mut one.in_versions[version]);
        }
    }
    for segment in &target.segments {
        visit(segment, &|one| &mut one.in_target);
    }
    let mut in_all: QuickMap<u64, u32> = QuickMap::default();
    for segment in own.shared.iter().flat_map(|passage| &passage.segments) {
        let bag = segment.profile.bag.iter().map(|&(hash, _)| hash);
        let kind = std::iter::once(kind_hash(segment.profile.kind));
        for hash in bag.chain(neighbours(segment)).chain(kind).filter(|h| traits.contains_key(h)) {
            *in_all.entry(hash).or_default() += 1;
        }
    }
    let mut kept: Vec<(u64, Trait)> = traits
        .into_iter()
        .filter(|(_, one)| one.in_versions.iter().any(|&n| n != one.in_versions[0]))
        .filter(|(_, one)| one.hard || one.in_target > 0)
        .collect();
    for (hash, one) in &mut kept {
        let everywhere = in_all.get(hash).copied().unwrap_or(0);
        one.in_versions.iter_mut().for_each(|count| *count += everywhere);
    }
    kept.sort_unstable_by_key(|(hash, _)| *hash);
    kept.into_iter().map(|(_, one)| one).collect()
}

/// What each version has beside what all of them have. Versions are nearly the same, and what stands in
/// all of them equally often tells none apart, so only the rest is counted version by version.
struct Own<'a> {
    /// In every version.
    shared: Vec<&'a Passage>,
    /// The others of each version.
    passages: Vec<Vec<&'a Passage>>,
}

impl<'a> Own<'a> {
    fn of(versions: &'a [Rc<Text>]) -> Self {
        // How often a passage stands in every version at least.
        let mut shared: QuickMap<*const Passage, usize> = counted(&versions[0]);
        for text in &versions[1..] {
            let here = counted(text);
            shared.retain(|passage, count| {
                *count = (*count).min(here.get(passage).copied().unwrap_or(0));
                *count > 0
            });
        }
        let passages = versions.iter().map(|text| {
            let mut left = shared.clone();
            let own = text.passages.iter().filter(|passage| {
                let left = left.get_mut(&Rc::as_ptr(passage)).filter(|count| **count > 0);
                left.map(|count| *count -= 1).is_none()
            });
            own.map(|passage| &**passage).collect()
        });
        let passages = passages.collect();
        let mut left = shared;
        let in_all = versions[0].passages.iter().filter(|passage| {
            let left = left.get_mut(&Rc::as_ptr(passage)).filter(|count| **count > 0);
            left.map(|count| *count -= 1).is_some()
        });
        Self { shared: in_all.map(|passage| &**passage).collect(), passages }
    }

    /// The blocks that are not in every version equally often.
    fn unshared_blocks(&self, versions: &[Rc<Text>]) -> QuickSet<u64> {
        // A row of counts for each block, one after the other.
        let mut rows: QuickMap<u64, usize> = QuickMap::default();
        let mut counts: Vec<u32> = Vec::new();
        for (version, passages) in self.passages.iter().enumerate() {
            for segment in passages.iter().flat_map(|passage| &passage.segments) {
                let row = *rows.entry(segment.profile.identity).or_insert_with(|| {
                    counts.resize(counts.len() + versions.len(), 0);
                    counts.len() - versions.len()
                });
                counts[row + version] += 1;
            }
        }
        let differs = |row: usize| {
            let counts = &counts[row..row + versions.len()];
            counts.iter().any(|&count| count != counts[0])
        };
        rows.into_iter().filter(|&(_, row)| differs(row)).map(|(identity, _)| identity).collect()
    }
}

fn counted(text: &Text) -> QuickMap<*const Passage, usize> {
    let mut counts = QuickMap::default();
    for passage in &text.passages {
        *counts.entry(Rc::as_ptr(passage)).or_default() += 1;
    }
    counts
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
