//! Changes from before the base that the translation nevertheless lacks.
//!
//! The base is the version a translation fits best as a whole. Now and then a single link or line
//! of code is older than that: the copy was brought up to date by hand, and one place was forgotten.
//! Such a change is believed only on evidence from both sides: the translation has what the change
//! removed, in the place concerned, and lacks what it added.

use std::rc::Rc;

use super::{quick::QuickSet, segment::Text};
use crate::document::InvariantKind;

/// What is rare enough that its presence is no accident; numbers are not.
pub(super) fn is_telling(kind: InvariantKind) -> bool {
    kind.is_hard() && kind != InvariantKind::Number
}

/// The versions up to the base that removed something telling which neither the base nor the head
/// has, and the translation has: the only ones worth a closer look.
pub(super) fn suspects(sources: &[Rc<Text>], base: usize, target: &Text) -> Vec<usize> {
    let here = telling(target);
    let head = telling(&sources[sources.len() - 1]);
    let at_base = telling(&sources[base]);
    let left: QuickSet<u64> =
        here.difference(&head).filter(|hash| !at_base.contains(hash)).copied().collect();
    if left.is_empty() {
        return Vec::new();
    }
    let versions: Vec<QuickSet<u64>> =
        sources[..=base].iter().map(|source| telling(source)).collect();
    (1..=base)
        .filter(|&v| {
            left.iter().any(|hash| versions[v - 1].contains(hash) && !versions[v].contains(hash))
        })
        .collect()
}

fn telling(text: &Text) -> QuickSet<u64> {
    text.segments
        .iter()
        .flat_map(|segment| &segment.profile.invariants.items)
        .filter(|item| is_telling(item.kind))
        .map(|item| item.hash)
        .collect()
}
