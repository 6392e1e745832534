//! Two sequences compared: what stayed, what went, what came.
//!
//! The items are numbered first, equal ones alike, and only the numbers are compared. The result is the same, and
//! the algorithms, which are long, are compiled for one kind of item and not for every kind.

use std::{collections::HashMap, hash::Hash};

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Compares by the fewest items that went and came (Myers).
pub fn fewest_changes<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let (old, new) = numbered(old, new);
    compare(Algorithm::Myers, &old, &new)
}

/// Compares along the items that occur once at either side (patience).
pub fn along_unique<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let (old, new) = numbered(old, new);
    compare(Algorithm::Patience, &old, &new)
}

/// Not inlined: one copy is the point.
#[inline(never)]
fn compare(algorithm: Algorithm, old: &[u32], new: &[u32]) -> Vec<DiffOp> {
    capture_diff_slices(algorithm, old, new)
}

fn numbered<T: Eq + Hash>(old: &[T], new: &[T]) -> (Vec<u32>, Vec<u32>) {
    let mut known = HashMap::with_capacity(old.len());
    let mut number = |item| {
        // Texts are bounded to megabytes, so that their items can be counted.
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(item).or_insert(next)
    };
    let old = old.iter().map(&mut number).collect();
    let new = new.iter().map(&mut number).collect();
    (old, new)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_compared_as_the_items_would_be(
            old in proptest::collection::vec("[a-e]{0,2}", 0..60),
            new in proptest::collection::vec("[a-e]{0,2}", 0..60),
        ) {
            let plain = |algorithm| capture_diff_slices(algorithm, &old, &new);
            prop_assert_eq!(fewest_changes(&old, &new), plain(Algorithm::Myers));
            prop_assert_eq!(along_unique(&old, &new), plain(Algorithm::Patience));
        }
    }
}
