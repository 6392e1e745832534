//! Bags: sorted lists in which a value may stand more than once.

use std::cmp::Ordering;

/// How many values two bags have in common; one that stands twice in both counts twice.
pub(super) fn in_common<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::in_common;

    #[test]
    fn a_value_counts_as_often_as_both_bags_hold_it() {
        assert_eq!(in_common(&[1, 2, 2, 2, 5], &[2, 2, 3, 5]), 3);
        assert_eq!(in_common(&[1, 2], &[]), 0);
    }
}
